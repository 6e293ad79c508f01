//! An endpoint's declaration as data.

use http::Method;

use crate::effect_kind::{EffectKind, Idempotency};

/// An endpoint's declaration as data, for registries and documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndpointInfo {
    /// The endpoint's name in the provider's documentation.
    pub name: &'static str,
    /// Whether the shop calls it or the payer's browser opens it.
    pub kind: EndpointKind,
    /// The HTTP method.
    pub method: Method,
    /// The path template.
    pub path: &'static str,
    /// The effect of the call.
    pub effect: EffectKind,
    /// Whether the call may be sent again after it may have arrived.
    pub idempotency: Idempotency,
    /// How well the endpoint is known.
    pub evidence: Evidence,
    /// The card data that its requests can carry.
    pub card_data: CardData,
}

impl EndpointInfo {
    /// The declaration of a page that the payer's browser opens. The shop sends nothing.
    pub const fn page(
        name: &'static str,
        method: Method,
        path: &'static str,
        effect: EffectKind,
        evidence: Evidence,
    ) -> Self {
        Self {
            name,
            kind: EndpointKind::Page,
            method,
            path,
            effect,
            idempotency: Idempotency::None,
            evidence,
            card_data: CardData::None,
        }
    }
}

/// Who opens an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndpointKind {
    /// The shop's server sends a request.
    Call,
    /// The payer's browser opens a page that the shop has signed.
    Page,
}

impl EndpointKind {
    /// The kind as a word: `call` or `page`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Page => "page",
        }
    }
}

/// How well an endpoint is known: where its description comes from. The weaker the evidence, the more the client tolerates in
/// a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Evidence {
    /// The provider's documentation describes it.
    Documented,
    /// Exchanges with the provider were recorded.
    Recorded,
    /// The provider's own SDK calls it.
    OfficialSdk,
    /// Server code of the provider's vendor implements it.
    VendorServerCode,
    /// The documentation of another product of the same software describes it.
    SiblingProduct,
    /// Only code of third parties calls it.
    ThirdParty,
}

impl Evidence {
    /// The evidence as a word, such as `documented`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Recorded => "recorded",
            Self::OfficialSdk => "official-sdk",
            Self::VendorServerCode => "vendor-server-code",
            Self::SiblingProduct => "sibling-product",
            Self::ThirdParty => "third-party",
        }
    }
}

/// The card data in a request: what counts for a shop's PCI DSS scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum CardData {
    /// No card data. A saved card's token is none.
    None,
    /// A card number.
    Number,
    /// A card number with its security code, or a security code alone. It must not be stored after the payment.
    NumberAndSecurityCode,
}

impl CardData {
    /// The card data as words, such as `number-and-security-code`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Number => "number",
            Self::NumberAndSecurityCode => "number-and-security-code",
        }
    }
}
