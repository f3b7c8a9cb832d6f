//! Pages of a list. The cursor names the next row and is bound to the call and its parameters, as Seam's is.

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::args::Args;
use super::reply::Refusal;

/// One page's worth of a list.
#[derive(Debug, Clone)]
pub(super) struct Page {
    first_row: usize,
    limit: usize,
    bound_to: u64,
    path: &'static str,
    args: Map<String, Value>,
}

impl Page {
    /// Reads `limit` and `page_cursor`.
    pub(super) fn of(path: &'static str, args: &Args, default_limit: usize) -> Result<Self, Refusal> {
        let parameters = args.without_cursor();
        let bound_to = fingerprint(path, &parameters);
        let first_row = args.text("page_cursor").map_or(Ok(0), |cursor| open(cursor, bound_to))?;
        let limit = args.count("limit").unwrap_or(default_limit);
        Ok(Self { first_row, limit, bound_to, path, args: parameters })
    }

    /// Takes this page out of numbered rows, and the `pagination` object that goes with it.
    pub(super) fn take<'a, T>(
        &self,
        rows: impl Iterator<Item = (usize, &'a T)>,
        endpoint: &str,
    ) -> (Vec<&'a T>, Value) {
        let mut rows = rows.skip_while(|(at, _)| *at < self.first_row);
        let page: Vec<&T> = rows.by_ref().take(self.limit).map(|(_, row)| row).collect();
        let next = rows.next().map(|(at, _)| seal(at, self.bound_to));
        let address = next.as_deref().map(|cursor| self.address(endpoint, cursor));
        let pagination = json!({"has_next_page": next.is_some(), "next_page_cursor": next, "next_page_url": address});
        (page, pagination)
    }

    /// Where the next row to look at is, so that a long table need not be walked from its start.
    pub(super) fn first_row(&self) -> usize {
        self.first_row
    }

    fn address(&self, endpoint: &str, cursor: &str) -> String {
        let mut address = format!("{endpoint}{}?", self.path);
        for (name, value) in &self.args {
            let values = value.as_array().map_or_else(|| vec![value], |list| list.iter().collect());
            values.iter().for_each(|value| address.push_str(&format!("{name}={}&", encode(value))));
        }
        address + "page_cursor=" + cursor
    }
}

fn fingerprint(path: &str, parameters: &Map<String, Value>) -> u64 {
    let mut sorted: Vec<(&String, String)> = parameters.iter().map(|(name, value)| (name, value.to_string())).collect();
    sorted.sort();
    let mut hasher = DefaultHasher::new();
    (path, sorted).hash(&mut hasher);
    hasher.finish()
}

fn seal(row: usize, bound_to: u64) -> String {
    format!("{bound_to:016x}{:016x}", (row as u64) ^ bound_to.rotate_left(17))
}

fn open(cursor: &str, bound_to: u64) -> Result<usize, Refusal> {
    let invalid = || Refusal::invalid(&[("page_cursor", "Invalid page cursor")]);
    let half = |range: std::ops::Range<usize>| {
        cursor.get(range).and_then(|hex| u64::from_str_radix(hex, 16).ok()).ok_or_else(invalid)
    };
    if cursor.len() != 32 {
        return Err(invalid());
    }
    if half(0..16)? != bound_to {
        let message = "The parameters do not match those of the page that this page_cursor came from";
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "mismatched_page_parameters", message));
    }
    usize::try_from(half(16..32)? ^ bound_to.rotate_left(17)).map_err(|_| invalid())
}

fn encode(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
        out
    })
}
