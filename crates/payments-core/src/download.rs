//! Responses that are passed on in chunks: reports too large to keep in memory.

use http::header::CONTENT_TYPE;

use crate::effect::Reads;
use crate::endpoint::Endpoint;
use crate::raw_response::RawResponse;

/// A read whose response is a file, such as a CSV or PDF report: [`Pipeline::download`](crate::Pipeline::download) passes it on
/// in chunks, so that its size does not matter to memory.
pub trait Download: Endpoint<Effect = Reads> {
    /// The most bytes a file may have.
    const MAX_BYTES: u64;

    /// Whether the response with this status and these headers is the file. Its body is not read yet. Any other response is
    /// classified as usual: an error that the provider sends under 200 as JSON is one.
    ///
    /// Default: a success whose content type is not JSON.
    fn is_file(&self, head: &RawResponse) -> bool {
        let content_type = head.headers.get(CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
        head.status.is_success() && !content_type.to_ascii_lowercase().windows(4).any(|word| word == b"json")
    }
}
