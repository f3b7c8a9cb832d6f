//! Who worked at this desk, asked of its own journal.

use jiff::Timestamp;

use super::{
    Journal, JournalError,
    chain::{SealedRow, select_sealed},
    understood,
};
use crate::domain::{AccessFact, FactKind};

/// Such events are few and no index names them: rows are looked through from the newest on, until there are enough.
const NEWEST: &str =
    select_sealed!("WHERE event.kind = 'access' AND event.at_us >= ?1 ORDER BY event.seq DESC LIMIT ?2");

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
