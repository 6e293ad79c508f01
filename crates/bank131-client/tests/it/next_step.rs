//! The next step in a session, its result, and its recurrent token.

use bank131_client::recurrent::RecurrentToken;
use bank131_client::session::SessionResult::{
    ChargedNotPaidOut, NotPaidOut, NothingCharged, NothingStarted, Succeeded, Unclear,
};
use bank131_client::session::{NextStep, Redirect};
use serde_json::{Value, json};

use crate::support::read;

fn session(status: &str, next_action: Option<&str>, payments: &Value, payouts: &Value) -> Value {
    json!({
        "id": "ps_1", "status": status, "next_action": next_action,
        "acquiring_payments": payments, "payments": payouts,
    })
}

fn redirect(method: &str) -> Value {
    json!({"type": "redirect", "redirect": {
        "url": "https://acs.example/?foo=bar", "base_url": "https://acs.example/", "method": method,
        "qs": {"foo": "bar"}, "params": {"PaReq": "x=", "MD": 7}}})
}

fn qr() -> Value {
    json!({"type": "inform", "inform": {"qr": {"content": "https://qr.example/AS1", "img": "data:image/png;base64,AA"}}})
}

fn acting(status: &str, interaction: &Value) -> Value {
    json!([{"id": "1", "status": status, "customer_interaction": interaction}])
}

/// The step in one word.
fn word(session: &Value) -> String {
    match read(session).next_step() {
        NextStep::Confirm => "confirm".to_owned(),
        NextStep::Capture => "capture".to_owned(),
        NextStep::Redirect(page) => format!("{} {}", page.method(), page.url().expose()),
        NextStep::Qr(qr) => format!("show {}", qr.content.as_ref().map_or("", |link| link.expose())),
        NextStep::Wait => "wait".to_owned(),
        NextStep::Finished => "finished".to_owned(),
        NextStep::Unlisted(word) => format!("unlisted {word}"),
        _ => "another".to_owned(),
    }
}

#[test]
fn the_next_step_follows_from_the_session() {
    let none = &json!([]);
    let pending = &json!([{"id": "1", "status": "pending"}]);
    let get = "GET https://acs.example/?foo=bar";
    let post = "POST https://acs.example/?foo=bar";
    let unheard = &json!({"type": "sing"});
    let uninformative = &json!({"type": "inform", "inform": {}});
    let table = [
        // Nothing to do yet.
        ("wait", session("created", None, none, none)),
        ("wait", session("in_progress", None, none, none)),
        ("wait", session("in_progress", None, pending, pending)),
        ("wait", session("in_progress", None, &acting("pending", uninformative), none)),
        // The bank waits for the partner.
        ("confirm", session("in_progress", Some("confirm"), none, pending)),
        ("capture", session("in_progress", Some("capture"), pending, none)),
        ("unlisted dance", session("in_progress", Some("dance"), pending, none)),
        ("unlisted ready_to_confirm", session("in_progress", Some("ready_to_confirm"), none, pending)),
        // The payer acts, on a payment as well as on a payout.
        (get, session("in_progress", None, &acting("pending", &redirect("GET")), none)),
        (post, session("in_progress", None, &acting("pending", &redirect("POST")), none)),
        (post, session("in_progress", None, &acting("in_progress", &redirect("POST")), none)),
        (get, session("in_progress", None, none, &acting("pending", &redirect("GET")))),
        (get, session("in_progress", None, &acting("resting", &redirect("GET")), none)),
        ("show https://qr.example/AS1", session("in_progress", None, &acting("pending", &qr()), none)),
        ("unlisted sing", session("in_progress", None, &acting("pending", unheard), none)),
        // The partner's action comes before the payer's.
        ("confirm", session("in_progress", Some("confirm"), &acting("pending", &redirect("GET")), none)),
        // An interaction of a finished operation is over.
        ("wait", session("in_progress", None, &acting("succeeded", &redirect("GET")), none)),
        ("wait", session("in_progress", None, &acting("failed", &qr()), pending)),
        (
            "show https://qr.example/AS1",
            session("in_progress", None, &acting("succeeded", &redirect("GET")), &acting("pending", &qr())),
        ),
        // A final session is finished, whatever else is in it.
        ("finished", session("accepted", None, none, none)),
        ("finished", session("cancelled", None, pending, pending)),
        ("finished", session("canceled", None, none, none)),
        ("finished", session("accepted", Some("confirm"), &acting("pending", &redirect("GET")), none)),
        // Neither the status `error` nor an unlisted one is final.
        ("wait", session("error", None, &json!([{"id": "1", "status": "failed"}]), none)),
        ("wait", session("frozen", None, none, none)),
    ];
    for (expected, session) in table {
        assert_eq!(word(&session), expected, "{session}");
    }
}

#[test]
fn a_redirect_has_an_address_a_method_and_fields() {
    let session = read(&session("in_progress", None, &acting("pending", &redirect("POST")), &json!([])));
    let NextStep::Redirect(page) = session.next_step() else { panic!("a redirect") };
    assert_eq!(page.url().expose(), "https://acs.example/?foo=bar");
    assert_eq!(page.base_url(), Some(&"https://acs.example/".into()));
    assert_eq!(page.query().get("foo"), Some("bar"));
    assert_eq!((page.params().get("PaReq"), page.params().get("MD")), (Some("x="), Some("7")));
    assert_eq!(page.params().get("TermUrl"), None);
}

#[test]
fn the_fields_of_a_form_keep_their_order() {
    let answer = concat!(
        r#"{"status":"ok","session":{"id":"ps_3230","status":"in_progress","acquiring_payments":[{"id":"1","#,
        r#""status":"pending","customer_interaction":{"type":"redirect","redirect":{"url":"https://a.example","#,
        r#""method":"POST","params":{"Z":"1","A":"2","M":"3"}}}}]}}"#
    );
    let bank = crate::support::Bank::new([crate::support::FakeResponse::ok(answer)]);
    let session = bank.send(&crate::support::status()).unwrap();
    let NextStep::Redirect(page) = session.next_step() else { panic!("a redirect") };
    assert_eq!(page.params().iter().collect::<Vec<_>>(), [("Z", "1"), ("A", "2"), ("M", "3")]);
}

#[test]
fn a_qr_code_has_a_link_and_a_picture() {
    let session = read(&session("in_progress", None, &acting("pending", &qr()), &json!([])));
    let NextStep::Qr(qr) = session.next_step() else { panic!("a QR code") };
    assert_eq!(qr.content, Some("https://qr.example/AS1".into()));
    assert_eq!(qr.img, Some("data:image/png;base64,AA".into()));
}

#[test]
fn success_is_an_accepted_session_whose_operations_have_all_succeeded() {
    let operations = |status| json!([{"id": "1", "status": status}]);
    let (none, good, bad) = (&json!([]), &operations("succeeded"), &operations("failed"));
    let unfinished = &operations("pending");
    let table = [
        (true, session("accepted", None, good, good)),
        (true, session("accepted", None, good, none)),
        (true, session("accepted", None, none, good)),
        (false, session("accepted", None, none, none)),
        (false, session("accepted", None, good, bad)),
        (false, session("accepted", None, bad, good)),
        (false, session("accepted", None, good, unfinished)),
        (false, session("in_progress", None, good, good)),
        (false, session("error", None, good, good)),
        (false, session("cancelled", None, good, good)),
        (false, session("frozen", None, good, good)),
    ];
    for (expected, session) in table {
        assert_eq!(read(&session).has_succeeded(), expected, "{session}");
    }
}

#[test]
fn the_result_says_what_happened_to_the_payers_money() {
    let operations = |status| json!([{"id": "1", "status": status, "error": {"code": "declined_by_issuer_bank"}}]);
    let (none, good, bad) = (&json!([]), &operations("succeeded"), &operations("failed"));
    let (open, unheard) = (&operations("pending"), &operations("evaporated"));
    let mixed = &json!([{"id": "1", "status": "succeeded"}, {"id": "2", "status": "failed"}]);
    let of = |status, payments, payouts| session(status, None, payments, payouts);
    let table = [
        (Some(Succeeded), of("accepted", good, good)),
        (Some(Succeeded), of("accepted", good, none)),
        // The payer was charged before the payout was declined.
        (Some(ChargedNotPaidOut), of("accepted", good, bad)),
        (Some(ChargedNotPaidOut), of("cancelled", good, bad)),
        (Some(NothingCharged), of("cancelled", bad, bad)),
        (Some(NothingCharged), of("canceled", bad, none)),
        (Some(NothingCharged), of("accepted", bad, bad)),
        // Payouts alone, and a session cancelled before its first operation.
        (Some(Succeeded), of("accepted", none, good)),
        (Some(NotPaidOut), of("cancelled", none, bad)),
        (Some(NotPaidOut), of("accepted", none, bad)),
        (Some(NothingStarted), of("cancelled", none, none)),
        // An unlisted, unfinished or unknown status proves nothing.
        (Some(Unclear), of("accepted", none, none)),
        (Some(Unclear), of("cancelled", none, good)),
        (Some(Unclear), of("cancelled", none, open)),
        (Some(Unclear), of("cancelled", none, mixed)),
        (Some(Unclear), of("cancelled", open, bad)),
        (Some(Unclear), of("cancelled", unheard, bad)),
        (Some(Unclear), of("cancelled", good, good)),
        (Some(Unclear), of("cancelled", good, none)),
        (Some(Unclear), of("accepted", good, open)),
        (Some(Unclear), of("accepted", good, mixed)),
        (Some(Unclear), of("accepted", mixed, bad)),
        (Some(Unclear), of("accepted", bad, good)),
        // A session that is not over has no result, whatever its operations say: `error` may still end successfully.
        (None, of("error", bad, bad)),
        (None, of("error", good, bad)),
        (None, of("in_progress", good, bad)),
        (None, of("created", none, none)),
        (None, of("frozen", bad, bad)),
    ];
    for (expected, session) in table {
        assert_eq!(read(&session).result(), expected, "{session}");
    }
}

/// An unreadable operation may be a payment that succeeded.
#[test]
fn an_operation_that_cannot_be_read_leaves_the_result_unclear() {
    let failed = json!([{"id": "1", "status": "failed"}]);
    let odd = [
        json!([{"id": "1", "status": "failed"}, "odd"]),
        json!([{"id": "1", "status": "failed"}, {"id": "2"}]),
        json!([{"id": "1", "status": "failed"}, {"id": "2", "status": ["succeeded"]}]),
        json!({"0": {"id": "1", "status": "failed"}}),
        json!("odd"),
    ];
    for list in odd {
        for (payments, payouts) in [(&list, &failed), (&failed, &list), (&list, &json!([]))] {
            let session = session("cancelled", None, payments, payouts);
            assert_eq!(read(&session).result(), Some(Unclear), "{session}");
        }
    }
}

#[test]
fn the_recurrent_token_comes_with_its_payment() {
    let recurrent = json!({"token": "e9876f32", "created_at": "2024-07-02T12:13:23Z", "finished_at": null,
        "is_active": true});
    let payments = json!([{"id": "1", "status": "failed"}, {"id": "2", "status": "succeeded", "recurrent": recurrent}]);
    let with_token = read(&session("accepted", None, &payments, &json!([])));
    let token = with_token.recurrent_token().unwrap();
    assert_eq!(token.expose(), "e9876f32");
    assert_eq!(*token, RecurrentToken::new("e9876f32"), "as it comes back from storage");
    assert_ne!(*token, RecurrentToken::new("e9876f33"));
    assert_eq!(format!("{token:?}"), "RecurrentToken([secret])");
    let details = with_token.payments()[1].recurrent.as_ref().unwrap();
    assert_eq!(details.is_active, Some(true));
    assert_eq!(details.created_at.as_ref().unwrap().as_str(), "2024-07-02T12:13:23Z");
    assert_eq!(details.finished_at, None);

    let without = read(&session("accepted", None, &json!([{"id": "1", "status": "succeeded"}]), &json!([])));
    assert!(without.recurrent_token().is_none());
}

#[test]
fn a_page_is_opened_by_post_with_the_fields_it_was_given() {
    let redirect = r#"{"url":"https://3ds.example/?a=1&b=2","method":"POST","params":{"PaReq":"a+/=\"","MD":"7"}}"#;
    let redirect: Redirect = serde_json::from_str(redirect).unwrap();
    let form = redirect.html_form("Оплатить");
    assert!(form.expose().starts_with(r#"<form action="https://3ds.example/?a=1&amp;b=2" method="POST""#));
    assert!(form.expose().contains(r#"name="PaReq" value="a+/=&quot;""#));
    assert!(form.expose().contains("Оплатить") && !format!("{form:?}").contains("3ds.example"));
}
