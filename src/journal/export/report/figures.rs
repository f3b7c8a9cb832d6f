//! The figures of a shift.

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::{JobId, ProblemCode, Took};

/// Attempts of one encoder, desk or person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its name at its latest attempt.
    pub name: Arc<str>,
    /// All attempts, those under way too.
    pub attempts: u64,
    /// Those that ended with a card.
    pub encoded: u64,
    /// Those for which [`Outcome::is_failure`](crate::domain::Outcome::is_failure) holds.
    pub failed: u64,
    /// How long a card took, over the newest ten thousand; `None` where none was made.
    pub took: Option<Took>,
}

/// An attempt that somebody still has to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loose {
    /// When the button was pressed.
    pub at: Timestamp,
    /// The encoder's name.
    pub encoder: Arc<str>,
    /// The desk.
    pub desk: Arc<str>,
    /// The job.
    pub job: JobId,
}

/// The figures of a shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// From this moment on: what was asked for, else the oldest attempt.
    pub since: Option<Timestamp>,
    /// Before this moment, as it was asked for; else when the newest attempt began.
    pub until: Option<Timestamp>,
    /// All attempts together.
    pub all: Line,
    /// Cards that were made again: they try an earlier job again, or their credential had a card in this shift already.
    pub again: u64,
    /// Failures by cause, the most frequent first. `None` where nothing is known but that.
    pub causes: Vec<(Option<ProblemCode>, u64)>,
    /// By encoder, the one with most attempts first.
    pub encoders: Vec<Line>,
    /// By desk.
    pub desks: Vec<Line>,
    /// By person, by name: a list to read, and no ranking.
    pub operators: Vec<Line>,
    /// How many nobody knows the outcome of.
    pub unsettled: u64,
    /// The newest of them.
    pub newest_unsettled: Vec<Loose>,
    /// How many failures somebody has to look at.
    pub follow_up_open: u64,
    /// How many failures somebody is looking at.
    pub follow_up_in_hand: u64,
    /// The newest of both.
    pub newest_follow_up: Vec<Loose>,
}

/// With fewer cards than this, nothing is slow.
const ENOUGH: u64 = 3;

impl Figures {
    /// The encoder on which half of the cards took longest.
    pub fn slowest_encoder(&self) -> Option<(&Line, Took)> {
        slowest(&self.encoders)
    }

    /// The desk at which half of the cards took longest.
    pub fn slowest_desk(&self) -> Option<(&Line, Took)> {
        slowest(&self.desks)
    }
}

fn slowest(lines: &[Line]) -> Option<(&Line, Took)> {
    let timed = lines.iter().filter_map(|line| Some((line, line.took.filter(|took| took.of >= ENOUGH)?)));
    timed.max_by(|(one, took), (other, other_took)| {
        (took.median, took.p95, &other.name).cmp(&(other_took.median, other_took.p95, &one.name))
    })
}
