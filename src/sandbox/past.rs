//! What used to be true, for answers that come too late or are about something else.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::attempts::Attempt;
use super::state::State;
use super::world::Stamp;

/// The named keys of an answer, for one object and for many, and the id inside.
const WRITTEN: [(&str, &str, &str); 2] = [
    ("acs_credential", "acs_credentials", "acs_credential_id"),
    ("access_method", "access_methods", "access_method_id"),
];

/// How credentials and access methods looked before their last write, and when the last write of all was.
#[derive(Debug, Default)]
pub(super) struct Past {
    before: HashMap<Uuid, Value>,
    last_write: Option<Stamp>,
}

impl Past {
    /// Remembers an object that is about to change.
    pub(super) fn keep<T: Serialize>(&mut self, id: Uuid, object: &T, at: Stamp) {
        self.before.insert(id, serde_json::to_value(object).unwrap_or(Value::Null));
        self.last_write = Some(at);
    }

    fn before(&self, object: &Value, id: &str) -> Option<Value> {
        self.before.get(&object.get(id)?.as_str()?.parse().ok()?).cloned()
    }

    /// The answer as it was before the last write, or before an attempt's end.
    pub(super) fn older(&self, body: &[u8]) -> Vec<u8> {
        changed(body, |answer| {
            for object in objects(answer, "action_attempt", "action_attempts") {
                *object = Attempt::earlier(object.take());
            }
            for (one, many, id) in WRITTEN {
                for object in objects(answer, one, many) {
                    self.before(object, id).into_iter().for_each(|before| *object = before);
                }
            }
            if let Some(events) = answer.get_mut("events").and_then(Value::as_array_mut) {
                let written = self.last_write.map_or(Value::Null, |at| json!(at));
                events.retain(|event| written.is_null() || event["occurred_at"].as_str() < written.as_str());
            }
        })
    }
}

/// The answer with another attempt in it: the newest other one, else the same under an id that nobody knows.
pub(super) fn about_another(state: &mut State, body: &[u8]) -> Vec<u8> {
    let unknown = state.new_request_id();
    changed(body, |answer| {
        let Some(attempt) = answer.get_mut("action_attempt") else { return };
        let id = attempt["action_attempt_id"].clone();
        let mut newest_first = state.attempts.iter().rev();
        let other = newest_first.find(|other| id.as_str() != Some(&other.action_attempt_id.to_string()));
        match other.and_then(|other| serde_json::to_value(other).ok()) {
            Some(other) => *attempt = other,
            None => attempt["action_attempt_id"] = unknown.into(),
        }
    })
}

fn changed(body: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let Ok(mut answer) = serde_json::from_slice::<Value>(body) else { return body.to_vec() };
    change(&mut answer);
    answer.to_string().into_bytes()
}

/// The objects under either key.
fn objects<'a>(answer: &'a mut Value, one: &str, many: &str) -> Vec<&'a mut Value> {
    let Some(answer) = answer.as_object_mut() else { return Vec::new() };
    let mut found = Vec::new();
    for (key, value) in answer.iter_mut() {
        match value {
            Value::Object(_) if key == one => found.push(value),
            Value::Array(items) if key == many => found.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            }
        }
    }
    found
}
