//! `wallet/balance`: the balance of the wallets that payouts are paid from.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::Method;
use httpdate::fmt_http_date;
use payments_core::{
    Body, DecodeError, Endpoint, Evidence, InvalidField, Money, RawResponse, Reads, checked_text, identifier, json,
    json_fields,
};
use serde::Deserialize;

use crate::provider::Bank131;
use crate::session::amount;
use crate::word;

checked_text! {
    /// A time with its offset from UTC, to the second: `2019-10-14T19:53:00+03:00`, or `Z` for UTC. Converts from a
    /// [`SystemTime`].
    pub struct RequestDatetime: "time", is_with_offset;
}

fn is_with_offset(text: &str) -> Result<(), &'static str> {
    let fits = |text: &str, form: &str| {
        text.len() == form.len()
            && text.bytes().zip(form.bytes()).all(|(is, of)| is == of || of == b'0' && is.is_ascii_digit())
    };
    let (time, offset) = text.split_at_checked(19).unwrap_or((text, ""));
    let is_valid =
        fits(time, "0000-00-00T00:00:00") && (offset == "Z" || fits(offset, "+00:00") || fits(offset, "-00:00"));
    if is_valid { Ok(()) } else { Err("must be a time with an offset, such as 2019-10-14T19:53:00+03:00") }
}

/// The years that a date of HTTP can have end here.
const LAST_SECOND: u64 = 253_402_300_799;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// By way of the date of HTTP, `Sun, 06 Nov 1994 08:49:37 GMT`. A time outside its years counts as the nearest within.
impl From<SystemTime> for RequestDatetime {
    fn from(time: SystemTime) -> Self {
        let seconds = time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs().min(LAST_SECOND);
        let date = fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds));
        let words: Vec<&str> = date.split(' ').collect();
        // It always has six words.
        let [_, day, month, year, time, _] = words[..] else { return Self(date.into()) };
        let month = MONTHS.iter().position(|name| *name == month).map_or(0, |place| place + 1);
        Self(format!("{year}-{month:02}-{day}T{time}+00:00").into())
    }
}

json_fields! {
    /// Request of `wallet/balance`: the balance of your wallets, from which payouts are paid (the collateral account). The response
    /// is a list of [`Wallet`].
    ///
    /// `POST /api/v1/wallet/balance` with `{"request_datetime": "2019-10-14T19:53:00+03:00"}`. It changes nothing. A payout for
    /// which the balance is too low is refused with `insufficient_wallet_balance`.
    ///
    /// ```
    /// use std::time::SystemTime;
    /// use bank131_client::report::WalletBalance;
    /// use bank131_client::{Client, Error, Money};
    ///
    /// async fn balances(client: &Client) -> Result<Vec<Option<Money>>, Error> {
    ///     let wallets = client.send(&WalletBalance::new(SystemTime::now())).await?;
    ///     Ok(wallets.into_iter().map(|wallet| wallet.amount_details).collect())
    /// }
    /// ```
    ///
    /// Source: the bank's SDK, wallet/balance.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct WalletBalance;

    /// Creates a request. The bank's SDK sends the present time; what another one does is *unknown*.
    pub fn new;

    /// The time of the request.
    required request_datetime(try): RequestDatetime = "request_datetime";
}

identifier! {
    /// Identifier of a wallet, such as `131`.
    pub struct WalletId;
}

/// A wallet and its balance, in the response of `wallet/balance`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Wallet {
    /// The identifier. Empty if the bank left it out.
    #[serde(default = "word::empty", deserialize_with = "word::or_empty")]
    pub id: WalletId,
    /// The balance.
    #[serde(default, deserialize_with = "amount::read")]
    pub amount_details: Option<Money>,
}

impl Endpoint for WalletBalance {
    type Provider = Bank131;
    type Response = Vec<Wallet>;
    type Effect = Reads;

    const NAME: &'static str = "wallet/balance";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v1/wallet/balance";
    const EVIDENCE: Evidence = Evidence::OfficialSdk;

    fn validate(&self) -> Result<(), InvalidField> {
        self.check_fields()
    }

    fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
    }

    fn decode(&self, response: &RawResponse) -> Result<Vec<Wallet>, DecodeError> {
        #[derive(Deserialize)]
        struct Envelope {
            #[serde(deserialize_with = "json::list")]
            wallets: Vec<Wallet>,
        }

        json::decode::<Envelope>(&response.body).map(|envelope| envelope.wallets)
    }
}
