//! A sandbox, a payer with a browser, and a shop that receives callbacks.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};

use bank131_client::Event;
use bank131_client::common::Acknowledgement;
use payments_sandbox::{Provider, Sandbox, bank131, vepay};
use tokio::net::TcpListener;

use crate::random::Random;
use payments_fixtures::Failure;
use payments_fixtures::bank131 as shop;
use payments_fixtures::browser::Browser;
use payments_fixtures::receiver::Receiver;

/// What takes the providers seconds takes hundredths of one here. Faster, and a page would expire on a busy machine.
const SPEED: NonZeroU32 = NonZeroU32::new(100).unwrap();

/// Where many shops do business at once.
pub(crate) struct TestBed {
    pub(crate) sandbox: Sandbox,
    pub(crate) browser: Browser,
    /// The session of each of the shop's references, from verified webhooks.
    told: Arc<Mutex<BTreeMap<String, String>>>,
    /// The target of redirects. No request may arrive here.
    pub(crate) trap: TcpListener,
    _receiver: Receiver<()>,
}

impl TestBed {
    /// The providers' undocumented choices are made by `random`.
    pub(crate) async fn open(random: &mut Random) -> Result<Self, Failure> {
        let bank131_on_duplicate =
            if random.one_in(2) { bank131::OnDuplicate::SameAnswer } else { bank131::OnDuplicate::Refused };
        let vepay_on_duplicate =
            if random.one_in(2) { vepay::OnDuplicate::SameAnswer } else { vepay::OnDuplicate::Refused };
        let address = address(random);
        let builder = Sandbox::builder().speed(SPEED).listen(SocketAddr::new(address, 0));
        let sandbox =
            builder.bank131_on_duplicate(bank131_on_duplicate).vepay_on_duplicate(vepay_on_duplicate).start().await?;

        let webhooks = shop::webhooks(sandbox.announcement())?;
        let told: Arc<Mutex<BTreeMap<String, String>>> = Arc::default();
        let book = Arc::clone(&told);
        let receiver = Receiver::start(move |head, body| {
            let answer = match webhooks.receive(&head.headers, body) {
                Ok(event) => {
                    for (reference, session) in references(&event) {
                        book.lock().unwrap_or_else(PoisonError::into_inner).insert(reference, session);
                    }
                    event.ack().to_response()
                }
                Err(error) => Acknowledgement::empty(error.status()).to_response(),
            };
            (None, answer)
        })
        .await?;
        sandbox.set_callback(Provider::Bank131, &format!("{}/webhooks", receiver.url))?;
        let trap = TcpListener::bind(SocketAddr::new(address, 0)).await?;
        Ok(Self { sandbox, browser: Browser::new(), told, trap, _receiver: receiver })
    }

    /// The session of this reference, from a verified webhook.
    pub(crate) fn told(&self, reference: &str) -> Option<String> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).get(reference).cloned()
    }
}

/// An address of this machine that no other sandbox is likely to have: a port that one of them keeps closed for a while may be
/// given to another.
fn address(random: &mut Random) -> IpAddr {
    if !cfg!(target_os = "linux") {
        return IpAddr::V4(Ipv4Addr::LOCALHOST);
    }
    let [first, second, third, ..] = random.next().to_le_bytes();
    IpAddr::V4(Ipv4Addr::new(127, first, second, third.clamp(1, 254)))
}

/// The shop's references in a webhook, each with its session.
fn references(event: &Event) -> Vec<(String, String)> {
    let Some(session) = &event.session else { return Vec::new() };
    let payments = session.payments().iter().filter_map(|payment| payment.customer.as_ref());
    let payouts = session.payouts().iter().filter_map(|payout| payout.customer.as_ref());
    let references = payments.chain(payouts).map(|customer| customer.reference.as_str().to_owned());
    references.map(|reference| (reference, session.id.as_str().to_owned())).collect()
}
