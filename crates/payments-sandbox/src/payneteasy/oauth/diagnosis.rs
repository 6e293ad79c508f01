//! Why the OAuth signature of a request is not accepted.

use super::base_string::{base_string, encode};
use super::header::{Credentials, Unreadable};
use super::{Merchant, Signed, Stamp, base_string_of};
use crate::diagnosis::{Candidate, Comparison, SignatureDiagnosis, explain_rsa};
use crate::page::Bilingual;

type Parameter<'a> = (&'a str, &'a str);

impl Merchant {
    pub(in super::super) fn diagnose(&self, request: &Signed<'_>, now: i64) -> SignatureDiagnosis {
        if request.parameters.iter().any(|(name, _)| name.starts_with("oauth_")) {
            return SignatureDiagnosis::of(OUTSIDE);
        }
        match Credentials::read(request.headers) {
            Err(Unreadable::Missing) => SignatureDiagnosis::of(MISSING),
            Err(Unreadable::Damaged) => SignatureDiagnosis::of(DAMAGED),
            Ok(credentials) => self
                .diagnose_protocol(&credentials)
                .or_else(|| self.diagnose_signature(request, &credentials))
                .unwrap_or_else(|| self.diagnose_freshness(&credentials, now)),
        }
    }

    fn diagnose_protocol(&self, credentials: &Credentials) -> Option<SignatureDiagnosis> {
        let wanted = [
            ("oauth_consumer_key", self.login(), CONSUMER),
            ("oauth_signature_method", "RSA-SHA256", METHOD),
            ("oauth_version", "1.0", VERSION),
        ];
        let wrong = wanted.into_iter().find(|(name, wanted, _)| credentials.get(name) != Some(wanted));
        if let Some((name, wanted, mistake)) = wrong {
            let comparison = Comparison::new(name, wanted, credentials.get(name));
            return Some(SignatureDiagnosis::new(vec![comparison], mistake));
        }
        Stamp::read(credentials).is_none().then(|| SignatureDiagnosis::of(STAMP))
    }

    fn diagnose_signature(&self, request: &Signed<'_>, credentials: &Credentials) -> Option<SignatureDiagnosis> {
        let right = base_string_of(request, credentials);
        let signature = credentials.get("oauth_signature").unwrap_or_default().as_bytes();
        if self.verifier.accepts(right.as_bytes(), signature) {
            return None;
        }
        let candidates = candidates(request, credentials);
        let (digest, found) =
            explain_rsa("SHA-256 of the base string", signature, right.as_bytes(), &self.verifier, candidates);
        let shown = found.as_ref().and_then(|found| String::from_utf8(found.text.clone()).ok());
        let text = Comparison::new("base string", &right, shown.as_deref());
        Some(SignatureDiagnosis::new(vec![text, digest], found.map_or(ANOTHER_TEXT, |found| found.mistake)))
    }

    fn diagnose_freshness(&self, credentials: &Credentials, now: i64) -> SignatureDiagnosis {
        let Some(stamp) = Stamp::read(credentials) else { return SignatureDiagnosis::of(STAMP) };
        if now.abs_diff(stamp.timestamp) > self.skew.unsigned_abs() {
            let (now, received) = (now.to_string(), stamp.timestamp.to_string());
            return SignatureDiagnosis::new(vec![Comparison::new("oauth_timestamp", &now, Some(&received))], STALE);
        }
        SignatureDiagnosis::of(REPLAYED)
    }
}

/// The base strings that clients make by mistake.
fn candidates(request: &Signed<'_>, credentials: &Credentials) -> Vec<Candidate> {
    let sent: Vec<Parameter<'_>> =
        request.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let oauth: Vec<Parameter<'_>> = credentials.signed().collect();
    let all = [&sent[..], &oauth].concat();
    let uri = format!("{}{}", request.origin, request.path);
    let of = |method: &str, uri: &str, parameters: &[Parameter<'_>], mistake| {
        Candidate::new(base_string(method, uri, parameters.iter().copied()), mistake)
    };
    let method = request.method;
    let other_method = if method == "GET" { "POST" } else { "GET" };
    let mut candidates = vec![
        of(other_method, &uri, &all, HTTP_METHOD),
        of(method, &uri, &oauth, NO_PARAMETERS),
        of(method, &uri, &sent, NO_OAUTH),
        of(method, &format!("{uri}/"), &all, URI),
        of(method, &uri.replacen("http://", "https://", 1), &all, SCHEME),
        of(method, &without_port(&uri), &all, PORT),
        of(method, request.path, &all, URI),
        Candidate::new(format!("{}&{}&{}", method.to_lowercase(), encode(&uri), encode(&joined(&all, true))), CASE),
        Candidate::new(format!("{method}&{uri}&{}", joined(&all, true)), NOT_ENCODED),
        Candidate::new(format!("{method}&{}&{}", encode(&uri), encode(&joined(&all, false))), NOT_SORTED),
        Candidate::new(format!("{method}&{}&{}", encode(&uri), joined(&all, true)), NOT_ENCODED),
        Candidate::new(format!("{method}&{}&{}", encode(&uri), encode(&unencoded(&all))), VALUES_NOT_ENCODED),
        Candidate::new(format!("{method}&{}&{}", encode(&uri), encode(&form_encoded(&all))), PLUS),
    ];
    candidates.extend(hosts(request).map(|origin| of(method, &format!("{origin}{}", request.path), &all, HOST)));
    let not_empty: Vec<Parameter<'_>> = all.iter().copied().filter(|(_, value)| !value.is_empty()).collect();
    candidates.push(of(method, &uri, &not_empty, EMPTY));
    candidates
}

/// What the client may have called the server.
fn hosts<'a>(request: &'a Signed<'_>) -> impl Iterator<Item = String> + 'a {
    let host = request.headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or_default();
    let names = ["127.0.0.1", "localhost"];
    let swapped = [(names[0], names[1]), (names[1], names[0])];
    let swapped = swapped.into_iter().map(|(one, other)| request.origin.replacen(one, other, 1));
    swapped.chain([format!("http://{host}"), format!("https://{host}")]).filter(|origin| origin != request.origin)
}

fn without_port(uri: &str) -> String {
    url::Url::parse(uri).map_or_else(
        |_| uri.to_owned(),
        |mut url| {
            let _ = url.set_port(None);
            url.to_string()
        },
    )
}

fn joined(parameters: &[Parameter<'_>], is_sorted: bool) -> String {
    let mut pairs: Vec<String> =
        parameters.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    if is_sorted {
        pairs.sort();
    }
    pairs.join("&")
}

fn unencoded(parameters: &[Parameter<'_>]) -> String {
    let mut pairs: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.sort();
    pairs.join("&")
}

fn form_encoded(parameters: &[Parameter<'_>]) -> String {
    let mut sorted = parameters.to_vec();
    sorted.sort_unstable();
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(sorted).finish()
}

const OUTSIDE: Bilingual = Bilingual {
    ru: "Параметр oauth_… передан в адресе или в теле: его место в заголовке Authorization.",
    en: "An oauth_ parameter is in the address or the body: it belongs into the header Authorization.",
};
const MISSING: Bilingual =
    Bilingual { ru: "Нет заголовка Authorization.", en: "There is no header Authorization." };
const DAMAGED: Bilingual = Bilingual {
    ru: "Заголовок Authorization не читается: нужен один, OAuth имя=\"значение\", через запятую, имена не повторяются.",
    en: "The header Authorization cannot be read: one is needed, OAuth name=\"value\", by commas, no name twice.",
};
const CONSUMER: Bilingual = Bilingual {
    ru: "oauth_consumer_key — не объявленный login.",
    en: "oauth_consumer_key is not the announced login.",
};
const METHOD: Bilingual =
    Bilingual { ru: "oauth_signature_method — не RSA-SHA256.", en: "oauth_signature_method is not RSA-SHA256." };
const VERSION: Bilingual = Bilingual { ru: "oauth_version — не 1.0.", en: "oauth_version is not 1.0." };
const STAMP: Bilingual = Bilingual {
    ru: "oauth_timestamp — не целое число секунд, или oauth_nonce пуст.",
    en: "oauth_timestamp is not a whole number of seconds, or oauth_nonce is empty.",
};
const STALE: Bilingual = Bilingual {
    ru: "Подпись верная, но oauth_timestamp слишком далёк от времени сервера: проверьте часы.",
    en: "The signature is right, but oauth_timestamp is too far from the server's time: check the clock.",
};
const REPLAYED: Bilingual = Bilingual {
    ru: "Подпись верная, но oauth_nonce уже использован: при каждой отправке нужен новый.",
    en: "The signature is right, but oauth_nonce was used before: each attempt needs a new one.",
};
const ANOTHER_TEXT: Bilingual = Bilingual {
    ru: "Ключ верный, но подписана другая базовая строка: сравните свою с ожидаемой.",
    en: "The key is right, but another base string was signed: compare yours with the expected one.",
};
const HTTP_METHOD: Bilingual = Bilingual {
    ru: "В базовой строке другой метод HTTP.",
    en: "The base string has another HTTP method.",
};
const CASE: Bilingual = Bilingual {
    ru: "Метод HTTP в базовой строке записан строчными буквами.",
    en: "The HTTP method in the base string is in lower case.",
};
const NO_PARAMETERS: Bilingual = Bilingual {
    ru: "В базовой строке нет параметров тела (application/x-www-form-urlencoded).",
    en: "The parameters of the body (application/x-www-form-urlencoded) are missing in the base string.",
};
const NO_OAUTH: Bilingual = Bilingual {
    ru: "В базовой строке нет параметров oauth_….",
    en: "The oauth_ parameters are missing in the base string.",
};
const URI: Bilingual = Bilingual {
    ru: "В базовой строке другой адрес: нужны схема, хост и путь, без «/» в конце.",
    en: "The base string has another address: scheme, host and path, without a `/` at the end.",
};
const SCHEME: Bilingual = Bilingual {
    ru: "В базовой строке https вместо http.",
    en: "The base string has https instead of http.",
};
const PORT: Bilingual = Bilingual {
    ru: "В базовой строке нет порта, а он нестандартный.",
    en: "The port is missing in the base string, and it is not the scheme's own.",
};
const HOST: Bilingual = Bilingual {
    ru: "В базовой строке другой хост: подписывается объявленный адрес.",
    en: "The base string has another host: the announced address is signed.",
};
const NOT_ENCODED: Bilingual = Bilingual {
    ru: "Части базовой строки не закодированы ещё раз (% → %25).",
    en: "The parts of the base string are not encoded a second time (% → %25).",
};
const VALUES_NOT_ENCODED: Bilingual = Bilingual {
    ru: "Имена и значения параметров не закодированы перед склейкой.",
    en: "The names and values of the parameters are not encoded before they are joined.",
};
const NOT_SORTED: Bilingual = Bilingual {
    ru: "Параметры в базовой строке не отсортированы.",
    en: "The parameters in the base string are not sorted.",
};
const PLUS: Bilingual = Bilingual {
    ru: "Параметры закодированы как форма (пробел как «+»): нужен %20 и правила RFC 3986.",
    en: "The parameters are encoded as a form (a space as `+`): it has to be %20, by RFC 3986.",
};
const EMPTY: Bilingual = Bilingual {
    ru: "В базовой строке нет параметров с пустыми значениями, а они отправлены.",
    en: "The parameters with empty values are missing in the base string, and they are sent.",
};
