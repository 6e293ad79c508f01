//! Answers and rejections, byte for byte.

use axum::http::StatusCode;

use crate::support::merchant::{
    Merchant, ORDER, Pairs, Shop, form_to_form, form_to_pan, member, members, pairs, pan_to_form, scenario, with,
    without,
};

/// The answer with the serial number of the provider's example in place of its own.
fn as_documented(text: &str, serial_number: &str) -> String {
    const PREFIX: &str = "00000000-0000-0000-0000-";
    let start = text.find(PREFIX).unwrap();
    let own = &text[start..start + PREFIX.len() + 12];
    assert!(own[PREFIX.len()..].bytes().all(|byte| byte.is_ascii_hexdigit()), "{own}");
    text.replace(own, serial_number)
}

async fn rejection(merchant: &Merchant, command: &str, body: &Pairs) -> Pairs {
    let reply = merchant.post(command, body).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let answer = members(&reply);
    assert_eq!(member(&answer, "type").as_deref(), Some("validation-error"), "{answer:?}");
    answer
}

/// The message and the code of a rejected transfer.
async fn refused(merchant: &Merchant, body: &Pairs) -> (String, String) {
    let answer = rejection(merchant, "transfer-form", body).await;
    assert!(member(&answer, "paynet-order-id").is_none() && member(&answer, "merchant-order-id").is_none());
    (member(&answer, "error-message").unwrap(), member(&answer, "error-code").unwrap())
}

#[tokio::test]
async fn success_is_documented_byte_for_byte() {
    let shop = Shop::new().await;
    let reply = shop.merchant.post("transfer-form", &form_to_pan()).await;
    assert_eq!(reply.status, StatusCode::OK);
    for (name, value) in [
        ("content-type", "text/html;charset=utf-8"),
        ("server", "server"),
        ("vary", "Accept-Encoding"),
        ("content-language", "en-US"),
        ("x-xss-protection", "1"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(reply.header(name), Some(value));
    }
    // The first answer of a fresh sandbox has the numbers of the example; host and token are its own.
    let text = reply.text();
    let (fixed, token) = text.split_at(text.len() - 90);
    let host = shop.merchant.gateway.base_url.replace(':', "%3A").replace('/', "%2F");
    assert_eq!(
        fixed,
        format!(
            "type=async-form-response\n&serial-number=00000000-0000-0000-0000-000002ddbfa2\n\
             &merchant-order-id=34T43R77N\n&paynet-order-id=6863810\n&redirect-url={host}%2Fform%2Finit%2F"
        )
    );
    assert!(token.starts_with("BB") && token[2..].bytes().all(|byte| byte.is_ascii_hexdigit()), "{token}");
}

#[tokio::test]
async fn success_in_json() {
    let shop = Shop::new().await;
    let reply = shop.merchant.post_json("transfer-form", &form_to_pan()).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header("content-type"), Some("application/vnd.pay+json; charset=utf-8"));
    let start = format!(
        "{{\"type\":\"async-form-response\",\"serial-number\":\"00000000-0000-0000-0000-000002ddbfa2\",\
         \"merchant-order-id\":\"34T43R77N\",\"paynet-order-id\":\"6863810\",\"redirect-url\":\"{}/form/init/BB",
        shop.merchant.gateway.base_url
    );
    assert!(reply.text().starts_with(&start), "{}", reply.text());
}

#[tokio::test]
async fn documented_rejections() {
    let shop = Shop::new().await;
    let form_to_saved_card = |id| scenario(&[("deposit2card", "false"), ("destination_card_recurring_payment_id", id)]);
    let reply = shop.merchant.post("transfer-form", &form_to_saved_card("1491855")).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header("content-type"), Some("text/html;charset=utf-8"));
    assert_eq!(
        as_documented(&reply.text(), "00000000-0000-0000-0000-000002ddc2b8"),
        "type=validation-error\n&serial-number=00000000-0000-0000-0000-000002ddc2b8\n\
         &error-message=Recurring+payment+not+found\n&error-code=122"
    );
    assert_eq!(reply.body.len(), 132);

    let no_cvv2 = scenario(&[("deposit2card", "false"), ("card_recurring_payment_id", "1491854")]);
    let reply = shop.merchant.post("transfer-form", &no_cvv2).await;
    assert_eq!(
        as_documented(&reply.text(), "00000000-0000-0000-0000-000002ddc2ec"),
        "type=validation-error\n&serial-number=00000000-0000-0000-0000-000002ddc2ec\n&merchant-order-id=34T43R77N\n\
         &error-message=Src+card+cvv2+should+be+filled+in+transfer.\n&error-code=29"
    );
    assert_eq!(reply.body.len(), 176);

    let reply = shop.merchant.post_json("transfer-form", &no_cvv2).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert_eq!(reply.header("content-type"), Some("application/vnd.pay+json; charset=utf-8"));
    assert_eq!(
        as_documented(&reply.text(), "0"),
        "{\"type\":\"validation-error\",\"serial-number\":\"0\",\"merchant-order-id\":\"34T43R77N\",\
         \"error-message\":\"Src card cvv2 should be filled in transfer.\",\"error-code\":29}"
    );

    let codes: Vec<_> =
        shop.sandbox.payneteasy().received().into_iter().map(|one| (one.status, one.error_code)).collect();
    assert_eq!(codes, [(200, Some("122".to_owned())), (200, Some("29".to_owned())), (400, Some("29".to_owned()))]);
}

#[tokio::test]
async fn what_is_required_is_required() {
    let shop = Shop::new().await;
    let cases = [
        (
            form_to_form(),
            vec!["client_orderid", "order_desc", "amount", "currency", "ipaddress", "deposit2card", "redirect_url"],
        ),
        (pan_to_form("123"), vec!["credit_card_number", "cvv2", "expire_month", "expire_year", "card_printed_name"]),
    ];
    for (body, names) in cases {
        for name in names {
            let expected = (format!("Parameter {name} is required"), "1".to_owned());
            assert_eq!(refused(&shop.merchant, &without(body.clone(), name)).await, expected);
            assert_eq!(refused(&shop.merchant, &with(body.clone(), &[(name, " ")])).await, expected);
        }
    }
    for country in ["US", "CA", "AU"] {
        let body = with(form_to_form(), &[("country", country)]);
        assert_eq!(refused(&shop.merchant, &body).await.0, "Parameter state is required");
        shop.merchant.order(&with(body, &[("state", "WA")])).await;
    }
    shop.merchant.order(&with(form_to_form(), &[("country", "RU")])).await;
}

#[tokio::test]
async fn redirects_and_callbacks_exclude_each_other() {
    let shop = Shop::new().await;
    let none = without(form_to_form(), "redirect_url");
    let (success, fail) = (("redirect_success_url", "https://a.example/"), ("redirect_fail_url", "https://b.example/"));
    shop.merchant.order(&with(none.clone(), &[success, fail])).await;
    let refusals = [
        (with(none.clone(), &[success]), "Parameter redirect_fail_url is required"),
        (with(none.clone(), &[fail]), "Parameter redirect_success_url is required"),
        (
            with(form_to_form(), &[success, fail]),
            "Parameter redirect_success_url cannot be used together with redirect_url",
        ),
        (
            with(
                form_to_form(),
                &[("server_callback_url", "https://a.example/"), ("notify_url", "https://b.example/")],
            ),
            "Parameter notify_url cannot be used together with server_callback_url",
        ),
    ];
    for (body, message) in refusals {
        assert_eq!(refused(&shop.merchant, &body).await.0, message);
    }
}

#[tokio::test]
async fn types_and_lengths_are_checked() {
    let shop = Shop::new().await;
    for (name, value, rule) in [
        ("amount", "100,50", "must be a positive decimal number such as 100.50"),
        ("ipaddress", "1.1.1", "must be an IP address"),
        ("currency", "USDT", "is longer than 3"),
        ("first_name", &"x".repeat(51), "is longer than 50"),
        ("birthday", "1990-1-1", "must be digits"),
        ("cvv2", "123", "is not used in Form to Form"),
    ] {
        let (message, code) = refused(&shop.merchant, &with(form_to_form(), &[(name, value)])).await;
        assert_eq!(message, format!("Parameter {name} {rule}"));
        assert_eq!(code, "9001");
    }
    let mut twice = form_to_form();
    twice.extend(pairs(&[("amount", "100")]));
    assert_eq!(refused(&shop.merchant, &twice).await.0, "Parameter amount is given more than once");
    // Other parameters are the acquirers' business.
    shop.merchant.order(&with(form_to_form(), &[("customer_level", "gold")])).await;
}

#[tokio::test]
async fn endpoints_have_to_exist() {
    let shop = Shop::new().await;
    let (merchant, base) = (&shop.merchant, &shop.merchant.gateway.base_url);
    for (path, message) in [
        ("39914", "End point with id 39914 not found"),
        ("x", "End point with id x not found"),
        ("group/39915", "End point group with id 39915 not found"),
    ] {
        let answer =
            members(&merchant.post_to(&format!("{base}/api/v4/transfer-form/{path}"), &form_to_form(), None).await);
        assert_eq!(member(&answer, "type").as_deref(), Some("validation-error"));
        assert_eq!(member(&answer, "error-message").as_deref(), Some(message));
    }
    let group = format!("{base}/api/v4/transfer-form/group/{}", merchant.gateway.endpoint_group_id);
    let answer = members(&merchant.post_to(&group, &form_to_form(), None).await);
    assert_eq!(member(&answer, "type").as_deref(), Some("async-form-response"));

    let wrong_login = pairs(&[("login", "SomebodyElse"), ("client_orderid", ORDER)]);
    let answer = rejection(merchant, "status", &wrong_login).await;
    assert_eq!(member(&answer, "error-message").as_deref(), Some("End point with id 39915 not found"));
}
