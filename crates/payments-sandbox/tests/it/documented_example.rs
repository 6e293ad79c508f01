//! The documented request gets the documented response, member by member.

use serde_json::Value;

use crate::support::{INIT, TestBed};

/// Both from the page of the partner's method `session/multi/init` in the bank's documentation.
const REQUEST: &str = include_str!("../fixtures/bank131/multi_init_request.min.json");
const RESPONSE: &str = include_str!("../fixtures/bank131/multi_init_response.json");

/// What is different in every answer.
const VARYING: [&str; 3] = ["id", "created_at", "updated_at"];

/// Every leaf with its path, in the order of the text: `serde_json::Value` alone would forget the order.
fn leaves(json: &str) -> Vec<(String, String)> {
    let mut found = vec![];
    let mut path: Vec<String> = vec![];
    let indented = indent(json);
    for line in indented.lines() {
        let line = line.trim().trim_end_matches(',');
        let (name, value) = match line.split_once("\": ") {
            Some((name, value)) => (name.trim_start_matches('"'), value),
            None => ("", line),
        };
        match value {
            "{" | "[" => path.push(name.to_owned()),
            "}" | "]" => drop(path.pop()),
            leaf => {
                let shown = if VARYING.contains(&name) { "…" } else { leaf };
                found.push((format!("{}/{name}", path.join("/")), shown.to_owned()));
            }
        }
    }
    found
}

/// One member to a line, members in the order of the text.
fn indent(json: &str) -> String {
    let raw: &serde_json::value::RawValue = serde_json::from_str(json).unwrap();
    let mut indented = String::new();
    let mut inside_string = false;
    let mut escaped = false;
    for character in raw.get().chars() {
        if inside_string {
            indented.push(character);
            inside_string = escaped || character != '"';
            escaped = !escaped && character == '\\';
            continue;
        }
        match character {
            '"' => {
                inside_string = true;
                indented.push('"');
            }
            '{' | '[' => {
                indented.push(character);
                indented.push('\n');
            }
            '}' | ']' => {
                indented.push('\n');
                indented.push(character);
            }
            ',' => indented.push_str(",\n"),
            ':' => indented.push_str(": "),
            space if space.is_whitespace() => {}
            other => indented.push(other),
        }
    }
    indented.replace("{\n\n}", "{}")
}

#[tokio::test]
async fn the_documented_request_gets_the_documented_response() {
    let world = TestBed::new().await;
    let reply = world.partner.post(INIT, REQUEST.as_bytes()).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), Some("application/json"));

    let (answered, documented) = (leaves(&reply.text()), leaves(RESPONSE));
    assert!(documented.len() > 60, "got {}", documented.len());
    for (answer, example) in answered.iter().zip(&documented) {
        assert_eq!(answer, example);
    }
    assert_eq!(answered.len(), documented.len());
}

#[tokio::test]
async fn ids_and_timestamps_look_like_the_documented_ones() {
    let world = TestBed::new().await;
    let session = world.partner.post(INIT, REQUEST.as_bytes()).await.json()["session"].take();
    let (payout, payment) = (&session["payments"][0], &session["acquiring_payments"][0]);
    let text = |value: &Value| value.as_str().unwrap().to_owned();

    assert!(text(&session["id"]).starts_with("ps_"));
    assert!(text(&payout["id"]).starts_with("po_"));
    assert!(text(&payment["id"]).starts_with("pm_"));

    // As in the example: session created, session updated, payment created, payout created.
    let times =
        [&session["created_at"], &session["updated_at"], &payment["created_at"], &payout["created_at"]].map(text);
    assert!(times.is_sorted(), "{times:?}");
    for time in times {
        assert_eq!(time.len(), "2024-07-02T12:13:23.692217Z".len());
        assert!(time.ends_with('Z') && time.as_bytes()[19] == b'.');
    }
}
