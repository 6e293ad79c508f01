//! Errors of serde do not show the value that could not be read.

use bank131_client::fps::{FpsBank, FpsBankId};
use bank131_client::rate::{CalculateResponse, CalculatedAmounts, CalculatedExchange, CalculatedRate};
use bank131_client::recurrent::{RecurrentDetails, RecurrentToken};
use bank131_client::report::{
    AccountBalanceResponse, AccountFunds, BankSystemId, CounterParty, TotalBalance, TotalTurnover, Transaction,
    TransactionId, TransactionType, Wallet, WalletId,
};
use bank131_client::self_employed::{NpdCheckResponse, NpdRequestId, NpdRequestStatusResponse, NpdStatus};
use bank131_client::session::{
    AcquiringPayment, CardSummary, Customer, CustomerContact, CustomerInteraction, CustomerReference, Fee,
    IdentityDocument, Inform, Initiator, Instrument, InstrumentType, InteractionType, NextAction, OperationAmounts,
    OperationId, OperationStatus, Participant, ParticipantContacts, Participants, Payout, Phone, Qr, Rate, Redirect,
    RedirectMethod, Refund, RefundStatus, Session, SessionId, SessionState, TransactionInfo,
};
use bank131_client::subscription::SubscriptionId;
use bank131_client::token::{
    BankAccountToken, CardToken, IssuePublicTokenResponse, PublicToken, SubscriptionToken, TokenInfoResponse,
    TokenType, TokenizeResponse, TokenizedData, WidgetLocale,
};
use bank131_client::webhook::EventType;
use bank131_client::{ErrorCode, Refusal, RejectReason};
use payments_contract::serde_errors::SerdeErrors;
use serde_json::{Value, json};

use crate::leaks::full_answer;
use crate::serde_instruments;

/// A whole session; the other examples are parts of it.
fn session() -> Value {
    let mut session = full_answer()["session"].take();
    let payment = &mut session["acquiring_payments"][0];
    payment["recurrent"] = json!({"token": "token", "created_at": "2024", "finished_at": "2024", "is_active": true});
    payment["customer"]["contacts"] = json!([{"email": "user@shop.example", "phone": "+79376151530"}]);
    payment["amounts"]["net"] = json!({"amount": 1, "currency": "tjs"});
    payment["amounts"]["fee"] = json!({"merchant_fee": {"amount": 1, "currency": "tjs"}});
    payment["refunds"] = json!([{"id": "rf_1", "status": "accepted", "created_at": "2024", "is_chargeback": true,
        "amount_details": {"amount": 1, "currency": "tjs"}, "metadata": {"a": "b"}}]);
    session
}

#[test]
fn serde_errors_do_not_show_the_value_they_found() {
    let mut errors = SerdeErrors::default();
    add_values(&mut errors);
    add_parts(&mut errors);
    add_answers(&mut errors);
    serde_instruments::add(&mut errors);
    errors.assert_complete(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/api/bank131-client.txt"));
    errors.assert_no_values();
}

fn add_values(errors: &mut SerdeErrors) {
    errors
        .value::<BankAccountToken>("BankAccountToken")
        .value::<BankSystemId>("BankSystemId")
        .value::<CardToken>("CardToken")
        .value::<CustomerReference>("CustomerReference")
        .value::<ErrorCode>("ErrorCode")
        .value::<EventType>("EventType")
        .value::<FpsBankId>("FpsBankId")
        .value::<Initiator>("Initiator")
        .value::<InstrumentType>("InstrumentType")
        .value::<InteractionType>("InteractionType")
        .value::<NextAction>("NextAction")
        .value::<NpdRequestId>("NpdRequestId")
        .value::<NpdStatus>("NpdStatus")
        .value::<OperationId>("OperationId")
        .value::<OperationStatus>("OperationStatus")
        .value::<PublicToken>("PublicToken")
        .value::<Rate>("Rate")
        .value::<RecurrentToken>("RecurrentToken")
        .value::<RedirectMethod>("RedirectMethod")
        .value::<RefundStatus>("RefundStatus")
        .value::<Refusal>("Refusal")
        .value::<SessionId>("SessionId")
        .value::<SessionState>("SessionState")
        .value::<SubscriptionId>("SubscriptionId")
        .value::<SubscriptionToken>("SubscriptionToken")
        .value::<TokenType>("TokenType")
        .value::<TransactionId>("TransactionId")
        .value::<TransactionType>("TransactionType")
        .value::<WalletId>("WalletId")
        .value::<WidgetLocale>("WidgetLocale");
}

fn add_parts(errors: &mut SerdeErrors) {
    let session = session();
    let part = |place: &str| session.pointer(place).unwrap_or_else(|| panic!("there is no {place}"));
    errors
        .object::<Session>("Session", part(""))
        .object::<RejectReason>("RejectReason", part("/error/reject_reasons/0"))
        .object::<AcquiringPayment>("AcquiringPayment", part("/acquiring_payments/0"))
        .object::<Customer>("Customer", part("/acquiring_payments/0/customer"))
        .object::<CustomerContact>("CustomerContact", part("/acquiring_payments/0/customer/contacts/0"))
        .object::<Instrument>("Instrument", part("/acquiring_payments/0/payment_details"))
        .object::<CardSummary>("CardSummary", part("/acquiring_payments/0/payment_details/card"))
        .object::<OperationAmounts>("OperationAmounts", part("/acquiring_payments/0/amounts"))
        .object::<Fee>("Fee", part("/acquiring_payments/0/amounts/fee"))
        .object::<CustomerInteraction>("CustomerInteraction", part("/acquiring_payments/0/customer_interaction"))
        .object::<Redirect>("Redirect", part("/acquiring_payments/0/customer_interaction/redirect"))
        .object::<RecurrentDetails>("RecurrentDetails", part("/acquiring_payments/0/recurrent"))
        .object::<Refund>("Refund", part("/acquiring_payments/0/refunds/0"))
        .object::<TransactionInfo>("TransactionInfo", part("/acquiring_payments/0/transaction_info"))
        .object::<Payout>("Payout", part("/payments/0"))
        .object::<Inform>("Inform", part("/payments/0/customer_interaction/inform"))
        .object::<Qr>("Qr", part("/payments/0/customer_interaction/inform/qr"))
        .object::<Participants>("Participants", part("/payments/0/participant_details"))
        .object::<Participant>("Participant", part("/payments/0/participant_details/sender"))
        .object::<IdentityDocument>(
            "IdentityDocument",
            part("/payments/0/participant_details/sender/identity_document"),
        )
        .object::<ParticipantContacts>("ParticipantContacts", part("/payments/0/participant_details/sender/contacts"))
        .object::<Phone>("Phone", part("/payments/0/participant_details/sender/contacts/phone"));
}

/// The body of a contract case.
fn answer(case: &str) -> Value {
    let file = format!("{}/tests/contract/cases/{case}.response.http", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(file).unwrap();
    serde_json::from_str(text.split_once("\n\n").unwrap().1).unwrap()
}

/// The responses of the calls apart from sessions, and their parts.
fn add_answers(errors: &mut SerdeErrors) {
    let part = |case: &str, place: &str| answer(case).pointer(place).unwrap_or_else(|| panic!("no {place}")).clone();
    let statement = |place: &str| part("report-account_statement/beside_account_statement", place);
    let calculated = |place: &str| part("calculate/from_source", place);
    errors
        .object::<FpsBank>("FpsBank", &part("fps-banks/listed", "/banks/0"))
        .object::<CalculateResponse>("CalculateResponse", &calculated(""))
        .object::<CalculatedAmounts>("CalculatedAmounts", &calculated("/amounts"))
        .object::<CalculatedExchange>("CalculatedExchange", &calculated("/exchanges"))
        .object::<CalculatedRate>("CalculatedRate", &calculated("/exchanges/rate"))
        .object::<AccountBalanceResponse>("AccountBalanceResponse", &part("report-account_balance/in_roubles", ""))
        .object::<AccountFunds>("AccountFunds", &part("report-account_balance/in_roubles", "/balance"))
        .object::<TotalTurnover>("TotalTurnover", &statement("/total_turnover"))
        .object::<TotalBalance>("TotalBalance", &statement("/total_balance"))
        .object::<Transaction>("Transaction", &statement("/transactions/0"))
        .object::<CounterParty>("CounterParty", &statement("/transactions/0/counter_party"))
        .object::<Wallet>("Wallet", &part("wallet-balance/two_wallets", "/wallets/0"))
        .object::<NpdCheckResponse>("NpdCheckResponse", &part("npd-check/asked", ""))
        .object::<NpdRequestStatusResponse>("NpdRequestStatusResponse", &part("npd-request-status/linked", ""))
        .object::<IssuePublicTokenResponse>("IssuePublicTokenResponse", &part("token/acquiring", ""))
        .object::<TokenInfoResponse>("TokenInfoResponse", &part("token-info/card", "/info"))
        .object::<TokenizeResponse>("TokenizeResponse", &part("tokenize/bank_account", ""))
        .object::<TokenizedData>("TokenizedData", &part("tokenize/bank_account", "/data"));
}
