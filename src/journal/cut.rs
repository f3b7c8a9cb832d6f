//! Where the chain begins since events were removed for their age.

use sqlx::SqliteConnection;

use super::{
    chain::{self, Hash, SealedRow},
    format,
};
use crate::domain::{Cut, Fact, FactKind, JobId, RetentionRun};

const RETENTION_RAN: &str = "retention_ran";
const NEWEST: &str = "SELECT seq, hash, job_id FROM cut ORDER BY seq DESC LIMIT 1";
const INSERT: &str = "INSERT INTO cut (seq, hash, at_us, job_id) VALUES (?, ?, ?, ?)";
const HASH: &str = "SELECT hash FROM event WHERE seq = ?";

/// A cut as it stands in the file: the last event that was removed, and the run that removed it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct CutRow {
    pub(super) seq: i64,
    hash: Vec<u8>,
    job_id: String,
}

impl CutRow {
    pub(super) async fn newest(connection: &mut SqliteConnection) -> sqlx::Result<Option<Self>> {
        sqlx::query_as(NEWEST).fetch_optional(connection).await
    }

    /// The cut behind an event that is still there.
    pub(super) async fn behind(connection: &mut SqliteConnection, seq: i64, run: JobId) -> sqlx::Result<Self> {
        let hash = sqlx::query_scalar(HASH).bind(seq).fetch_one(connection).await?;
        Ok(Self { seq, hash, job_id: run.to_string() })
    }

    pub(super) async fn write(&self, connection: &mut SqliteConnection, at_us: i64) -> sqlx::Result<()> {
        let writing = sqlx::query(INSERT).bind(self.seq).bind(&self.hash).bind(at_us).bind(&self.job_id);
        writing.execute(connection).await.map(drop)
    }

    /// What the first event that is left names as the hash before it.
    pub(super) fn head(&self) -> Option<Hash> {
        self.hash.as_slice().try_into().ok()
    }

    /// As the run's event names it.
    pub(super) fn named(&self) -> Cut {
        Cut { seq: self.seq.unsigned_abs(), hash: chain::hex(&self.hash).into() }
    }

    /// Whether this event says that the chain was cut here.
    pub(super) fn is_named_by(&self, fact: &Fact) -> bool {
        let named = |run: &RetentionRun| run.cut.as_ref() == Some(&self.named());
        matches!(&fact.kind, FactKind::RetentionRan(run) if named(run)) && fact.job.to_string() == self.job_id
    }
}

/// The last event that was removed, as this event says.
pub(super) fn named_in(row: &SealedRow) -> Option<i64> {
    cut_in(row).and_then(|cut| i64::try_from(cut.seq).ok())
}

/// The cut that this event names.
pub(super) fn cut_in(row: &SealedRow) -> Option<Cut> {
    if row.event.kind != RETENTION_RAN {
        return None;
    }
    if let FactKind::RetentionRan(run) = format::load(&row.event).ok()?.kind {
        return run.cut;
    }
    None
}
