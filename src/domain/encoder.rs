//! Encoders, the systems they belong to, and the evidence this desk has about them.

use std::{sync::Arc, time::Duration};

use jiff::{Timestamp, tz::TimeZone};

use super::{EncoderId, Notice, ProblemCode, SystemId};

/// A device that writes cards (`acs_encoder`). Seam has no online flag: see [`EncoderHistory`] for what is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoder {
    /// `acs_encoder_id`.
    pub id: EncoderId,
    /// `acs_system_id`: an encoder writes cards of its own system only.
    pub system: SystemId,
    /// `display_name`: all that a clerk can choose by.
    pub name: Arc<str>,
    /// `errors`.
    pub errors: Vec<Notice>,
}

impl Encoder {
    /// The error that says the lock system lists this encoder no more, if it has it.
    pub fn removed(&self) -> Option<&Notice> {
        self.errors.iter().find(|error| &*error.code == "acs_encoder_removed")
    }
}

/// An access system (`acs_system`): one Visionline, Vostio, … installation.
#[derive(Debug, Clone)]
pub struct System {
    /// `acs_system_id`.
    pub id: SystemId,
    /// `name`.
    pub name: Arc<str>,
    /// `external_type_display_name`, such as "Visionline"; what a clerk knows the lock system as.
    pub vendor: Option<Arc<str>>,
    /// `is_credential_manager`: for mobile keys; it owns no encoders.
    pub is_credential_manager: bool,
    /// `location.time_zone`; `None` when Seam does not say or names a zone that this computer does not know.
    pub zone: Option<TimeZone>,
    /// `errors`: any of them predicts a failed encode.
    pub errors: Vec<Notice>,
    /// `warnings`.
    pub warnings: Vec<Notice>,
}

/// The last failure on an encoder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastFailure {
    /// When it was known.
    pub at: Timestamp,
    /// What it was.
    pub code: ProblemCode,
}

/// What this desk's own journal knows about an encoder. Nothing else supports a green or a red light.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EncoderHistory {
    /// When it last made a card.
    pub last_success: Option<Timestamp>,
    /// Its last failure, if it is more recent than its last card.
    pub last_failure: Option<LastFailure>,
    /// How many failures in a row since its last card.
    pub failures_in_row: u32,
    /// The median time from click to card over its recent successes; `None` when there are fewer than three.
    pub usual: Option<Duration>,
}
