//! What the sandbox does not simulate, and where it answers from a file.

use axum::http::StatusCode;
use payments_sandbox::Provider;

use crate::support::{fast, http};

/// Documented calls of each provider that are not simulated.
fn calls(provider: Provider) -> Vec<&'static str> {
    match provider {
        Provider::Bank131 => {
            vec!["/api/v1/tokenize/elements", "/api/v1/npd/notifications/count", "/api/v1/bpa/session/init/payment"]
        }
        Provider::PaynetEasy => vec![
            "/paynet/api/v2/sale/39915",
            "/paynet/api/v4/payout/group/1131",
            "/paynet/api/v4/tokenize/hosted-fields",
            "/paynet-ui/services/transaction-report",
        ],
        Provider::Vepay => {
            vec!["/mfo/pay/lk", "/mfo/out/paycard", "/out/paycard", "/mfo/pay/form-lk", "/mfo/ident/req"]
        }
        Provider::Kvell => vec![
            "/v1/orders/account2card/confirm",
            "/v1/orders/rebill",
            "/v1/orders/sbp",
            "/v1/customers/c/cards/7",
            "/v1/invoices",
            "/checkout",
            "/card-binding/customer/signature",
        ],
        other => panic!("{other} is new: add what is not simulated of it"),
    }
}

#[tokio::test]
async fn a_call_that_is_not_simulated_is_told_from_a_wrong_path() {
    let sandbox = fast().start().await.unwrap();
    let announced = sandbox.announcement();
    for (provider, base_url) in [
        (Provider::Bank131, announced.bank131.base_url.as_str()),
        (Provider::PaynetEasy, announced.payneteasy.base_url.trim_end_matches("/paynet")),
        (Provider::Vepay, announced.vepay.base_url.trim_end_matches("/mfo")),
        (Provider::Kvell, announced.kvell.api_url.as_str()),
    ] {
        for path in calls(provider) {
            let reply = http::send("POST", &format!("{base_url}{path}"), vec![], vec![]).await;
            assert_eq!(
                (reply.status, reply.header("x-sandbox")),
                (StatusCode::NOT_FOUND, Some("not-simulated")),
                "{path}"
            );
            assert!(reply.text().contains("does not simulate"), "{}", reply.text());
        }
        for path in ["/", "/no/such/path", "/v1/", "/api/v1/", "/paynet/api/v4/", "/mfo/"] {
            let reply = http::send("POST", &format!("{base_url}{path}"), vec![], vec![]).await;
            assert_eq!((reply.status, reply.header("x-sandbox")), (StatusCode::NOT_FOUND, None), "{provider} {path}");
        }
    }
}

#[tokio::test]
async fn an_answer_from_a_file_says_so() {
    let sandbox = fast().start().await.unwrap();
    let kvell = &sandbox.announcement().kvell;
    let headers = vec![("x-api-key", kvell.api_key.clone())];
    let reply = http::send("GET", &format!("{}/v1/collections/banks", kvell.api_url), headers, vec![]).await;
    assert_eq!((reply.status, reply.header("x-sandbox")), (StatusCode::OK, Some("canned")));
}
