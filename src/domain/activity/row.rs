//! One attempt as its events leave it.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;

use super::Outcome;
use crate::domain::{ActionAttemptId, Desk, EncoderId, Guest, JobId, Operator, Problem, RequestId, Subject};

/// One attempt as its events leave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptRow {
    /// The job.
    pub job: JobId,
    /// When the button was pressed.
    pub at: Timestamp,
    /// The encoder.
    pub encoder: EncoderId,
    /// Its name at that time.
    pub encoder_name: Arc<str>,
    /// The credential or access method.
    pub subject: Subject,
    /// Who the card was for, until that is erased.
    pub guest: Option<Guest>,
    /// The doors, by name.
    pub doors: Vec<Arc<str>>,
    /// Who pressed the button.
    pub operator: Operator,
    /// Where.
    pub desk: Desk,
    /// How it stands.
    pub outcome: Outcome,
    /// What went wrong; also why a person had to decide.
    pub problem: Option<Problem>,
    /// Seam's attempt.
    pub attempt: Option<ActionAttemptId>,
    /// `seam-request-id` of the reply that named the attempt, else of the refusal.
    pub request: Option<RequestId>,
    /// The number of the card that was written, until that is erased.
    pub card_number: Option<Arc<str>>,
    /// From the press of the button to the end; `None` while it goes on, or if the clock went backwards.
    pub duration: Option<Duration>,
    /// The job that this one tries again.
    pub retry_of: Option<JobId>,
    /// What is done about it, as far as somebody said.
    pub follow_up: Option<FollowUpState>,
}

/// Where the work on a failure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FollowUpState {
    /// Somebody has to look.
    Open,
    /// Somebody is at it.
    InHand,
    /// Nothing is left to do.
    Solved,
}

impl FollowUpState {
    /// All of them, in the order in which work goes on.
    pub const ALL: [Self; 3] = [Self::Open, Self::InHand, Self::Solved];

    /// A stable name, in the file, in the locale files and on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InHand => "in-hand",
            Self::Solved => "solved",
        }
    }

    /// The state with this [`key`](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

/// What somebody said about the work on a failure.
#[derive(Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// Where it stands from here on.
    pub state: FollowUpState,
    /// In their words; may name a guest, and is erased as a guest's name is.
    pub note: Option<Arc<str>>,
    /// Who said it.
    pub operator: Operator,
}

impl std::fmt::Debug for FollowUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FollowUp").field("state", &self.state).finish_non_exhaustive()
    }
}
