//! Parameters of a call: from a JSON body or a query string, checked against the call's list, in one normal form.

use axum::http::StatusCode;
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::reply::Refusal;

/// What a parameter must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Id,
    Ids,
    Text,
    TextOrNull,
    Texts,
    Time,
    TimePair,
    Flag,
    Count,
    Object,
    OneOf(&'static [&'static str]),
}

/// One parameter of a call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) required: bool,
}

/// An optional parameter.
pub(super) const fn may(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: false }
}

/// A required parameter.
pub(super) const fn must(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: true }
}

/// Checked parameters, in the types of the JSON form.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Args(Map<String, Value>);

impl Args {
    /// Reads a POST body; an empty one counts as `{}`.
    pub(super) fn from_json(body: &[u8]) -> Result<Self, Refusal> {
        if body.is_empty() {
            return Ok(Self::default());
        }
        match serde_json::from_slice(body) {
            Ok(Value::Object(map)) => Ok(Self(map)),
            Ok(_) => Err(Refusal::invalid(&[("_body", "Expected an object")])),
            Err(_) => Err(Refusal::new(StatusCode::BAD_REQUEST, "invalid_input", "The body is not valid JSON")),
        }
    }

    /// Reads a query string in the SDKs' form: repeated keys or `key[]` make arrays, `_strict` is theirs and says nothing to us.
    pub(super) fn from_query(query: &str, fields: &[Field]) -> Self {
        let mut map = Map::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (key, value) = (decode(key), decode(value));
            let name = key.strip_suffix("[]").unwrap_or(&key);
            let Some(kind) = fields.iter().find(|field| field.name == name).map(|field| field.kind) else { continue };
            add(&mut map, name, kind, value);
        }
        Self(map)
    }

    /// Holds the parameters against the call's list. `strict` refuses names that are not on it.
    pub(super) fn check(mut self, fields: &[Field], strict: bool) -> Result<Self, Refusal> {
        let mut problems: Vec<(&str, &str)> = Vec::new();
        for field in fields {
            if let Err(problem) = self.check_field(field) {
                problems.push((field.name, problem));
            }
        }
        let unknown: Vec<String> =
            self.0.keys().filter(|key| !fields.iter().any(|f| f.name == *key)).cloned().collect();
        if strict {
            problems.extend(unknown.iter().map(|key| (key.as_str(), "Unrecognized key")));
        }
        if !problems.is_empty() {
            return Err(Refusal::invalid(&problems));
        }
        unknown.iter().for_each(|key| drop(self.0.remove(key)));
        Ok(self)
    }

    fn check_field(&mut self, field: &Field) -> Result<(), &'static str> {
        let Some(value) = self.0.get(field.name) else {
            return if field.required { Err("Required") } else { Ok(()) };
        };
        if value.is_null() && field.kind != Kind::TextOrNull {
            return Err("Expected a value, received null");
        }
        problem(field.kind, value).map_or(Ok(()), Err)
    }

    pub(super) fn id(&self, name: &str) -> Option<Uuid> {
        self.0.get(name).and_then(as_id)
    }

    pub(super) fn ids(&self, name: &str) -> Option<Vec<Uuid>> {
        Some(self.0.get(name)?.as_array()?.iter().filter_map(as_id).collect())
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    pub(super) fn texts(&self, name: &str) -> Option<Vec<&str>> {
        Some(self.0.get(name)?.as_array()?.iter().filter_map(Value::as_str).collect())
    }

    /// Whether a nullable parameter is there and null.
    pub(super) fn is_null(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(Value::is_null)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        self.0.get(name)?.as_bool()
    }

    pub(super) fn count(&self, name: &str) -> Option<usize> {
        self.0.get(name).and_then(as_count)
    }

    pub(super) fn time(&self, name: &str) -> Option<Timestamp> {
        self.0.get(name).and_then(as_time)
    }

    pub(super) fn time_pair(&self, name: &str) -> Option<(Timestamp, Timestamp)> {
        let pair = self.0.get(name)?.as_array()?;
        Some((as_time(pair.first()?)?, as_time(pair.get(1)?)?))
    }

    /// The parameters without the cursor, to bind a cursor to and to build the next page's address from.
    pub(super) fn without_cursor(&self) -> Map<String, Value> {
        let mut map = self.0.clone();
        map.remove("page_cursor");
        map
    }
}

fn add(map: &mut Map<String, Value>, name: &str, kind: Kind, value: String) {
    if matches!(kind, Kind::Ids | Kind::Texts | Kind::TimePair) {
        let list = map.entry(name).or_insert_with(|| json!([]));
        if let (Some(list), false) = (list.as_array_mut(), value.is_empty()) {
            list.push(Value::String(value));
        }
        return;
    }
    map.insert(name.to_owned(), from_text(kind, value));
}

fn from_text(kind: Kind, value: String) -> Value {
    match kind {
        Kind::Flag if value == "true" => Value::Bool(true),
        Kind::Flag if value == "false" => Value::Bool(false),
        Kind::Count => value.parse::<u64>().map_or(Value::String(value), Value::from),
        Kind::TextOrNull if value.is_empty() => Value::Null,
        Kind::Id | Kind::Ids | Kind::Text | Kind::TextOrNull | Kind::Texts | Kind::Time => Value::String(value),
        Kind::TimePair | Kind::Flag | Kind::Object | Kind::OneOf(_) => Value::String(value),
    }
}

fn problem(kind: Kind, value: &Value) -> Option<&'static str> {
    let every = |test: fn(&Value) -> bool| value.as_array().is_some_and(|list| list.iter().all(test));
    let (fits, otherwise) = match kind {
        Kind::Id => (as_id(value).is_some(), "Invalid uuid"),
        Kind::Ids => (every(|item| as_id(item).is_some()), "Expected an array of uuids"),
        Kind::Text => {
            (value.as_str().is_some_and(|text| !text.is_empty()), "Expected a string of at least 1 character")
        }
        Kind::TextOrNull => (value.is_string() || value.is_null(), "Expected a string or null"),
        Kind::Texts => (every(Value::is_string), "Expected an array of strings"),
        Kind::Time => (as_time(value).is_some(), "Invalid datetime"),
        Kind::TimePair => {
            (every(|item| as_time(item).is_some()) && len(value) == 2, "Expected an array of two datetimes")
        }
        Kind::Flag => (value.is_boolean(), "Expected a boolean"),
        Kind::Count => (as_count(value).is_some_and(|count| count > 0), "Number must be greater than 0"),
        Kind::Object => (value.is_object(), "Expected an object"),
        Kind::OneOf(words) => (value.as_str().is_some_and(|word| words.contains(&word)), "Invalid enum value"),
    };
    (!fits).then_some(otherwise)
}

fn len(value: &Value) -> usize {
    value.as_array().map_or(0, Vec::len)
}

fn as_id(value: &Value) -> Option<Uuid> {
    value.as_str().filter(|text| text.len() == 36).and_then(|text| Uuid::parse_str(text).ok())
}

fn as_time(value: &Value) -> Option<Timestamp> {
    value.as_str()?.parse().ok()
}

fn as_count(value: &Value) -> Option<usize> {
    let whole = value.as_u64().or_else(|| value.as_f64().filter(|n| n.fract() == 0.0 && *n > 0.0).map(|n| n as u64));
    whole.and_then(|count| usize::try_from(count).ok())
}

/// Undoes `application/x-www-form-urlencoded`.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match hex.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(if bytes[at] == b'+' { b' ' } else { bytes[at] });
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: &[Field] = &[
        may("ids", Kind::Ids),
        may("search", Kind::Text),
        may("limit", Kind::Count),
        may("is_on", Kind::Flag),
        may("page_cursor", Kind::TextOrNull),
    ];
    const A: &str = "11111111-1111-4111-8111-111111111111";
    const B: &str = "22222222-2222-4222-8222-222222222222";

    #[test]
    fn a_query_and_a_body_say_the_same() {
        let body = json!({"ids": [A, B], "search": "Zoë & co", "limit": 5, "is_on": true, "page_cursor": null});
        let body = Args::from_json(body.to_string().as_bytes()).unwrap().check(FIELDS, false).unwrap();
        for ids in [format!("ids={A}&ids={B}"), format!("ids[]={A}&ids%5B%5D={B}")] {
            let query = format!("_strict=true&{ids}&is_on=true&limit=5&page_cursor=&search=Zo%C3%AB+%26%20co");
            assert_eq!(Args::from_query(&query, FIELDS).check(FIELDS, false).unwrap(), body);
        }
    }

    #[test]
    fn every_wrong_parameter_is_named() {
        let body = br#"{"ids": ["x"], "search": "", "limit": 0, "is_on": "yes", "page_cursor": 4}"#;
        let refusal = Args::from_json(body).unwrap().check(FIELDS, false).unwrap_err();
        let body: Value = serde_json::from_slice(&refusal.body("r")).unwrap();
        for field in FIELDS {
            assert!(body["error"]["validation_errors"][field.name]["_errors"][0].is_string(), "{}", field.name);
        }
    }

    #[test]
    fn an_unknown_name_is_dropped_or_refused() {
        let args = Args::from_json(br#"{"other": 1}"#).unwrap();
        assert!(!args.clone().check(FIELDS, false).unwrap().has("other"));
        assert!(args.check(FIELDS, true).is_err());
    }
}
