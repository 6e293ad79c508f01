//! bank131-client
