//! Canned responses, for reads without echo and state, from the files in `cases/`; and the response to calls that are not simulated.

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use bytes::Bytes;

/// The header that marks a response as `canned` or `not-simulated`.
pub(crate) const SANDBOX: HeaderName = HeaderName::from_static("x-sandbox");

/// The response in a file: comments, `HTTP 200`, headers, an empty line, the body. `None` if it is none.
pub(crate) fn response(file: &'static str) -> Option<Response<Bytes>> {
    let (head, body) = file.split_once("\n\n")?;
    let mut lines = head.lines().skip_while(|line| line.starts_with('#'));
    let mut response = Response::new(Bytes::from_static(body.trim_end().as_bytes()));
    *response.status_mut() = lines.next()?.strip_prefix("HTTP ")?.parse().ok()?;
    for line in lines {
        let (name, value) = line.split_once(": ")?;
        response.headers_mut().insert(HeaderName::try_from(name).ok()?, HeaderValue::from_static(value));
    }
    response.headers_mut().insert(SANDBOX, HeaderValue::from_static("canned"));
    Some(response)
}

/// The response to a documented call that is not simulated. A wrong path has no such header.
pub(crate) fn not_simulated(provider: &str) -> Response<Bytes> {
    let text = format!("payments-sandbox does not simulate this call of {provider}\n");
    let headers = [(CONTENT_TYPE, "text/plain; charset=utf-8"), (SANDBOX, "not-simulated")];
    crate::machine::response(StatusCode::NOT_FOUND, headers, text)
}

/// Whether a path matches one of these patterns: `*` matches one segment, as the last segment one or more.
pub(crate) fn is_one_of(path: &str, patterns: &[&str]) -> bool {
    patterns.iter().any(|pattern| fits(path, pattern))
}

fn fits(path: &str, pattern: &str) -> bool {
    let (mut path, mut pattern) = (path.split('/'), pattern.split('/').peekable());
    while let Some(wanted) = pattern.next() {
        let fits = path.next().is_some_and(|segment| !segment.is_empty() && (wanted == "*" || wanted == segment));
        if !fits {
            return false;
        }
        if wanted == "*" && pattern.peek().is_none() {
            return true;
        }
    }
    path.next().is_none()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_file_is_a_response_with_a_source() {
        let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
        let providers = fs::read_dir(cases).unwrap().map(|provider| provider.unwrap().path());
        let files: Vec<_> = providers.flat_map(|provider| fs::read_dir(provider).unwrap()).collect();
        assert!(!files.is_empty());
        for file in files {
            let path = file.unwrap().path();
            let text: &'static str = Box::leak(fs::read_to_string(&path).unwrap().into_boxed_str());
            assert!(text.starts_with("# Source: "), "{}", path.display());
            let response = response(text).unwrap_or_else(|| panic!("{}", path.display()));
            assert_eq!(response.headers()[SANDBOX], "canned");
            assert!(!response.body().is_empty());
        }
    }

    #[test]
    fn a_star_is_a_segment_and_the_last_one_all_that_follow() {
        assert!(fits("a/b", "a/b") && fits("a/7/c", "a/*/c") && fits("a/7/8", "a/*"));
        assert!(!fits("a", "a/b") && !fits("a/b/c", "a/b") && !fits("a//c", "a/*/c") && !fits("a/", "a/*"));
    }
}
