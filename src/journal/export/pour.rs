//! From the record to where it is written, one batch at a time.

use std::io::{self, Write};

use tokio_util::sync::CancellationToken;

use super::{ExportError, Format, Selection, csv, error::Broken, json, report};
use crate::{
    domain::AttemptRow,
    journal::{Mark, Questions},
};

/// How many rows are in memory at once.
const BATCH: u32 = 500;

/// Where reading has come to.
struct Reading<'a, Q> {
    record: &'a Q,
    selection: &'a Selection,
    cancel: &'a CancellationToken,
    mark: Option<Mark>,
    count: u64,
}

impl<Q: Questions> Reading<'_, Q> {
    /// The next rows; none at the end.
    async fn next(&mut self) -> Result<Vec<AttemptRow>, Broken> {
        let left = self.selection.limit.map_or(u64::MAX, |limit| limit.saturating_sub(self.count));
        let limit = u32::try_from(left).unwrap_or(BATCH).min(BATCH);
        if limit == 0 {
            return Ok(Vec::new());
        }
        let asked = self.record.after(&self.selection.filter, self.mark, limit);
        let rows = self.cancel.run_until_cancelled(asked).await.ok_or(Broken::Cancelled)?;
        let rows = rows.map_err(|error| Broken::Record(error.into()))?;
        self.mark = rows.last().map(Mark::from).or(self.mark);
        self.count += rows.len() as u64;
        Ok(rows)
    }
}

/// Writes all of it and gives back what it was written to, with the number of rows.
pub(super) async fn pour<Q: Questions, W: Write + Send + 'static>(
    record: &Q,
    selection: &Selection,
    out: W,
    mut progress: impl FnMut(u64) + Send,
    cancel: &CancellationToken,
) -> Result<(W, u64), Broken> {
    let mut reading = Reading { record, selection, cancel, mark: None, count: 0 };
    let mut out = put(out, head(selection)?).await?;
    let mut figures = report::Gathering::new(selection);
    loop {
        let before = reading.count;
        let rows = reading.next().await?;
        if rows.is_empty() {
            break;
        }
        out = put(out, body(selection, &rows, before, &mut figures)?).await?;
        progress(reading.count);
    }
    out = put(out, tail(selection, figures)?).await?;
    Ok((out, reading.count))
}

fn head(selection: &Selection) -> io::Result<Vec<u8>> {
    match selection.format {
        Format::Csv => csv::head(selection),
        Format::Json => Ok(json::HEAD.to_vec()),
        Format::JsonLines | Format::ReportText | Format::ReportCsv => Ok(Vec::new()),
    }
}

fn body(
    selection: &Selection,
    rows: &[AttemptRow],
    before: u64,
    figures: &mut report::Gathering,
) -> io::Result<Vec<u8>> {
    match selection.format {
        Format::Csv => csv::rows(selection, rows),
        Format::Json => json::elements(selection, rows, before),
        Format::JsonLines => json::lines(selection, rows),
        Format::ReportText | Format::ReportCsv => {
            rows.iter().for_each(|row| figures.take(row));
            Ok(Vec::new())
        }
    }
}

fn tail(selection: &Selection, figures: report::Gathering) -> io::Result<Vec<u8>> {
    match selection.format {
        Format::Csv | Format::JsonLines => Ok(Vec::new()),
        Format::Json => Ok(json::TAIL.to_vec()),
        Format::ReportText => Ok(report::report_text(&figures.figures(), &selection.zone).into_bytes()),
        Format::ReportCsv => report::report_csv(&figures.figures(), &selection.zone),
    }
}

/// Writes where blocking is allowed: the target may be a slow disk, or a reader that does not read.
async fn put<W: Write + Send + 'static>(mut out: W, bytes: Vec<u8>) -> io::Result<W> {
    if bytes.is_empty() {
        return Ok(out);
    }
    let written = tokio::task::spawn_blocking(move || out.write_all(&bytes).and_then(|()| out.flush()).map(|()| out));
    written.await.map_err(io::Error::other)?
}

/// Runs what touches files where blocking is allowed.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, ExportError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| ExportError::Record(error.into()))
}
