//! The credentials of a start, never the same twice.

use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::announcement::{Bank131Announcement, KvellAnnouncement, PaynetEasyAnnouncement, VepayAnnouncement};
use crate::keys::{KeyError, KeyPair};
use crate::random::Random;

/// Those of the starts that asked to share them.
static SHARED: OnceCell<Keys> = OnceCell::const_new();

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

    /// Makes all of them at once.
    pub(crate) async fn generate() -> Result<Self, KeyError> {
        let [partner, bank, merchant, store] = std::array::from_fn(|_| KeyPair::generate());
        Ok(Self { partner: partner.await?, bank: bank.await?, merchant: merchant.await?, store: store.await? })
    }
}

pub(crate) fn bank131(keys: &Keys, folder: &TempDir, base_url: String) -> Result<Bank131Announcement, KeyError> {
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

pub(crate) fn payneteasy(keys: &Keys, folder: &TempDir, address: &str) -> Result<PaynetEasyAnnouncement, KeyError> {
    let payneteasy = PaynetEasyAnnouncement {
        base_url: format!("{address}/paynet"),
        login: "SandboxMerchant".to_owned(),
        endpoint_id: 39915,
        endpoint_group_id: 1131,
        merchant_control: Random::from_os().uuid(),
        private_key_pem_file: folder.path().join("payneteasy-merchant-private.pem"),
    };
    keys.merchant.write_private(&payneteasy.private_key_pem_file)?;
    Ok(payneteasy)
}

pub(crate) fn vepay(address: &str) -> VepayAnnouncement {
    VepayAnnouncement {
        base_url: format!("{address}/mfo"),
        mfo: "131".to_owned(),
        secret: Random::from_os().hex::<20>(),
        // No longer than the twenty characters there is room for at the provider.
        callback_key: Random::from_os().hex::<10>(),
    }
}

pub(crate) fn kvell(keys: &Keys, folder: &TempDir, address: String) -> Result<KvellAnnouncement, KeyError> {
    let kvell = KvellAnnouncement {
        form_url: address.clone(),
        api_url: address,
        api_key: Random::from_os().uuid(),
        secret_key: Random::from_os().alphanumeric::<32>(),
        payout_private_key_pem_file: folder.path().join("kvell-payout-private.pem"),
    };
    keys.store.write_private(&kvell.payout_private_key_pem_file)?;
    Ok(kvell)
}
