//! Answers about another operation than the one that was asked about.

use payments_sandbox::{Exchange, Fault, ForeignIdentifier, Gate, Provider, Sandbox, Script};
use serde_json::{Value, json};

use super::wire::TestBed;
use crate::support::browser::{Browser, source_card};
use crate::support::lender::{Lender, card};
use crate::support::merchant::{Merchant, ORDER, form_to_pan, member, members, pairs};
use crate::support::seller::{CUSTOMER, Seller, TRANSACTION};
use crate::support::{CONFIRM, INIT, NO_3DS, Partner, STATUS, fast, paid_with};

/// A gate all of whose connections meet the fault.
async fn gate(sandbox: &Sandbox, provider: Provider) -> Gate {
    let always = std::iter::repeat_n(Some(Fault::AnswersAboutAnother), 100);
    sandbox.gate(provider, Script::new(always)).await.unwrap()
}

fn last(gate: &Gate) -> Exchange {
    let exchange = gate.exchanges().pop().unwrap();
    assert_eq!((&exchange.fault, exchange.passed_on), (&Some(Fault::AnswersAboutAnother), true));
    exchange
}

/// The replaced members of the last answer that the request had named, and the others.
fn replaced(gate: &Gate) -> (Vec<String>, Vec<String>) {
    let (echoes, given): (Vec<_>, Vec<_>) = last(gate).foreign.into_iter().partition(|one| one.echo);
    let names = |list: Vec<ForeignIdentifier>| {
        let mut names: Vec<String> = list.into_iter().map(|one| one.member).collect();
        names.sort_unstable();
        names
    };
    (names(echoes), names(given))
}

/// The answer with what is its own put back, which is how it is without the fault.
fn put_back(answer: &[u8], own: &[(&str, &str)]) -> String {
    let answer = String::from_utf8(answer.to_vec()).unwrap();
    own.iter().fold(answer, |answer, (foreign, own)| {
        assert!(answer.contains(foreign), "no {foreign} in {answer}");
        answer.replace(foreign, own)
    })
}

#[tokio::test]
async fn bank131_answers_about_another_session() {
    let sandbox = fast().start().await.unwrap();
    let (partner, mut deceived) = (Partner::new(sandbox.announcement()), Partner::new(sandbox.announcement()));
    let gate = gate(&sandbox, Provider::Bank131).await;
    deceived.base_url = gate.base_url().to_owned();

    let mut body = paid_with(NO_3DS);
    body["customer"] = json!({"reference": "order-41"});
    let told = deceived.session(INIT, &body).await;
    let effects = sandbox.effects(Provider::Bank131);
    assert_eq!(effects.len(), 1, "the session is made");
    let own = effects[0].subject.as_str();
    assert_eq!((own, &told["id"]), ("ps_1001", &json!("ps_1002")));
    assert_eq!(told["payments"][0]["id"], "po_1002");
    assert_eq!(told["acquiring_payments"][0]["id"], "pm_1002");
    assert_eq!(told["acquiring_payments"][0]["customer"]["reference"], "order-42");
    let reference = "session.payments[].customer.reference".to_owned();
    let (echoes, given) = replaced(&gate);
    assert_eq!(echoes, ["session.acquiring_payments[].customer.reference".to_owned(), reference]);
    assert_eq!(given, ["session.acquiring_payments[].id", "session.id", "session.payments[].id"]);
    assert_eq!(last(&gate).foreign.iter().find(|one| one.member == "session.id").unwrap().told, "ps_1002");

    partner.wait_until(own, |session| session["status"] == "accepted").await;
    let question = json!({"session_id": own}).to_string();
    let honest = partner.post(STATUS, question.as_bytes()).await;
    let foreign = deceived.post(STATUS, question.as_bytes()).await;
    assert_eq!(foreign.json()["session"]["id"], "ps_1002");
    let rrn =
        |answer: &Value, list: &str| answer["session"][list][0]["transaction_info"]["rrn"].as_str().unwrap().to_owned();
    let (honest_json, foreign_json) = (honest.json(), foreign.json());
    let lists = ["payments", "acquiring_payments"];
    let [first, second] = lists.map(|list| (rrn(&foreign_json, list), rrn(&honest_json, list)));
    let own = [("_1002", "_1001"), ("order-42", "order-41"), (&first.0, &first.1), (&second.0, &second.1)];
    assert_eq!(put_back(&foreign.body, &own), honest.text(), "nothing else has changed");
    assert_eq!(replaced(&gate).0, ["session.id"]);

    // A refusal names no session.
    let refused = deceived.post(CONFIRM, question.as_bytes()).await;
    assert_eq!(refused.json()["error"]["code"], "session_wrong_state");
    assert_eq!(last(&gate).foreign, []);
}

#[tokio::test]
async fn payneteasy_answers_about_another_order_in_both_formats() {
    let sandbox = fast().start().await.unwrap();
    let (merchant, mut deceived) = (Merchant::new(sandbox.announcement()), Merchant::new(sandbox.announcement()));
    let gate = gate(&sandbox, Provider::PaynetEasy).await;
    deceived.gateway.base_url = gate.base_url().to_owned();

    let made = members(&deceived.post("transfer-form", &form_to_pan()).await);
    assert_eq!(member(&made, "merchant-order-id").as_deref(), Some("34T43R77O"));
    assert_eq!(member(&made, "paynet-order-id").as_deref(), Some("6863811"));
    assert_eq!(sandbox.effects(Provider::PaynetEasy)[0].subject, "6863810");
    assert_eq!(replaced(&gate).0, ["merchant-order-id"]);
    assert_eq!(replaced(&gate).1, ["paynet-order-id", "serial-number"]);
    Browser.open(&member(&made, "redirect-url").unwrap()).await.submit(&source_card("123"), "pay").await;

    let by_number = pairs(&[("login", &merchant.gateway.login), ("client_orderid", ORDER)]);
    let by_both = [by_number.clone(), pairs(&[("orderid", "6863810")])].concat();
    for (question, echoes) in
        [(&by_number, &["merchant-order-id"][..]), (&by_both, &["merchant-order-id", "paynet-order-id"])]
    {
        let told = members(&deceived.post("status", question).await);
        assert_eq!(member(&told, "merchant-order-id").as_deref(), Some("34T43R77O"));
        assert_eq!(member(&told, "paynet-order-id").as_deref(), Some("6863811"));
        assert_eq!(member(&told, "status").as_deref(), Some("approved"));
        assert_eq!(replaced(&gate).0, echoes);
        let told: Value = serde_json::from_slice(&deceived.post_json("status", question).await.body).unwrap();
        assert_eq!((&told["paynet-order-id"], &told["amount"]), (&json!("6863811"), &json!("100.00")));
        assert_eq!(replaced(&gate).0, echoes);
    }

    let told = members(&deceived.post("create-card-ref", &by_both).await);
    assert_eq!(member(&told, "card-ref-id").as_deref(), Some("558896"));
    assert_eq!(sandbox.effects(Provider::PaynetEasy)[1].subject, "558895");
    let given = ["card-ref-id", "recurring-payment-id", "serial-number", "unq-card-ref-id"].map(str::to_owned);
    assert_eq!(replaced(&gate), (vec![], given.to_vec()), "it repeats nothing of the request");
}

#[tokio::test]
async fn payneteasy_keeps_the_form_of_its_answer() {
    let sandbox = fast().start().await.unwrap();
    let merchant = Merchant::new(sandbox.announcement());
    let question = pairs(&[("login", &merchant.gateway.login), ("client_orderid", ORDER)]);
    merchant.order(&form_to_pan()).await;
    let honest = merchant.post("status", &question).await;
    sandbox.set_faults(Provider::PaynetEasy, "answers-about-another".parse().unwrap());
    let foreign = merchant.post("status", &question).await;
    let serial = |reply| member(&members(reply), "serial-number").unwrap();
    let (asked, before) = (serial(&foreign), serial(&honest));
    let own = [("34T43R77O", ORDER), ("6863811", "6863810"), (asked.as_str(), before.as_str())];
    assert_eq!(put_back(&foreign.body, &own), honest.text());
    assert_eq!(foreign.header("content-type"), honest.header("content-type"));
    // On the provider's own port it is on record as well.
    assert_eq!(sandbox.exchanges(Provider::PaynetEasy).pop().unwrap().foreign.len(), 3);
}

#[tokio::test]
async fn vepay_answers_about_another_registration() {
    let world = TestBed::new("answers-about-another,answers-about-another").await;
    let made = world.ask("a1").await;
    assert_eq!(world.effects()[0].subject, "101464");
    assert_eq!((&made.json()["id"], &made.json()["status"]), (&json!(101_465), &json!(1)));
    assert!(made.json()["url"].as_str().unwrap().ends_with("/101464"), "addresses stay: {}", made.json());
    assert_eq!(replaced(&world.gate), (vec![], vec!["id".to_owned()]));

    let known = world.ask("a1").await;
    assert_eq!((known.status(), &known.json()["id"], &known.json()["extid"]), (400, &json!(101_465), &json!("a2")));
    assert_eq!(replaced(&world.gate), (vec!["extid".to_owned()], vec!["id".to_owned()]));
}

#[tokio::test]
async fn vepay_answers_about_another_card() {
    let mut lender = Lender::new().await;
    let (id, page) = lender.register(0, "a3").await;
    Browser.open(&page).await.submit(&card("4111111111111111"), "pay").await;
    let gate = gate(&lender.sandbox, Provider::Vepay).await;
    let own = lender.card_of(id, 0).await["card"]["id"].clone();
    gate.base_url().clone_into(&mut lender.vepay.base_url);
    assert_eq!((own, &lender.card_of(id, 0).await["card"]["id"]), (json!(356), &json!(357)));
    assert_eq!(replaced(&gate), (vec![], vec!["card.id".to_owned()]), "a card is not told by its registration");
    let told = lender.call("/card/info", &json!({"card": 356, "type": 0})).await;
    assert_eq!(told["card"]["id"], 357);
    assert_eq!(replaced(&gate), (vec!["card.id".to_owned()], vec![]));
    for (path, body) in [("/card/del", json!({"card": 356})), ("/check", json!({}))] {
        assert_eq!(lender.call(path, &body).await, json!({"status": 1, "message": ""}));
        assert_eq!(last(&gate).foreign, [], "{path} names nothing");
    }
    let effects = lender.sandbox.effects(Provider::Vepay);
    assert_eq!((effects[1].endpoint, effects[1].subject.as_str()), ("card/del", "356"), "and the card is deleted");
}

#[tokio::test]
async fn kvell_answers_about_another_transaction() {
    let seller = Seller::new().await;
    let form = seller.open(&seller.fields(&[])).await;
    form.submit(&card("4111111111111111"), "pay").await;
    let (card_before, order_before) = (seller.card().await, seller.get(&["orders", TRANSACTION], &[TRANSACTION]).await);
    let gate = gate(&seller.sandbox, Provider::Kvell).await;
    let mut deceived = seller.kvell.clone();
    deceived.api_url = gate.base_url().to_owned();
    let seller = Seller { kvell: deceived, ..seller };

    // The last letter, and the one after it.
    let (transaction, customer) = ("tx+0001/ѐ", "клиент/8");
    let card = seller.card().await;
    assert_eq!(put_back(&card.body, &[(transaction, TRANSACTION), (customer, CUSTOMER)]), card_before.text());
    assert_eq!(replaced(&gate), (vec!["customer_key".to_owned(), "transaction".to_owned()], vec![]));

    let order = seller.get(&["orders", TRANSACTION], &[TRANSACTION]).await;
    let id = |text: &str| serde_json::from_str::<Value>(text).unwrap()["id"].as_str().unwrap().to_owned();
    let (foreign, own) = (id(&order.text()), id(&order_before.text()));
    assert_eq!((foreign.len(), foreign == own), (36, false));
    assert_eq!(put_back(&order.body, &[(transaction, TRANSACTION), (&foreign, &own)]), order_before.text());
    assert_eq!(replaced(&gate), (vec!["transaction".to_owned()], vec!["id".to_owned()]));

    let banks = seller.get(&["collections", "banks"], &[]).await;
    assert_eq!((banks.status.as_u16(), last(&gate).foreign), (200, vec![]));
}

/// Pages are about no operation.
#[tokio::test]
async fn a_page_stays_as_it_is() {
    let sandbox = fast().start().await.unwrap();
    let merchant = Merchant::new(sandbox.announcement());
    let (_, form) = merchant.order(&form_to_pan()).await;
    let honest = Browser.open(&form).await.html;
    sandbox.set_faults(Provider::PaynetEasy, "answers-about-another".parse().unwrap());
    assert_eq!(Browser.open(&form).await.html, honest);
    assert_eq!(sandbox.exchanges(Provider::PaynetEasy)[0].foreign, []);
}
