//! What really happened, whatever the wire says, and the hand that moves cards and time.

use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::mpsc::UnboundedReceiver;
use uuid::Uuid;

use super::attempts::{Attempt, Failure, Work};
use super::control::{Control, known};
use super::moments::Pause;
use super::world::{Lying, OnCard};

/// An action attempt as the server knows it, vanished from the API or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenAttempt {
    /// Its id.
    pub action_attempt_id: String,
    /// `ENCODE_CREDENTIAL` or `SCAN_CREDENTIAL`.
    pub action_type: &'static str,
    /// The encoder that got the work.
    pub acs_encoder_id: String,
    /// The credential to write; `None` for a scan.
    pub acs_credential_id: Option<String>,
    /// The access method that this credential was made for.
    pub access_method_id: Option<String>,
    /// The `seam-request-id` of the request that began it.
    pub request_id: String,
    /// Whether the encoder may still write: false once it is done, and for an attempt that never ends.
    pub is_open: bool,
    /// When it wrote a card, in the server's time.
    pub written_at: Option<Timestamp>,
}

impl SeenAttempt {
    fn of(attempt: &Attempt) -> Self {
        let card = match &attempt.work {
            Work::Encode { acs_credential_id } => Some(acs_credential_id.to_string()),
            Work::Scan(_) => None,
        };
        Self {
            action_attempt_id: attempt.action_attempt_id.to_string(),
            action_type: attempt.action_type,
            acs_encoder_id: attempt.acs_encoder_id.to_string(),
            acs_credential_id: card,
            access_method_id: attempt.access_method_id.as_ref().map(Uuid::to_string),
            request_id: attempt.request_id.clone(),
            is_open: attempt.due.is_some(),
            written_at: attempt.written_at.map(|at| at.0),
        }
    }

    fn is_about(&self, id: &str) -> bool {
        self.acs_encoder_id == id
            || [&self.acs_credential_id, &self.access_method_id]
                .into_iter()
                .any(|subject| subject.as_deref() == Some(id))
    }
}

impl Control {
    /// Whether an attempt wrote a card; `None` while it still may, and for an unknown id.
    pub fn wrote(&self, action_attempt_id: &str) -> Option<bool> {
        let attempt = self.attempt(action_attempt_id)?;
        (!attempt.is_open).then_some(attempt.written_at.is_some())
    }

    /// An attempt as the server knows it, also when the API does not know it any more.
    pub fn attempt(&self, action_attempt_id: &str) -> Option<SeenAttempt> {
        let state = self.shared.state();
        state.attempts.known(action_attempt_id.parse().ok()?).map(SeenAttempt::of)
    }

    /// Every attempt since the start, oldest first.
    pub fn attempts(&self) -> Vec<SeenAttempt> {
        self.shared.state().attempts.iter().map(SeenAttempt::of).collect()
    }

    /// Every attempt that was begun for this encoder, credential or access method, oldest first.
    pub fn attempts_of(&self, id: &str) -> Vec<SeenAttempt> {
        self.attempts().into_iter().filter(|attempt| attempt.is_about(id)).collect()
    }

    /// Lets every open attempt end now, in the order in which they would have; one that never ends does not.
    pub fn settle_now(&self) {
        self.shared.state().settle_now();
    }

    /// Changes Seam's mind about an attempt that has ended: from now on it says that it was a success with this `result`,
    /// or failed with this type. False for an unknown id.
    pub fn change_mind(&self, action_attempt_id: &str, end: Result<Value, &str>) -> bool {
        let mut state = self.shared.state();
        let attempt = action_attempt_id.parse().ok().and_then(|id| state.attempts.get_mut(id));
        attempt
            .map(|attempt| {
                (attempt.result, attempt.error) = (None, None);
                attempt.end(end.map_err(Failure::of));
            })
            .is_some()
    }

    /// Lays the card that was last written for this credential on an encoder. False when there is none.
    pub fn lay_card(&self, encoder_id: &str, credential_id: &str) -> bool {
        let card = {
            let state = self.shared.state();
            let credential = credential_id.parse().ok().and_then(|id| state.world.credentials.get(id));
            credential.and_then(|credential| {
                let (card_number, written_at) = (credential.card_number.clone()?, credential.issued_at?);
                Some(OnCard { acs_credential_id: credential.acs_credential_id, card_number, written_at })
            })
        };
        card.is_some_and(|card| self.lay(encoder_id, Lying::Card(card)))
    }

    /// Lays a blank card on an encoder.
    pub fn lay_blank_card(&self, encoder_id: &str) -> bool {
        self.lay(encoder_id, Lying::Blank)
    }

    /// Lays a card on an encoder that Seam does not know.
    pub fn lay_unknown_card(&self, encoder_id: &str) -> bool {
        self.lay(encoder_id, Lying::Unknown)
    }

    /// Takes the card off an encoder. An encode does not mind: its person lays a new card there.
    pub fn take_card_away(&self, encoder_id: &str) -> bool {
        self.lay(encoder_id, Lying::Nothing)
    }

    fn lay(&self, encoder_id: &str, lying: Lying) -> bool {
        let mut state = self.shared.state();
        let encoder = known(&state.world.encoders, encoder_id).and_then(|id| state.world.encoders.get_mut(id));
        encoder.map(|encoder| encoder.card = lying).is_some()
    }

    /// Moves the `Date` header of every answer by this many seconds, whatever else goes wrong with it.
    pub fn skew_date(&self, seconds: i64) {
        self.shared.state().skew_s = seconds;
    }

    /// Tells of each moment of every request whose path starts with `path`, and holds the request there until the
    /// [`Pause`] is dropped. Dropping the receiver ends it.
    pub fn on_request(&self, path: &str) -> UnboundedReceiver<Pause> {
        self.shared.moments.watch(path)
    }
}
