//! The other ways to write a JSON body that mean the same, and are other bytes.

use super::Candidate;
use crate::page::Bilingual;

/// How to write JSON.
#[derive(Clone, Copy)]
struct Style {
    comma: &'static str,
    colon: &'static str,
    indent: usize,
    strings: Strings,
}

#[derive(Clone, Copy)]
enum Strings {
    AsTheyAre,
    /// Every character as itself, where it may be.
    Plain,
    /// `\/`, and `\u0416` for what is not ASCII.
    Escaped,
}

const COMPACT: Style = Style { comma: ",", colon: ":", indent: 0, strings: Strings::AsTheyAre };

const STYLES: [(Style, Bilingual); 6] = [
    (COMPACT, SPACING),
    (Style { comma: ", ", colon: ": ", ..COMPACT }, SPACING),
    (Style { colon: ": ", indent: 2, ..COMPACT }, SPACING),
    (Style { colon: ": ", indent: 4, ..COMPACT }, SPACING),
    (Style { strings: Strings::Escaped, ..COMPACT }, ESCAPES),
    (Style { strings: Strings::Plain, ..COMPACT }, ESCAPES),
];

/// A body as clients sign it by mistake.
pub(crate) fn respelled(body: &[u8]) -> Vec<Candidate> {
    let mut candidates = vec![
        Candidate::new("", NOTHING),
        Candidate::new([body, b"\n"].concat(), LINE_BREAK),
        Candidate::new(body.trim_ascii(), LINE_BREAK),
    ];
    // Also refuses more than 128 levels: the indents of a body that is nothing but brackets would fill the memory.
    let Ok(value) = serde_json::from_slice::<serde_json::Value>(body) else { return candidates };
    let tokens = tokens(str::from_utf8(body).unwrap_or_default());
    candidates.extend(STYLES.map(|(style, mistake)| Candidate::new(write(&tokens, style), mistake)));
    candidates.push(Candidate::new(value.to_string(), MEMBER_ORDER));
    candidates
}

/// Strings with their quotes, punctuation, and everything else that is not white space.
fn tokens(json: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = json.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string_length(rest),
            '{' | '}' | '[' | ']' | ',' | ':' => 1,
            _ => rest.find([' ', '\n', '\r', '\t', ',', ':', '}', ']']).unwrap_or(rest.len()).max(1),
        };
        let Some((token, after)) = rest.split_at_checked(length) else { break };
        tokens.push(token);
        rest = after.trim_start();
    }
    tokens
}

fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (position, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return position + 1,
            _ => {}
        }
    }
    text.len()
}

fn write(tokens: &[&str], style: Style) -> String {
    let mut written = String::new();
    let mut depth = 0_usize;
    let line = |written: &mut String, depth: usize| {
        if style.indent > 0 {
            written.push('\n');
            written.push_str(&" ".repeat(style.indent * depth));
        }
    };
    for (position, token) in tokens.iter().enumerate() {
        let next = tokens.get(position + 1).copied().unwrap_or_default();
        match *token {
            "{" | "[" => {
                written.push_str(token);
                depth += 1;
                if !matches!(next, "}" | "]") {
                    line(&mut written, depth);
                }
            }
            "}" | "]" => {
                depth = depth.saturating_sub(1);
                if !written.ends_with(['{', '[']) {
                    line(&mut written, depth);
                }
                written.push_str(token);
            }
            "," => {
                written.push_str(style.comma);
                line(&mut written, depth);
            }
            ":" => written.push_str(style.colon),
            text if text.starts_with('"') => written.push_str(&string(text, style.strings)),
            other => written.push_str(other),
        }
    }
    written
}

fn string(token: &str, strings: Strings) -> String {
    let Ok(text) = serde_json::from_str::<String>(token) else { return token.to_owned() };
    let plain = serde_json::Value::from(text).to_string();
    match strings {
        Strings::AsTheyAre => token.to_owned(),
        Strings::Plain => plain,
        Strings::Escaped => plain.chars().map(escaped).collect(),
    }
}

fn escaped(character: char) -> String {
    match character {
        '/' => "\\/".to_owned(),
        character if character.is_ascii() => character.to_string(),
        character => {
            let units = character.encode_utf16(&mut [0; 2]).to_vec();
            units.iter().fold(String::new(), |text, unit| text + &format!("\\u{unit:04x}"))
        }
    }
}

const NOTHING: Bilingual = Bilingual {
    ru: "Подписано пустое тело: подпись вычислена до того, как тело записано.",
    en: "What was signed is an empty body: the signature was made before the body was written.",
};
const LINE_BREAK: Bilingual = Bilingual {
    ru: "Подписано тело с другим переводом строки в конце: нужны ровно те байты, что отправлены.",
    en: "What was signed differs by white space at the ends of the body: sign the very bytes that are sent.",
};
const SPACING: Bilingual = Bilingual {
    ru: "Подписано то же тело с другими пробелами: нужны ровно те байты, что отправлены.",
    en: "What was signed is the same body with other white space: sign the very bytes that are sent.",
};
const ESCAPES: Bilingual = Bilingual {
    ru: "Подписано то же тело, но кириллица или «/» записаны иначе: нужны ровно те байты, что отправлены.",
    en: "What was signed is the same body with other escapes (`\\/`, `\\u0416`): sign the very bytes that are sent.",
};
const MEMBER_ORDER: Bilingual = Bilingual {
    ru: "Подписано то же тело с другим порядком полей: нужны ровно те байты, что отправлены.",
    en: "What was signed is the same body with its members in another order: sign the very bytes that are sent.",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_written_as_other_libraries_write_it() {
        let body = "{\"b\":\"Жук/\",\"a\":[1,{}],\"c\":\"\\\"\"}";
        let texts: Vec<String> =
            respelled(body.as_bytes()).into_iter().map(|one| String::from_utf8(one.text).unwrap()).collect();
        for wanted in [
            "",
            "{\"b\": \"Жук/\", \"a\": [1, {}], \"c\": \"\\\"\"}",
            "{\n  \"b\": \"Жук/\",\n  \"a\": [\n    1,\n    {}\n  ],\n  \"c\": \"\\\"\"\n}",
            "{\"b\":\"\\u0416\\u0443\\u043a\\/\",\"a\":[1,{}],\"c\":\"\\\"\"}",
            "{\"a\":[1,{}],\"b\":\"Жук/\",\"c\":\"\\\"\"}",
        ] {
            assert!(texts.iter().any(|text| text == wanted), "{wanted}\nis not among\n{texts:#?}");
        }
    }

    #[test]
    fn what_is_no_json_does_no_harm() {
        for body in ["", "{", "\"", "\"\\", "]]", "ж", "{\"a\":", "1 2", "\u{7f}"] {
            assert!(!respelled(body.as_bytes()).is_empty(), "{body}");
        }
        assert!(!respelled(&[0xff, b'{']).is_empty());
    }

    #[test]
    fn a_body_of_brackets_does_not_grow_with_its_depth() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let deep = format!("{}1{}", open.repeat(200_000), close.repeat(200_000));
            let size: usize = respelled(deep.as_bytes()).iter().map(|candidate| candidate.text.len()).sum();
            assert!(size < 4 * deep.len(), "{size}");
        }
        // What is not too deep grows by its indents only.
        let nested = format!("{}1{}", "[".repeat(100), "]".repeat(100));
        let size: usize = respelled(nested.as_bytes()).iter().map(|candidate| candidate.text.len()).sum();
        assert!(size < 1000 * nested.len(), "{size}");
    }
}
