//! The four simulated providers, made from their settings and credentials.

use std::time::Duration;

use crate::announcement::Announcement;
use crate::clock::Clock;
use crate::credentials::Keys;
use crate::each_provider::EachProvider;
use crate::machine::Machine;
use crate::random::Random;
use crate::{bank131, kvell, payneteasy, vepay};

/// How the simulated providers behave where there is a choice.
#[derive(Clone, Debug)]
pub(crate) struct Behaviour {
    pub(crate) bank131_on_duplicate: bank131::OnDuplicate,
    pub(crate) payneteasy_skew: Duration,
    pub(crate) payneteasy_transaction_type: String,
    pub(crate) vepay_callback_fields: vepay::CallbackFields,
    pub(crate) vepay_on_duplicate: vepay::OnDuplicate,
    pub(crate) kvell_signs_callbacks: bool,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            bank131_on_duplicate: bank131::OnDuplicate::default(),
            payneteasy_skew: payneteasy::SKEW,
            payneteasy_transaction_type: payneteasy::TRANSACTION_TYPE.to_owned(),
            vepay_callback_fields: vepay::CallbackFields::default(),
            vepay_on_duplicate: vepay::OnDuplicate::default(),
            kvell_signs_callbacks: true,
        }
    }
}

/// Creates the four providers, each with its own source of random strings.
pub(crate) fn machines(
    behaviour: &Behaviour,
    announcement: &Announcement,
    keys: Keys,
    clock: Clock,
    mut random: impl FnMut() -> Random,
) -> EachProvider<Box<dyn Machine>> {
    EachProvider {
        bank131: Box::new({
            let announced = &announcement.bank131;
            let partner = bank131::Partner::new(&announced.project, keys.partner.verifier());
            let (signer, on_duplicate) = (keys.bank.into_signer(), behaviour.bank131_on_duplicate);
            bank131::Bank::new(&announced.base_url, partner, signer, on_duplicate, clock, random())
        }),
        payneteasy: Box::new({
            let announced = &announcement.payneteasy;
            let settings = payneteasy::Settings {
                base_url: announced.base_url.clone(),
                endpoint_id: announced.endpoint_id,
                endpoint_group_id: announced.endpoint_group_id,
                merchant_control: announced.merchant_control.clone(),
                transaction_type: behaviour.payneteasy_transaction_type.clone(),
            };
            let skew = behaviour.payneteasy_skew;
            let merchant = payneteasy::Merchant::new(&announced.login, keys.merchant.verifier(), skew);
            payneteasy::Gateway::new(settings, merchant, random())
        }),
        vepay: Box::new({
            let announced = &announcement.vepay;
            let settings = vepay::Settings {
                base_url: announced.base_url.clone(),
                callback_key: announced.callback_key.clone(),
                callback_fields: behaviour.vepay_callback_fields,
                on_duplicate: behaviour.vepay_on_duplicate,
            };
            vepay::Service::new(settings, vepay::Partner::new(&announced.mfo, &announced.secret), clock, random())
        }),
        kvell: Box::new({
            let announced = &announcement.kvell;
            let shop = kvell::Shop::new(&announced.api_key, &announced.secret_key, keys.store.verifier());
            kvell::Gateway::new(shop, behaviour.kvell_signs_callbacks, clock, random())
        }),
    }
}
