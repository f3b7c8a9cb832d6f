//! RFC 4180: comma, CRLF, quotes around whatever is no number, so that no other delimiter can split a cell either.

use std::{borrow::Cow, io};

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::{
    Selection,
    cells::tame,
    columns::{Cell, columns},
};
use crate::domain::AttemptRow;

pub(super) fn head(selection: &Selection) -> io::Result<Vec<u8>> {
    lines(std::iter::once(columns(selection).map(|column| column.name)))
}

pub(super) fn rows(selection: &Selection, rows: &[AttemptRow]) -> io::Result<Vec<u8>> {
    let cells = |row| columns(selection).map(move |column| written((column.of)(row, &selection.zone)));
    lines(rows.iter().map(|row| cells(row).map(|cell| cell.into_owned())))
}

fn written(cell: Cell<'_>) -> Cow<'_, str> {
    match cell {
        Cell::Text(text) => tame(text),
        Cell::Own(text) => text.into(),
        Cell::Number(number) => number.to_string().into(),
        Cell::List(texts) => tame(&texts.join("; ")).into_owned().into(),
        Cell::Nothing => "".into(),
    }
}

/// Lines of cells that are tame already.
pub(super) fn lines<L>(lines: impl Iterator<Item = L>) -> io::Result<Vec<u8>>
where
    L: IntoIterator<Item: AsRef<[u8]>>,
{
    let mut builder = WriterBuilder::new();
    builder.terminator(Terminator::CRLF).quote_style(QuoteStyle::NonNumeric);
    let mut writer = builder.from_writer(Vec::new());
    for line in lines {
        writer.write_record(line).map_err(io::Error::other)?;
    }
    writer.into_inner().map_err(|error| error.into_error())
}
