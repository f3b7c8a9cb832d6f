//! Attempts, counted.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;

use crate::domain::{Desk, EncoderId, Operator, ProblemCode};

/// How long a card took, from the press of the button to the card, over attempts that ended with one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Took {
    /// Half of them took no longer.
    pub median: Duration,
    /// 95 of 100 took no longer.
    pub p95: Duration,
    /// Over how many: the newest ones, where there are more.
    pub of: u64,
}

/// One stretch of time in the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// From this moment on.
    pub from: Timestamp,
    /// Before this moment.
    pub until: Timestamp,
    /// Attempts that ended with a card.
    pub encoded: u64,
    /// Attempts for which [`Outcome::is_failure`](super::Outcome::is_failure) holds.
    pub failed: u64,
}

/// What the attempts that match come to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overview {
    /// All that match, those under way too.
    pub total: u64,
    /// Those that ended with a card.
    pub encoded: u64,
    /// Those for which [`Outcome::is_failure`](super::Outcome::is_failure) holds.
    pub failed: u64,
    /// How long a card took; `None` where none was made.
    pub took: Option<Took>,
    /// Over time, oldest first; as many as were asked for.
    pub bars: Vec<Bar>,
    /// Why the failures failed, the most frequent first. `None` where nothing is known but that.
    pub causes: Vec<(Option<ProblemCode>, u64)>,
}

impl Overview {
    /// The share of attempts that ended with a card, from 0 to 1; `None` before any has ended.
    pub fn success_rate(&self) -> Option<f64> {
        let ended = self.encoded + self.failed;
        #[expect(clippy::cast_precision_loss, reason = "a share for show")]
        (ended > 0).then(|| self.encoded as f64 / ended as f64)
    }
}

/// An encoder that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncoderChoice {
    /// Its id.
    pub id: EncoderId,
    /// Its name at its latest attempt.
    pub name: Arc<str>,
}

/// What there is to choose from, each by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choices {
    /// Desks.
    pub desks: Vec<Desk>,
    /// Encoders.
    pub encoders: Vec<EncoderChoice>,
    /// Operators.
    pub operators: Vec<Operator>,
}
