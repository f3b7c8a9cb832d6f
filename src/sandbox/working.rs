//! The make-believe encoders at work: an attempt is pending for a human time, then ends, one card at a time.
//!
//! Nothing runs in the background: every call first settles the attempts whose time has come, in the order in which they end.

use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;
use uuid::Uuid;

use super::attempts::{Attempt, Failure, Work};
use super::config::BusyPolicy;
use super::faults::AttemptFault;
use super::state::State;
use super::writing::message_of;
use super::{scanning, writing};

impl State {
    /// Gives an encoder work, and answers the attempt's id.
    pub(super) fn begin(&mut self, acs_encoder_id: Uuid, work: Work, fault: Option<AttemptFault>) -> Uuid {
        let fault = fault.or_else(|| self.natural_failure(&work));
        let (fault, due) = self.schedule(acs_encoder_id, fault);
        let access_method_id = match &work {
            Work::Encode { acs_credential_id } => {
                self.world.credentials.get(*acs_credential_id).and_then(|card| card.made_for)
            }
            Work::Scan(_) => None,
        };
        let id = self.world.new_id();
        let vanished = matches!(fault, Some(AttemptFault::VanishesEarly { .. }));
        let begun = Attempt::begun(id, acs_encoder_id, work, self.request_at_hand.clone());
        self.attempts.begin(Attempt { access_method_id, fault, due, vanished, ..begun });
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
        while let Some(attempt) = self.attempts.next_due(now).cloned() {
            self.moment = Some(self.clock.at(attempt.due.unwrap_or(now)));
            self.written = None;
            let outcome = self.outcome(&attempt);
            let written_at = self.written.take();
            self.moment = None;
            if let Some(attempt) = self.attempts.get_mut(attempt.action_attempt_id) {
                attempt.written_at = written_at;
                attempt.end(outcome);
            }
        }
    }

    /// Ends every attempt that has an end, and frees every encoder.
    pub(super) fn settle_now(&mut self) {
        self.attempts.hurry(Instant::now());
        self.free_at.clear();
        self.settle();
    }

    fn outcome(&mut self, attempt: &Attempt) -> Result<Value, Failure> {
        match &attempt.work {
            Work::Encode { acs_credential_id } => self.encode_outcome(attempt, *acs_credential_id),
            Work::Scan(plan) => scanning::scan(self, attempt.acs_encoder_id, plan.as_ref(), attempt.fault.as_ref()),
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
        if let Some(AttemptFault::Status(_) | AttemptFault::VanishesEarly { written: false }) = &attempt.fault {
            return Ok(Value::Null);
        }
        writing::write(self, encoder, card)
    }

    /// The time until the next attempt ends, for callers that wait.
    pub(super) fn next_end(&self) -> Option<Duration> {
        Some(self.attempts.first_end()?.saturating_duration_since(Instant::now()))
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
