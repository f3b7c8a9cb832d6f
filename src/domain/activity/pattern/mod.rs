//! Failures that belong together, and the one thing to do about them.
//!
//! Each failure has one [`Kind`], after its cause, and counts for one pattern at most. A person's habit is looked for first;
//! then what holds everywhere at once; then each encoder by its last ten attempts.

mod habit;
mod history;
mod kind;
mod shared;
mod thin;

#[cfg(test)]
mod stories;
#[cfg(test)]
mod tests;

use std::{cmp::Reverse, sync::Arc};

use super::AttemptRow;
use crate::domain::{EncoderId, JobId, Operator, ProblemCode};
use history::History;
use kind::Kind;

/// Where a pattern of failures comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PatternGroup {
    /// The plastic.
    Card,
    /// The encoder.
    Encoder,
    /// The way between the desks, Seam and the lock system.
    Link,
    /// The credentials' records.
    Record,
    /// The token.
    Access,
    /// How people work.
    Habit,
}

/// What a pattern is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum About {
    /// One encoder.
    Encoder {
        /// Its id.
        id: EncoderId,
        /// Its name at its latest attempt.
        name: Arc<str>,
    },
    /// One person.
    Operator(Operator),
    /// Every encoder.
    Everywhere,
}

/// The one thing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Advice {
    /// Show the team how to lay a card on the encoder and hold it; the hardware is fine.
    ShowTheTeam,
    /// Show this person.
    ShowThePerson,
    /// Try cards of another batch.
    ChangeCards,
    /// Look at the encoder's power and cable; use another meanwhile.
    CheckEncoder,
    /// Look at the computer that runs the bridge.
    CheckBridge,
    /// Look at this property's network.
    CheckNetwork,
    /// Look at the records in the lock system.
    CheckRecords,
    /// Replace the token.
    ReplaceToken,
    /// Read the cards of uncertain attempts before going on.
    SettleFirst,
    /// Hand the request ids to Seam's support.
    AskSupport,
}

/// Some failures that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Where they come from.
    pub group: PatternGroup,
    /// What they are about.
    pub about: About,
    /// Their cause, where it is one.
    pub cause: Option<ProblemCode>,
    /// How many failed so.
    pub failed: u32,
    /// Of how many of the latest attempts.
    pub of: u32,
    /// How many of the latest attempts in a row failed so, up to the newest one.
    pub in_row: u32,
    /// What to do.
    pub advice: Advice,
    /// Whether there is too little to say it for sure.
    pub is_thin: bool,
    /// The failures, the newest first.
    pub evidence: Vec<JobId>,
}

/// Over how many of its latest attempts an encoder or a person is judged.
const LATEST: usize = 10;
/// One failure is none.
const FEWEST: usize = 2;

/// Groups the failures among attempts, of which all outcomes are given and not the failures alone. What weighs most comes
/// first: what is sure before what is thin, what goes on before what is over, then what took most guests their card.
pub fn find_patterns(rows: &[AttemptRow]) -> Vec<Pattern> {
    let history = History::of(rows);
    let mut patterns = habit::find(&history);
    for kind in Kind::ALL {
        patterns.extend(shared::find(&history, kind));
    }
    patterns.sort_by_cached_key(weight);
    patterns
}

fn weight(pattern: &Pattern) -> impl Ord + use<> {
    let name: Arc<str> = match &pattern.about {
        About::Encoder { id, .. } => id.as_str().into(),
        About::Operator(operator) => Arc::clone(&operator.0),
        About::Everywhere => "".into(),
    };
    let counts = (Reverse(pattern.failed), pattern.of, pattern.group);
    (pattern.is_thin, pattern.in_row == 0, counts, name, pattern.evidence.first().copied())
}

/// The failures in `evidence`, among the attempts of a window; both the newest first.
fn pattern(
    history: &History<'_>,
    kind: Kind,
    about: About,
    window: &[&AttemptRow],
    evidence: &[&AttemptRow],
) -> Pattern {
    let jobs: Vec<JobId> = evidence.iter().map(|row| row.job).collect();
    let in_row = window.iter().take_while(|row| jobs.contains(&row.job)).count();
    let first = evidence.first().and_then(|row| kind::cause(row));
    Pattern {
        group: kind.group(&about),
        cause: first.filter(|_| evidence.iter().all(|row| kind::cause(row) == first)),
        failed: count(jobs.len()),
        of: count(window.len()),
        in_row: count(in_row),
        advice: kind.advice(&about),
        is_thin: thin::is_thin(history, kind, window, evidence.len()),
        about,
        evidence: jobs,
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
