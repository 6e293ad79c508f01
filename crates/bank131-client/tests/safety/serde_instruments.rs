//! The types of instruments, options, receipts and confirmations, with an example of each in which every member is filled.

use bank131_client::session::{
    AccountSystem, BankAccount, CountryEWallet, CryptoNetwork, CryptoWallet, FiscalizationDetails, FullTax,
    GlobalAccount, IbanAccount, IncomeTaxpayer, InternalTransfer, InternalTransferType, InternetBanking,
    InternetBankingType, IssuedService, PayerType, PaymentOptions, PhoneIdent, Pix, PlatformBrowser, PlatformDetails,
    PlatformOs, PlatformType, Receipt, RevenueSplit, RuAccount, SberPay, SberPayChannel, SbpAccount, SbpPayment,
    SecuredCard, SecuredCardToken, SecuredCardType, Subscription, SubscriptionOptions, Tax, TaxDetails, TaxPayee,
    TaxPayer, TaxPeriodType, TaxType, TonWallet, TransferPurpose, Wallet, WalletAccount, WalletType,
};
use bank131_client::webhook::{AccountDetails, AccountHolder, ConfirmDetails, Exchange, TransferDetails};
use payments_contract::serde_errors::SerdeErrors;
use serde_json::{Value, json};

pub(crate) fn add(errors: &mut SerdeErrors) {
    add_words(errors);
    add_accounts(errors);
    add_payments(errors);
    add_taxes(errors);
    add_options(errors);
    add_receipts(errors);
    add_confirmations(errors);
}

/// Adds each type by its name.
macro_rules! words {
    ($errors:ident: $($word:ident),* $(,)?) => { $($errors.value::<$word>(stringify!($word));)* };
}

macro_rules! objects {
    ($errors:ident: $($object:ident = $example:expr;)*) => { $($errors.object::<$object>(stringify!($object), $example);)* };
}

fn add_words(errors: &mut SerdeErrors) {
    words! {
        errors: AccountSystem, CryptoNetwork, InternalTransferType, InternetBankingType, PayerType, PlatformBrowser,
        PlatformOs, PlatformType, SberPayChannel, SecuredCardType, TaxPeriodType, TaxType, WalletType,
    }
}

/// An object of a kind: `{"type": "ton", "ton": {…}}`.
fn of_kind(tag: &str, kind: &str, details: &Value) -> Value {
    json!({ tag: kind, kind: details })
}

fn add_accounts(errors: &mut SerdeErrors) {
    let ru = json!({"bik": "044525974", "account": "40817810400003869535", "token": "t", "full_name": "Иванов Иван",
        "description": "Возврат", "is_fast": true, "inn": "7708044880", "kpp": "770801001"});
    let phone = json!({"phone": "79680000000", "bank_id": "100000000069", "description": "Выплата"});
    let wallet = json!({"account": "41001234567890", "description": "Выплата"});
    let ton = json!({"address": "EQ", "product_id": "1", "product_name": "NFT"});
    objects! {
        errors:
        RuAccount = &ru;
        IbanAccount = &json!({"account": "DE02"});
        GlobalAccount = &json!({"iban": "DE02", "description": "Payout"});
        SbpAccount = &phone;
        BankAccount = &of_kind("system_type", "ru", &ru);
        WalletAccount = &wallet;
        Wallet = &of_kind("type", "yoomoney", &wallet);
        TonWallet = &ton;
        CryptoWallet = &of_kind("type", "ton", &ton);
    }
}

fn add_payments(errors: &mut SerdeErrors) {
    let sber_pay = json!({"channel": "app", "phone": "79680000000"});
    let purpose = json!({"description": "Выплата"});
    let token = json!({"token": "t"});
    objects! {
        errors:
        SberPay = &sber_pay;
        PhoneIdent = &json!({"phone": "79680000000"});
        Pix = &json!({"document": "1", "name": "Ivan", "email": "ivan@shop.example", "phone": "1"});
        CountryEWallet = &json!({"country_iso2": "KZ"});
        InternetBanking = &of_kind("type", "sber_pay", &sber_pay);
        SbpPayment = &purpose;
        TransferPurpose = &purpose;
        InternalTransfer = &of_kind("type", "transfer_from_bank_account", &purpose);
        SecuredCardToken = &token;
        SecuredCard = &of_kind("type", "apple_pay", &token);
    }
}

fn add_taxes(errors: &mut SerdeErrors) {
    let details = json!({"kbk": "1", "oktmo": "2", "payment_reason": "ТП", "document_number": "3", "document_date": "0",
        "period": {"type": "quarter", "number": 2, "year": "2026"}});
    let sender = json!({"kpp": "770801001", "inn": "7708044880"});
    let treasury =
        json!({"bik": "044525974", "account": "1", "account_eks": "2", "name": "УФК", "kpp": "3", "inn": "4"});
    let full = json!({"uin": "0", "description": "Налог", "tax_details": details, "payer": sender, "payee": treasury});
    let tax = json!({"type": "tax_full", "description": "Налог", "uin": "0", "tax_details": details, "payer": sender,
        "payee": treasury, "tax_full": full});
    objects! {
        errors:
        TaxDetails = &details;
        TaxPayer = &sender;
        TaxPayee = &treasury;
        FullTax = &full;
        Tax = &tax;
    }
}

fn add_options(errors: &mut SerdeErrors) {
    let platform = json!({"type": "mobile", "os": "ios", "browser": "chrome"});
    let period = json!({"period": "month"});
    objects! {
        errors:
        PlatformDetails = &platform;
        SubscriptionOptions = &period;
        PaymentOptions = &json!({"recurrent": true, "return_url": "https://shop.example/", "subscription": period,
            "platform_details": platform, "description": "Заказ", "expiration_at": "2026-01-01 00:00:00"});
        Subscription = &json!({"id": "sub_1", "period": "month", "initial": true, "next_point": "2024",
            "retries_exceeded": false, "unsubscribe_url": "https://131.ru/", "provider_subscription_id": "p"});
        RevenueSplit = &json!({"contractor_alias": "seller", "percent": "1", "remains": true,
            "amount": {"amount": 1, "currency": "rub"}});
    }
}

fn add_receipts(errors: &mut SerdeErrors) {
    let receipt = json!({"id": "1", "link": "https://lknpd.nalog.ru/"});
    let service = json!({"name": "Перевод", "amount_details": {"amount": 1, "currency": "rub"}, "quantity": 1});
    let person = json!({"services": [service], "tax_reference": "123456789012", "payer_type": "legal",
        "payer_tax_number": "7708044880", "payer_name": "ООО Ромашка", "receipt": receipt});
    objects! {
        errors:
        Receipt = &receipt;
        IssuedService = &service;
        IncomeTaxpayer = &person;
        FiscalizationDetails = &json!({ "professional_income_taxpayer": person });
    }
}

fn add_confirmations(errors: &mut SerdeErrors) {
    let amount = json!({"amount": 1, "currency": "rub"});
    let holder = json!({"account_number": "1", "name": "ООО Ромашка", "bank_name": "Банк", "bik": "2",
        "correspondent_account_number": "3", "inn": "4", "kpp": "5"});
    let transfer = json!({"payout_details": {"token": "t"}, "customer": holder, "recipient": holder, "purpose": "Выплата",
        "amount": amount});
    let accounts = json!({"sender": holder, "recipient": holder});
    let exchange =
        json!({"id": "ex_1", "source": amount, "destination": amount, "fx_rate": "9.2", "commission": amount});
    objects! {
        errors:
        AccountHolder = &holder;
        TransferDetails = &transfer;
        AccountDetails = &accounts;
        Exchange = &exchange;
        ConfirmDetails = &json!({"transfer_details": transfer, "account_details": accounts, "exchanges": [exchange]});
    }
}
