//! Faults as a client sees them: on a bare socket, byte for byte.

mod acting;
mod another;
mod answers;
mod callbacks;
mod concurrency;
mod gates;
mod refusing;
mod wire;
