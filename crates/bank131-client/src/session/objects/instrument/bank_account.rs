//! Bank accounts.

use payments_core::{AccountNumber, Bik, Hidden, Inn, InvalidField, checked_text, open_enum, two_way_fields};

use super::tagged::tagged;

open_enum! {
    /// The payment system of a bank account (`system_type`).
    pub enum AccountSystem {
        /// The Faster Payments System (SBP), by a phone number.
        FasterPaymentSystem = "faster_payment_system",
        /// A check whether a phone number can receive by the Faster Payments System.
        FasterPaymentSystemVerification = "faster_payment_system_verification",
        /// An account outside Russia, as a sibling product of the bank writes it.
        Global = "global",
        /// An account outside Russia, by its IBAN.
        Iban = "iban",
        /// An account at a Russian bank.
        Ru = "ru",
        /// India's Unified Payments Interface. Experimental.
        Upi = "upi",
    }
}

tagged! {
    /// A bank account (`bank_account`), in a request and in responses.
    ///
    /// On the wire: `{"system_type": "ru", "ru": {…}}`.
    pub struct BankAccount: "system_type" AccountSystem;

    /// An account at a Russian bank.
    ru: RuAccount = "ru";
    /// An account outside Russia, by its IBAN.
    iban: IbanAccount = "iban";
    /// An account outside Russia, as a sibling product of the bank writes it (*inferred* for this bank).
    global: GlobalAccount = "global";
    /// A phone number in the Faster Payments System.
    faster_payment_system: SbpAccount = "faster_payment_system";
    /// A phone number whose ability to receive is checked.
    faster_payment_system_verification: SbpAccount = "faster_payment_system_verification";
}

two_way_fields! {
    /// An account at a Russian bank: its number and the bank's BIK, or the token of both; who owns it, and what the payment is for.
    ///
    /// Accounts that money may be paid out to begin with 40817810, 42301810 to 42307810, 40802810, 40820810, or 40702810
    /// for organisations. The bank checks that; the client does not.
    ///
    /// Source: Bank 131, payouts to Russian bank accounts, and its SDK.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct RuAccount;

    /// The bank's BIK, nine digits.
    bik(try Bik): Hidden<String> = "bik";
    /// The number of the account, twenty digits. In responses the bank may mask it.
    account(try AccountNumber): Hidden<String> = "account";
    /// The token of an account and its bank, in place of both: from [`Tokenize`](crate::token::Tokenize) or a widget.
    token(into): Hidden<String> = "token";
    /// The owner. A sole proprietor is written `ИП` and the full name.
    full_name(into): Hidden<String> = "full_name";
    /// The purpose of the payment: kind of operation, reason, goods, and a note on VAT. Those of non-residents begin with
    /// `{VO<code>}`. From escrow accounts at most 210 characters, without `?` and `!`.
    description(into): Hidden<String> = "description";
    /// Whether the payment is urgent, within an hour.
    is_fast: bool = "is_fast";
    /// The owner's INN. Required for sole proprietors and organisations.
    inn(try Inn): Hidden<String> = "inn";
    /// The owner's KPP. Required for organisations.
    kpp(into): Hidden<String> = "kpp";
}

impl RuAccount {
    /// Creates an account from the bank's BIK, the number, the owner's name, and the purpose of the payment.
    pub fn new<B, A>(
        bik: B,
        account: A,
        full_name: impl Into<Hidden<String>>,
        description: impl Into<Hidden<String>>,
    ) -> Self
    where
        B: TryInto<Bik, Error: Into<InvalidField>>,
        A: TryInto<AccountNumber, Error: Into<InvalidField>>,
    {
        Self::default().bik(bik).account(account).full_name(full_name).description(description)
    }

    /// Creates an account from its token, the owner's name, and the purpose of the payment.
    pub fn by_token(
        token: impl Into<Hidden<String>>,
        full_name: impl Into<Hidden<String>>,
        description: impl Into<Hidden<String>>,
    ) -> Self {
        Self::default().token(token).full_name(full_name).description(description)
    }
}

two_way_fields! {
    /// An account outside Russia.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct IbanAccount;

    /// The IBAN.
    account(into): Hidden<String> = "account";
}

impl IbanAccount {
    /// Creates an account from its IBAN.
    pub fn new(iban: impl Into<Hidden<String>>) -> Self {
        Self::default().account(iban)
    }
}

two_way_fields! {
    /// An account outside Russia, as a sibling product of the bank writes it.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct GlobalAccount;

    /// The IBAN.
    iban(into): Hidden<String> = "iban";
    /// The purpose of the payment.
    description(into): Hidden<String> = "description";
}

checked_text! {
    /// The purpose of a payment in the Faster Payments System: 1 to 140 characters.
    pub struct SbpPurpose: "purpose", is_sbp_purpose;
}

fn is_sbp_purpose(text: &str) -> Result<(), &'static str> {
    let fits = !text.is_empty() && text.chars().nth(140).is_none();
    if fits { Ok(()) } else { Err("must have 1 to 140 characters") }
}

two_way_fields! {
    /// A phone number in the Faster Payments System, and its bank.
    ///
    /// Source: Bank 131, payouts by SBP, and its SDK.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct SbpAccount;

    /// The phone number, digits with the country's code: `79680000000`.
    phone(into): Hidden<String> = "phone";
    /// The bank's identifier, from [`FpsBanks`](crate::fps::FpsBanks): `100000000069`.
    bank_id(into): Hidden<String> = "bank_id";
    /// The purpose of the payment, at most 140 characters.
    description(try SbpPurpose): Hidden<String> = "description";
}

impl SbpAccount {
    /// Creates an account from phone number and bank.
    pub fn new(phone: impl Into<Hidden<String>>, bank_id: impl Into<Hidden<String>>) -> Self {
        Self::default().phone(phone).bank_id(bank_id)
    }
}
