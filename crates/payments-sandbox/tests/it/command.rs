//! The binary.

use std::path::Path;
use std::process::{Output, Stdio};
use std::time::Duration;

use payments_sandbox::{CallbackFault, FaultKind, Script};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::{Child, ChildStdout, Command};

use crate::support::http;

fn sandbox() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_payments-sandbox"));
    command.kill_on_drop(true).env_remove("RUST_LOG");
    command
}

fn start(arguments: &[&str]) -> (Child, BufReader<ChildStdout>) {
    let mut child = sandbox().args(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    (child, stdout)
}

async fn first_line(stdout: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    tokio::time::timeout(Duration::from_secs(20), stdout.read_line(&mut line))
        .await
        .expect("an announcement within twenty seconds")
        .unwrap();
    line
}

async fn output(arguments: &[&str]) -> Output {
    sandbox().args(arguments).output().await.unwrap()
}

#[cfg(unix)]
#[tokio::test]
async fn the_announcement_is_one_line_and_sigterm_cleans_up() {
    use std::os::unix::fs::PermissionsExt as _;

    let (mut child, mut stdout) = start(&["--announce", "json", "--speed", "50"]);
    let line = first_line(&mut stdout).await;
    let announcement: Value = serde_json::from_str(&line).unwrap();
    let bank = &announcement["bank131"];
    let text = |name: &str| bank[name].as_str().unwrap();

    let private = Path::new(text("private_key_pem_file"));
    let mode = std::fs::metadata(private).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let pem = |path: &Path| std::fs::read_to_string(path).unwrap();
    assert!(pem(private).starts_with("-----BEGIN PRIVATE KEY-----"));
    let public = Path::new(text("bank_public_key_pem_file"));
    assert!(pem(public).starts_with("-----BEGIN PUBLIC KEY-----"));
    assert!(!text("project").is_empty());
    let reply = http::get(text("base_url")).await;
    assert_eq!(reply.status, 404);

    let gateway = &announcement["payneteasy"];
    let text = |name: &str| gateway[name].as_str().unwrap();
    assert!(text("base_url").ends_with("/paynet"));
    assert!(pem(Path::new(text("private_key_pem_file"))).starts_with("-----BEGIN PRIVATE KEY-----"));
    assert!(gateway["endpoint_id"].is_u64() && gateway["endpoint_group_id"].is_u64());
    assert!(!text("login").is_empty());
    assert_eq!(text("merchant_control").len(), 36);
    assert_eq!(http::get(text("base_url")).await.status, 404);

    let vepay = &announcement["vepay"];
    let text = |name: &str| vepay[name].as_str().unwrap();
    assert!(text("base_url").ends_with("/mfo"));
    assert!(!text("mfo").is_empty() && text("secret").len() <= 50 && text("callback_key").len() == 20);
    assert_eq!(http::get(text("base_url")).await.status, 404);

    let kvell = &announcement["kvell"];
    let text = |name: &str| kvell[name].as_str().unwrap();
    assert_eq!((text("api_key").len(), text("secret_key").len()), (36, 32));
    assert!(pem(Path::new(text("payout_private_key_pem_file"))).starts_with("-----BEGIN PRIVATE KEY-----"));
    for name in ["form_url", "api_url"] {
        assert_eq!(http::get(text(name)).await.status, 404);
    }

    let pid = child.id().unwrap().to_string();
    let killed = std::process::Command::new("kill").arg(&pid).status();
    assert!(killed.unwrap().success());
    let status =
        tokio::time::timeout(Duration::from_secs(5), child.wait()).await.expect("stops within five seconds").unwrap();
    assert!(status.success(), "{status}");
    assert!(!private.parent().unwrap().exists());

    let mut rest = String::new();
    stdout.read_to_string(&mut rest).await.unwrap();
    assert_eq!(rest, "");
}

#[tokio::test]
async fn a_person_gets_text() {
    let (mut child, mut stdout) = start(&["--listen=127.0.0.1:0"]);
    assert!(first_line(&mut stdout).await.contains("no real money"));
    child.kill().await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn a_shell_can_read_the_announcement() {
    let (mut child, mut stdout) = start(&["--announce", "env"]);
    let mut script = String::new();
    while !script.contains("export KVELL_SECRET_KEY=") {
        script.push_str(&first_line(&mut stdout).await);
    }
    script.push_str(r#"printf '%s\n' "$BANK131_KEY_FILE" "$PAYNETEASY_ENDPOINT" "$VEPAY_MFO" "$KVELL_API_URL""#);
    let output = Command::new("sh").args(["-eu", "-c", &script]).output().await.unwrap();
    let values = String::from_utf8(output.stdout).unwrap();
    let values: Vec<_> = values.lines().collect();
    let &[key_file, endpoint, mfo, url] = values.as_slice() else { panic!("{values:?}") };

    assert!(std::fs::read_to_string(key_file).unwrap().starts_with("-----BEGIN PRIVATE KEY-----"));
    assert!(endpoint.parse::<u64>().is_ok() && !mfo.is_empty());
    assert_eq!(http::get(url).await.status, 404);
    child.kill().await.unwrap();
}

#[tokio::test]
async fn faults_are_met_on_the_ports_they_are_for() {
    let faults = ["--faults", "vepay=502:acted", "--faults", "kvell=429:3", "--callback-faults", "kvell=duplicate"];
    let (mut child, mut stdout) = start(&[&["--announce", "json"], &faults[..]].concat());
    let announcement: Value = serde_json::from_str(&first_line(&mut stdout).await).unwrap();
    let url = |provider: &str, name: &str| announcement[provider][name].as_str().unwrap().to_owned();
    for (url, statuses) in [
        (url("vepay", "base_url"), [502, 404]),
        (url("kvell", "api_url"), [429, 404]),
        (url("bank131", "base_url"), [404, 404]),
    ] {
        for status in statuses {
            assert_eq!(http::get(&url).await.status, status, "{url}");
        }
    }
    child.kill().await.unwrap();
}

#[tokio::test]
async fn bad_arguments_are_named_in_one_line() {
    let cases: [&[&str]; 28] = [
        &["--listen", "here"],
        &["--listen"],
        &["--announce", "xml"],
        &["--speed", "0"],
        &["--speed", "fast"],
        &["--callback", "http://127.0.0.1/"],
        &["--callback", "otherbank=http://127.0.0.1/"],
        &["--callback", "bank131=https://127.0.0.1/"],
        &["--callback", "bank131=http://shop.example/"],
        &["--callback", "payneteasy=https://httpstat.us/200"],
        &["--announce-host"],
        &["--callback", "bank131=http://shop:8080/"],
        &["--on-duplicate", "bank131=perhaps"],
        &["--on-duplicate", "payneteasy=refused"],
        &["--on-duplicate", "vepay=perhaps"],
        &["--faults", "vepay"],
        &["--faults", "otherbank=drop-answer"],
        &["--faults", "vepay=drop-answer,no-such-fault"],
        &["--callback-faults", "vepay=drop-answer"],
        &["--callback-faults", "vepay"],
        &["--skew", "payneteasy=-1"],
        &["--skew", "bank131=300"],
        &["--fields", "vepay=some"],
        &["--fields", "payneteasy=all"],
        &["--sign", "kvell=perhaps"],
        &["--sign", "vepay=no"],
        &["--verbose"],
        &["extra"],
    ];
    for arguments in cases {
        let output = output(arguments).await;
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
        assert!(stderr.contains(arguments[0]), "{arguments:?}: {stderr}");
        assert!(output.stdout.is_empty());
    }
}

#[tokio::test]
async fn a_host_that_is_none_is_a_failure_that_names_the_option() {
    for host in ["a b", "sandbox/path", "", "user@host"] {
        let output = output(&["--announce-host", host]).await;
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert!(stderr.contains("--announce-host: ") && stderr.contains(host), "{stderr}");
    }
}

#[tokio::test]
async fn a_taken_port_is_a_failure_that_names_the_option() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = output(&["--listen", &address]).await;
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(stderr.contains("--listen: cannot listen on"), "{stderr}");
}

/// Every option in the help, with a value that it takes.
#[tokio::test]
async fn every_option_in_the_help_is_accepted() {
    let help = String::from_utf8(output(&["--help"]).await.stdout).unwrap();
    let named = help.lines().filter_map(|line| line.strip_prefix("  --")?.split([' ', '\n']).next());
    let mut options = 0;
    for option in named.filter(|option| !matches!(*option, "help" | "version")) {
        options += 1;
        let value = match option {
            "listen" => "127.0.0.1:0",
            "announce" => "json",
            "announce-host" => "localhost",
            "allow-callback-host" => "shop",
            "callback" => "bank131=http://shop:8080/hook",
            "faults" => "vepay=pass,drop-answer",
            "callback-faults" => "kvell=duplicate",
            "speed" => "10",
            "on-duplicate" => "bank131=same-answer",
            "skew" => "payneteasy=60",
            "fields" => "vepay=all",
            "sign" => "kvell=no",
            other => panic!("--{other} is in the help and not in this test"),
        };
        let option = format!("--{option}");
        let arguments = ["--announce", "json", "--allow-callback-host", "shop", &option, value];
        let (mut child, mut stdout) = start(&arguments);
        let line = first_line(&mut stdout).await;
        assert!(serde_json::from_str::<Value>(&line).is_ok(), "{option} {value}: {line:?}");
        child.kill().await.unwrap();
    }
    assert!(options >= 12, "{options}");
}

#[tokio::test]
async fn a_container_is_announced_by_its_name_and_its_keys_by_their_text() {
    let (mut child, mut stdout) = start(&["--announce", "json", "--announce-host", "sandbox"]);
    let announcement: Value = serde_json::from_str(&first_line(&mut stdout).await).unwrap();
    let text = |pointer: &str| announcement.pointer(pointer).and_then(Value::as_str).unwrap();
    for address in ["/bank131/base_url", "/payneteasy/base_url", "/vepay/base_url", "/kvell/form_url", "/workbench_url"]
    {
        assert!(text(address).starts_with("http://sandbox:"), "{address}: {}", text(address));
    }
    for (key, file) in [
        ("/bank131/private_key_pem", "/bank131/private_key_pem_file"),
        ("/bank131/bank_public_key_pem", "/bank131/bank_public_key_pem_file"),
        ("/payneteasy/private_key_pem", "/payneteasy/private_key_pem_file"),
        ("/kvell/payout_private_key_pem", "/kvell/payout_private_key_pem_file"),
    ] {
        assert_eq!(text(key), std::fs::read_to_string(text(file)).unwrap());
    }
    child.kill().await.unwrap();
    // The same at every start: nothing has to be handed on from a container.
    let (mut child, mut stdout) = start(&["--announce", "json"]);
    let again: Value = serde_json::from_str(&first_line(&mut stdout).await).unwrap();
    for member in ["/bank131/private_key_pem", "/payneteasy/merchant_control", "/vepay/secret", "/kvell/secret_key"] {
        assert_eq!(again.pointer(member), announcement.pointer(member), "{member}");
    }
    child.kill().await.unwrap();
}

#[tokio::test]
async fn help_and_version_are_told_on_stdout() {
    let help = output(&["--help"]).await;
    assert!(help.status.success());
    let help = String::from_utf8(help.stdout).unwrap();
    for fault in FaultKind::ALL {
        let step = Script::random(0, 20, &[fault]).steps().iter().flatten().next().unwrap().to_string();
        assert!(help.contains(step.split(':').next().unwrap()), "{step}");
    }
    for fault in CallbackFault::ALL {
        assert!(help.contains(&fault.to_string()), "{fault}");
    }
    let version = output(&["--version"]).await;
    assert!(String::from_utf8(version.stdout).unwrap().starts_with("payments-sandbox "));
}
