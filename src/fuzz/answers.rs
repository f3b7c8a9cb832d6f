//! Answers of Seam: any body can be read as anything.

use serde_json::Value;

use super::words::keys;
use crate::seam::survey::{self, Reading};

/// The reasons for which a body or a part of it cannot be read.
const REASONS: [&str; 8] = [
    "it is missing",
    "it is no object",
    "it is no list",
    "it cannot be read",
    "it is not proper JSON",
    "it does not fit, or stands there twice",
    "it breaks off",
    "it is too long",
];
/// Those that an object may give though its JSON is proper and says nothing twice.
const REASONS_OF_PROPER: [&str; 3] = ["it is missing", "it is no object", "it is no list"];
/// The ids that an object cannot do without.
const IDS: [&str; 10] = [
    "acs_credential_id",
    "acs_encoder_id",
    "acs_entrance_id",
    "acs_system_id",
    "acs_user_id",
    "access_grant_id",
    "access_method_id",
    "action_attempt_id",
    "workspace_id",
    "event_id",
];

/// A body is read as every kind of object, alone and as a list, and as a refusal.
///
/// No reason for a fault quotes a value; an object in proper JSON fails for a missing id alone; a refusal's sentence has
/// only its status and its type.
pub fn answers(body: &[u8]) {
    let text = String::from_utf8_lossy(body);
    let known = keys(&text);
    for reading in survey::objects(body) {
        check_items(&reading);
        reading.faults.iter().for_each(|fault| check_fault(fault, &reading, known.iter().map(String::as_str)));
    }
    if let Ok(proper) = serde_json::from_slice::<Value>(body) {
        check_proper(&proper);
    }
    check_refusal(body);
    let _ = survey::time(&text);
}

fn check_items(reading: &Reading) {
    let (held, read) = reading.items;
    assert!(read <= held, "{reading:?}");
    assert!(held - read <= reading.faults.len(), "an item went without a word: {reading:?}");
}

/// A fault is a path of keys and places, and one of the reasons.
fn check_fault<'a>(fault: &str, reading: &'a Reading, known: impl Iterator<Item = &'a str>) {
    let (path, reason) = fault.rsplit_once(": ").unwrap_or(("", fault));
    assert!(REASONS.contains(&reason), "an unknown reason: {fault}");
    let mut names: Vec<&str> = known.chain(IDS).chain([reading.one, reading.list]).collect();
    names.sort_unstable_by_key(|name| std::cmp::Reverse(name.len()));
    let left = names.iter().filter(|name| !name.is_empty()).fold(path.to_owned(), |path, name| path.replace(name, ""));
    let is_place = |letter: char| letter.is_ascii_digit() || ".[]$?".contains(letter);
    assert!(left.chars().all(is_place), "a fault quotes what is no key: {fault}");
}

/// What Seam adds tomorrow breaks nothing: no value is of a wrong type.
fn check_proper(proper: &Value) {
    for reading in survey::objects(proper.to_string().as_bytes()) {
        let is_fine =
            |fault: &&String| REASONS_OF_PROPER.iter().any(|reason| fault.ends_with(reason)) || !proper.is_object();
        assert!(reading.faults.iter().all(|fault| is_fine(&fault)), "{:?}", reading.faults);
    }
}

fn check_refusal(body: &[u8]) {
    let (rejection, explanation) = survey::refusal(body);
    let kind = rejection.error_type.as_ref().map_or_else(String::new, |kind| format!(", {kind}"));
    assert_eq!(rejection.to_string(), format!("HTTP 400{kind}"));
    assert_eq!(explanation.is_some(), rejection.message.is_some());
    assert!(rejection.error_type.is_some() || rejection.validation_errors.is_empty());
}
