//! `session/confirm`.

use bank131_client::common::Json;
use bank131_client::session::{NextStep, OperationStatus, SessionConfirm, SessionId, SessionState};
use payments_contract::{Case, Checked, Exchange, Suite};

use crate::documented::payout_amount;
use crate::failures::{self, Recovered};
use crate::fixtures::client;

pub(crate) fn register(suite: &mut Suite) {
    let row = suite.row("session/confirm");
    row.case(Case::success("confirmed"), confirmed);
    row.case(Case::success("with_confirm_information"), with_confirm_information);
    failures::register(
        row,
        "confirmed",
        || Ok(request()),
        Recovered::ByStatus("ps_3230"),
        &[("idempotency_key_already_exists", "the call carries no idempotency key")],
    );
}

pub(crate) fn request() -> SessionConfirm {
    SessionConfirm::new(SessionId::new("ps_3230"))
}

async fn confirmed(exchange: Exchange) -> Checked {
    let session = client(&exchange)?.send(&request()).await?;

    assert_eq!(session.id.as_str(), "ps_3230");
    assert_eq!(session.status, SessionState::InProgress);
    assert_eq!(session.updated_at.as_ref().map(AsRef::as_ref), Some("2024-07-02T12:20:00.000001Z"));
    assert!(matches!(session.next_step(), NextStep::Wait), "the bank does not wait for a confirmation any more");
    assert!(session.payments().is_empty());
    let [payout] = session.payouts() else { return Err("one payout is expected".into()) };
    assert_eq!((payout.id.as_str(), &payout.status), ("2018", &OperationStatus::InProgress));
    assert_eq!(payout.customer.as_ref().map(|customer| customer.reference.as_str()), Some("user123"));
    assert_eq!(payout.amount_details, Some(payout_amount()));
    assert_eq!(payout.metadata.as_ref().map(Json::as_str), Some(r#"{"order":17}"#));
    Ok(())
}

/// As the webhook `ready_to_confirm` carries it.
pub(crate) const CONFIRM_INFORMATION: &str = concat!(
    r#"{"transfer_details":{"payment_method":{"token":"5d8e2a","initiator":"merchant"},"#,
    r#""customer":{"account_number":"40817810100000270411","name":"ООО Ромашка","bank_name":"Банк 131","#,
    r#""bik":"044525971","correspondent_account_number":"30101810045250000131"},"#,
    r#""recipient":{"account_number":"40817810400003869535","name":"Иванов Иван","bank_name":"Банк","#,
    r#""bik":"044525974","correspondent_account_number":"30101810145250000974"},"#,
    r#""purpose":"Выплата по договору","amount":{"amount":10000,"currency":"rub"}},"#,
    r#""exchanges":[{"id":"ex_1","source":{"amount":100000,"currency":"rub"},"#,
    r#""destination":{"amount":10843,"currency":"tjs"},"fx_rate":"9.2222"}]}"#,
);

async fn with_confirm_information(exchange: Exchange) -> Checked {
    let information: Json = serde_json::from_str(CONFIRM_INFORMATION)?;
    let session = client(&exchange)?.send(&request().confirm_information(information)).await?;

    assert_eq!(session.status, SessionState::Accepted);
    assert_eq!(session.finished_at.as_ref().map(AsRef::as_ref), Some("2024-07-02T12:20:00.000001Z"));
    assert!(session.payouts().is_empty() && session.payments().is_empty());
    Ok(())
}
