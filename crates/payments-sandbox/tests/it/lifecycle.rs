//! Starting, stopping, and the README that tells about it.

use crate::support::fast;

#[test]
fn the_tables_are_the_same() {
    assert!(include_str!("../../README.md").contains(include_str!("../../cards.md")));
}

#[tokio::test]
async fn a_stopped_sandbox_leaves_nothing_behind() {
    for politely in [true, false] {
        let sandbox = fast().start().await.unwrap();
        let bank = sandbox.announcement().bank131.clone();
        assert!(bank.private_key_pem_file.exists());
        let debug = format!("{sandbox:?}");
        assert!(!debug.contains("BEGIN") && !debug.contains("signer"), "{debug}");
        if politely {
            sandbox.stop().await.unwrap();
        } else {
            drop(sandbox);
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        assert!(!bank.private_key_pem_file.parent().unwrap().exists());
        let address = bank.base_url.trim_start_matches("http://");
        assert!(std::net::TcpStream::connect(address).is_err());
    }
}
