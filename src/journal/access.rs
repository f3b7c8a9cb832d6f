//! Who worked at this desk, asked of its own journal.

use jiff::Timestamp;

use super::{
    Journal, JournalError,
    chain::{SealedRow, select_sealed},
    understood,
};
use crate::domain::{AccessFact, FactKind};

/// Told in the order in which it was written down, since a clock may have been set back meanwhile.
const NEWEST: &str = select_sealed!(
    "INDEXED BY event_access WHERE event.kind = 'access' AND event.at_us >= ?1 ORDER BY event.seq DESC LIMIT ?2"
);

impl Journal {
    /// Who signed in, which PINs were wrong, what was approved and what was changed, the newest first.
    ///
    /// # Errors
    /// [`JournalError::Unreadable`] for a row that is not what was written.
    pub async fn access(
        &self,
        since: Option<Timestamp>,
        limit: u32,
    ) -> Result<Vec<(Timestamp, AccessFact)>, JournalError> {
        let since = since.map_or(i64::MIN, Timestamp::as_microsecond);
        let rows = sqlx::query_as(NEWEST).bind(since).bind(limit).fetch_all(&self.store.questions).await;
        let rows: Vec<SealedRow> = rows.map_err(self.store.failed("read who worked here"))?;
        let facts = rows.iter().map(|row| understood(row, 1)).collect::<Result<Vec<_>, _>>()?;
        let told = facts.into_iter().filter_map(|fact| match fact.kind {
            FactKind::Access(access) => Some((fact.at, access)),
            FactKind::Intended(_)
            | FactKind::NotExecuted(_)
            | FactKind::Accepted { .. }
            | FactKind::Succeeded { .. }
            | FactKind::Failed(_)
            | FactKind::BecameUncertain(..)
            | FactKind::Learned(_)
            | FactKind::ProvedNotWritten(_)
            | FactKind::LetGo
            | FactKind::Decided { .. }
            | FactKind::Reasked { .. }
            | FactKind::FollowedUp(_)
            | FactKind::RetentionRan(_) => None,
        });
        Ok(told.collect())
    }
}

#[cfg(test)]
mod tests {
    use sqlx::AssertSqlSafe;

    use super::{Journal, NEWEST};

    #[tokio::test]
    async fn nothing_but_such_events_is_looked_at_and_nothing_is_sorted() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(&folder.path().join("journal.sqlite")).await.unwrap();
        let plan = sqlx::query_as(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {NEWEST}"))).bind(0).bind(10);
        let plan: Vec<(i64, i64, i64, String)> = plan.fetch_all(&journal.store.questions).await.unwrap();
        let steps: Vec<_> = plan.iter().map(|(.., step)| step.as_str()).collect();
        assert_eq!(steps, ["SCAN event USING INDEX event_access"]);
        journal.close().await;
    }
}
