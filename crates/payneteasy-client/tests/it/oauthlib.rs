//! The same requests signed by oauthlib, an independent implementation.

use std::io::Write as _;
use std::process::{Command, Stdio};

use payneteasy_client::common::signing::RsaSigner;
use payneteasy_client::{Client, Environment, ResponseFormat};
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::support::{Gateway, clock_at, text, vectors};
use crate::vectors::Raw;

/// Characters that are not obvious to encode, and plain ones.
const ALPHABET: [&str; 40] = [
    "a", "z", "A", "Z", "0", "9", "-", ".", "_", "~", " ", "+", "%", "&", "=", "?", "/", ":", "#", "\"", "'", "(", ")",
    "*", "!", ",", ";", "@", "[", "]", "\\", "\n", "\r", "\t", "é", "ж", "☃", "😀", "%20", "+2B",
];

/// Pseudo-random numbers, the same in every run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }

    fn word(&mut self, shortest: usize, longest: usize) -> String {
        let length = shortest + self.below(longest - shortest + 1);
        (0..length).map(|_| ALPHABET[self.below(ALPHABET.len())]).collect()
    }
}

/// Whether the oracle is installed. With `ORACLES=required`, as in CI, a missing oracle is a failure.
fn is_there() -> bool {
    let asked =
        Command::new("python3").args(["-c", "import oauthlib, jwt, cryptography"]).stderr(Stdio::null()).status();
    let there = asked.is_ok_and(|status| status.success());
    let required = std::env::var("ORACLES").is_ok_and(|value| value == "required");
    assert!(there || !required, "ORACLES=required: python3 with oauthlib[signedtoken] is missing");
    there
}

fn ask(questions: &[Value]) -> Vec<Value> {
    let mut oracle = Command::new("python3")
        .args(["-c", include_str!("../fixtures/oauthlib_oracle.py")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let questions: Vec<String> = questions.iter().map(Value::to_string).collect();
    // Requests are written from a separate thread, because the oracle responds before it has read all of them.
    let mut input = oracle.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all((questions.join("\n") + "\n").as_bytes()));
    let output = oracle.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "{}", output.status);
    let answers = String::from_utf8(output.stdout).unwrap();
    answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The items of a header, in any order.
fn items(header: &str) -> Vec<&str> {
    let mut items: Vec<&str> = header.strip_prefix("OAuth ").expect(header).split(", ").collect();
    items.sort_unstable();
    items
}

#[test]
fn oauthlib_signs_the_same_text_and_writes_the_same_header() {
    if !is_there() {
        println!("skipped: no oauthlib");
        return;
    }
    let key = text(&vectors()["key"]["private_pkcs1_pem"]).to_owned();
    let gateway = Gateway::idle();
    let mut numbers = Numbers(0x5eed_cafe);
    let mut questions = Vec::new();
    let mut ours = Vec::new();
    for place in 0..120 {
        let base = [
            "https://gate.example/paynet",
            "https://GATE.example:443/a-b/c",
            "http://127.0.0.1:8080",
            "https://gate.example:8443/paynet",
        ][place % 4];
        let (login, nonce) = (format!("m{}", numbers.word(0, 6)), format!("n{}", numbers.word(0, 20)));
        let timestamp = 1 + numbers.below(4_000_000_000) as u64;
        let mut form = form_urlencoded::Serializer::new(String::new());
        for parameter in 0..numbers.below(12) {
            // Every third form has repeated names, as a custom endpoint may have.
            let name = match place % 3 {
                0 => ["a", "%", "ж"][numbers.below(3)].to_owned(),
                _ => format!("{}{parameter}", numbers.word(0, 8)),
            };
            form.append_pair(&name, &numbers.word(0, 24));
        }
        let body = form.finish();

        let signer = RsaSigner::from_pem(&key).unwrap();
        let pinned = nonce.clone();
        let client =
            Client::builder(Environment::at(base).unwrap(), login.chars().take(20).collect::<String>(), signer)
                .response_format(ResponseFormat::Form)
                .transport(|_: http::Request<bytes::Bytes>| async { panic!("nothing is sent") })
                .clock(clock_at(timestamp))
                .nonces(move || pinned.clone())
                .build()
                .unwrap();
        ours.push(gateway.run(client.explain(&Raw::form(body.as_str()))).unwrap());
        questions.push(json!({
            "url": format!("{base}/api/v4/transfer-form/39915"),
            "body": body,
            "login": login.chars().take(20).collect::<String>(),
            "nonce": nonce,
            "timestamp": timestamp.to_string(),
            "key": key,
        }));
    }

    let answers = ask(&questions);
    assert_eq!(answers.len(), ours.len());
    for ((answer, ours), question) in answers.iter().zip(&ours).zip(&questions) {
        assert_eq!(ours.base_string(), text(&answer["base_string"]), "{}", question["body"]);
        assert_eq!(items(ours.authorization()), items(text(&answer["authorization"])), "{}", question["body"]);
    }
}
