//! Reading a request body member by member, so that a refusal can name the member.

use std::fmt;

use serde_json::{Map, Value};

/// A body breaks a rule: which member, and which rule.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Malformed {
    member: String,
    rule: &'static str,
}

impl Malformed {
    pub(crate) fn new(member: impl Into<String>, rule: &'static str) -> Self {
        Self { member: member.into(), rule }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.member, self.rule)
    }
}

/// A JSON object and where in the body it stands. Unknown members are nobody's business.
#[derive(Clone, Debug)]
pub(crate) struct Object<'a> {
    // `None` stands for `[]`, the way PHP writes an object without members.
    members: Option<&'a Map<String, Value>>,
    path: String,
}

impl<'a> Object<'a> {
    pub(crate) fn of(value: &'a Value, path: impl Into<String>) -> Result<Self, Malformed> {
        let path = path.into();
        match value {
            Value::Object(members) => Ok(Self { members: Some(members), path }),
            Value::Array(items) if items.is_empty() => Ok(Self { members: None, path }),
            _ if path.is_empty() => Err(Malformed::new("body", "must be an object")),
            _ => Err(Malformed::new(path, "must be an object")),
        }
    }

    /// Where the object stands; empty for the body itself.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The object as it was sent, without its members that are empty objects.
    pub(crate) fn shown(&self) -> Value {
        let is_empty = |value: &Value| match value {
            Value::Object(members) => members.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        };
        let members = self.members.into_iter().flatten().filter(|(_, value)| !is_empty(value));
        Value::Object(members.map(|(name, value)| (name.clone(), value.clone())).collect())
    }

    /// The path of a member, such as `amounts.source.amount`.
    pub(crate) fn path_of(&self, name: &str) -> String {
        match self.path.as_str() {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        }
    }

    /// The member, unless it is absent or `null`.
    pub(crate) fn value(&self, name: &str) -> Option<&'a Value> {
        self.members?.get(name).filter(|value| !value.is_null())
    }

    pub(crate) fn optional_object(&self, name: &str) -> Result<Option<Object<'a>>, Malformed> {
        self.value(name).map(|value| Object::of(value, self.path_of(name))).transpose()
    }

    pub(crate) fn object(&self, name: &str) -> Result<Object<'a>, Malformed> {
        self.optional_object(name)?.ok_or_else(|| self.missing(name))
    }

    pub(crate) fn optional_string(&self, name: &str) -> Result<Option<&'a str>, Malformed> {
        self.value(name)
            .map(|value| value.as_str().ok_or_else(|| Malformed::new(self.path_of(name), "must be a string")))
            .transpose()
    }

    pub(crate) fn string(&self, name: &str) -> Result<&'a str, Malformed> {
        self.optional_string(name)?.ok_or_else(|| self.missing(name))
    }

    pub(crate) fn optional_boolean(&self, name: &str) -> Result<Option<bool>, Malformed> {
        self.value(name)
            .map(|value| value.as_bool().ok_or_else(|| Malformed::new(self.path_of(name), "must be true or false")))
            .transpose()
    }

    pub(crate) fn positive_integer(&self, name: &str) -> Result<u64, Malformed> {
        let value = self.value(name).ok_or_else(|| self.missing(name))?;
        value
            .as_u64()
            .filter(|number| *number > 0)
            .ok_or_else(|| Malformed::new(self.path_of(name), "must be a positive integer"))
    }

    /// The objects of a list; `None` when the member is absent.
    pub(crate) fn optional_list(&self, name: &str) -> Result<Option<Vec<Object<'a>>>, Malformed> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let items = value.as_array().ok_or_else(|| Malformed::new(self.path_of(name), "must be an array"))?;
        let objects = items
            .iter()
            .enumerate()
            .map(|(position, item)| Object::of(item, format!("{}[{position}]", self.path_of(name))))
            .collect::<Result<_, _>>()?;
        Ok(Some(objects))
    }

    pub(crate) fn missing(&self, name: &str) -> Malformed {
        Malformed::new(self.path_of(name), "is required")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_refusal_names_the_member_and_the_rule() {
        let body = json!({"amounts": {"source": {"amount": 0}}, "list": [{}, 7]});
        let root = Object::of(&body, "").unwrap();
        let source = root.object("amounts").unwrap().object("source").unwrap();
        assert_eq!(
            source.positive_integer("amount").unwrap_err().to_string(),
            "amounts.source.amount: must be a positive integer"
        );
        assert_eq!(source.string("currency").unwrap_err().to_string(), "amounts.source.currency: is required");
        assert_eq!(root.optional_list("list").unwrap_err().to_string(), "list[1]: must be an object");
    }

    #[test]
    fn an_empty_list_is_an_empty_object() {
        let body = json!({"options": []});
        let root = Object::of(&body, "").unwrap();
        assert_eq!(root.object("options").unwrap().optional_string("x"), Ok(None));
    }

    #[test]
    fn integers_are_not_floats_or_texts() {
        let body = json!({"a": 1.0, "b": "1", "c": -1, "d": 1});
        let root = Object::of(&body, "").unwrap();
        assert!(root.positive_integer("a").is_err());
        assert!(root.positive_integer("b").is_err());
        assert!(root.positive_integer("c").is_err());
        assert_eq!(root.positive_integer("d"), Ok(1));
    }
}
