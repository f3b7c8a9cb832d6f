//! How a fact stands in a row: a kind, a version, a payload, and apart from it what can be erased.
//!
//! The shapes are the journal's own, so that a change of the domain's types changes no stored row. Reading is tolerant:
//! what a row does not say reads as absent. Version 1 is the only one.

mod access;
mod aftermath;
mod card;
mod evidence;
mod kinds;
mod parts;

use jiff::Timestamp;

use super::JournalError;
use crate::domain::{Fact, FactKind, JobId};

pub(super) use kinds::kind_name;
pub(super) use parts::{problem_from, problem_of};

/// The version that is written.
pub(super) const VERSION: i64 = 1;

/// A fact as columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stored {
    pub(super) kind: &'static str,
    pub(super) payload: String,
    pub(super) personal: Option<String>,
}

/// The columns of one row.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct EventRow {
    pub(super) job_id: String,
    pub(super) job_seq: i64,
    pub(super) at_us: i64,
    pub(super) kind: String,
    pub(super) format: i64,
    pub(super) payload: String,
    pub(super) personal: Option<String>,
}

/// Turns a fact into columns. Serde has nothing to refuse in these shapes.
pub(super) fn store(kind: &FactKind) -> serde_json::Result<Stored> {
    let mut personal = parts::PersonalV1::default();
    let payload = kinds::write(kind, &mut personal)?;
    let personal = (personal != parts::PersonalV1::default()).then(|| serde_json::to_string(&personal)).transpose()?;
    Ok(Stored { kind: kind_name(kind), payload, personal })
}

/// Turns a row back into the fact.
pub(super) fn load(row: &EventRow) -> Result<Fact, JournalError> {
    let unreadable =
        |reason: String| JournalError::Unreadable { job: row.job_id.clone(), job_seq: row.job_seq, reason };
    if row.format != VERSION {
        return Err(unreadable(format!("its format is {}", row.format)));
    }
    let job = job_id(&row.job_id).ok_or_else(|| unreadable("its job is no id".into()))?;
    let at = Timestamp::from_microsecond(row.at_us).map_err(|_| unreadable("its time is out of range".into()))?;
    let personal = match &row.personal {
        Some(text) => serde_json::from_str(text).map_err(|error| unreadable(place(&error)))?,
        None => parts::PersonalV1::default(),
    };
    let kind = kinds::read(&row.kind, job, &row.payload, personal).map_err(|error| unreadable(place(&error)))?;
    let kind = kind.ok_or_else(|| unreadable("its kind is not known".into()))?;
    Ok(Fact { job, at, kind })
}

pub(super) fn job_id(text: &str) -> Option<JobId> {
    uuid::Uuid::try_parse(text).ok().map(JobId)
}

/// Where JSON goes wrong, without the words that stand there.
fn place(error: &serde_json::Error) -> String {
    format!("{:?} error at column {}", error.classify(), error.column())
}
