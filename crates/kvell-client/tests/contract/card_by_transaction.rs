//! `customers/orders`.

use kvell_client::auth::CardByTransactionSignature;
use kvell_client::card::{Card, CardByTransaction};
use kvell_client::{CustomerKey, TransactionId};
use payments_contract::{Case, Checked, Exchange, Failure, Suite};

use crate::failures;
use crate::fixtures::{CUSTOMER, TOKEN, TRANSACTION, client, client_with, customer, transaction};

pub(crate) fn register(suite: &mut Suite) {
    let row = suite.row("customers/orders");
    row.case(Case::success("documented"), documented);
    row.case(Case::success("signed_by_customer"), signed_by_customer);
    row.case(Case::success("escaped"), escaped);
    failures::register(row, "documented", request);
}

pub(crate) fn request() -> Result<CardByTransaction, Failure> {
    Ok(CardByTransaction::new(customer(), transaction()?))
}

async fn documented(exchange: Exchange) -> Checked {
    let card = client(&exchange)?.send(&request()?).await?;
    is_documented(&card)
}

async fn signed_by_customer(exchange: Exchange) -> Checked {
    let card = client_with(&exchange, CardByTransactionSignature::CustomerOnly)?.send(&request()?).await?;
    is_documented(&card)
}

fn is_documented(card: &Card) -> Checked {
    assert_eq!(card.customer_key.as_str(), CUSTOMER);
    assert_eq!(card.customer_card_token.expose(), TOKEN);
    assert_eq!(card.transaction.as_str(), TRANSACTION);
    let mask = card.pan_mask.as_ref().ok_or("there is no mask")?;
    assert_eq!(mask.as_str(), "411111******1111");
    assert_eq!((mask.first_digits(), mask.last4()), (Some("411111"), Some("1111")));
    assert_eq!(card.holder, Some("IVAN IVANOV".into()));
    assert_eq!(card.expire, Some("2030-12".into()));
    let expiry = card.expiry().ok_or("there is no expiry")?;
    assert_eq!((expiry.month_digits(), expiry.full_year_digits()), ("12".to_owned(), "2030".to_owned()));
    assert_eq!(card.pan_hash_encrypted, Some("c2hhMjU2LW9mLXRoZS1wYW4=".into()));
    assert!(!format!("{card:?}").contains(TOKEN), "anyone who has the token can charge the card");
    Ok(())
}

async fn escaped(exchange: Exchange) -> Checked {
    let question = CardByTransaction::new(CustomerKey::new("клиент-7"), TransactionId::from_any_text("tx+0001/я"));
    let card = client(&exchange)?.send(&question).await?;
    assert_eq!((card.customer_key.as_str(), card.transaction.as_str()), ("клиент-7", "tx+0001/я"));
    assert_eq!(card.customer_card_token.expose(), "Ue4Nq8c1");
    assert!(card.pan_mask.is_none() && card.holder.is_none() && card.expiry().is_none());
    Ok(())
}
