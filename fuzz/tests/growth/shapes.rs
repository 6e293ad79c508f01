//! Where a repeated token stands.

/// What is before the repeated token and what is behind it.
pub(crate) type Shape = (&'static str, &'static str);

/// In JSON: as a name, a text, an element, a member, something nested; also where a value of another kind belongs.
const JSON: [Shape; 6] = [
    (r#"{""#, r#"":tru}"#),
    (r#"{""#, r#"":1}"#),
    (r#"{"id":""#, r#""}"#),
    (r#"{"id":["#, "]}"),
    (r#"{"a":1,"#, r#""z":1}"#),
    (r#"{"object":"#, "}"),
];
