//! What the journal answers about attempts: from one index or from counts that are kept, in one view of the file each.

mod choices;
mod counts;
mod overview;
mod pages;
mod related;
mod route;
mod stretch;
mod took;

pub(super) use stretch::microseconds;

use jiff::Timestamp;
use sqlx::{Sqlite, Transaction};

use super::{AttemptFilter, Journal, JournalError, Mark, Questions, attempts};
use crate::domain::{ActivityFilter, AttemptRow, Choices, Fact, JobId, Overview};

impl Journal {
    /// One view of the file: what is written meanwhile is not seen.
    async fn view(&self) -> Result<Transaction<'_, Sqlite>, JournalError> {
        self.store.questions.begin().await.map_err(self.store.failed("begin to read"))
    }

    fn rows(&self, found: sqlx::Result<Vec<attempts::Understood>>) -> Result<Vec<AttemptRow>, JournalError> {
        found.map_err(self.store.failed("list attempts"))?.into_iter().map(|row| row.0).collect()
    }
}

impl Questions for Journal {
    type Error = JournalError;

    async fn overview(&self, filter: &ActivityFilter, bars: &[Timestamp]) -> Result<Overview, JournalError> {
        let mut view = self.view().await?;
        overview::read(&mut view, filter, bars).await.map_err(self.store.failed("count attempts"))
    }

    async fn page(&self, filter: &ActivityFilter, offset: u64, limit: u32) -> Result<Vec<AttemptRow>, JournalError> {
        let mut view = self.view().await?;
        self.rows(pages::at(&mut view, filter, offset, limit).await)
    }

    async fn after(
        &self,
        filter: &ActivityFilter,
        mark: Option<Mark>,
        limit: u32,
    ) -> Result<Vec<AttemptRow>, JournalError> {
        let mut view = self.view().await?;
        self.rows(pages::after(&mut view, filter, mark, limit).await)
    }

    async fn choices(&self) -> Result<Choices, JournalError> {
        let mut view = self.view().await?;
        choices::read(&mut view).await.map_err(self.store.failed("list what there is to choose from"))
    }

    async fn unsettled(&self, limit: u32) -> Result<Vec<AttemptRow>, JournalError> {
        let mut view = self.view().await?;
        self.rows(pages::unsettled(&mut view, limit).await)
    }

    async fn details(&self, job: JobId) -> Result<Option<(AttemptRow, Vec<Fact>)>, JournalError> {
        let filter = AttemptFilter { job: Some(job), ..AttemptFilter::default() };
        // The facts are read later than the row, and tell no less than it.
        let Some(row) = self.attempts(&filter).await?.into_iter().next() else { return Ok(None) };
        Ok(Some((row, self.facts(job).await?)))
    }

    async fn related(&self, row: &AttemptRow, limit: u32) -> Result<Vec<AttemptRow>, JournalError> {
        let mut view = self.view().await?;
        let kin = self.rows(related::kin(&mut view, row, limit).await)?;
        let near = self.rows(related::near(&mut view, row, limit).await)?;
        Ok(related::merge(kin, near, limit))
    }
}
