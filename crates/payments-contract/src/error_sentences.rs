//! A test that `Debug` of every error contains its message, because `unwrap` and a `main` that returns an error print
//! `Debug`.
//!
//! ```
//! use payments_contract::error_sentences::ErrorSentences;
//! use payments_core::UrlError;
//!
//! let mut errors = ErrorSentences::default();
//! errors.shows(&UrlError::NotEncrypted);
//! ```

use std::any::type_name;
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;

use payments_core::scrub;

/// The errors of one package.
#[derive(Debug, Default)]
pub struct ErrorSentences {
    rows: BTreeSet<String>,
}

impl ErrorSentences {
    /// Checks a sample of an error: its `Debug` begins with the type's name, and has its message and that of every source.
    ///
    /// # Panics
    ///
    /// `Debug` lacks one of them.
    pub fn shows<E: Error>(&mut self, error: &E) -> &mut Self {
        let name = type_name::<E>().split('<').next().unwrap_or_default().rsplit("::").next().unwrap_or_default();
        let debug = format!("{error:?}");
        assert!(debug.starts_with(name), "Debug of {name}: {debug}");
        assert!(debug.contains(&error.to_string()), "Debug of {name} does not say `{error}`: {debug}");
        let mut cause = error.source();
        while let Some(error) = cause {
            let words = error.to_string();
            assert!(debug.contains(&*scrub(&words)), "Debug of {name} does not say `{error}`: {debug}");
            cause = error.source();
        }
        self.rows.insert(name.to_owned());
        self
    }

    /// Checks against the listing of the public API that each error of this package has a sample.
    ///
    /// # Panics
    ///
    /// An error has no sample.
    pub fn assert_complete(&self, listing: &str) {
        let listing = fs::read_to_string(listing).unwrap_or_default();
        let errors = listed_errors(&listing);
        assert!(!errors.is_empty(), "the listing names no error");
        let missing: Vec<_> = errors.into_iter().filter(|name| !self.rows.contains(*name)).collect();
        assert!(missing.is_empty(), "errors without a sample: {missing:?}");
    }
}

/// The types that implement `Error` according to a listing of `cargo xtask api`.
fn listed_errors(listing: &str) -> BTreeSet<&str> {
    let implementations = listing.lines().filter_map(|line| line.split_once(" core::error::Error for "));
    implementations.filter_map(|(_, path)| path.split('<').next()?.rsplit("::").next()).collect()
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::path::{Path, PathBuf};

    use payments_core::callback::{CallbackError, EventId, InMemoryProcessedEvents, InProgress, ProcessedEvents as _};
    use payments_core::signing::{BadSignature, KeyError, SignError};
    use payments_core::{
        AuthError, BuildError, CardError, DecodeError, InvalidField, MoneyError, NoRuntime, PollError, RandomnessError,
        TransportError, UrlError,
    };

    use super::*;
    use crate::FakeProvider;
    use crate::bad_input::rust_files;
    use crate::leaks::tests::error_of_a_call;
    use payments_core::testing::FakeResponse;

    /// The published crates, and the minimum number of errors in each.
    const PUBLISHED: [(&str, usize); 6] = [
        ("payments-core", 16),
        ("bank131-client", 0),
        ("payneteasy-client", 2),
        ("vepay-client", 2),
        ("kvell-client", 2),
        ("payments-sandbox", 6),
    ];

    fn path_in_crates(path: &str) -> String {
        format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"))
    }

    /// A struct or an enum, and its attributes.
    struct Declaration<'a> {
        name: &'a str,
        attributes: String,
    }

    impl Declaration<'_> {
        fn derives(&self, name: &str) -> bool {
            self.attributes.split([',', ' ', '(', ')', ':']).any(|word| word == name)
        }
    }

    /// The structs and enums of a file.
    fn declarations(text: &str) -> Vec<Declaration<'_>> {
        let (mut found, mut attributes, mut open) = (Vec::new(), String::new(), false);
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with("//")) {
            if open || line.starts_with("#[") {
                attributes.push_str(line);
                open = !line.ends_with(']');
                continue;
            }
            let attributes = std::mem::take(&mut attributes);
            let mut words = line.split([' ', '<', '(', ';', '{', ':']);
            if words.any(|word| word == "struct" || word == "enum")
                && let Some(name) = words.next().filter(|name| !name.is_empty())
            {
                found.push(Declaration { name, attributes });
            }
        }
        found
    }

    /// Whether a file says `impl … Error for` this type.
    fn implements_error(text: &str, name: &str) -> bool {
        let implemented = text.lines().filter(|line| line.trim_start().starts_with("impl"));
        let mut types = implemented.filter_map(|line| line.split_once("Error for ")).map(|(_, behind)| behind);
        types.any(|path| path.split([' ', '<', '{']).next() == Some(name))
    }

    /// The errors in a folder of sources, and those that derive `Debug`.
    fn errors_in(source: &str) -> (Vec<String>, Vec<String>) {
        let (mut errors, mut derived) = (Vec::new(), Vec::new());
        for file in rust_files(Path::new(source)) {
            let text = fs::read_to_string(file).unwrap_or_default();
            for declared in declarations(&text) {
                let name = declared.name.to_owned();
                if !declared.derives("Error") && !implements_error(&text, &name) {
                    continue;
                }
                if declared.derives("Debug") {
                    derived.push(name.clone());
                }
                errors.push(name);
            }
        }
        (errors, derived)
    }

    #[test]
    fn no_error_of_a_published_crate_derives_debug() {
        for (package, count) in PUBLISHED {
            let (errors, derived) = errors_in(&path_in_crates(&format!("{package}/src")));
            assert!(errors.len() >= count, "of {package} only {errors:?} were found");
            assert!(derived.is_empty(), "{package}: `debug_as_sentence!` is for {derived:?}");
        }
    }

    #[test]
    fn an_error_that_derives_debug_is_found_however_it_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let source = "/// Words.\n#[derive(Clone, Debug, thiserror::Error)]\n#[error(\"no\")]\npub enum First {\n}\n\
            #[derive(\n    Debug,\n)]\n#[non_exhaustive]\npub struct Second<T>(T);\nimpl<T> StdError for Second<T> {}\n\
            #[derive(Debug)]\nstruct NoError;\nimpl From<Second> for NoError {}\n\
            #[derive(Clone, thiserror::Error)]\npub(crate) struct Third;\n";
        fs::write(folder.path().join("errors.rs"), source).unwrap();
        let (errors, derived) = errors_in(folder.path().to_str().unwrap());
        assert_eq!((errors, derived), (named(&["First", "Second", "Third"]), named(&["First", "Second"])));
    }

    fn named(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn debug_of_the_core_errors_shows_their_message() {
        let refused = || io::Error::from(io::ErrorKind::PermissionDenied);
        let mut errors = ErrorSentences::default();
        errors
            .shows(&KeyError::PublicKeyGiven)
            .shows(&KeyError::NoBackend)
            .shows(&KeyError::Unreadable { path: PathBuf::from("/keys/shop.pem"), source: refused() })
            .shows(&SignError::new(refused()))
            .shows(&AuthError::from(SignError::new(refused())))
            .shows(&payments_core::Recovery::<payments_core::NoQuery>::from_text("settle").unwrap_err())
            .shows(&AuthError::Header("the login"))
            .shows(&BadSignature)
            .shows(&UrlError::NotEncrypted)
            .shows(&MoneyError::NotDecimal)
            .shows(&MoneyError::TooPrecise { exponent: 2 })
            .shows(&CardError::NumberCheckDigit)
            .shows(&BuildError::NoTlsBackend)
            .shows(&BuildError::from(InvalidField::new("login", "must not be empty")))
            .shows(&BuildError::Tls(refused().into()))
            .shows(&InvalidField::new("amount", "must be above zero"))
            .shows(&DecodeError::new("session.id", "expected a text"))
            .shows(&CallbackError::NoSignature)
            .shows(&CallbackError::from(DecodeError::new("id", "missing")))
            .shows(&in_progress())
            .shows(&RandomnessError::new())
            .shows(&NoRuntime)
            .shows(&TransportError::not_sent(refused()))
            .shows(&PollError::<u8, RandomnessError>::Timeout { last: None })
            .shows(&PollError::<u8, RandomnessError>::Failed(RandomnessError::new()));
        errors.shows(&error_of_a_call());
        errors.assert_complete(&path_in_crates("../docs/api/payments-core.txt"));
    }

    fn in_progress() -> InProgress {
        let (wire, event) = (FakeProvider::new(FakeResponse::unreachable()), EventId::new("acme", ["paid"]));
        let seen = InMemoryProcessedEvents::holding(1);
        let (mut first, mut second) = (seen.begin(), seen.begin());
        assert!(wire.run(first.record(&event)).is_ok());
        wire.run(second.record(&event)).unwrap_err()
    }

    #[test]
    fn a_main_that_returns_an_error_prints_its_message_once() {
        for (error, printed) in [
            (
                Box::new(KeyError::PublicKeyGiven) as Box<dyn Error>,
                "KeyError(this is a public key, and signing needs the private key: the file that begins with PRIVATE KEY or RSA \
                 PRIVATE KEY)",
            ),
            (
                Box::new(KeyError::NoBackend),
                "KeyError(no RSA backend was compiled in: enable the feature `aws-lc-rs`, `ring` or `rsa`)",
            ),
            (
                Box::new(KeyError::Unreadable {
                    path: PathBuf::from("/keys/1795878432183.pem"),
                    source: io::Error::other("no card 4242424242424242\nforged line"),
                }),
                "KeyError(the key file /keys/1795878432183.pem cannot be read: no card ************4242 forged line)",
            ),
            (
                Box::new(AuthError::from(SignError::new("the token is locked"))),
                "AuthError(the signature could not be made: the message could not be signed: the token is locked)",
            ),
            (Box::new(TransportError::maybe_sent("reset by peer")), "TransportError(reset by peer)"),
            (
                Box::new(TransportError::maybe_sent("no card 4242424242424242\nforged line")),
                "TransportError(no card ************4242 forged line)",
            ),
            (
                Box::new(CallbackError::from(DecodeError::new("a\nb", "missing"))),
                "CallbackError(the callback cannot be read, at a b: missing)",
            ),
            (
                Box::new(PollError::<&str, RandomnessError>::Timeout { last: Some(Ok("waiting")) }),
                r#"PollError { message: not final within the timeout, last: "waiting" }"#,
            ),
        ] {
            assert_eq!(format!("{error:?}"), printed);
        }
    }
}
