//! Everything that is written: facts, what retention takes away, and filler that shows whether there is room.

use std::sync::atomic::Ordering;

use jiff::Timestamp;

use super::{Journal, JournalError, Retention, append, format, retention};
use crate::domain::{Fact, FactKind, RetentionRun};

/// Random bytes, since SQLite leaves a page alone that says already what is written to it.
const PROBE: &str = "INSERT INTO probe (id, at_us, filler) VALUES (1, ?1, randomblob(?2)) \
     ON CONFLICT (id) DO UPDATE SET at_us = excluded.at_us, filler = excluded.filler";

const FOLD: &str = "PRAGMA wal_checkpoint(RESTART)";

/// What a probe writes: more than one job adds to the write-ahead log from its intent to its end, each fact with the pages of
/// its indexes and counts, also where several of these have to be divided.
const PROBE_BYTES: i64 = 320 * 1024;

impl Journal {
    /// Writes a fact down. It is on the disk when this returns; the same fact a second time changes nothing.
    ///
    /// An intent is only taken where there is room for what follows it, so that a full disk stops a job before anything is
    /// sent. Times are kept to the microsecond.
    ///
    /// # Errors
    /// [`JournalError::UnknownJob`] for a fact without an intent before it, unless it is a word on the job of another desk or
    /// on the journal itself; else what keeps the disk from taking it.
    pub async fn record(&self, fact: &Fact) -> Result<(), JournalError> {
        self.record_all(std::slice::from_ref(fact)).await
    }

    /// Writes facts down, all of them in one step or none; otherwise as [`record`](Self::record). For many at once, whose
    /// sum is known to have room on the disk.
    ///
    /// # Errors
    /// As [`record`](Self::record).
    pub async fn record_all(&self, facts: &[Fact]) -> Result<(), JournalError> {
        let has_intent = facts.iter().any(|fact| matches!(fact.kind, FactKind::Intended(_)));
        if has_intent && !self.has_room.swap(false, Ordering::SeqCst) {
            self.make_room().await?;
            self.has_room.store(false, Ordering::SeqCst);
        }
        let failed = |error: sqlx::Error| self.store.failed("write a fact")(error);
        let stored = facts.iter().map(|fact| Ok((fact, format::store(&fact.kind)?))).collect::<serde_json::Result<_>>();
        let stored = stored.map_err(|error| failed(sqlx::Error::Encode(error.into())))?;
        let mut connection = self.store.writer.acquire().await.map_err(failed)?;
        let written = append::append(&mut connection, stored).await;
        if written.is_err() {
            // SQLite ends some failed transactions by itself, which the library does not notice: the next one needs a
            // connection that knows of none. What fails while this one is closed has failed before.
            let _ = connection.close().await;
        }
        written.map_err(failed)?.map_err(JournalError::UnknownJob)
    }

    /// Erases and removes what is too old. Names, card numbers and notes of events before the first limit are erased, with
    /// those of attempts; of jobs that are open nothing is. The oldest events are removed up to the first one of a job that
    /// is open or not beyond the second limit, together with their attempts. Each removal is written down in the chain,
    /// which holds from there on; a run that changes nothing writes nothing.
    ///
    /// The words are then in the file and in its log no more, unless somebody reads in the log meanwhile; then the next run
    /// takes them out. Copies of the journal that were kept beside it, before a
    /// migration or by a recovery, are removed once they are older than the first limit, since they hold the words too.
    /// Nothing else is kept waiting for longer than some hundreds of rows take.
    ///
    /// # Errors
    /// What keeps the disk from taking it, and a copy that cannot be removed. What was done before stays done.
    pub async fn retain(&self, retention: &Retention, now: Timestamp) -> Result<RetentionRun, JournalError> {
        retention::run(&self.store, retention, now).await
    }

    /// Writes filler to the disk, to find out before a request is sent whether its outcome can be written down.
    ///
    /// # Errors
    /// [`JournalError::DiskFull`], [`JournalError::Unwritable`], [`JournalError::InUse`].
    pub async fn probe(&self) -> Result<(), JournalError> {
        let now = Timestamp::now().as_microsecond();
        let written = sqlx::query(PROBE).bind(now).bind(PROBE_BYTES).execute(&self.store.writer).await;
        written.map(drop).map_err(self.store.failed("write a probe"))
    }

    /// Sees to it that the disk holds the next job to its end. The write-ahead log grows by the room of a job and is then
    /// folded back into the file, so that the next rows are written into space that it has already. Done after a job, it
    /// costs the next one nothing.
    ///
    /// # Errors
    /// As [`probe`](Self::probe).
    pub async fn make_room(&self) -> Result<(), JournalError> {
        self.has_room.store(false, Ordering::SeqCst);
        self.probe().await?;
        // A reader elsewhere may keep the log from being folded; then the rows go behind the probe's, where there was room.
        let _ = sqlx::query(FOLD).fetch_optional(&self.store.writer).await;
        self.has_room.store(true, Ordering::SeqCst);
        Ok(())
    }

    /// Whether a [`probe`](Self::probe) comes through.
    pub async fn is_writable(&self) -> bool {
        self.probe().await.is_ok()
    }
}
