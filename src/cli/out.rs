//! Printing: one line at a time to standard output, sentences to standard error.

use std::io::{self, Write};

use serde_json::Value;

/// A line for whoever reads the result. A closed pipe is nobody's error.
pub(super) fn line(text: impl AsRef<str>) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{}", text.as_ref()).and_then(|()| out.flush());
}

/// A JSON object as one line.
pub(super) fn json(value: &Value) {
    line(value.to_string());
}

/// A sentence for a person.
pub(super) fn sentence(text: impl AsRef<str>) {
    let _ = writeln!(io::stderr().lock(), "keydesk: {}", text.as_ref());
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
