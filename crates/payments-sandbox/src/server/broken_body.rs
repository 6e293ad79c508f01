//! A body that breaks off.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use hyper::body::Frame;

/// The error of a body whose end never came.
#[derive(thiserror::Error)]
#[error("the body was cut short")]
pub(super) struct CutShort;

crate::error_debug::debug_as_sentence!(CutShort);

/// A body that ends with an error.
pub(super) fn cut_short() -> Body {
    Body::new(Broken)
}

struct Broken;

impl hyper::body::Body for Broken {
    type Data = Bytes;
    type Error = CutShort;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, CutShort>>> {
        Poll::Ready(Some(Err(CutShort)))
    }
}
