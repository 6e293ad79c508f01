//! The credentials, the same at every start: all come from the published seed.

use std::path::PathBuf;

use tempfile::TempDir;

use crate::announcement::{
    Announcement, Bank131Announcement, KvellAnnouncement, PaynetEasyAnnouncement, VepayAnnouncement,
};
use crate::each_provider::EachProvider;
use crate::keys::{self, BANK, KeyError, KeyPair, MERCHANT, PARTNER, SEED, STORE};
use crate::random::Random;

/// The keys of those providers that sign with RSA.
#[derive(Clone)]
pub(crate) struct Keys {
    pub(crate) partner: KeyPair,
    pub(crate) bank: KeyPair,
    pub(crate) merchant: KeyPair,
    pub(crate) store: KeyPair,
}

impl Keys {
    pub(crate) fn published() -> Result<Self, KeyError> {
        Ok(Self {
            partner: KeyPair::of(PARTNER)?,
            bank: KeyPair::of(BANK)?,
            merchant: KeyPair::of(MERCHANT)?,
            store: KeyPair::of(STORE)?,
        })
    }
}

/// All of them, with the key files in this folder.
pub(crate) fn announce(
    keys: &Keys,
    folder: &TempDir,
    addresses: EachProvider<String>,
    workbench_url: String,
) -> Result<Announcement, KeyError> {
    let mut random = Random::new(SEED);
    Ok(Announcement {
        bank131: bank131(keys, folder, addresses.bank131)?,
        payneteasy: payneteasy(keys, folder, &addresses.payneteasy, &mut random)?,
        vepay: vepay(&addresses.vepay, &mut random),
        kvell: kvell(keys, folder, addresses.kvell, &mut random)?,
        workbench_url,
    })
}

/// A private key as text and in a file.
fn private_key(folder: &TempDir, name: &str, pair: &KeyPair) -> Result<(String, PathBuf), KeyError> {
    let (pem, file) = (pair.private_pem()?, folder.path().join(name));
    keys::write_private(&file, &pem)?;
    Ok((pem, file))
}

fn bank131(keys: &Keys, folder: &TempDir, base_url: String) -> Result<Bank131Announcement, KeyError> {
    let (private_key_pem, private_key_pem_file) = private_key(folder, "bank131-partner-private.pem", &keys.partner)?;
    let bank_public_key_pem = keys.bank.public_pem()?;
    let bank_public_key_pem_file = folder.path().join("bank131-bank-public.pem");
    keys::write_public(&bank_public_key_pem_file, &bank_public_key_pem)?;
    let project = "sandbox".to_owned();
    Ok(Bank131Announcement {
        base_url,
        project,
        private_key_pem_file,
        private_key_pem,
        bank_public_key_pem_file,
        bank_public_key_pem,
    })
}

fn payneteasy(
    keys: &Keys,
    folder: &TempDir,
    address: &str,
    random: &mut Random,
) -> Result<PaynetEasyAnnouncement, KeyError> {
    let (private_key_pem, private_key_pem_file) =
        private_key(folder, "payneteasy-merchant-private.pem", &keys.merchant)?;
    Ok(PaynetEasyAnnouncement {
        base_url: format!("{address}/paynet"),
        login: "SandboxMerchant".to_owned(),
        endpoint_id: 39915,
        endpoint_group_id: 1131,
        merchant_control: random.uuid(),
        private_key_pem_file,
        private_key_pem,
    })
}

fn vepay(address: &str, random: &mut Random) -> VepayAnnouncement {
    VepayAnnouncement {
        base_url: format!("{address}/mfo"),
        mfo: "131".to_owned(),
        secret: random.hex::<20>(),
        // No longer than the twenty characters there is room for at the provider.
        callback_key: random.hex::<10>(),
    }
}

fn kvell(keys: &Keys, folder: &TempDir, address: String, random: &mut Random) -> Result<KvellAnnouncement, KeyError> {
    let (payout_private_key_pem, payout_private_key_pem_file) =
        private_key(folder, "kvell-payout-private.pem", &keys.store)?;
    Ok(KvellAnnouncement {
        form_url: address.clone(),
        api_url: address,
        api_key: random.uuid(),
        secret_key: random.alphanumeric::<32>(),
        payout_private_key_pem_file,
        payout_private_key_pem,
    })
}
