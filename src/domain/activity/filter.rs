//! Which attempts.

use jiff::{Timestamp, tz::TimeZone};

use super::{Outcome, Period};
use crate::domain::{Desk, EncoderId, Operator, ProblemCode};

/// Whose attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Scope {
    /// Those of this desk's own journal.
    #[default]
    ThisDesk,
    /// Those of every desk, from the shared record.
    AllDesks,
}

/// How they ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum OutcomeFilter {
    /// However they ended.
    #[default]
    All,
    /// With a card.
    Encoded,
    /// Those for which [`Outcome::is_failure`] holds.
    Failures,
    /// Nobody knows yet: under way, uncertain, or let go.
    Unsettled,
}

impl OutcomeFilter {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::All, Self::Encoded, Self::Failures, Self::Unsettled];

    /// A stable name, in the locale files and on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Encoded => "encoded",
            Self::Failures => "failures",
            Self::Unsettled => "unsettled",
        }
    }

    /// Whether an attempt that ended so is among them.
    pub fn takes(self, outcome: Outcome) -> bool {
        match self {
            Self::All => true,
            Self::Encoded => outcome.is_encoded(),
            Self::Failures => outcome.is_failure(),
            Self::Unsettled => outcome.is_open(),
        }
    }

    /// The outcomes that are among them.
    pub fn outcomes(self) -> impl Iterator<Item = Outcome> {
        Outcome::ALL.into_iter().filter(move |outcome| self.takes(*outcome))
    }
}

/// What a person chose, before it is known what time it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActivityQuery {
    /// Whose.
    pub scope: Scope,
    /// When.
    pub period: Period,
    /// At this desk alone.
    pub desk: Option<Desk>,
    /// On this encoder alone.
    pub encoder: Option<EncoderId>,
    /// By this person alone.
    pub operator: Option<Operator>,
    /// How they ended.
    pub outcome: OutcomeFilter,
    /// For this reason alone.
    pub cause: Option<ProblemCode>,
}

impl ActivityQuery {
    /// The same with its period as moments.
    pub fn filter(&self, now: Timestamp, zone: &TimeZone) -> ActivityFilter {
        let (since, until) = self.period.range(now, zone);
        ActivityFilter {
            since: Some(since),
            until: Some(until),
            desk: self.desk.clone(),
            encoder: self.encoder.clone(),
            operator: self.operator.clone(),
            outcome: self.outcome,
            cause: self.cause,
        }
    }
}

/// Which attempts to count, list or write out. The default is all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActivityFilter {
    /// From this moment on.
    pub since: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
    /// At this desk alone.
    pub desk: Option<Desk>,
    /// On this encoder alone.
    pub encoder: Option<EncoderId>,
    /// By this person alone.
    pub operator: Option<Operator>,
    /// How they ended.
    pub outcome: OutcomeFilter,
    /// For this reason alone.
    pub cause: Option<ProblemCode>,
}
