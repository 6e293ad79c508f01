//! The verifier against signatures made by another library.

use axum::http::header::AUTHORIZATION;
use serde_json::Value;

use super::*;

/// One vector, taken apart so that a test can change a part of it.
struct Case {
    origin: String,
    path: String,
    parameters: Vec<(String, String)>,
    header: String,
    base_string: String,
    now: i64,
}

fn text<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name].as_str().unwrap()
}

fn cases() -> Vec<Case> {
    let vectors = vectors();
    vectors["oauth_rsa_sha256"].as_array().unwrap().iter().flat_map(read).collect()
}

/// The same vector with either order of the header's parameters.
fn read(vector: &Value) -> [Case; 2] {
    ["authorization_header", "oauthlib_authorization_header"].map(|header| {
        let url: url::Url = text(vector, "url").parse().unwrap();
        assert_eq!(text(vector, "query"), "");
        let header = text(vector, header).to_owned();
        let timestamp = header.split("oauth_timestamp=\"").nth(1).unwrap().split('"').next().unwrap();
        Case {
            path: url.path().to_owned(),
            parameters: url::form_urlencoded::parse(text(vector, "body").as_bytes()).into_owned().collect(),
            base_string: text(vector, "signature_base_string").to_owned(),
            now: timestamp.parse().unwrap(),
            origin: origin(url.as_str()),
            header,
        }
    })
}

fn merchant() -> Merchant {
    let key = SignatureVerifier::from_public_pem(vectors()["public_spki_pem"].as_str().unwrap()).unwrap();
    Merchant::new("TestMerchant", key, Duration::from_secs(300))
}

impl Case {
    fn headers(&self) -> HeaderMap {
        HeaderMap::from_iter([(AUTHORIZATION, self.header.parse().unwrap())])
    }

    fn with<T>(&self, use_it: impl FnOnce(&Signed<'_>) -> T) -> T {
        let headers = self.headers();
        use_it(&Signed {
            method: "POST",
            origin: &self.origin,
            path: &self.path,
            headers: &headers,
            parameters: &self.parameters,
        })
    }

    fn verdict(&self, merchant: &mut Merchant, now: i64) -> SignatureVerdict {
        match self.with(|request| merchant.admit(request, now)) {
            Ok(()) => SignatureVerdict::Valid,
            Err(denied) => denied.verdict,
        }
    }

    fn first() -> Self {
        cases().remove(0)
    }
}

#[test]
fn every_vector_is_admitted_and_its_base_string_is_equal_byte_for_byte() {
    let cases = cases();
    assert_eq!(cases.len(), 18);
    for case in cases {
        let base_string = case.with(|request| base_string_of(request, &Credentials::read(request.headers).unwrap()));
        assert_eq!(base_string, case.base_string);
        assert_eq!(case.verdict(&mut merchant(), case.now), SignatureVerdict::Valid);
    }
}

#[test]
fn a_change_of_any_parameter_is_noticed() {
    let case = Case::first();
    for position in 0..case.parameters.len() {
        let mut changed = Case::first();
        changed.parameters[position].1.push('0');
        assert_eq!(changed.verdict(&mut merchant(), case.now), SignatureVerdict::Wrong, "{position}");
        let mut removed = Case::first();
        removed.parameters.remove(position);
        assert_eq!(removed.verdict(&mut merchant(), case.now), SignatureVerdict::Wrong, "{position}");
    }
    let mut added = Case::first();
    added.parameters.push(("purpose".to_owned(), String::new()));
    assert_eq!(added.verdict(&mut merchant(), case.now), SignatureVerdict::Wrong);
    let mut elsewhere = Case::first();
    elsewhere.path.push('0');
    assert_eq!(elsewhere.verdict(&mut merchant(), case.now), SignatureVerdict::Wrong);
}

#[test]
fn a_change_of_the_header_is_noticed() {
    let changes = [
        ("TestMerchant", "OtherMerchant"),
        ("RSA-SHA256", "HMAC-SHA1"),
        ("RSA-SHA256", "rsa-sha256"),
        ("oauth_nonce=\"e", "oauth_nonce=\"f"),
        ("oauth_timestamp=\"1", "oauth_timestamp=\"01"),
        ("oauth_timestamp=\"1", "oauth_timestamp=\"+1"),
        ("oauth_version=\"1.0\"", "oauth_version=\"1.1\""),
        (", oauth_version=\"1.0\"", ""),
        ("oauth_signature=\"jD2", "oauth_signature=\"jD3"),
        ("%3D\"", "\""),
        ("OAuth ", "OAuth oauth_token=\"t\", "),
    ];
    for (from, to) in changes {
        let mut case = Case::first();
        assert!(case.header.contains(from), "{from}");
        case.header = case.header.replacen(from, to, 1);
        assert_eq!(case.verdict(&mut merchant(), case.now), SignatureVerdict::Wrong, "{from} to {to}");
    }
}

#[test]
fn the_realm_is_not_signed() {
    let mut case = Case::first();
    case.header = case.header.replacen("OAuth ", "OAuth realm=\"https://gate.example/\", ", 1);
    assert_eq!(case.verdict(&mut merchant(), case.now), SignatureVerdict::Valid);
}

#[test]
fn a_request_counts_once_and_in_time() {
    let (case, mut merchant) = (Case::first(), merchant());
    for (offset, expected) in [
        (-301, SignatureVerdict::Stale),
        (301, SignatureVerdict::Stale),
        (300, SignatureVerdict::Valid),
        (-300, SignatureVerdict::Replayed),
        (0, SignatureVerdict::Replayed),
        (1000, SignatureVerdict::Stale),
    ] {
        assert_eq!(case.verdict(&mut merchant, case.now + offset), expected, "{offset}");
    }
}

#[test]
fn a_wrong_signature_does_not_use_a_nonce_up() {
    let (case, mut merchant) = (Case::first(), merchant());
    let mut forged = Case::first();
    forged.parameters[0].1.push('0');
    assert_eq!(forged.verdict(&mut merchant, case.now), SignatureVerdict::Wrong);
    assert_eq!(case.verdict(&mut merchant, case.now), SignatureVerdict::Valid);
}

#[test]
fn oauth_parameters_belong_in_one_header() {
    let (mut case, mut merchant) = (Case::first(), merchant());
    case.parameters.push(("oauth_nonce".to_owned(), "x".to_owned()));
    assert_eq!(case.verdict(&mut merchant, case.now), SignatureVerdict::Wrong);

    let case = Case::first();
    let mut headers = case.headers();
    headers.append(AUTHORIZATION, case.header.parse().unwrap());
    assert_eq!(Credentials::read(&headers).err(), Some(Unreadable::Damaged));
    assert_eq!(Credentials::read(&HeaderMap::new()).err(), Some(Unreadable::Missing));
}
