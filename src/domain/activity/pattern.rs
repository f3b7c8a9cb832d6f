//! Failures that belong together, and the one thing to do about them.

use std::sync::Arc;

use super::AttemptRow;
use crate::domain::{EncoderId, JobId, Operator, ProblemCode};

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

/// Groups the failures among attempts, which come the newest first. What weighs most comes first.
pub fn find_patterns(rows: &[AttemptRow]) -> Vec<Pattern> {
    let _ = rows;
    Vec::new()
}
