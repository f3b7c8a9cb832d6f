//! Action attempts and the make-believe encoders behind them: `pending` first, a human time later an end, one card at a time.
//!
//! Nothing runs in the background: every call first settles the attempts whose time has come, in the order in which they end.

use std::collections::HashMap;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use tokio::time::Instant;
use uuid::Uuid;

use super::config::BusyPolicy;
use super::faults::{AttemptFault, ScanPlan};
use super::state::State;
use super::writing::{self, message_of};

/// What an attempt is about.
#[derive(Debug, Clone)]
pub(super) enum Work {
    Encode { acs_credential_id: Uuid },
    Scan(Option<ScanPlan>),
}

impl Work {
    fn action_type(&self) -> &'static str {
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
    action_type: &'static str,
    status: String,
    result: Option<Value>,
    error: Option<Failure>,
    #[serde(skip)]
    pub(super) acs_encoder_id: Uuid,
    #[serde(skip)]
    pub(super) work: Work,
    #[serde(skip)]
    fault: Option<AttemptFault>,
    #[serde(skip)]
    due: Option<Instant>,
    #[serde(skip)]
    vanished: bool,
}

impl Attempt {
    fn end(&mut self, outcome: Result<Value, Failure>) {
        self.due = None;
        match outcome {
            Ok(result) => (self.status, self.result) = ("success".to_owned(), Some(result)),
            Err(failure) => (self.status, self.error) = ("error".to_owned(), Some(failure)),
        }
        if let Some(AttemptFault::Status(status)) = &self.fault {
            (self.status, self.result, self.error) = (status.clone(), None, None);
        }
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
    pub(super) fn get(&self, id: Uuid) -> Option<&Attempt> {
        self.all.get(*self.index.get(&id)?).filter(|attempt| !attempt.vanished)
    }

    pub(super) fn numbered(&self) -> impl Iterator<Item = (usize, &Attempt)> {
        self.all.iter().enumerate().filter(|(_, attempt)| !attempt.vanished)
    }

    fn begin(&mut self, attempt: Attempt) {
        self.index.insert(attempt.action_attempt_id, self.all.len());
        if attempt.due.is_some() {
            self.pending.push(self.all.len());
        }
        self.all.push(attempt);
    }

    /// Takes the attempt whose end came first out of the pending ones.
    fn next_due(&mut self, now: Instant) -> Option<usize> {
        let due = |at: &usize| self.all.get(*at).and_then(|attempt| attempt.due);
        let first =
            self.pending.iter().copied().filter(|at| due(at).is_some_and(|due| due <= now)).min_by_key(|at| due(at))?;
        self.pending.retain(|at| *at != first);
        Some(first)
    }
}

impl State {
    /// Gives an encoder work, and answers the attempt's id.
    pub(super) fn begin(&mut self, acs_encoder_id: Uuid, work: Work, fault: Option<AttemptFault>) -> Uuid {
        let fault = fault.or_else(|| self.natural_failure(&work));
        let (fault, due) = self.schedule(acs_encoder_id, fault);
        let attempt = Attempt {
            action_attempt_id: self.world.new_id(),
            action_type: work.action_type(),
            status: "pending".to_owned(),
            result: None,
            error: None,
            acs_encoder_id,
            work,
            fault,
            due,
            vanished: false,
        };
        let id = attempt.action_attempt_id;
        self.attempts.begin(attempt);
        id
    }

    fn schedule(&mut self, encoder: Uuid, fault: Option<AttemptFault>) -> (Option<AttemptFault>, Option<Instant>) {
        let now = Instant::now();
        let free = self.free_at.get(&encoder).copied().filter(|free| *free > now);
        if fault == Some(AttemptFault::NeverEnds) {
            return (fault, None);
        }
        if free.is_some() && self.busy == BusyPolicy::Fail {
            return (Some(AttemptFault::error("encoder_is_busy")), Some(now));
        }
        let due = free.unwrap_or(now) + self.human_time();
        self.free_at.insert(encoder, due);
        (fault, Some(due))
    }

    /// Now and then something goes wrong on its own, mostly with the card.
    fn natural_failure(&mut self, work: &Work) -> Option<AttemptFault> {
        if matches!(work, Work::Scan(_)) || self.failure_rate <= 0.0 || self.world.rng.f64() >= self.failure_rate {
            return None;
        }
        let kind = match self.world.rng.u32(0..100) {
            0..45 => "no_credential_on_encoder",
            45..70 => "encoding_interrupted",
            70..80 => "encoder_not_online",
            80..88 => "incompatible_card_format",
            88..94 => "encoder_communication_timeout",
            _ => "bridge_disconnected",
        };
        Some(AttemptFault::error(kind))
    }

    /// Ends every attempt whose time has come.
    pub(super) fn settle(&mut self) {
        let now = Instant::now();
        self.mend_systems(now);
        while let Some(at) = self.attempts.next_due(now) {
            let Some(attempt) = self.attempts.all.get(at).cloned() else { continue };
            self.moment = Some(self.clock.at(attempt.due.unwrap_or(now)));
            let outcome = self.outcome(&attempt);
            self.moment = None;
            if let Some(attempt) = self.attempts.all.get_mut(at) {
                attempt.vanished = attempt.fault == Some(AttemptFault::Vanishes);
                attempt.end(outcome);
            }
        }
    }

    fn outcome(&mut self, attempt: &Attempt) -> Result<Value, Failure> {
        match &attempt.work {
            Work::Encode { acs_credential_id } => self.encode_outcome(attempt, *acs_credential_id),
            Work::Scan(plan) => writing::scan(self, attempt.acs_encoder_id, plan.as_ref(), attempt.fault.as_ref()),
        }
    }

    fn encode_outcome(&mut self, attempt: &Attempt, card: Uuid) -> Result<Value, Failure> {
        let encoder = attempt.acs_encoder_id;
        if let Some(AttemptFault::Error { error_type, written }) = &attempt.fault {
            if *written {
                writing::write(self, encoder, card)?;
            }
            writing::after_error(self, card, error_type);
            return Err(failure_of(error_type));
        }
        writing::allowed(&self.world, encoder, card)?;
        if let Some(AttemptFault::Status(_)) = &attempt.fault {
            return Ok(Value::Null);
        }
        writing::write(self, encoder, card)
    }

    /// The time until the next attempt ends, for callers that wait.
    pub(super) fn next_end(&self) -> Option<Duration> {
        let due = self.attempts.pending.iter().filter_map(|at| self.attempts.all.get(*at)?.due).min()?;
        Some(due.saturating_duration_since(Instant::now()))
    }
}

/// A busy encoder has no error type of its own in Seam's schema.
fn failure_of(error_type: &str) -> Failure {
    match error_type {
        "encoder_is_busy" => Failure { kind: "uncategorized_error".into(), message: message_of(error_type).into() },
        _ => Failure::of(error_type),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::sandbox::clock::Clock;
    use crate::sandbox::config::SandboxConfig;
    use crate::sandbox::hotel;

    fn state() -> State {
        let config = SandboxConfig { encode_ms: 3000..=3000, ..SandboxConfig::default() };
        let clock = Clock::new(Some("2026-11-23T13:41:00Z".parse().unwrap()));
        let world = hotel::build(&config, clock.now()).unwrap();
        State::new(&config, clock, world, String::new())
    }

    /// The first encoder, and the nth card that it may write.
    fn job(state: &State, nth: usize) -> (Uuid, Uuid) {
        let encoder = state.world.encoders.iter().next().unwrap().acs_encoder_id;
        let cards = state.world.credentials.iter().map(|card| card.acs_credential_id);
        (encoder, cards.filter(|card| writing::allowed(&state.world, encoder, *card).is_ok()).nth(nth).unwrap())
    }

    fn begin(state: &mut State, nth: usize) -> Uuid {
        let (encoder, acs_credential_id) = job(state, nth);
        state.begin(encoder, Work::Encode { acs_credential_id }, None)
    }

    #[tokio::test(start_paused = true)]
    async fn an_attempt_ends_when_its_time_has_come_and_not_before() {
        let mut state = state();
        let id = begin(&mut state, 0);
        tokio::time::advance(Duration::from_millis(2999)).await;
        state.settle();
        assert_eq!(state.attempts.get(id).unwrap().status, "pending");
        tokio::time::advance(Duration::from_millis(1)).await;
        state.settle();
        assert_eq!(state.attempts.get(id).unwrap().status, "success");
    }

    #[tokio::test(start_paused = true)]
    async fn queued_cards_are_dated_when_they_were_written_not_when_someone_asked() {
        let mut state = state();
        let (first, second) = (begin(&mut state, 0), begin(&mut state, 1));
        tokio::time::advance(Duration::from_secs(60)).await;
        state.settle();
        let issued = |id| state.attempts.get(id).unwrap().result.as_ref().unwrap()["issued_at"].clone();
        assert_eq!(
            (issued(first), issued(second)),
            ("2026-11-23T13:41:03.000Z".into(), "2026-11-23T13:41:06.000Z".into())
        );
    }
}
