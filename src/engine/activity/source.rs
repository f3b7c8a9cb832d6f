//! Where a question goes.

use super::{Picture, Question};
use crate::{
    domain::{ActivityFilter, AttemptRow, Fact, JobId},
    journal::{Journal, Questions, shared::SharedRecord},
};

/// How many related attempts are shown.
const RELATED: u32 = 20;

/// The record that is asked.
#[derive(Debug, Clone)]
pub(in crate::engine) enum Source {
    /// This desk's own.
    Desk(Journal),
    /// That of all desks.
    Shared(SharedRecord),
}

/// One attempt as it is recorded.
pub(in crate::engine) type Recorded = (AttemptRow, Vec<Fact>, Vec<AttemptRow>);

impl Source {
    pub(in crate::engine) async fn ask(&self, question: &Question) -> Result<Picture, String> {
        match self {
            Self::Desk(journal) => question.ask(journal).await.map_err(|error| error.to_string()),
            Self::Shared(shared) => question.ask(shared).await.map_err(|error| error.to_string()),
        }
    }

    pub(in crate::engine) async fn rows(
        &self,
        filter: &ActivityFilter,
        offset: u64,
        limit: u32,
    ) -> Result<Vec<AttemptRow>, String> {
        match self {
            Self::Desk(journal) => journal.page(filter, offset, limit).await.map_err(|error| error.to_string()),
            Self::Shared(shared) => shared.page(filter, offset, limit).await.map_err(|error| error.to_string()),
        }
    }

    pub(in crate::engine) async fn attempt(&self, job: JobId) -> Result<Option<Recorded>, String> {
        match self {
            Self::Desk(journal) => recorded(journal, job).await.map_err(|error| error.to_string()),
            Self::Shared(shared) => recorded(shared, job).await.map_err(|error| error.to_string()),
        }
    }
}

async fn recorded<R: Questions>(record: &R, job: JobId) -> Result<Option<Recorded>, R::Error> {
    let Some((row, facts)) = record.details(job).await? else { return Ok(None) };
    let related = record.related(&row, RELATED).await?;
    Ok(Some((row, facts, related)))
}
