//! PEM: finds the single key in a text.
//!
//! `rustls-pki-types` does not know the label `RSA PUBLIC KEY`, and keeps the base64 of a private key in memory that is
//! never wiped. `der::pem` decodes in constant time into a buffer of the caller, but accepts only one block in its
//! strictest form. So the block is found here, tolerantly, and decoded there.

use zeroize::Zeroizing;

use super::key_format::{Form, Wanted};
use super::{KeyError, LONGEST_KEY};

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";
const LINE: usize = 64;

const ESCAPED_LINE_BREAKS: &str = "PEM text that holds the two characters \\n instead of line breaks, as environment variables often do: replace them with real line breaks";
const NO_LINE_BREAKS: &str = "PEM text whose line breaks were lost: the BEGIN and END lines stand alone";
const NO_END: &str = "a PEM block without its END line, so it was cut off";
const DAMAGED_BASE64: &str = "a PEM block whose base64 is damaged";

/// A PEM block in the text.
struct Block<'a> {
    label: &'a [u8],
    lines: Vec<&'a [u8]>,
}

/// The key in a PEM text.
pub(super) struct Decoded {
    /// The form named by the label.
    pub(super) form: Form,
    /// The content.
    pub(super) der: Zeroizing<Vec<u8>>,
}

/// Finds and decodes the key. Text around it and other kinds of blocks are skipped.
pub(super) fn decode(wanted: Wanted, text: &[u8]) -> Result<Decoded, KeyError> {
    if text.len() > LONGEST_KEY {
        return Err(wanted.but_found("a text of more than 1 MiB"));
    }
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    if text.trim_ascii().is_empty() {
        return Err(KeyError::Empty);
    }
    let blocks = blocks(text).map_err(|found| wanted.but_found(found))?;
    let mut fitting = blocks.iter().filter_map(|block| Some((block, fitting_form(wanted, block.label)?)));
    let Some((block, form)) = fitting.next() else {
        return Err(explain(wanted, text, &blocks));
    };
    if fitting.next().is_some() {
        return Err(wanted.but_found("several keys in one text, and it is not clear which to use"));
    }
    let der = decode_block(wanted, block, form)?;
    Ok(Decoded { form, der })
}

fn fitting_form(wanted: Wanted, label: &[u8]) -> Option<Form> {
    let form = Form::ALL.into_iter().find(|form| form.label().as_bytes() == label)?;
    (form.is_private() == wanted.is_private()).then_some(form)
}

/// All blocks of the text, or what is wrong with it.
fn blocks(text: &[u8]) -> Result<Vec<Block<'_>>, &'static str> {
    let mut blocks = Vec::new();
    let mut open: Option<Block<'_>> = None;
    for line in text.split(|byte| matches!(byte, b'\n' | b'\r')) {
        let line = line.trim_ascii();
        if let Some(label) = label(line, BEGIN) {
            if open.is_some() {
                return Err(NO_END);
            }
            open = Some(Block { label, lines: Vec::new() });
            continue;
        }
        let Some(mut block) = open.take() else {
            continue;
        };
        if label(line, END) == Some(block.label) {
            blocks.push(block);
            continue;
        }
        block.lines.push(line);
        open = Some(block);
    }
    match open {
        Some(block) if block.lines.iter().any(|line| contains(line, b"\\n")) => Err(ESCAPED_LINE_BREAKS),
        Some(_) => Err(NO_END),
        None => Ok(blocks),
    }
}

/// The label of a BEGIN or END line.
fn label<'a>(line: &'a [u8], boundary: &[u8]) -> Option<&'a [u8]> {
    let label = line.strip_prefix(boundary)?.strip_suffix(DASHES)?;
    (!contains(label, DASHES)).then_some(label)
}

fn decode_block(wanted: Wanted, block: &Block<'_>, form: Form) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    // RFC 1421 headers, which OpenSSL writes above an encrypted PKCS#1 key.
    if block.lines.iter().any(|line| line.starts_with(b"Proc-Type:") && contains(line, b"ENCRYPTED")) {
        return Err(KeyError::Encrypted);
    }
    if block.lines.iter().any(|line| contains(line, b"\\")) {
        return Err(wanted.but_found(ESCAPED_LINE_BREAKS));
    }
    if block.lines.iter().all(|line| line.is_empty()) {
        return Err(wanted.but_found("an empty PEM block"));
    }
    let strict = strict_pem(&block.lines, form.label());
    let mut buffer = Zeroizing::new(vec![0; strict.len()]);
    let (_, der) = der::pem::decode(&strict, &mut buffer).map_err(|_| wanted.but_found(DAMAGED_BASE64))?;
    Ok(Zeroizing::new(der.to_vec()))
}

/// The same block with lines of 64 characters, the only form that `der::pem` accepts.
fn strict_pem(lines: &[&[u8]], label: &str) -> Zeroizing<Vec<u8>> {
    let length: usize = lines.iter().map(|line| line.len()).sum();
    // Allocated at full size: growing a vector leaves copies behind.
    let mut base64 = Zeroizing::new(Vec::with_capacity(length));
    for line in lines {
        base64.extend(line.iter().filter(|byte| !byte.is_ascii_whitespace()));
    }
    // `concat` allocates the full size at once too.
    let mut parts = vec![BEGIN, label.as_bytes(), DASHES, b"\n"];
    for line in base64.chunks(LINE) {
        parts.extend([line, b"\n"]);
    }
    parts.extend([END, label.as_bytes(), DASHES, b"\n"]);
    Zeroizing::new(parts.concat())
}

/// The error for a text without a key of the wanted kind.
fn explain(wanted: Wanted, text: &[u8], blocks: &[Block<'_>]) -> KeyError {
    // A private key of another kind says more than the certificate above it.
    let telling = blocks.iter().find(|block| block.label.ends_with(b"PRIVATE KEY")).or_else(|| blocks.first());
    match telling {
        Some(block) => explain_label(wanted, block.label),
        None => wanted.but_found(explain_text(text)),
    }
}

fn explain_label(wanted: Wanted, label: &[u8]) -> KeyError {
    match label {
        b"PUBLIC KEY" | b"RSA PUBLIC KEY" => KeyError::PublicKeyGiven,
        b"ENCRYPTED PRIVATE KEY" if wanted.is_private() => KeyError::Encrypted,
        b"PRIVATE KEY" | b"RSA PRIVATE KEY" | b"ENCRYPTED PRIVATE KEY" => KeyError::PrivateKeyGiven,
        b"CERTIFICATE"
        | b"X509 CERTIFICATE"
        | b"TRUSTED CERTIFICATE"
        | b"CERTIFICATE REQUEST"
        | b"NEW CERTIFICATE REQUEST" => KeyError::CertificateGiven,
        b"EC PRIVATE KEY" | b"EC PARAMETERS" => KeyError::WrongAlgorithm { found: "an EC key" },
        b"DSA PRIVATE KEY" => KeyError::WrongAlgorithm { found: "a DSA key" },
        b"OPENSSH PRIVATE KEY" => {
            wanted.but_found("a key in the format of OpenSSH: convert a copy of it with `ssh-keygen -p -m PEM -f COPY`")
        }
        _ => wanted.but_found("a PEM block of another kind"),
    }
}

/// What a text without a single PEM block looks like.
fn explain_text(text: &[u8]) -> &'static str {
    if text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff") {
        return "UTF-16 text: save it as UTF-8";
    }
    if contains(text, BEGIN) && contains(text, b"\\n") {
        return ESCAPED_LINE_BREAKS;
    }
    if contains(text, BEGIN) && contains(text, END) {
        return NO_LINE_BREAKS;
    }
    if contains(text, DASHES) {
        return "text with a damaged BEGIN line";
    }
    if text.first() == Some(&0x30) && !text.is_ascii() {
        return "binary data, perhaps DER: use from_der";
    }
    if text.trim_ascii().starts_with(b"MII") {
        return "base64 without the BEGIN and END lines";
    }
    "something that is not PEM"
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}
