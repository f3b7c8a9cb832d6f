//! Action attempts: what the wire shows of them, and what only the oracle knows.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Value, json};
use tokio::time::Instant;
use uuid::Uuid;

use super::faults::AttemptFault;
use super::plan::ScanPlan;
use super::world::Stamp;
use super::writing::message_of;

/// What an attempt is about.
#[derive(Debug, Clone)]
pub(super) enum Work {
    Encode { acs_credential_id: Uuid },
    Scan(Option<ScanPlan>),
}

impl Work {
    pub(super) fn action_type(&self) -> &'static str {
        match self {
            Self::Encode { .. } => "ENCODE_CREDENTIAL",
            Self::Scan(_) => "SCAN_CREDENTIAL",
        }
    }
}

/// `error` of a failed attempt.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Failure {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) message: String,
}

impl Failure {
    pub(super) fn of(kind: &str) -> Self {
        Self { kind: kind.to_owned(), message: message_of(kind).to_owned() }
    }
}

/// An attempt as the wire shows it: all five keys, always.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Attempt {
    pub(super) action_attempt_id: Uuid,
    pub(super) action_type: &'static str,
    pub(super) status: String,
    pub(super) result: Option<Value>,
    pub(super) error: Option<Failure>,
    #[serde(skip)]
    pub(super) acs_encoder_id: Uuid,
    /// The access method that the credential was made for.
    #[serde(skip)]
    pub(super) access_method_id: Option<Uuid>,
    #[serde(skip)]
    pub(super) work: Work,
    /// The request that began it.
    #[serde(skip)]
    pub(super) request_id: String,
    #[serde(skip)]
    pub(super) fault: Option<AttemptFault>,
    /// When the encoder is done; `None` once it is, and when it never will be.
    #[serde(skip)]
    pub(super) due: Option<Instant>,
    #[serde(skip)]
    pub(super) vanished: bool,
    /// When a card was written, whatever the wire says.
    #[serde(skip)]
    pub(super) written_at: Option<Stamp>,
}

impl Attempt {
    pub(super) fn begun(action_attempt_id: Uuid, acs_encoder_id: Uuid, work: Work, request_id: String) -> Self {
        Self {
            action_attempt_id,
            action_type: work.action_type(),
            status: "pending".to_owned(),
            result: None,
            error: None,
            acs_encoder_id,
            access_method_id: None,
            work,
            request_id,
            fault: None,
            due: None,
            vanished: false,
            written_at: None,
        }
    }

    pub(super) fn end(&mut self, outcome: Result<Value, Failure>) {
        self.due = None;
        self.vanished |= self.fault == Some(AttemptFault::Vanishes);
        match (&self.fault, outcome) {
            (Some(AttemptFault::StaysPending), _) => (),
            (Some(AttemptFault::Status(status)), _) => self.status.clone_from(status),
            (Some(AttemptFault::Result(odd)), Ok(_)) => {
                (self.status, self.result) = ("success".to_owned(), Some(odd.clone()));
            }
            (_, Ok(result)) => (self.status, self.result) = ("success".to_owned(), Some(result)),
            (_, Err(failure)) => (self.status, self.error) = ("error".to_owned(), Some(failure)),
        }
    }

    /// What the wire shows of an attempt before its end, made of what it shows now.
    pub(super) fn earlier(mut shown: Value) -> Value {
        shown["status"] = json!("pending");
        shown["result"] = Value::Null;
        shown["error"] = Value::Null;
        shown
    }
}

/// Every attempt since the server started, oldest first.
#[derive(Debug, Default)]
pub(super) struct Attempts {
    all: Vec<Attempt>,
    index: HashMap<Uuid, usize>,
    pending: Vec<usize>,
}

impl Attempts {
    /// What the wire knows by this id.
    pub(super) fn get(&self, id: Uuid) -> Option<&Attempt> {
        self.known(id).filter(|attempt| !attempt.vanished)
    }

    /// An attempt, vanished or not.
    pub(super) fn known(&self, id: Uuid) -> Option<&Attempt> {
        self.all.get(*self.index.get(&id)?)
    }

    /// Every attempt, vanished or not.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &Attempt> {
        self.all.iter()
    }

    pub(super) fn numbered(&self) -> impl Iterator<Item = (usize, &Attempt)> {
        self.all.iter().enumerate().filter(|(_, attempt)| !attempt.vanished)
    }

    pub(super) fn begin(&mut self, attempt: Attempt) {
        self.index.insert(attempt.action_attempt_id, self.all.len());
        if attempt.due.is_some() {
            self.pending.push(self.all.len());
        }
        self.all.push(attempt);
    }

    /// Takes the attempt whose end came first out of the pending ones.
    pub(super) fn next_due(&mut self, now: Instant) -> Option<&mut Attempt> {
        let due = |at: &usize| self.all.get(*at).and_then(|attempt| attempt.due);
        let first =
            self.pending.iter().copied().filter(|at| due(at).is_some_and(|due| due <= now)).min_by_key(|at| due(at))?;
        self.pending.retain(|at| *at != first);
        self.all.get_mut(first)
    }

    pub(super) fn get_mut(&mut self, id: Uuid) -> Option<&mut Attempt> {
        self.all.get_mut(*self.index.get(&id)?)
    }

    /// When the next pending attempt ends.
    pub(super) fn first_end(&self) -> Option<Instant> {
        self.pending.iter().filter_map(|at| self.all.get(*at)?.due).min()
    }

    /// Lets every pending attempt end by `now`, in the order in which they would have.
    pub(super) fn hurry(&mut self, now: Instant) {
        let all = &mut self.all;
        self.pending.sort_by_key(|at| all.get(*at).and_then(|attempt| attempt.due));
        for at in &self.pending {
            if let Some(attempt) = all.get_mut(*at) {
                attempt.due = attempt.due.map(|due| due.min(now));
            }
        }
    }
}
