//! Rows as columns and facts, without a file: the opening for the fuzz targets.

use super::JournalError;
use super::format::{self, EventRow};
use crate::domain::{Fact, FactKind};

/// The columns of a row that hold words: its kind, its payload, and what is about a person.
pub(crate) type Words = (String, String, Option<String>);

/// Turns the columns of a row into a fact.
///
/// # Errors
/// [`JournalError::Unreadable`].
pub(crate) fn load(job_id: &str, at_us: i64, format: i64, words: &Words) -> Result<Fact, JournalError> {
    let (kind, payload, personal) = words.clone();
    format::load(&EventRow { job_id: job_id.to_owned(), job_seq: 1, at_us, kind, format, payload, personal })
}

/// Turns a fact into the words of a row; `None` when it cannot be written.
pub(crate) fn store(kind: &FactKind) -> Option<Words> {
    let stored = format::store(kind).ok()?;
    Some((stored.kind.to_owned(), stored.payload, stored.personal))
}
