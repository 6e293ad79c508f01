//! Payments in the application of a bank or of a wallet's operator, and by the Faster Payments System.

use payments_core::{Hidden, checked_text, open_enum, two_way_fields};

use super::tagged::tagged;

open_enum! {
    /// The application in which the payer pays.
    pub enum InternetBankingType {
        /// Alipay.
        Alipay = "alipay",
        /// Alipay in Hong Kong.
        AlipayHk = "alipay_hk",
        /// UnionPay.
        ChinaUnionPay = "china_unionpay",
        /// A wallet of a country.
        CountryEWallet = "country_ewallet",
        /// DANA.
        Dana = "dana",
        /// GCash.
        GCash = "gcash",
        /// KakaoPay.
        KakaoPay = "kakaopay",
        /// By a phone number.
        PhoneIdent = "phone_ident",
        /// Pix.
        Pix = "pix",
        /// SberPay.
        SberPay = "sber_pay",
        /// T-Pay.
        TPay = "tpay",
        /// WeChat Pay.
        WeChatPay = "wechatpay",
    }
}

tagged! {
    /// A payment in the application of a bank or of a wallet's operator (`internet_banking`). SberPay and T-Pay give the payer
    /// 20 minutes.
    ///
    /// T-Pay, UnionPay, Alipay and the other wallets need no details: [`InternetBanking::of_kind`]. T-Pay requires
    /// [`PaymentOptions::platform_details`](crate::session::PaymentOptions::platform_details).
    pub struct InternetBanking: "type" InternetBankingType;

    /// A payment by SberPay.
    sber_pay: SberPay = "sber_pay";
    /// A payment by a phone number.
    phone_ident: PhoneIdent = "phone_ident";
    /// A payment by Pix.
    pix: Pix = "pix";
    /// A payment from a wallet of a country.
    country_ewallet: CountryEWallet = "country_ewallet";
}

open_enum! {
    /// Where the payer of a SberPay payment is.
    pub enum SberPayChannel {
        /// In your application.
        App = "app",
        /// In a browser on a phone, in the word of the bank's SDK. Its page of objects writes [`WebMobile`](Self::WebMobile).
        MobileWeb = "mobile_web",
        /// In a browser on a computer: send [`SberPayPush`](crate::sberpay::SberPayPush).
        Web = "web",
        /// In a browser on a phone, in the word of the bank's page of objects.
        WebMobile = "web_mobile",
    }
}

two_way_fields! {
    /// A payment by SberPay.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct SberPay;

    /// Where the payer is.
    channel: SberPayChannel = "channel";
    /// The payer's phone number.
    phone(into): Hidden<String> = "phone";
}

impl SberPay {
    /// Creates a payment of a payer who is there.
    pub fn new(channel: SberPayChannel) -> Self {
        Self::default().channel(channel)
    }
}

two_way_fields! {
    /// A payment by a phone number.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct PhoneIdent;

    /// The phone number.
    phone(into): Hidden<String> = "phone";
}

two_way_fields! {
    /// A payment by Pix.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Pix;

    /// The payer's document. Required.
    document(into): Hidden<String> = "document";
    /// The payer's name. Required.
    name(into): Hidden<String> = "name";
    /// The payer's e-mail address. Required.
    email(into): Hidden<String> = "email";
    /// The payer's phone number.
    phone(into): Hidden<String> = "phone";
}

two_way_fields! {
    /// A payment from a wallet of a country.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct CountryEWallet;

    /// The country, two letters. Required.
    country_iso2(into): Hidden<String> = "country_iso2";
}

checked_text! {
    /// A description of a payment in the Faster Payments System, which the payer sees.
    pub struct SbpDescription: "description", is_given;
}

fn is_given(text: &str) -> Result<(), &'static str> {
    if text.is_empty() { Err("must not be empty") } else { Ok(()) }
}

two_way_fields! {
    /// A payment by QR code of the Faster Payments System (`faster_payment_system`). The demo contour cannot complete one.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct SbpPayment;

    /// What the payer sees.
    description(try SbpDescription): Hidden<String> = "description";
}

impl SbpPayment {
    /// Creates a payment without a description.
    pub fn new() -> Self {
        Self::default()
    }
}

open_enum! {
    /// From which of your accounts an internal transfer goes.
    pub enum InternalTransferType {
        /// From a settlement account (РКО).
        FromBankAccount = "transfer_from_bank_account",
        /// From an escrow account (номинальный счёт).
        FromNominalAccount = "transfer_from_nominal_account",
    }
}

tagged! {
    /// A transfer from your settlement or escrow account (`internal_transfer`), for payouts from settlement and escrow accounts to cards.
    ///
    /// Source: Bank 131, payouts from settlement and escrow accounts to cards.
    pub struct InternalTransfer: "type" InternalTransferType;

    /// From a settlement account.
    from_bank_account: TransferPurpose = "transfer_from_bank_account";
    /// From an escrow account.
    from_nominal_account: TransferPurpose = "transfer_from_nominal_account";
}

two_way_fields! {
    /// What an internal transfer is for.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct TransferPurpose;

    /// The purpose.
    description(into): Hidden<String> = "description";
}

impl TransferPurpose {
    /// Creates a purpose.
    pub fn new(description: impl Into<Hidden<String>>) -> Self {
        Self::default().description(description)
    }
}
