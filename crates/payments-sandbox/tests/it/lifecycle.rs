//! Starting, stopping, and the tables of the README.

use std::net::{SocketAddr, TcpListener};

use payments_sandbox::{Announcement, Provider, Sandbox, StartError};

use crate::support::fast;

#[test]
fn the_tables_are_the_same() {
    for table in [
        include_str!("../../cards.md"),
        include_str!("../../cvv2.md"),
        include_str!("../../vepay-cards.md"),
        include_str!("../../kvell-cards.md"),
        include_str!("../../kvell-payout-cards.md"),
    ] {
        assert!(include_str!("../../README.md").contains(table));
    }
}

fn ports(announcement: &Announcement) -> [u16; 4] {
    let port = |url: &str| url::Url::parse(url).unwrap().port().unwrap();
    [
        &announcement.bank131.base_url,
        &announcement.payneteasy.base_url,
        &announcement.vepay.base_url,
        &announcement.kvell.api_url,
    ]
    .map(|url| port(url))
}

#[tokio::test]
async fn other_providers_take_the_next_free_ports() {
    // A port that is free, and whose neighbour is not. Again if somebody else takes it in the meantime.
    let (first, taken, sandbox) = loop {
        let first = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let next = first.port().checked_add(1).map(|port| SocketAddr::new(first.ip(), port));
        let Some(Ok(taken)) = next.map(TcpListener::bind) else {
            continue;
        };
        if let Ok(sandbox) = fast().listen(first).start().await {
            break (first, taken, sandbox);
        }
    };
    let [bank131, payneteasy, vepay, kvell] = ports(sandbox.announcement());
    assert_eq!(bank131, first.port());
    assert!(payneteasy > taken.local_addr().unwrap().port() && vepay > payneteasy && kvell > vepay);
}

#[tokio::test]
async fn a_callback_address_is_checked_for_each_provider() {
    for provider in [Provider::Bank131, Provider::PaynetEasy, Provider::Vepay, Provider::Kvell] {
        let refused = Sandbox::builder().callback(provider, "https://httpstat.us/200").start().await.unwrap_err();
        assert!(matches!(&refused, StartError::Callback { provider: named, .. } if *named == provider), "{refused}");
        assert_eq!(provider.as_str().parse(), Ok(provider));
    }
}

#[tokio::test]
async fn a_stopped_sandbox_leaves_nothing_behind() {
    for politely in [true, false] {
        let sandbox = fast().start().await.unwrap();
        let bank = sandbox.announcement().bank131.clone();
        let gateway = sandbox.announcement().payneteasy.clone();
        assert!(bank.private_key_pem_file.exists());
        let debug = format!("{sandbox:?}");
        assert!(!debug.contains("BEGIN") && !debug.contains("signer"), "{debug}");
        let vepay = sandbox.announcement().vepay.clone();
        let kvell = sandbox.announcement().kvell.clone();
        for secret in [&gateway.merchant_control, &vepay.secret, &vepay.callback_key, &kvell.secret_key] {
            assert!(!debug.contains(secret), "{debug}");
        }
        if politely {
            sandbox.stop().await.unwrap();
        } else {
            drop(sandbox);
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        assert!(!bank.private_key_pem_file.parent().unwrap().exists());
        for url in [&bank.base_url, &gateway.base_url, &vepay.base_url, &kvell.form_url, &kvell.api_url] {
            let address = url::Url::parse(url).unwrap().socket_addrs(|| None).unwrap();
            assert!(std::net::TcpStream::connect(&*address).is_err());
        }
    }
}

#[tokio::test]
async fn credentials_are_the_same_at_every_start() {
    let credentials = |sandbox: &Sandbox| {
        let announcement = sandbox.announcement();
        let (bank, gateway, kvell) = (&announcement.bank131, &announcement.payneteasy, &announcement.kvell);
        let files = [
            &bank.private_key_pem_file,
            &bank.bank_public_key_pem_file,
            &gateway.private_key_pem_file,
            &kvell.payout_private_key_pem_file,
        ];
        let keys = files.map(|file| std::fs::read_to_string(file).unwrap());
        (keys, announcement.vepay.secret.clone(), kvell.secret_key.clone(), gateway.merchant_control.clone())
    };
    let [first, second] = [fast().start().await.unwrap(), fast().start().await.unwrap()];
    assert_eq!(credentials(&first), credentials(&second));
    let (keys, ..) = credentials(&first);
    assert!(keys.iter().enumerate().all(|(position, key)| !keys[..position].contains(key)), "one key for each side");
}
