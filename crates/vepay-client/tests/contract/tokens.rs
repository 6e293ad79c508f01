//! An independent check of tokens.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use payments_contract::{Checked, Recorded};
use payments_core::to_hex;
use payments_samples::{Sampler as _, Vepay};

/// Bodies and their tokens: T1, T6, T7, T10, T13 and T14 of the project's vectors, computed with Python's hashlib.
const VECTORS: [(&str, &str); 6] = [
    (include_str!("../fixtures/card_reg_request.min.json"), "0fd8fbda14e3af1523538cb3bcf8d087fd027b2d"),
    (r#"{"id":101464,"type":1}"#, "fccffc394638d0bce6458b494a8caa2822a9b0bb"),
    (r#"{"id":101464,"type":0}"#, "a29a056926138cbce7184f11be68c4a797f066cc"),
    ("", "efc8515f07a804ca3a42a52b9efe0443f810057c"),
    (r#"{"card":356}"#, "7e4c9c5a1c98532357d218546d6bd2756f22572e"),
    (r#"{"card":356,"type":1}"#, "817d5a0496a72f3ad5a96a27104eed258e3cb0a2"),
];

/// Verifies the token of the received bytes; if there is a vector for them, it must match that too.
pub(crate) fn verify(request: &Recorded, token: &str) -> Checked {
    let both = format!("{}{}", hex_sha1(Vepay::SECRETS[0].as_bytes()), hex_sha1(&request.body));
    if hex_sha1(both.as_bytes()) != token {
        return Err("it is not the token of this body".into());
    }
    match VECTORS.iter().find(|(body, _)| body.as_bytes() == request.body) {
        Some((body, expected)) if *expected != token => Err(format!("it is not the vector's for {body}").into()),
        _ => Ok(()),
    }
}

fn hex_sha1(bytes: &[u8]) -> String {
    to_hex(digest(&SHA1_FOR_LEGACY_USE_ONLY, bytes).as_ref())
}
