//! Instruments in a request: what is charged, and what is paid out to.

use payments_core::__private::JsonForm;
use payments_core::json::Json;
use payments_core::{
    CardData, CardError, CardExpiry, CardNumber, Hidden, InvalidField, Secret, SecurityCode, json_fields, open_enum,
};
use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};

use super::{
    BankAccount, CryptoWallet, Empty, InternalTransfer, InternetBanking, SbpPayment, SecuredCard, Tax, Wallet,
};
use crate::recurrent::RecurrentToken;

/// `{"type": "card", "card": {…}}`.
pub(crate) struct Kind<T>(pub(crate) &'static str, pub(crate) T);

impl<T: Serialize> Serialize for Kind<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(2))?;
        object.serialize_entry("type", self.0)?;
        object.serialize_entry(self.0, &self.1)?;
        object.end()
    }
}

/// Declares what can be charged, or paid out to: a variant a line, with its type, its kind on the wire, and for a card the kind of
/// card.
macro_rules! instruments {
    (
        $(#[$meta:meta])*
        pub enum $name:ident;

        $($(#[$variant_meta:meta])* $variant:ident($type:ty) = $kind:literal $(/ $card:literal)?;)*
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        #[expect(clippy::large_enum_variant, reason = "there is one in a request, and it is not kept")]
        pub enum $name {
            $($(#[$variant_meta])* $variant($type),)*
            /// An instrument that this crate does not know, written as it stands: `{"type": …, …}`. It counts as card data, because
            /// it may hold some.
            Untyped(Json),
        }

        $(impl From<$type> for $name {
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        })*

        impl $name {
            pub(crate) const fn card_data(&self) -> CardData {
                match self {
                    Self::Card(card) => card.card_data(),
                    Self::Recurrent(payment) => payment.card_data(),
                    Self::Untyped(_) => CardData::NumberAndSecurityCode,
                    _ => CardData::None,
                }
            }
        }

        impl JsonForm for $name {
            fn check(&self) -> Result<(), InvalidField> {
                match self {
                    $(Self::$variant(value) => {
                        value.check().map_err(|error| error.within(concat!($kind $(, ".", $card)?)))
                    })*
                    Self::Untyped(_) => Ok(()),
                }
            }

            fn json_form(&self) -> impl Serialize {
                struct Form<'a>(&'a $name);

                impl Serialize for Form<'_> {
                    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                        match self.0 {
                            $($name::$variant(value) => {
                                let form = value.json_form();
                                $(let form = Kind($card, form);)?
                                Kind($kind, form).serialize(serializer)
                            })*
                            $name::Untyped(value) => value.serialize(serializer),
                        }
                    }
                }

                Form(self)
            }
        }
    };
}

instruments! {
    /// What is charged: a card, a saved card, an account, a wallet (`payment_details`).
    ///
    /// ```
    /// use bank131_client::session::{InternetBanking, InternetBankingType, PaymentDetails, SbpPayment};
    ///
    /// let by_qr_code: PaymentDetails = SbpPayment::new().into();
    /// let by_t_pay: PaymentDetails = InternetBanking::of_kind(InternetBankingType::TPay).into();
    /// # let _ = (by_qr_code, by_t_pay);
    /// ```
    pub enum PaymentDetails;

    /// A card, by its number. Handling card numbers is in the scope of PCI DSS.
    Card(CardDetails) = "card" / "bank_card";
    /// A card that the bank's widget has encrypted in the payer's browser.
    EncryptedCard(EncryptedCard) = "card" / "encrypted_card";
    /// A card, by a token of the bank's widget.
    TokenizedCard(TokenizedCard) = "card" / "tokenized_card";
    /// A saved card, by the token of an earlier payment.
    Recurrent(RecurrentPayment) = "recurrent";
    /// Apple Pay or Google Pay.
    SecuredCard(SecuredCard) = "secured_card";
    /// The Faster Payments System (SBP), by a QR code.
    FasterPaymentSystem(SbpPayment) = "faster_payment_system";
    /// The binding of a payer's account in the Faster Payments System.
    FasterPaymentSystemBinding(SbpBinding) = "faster_payment_system_binding";
    /// A bank's own application, such as SberPay or T-Pay.
    InternetBanking(InternetBanking) = "internet_banking";
    /// An electronic wallet: ЮMoney.
    Wallet(Wallet) = "wallet";
    /// A wallet for crypto-assets.
    CryptoWallet(CryptoWallet) = "crypto_wallet";
    /// A bank account: India's UPI.
    BankAccount(BankAccount) = "bank_account";
    /// A tax.
    Tax(Tax) = "tax";
    /// A transfer from your settlement or escrow account.
    InternalTransfer(InternalTransfer) = "internal_transfer";
}

instruments! {
    /// Where the money of a payout goes: a card, an account, a wallet (`payment_method` in version 1 of the API, `payout_details` in
    /// version 2).
    pub enum PayoutDetails;

    /// A card, by its number. Handling card numbers is in the scope of PCI DSS.
    Card(CardDetails) = "card" / "bank_card";
    /// A card that the bank's widget has encrypted in the recipient's browser.
    EncryptedCard(EncryptedCard) = "card" / "encrypted_card";
    /// A card, by a token of the bank's widget.
    TokenizedCard(TokenizedCard) = "card" / "tokenized_card";
    /// A bank account, or a phone number in the Faster Payments System.
    BankAccount(BankAccount) = "bank_account";
    /// An electronic wallet.
    Wallet(Wallet) = "wallet";
    /// A saved card, by the token of an earlier payment. The bank enables it on request.
    Recurrent(RecurrentPayment) = "recurrent";
}

open_enum! {
    /// Who initiates a payment by a recurrent token: you or the payer.
    pub enum Initiator {
        /// The payer: expect 3-D Secure, set a return address.
        Client = "client",
        /// You: the payer does not take part.
        Merchant = "merchant",
    }
}

impl PaymentDetails {
    /// Whether the payer repeats a payment.
    pub(crate) fn is_by_client(&self) -> bool {
        matches!(self, Self::Recurrent(payment) if payment.initiator == Initiator::Client)
    }

    /// Charges a saved card on your initiative, without the payer.
    pub fn by_merchant(token: RecurrentToken) -> Self {
        Self::Recurrent(RecurrentPayment::by_merchant(token))
    }

    /// Charges a saved card on the payer's initiative, with 3-D Secure.
    pub fn by_client(token: RecurrentToken) -> Self {
        Self::Recurrent(RecurrentPayment::by_client(token))
    }
}

impl PayoutDetails {
    /// A card. Only its number is needed for a payout.
    pub fn card(number: CardNumber) -> Self {
        Self::Card(CardDetails::new(number))
    }
}

/// The binding of a payer's account in the Faster Payments System. The bank documents no details of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SbpBinding;

impl JsonForm for SbpBinding {
    fn json_form(&self) -> impl Serialize {
        Empty {}
    }
}

json_fields! {
    /// A saved card to charge: its recurrent token, and who initiates the charge.
    #[derive(Clone, Debug)]
    pub struct RecurrentPayment;

    /// Creates a payment by this token.
    pub fn new;

    /// The token.
    required token: RecurrentToken = "token";
    /// Who initiates the payment.
    required initiator: Initiator = "initiator";
    /// Adds the card's security code, which the payer has typed again.
    optional security_code: SecurityCode as SecurityCode::expose_digits = "security_code";
}

impl RecurrentPayment {
    /// Creates a payment on your initiative, without the payer.
    pub fn by_merchant(token: RecurrentToken) -> Self {
        Self::new(token, Initiator::Merchant)
    }

    /// Creates a payment on the payer's initiative, with 3-D Secure.
    pub fn by_client(token: RecurrentToken) -> Self {
        Self::new(token, Initiator::Client)
    }

    /// The token.
    pub const fn token(&self) -> &RecurrentToken {
        &self.token
    }

    /// Who initiates the payment.
    pub const fn initiator(&self) -> &Initiator {
        &self.initiator
    }

    const fn card_data(&self) -> CardData {
        if self.security_code.is_some() { CardData::NumberAndSecurityCode } else { CardData::None }
    }
}

json_fields! {
    /// A card to charge or to pay out to: number, and optionally expiry, security code and name.
    #[derive(Clone, Debug)]
    pub struct CardDetails;

    /// Creates a card from its number.
    pub fn new;

    /// The number.
    required number: CardNumber as CardNumber::expose_digits = "number";
    /// The year of the expiry date, by `expires`.
    private expiry_year: CardExpiry as CardExpiry::year_digits = "expiration_year";
    /// Adds the security code.
    optional security_code: SecurityCode as SecurityCode::expose_digits = "security_code";
    /// The month of the expiry date, by `expires`.
    private expiry_month: CardExpiry as CardExpiry::month_digits = "expiration_month";
    /// Adds the name on the card.
    optional cardholder_name(into): Hidden<String> = "cardholder_name";
}

impl CardDetails {
    /// Adds the expiry date: the month and the four-digit year until which the card is valid.
    ///
    /// # Errors
    ///
    /// There is no such month, or the year is not 2000 to 2099.
    pub fn expires(mut self, month: u8, year: u16) -> Result<Self, CardError> {
        let expiry = CardExpiry::new(month, year)?;
        self.expiry_year = Some(expiry.clone());
        self.expiry_month = Some(expiry);
        Ok(self)
    }

    const fn card_data(&self) -> CardData {
        if self.security_code.is_some() { CardData::NumberAndSecurityCode } else { CardData::Number }
    }
}

json_fields! {
    /// A card that the bank's widget has encrypted in a browser: hashes in place of its data.
    #[derive(Clone, Debug)]
    pub struct EncryptedCard;

    /// Creates a card from the hash of its number.
    pub fn new;

    /// The hash of the number.
    required number_hash(into): Secret as Secret::expose = "number_hash";
    /// Adds the hash of the expiry date.
    optional expiration_date_hash(into): Secret as Secret::expose = "expiration_date_hash";
    /// Adds the hash of the security code.
    optional security_code_hash(into): Secret as Secret::expose = "security_code_hash";
    /// Adds the hash of the name on the card.
    optional cardholder_name_hash(into): Secret as Secret::expose = "cardholder_name_hash";
}

json_fields! {
    /// A card, by a token of the bank's widget.
    #[derive(Clone, Debug)]
    pub struct TokenizedCard;

    /// Creates a card from its token.
    pub fn new;

    /// The token.
    required token(into): Secret as Secret::expose = "token";
}
