//! What a screen shows of an encoder and of a job.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;

use super::Stage;
use crate::domain::{
    ActionAttemptId, Desk, Encoder, EncoderHistory, EncoderId, Evidence, Guest, JobId, Problem, RequestId, Subject,
};

/// An encoder with what this desk knows about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncoderView {
    /// The encoder.
    pub encoder: Encoder,
    /// What the journal knows.
    pub history: EncoderHistory,
    /// The job that holds it.
    pub busy: Option<JobId>,
    /// The other desk whose card it is at, as far as the shared record tells.
    pub busy_at: Option<Desk>,
}

/// How a card ended while nobody could see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CardEnd {
    /// It was made.
    Made,
    /// It was not.
    NotMade,
}

/// A card that ended as the desk locked, or behind the lock. It names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndedUnseen {
    /// The job; of several the one that asks for more.
    pub job: JobId,
    /// How it ended.
    pub end: CardEnd,
    /// Whether whoever is here may look at it.
    pub may_look: bool,
}

/// The encoder that this desk is bound to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Its id.
    pub encoder: EncoderId,
    /// Its name when it was chosen, to say which one is missing.
    pub name: Arc<str>,
}

impl Binding {
    /// This desk, bound to that encoder.
    pub fn of(encoder: &Encoder) -> Self {
        Self { encoder: encoder.id.clone(), name: Arc::clone(&encoder.name) }
    }
}

/// A job as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobView {
    /// Its id.
    pub job: JobId,
    /// What is written.
    pub subject: Subject,
    /// Where.
    pub encoder: EncoderId,
    /// The encoder's name.
    pub encoder_name: Arc<str>,
    /// The card's display name.
    pub card_name: Arc<str>,
    /// Who it is for.
    pub guest: Option<Guest>,
    /// The doors it opens.
    pub doors: Arc<[Arc<str>]>,
    /// Where it stands.
    pub stage: Stage,
    /// When the button was pressed, as it is on record.
    pub started_at: Timestamp,
    /// When the button was pressed by what this computer's clock says now, which may have been set since.
    pub shown_from: Timestamp,
    /// From the press until Seam took it on.
    pub accepted_after: Option<Duration>,
    /// From the press to the end.
    pub took: Option<Duration>,
    /// The attempt.
    pub attempt: Option<ActionAttemptId>,
    /// The latest `seam-request-id`.
    pub request: Option<RequestId>,
    /// The usual time on this encoder, where enough is known.
    pub usual: Option<Duration>,
    /// Whether the facts of this job could not all be written down after it was sent.
    pub has_journal_gap: bool,
    /// What was found out while nobody knows how it ended.
    pub evidence: Evidence,
    /// Whether the card on the encoder is being read.
    pub is_reading_card: bool,
    /// Why the card on the encoder could not be read.
    pub card_trouble: Option<Problem>,
    /// Whether it stands still because Seam refuses the token.
    pub is_parked: bool,
    /// Whether it was picked up after the program was gone.
    pub is_resumed: bool,
}
