//! Answers that stand for something the domain has no type for: a scan, an event; and the attempt behind an encode.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::value::RawValue;

use crate::domain::{
    AccessMethodId, ActionAttemptId, AttemptReport, AttemptStatus, CardOnEncoder, Credential, CredentialId, EncoderId,
    EntranceId, IssueEvent, IssuedCard, Subject, Validity, plain,
};

use super::{
    repeated,
    wire::{self, MissingField},
};

/// The longest result that is kept, in bytes.
const LONGEST_REPORT: usize = 64 << 10;

/// One answer about a scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanReport {
    /// `action_attempt_id`.
    pub id: ActionAttemptId,
    /// `status` with what belongs to it.
    pub status: ScanStatus,
}

/// `status` of a scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScanStatus {
    /// `pending`.
    Pending,
    /// `success`; the card is absent when `result` could not be understood.
    Success(Option<Box<ScannedCard>>),
    /// `error`.
    Error {
        /// `error.type`, an open set.
        error_type: Arc<str>,
        /// `error.message`.
        message: Arc<str>,
    },
    /// A status that Seam added later.
    Other(Arc<str>),
}

/// What a scan found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScannedCard {
    /// Whether anything stands on the card (`acs_credential_on_encoder`).
    pub has_data: bool,
    /// `card_number` on the card.
    pub card_number: Option<Arc<str>>,
    /// `starts_at`, `ends_at` on the card.
    pub validity: Validity,
    /// `created_at` on the card.
    pub created_at: Option<Timestamp>,
    /// `is_issued` on the card.
    pub is_issued: Option<bool>,
    /// Visionline's `overridden`, `overwritten`, `discarded`, `cancelled` or `expired`: it opens nothing any more.
    pub is_dead: bool,
    /// The doors on the card: Visionline's guest doors, then its common doors.
    pub entrances: Vec<EntranceId>,
    /// The credential that Seam knows for it (`acs_credential_on_seam`).
    pub credential: Option<Credential>,
    /// How card and credential differ.
    pub warnings: Vec<ScanWarning>,
    /// `result` as Seam wrote it (JSON).
    pub reported: Arc<str>,
}

/// A warning of a scan: `acs_credential_on_encoder_out_of_sync`, `acs_credential_on_seam_not_found`, or newer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanWarning {
    /// `warning_code`.
    pub code: Arc<str>,
    /// `warning_message`.
    pub message: Arc<str>,
}

/// Something that happened (`event`). Seam has none for encodes and scans that fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// `event_id`.
    pub id: Arc<str>,
    /// `event_type`, such as `acs_credential.issued`; an open set.
    pub kind: Arc<str>,
    /// `occurred_at`, else `created_at`.
    pub at: Option<Timestamp>,
    /// `acs_credential_id`.
    pub credential: Option<CredentialId>,
    /// `acs_encoder_id`.
    pub encoder: Option<EncoderId>,
    /// `access_method_id`.
    pub access_method: Option<AccessMethodId>,
}

impl ScannedCard {
    /// As far as it tells whether a card was written.
    pub fn on_encoder(self) -> CardOnEncoder {
        let is_out_of_sync =
            self.warnings.iter().any(|warning| &*warning.code == "acs_credential_on_encoder_out_of_sync");
        CardOnEncoder {
            has_data: self.has_data,
            card_number: self.card_number,
            created_at: self.created_at,
            credential: self.credential.map(Box::new),
            is_out_of_sync,
        }
    }
}

impl Event {
    /// Whether it is about this credential or access method.
    pub fn is_about(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Credential(id) => self.credential.as_ref() == Some(id),
            Subject::AccessMethod(id) => self.access_method.as_ref() == Some(id),
        }
    }
}

impl From<Event> for IssueEvent {
    fn from(event: Event) -> Self {
        Self { at: event.at, encoder: event.encoder }
    }
}

/// What every attempt says, whatever it is about.
enum Stage<'a> {
    Pending,
    Success(Option<&'a RawValue>),
    Error { error_type: Arc<str>, message: Arc<str> },
    Other(Arc<str>),
}

fn stage<'a>(attempt: &wire::ActionAttempt<'a>) -> Stage<'a> {
    match attempt.status.get().unwrap_or_default() {
        "pending" => Stage::Pending,
        "success" => Stage::Success(attempt.result),
        "error" => {
            let failure = attempt.error.0.clone().unwrap_or_default();
            // An error that names no type is what Seam calls uncategorised.
            let error_type = failure.r#type.get().and_then(repeated::error_type);
            let error_type = error_type.unwrap_or_else(|| Arc::from("uncategorized_error"));
            let message = repeated::message(failure.message.get().unwrap_or_default());
            Stage::Error { error_type, message: message.into() }
        }
        other => Stage::Other(other.into()),
    }
}

fn attempt_id(attempt: &wire::ActionAttempt<'_>) -> Result<ActionAttemptId, MissingField> {
    let id = attempt.action_attempt_id.get().ok_or(MissingField("action_attempt_id"))?;
    Ok(ActionAttemptId::from(id))
}

impl TryFrom<wire::ActionAttempt<'_>> for AttemptReport {
    type Error = MissingField;

    fn try_from(attempt: wire::ActionAttempt<'_>) -> Result<Self, MissingField> {
        // The end of a reading says nothing about a write, not even when it is a success.
        if attempt.action_type.get() == Some("SCAN_CREDENTIAL") {
            return Err(MissingField("action_type"));
        }
        let status = match stage(&attempt) {
            Stage::Pending => AttemptStatus::Pending,
            Stage::Success(result) => AttemptStatus::Success(result.and_then(issued_card)),
            Stage::Error { error_type, message } => AttemptStatus::Error { error_type, message },
            Stage::Other(status) => AttemptStatus::Other(status),
        };
        Ok(Self { id: attempt_id(&attempt)?, status, request: None })
    }
}

/// A success stays one when its result cannot be read.
fn issued_card(result: &RawValue) -> Option<Box<IssuedCard>> {
    let wire = serde_json::from_str::<wire::Maybe<wire::Credential<'_>>>(result.get()).ok()?.0?;
    let credential = Credential::try_from(wire).ok()?;
    Some(Box::new(IssuedCard { credential, reported: reported(result) }))
}

impl TryFrom<wire::ActionAttempt<'_>> for ScanReport {
    type Error = MissingField;

    fn try_from(attempt: wire::ActionAttempt<'_>) -> Result<Self, MissingField> {
        let status = match stage(&attempt) {
            Stage::Pending => ScanStatus::Pending,
            Stage::Success(result) => ScanStatus::Success(result.and_then(scanned_card)),
            Stage::Error { error_type, message } => ScanStatus::Error { error_type, message },
            Stage::Other(status) => ScanStatus::Other(status),
        };
        Ok(Self { id: attempt_id(&attempt)?, status })
    }
}

fn scanned_card(result: &RawValue) -> Option<Box<ScannedCard>> {
    let wire = serde_json::from_str::<wire::Maybe<wire::ScanResult<'_>>>(result.get()).ok()?.0?;
    let has_data = wire.acs_credential_on_encoder.0.is_some() || !says_blank(result, &wire);
    let card = wire.acs_credential_on_encoder.0.unwrap_or_default();
    let vendor = card.visionline_metadata.0.unwrap_or_default();
    let dead = [vendor.overridden, vendor.overwritten, vendor.discarded, vendor.cancelled, vendor.expired];
    let doors = vendor.guest_acs_entrance_ids.0.iter().chain(&vendor.common_acs_entrance_ids.0);
    let warnings = wire.warnings.0.iter().filter_map(|warning| warning.0.as_ref());
    Some(Box::new(ScannedCard {
        has_data,
        card_number: card.card_number.shared(),
        validity: Validity { starts_at: card.starts_at.0, ends_at: card.ends_at.0 },
        created_at: card.created_at.0,
        is_issued: card.is_issued.0,
        is_dead: dead.into_iter().any(wire::Flag::is_true),
        entrances: doors.filter_map(wire::Text::get).map(EntranceId::from).collect(),
        credential: wire.acs_credential_on_seam.0.and_then(|credential| Credential::try_from(credential).ok()),
        warnings: warnings
            .map(|warning| ScanWarning {
                code: warning.warning_code.or_empty(),
                message: repeated::message(warning.warning_message.get().unwrap_or_default()).into(),
            })
            .collect(),
        reported: reported(result),
    }))
}

/// `result` as it is kept: one line of JSON. One that is longer than any of Seam's is not.
fn reported(result: &RawValue) -> Arc<str> {
    if result.get().len() > LONGEST_REPORT { "null".into() } else { plain(result.get()).into() }
}

/// A blank card is one of which Seam says so: an explicit null, nothing known for it, and no warning. Whatever else lacks a
/// card is an answer that cannot be read.
fn says_blank(result: &RawValue, wire: &wire::ScanResult<'_>) -> bool {
    let parsed: Option<serde_json::Value> = serde_json::from_str(result.get()).ok();
    let is_null =
        parsed.is_some_and(|value| value.get("acs_credential_on_encoder").is_some_and(serde_json::Value::is_null));
    is_null && wire.acs_credential_on_seam.0.is_none() && wire.warnings.0.is_empty()
}

impl TryFrom<wire::Event<'_>> for Event {
    type Error = MissingField;

    fn try_from(event: wire::Event<'_>) -> Result<Self, MissingField> {
        Ok(Self {
            id: event.event_id.shared().ok_or(MissingField("event_id"))?,
            kind: event.event_type.or_empty(),
            at: event.occurred_at.0.or(event.created_at.0),
            credential: event.acs_credential_id.get().map(CredentialId::from),
            encoder: event.acs_encoder_id.get().map(EncoderId::from),
            access_method: event.access_method_id.get().map(AccessMethodId::from),
        })
    }
}
