//! Printing: one line at a time to standard output, sentences to standard error.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use serde_json::Value;

use crate::domain::{is_plain, plain};

/// A line for whoever reads the result. A closed pipe is nobody's error.
pub(super) fn line(text: impl AsRef<str>) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{}", plain(text.as_ref())).and_then(|()| out.flush());
}

/// A JSON object as one line.
pub(super) fn json(value: &Value) {
    line(escaped(&value.to_string()));
}

/// JSON may hold letters as they are that drive a terminal or turn the writing. They stand in strings alone, where an escape is
/// the same letter.
fn escaped(json: &str) -> Cow<'_, str> {
    if json.chars().all(is_plain) {
        return Cow::Borrowed(json);
    }
    let escape =
        |letter: char| if is_plain(letter) { letter.to_string() } else { format!("\\u{:04x}", u32::from(letter)) };
    Cow::Owned(json.chars().map(escape).collect())
}

/// A sentence for a person.
pub(super) fn sentence(text: impl AsRef<str>) {
    let _ = writeln!(io::stderr().lock(), "keydesk: {}", plain(text.as_ref()));
}

/// Columns, each as wide as its widest cell.
pub(super) fn table(rows: &[Vec<String>]) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut widths = vec![0; columns];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        line(cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_stays_the_same_and_drives_no_terminal() {
        let value = serde_json::json!({ "name": "Zoë\u{9b}2J\u{202e}\u{7f}\u{2028}\u{1b}" });
        let shown = escaped(&value.to_string()).into_owned();
        assert_eq!(shown, r#"{"name":"Zoë\u009b2J\u202e\u007f\u2028\u001b"}"#);
        assert_eq!(serde_json::from_str::<Value>(&shown).unwrap(), value);
        assert!(matches!(escaped("{\"name\":\"Zoë\"}"), Cow::Borrowed(_)));
    }
}
