//! The version of the API.

/// Version of the API that a request is sent in, for the requests whose body is the same in both.
///
/// Your project has a version at the bank, which decides whether responses and webhooks use the names of version 1 or of
/// version 2; both are read.
///
/// Source: Bank 131, the page about the two versions, and the bank's SDK.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ApiVersion {
    /// Version 1, `/api/v1/…`: the one of the document that this crate implements.
    #[default]
    V1,
    /// Version 2, `/api/v2/…`.
    V2,
}

impl ApiVersion {
    /// The version as a part of the path.
    pub(crate) const fn segment(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
        }
    }

    /// Moves a value that each version of the API has under another name to the name of this one.
    pub(crate) fn rename<T>(self, in_version_1: &mut Option<T>, in_version_2: &mut Option<T>) {
        let value = in_version_1.take().or_else(|| in_version_2.take());
        match self {
            Self::V1 => *in_version_1 = value,
            Self::V2 => *in_version_2 = value,
        }
    }

    /// Reads a part of the path.
    pub(crate) fn from_segment(segment: &str) -> Option<Self> {
        [Self::V1, Self::V2].into_iter().find(|version| version.segment() == segment)
    }
}
