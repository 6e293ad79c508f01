//! Saved cards.

use kvell_client::card::{Card, CardByTransaction};
use kvell_client::{CustomerKey, TransactionId};

use super::{CUSTOMER, NO_CONTROLS, NOT_EMPTY, TOKEN, TRANSACTION};
use crate::{Checked, Sample, Sampled};

const NOT_DOTS: &str = "must be neither empty nor dots: it is a part of the address";

impl Sampled for CardByTransaction {
    fn sample() -> Sample<Self> {
        Sample::new("documented", || Ok(saved_by(CUSTOMER, TRANSACTION)), is_documented)
            .by_other_client("signed_by_customer", is_documented)
            .case(
                "escaped",
                || Ok(saved_by("клиент-7", "tx+0001/я")),
                |card| {
                    assert_eq!((card.customer_key.as_str(), card.transaction.as_str()), ("клиент-7", "tx+0001/я"));
                    assert_eq!(card.customer_card_token.expose(), "Ue4Nq8c1");
                    assert!(card.pan_mask.is_none() && card.holder.is_none() && card.expiry().is_none());
                    Ok(())
                },
            )
            .marked(|marks| Ok(saved_by(marks.person(), TRANSACTION)))
            .essence(
                |card| vec![("customer_card_token".into(), card.customer_card_token.expose().to_owned())],
                &["customer_card_token"],
            )
            .broken("an empty text", || Ok(saved_by(CUSTOMER, "")), "transaction", NOT_EMPTY)
            .broken("an empty text", || Ok(saved_by("", TRANSACTION)), "customer_key", NOT_EMPTY)
            .broken("a line feed", || Ok(saved_by(CUSTOMER, "a\nb")), "transaction", NO_CONTROLS)
            .broken("a line feed", || Ok(saved_by("a\nb", TRANSACTION)), "customer_key", NO_CONTROLS)
            .broken("`..`", || Ok(saved_by(CUSTOMER, "..")), "transaction", NOT_DOTS)
            .broken("`..`", || Ok(saved_by("..", TRANSACTION)), "customer_key", NOT_DOTS)
    }
}

fn saved_by(customer_key: &str, transaction: &str) -> CardByTransaction {
    CardByTransaction::new(CustomerKey::new(customer_key), TransactionId::from_any_text(transaction))
}

fn is_documented(card: Card) -> Checked {
    assert!(!format!("{card:?}").contains(TOKEN), "anyone who has the token can charge the card");
    assert_eq!(card.customer_key.as_str(), CUSTOMER);
    assert_eq!(card.customer_card_token.expose(), TOKEN);
    assert_eq!(card.transaction.as_str(), TRANSACTION);
    let expiry = card.expiry().ok_or("there is no expiry")?;
    let mask = card.pan_mask.ok_or("there is no mask")?;
    assert_eq!(mask.as_str(), "411111******1111");
    assert_eq!((mask.first_digits(), mask.last4()), (Some("411111"), Some("1111")));
    assert_eq!(card.holder, Some("IVAN IVANOV".into()));
    assert_eq!(card.expire, Some("2030-12".into()));
    assert_eq!((expiry.month_digits(), expiry.full_year_digits()), ("12".to_owned(), "2030".to_owned()));
    assert_eq!(card.pan_hash_encrypted, Some("c2hhMjU2LW9mLXRoZS1wYW4=".into()));
    Ok(())
}
