//! What requests may say. A refusal names the attribute as the provider does, in Russian and with a capital letter.

use serde_json::Value;
use url::Url;

use super::cards::TestCard;

/// The message of an answer with status 0.
pub(super) type Refusal = String;

pub(super) const BAD_REQUEST: &str = "Ошибка запроса";

/// What a card is registered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CardType {
    /// 0: payments without the payer, and payouts. Costs the payer a payment that is given back.
    Payments,
    /// 1: payouts only. Costs nothing, and only the number is asked for.
    Payouts,
}

/// A `/card/reg` that keeps all the rules.
#[derive(Debug)]
pub(super) struct Registration {
    pub(super) card_type: CardType,
    pub(super) extid: Option<String>,
    pub(super) minutes: u64,
    pub(super) success_url: Option<String>,
    pub(super) fail_url: Option<String>,
    pub(super) cancel_url: Option<String>,
    pub(super) postback_url: Option<String>,
    pub(super) postback_url_v2: Option<String>,
    pub(super) card: Option<&'static TestCard>,
}

const DEFAULT_MINUTES: u64 = 15;

impl Registration {
    pub(super) fn read(body: &Value) -> Result<Self, Refusal> {
        let card_type = integer(body, "type")?.ok_or_else(|| refusal("type", "обязательно"))?;
        let card_type = CardType::of(card_type).ok_or_else(|| refusal("type", "0 или 1"))?;
        let extid = text(body, "extid", 40)?.filter(|extid| !matches!(*extid, "" | "0")).map(str::to_owned);
        let minutes = integer(body, "timeout")?.unwrap_or(DEFAULT_MINUTES);
        if !(10..=59).contains(&minutes) {
            return Err(refusal("timeout", "от 10 до 59 минут"));
        }
        if let Some(language) = text(body, "language", 3)?
            && !matches!(language, "rus" | "eng")
        {
            return Err(refusal("language", "rus или eng"));
        }
        if let Some(email) = text(body, "email", 255)?
            && !is_email(email)
        {
            return Err(refusal("email", "адрес электронной почты"));
        }
        Ok(Self {
            card_type,
            extid,
            minutes,
            success_url: url(body, "successurl", 1000)?,
            fail_url: url(body, "failurl", 1000)?,
            cancel_url: url(body, "cancelurl", 1000)?,
            postback_url: url(body, "postbackurl", 255)?,
            postback_url_v2: url(body, "postbackurl_v2", 255)?,
            card: card(body)?,
        })
    }
}

impl CardType {
    fn of(number: u64) -> Option<Self> {
        match number {
            0 => Some(Self::Payments),
            1 => Some(Self::Payouts),
            _ => None,
        }
    }
}

/// A registration or a card, and which of its kinds is meant: 0 when the request does not say.
pub(super) fn id_and_type(body: &Value, name: &str) -> Result<(u64, CardType), Refusal> {
    let id = id(body, name)?;
    let card_type = integer(body, "type")?.unwrap_or(0);
    let card_type = CardType::of(card_type).ok_or_else(|| BAD_REQUEST.to_owned())?;
    Ok((id, card_type))
}

pub(super) fn id(body: &Value, name: &str) -> Result<u64, Refusal> {
    integer(body, name)?.ok_or_else(|| refusal(name, "обязательно"))
}

fn refusal(name: &str, rule: &str) -> Refusal {
    let mut letters = name.chars();
    let capital = letters.next().map(|first| first.to_ascii_uppercase());
    format!("«{}{}»: {rule}", capital.map(String::from).unwrap_or_default(), letters.as_str())
}

/// Digits in a string are an integer, too.
fn integer(body: &Value, name: &str) -> Result<Option<u64>, Refusal> {
    let number = match &body[name] {
        Value::Null => return Ok(None),
        Value::Number(number) => number.as_u64(),
        Value::String(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok(),
        _ => None,
    };
    number.map(Some).ok_or_else(|| refusal(name, "целое число"))
}

fn text<'a>(body: &'a Value, name: &str, longest: usize) -> Result<Option<&'a str>, Refusal> {
    match &body[name] {
        Value::Null => Ok(None),
        Value::String(text) if text.chars().count() <= longest => Ok(Some(text)),
        Value::String(_) => Err(refusal(name, &format!("не длиннее {longest}"))),
        _ => Err(refusal(name, "строка")),
    }
}

fn url(body: &Value, name: &str, longest: usize) -> Result<Option<String>, Refusal> {
    let Some(text) = text(body, name, longest)?.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    if is_url(text) {
        Ok(Some(text.to_owned()))
    } else {
        Err(refusal(name, "адрес http или https с точкой в имени"))
    }
}

/// The provider wants a dot in the host, so that neither `localhost` nor `[::1]` will do, and nobody's name before it.
fn is_url(text: &str) -> bool {
    let plain = text.is_ascii() && !text.bytes().any(|byte| byte.is_ascii_control() || byte == b' ');
    plain
        && Url::parse(text).is_ok_and(|url| {
            matches!(url.scheme(), "http" | "https")
                && url.host_str().is_some_and(|host| host.contains('.'))
                && url.username().is_empty()
                && url.password().is_none()
        })
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'))
}

fn card(body: &Value) -> Result<Option<&'static TestCard>, Refusal> {
    let Some(number) = text(body, "card", 18)? else {
        return Ok(None);
    };
    TestCard::find(number).map(Some).ok_or_else(|| refusal("card", "номер тестовой карты"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn refused(body: &Value) -> Option<String> {
        Registration::read(body).err()
    }

    #[test]
    fn the_documented_request_fits() {
        let vectors: Value = serde_json::from_str(include_str!("../../tests/fixtures/vepay/vectors.json")).unwrap();
        let body = vectors["tokens"][0]["body"].as_str().unwrap();
        let read = Registration::read(&serde_json::from_str(body).unwrap()).unwrap();
        assert_eq!((read.card_type, read.minutes), (CardType::Payouts, 10));
        assert_eq!(read.extid.as_deref(), Some("УФ-906/2187534.5e045b788e3c3"));
    }

    #[test]
    fn a_refusal_names_the_attribute() {
        for (name, value) in [
            ("type", json!(null)),
            ("type", json!(2)),
            ("type", json!("01x")),
            ("extid", json!("я".repeat(41))),
            ("extid", json!(7)),
            ("timeout", json!(9)),
            ("timeout", json!(60)),
            ("timeout", json!(-1)),
            ("successurl", json!("ftp://shop.example/")),
            ("failurl", json!("https://магазин.рф/")),
            ("cancelurl", json!("http://localhost:8080/")),
            ("cancelurl", json!("https://user@shop.example/")),
            ("postbackurl", json!(format!("https://shop.example/{}", "x".repeat(255)))),
            ("postbackurl_v2", json!("shop.example")),
            ("card", json!("4111111111111112")),
            ("card", json!("5555555555554444")),
            ("language", json!("de")),
            ("email", json!("nobody")),
        ] {
            let mut body = json!({"type": 0});
            body[name] = value.clone();
            let refusal = refused(&body).unwrap_or_default().to_lowercase();
            assert!(refusal.starts_with(&format!("«{name}»")), "{name}={value}: {refusal}");
        }
        let body = json!({"type": "1", "timeout": "59", "extid": "я".repeat(40), "successurl": "http://127.0.0.1:1/"});
        assert_eq!(refused(&body), None);
    }
}
