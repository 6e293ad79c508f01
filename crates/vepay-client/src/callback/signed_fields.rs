//! Which fields of a callback are signed, and where they end.

/// Field of a callback that is on by default and that the cabinet may switch off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum CallbackField {
    /// Your `extid`.
    ExtId,
    /// Vepay's operation id (`id`).
    Id,
    /// The amount (`sum`).
    Sum,
    /// The status of the operation (`status`).
    Status,
}

impl CallbackField {
    pub(super) const ALL: [Self; 4] = [Self::ExtId, Self::Id, Self::Sum, Self::Status];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ExtId => "extid",
            Self::Id => "id",
            Self::Sum => "sum",
            Self::Status => "status",
        }
    }
}

/// What the signature proves, by the settings of the cabinet and the form of your `extid`s.
#[derive(Clone, Debug)]
pub(super) struct SignedFields {
    pub(super) switched_off: Vec<CallbackField>,
    pub(super) ext_id_length: Option<usize>,
}

impl SignedFields {
    /// No field is switched off.
    pub(super) const ALL: Self = Self { switched_off: Vec::new(), ext_id_length: None };

    /// Whether a field that arrived is certain to be a signed one.
    pub(super) fn has(&self, field: CallbackField) -> bool {
        !self.switched_off.contains(&field)
    }

    /// Whether the end of this `extid` cannot be moved.
    pub(super) fn is_safe(&self, ext_id: &str) -> bool {
        match self.ext_id_length {
            Some(length) => ext_id.chars().count() == length,
            None => has_clear_end(ext_id),
        }
    }
}

/// Whether no digit can be moved between the end of this `extid` and the next value: it ends in something else, or it is a
/// UUID, which is no UUID with one digit more or less.
fn has_clear_end(ext_id: &str) -> bool {
    let ends_in_digit = ext_id.ends_with(|last: char| last.is_ascii_digit());
    !ends_in_digit || is_uuid(ext_id)
}

fn is_uuid(text: &str) -> bool {
    let fits = |(place, byte): (usize, u8)| match place {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(fits)
}
