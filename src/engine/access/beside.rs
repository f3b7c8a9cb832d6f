//! Facts for a journal that no engine of this program has open.

use std::{path::Path, time::Duration};

use jiff::Timestamp;

use crate::{
    domain::{AccessFact, Fact, FactKind, JobId},
    journal::{Journal, JournalError},
};

/// Somebody waits at a terminal, and what is told is done already.
const PATIENCE: Duration = Duration::from_secs(20);

/// Writes down what was changed without an engine. A window that has the same journal open ships it with its own.
///
/// # Errors
/// Why the journal does not take it.
pub async fn record_access(path: &Path, fact: AccessFact) -> Result<(), JournalError> {
    let fact = Fact { job: JobId::generate(), at: Timestamp::now(), kind: FactKind::Access(fact) };
    let facts = [fact];
    let recording = tokio::time::timeout(PATIENCE, record_beside(path, &facts));
    recording.await.unwrap_or_else(|over| Err(JournalError::InUse { path: path.into(), source: over.into() }))
}

pub(super) async fn record_beside(path: &Path, facts: &[Fact]) -> Result<(), JournalError> {
    let journal = Journal::open(path).await?;
    let written = journal.record_all(facts).await;
    journal.close().await;
    written
}
