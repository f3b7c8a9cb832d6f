//! Writing attempts out: exactly the rows that a filter shows, in their order, in bounded memory.
//!
//! A file is written beside its target, for this user alone, and renamed once it is complete: whoever finds a file finds
//! a whole one. What breaks off or is stopped leaves nothing behind, and what was there before stays.

mod cells;
mod columns;
mod csv;
mod draft;
mod error;
mod json;
mod pour;
mod report;

use std::{
    io,
    path::{Path, PathBuf},
};

use jiff::tz::TimeZone;
use tokio_util::sync::CancellationToken;

pub use error::ExportError;
pub use report::{Figures, Line, Loose, report_csv, report_text};

use super::Questions;
use crate::domain::ActivityFilter;
use draft::Draft;

/// How attempts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// RFC 4180, UTF-8, one line for each attempt below a line of names.
    Csv,
    /// One JSON array.
    Json,
    /// One JSON object a line.
    JsonLines,
    /// The shift report, one page of text.
    ReportText,
    /// The shift report's figures, RFC 4180.
    ReportCsv,
}

/// What is written, wherever to.
#[derive(Debug, Clone)]
pub struct Selection {
    /// How.
    pub format: Format,
    /// Which.
    pub filter: ActivityFilter,
    /// At most so many, the newest.
    pub limit: Option<u64>,
    /// Whether guests, card numbers and Seam's messages are written too. A message is free text of a lock system, and
    /// nobody can promise that it names no guest and no card.
    pub with_guests: bool,
    /// The property's time zone, for local times.
    pub zone: TimeZone,
}

/// What is written to which file.
#[derive(Debug, Clone)]
pub struct ExportSpec {
    /// The file. What stands there is replaced in one step.
    pub path: PathBuf,
    /// What.
    pub selection: Selection,
}

/// Writes a file and gives the number of attempts that went into it. `progress` hears that number after each batch; `cancel`
/// is looked at before each batch and while one is read.
///
/// # Errors
/// [`ExportError`]; no file is left then, and one that was there before is as it was.
pub async fn export<Q: Questions>(
    record: &Q,
    spec: &ExportSpec,
    progress: impl FnMut(u64) + Send,
    cancel: &CancellationToken,
) -> Result<u64, ExportError> {
    let (path, has_mark) = (spec.path.clone(), spec.selection.format.is_sheet());
    let draft = pour::blocking(move || Draft::beside(&path, has_mark)).await??;
    let written = pour::pour(record, &spec.selection, draft, progress, cancel).await;
    let (draft, count) = written.map_err(|broken| broken.at(&spec.path))?;
    if cancel.is_cancelled() {
        return Err(ExportError::Cancelled);
    }
    pour::blocking(move || draft.finish()).await??;
    Ok(count)
}

/// Writes the same to a stream, without a byte order mark: what reads a pipe asks for none.
///
/// # Errors
/// [`ExportError::Closed`] once nobody reads any more; else as [`export`].
pub async fn write_to<Q: Questions>(
    record: &Q,
    selection: &Selection,
    out: impl io::Write + Send + 'static,
    cancel: &CancellationToken,
) -> Result<u64, ExportError> {
    let written = pour::pour(record, selection, out, |_| {}, cancel).await;
    written.map(|(_, count)| count).map_err(|broken| broken.at(Path::new("standard output")))
}

impl Format {
    /// Whether a spreadsheet opens it. Excel takes a file for the computer's old code page unless it begins with the mark of
    /// UTF-8 (U+FEFF), which RFC 4180 does not speak of and other readers skip.
    fn is_sheet(self) -> bool {
        match self {
            Self::Csv | Self::ReportCsv => true,
            Self::Json | Self::JsonLines | Self::ReportText => false,
        }
    }
}
