//! One question with all that a picture of Activity needs, and its answer.

use jiff::Timestamp;

use crate::{
    domain::{
        ActivityFilter, AttemptRow, Choices, Desk, Operator, Outcome, OutcomeFilter, Overview, Pattern, Scope,
        find_patterns,
    },
    journal::Questions,
};

/// So many of the latest attempts are looked through for patterns.
const RECENT: u32 = 500;
/// So many unsettled attempts are shown at most.
const UNSETTLED: u32 = 50;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::engine) struct Question {
    /// Whose, as far as whoever asks may see them.
    pub(in crate::engine) scope: Scope,
    /// Which, as far as whoever asks may see them.
    pub(in crate::engine) filter: ActivityFilter,
    /// Where the bars of the chart begin and end.
    pub(in crate::engine) bars: Vec<Timestamp>,
    /// The number of the first row.
    pub(in crate::engine) offset: u64,
    /// How many rows.
    pub(in crate::engine) limit: u32,
    /// Whose alone, where somebody sees their own attempts at this desk and no others.
    pub(in crate::engine) only: Option<(Operator, Desk)>,
}

/// What comes back.
#[derive(Debug)]
pub(in crate::engine) struct Picture {
    pub(in crate::engine) overview: Overview,
    pub(in crate::engine) choices: Choices,
    pub(in crate::engine) unsettled: Vec<AttemptRow>,
    pub(in crate::engine) patterns: Vec<Pattern>,
    /// The first row that was asked for, and how many.
    pub(in crate::engine) wanted: (u64, u32),
    /// The first row that there is.
    pub(in crate::engine) offset: u64,
    pub(in crate::engine) rows: Vec<AttemptRow>,
}

impl Question {
    /// Asks all of it. Rows that are gone meanwhile make the last ones come instead.
    pub(in crate::engine) async fn ask<R: Questions>(&self, record: &R) -> Result<Picture, R::Error> {
        let recent = self.recent();
        let (overview, choices, unsettled, latest) = tokio::try_join!(
            record.overview(&self.filter, &self.bars),
            self.choices(record),
            self.unsettled(record),
            record.page(&recent, 0, RECENT),
        )?;
        let offset = self.offset.min(overview.total.saturating_sub(u64::from(self.limit)));
        let rows = record.page(&self.filter, offset, self.limit).await?;
        let (patterns, wanted) = (find_patterns(&latest), (self.offset, self.limit));
        Ok(Picture { overview, choices, unsettled, patterns, wanted, offset, rows })
    }

    async fn choices<R: Questions>(&self, record: &R) -> Result<Choices, R::Error> {
        let choices = record.choices().await?;
        Ok(match &self.only {
            None => choices,
            Some((operator, desk)) => {
                Choices { operators: vec![operator.clone()], desks: vec![desk.clone()], ..choices }
            }
        })
    }

    async fn unsettled<R: Questions>(&self, record: &R) -> Result<Vec<AttemptRow>, R::Error> {
        let Some((operator, _)) = &self.only else { return record.unsettled(UNSETTLED).await };
        let own = ActivityFilter {
            operator: Some(operator.clone()),
            outcome: OutcomeFilter::Unsettled,
            ..ActivityFilter::default()
        };
        let mut rows = record.page(&own, 0, UNSETTLED).await?;
        rows.retain(|row| row.outcome != Outcome::Open);
        Ok(rows)
    }

    /// A pattern needs what went well beside what failed, and every cause.
    fn recent(&self) -> ActivityFilter {
        ActivityFilter { outcome: OutcomeFilter::All, cause: None, ..self.filter.clone() }
    }
}
