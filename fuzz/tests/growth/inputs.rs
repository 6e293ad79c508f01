//! What is repeated, and where it stands.

use std::fmt;
use std::fs;

use payments_fuzz::{Target, seeds};

/// What parsers look at, one character or a few of each kind.
const TOKENS: &[&[u8]] = &[
    b"1",
    b"1 ",
    b"1-",
    b"123.",
    b"4242,",
    b"42:",
    "1\u{200b}".as_bytes(),
    "\u{200b}".as_bytes(),
    "٤".as_bytes(),
    "я".as_bytes(),
    b"28f284e6-",
    b"28f284e6-33c4-4123-8567-541608112233 ",
    b"2024-07-02 ",
    b"12:13:23 ",
    b"10.0.0.1 ",
    b"2001:db8::1 ",
    b"*",
    b"a",
    b" ",
    b"\n",
    b"\0",
    b"\xff",
    b"\"",
    b"\\",
    b"\\\\",
    b"\\u0034",
    b"&nbsp;",
    b"%31",
    b"%",
    b"=",
    b"&",
    b"a=1&",
    b"a=&",
    b"{",
    b"[",
    b"{\"a\":",
    b"\"1\":1,",
    b"{\"1\":1},",
    b"[1],",
    b"1,",
    b"\"1\",",
    b"null,",
    b"-----BEGIN PRIVATE KEY-----\n",
    b"-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n",
    b"MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQC7VJTUt9Us8cKj\n",
    b"\x30\x80",
    b"\x02\x01\x00",
    b"a: 1\n",
    b"HTTP 200\n",
    b"\n\n",
    b"/",
    b"0",
    b"0.",
];

/// What stands before the repeated token and behind it.
type Shape = (&'static str, &'static str);

/// Nothing but the token.
const ALONE: Shape = ("", "");

/// Where the parsers of a target meet what somebody repeats. The first place is where they read the most of it. Of targets that are
/// not here, nothing stands around it.
const PLACES: &[(&str, &[Shape])] = &[
    (
        "bank131_answers",
        &[
            ("HTTP 400\n\n{\"status\":\"error\",\"error\":{\"code\":\"x\",\"description\":\"", "\"}}"),
            (
                "HTTP 200\n\n{\"session\":{\"id\":\"",
                "\",\"status\":\"created\",\"created_at\":\"2024-07-02T12:13:23Z\"}}",
            ),
            ("HTTP 200\n\n{\"session\":{\"", "\":tru}}"),
            ("HTTP 200\n\n{\"session\":{\"payments\":[", "{}]}}"),
            ("HTTP 400\n\n{\"error\":{", "\"z\":1}}"),
            ("HTTP 200\n\n", ""),
            ("HTTP 400\nx-request-id: ", "\n\n{}"),
            ALONE,
        ],
    ),
    (
        "kvell_answers",
        &[
            ("HTTP 400\n\n{\"errors\":[{\"code\":1,\"message\":\"", "\"}]}"),
            ("HTTP 400\n\n{\"errors\":[{\"code\":\"", "\"}]}"),
            ("HTTP 400\n\n{\"errors\":[", "{}]}"),
            ("HTTP 200\n\n{\"", "\":tru}"),
            ("HTTP 200\n\n[{\"name\":\"", "\"}]"),
            ("HTTP 200\n\n", ""),
            ("HTTP 400\nx-request-id: ", "\n\n{\"errors\":[{\"code\":1}]}"),
            ALONE,
        ],
    ),
    (
        "payneteasy_answers",
        &[
            ("HTTP 200\n\ntype=validation-error&error-code=1&error-message=", "&a=1"),
            ("HTTP 400\n\n{\"type\":\"validation-error\",\"error-message\":\"", "\"}"),
            ("HTTP 200\n\ntype=status-response&status=approved&paynet-order-id=", ""),
            ("HTTP 200\n\n{\"", "\":tru}"),
            ("HTTP 200\n\n{", "\"type\":\"error\"}"),
            ("HTTP 200\n\n", "type=error"),
            ALONE,
        ],
    ),
    (
        "vepay_answers",
        &[
            ("HTTP 200\n\n{\"status\":0,\"message\":\"", "\"}"),
            ("HTTP 400\n\n{\"status\":0,\"id\":7,\"extid\":\"", "\"}"),
            ("HTTP 200\n\n{\"", "\":tru}"),
            ("HTTP 200\n\n{", "\"status\":1}"),
            ("HTTP 200\n\n", ""),
            ALONE,
        ],
    ),
    (
        "bank131_webhook",
        &[
            (
                "\n\n{\"type\":\"payment_finished\",\"session\":{\"id\":\"",
                "\",\"status\":\"created\",\"created_at\":\"2024-07-02T12:13:23Z\"}}",
            ),
            ("\n\n{\"type\":\"", "\"}"),
            ("\n\n{\"type\":\"payment_finished\",\"session\":{\"", "\":tru}}"),
            ("\n\n{\"type\":\"payment_finished\",\"confirm_information\":[", "1]}"),
            ("\n\n", ""),
            ("x-partner-sign: ", "\n\n{}"),
            ALONE,
        ],
    ),
    (
        "kvell_callback",
        &[
            (
                "\n\n{\"customer_key\":\"c\",\"customer_card_token\":\"t\",\"pan_mask\":\"4242\",\"transaction\":\"",
                "\"}",
            ),
            ("\n\n{\"customer_key\":\"c\",\"customer_card_token\":\"t\",\"pan_mask\":\"", "\",\"transaction\":\"t\"}"),
            ("\n\n{\"", "\":tru}"),
            ("\n\n{", "\"transaction\":1}"),
            ("\n\n", ""),
            ("x-signature: ", "\n\n{}"),
            ALONE,
        ],
    ),
    (
        "payneteasy_callback",
        &[
            ("status=approved&orderid=7&merchant_order=", ""),
            ("status=", "&orderid=7&merchant_order=a"),
            ("status=approved&orderid=7&merchant_order=a&error_message=", ""),
            ("status=approved&orderid=7&merchant_order=a&", "=1"),
            ALONE,
        ],
    ),
    (
        "vepay_callback",
        &[
            ("id=7&sum=11.00&status=1&extid=", ""),
            ("extid=a&id=7&sum=", "&status=1"),
            ("extid=a&id=7&sum=11.00&status=1&serviceName=", ""),
            ("extid=a&id=7&sum=11.00&status=1&", "=1"),
            ALONE,
        ],
    ),
    (
        "vepay_postback",
        &[
            ("{\"status\":1,\"id\":7,\"extid\":\"", "\"}"),
            ("{\"status\":\"", "\",\"id\":7}"),
            ("{\"", "\":tru}"),
            ("{", "\"status\":1,\"id\":7}"),
            ALONE,
        ],
    ),
    ("flat_fields", JSON_AND_FORMS),
    ("json", JSON_AND_FORMS),
    ("private_key", &[("-----BEGIN PRIVATE KEY-----\n", "\n-----END PRIVATE KEY-----\n"), ("0", ""), ALONE]),
    ("public_key", &[("-----BEGIN PUBLIC KEY-----\n", "\n-----END PUBLIC KEY-----\n"), ("0", ""), ALONE]),
    ("base_url", &[("https://a/", ""), ("https://", ".example/"), ALONE]),
    ("money", &[("RUB\n", ""), ("RUB\n1.", ""), ALONE]),
];

/// Documents, and forms.
const JSON_AND_FORMS: &[Shape] = &[
    ("{\"text\":\"", "\"}"),
    ("{\"", "\":1}"),
    ("{\"", "\":tru}"),
    ("{", "\"z\":1}"),
    ("{\"list\":[", "\"a\"]}"),
    ("{\"fields\":{", "\"z\":1}}"),
    ("a=", "&b=1"),
    ALONE,
];

fn places(target: &str) -> &'static [Shape] {
    PLACES.iter().find(|(name, _)| *name == target).map_or(&[ALONE], |(_, places)| places)
}

/// The most bytes that a target gets in life: clients read answers and key files of 1 MiB, and servers take callbacks of 2 MiB, as
/// they do by default.
pub(crate) fn longest(target: &Target) -> usize {
    if target.name.ends_with("_answers") || target.name.ends_with("_key") { 1 << 20 } else { 2 << 20 }
}

/// Something that is repeated in its place.
#[derive(Clone, Debug)]
pub(crate) struct Repeated {
    token: Vec<u8>,
    shape: Shape,
    /// Whether it is tried at the longest size as well.
    pub(crate) to_the_end: bool,
}

impl Repeated {
    /// Everything that is tried with a target: each token in each place, and each input of the corpus.
    pub(crate) fn all(target: &Target) -> Vec<Self> {
        let (words, places) = (seeds::dictionary(), places(target.name));
        let repeated = places.iter().enumerate().flat_map(|(place, shape)| {
            // Words are there for their letters, which are the same in most places.
            let with_words = place == 0 || place + 1 == places.len();
            let words = words.iter().filter(move |_| with_words).map(Vec::as_slice);
            let tokens = TOKENS.iter().copied().chain(words);
            tokens.map(move |token| Self { token: token.to_vec(), shape: *shape, to_the_end: place == 0 })
        });
        let seeds =
            seeds::of(target).into_iter().filter_map(|path| fs::read(path).ok()).filter(|seed| !seed.is_empty());
        repeated.chain(seeds.map(|token| Self { token, shape: ALONE, to_the_end: true })).collect()
    }

    /// It, repeated up to this size, once at least.
    pub(crate) fn input(&self, size: usize) -> Vec<u8> {
        let (before, behind) = self.shape;
        let times = size.saturating_sub(before.len() + behind.len()) / self.token.len();
        // What is read by threes or fours, as Base64 is, must end alike at every size.
        let times = if times > 12 { times - times % 12 } else { times.max(1) };
        [before.as_bytes(), &self.token.repeat(times), behind.as_bytes()].concat()
    }
}

impl fmt::Display for Repeated {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, behind) = self.shape;
        let token = String::from_utf8_lossy(&self.token);
        let beginning: String = token.chars().take(80).collect();
        write!(formatter, "{beginning:?}, repeated between {before:?} and {behind:?}")
    }
}

#[test]
fn every_place_belongs_to_a_target() {
    for (name, _) in PLACES {
        assert!(payments_fuzz::target(name).is_some(), "there is no target {name}");
    }
}
