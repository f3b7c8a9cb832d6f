//! One object for each attempt: a field that has nothing to say is null, and one that was not asked for is absent.

use std::io;

use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::{
    Selection,
    columns::{Cell, columns},
};
use crate::domain::AttemptRow;

pub(super) const HEAD: &[u8] = b"[";
pub(super) const TAIL: &[u8] = b"\n]\n";

struct Object<'a>(&'a AttemptRow, &'a Selection);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(row, selection) = self;
        let mut map = serializer.serialize_map(None)?;
        for column in columns(selection) {
            match (column.of)(row, &selection.zone) {
                Cell::Text(text) => map.serialize_entry(column.name, text)?,
                Cell::Own(text) => map.serialize_entry(column.name, &text)?,
                Cell::Number(number) => map.serialize_entry(column.name, &number)?,
                Cell::List(texts) => map.serialize_entry(column.name, texts)?,
                Cell::Nothing => map.serialize_entry(column.name, &())?,
            }
        }
        map.end()
    }
}

/// One object a line.
pub(super) fn lines(selection: &Selection, rows: &[AttemptRow]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    for row in rows {
        serde_json::to_writer(&mut out, &Object(row, selection))?;
        out.push(b'\n');
    }
    Ok(out)
}

/// Elements of one array, of which `before` are written already.
pub(super) fn elements(selection: &Selection, rows: &[AttemptRow], before: u64) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    for (row, number) in rows.iter().zip(before..) {
        out.extend_from_slice(if number == 0 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut out, &Object(row, selection))?;
    }
    Ok(out)
}
