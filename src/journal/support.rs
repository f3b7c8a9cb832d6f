//! What somebody who looks for a fault needs to see of the journal: events as they stand, and how the file is doing.

use sqlx::FromRow;

use super::{Head, Journal, JournalError, Verdict, chain, file, verify};
use crate::domain::JobId;

/// Up to this size the whole chain is walked, which takes a second or two.
const VERIFIED_BYTES: u64 = 64 * 1024 * 1024;

const EVENTS: &str = "SELECT seq, at_us, kind, payload, personal FROM event WHERE job_id = ? ORDER BY seq";
const COUNT: &str = "SELECT COUNT(*) FROM event";
const LAST: &str = "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1";

/// An event as it stands in the file, not understood.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct RecordedEvent {
    /// Its number.
    pub seq: i64,
    /// When it was written, in microseconds since 1970 (UTC).
    pub at_us: i64,
    /// What kind of fact it is.
    pub kind: String,
    /// The fact, as JSON. Nothing in it is about a guest but what Seam's own message may say.
    pub payload: String,
    /// What is about a guest, as JSON; `None` once it is erased, or where there was nothing.
    pub personal: Option<String>,
}

/// How the file is doing.
#[derive(Debug)]
pub struct JournalState {
    /// How many events it holds.
    pub events: i64,
    /// The last of them, where there is one.
    pub head: Option<Head>,
    /// The size of the file in bytes.
    pub bytes: u64,
    /// The size of the log that is still to be folded into it.
    pub log_bytes: u64,
    /// Whether the chain holds; `None` for a file that is too large to be walked in passing.
    pub verdict: Option<Verdict>,
}

impl Journal {
    /// The events of a job as they stand in the file, also such as this Keydesk does not understand.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn recorded(&self, job: JobId) -> Result<Vec<RecordedEvent>, JournalError> {
        let rows = sqlx::query_as(EVENTS).bind(job.to_string()).fetch_all(&self.store.questions).await;
        rows.map_err(self.store.failed("read a job"))
    }

    /// How the file is doing.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn state(&self) -> Result<JournalState, JournalError> {
        let failed = self.store.failed("look at its state");
        let events = sqlx::query_scalar(COUNT).fetch_one(&self.store.questions).await.map_err(&failed)?;
        let last: Option<(i64, Option<Vec<u8>>)> =
            sqlx::query_as(LAST).fetch_optional(&self.store.questions).await.map_err(&failed)?;
        let head = last.map(|(seq, hash)| Head { seq, hash: chain::hex(&hash.unwrap_or_default()) });
        let [bytes, log_bytes] = ["", "-wal"].map(|ending| file::size(&file::beside(self.path(), ending)));
        let is_small = bytes <= VERIFIED_BYTES;
        let verdict = if is_small { Some(verify::verify(&self.store).await?) } else { None };
        Ok(JournalState { events, head, bytes, log_bytes, verdict })
    }
}
