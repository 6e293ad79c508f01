//! Wallets.

use payments_core::{Hidden, checked_text, open_enum, two_way_fields};

use super::tagged::tagged;

open_enum! {
    /// The operator of a wallet.
    pub enum WalletType {
        /// Монета.
        Moneta = "moneta",
        /// QIWI.
        Qiwi = "qiwi",
        /// Steam.
        Steam = "steam",
        /// ЮMoney.
        YooMoney = "yoomoney",
    }
}

tagged! {
    /// An electronic wallet (`wallet`): to pay out to, or with ЮMoney to pay by.
    ///
    /// A payment by ЮMoney names no account: [`Wallet::of_kind`]`(WalletType::YooMoney)`.
    pub struct Wallet: "type" WalletType;

    /// A wallet of Монета.
    moneta: WalletAccount = "moneta";
    /// A wallet of QIWI.
    qiwi: WalletAccount = "qiwi";
    /// A wallet of Steam.
    steam: WalletAccount = "steam";
    /// A wallet of ЮMoney.
    yoomoney: WalletAccount = "yoomoney";
}

checked_text! {
    /// A description of a payout to a wallet: 1 to 128 characters.
    pub struct WalletDescription: "description", is_description;
}

fn is_description(text: &str) -> Result<(), &'static str> {
    let fits = !text.is_empty() && text.chars().nth(128).is_none();
    if fits { Ok(()) } else { Err("must have 1 to 128 characters") }
}

two_way_fields! {
    /// An account of a wallet's operator.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct WalletAccount;

    /// The account; of ЮMoney 11 to 20 digits.
    account(into): Hidden<String> = "account";
    /// A description, at most 128 characters. Steam takes none.
    description(try WalletDescription): Hidden<String> = "description";
}

impl WalletAccount {
    /// Creates an account.
    pub fn new(account: impl Into<Hidden<String>>) -> Self {
        Self::default().account(account)
    }
}

open_enum! {
    /// The network of a wallet for crypto-assets.
    pub enum CryptoNetwork {
        /// TON.
        Ton = "ton",
    }
}

tagged! {
    /// A wallet for crypto-assets (`crypto_wallet`).
    pub struct CryptoWallet: "type" CryptoNetwork;

    /// A wallet in the TON network.
    ton: TonWallet = "ton";
}

two_way_fields! {
    /// A wallet in the TON network.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct TonWallet;

    /// The address.
    address(into): Hidden<String> = "address";
    /// The product's identifier.
    product_id(into): Hidden<String> = "product_id";
    /// The product's name.
    product_name(into): Hidden<String> = "product_name";
}

impl TonWallet {
    /// Creates a wallet from its address and the product that is bought.
    pub fn new(
        address: impl Into<Hidden<String>>,
        product_id: impl Into<Hidden<String>>,
        product_name: impl Into<Hidden<String>>,
    ) -> Self {
        Self::default().address(address).product_id(product_id).product_name(product_name)
    }
}

open_enum! {
    /// A phone maker's service that keeps cards.
    pub enum SecuredCardType {
        /// Apple Pay.
        ApplePay = "apple_pay",
        /// Google Pay.
        GooglePay = "google_pay",
    }
}

tagged! {
    /// A card that a phone maker's service keeps (`secured_card`).
    pub struct SecuredCard: "type" SecuredCardType;

    /// A payment by Apple Pay.
    apple_pay: SecuredCardToken = "apple_pay";
    /// A payment by Google Pay.
    google_pay: SecuredCardToken = "google_pay";
}

two_way_fields! {
    /// The encrypted token of one payment.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct SecuredCardToken;

    /// The token.
    token(into): Hidden<String> = "token";
}

impl SecuredCardToken {
    /// Wraps a token.
    pub fn new(token: impl Into<Hidden<String>>) -> Self {
        Self::default().token(token)
    }
}
