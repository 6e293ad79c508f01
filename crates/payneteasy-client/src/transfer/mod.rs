//! Transfers from card to card: `transfer-form`, its cards, its payer and its addresses.

mod card;
mod extra;
mod form_data;
mod payer;
mod texts;
mod transfer_form;
mod urls;

pub use card::{DestinationCard, SourceCard};
pub use form_data::MerchantFormData;
pub use payer::Payer;
pub use texts::{
    Birthday, City, Country, FormLanguage, PayerEmail, PayerPhone, PersonName, PostalCode, PrintedName, Purpose,
    ReceiverPrintedName, SiteUrl, SocialSecurityNumber, State, StreetAddress,
};
pub use transfer_form::{TransferForm, TransferFormResponse};
pub use urls::{CallbackUrl, Notification, ReturnUrl, ReturnUrls};
