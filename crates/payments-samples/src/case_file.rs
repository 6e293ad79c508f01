//! Reading case files.

use std::collections::BTreeMap;

use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use payments_core::RawResponse;

use crate::json_text;

const SOURCE: &str = "# Source: ";
const BODY: &str = "# Body:";
const MINIFIED_JSON: &str = "# Body: minified JSON";

/// Headers of the connection, not of the request: they are not compared.
pub const OF_THE_CONNECTION: &[&str] = &[
    "connection",
    "content-length",
    "host",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The expected request.
#[derive(Debug)]
pub struct RequestFile {
    /// The method.
    pub method: Method,
    /// Path and query.
    pub target: String,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl RequestFile {
    /// Reads a request, with the texts of the variables in its headers.
    ///
    /// # Errors
    ///
    /// What is wrong with the file.
    pub fn parse(file: &[u8], variables: &BTreeMap<&'static str, String>) -> Result<Self, String> {
        let Parts { start, mut headers, body } = Parts::parse(file)?;
        let (method, target) = start
            .split_once(' ')
            .filter(|(_, target)| target.starts_with('/') && !target.contains(' '))
            .ok_or_else(|| format!("`{start}` is not a request line: METHOD, one space and a path are expected"))?;
        let method = method.parse().map_err(|_| format!("`{method}` is not a method"))?;
        for (name, value) in &mut headers {
            if OF_THE_CONNECTION.contains(&name.as_str()) {
                return Err(format!("the header `{name}` belongs to the connection and is not compared: leave it out"));
            }
            for (variable, text) in variables {
                *value = value.replace(&format!("{{{variable}}}"), text);
            }
        }
        Ok(Self { method, target: target.to_owned(), headers, body })
    }

    /// The target without its query.
    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }
}

/// Reads a response.
///
/// # Errors
///
/// What is wrong with the file.
pub fn parse_response(file: &[u8]) -> Result<RawResponse, String> {
    let Parts { start, headers, body } = Parts::parse(file)?;
    let status = start.strip_prefix("HTTP ").and_then(|status| status.parse().ok());
    let status = status
        .filter(|status| (200..=599).contains(status))
        .and_then(|status| StatusCode::from_u16(status).ok())
        .ok_or_else(|| format!("`{start}` is not a status line: HTTP, one space and a status are expected"))?;
    let headers = headers.into_iter().map(typed).collect::<Result<HeaderMap, _>>()?;
    Ok(RawResponse::new(status, headers, body.into()))
}

fn typed((name, value): (String, String)) -> Result<(HeaderName, HeaderValue), String> {
    let typed = name.parse().ok().zip(value.parse().ok());
    typed.ok_or_else(|| format!("`{name}: {value}` cannot be a header"))
}

/// The parts that both kinds of file have.
struct Parts {
    start: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Parts {
    fn parse(file: &[u8]) -> Result<Self, String> {
        let (head, body) = split(file);
        let head = std::str::from_utf8(head).map_err(|_| "its head is not UTF-8".to_owned())?;
        if head.contains('\r') {
            return Err("its lines end with CR LF; write LF".to_owned());
        }
        let comments: Vec<&str> = head.lines().take_while(|line| line.starts_with('#')).collect();
        if comments.first().is_none_or(|first| !first.starts_with(SOURCE)) {
            return Err(format!("its first line does not name the source: `{SOURCE}…`"));
        }

        let mut lines = head.lines().skip(comments.len());
        let start = lines.next().ok_or("it has nothing but comments")?.to_owned();
        let headers = lines.map(header).collect::<Result<_, _>>()?;
        let body = match comments.iter().find(|comment| comment.starts_with(BODY)) {
            None => body.to_vec(),
            Some(&MINIFIED_JSON) => minified(body)?,
            Some(other) => return Err(format!("`{other}` is not understood; `{MINIFIED_JSON}` is")),
        };
        Ok(Self { start, headers, body })
    }
}

/// Splits at the first empty line, and removes the line feed at the end of the file from the body.
fn split(file: &[u8]) -> (&[u8], &[u8]) {
    let Some(end) = file.windows(2).position(|pair| pair == b"\n\n") else { return (file, b"") };
    let (head, rest) = file.split_at(end);
    let body = rest.get(2..).unwrap_or_default();
    (head, body.strip_suffix(b"\n").unwrap_or(body))
}

fn header(line: &str) -> Result<(String, String), String> {
    let (name, value) = line.split_once(": ").ok_or_else(|| format!("`{line}` is not a header: `name: value`"))?;
    Ok((name.to_ascii_lowercase(), value.to_owned()))
}

fn minified(body: &[u8]) -> Result<Vec<u8>, String> {
    json_text::minify(body).map_err(|problem| format!("its body is not JSON: {problem}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables() -> BTreeMap<&'static str, String> {
        BTreeMap::from([("version", "0.1.0".to_owned())])
    }

    #[test]
    fn a_request_is_read_unchanged() {
        let file =
            b"# Source: here\n# and more\nPOST /a/b?c=d\nUser-Agent: client/{version}\nx-sign: {signature}\n\n{ }\n\n";
        let request = RequestFile::parse(file, &variables()).unwrap();
        assert_eq!((request.method.as_str(), request.target.as_str(), request.path()), ("POST", "/a/b?c=d", "/a/b"));
        let headers = [("user-agent", "client/0.1.0"), ("x-sign", "{signature}")];
        assert_eq!(request.headers, headers.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(request.body, b"{ }\n", "one line feed is the file's, the other is the body's");
    }

    #[test]
    fn json_is_minified_when_the_file_says_so() {
        let file = b"# Source: here\n# Body: minified JSON\nHTTP 200\n\n{\n  \"a b\": [1, 2]\n}\n";
        let answer = parse_response(file).unwrap();
        assert_eq!((answer.status.as_u16(), &*answer.body), (200, b"{\"a b\":[1,2]}".as_slice()));
    }

    #[test]
    fn a_body_may_be_missing() {
        for file in ["# Source: here\nHTTP 400\n", "# Source: here\nHTTP 400\nx: y\n\n"] {
            assert!(parse_response(file.as_bytes()).unwrap().body.is_empty());
        }
    }

    #[test]
    fn a_malformed_case_file_is_refused() {
        for (file, complaint) in [
            ("HTTP 200\n", "does not name the source"),
            ("# Source: here\n", "nothing but comments"),
            ("# Source: here\nPOST /\n", "not a status line"),
            ("# Source: here\nHTTP 99\n", "not a status line"),
            ("# Source: here\nHTTP 200\nx=y\n", "not a header"),
            ("# Source: here\r\nHTTP 200\r\n", "CR LF"),
            ("# Source: here\n# Body: XML\nHTTP 200\n\n", "not understood"),
            ("# Source: here\n# Body: minified JSON\nHTTP 200\n\n{", "not JSON"),
        ] {
            let problem = parse_response(file.as_bytes()).unwrap_err();
            assert!(problem.contains(complaint), "{file:?}: {problem}");
        }
        for (file, complaint) in [
            ("# Source: here\nPOST\n", "not a request line"),
            ("# Source: here\nPOST / HTTP/1.1\n", "not a request line"),
            ("# Source: here\nPOST /\nhost: x\n", "belongs to the connection"),
        ] {
            let problem = RequestFile::parse(file.as_bytes(), &variables()).unwrap_err();
            assert!(problem.contains(complaint), "{file:?}: {problem}");
        }
    }
}
