//! What becomes of old rows: first their names go, then the rows themselves.
//!
//! Rows are removed from the beginning of the chain in steps of some hundred. Each step is one transaction: it writes the
//! run's event at the end of the chain, notes the cut that the event names, and removes what lies before it. So there is
//! never a row that belongs to nothing, and the writer is never kept for long.

use jiff::{SignedDuration, Timestamp, ToSpan as _, tz::TimeZone};
use sqlx::{Connection, SqliteConnection};

use super::{JournalError, append, backup, cut::CutRow, format, store::Store};
use crate::domain::{Fact, FactKind, JobId, RetentionRun};

/// How long what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// After how many days names, card numbers and notes are erased.
    pub erase_names_after: u16,
    /// After how many months the rest is removed.
    pub keep_for: u16,
}

impl Default for Retention {
    fn default() -> Self {
        Self { erase_names_after: 30, keep_for: 12 }
    }
}

const ERASE_EVENTS: &str = "UPDATE event SET personal = NULL, personal_salt = NULL WHERE seq IN ( \
     SELECT seq FROM event INDEXED BY event_personal WHERE personal IS NOT NULL AND at_us < ?1 \
     AND job_id NOT IN (SELECT job_id FROM attempt WHERE is_open = 1) LIMIT ?2)";
const ERASE_ATTEMPTS: &str = "UPDATE attempt SET guest = NULL, card_number = NULL WHERE rowid IN ( \
     SELECT rowid FROM attempt INDEXED BY attempt_personal WHERE (guest IS NOT NULL OR card_number IS NOT NULL) \
     AND at_us < ?1 AND is_open = 0 LIMIT ?2)";
/// The first event that has to stay.
const FIRST_KEPT: &str = "SELECT COALESCE((SELECT seq FROM event WHERE at_us >= ?1 \
     OR job_id IN (SELECT job_id FROM attempt WHERE is_open = 1) ORDER BY seq LIMIT 1), \
     (SELECT MAX(seq) + 1 FROM event), 0)";
const OLDEST: &str = "SELECT COALESCE(MIN(seq), 0) FROM event";
/// The first event up to a number whose job has events behind it.
const FIRST_OF_LATER: &str = "SELECT MIN(seq) FROM event AS early WHERE seq <= ?1 \
     AND EXISTS (SELECT 1 FROM event AS late WHERE late.job_id = early.job_id AND late.seq > ?1)";
const COUNT: &str = "SELECT COUNT(*) FROM event WHERE seq <= ?";
const REMOVE_ATTEMPTS: &str = "DELETE FROM attempt WHERE job_id IN (SELECT job_id FROM event WHERE seq <= ?)";
const REMOVE_EVENTS: &str = "DELETE FROM event WHERE seq <= ?";
/// Folds the log into the file and leaves nothing in it. Somebody who reads may keep it waiting for a moment, and the desk
/// with it; then the next run does it.
const EMPTY_LOG: [&str; 3] =
    ["PRAGMA busy_timeout = 250", "PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA busy_timeout = 5000"];

/// How many rows are changed in one transaction.
const STEP: i64 = 500;

pub(super) async fn run(store: &Store, retention: &Retention, now: Timestamp) -> Result<RetentionRun, JournalError> {
    let failed = store.failed("erase and remove what is too old");
    let erased_before = days_before(now, retention.erase_names_after);
    let kept_from = months_before(now, retention.keep_for);
    let mut run =
        Run { store, job: JobId::generate(), now, erased_before, sum: nothing(erased_before), is_written: false };
    run.erase().await.map_err(&failed)?;
    run.remove(kept_from).await.map_err(&failed)?;
    run.finish().await.map_err(&failed)?;
    if let Err(error) = backup::forget_older(&store.path, erased_before) {
        tracing::warn!(%error, "an old copy of the journal could not be removed; the next run tries again");
    }
    Ok(run.sum)
}

fn nothing(erased_before: Timestamp) -> RetentionRun {
    RetentionRun { erased_before, erased: 0, removed: 0, cut: None }
}

/// Nothing is older than the beginning of time.
fn days_before(now: Timestamp, days: u16) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(24 * i64::from(days))).unwrap_or(Timestamp::MIN)
}

fn months_before(now: Timestamp, months: u16) -> Timestamp {
    let before = now.to_zoned_datetime(TimeZone::UTC).checked_sub(i64::from(months).months());
    before.map_or(Timestamp::MIN, |before| before.timestamp())
}

struct Run<'a> {
    store: &'a Store,
    job: JobId,
    now: Timestamp,
    erased_before: Timestamp,
    /// What was done.
    sum: RetentionRun,
    /// Whether the chain says so.
    is_written: bool,
}

impl Run<'_> {
    async fn erase(&mut self) -> sqlx::Result<()> {
        self.sum.erased = self.repeat(ERASE_EVENTS).await?;
        let attempts = self.repeat(ERASE_ATTEMPTS).await?;
        self.is_written = self.sum.erased == 0 && attempts == 0;
        Ok(())
    }

    /// Changes so many rows at a time until there is nothing left to change.
    async fn repeat(&self, statement: &'static str) -> sqlx::Result<u64> {
        let mut sum = 0;
        loop {
            let change = sqlx::query(statement).bind(self.erased_before.as_microsecond()).bind(STEP);
            let changed = change.execute(&self.store.writer).await?.rows_affected();
            if changed == 0 {
                return Ok(sum);
            }
            sum += changed;
        }
    }

    async fn remove(&mut self, kept_from: Timestamp) -> sqlx::Result<()> {
        let first_kept = sqlx::query_scalar(FIRST_KEPT).bind(kept_from.as_microsecond());
        let first_kept: i64 = first_kept.fetch_one(&self.store.readers).await?;
        while self.step(first_kept).await? {}
        Ok(())
    }

    /// Removes some of the oldest events; `false` when there is none that may go.
    async fn step(&mut self, first_kept: i64) -> sqlx::Result<bool> {
        let mut writer = self.store.writer.acquire().await?;
        let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
        let Some(seq) = place(&mut transaction, first_kept).await? else { return Ok(false) };
        let cut = CutRow::behind(&mut transaction, seq, self.job).await?;
        cut.write(&mut transaction, self.now.as_microsecond()).await?;
        let removed: i64 = sqlx::query_scalar(COUNT).bind(seq).fetch_one(&mut *transaction).await?;
        let removed = removed.unsigned_abs();
        // What was erased is said once, with the first step.
        let erased = if self.is_written { 0 } else { self.sum.erased };
        let done = RetentionRun { erased, removed, cut: Some(cut.named()), ..nothing(self.erased_before) };
        self.write(&mut transaction, done).await?;
        for statement in [REMOVE_ATTEMPTS, REMOVE_EVENTS] {
            sqlx::query(statement).bind(seq).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        (self.sum.removed, self.sum.cut) = (self.sum.removed + removed, Some(cut.named()));
        self.is_written = true;
        Ok(true)
    }

    async fn write(&self, connection: &mut SqliteConnection, done: RetentionRun) -> sqlx::Result<()> {
        let fact = Fact { job: self.job, at: self.now, kind: FactKind::RetentionRan(done) };
        let stored = format::store(&fact.kind).map_err(|error| sqlx::Error::Encode(error.into()))?;
        append::add_fact(connection, &fact, &stored).await
    }

    /// Writes down what no step has said, and takes the words out of the log.
    async fn finish(&mut self) -> sqlx::Result<()> {
        if !self.is_written {
            let mut writer = self.store.writer.acquire().await?;
            let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
            self.write(&mut transaction, self.sum.clone()).await?;
            transaction.commit().await?;
        }
        let mut writer = self.store.writer.acquire().await?;
        for statement in EMPTY_LOG {
            sqlx::query(statement).fetch_optional(&mut *writer).await?;
        }
        Ok(())
    }
}

/// The last event of the next step: no job has events on both sides of it. A job that took very long makes a long step.
async fn place(connection: &mut SqliteConnection, first_kept: i64) -> sqlx::Result<Option<i64>> {
    let oldest: i64 = sqlx::query_scalar(OLDEST).fetch_one(&mut *connection).await?;
    let mut length = STEP;
    loop {
        let end = first_kept.min(oldest.saturating_add(length)).saturating_sub(1);
        let place = between_jobs(connection, end).await?;
        if place >= oldest && oldest > 0 {
            return Ok(Some(place));
        }
        if end.saturating_add(1) >= first_kept {
            return Ok(None);
        }
        length = length.saturating_mul(2);
    }
}

async fn between_jobs(connection: &mut SqliteConnection, mut end: i64) -> sqlx::Result<i64> {
    loop {
        let first: Option<i64> = sqlx::query_scalar(FIRST_OF_LATER).bind(end).fetch_one(&mut *connection).await?;
        match first {
            Some(first) => end = first - 1,
            None => return Ok(end),
        }
    }
}
