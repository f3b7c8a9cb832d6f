//! The calls to Seam around each failure: those that were told in the log when it happened, and those still in memory.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::record::Told;
use crate::{engine::flight::TARGET, observe::Part, seam::Call};

/// How long before and after a failure.
const AROUND: SignedDuration = SignedDuration::from_mins(2);

/// One JSON object a line, in the order of time, each call once.
pub(super) fn around(failed: &[Told], logs: &[Part], latest: &[Call]) -> String {
    let told = logs.iter().flat_map(|log| log.text.lines()).filter(|line| line.contains(TARGET)).filter_map(from_log);
    let is_near = |call: &&Call| failed.iter().any(|told| is_around(told, call.at));
    let known = latest.iter().filter(is_near).map(shown);
    let lines: BTreeSet<(String, String)> = told
        .chain(known)
        .map(|call| (call["at"].as_str().unwrap_or_default().to_owned(), format!("{call}\n")))
        .collect();
    lines.into_iter().map(|(_, line)| line).collect()
}

fn is_around(told: &Told, at: Timestamp) -> bool {
    let began = told.row.at;
    let took = told.row.duration.and_then(|took| SignedDuration::try_from(took).ok()).unwrap_or_default();
    at.duration_since(began) >= -AROUND && at.duration_since(began) <= took + AROUND
}

fn shown(call: &Call) -> Value {
    let mut shown = json!({
        "at": call.at.to_string(),
        "method": "POST",
        "path": &*call.path,
        "ms": u64::try_from(call.took.as_millis()).unwrap_or(u64::MAX),
        "sent": call.sent,
        "received": call.received,
    });
    let more = [
        ("status", call.status.map(Value::from)),
        ("request", call.request.as_ref().map(|id| id.as_str().into())),
        ("trouble", call.trouble.as_deref().map(Value::from)),
    ];
    if let Some(fields) = shown.as_object_mut() {
        fields.extend(more.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
    }
    shown
}

/// The fields of a line of the log, as [`shown`] has them.
fn from_log(line: &str) -> Option<Value> {
    let mut entry: Value = serde_json::from_str(line).ok()?;
    if entry["target"] != TARGET {
        return None;
    }
    let mut fields = entry["fields"].take();
    fields.as_object_mut()?.remove("message");
    Some(fields)
}
