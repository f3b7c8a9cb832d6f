//! The models against Seam's published schema: every property of every object has its field.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::*;

const SCHEMA: &str = include_str!("../../../tests/schema/seam-openapi-subset.json");

/// What the models leave where it is: mutations' free-form halves, and warnings about devices, which no card has.
const LEFT_OUT: [&str; 3] = ["from", "to", "failed_devices"];

/// A value in which every property stands, made of all variants of a union.
fn example(schema: &Value) -> Value {
    let mut fields = Map::new();
    collect(schema, &mut fields);
    if !fields.is_empty() {
        return Value::Object(fields);
    }
    match schema["type"].as_str() {
        Some("array") => json!([example(&schema["items"])]),
        Some("boolean") => json!(true),
        Some("number" | "integer") => json!(3.0),
        _ if schema["format"] == "date-time" => json!("2026-01-02T03:04:05Z"),
        _ => json!("text"),
    }
}

fn collect(schema: &Value, fields: &mut Map<String, Value>) {
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let is_time = name.ends_with("_at");
        let value = if is_time { json!("2026-01-02T03:04:05Z") } else { example(property) };
        fields.entry(name.clone()).or_insert(value);
    }
    for part in ["allOf", "oneOf", "anyOf"] {
        schema[part].as_array().into_iter().flatten().for_each(|inner| collect(inner, fields));
    }
}

/// The paths at which a value of the schema does not come back.
fn lost(expected: &Value, found: &Value, path: &str, paths: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (name, value) in expected.iter().filter(|(name, _)| !LEFT_OUT.contains(&name.as_str())) {
                lost(value, found.get(name).unwrap_or(&Value::Null), &format!("{path}.{name}"), paths);
            }
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            expected.iter().zip(found).for_each(|(expected, found)| lost(expected, found, path, paths));
        }
        _ if expected == found => {}
        _ => paths.push(path.to_owned()),
    }
}

fn assert_complete(name: &str, round_trip: impl Fn(&str) -> Value) {
    let document: Value = serde_json::from_str(SCHEMA).unwrap();
    assert_holds(name, &document["components"]["schemas"][name], round_trip);
}

fn assert_holds(name: &str, schema: &Value, round_trip: impl Fn(&str) -> Value) {
    let expected = example(schema);
    assert!(expected.as_object().is_some_and(|fields| fields.len() > 2), "{name} is not in the schema");
    let mut paths = Vec::new();
    lost(&expected, &round_trip(&expected.to_string()), name, &mut paths);
    assert_eq!(paths, Vec::<String>::new());
}

fn through<'j, T: Deserialize<'j> + Serialize>(json: &'j str) -> Value {
    serde_json::to_value(serde_json::from_str::<T>(json).unwrap()).unwrap()
}

#[test]
fn every_property_has_its_field() {
    assert_complete("acs_encoder", |json| through::<Encoder<'_>>(json));
    assert_complete("acs_credential", |json| through::<Credential<'_>>(json));
    assert_complete("acs_user", |json| through::<AcsUser<'_>>(json));
    assert_complete("acs_system", |json| through::<System<'_>>(json));
    assert_complete("acs_entrance", |json| through::<Entrance<'_>>(json));
    assert_complete("access_method", |json| through::<AccessMethod<'_>>(json));
    assert_complete("access_grant", |json| through::<AccessGrant<'_>>(json));
    assert_complete("workspace", |json| through::<Workspace<'_>>(json));
}

#[test]
fn every_property_of_a_scan_has_its_field() {
    let document: Value = serde_json::from_str(SCHEMA).unwrap();
    let variants = document["components"]["schemas"]["action_attempt"]["oneOf"].as_array().unwrap();
    let is_read = |variant: &&Value| {
        let of = |name: &str| variant["properties"][name]["enum"][0].clone();
        of("action_type") == "SCAN_CREDENTIAL" && of("status") == "success"
    };
    let schema = &variants.iter().find(is_read).unwrap()["properties"]["result"];
    assert_holds("result", schema, |json| through::<ScanResult<'_>>(json));
}
