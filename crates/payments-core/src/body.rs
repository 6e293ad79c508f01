//! Encoded request bodies.

use std::fmt;
use std::io;

use bytes::Bytes;
use serde::Serialize;
use zeroize::{Zeroize as _, Zeroizing};

use crate::validation::InvalidField;

/// An encoded request body: its bytes and content type. The bytes are wiped when the last clone is dropped.
#[derive(Clone)]
pub struct Body {
    content_type: Option<&'static str>,
    bytes: Bytes,
}

/// Room for most requests; a larger one grows the buffer.
const BODY_CAPACITY: usize = 8 * 1024;

impl Body {
    /// No body.
    pub const fn empty() -> Self {
        Self { content_type: None, bytes: Bytes::new() }
    }

    /// A JSON body.
    ///
    /// # Errors
    ///
    /// A value has no JSON form.
    pub fn json<T: Serialize + ?Sized>(value: &T) -> Result<Self, InvalidField> {
        let mut buffer = WipedBuffer(Zeroizing::new(Vec::with_capacity(BODY_CAPACITY)));
        serde_json::to_writer(&mut buffer, value).map_err(|_| InvalidField::new("body", "must have a JSON form"))?;
        Ok(Self::new("application/json", std::mem::take(&mut *buffer.0)))
    }

    /// A body in another format, with its content type.
    pub fn new(content_type: &'static str, mut bytes: Vec<u8>) -> Self {
        // A call may wait for a long time, and there may be thousands, so unused capacity is not kept. It is not wiped
        // either, because nothing was written there.
        let exact: Box<[u8]> = bytes.as_slice().into();
        bytes.as_mut_slice().zeroize();
        Self { content_type: Some(content_type), bytes: Bytes::from_owner(Zeroizing::new(exact)) }
    }

    /// The bytes.
    pub const fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The content type, or `None` if there is no body.
    pub const fn content_type(&self) -> Option<&'static str> {
        self.content_type
    }
}

/// A buffer that wipes the smaller one when it grows: it may hold card data.
struct WipedBuffer(Zeroizing<Vec<u8>>);

impl WipedBuffer {
    #[cold]
    fn grow(&mut self, more: usize) {
        let needed = self.0.len().saturating_add(more).max(self.0.capacity().saturating_mul(2));
        let mut larger = Zeroizing::new(Vec::with_capacity(needed));
        larger.extend_from_slice(&self.0);
        self.0 = larger;
    }
}

impl io::Write for WipedBuffer {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    // serde_json writes piece by piece.
    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.len() > self.0.capacity() - self.0.len() {
            self.grow(bytes.len());
        }
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Body({} bytes)", self.bytes.len())
    }
}
