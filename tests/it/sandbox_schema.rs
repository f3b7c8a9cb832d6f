//! Seam's published schema as a judge: OpenAPI 3.0 turned into JSON Schema, one validator for each call.
//!
//! Two things are put right on the way. `nullable` becomes a null type (alone it means null and nothing else), and every
//! object is closed, so that a misspelt field is caught; `NEWER` names the fields that Seam added after this schema.

#![allow(clippy::unwrap_used, reason = "where a helper fails, its test has failed")]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Map, Value, json};

const SCHEMA: &str = include_str!("../schema/seam-openapi-subset.json");

/// Fields of later versions of Seam's schema: texts on access grants and methods, pages of access methods.
const NEWER: [&str; 2] = ["display_status", "pagination"];

/// Validators by path.
pub struct Judge {
    responses: BTreeMap<String, Validator>,
    requests: BTreeMap<String, Validator>,
}

impl Judge {
    /// The one judge of this test run; making it takes a moment.
    pub fn get() -> &'static Self {
        static JUDGE: LazyLock<Judge> = LazyLock::new(Judge::new);
        &JUDGE
    }

    fn new() -> Self {
        let document: Value = serde_json::from_str(SCHEMA).unwrap();
        let components = translated(&document["components"], true);
        let compile = |schema: &Value, close: bool| {
            let mut schema = translated(schema, close);
            schema["components"] = components.clone();
            jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
        };
        let calls = document["calls"].as_object().unwrap();
        let of = |part: &str, close: bool| {
            let with = calls.iter().filter(|(_, call)| !call[part].is_null());
            with.map(|(path, call)| (path.clone(), compile(&call[part], close))).collect()
        };
        Self { responses: of("response", true), requests: of("request", false) }
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.responses.keys().map(String::as_str)
    }

    /// Fails with every complaint unless the body is what Seam's schema promises for this call.
    pub fn response(&self, path: &str, body: &Value) {
        complain(&self.responses[path], path, body);
    }

    /// Fails unless Seam's schema takes this body. Not for filtered `/acs/credentials/list`, whose `oneOf` refuses them all.
    pub fn request(&self, path: &str, body: &Value) {
        complain(&self.requests[path], path, body);
    }
}

fn complain(validator: &Validator, path: &str, body: &Value) {
    let complaints: Vec<String> =
        validator.iter_errors(body).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(complaints.is_empty(), "{path}\n{}", complaints.join("\n"));
}

fn translated(schema: &Value, close: bool) -> Value {
    match schema {
        Value::Object(map) => object(map, close),
        Value::Array(items) => items.iter().map(|item| translated(item, close)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => schema.clone(),
    }
}

fn object(map: &Map<String, Value>, close: bool) -> Value {
    let mut out: Map<String, Value> = map.iter().map(|(key, value)| (key.clone(), inner(key, value, close))).collect();
    if out.get("exclusiveMinimum") == Some(&json!(true)) {
        let least = out.remove("minimum").unwrap_or(json!(0));
        out.insert("exclusiveMinimum".into(), least);
    }
    let has_fields = out.get("properties").and_then(Value::as_object).is_some_and(|fields| !fields.is_empty());
    if close && has_fields && !out.contains_key("additionalProperties") {
        out.insert("additionalProperties".into(), json!(false));
    }
    match out.remove("nullable") {
        Some(Value::Bool(true)) => nullable(out),
        _ => Value::Object(out),
    }
}

/// A schema below `properties` is translated by name, so that a field called `nullable` or `properties` stays a field.
fn inner(key: &str, value: &Value, close: bool) -> Value {
    let Some(fields) = value.as_object().filter(|_| key == "properties") else { return translated(value, close) };
    let mut out: Map<String, Value> =
        fields.iter().map(|(name, field)| (name.clone(), translated(field, close))).collect();
    for name in NEWER {
        out.entry(name).or_insert_with(|| json!({}));
    }
    Value::Object(out)
}

fn nullable(schema: Map<String, Value>) -> Value {
    match schema.is_empty() {
        true => json!({"type": "null"}),
        false => json!({"anyOf": [schema, {"type": "null"}]}),
    }
}

#[test]
fn the_judge_knows_null_from_value_and_a_misspelt_field_from_a_right_one() {
    let judge = Judge::get();
    let pending = |error: Value, extra: &str| {
        json!({"ok": true, "action_attempt": {"action_attempt_id": "11111111-1111-4111-8111-111111111111", extra: 1,
            "action_type": "ENCODE_CREDENTIAL", "status": "pending", "result": null, "error": error}})
    };
    let validator = &judge.responses["/action_attempts/get"];
    assert!(validator.is_valid(&pending(Value::Null, "display_status")));
    assert!(!validator.is_valid(&pending(json!({}), "display_status")), "an error while pending");
    assert!(!validator.is_valid(&pending(Value::Null, "actoin_type")), "a misspelt field");
}
