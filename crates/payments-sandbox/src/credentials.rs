//! The credentials of a start, never the same twice.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::announcement::{
    Announcement, Bank131Announcement, KvellAnnouncement, PaynetEasyAnnouncement, VepayAnnouncement,
};
use crate::each_provider::EachProvider;
use crate::keys::{KeyError, KeyPair};
use crate::random::Random;

/// Those of the starts that asked to share them.
static SHARED: OnceCell<Keys> = OnceCell::const_new();
/// Those of the simulations that asked to share them, by seed.
static OF_SEEDS: Mutex<BTreeMap<[u8; 32], Keys>> = Mutex::new(BTreeMap::new());

/// The keys of those providers that sign with RSA.
#[derive(Clone)]
pub(crate) struct Keys {
    pub(crate) partner: KeyPair,
    pub(crate) bank: KeyPair,
    pub(crate) merchant: KeyPair,
    pub(crate) store: KeyPair,
}

impl Keys {
    /// Those of the first start in this process that shared them.
    pub(crate) async fn shared() -> Result<Self, KeyError> {
        SHARED.get_or_try_init(Self::generate).await.cloned()
    }

    /// Makes all of them of this randomness, one after the other.
    pub(crate) fn of(mut random: Random) -> Result<Self, KeyError> {
        let mut make = || KeyPair::of(&mut random);
        Ok(Self { partner: make()?, bank: make()?, merchant: make()?, store: make()? })
    }

    /// Those that this seed gives, whose randomness this is; made once in this process.
    pub(crate) fn shared_of(seed: [u8; 32], random: Random) -> Result<Self, KeyError> {
        let mut made = OF_SEEDS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(keys) = made.get(&seed) {
            return Ok(keys.clone());
        }
        let keys = Self::of(random)?;
        made.insert(seed, keys.clone());
        Ok(keys)
    }

    /// Makes all of them at once.
    pub(crate) async fn generate() -> Result<Self, KeyError> {
        let [partner, bank, merchant, store] = std::array::from_fn(|_| KeyPair::generate());
        Ok(Self { partner: partner.await?, bank: bank.await?, merchant: merchant.await?, store: store.await? })
    }
}

/// All of them, with the key files in this folder.
pub(crate) fn announce(
    keys: &Keys,
    folder: &TempDir,
    addresses: EachProvider<String>,
    random: &mut Random,
) -> Result<Announcement, KeyError> {
    Ok(Announcement {
        bank131: bank131(keys, folder, addresses.bank131)?,
        payneteasy: payneteasy(keys, folder, &addresses.payneteasy, random)?,
        vepay: vepay(&addresses.vepay, random),
        kvell: kvell(keys, folder, addresses.kvell, random)?,
    })
}

fn bank131(keys: &Keys, folder: &TempDir, base_url: String) -> Result<Bank131Announcement, KeyError> {
    let bank131 = Bank131Announcement {
        base_url,
        project: "sandbox".to_owned(),
        private_key_pem_file: folder.path().join("bank131-partner-private.pem"),
        bank_public_key_pem_file: folder.path().join("bank131-bank-public.pem"),
    };
    keys.partner.write_private(&bank131.private_key_pem_file)?;
    keys.bank.write_public(&bank131.bank_public_key_pem_file)?;
    Ok(bank131)
}

fn payneteasy(
    keys: &Keys,
    folder: &TempDir,
    address: &str,
    random: &mut Random,
) -> Result<PaynetEasyAnnouncement, KeyError> {
    let payneteasy = PaynetEasyAnnouncement {
        base_url: format!("{address}/paynet"),
        login: "SandboxMerchant".to_owned(),
        endpoint_id: 39915,
        endpoint_group_id: 1131,
        merchant_control: random.uuid(),
        private_key_pem_file: folder.path().join("payneteasy-merchant-private.pem"),
    };
    keys.merchant.write_private(&payneteasy.private_key_pem_file)?;
    Ok(payneteasy)
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
    let kvell = KvellAnnouncement {
        form_url: address.clone(),
        api_url: address,
        api_key: random.uuid(),
        secret_key: random.alphanumeric::<32>(),
        payout_private_key_pem_file: folder.path().join("kvell-payout-private.pem"),
    };
    keys.store.write_private(&kvell.payout_private_key_pem_file)?;
    Ok(kvell)
}
