//! Instruments: what is charged and what is paid out to, in requests and in responses.

mod bank_account;
mod details;
mod internet_banking;
mod tagged;
mod tax;
mod wallet;

use payments_core::{ProviderText, json, open_enum};
use serde::{Deserialize, Serialize};

use crate::recurrent::RecurrentDetails;

pub use bank_account::{AccountSystem, BankAccount, GlobalAccount, IbanAccount, RuAccount, SbpAccount, SbpPurpose};
pub(crate) use details::Kind;
pub use details::{
    CardDetails, EncryptedCard, Initiator, PaymentDetails, PayoutDetails, RecurrentPayment, SbpBinding, TokenizedCard,
};
pub use internet_banking::{
    CountryEWallet, InternalTransfer, InternalTransferType, InternetBanking, InternetBankingType, PhoneIdent, Pix,
    SberPay, SberPayChannel, SbpDescription, SbpPayment, TransferPurpose,
};
pub use tax::{FullTax, Tax, TaxDetails, TaxPayee, TaxPayer, TaxPeriod, TaxPeriodType, TaxType};
pub use wallet::{
    CryptoNetwork, CryptoWallet, SecuredCard, SecuredCardToken, SecuredCardType, TonWallet, Wallet, WalletAccount,
    WalletDescription, WalletType,
};

/// `{}`.
#[derive(Serialize)]
struct Empty {}

open_enum! {
    /// Kind of payment method: card, account, wallet and so on.
    pub enum InstrumentType {
        /// An account at a bank.
        BankAccount = "bank_account",
        /// A card.
        Card = "card",
        /// A wallet for crypto-assets.
        CryptoWallet = "crypto_wallet",
        /// The Faster Payments System (SBP).
        FasterPaymentSystem = "faster_payment_system",
        /// Binding a payer's account in the Faster Payments System.
        FasterPaymentSystemBinding = "faster_payment_system_binding",
        /// A transfer between accounts of one client.
        InternalTransfer = "internal_transfer",
        /// A bank's own application.
        InternetBanking = "internet_banking",
        /// A transfer by a partner.
        Moneysend = "moneysend",
        /// A saved card, by its recurrent token.
        Recurrent = "recurrent",
        /// Apple Pay, Google Pay.
        SecuredCard = "secured_card",
        /// A tax payment.
        Tax = "tax",
        /// An electronic wallet.
        Wallet = "wallet",
    }
}

/// A payment method, such as a card or a token, as a response shows it: what was charged or paid out to (`payment_details`,
/// `payment_method`).
///
/// A card in a response is not a card in a request: it has no number. Everything else comes back as it was sent. The details of a
/// type that is not listed are in the raw response: [`Client::send_with_http`](crate::Client::send_with_http).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Instrument {
    /// The type.
    #[serde(default, rename = "type", deserialize_with = "json::non_empty")]
    pub kind: Option<InstrumentType>,
    /// The card, if it is one.
    #[serde(default, deserialize_with = "json::object")]
    pub card: Option<CardSummary>,
    /// The recurrent token, if the payment was made by one.
    #[serde(default, deserialize_with = "json::object")]
    pub recurrent: Option<RecurrentDetails>,
    /// The bank account, or the phone number in the Faster Payments System.
    #[serde(default, deserialize_with = "json::object")]
    pub bank_account: Option<BankAccount>,
    /// The application in which the payer pays.
    #[serde(default, deserialize_with = "json::object")]
    pub internet_banking: Option<InternetBanking>,
    /// The electronic wallet.
    #[serde(default, deserialize_with = "json::object")]
    pub wallet: Option<Wallet>,
    /// The wallet for crypto-assets.
    #[serde(default, deserialize_with = "json::object")]
    pub crypto_wallet: Option<CryptoWallet>,
    /// Apple Pay or Google Pay.
    #[serde(default, deserialize_with = "json::object")]
    pub secured_card: Option<SecuredCard>,
    /// The payment by QR code of the Faster Payments System. The bank may leave the object out.
    #[serde(default, deserialize_with = "json::object")]
    pub faster_payment_system: Option<SbpPayment>,
    /// The transfer from your settlement or escrow account.
    #[serde(default, deserialize_with = "json::object")]
    pub internal_transfer: Option<InternalTransfer>,
    /// The tax.
    #[serde(default, deserialize_with = "json::object")]
    pub tax: Option<Tax>,
}

/// A card as a response shows it: without the full number.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct CardSummary {
    /// The payment system, such as `visa` or `mir`.
    #[serde(default, deserialize_with = "json::lenient")]
    pub brand: Option<ProviderText>,
    /// The last four digits.
    #[serde(default, deserialize_with = "json::lenient")]
    pub last4: Option<ProviderText>,
    /// The issuer's country, three letters.
    #[serde(default, deserialize_with = "json::lenient")]
    pub country_iso3: Option<ProviderText>,
    /// The first six digits, if the bank has enabled this.
    #[serde(default, deserialize_with = "json::lenient")]
    pub bin: Option<ProviderText>,
    /// An identifier that is the same for every payment with the same card within a project, if the bank has enabled this.
    #[serde(default, deserialize_with = "json::lenient")]
    pub card_id: Option<ProviderText>,
}
