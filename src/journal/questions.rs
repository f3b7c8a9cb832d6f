//! What a record of attempts answers, be it this desk's own journal or the shared record of all desks.

use std::future::Future;

use jiff::Timestamp;

use crate::domain::{ActivityFilter, AttemptRow, Choices, Fact, JobId, Overview};

/// Where a listing goes on: after this attempt, towards older ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// When its button was pressed.
    pub at: Timestamp,
    /// Its job.
    pub job: JobId,
}

impl From<&AttemptRow> for Mark {
    fn from(row: &AttemptRow) -> Self {
        Self { at: row.at, job: row.job }
    }
}

/// Questions about attempts. Rows come the newest first, by time and then by job id. Each is answered from an index or from
/// counts that are kept, however many attempts there are.
pub trait Questions: Clone + Send + Sync + 'static {
    /// Why a question was not answered.
    type Error: std::error::Error + Send + Sync + 'static;

    /// Counts what matches; one bar from each of these moments to the next.
    fn overview(
        &self,
        filter: &ActivityFilter,
        bars: &[Timestamp],
    ) -> impl Future<Output = Result<Overview, Self::Error>> + Send;

    /// The rows that match, beginning with number `offset` (0 is the newest), `limit` at most.
    fn page(
        &self,
        filter: &ActivityFilter,
        offset: u64,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<AttemptRow>, Self::Error>> + Send;

    /// The rows that match and are older than the mark, `limit` at most: for reading everything in bounded memory.
    fn after(
        &self,
        filter: &ActivityFilter,
        mark: Option<Mark>,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<AttemptRow>, Self::Error>> + Send;

    /// The desks, encoders and operators that there are attempts of, whenever they were.
    fn choices(&self) -> impl Future<Output = Result<Choices, Self::Error>> + Send;

    /// Attempts that nobody knows the outcome of, `limit` at most, the newest first; without those under way.
    fn unsettled(&self, limit: u32) -> impl Future<Output = Result<Vec<AttemptRow>, Self::Error>> + Send;

    /// One attempt, and its facts in order.
    fn details(&self, job: JobId) -> impl Future<Output = Result<Option<(AttemptRow, Vec<Fact>)>, Self::Error>> + Send;

    /// Attempts for the same guest or subject, or on the same encoder about that time; without the attempt itself.
    fn related(
        &self,
        row: &AttemptRow,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<AttemptRow>, Self::Error>> + Send;
}
