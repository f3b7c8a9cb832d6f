//! The server's clock, as far as the `Date` headers of its answers tell it.
//!
//! `issued_at` is set by the server, so only the server's clock says whether it lies before or after a request. A header may
//! be wrong: an old answer from a cache, or a proxy of another time. Taking the latest of several errs to the safe side, since
//! a request that counts as sent later leaves fewer changes to be taken for its own.

use std::{collections::VecDeque, time::Duration};

use jiff::{SignedDuration, Timestamp};

/// How many answers are remembered.
const ANSWERS: usize = 8;

/// What the latest answers said.
#[derive(Debug, Clone, Default)]
pub struct ServerClock {
    /// The server's time at the start of this program, as each answer implies it.
    starts: VecDeque<Timestamp>,
}

impl ServerClock {
    /// An answer came with this `Date`.
    pub fn observe(&mut self, date: Timestamp, since_start: Duration) {
        let Ok(start) = date.checked_sub(since_start) else { return };
        if self.starts.len() == ANSWERS {
            self.starts.pop_front();
        }
        self.starts.push_back(start);
    }

    /// The server's time; `None` before the first answer.
    pub fn at(&self, since_start: Duration) -> Option<Timestamp> {
        self.starts.iter().max()?.checked_add(since_start).ok()
    }

    /// How far a clock of this desk is ahead of the server's, by the latest answer.
    pub fn lead_of(&self, wall: Timestamp, since_start: Duration) -> Option<SignedDuration> {
        Some(wall.duration_since(self.starts.back()?.checked_add(since_start).ok()?))
    }

    /// The computer slept: the time since the start tells nothing about the server's any more.
    pub fn forget(&mut self) {
        self.starts.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn it_runs_on_between_answers() {
        let mut clock = ServerClock::default();
        assert_eq!(clock.at(Duration::ZERO), None);
        clock.observe(at("2026-11-23T13:40:00Z"), Duration::from_secs(10));
        assert_eq!(clock.at(Duration::from_secs(25)), Some(at("2026-11-23T13:40:15Z")));
        clock.forget();
        assert_eq!(clock.at(Duration::from_secs(25)), None);
    }

    #[test]
    fn an_answer_that_is_hours_old_moves_nothing() {
        let mut clock = ServerClock::default();
        clock.observe(at("2026-11-23T13:40:00Z"), Duration::from_secs(10));
        clock.observe(at("2026-11-23T10:40:00Z"), Duration::from_secs(11));
        assert_eq!(clock.at(Duration::from_secs(12)), Some(at("2026-11-23T13:40:02Z")));
    }

    #[test]
    fn an_answer_from_the_future_is_forgotten_after_a_few_others() {
        let mut clock = ServerClock::default();
        clock.observe(at("2026-11-23T16:40:00Z"), Duration::ZERO);
        (1..=8).for_each(|second| clock.observe(at("2026-11-23T13:40:00Z"), Duration::from_secs(second)));
        assert!(clock.at(Duration::from_secs(8)) < Some(at("2026-11-23T14:00:00Z")));
    }

    #[test]
    fn the_lead_is_told_by_the_latest_answer() {
        let mut clock = ServerClock::default();
        clock.observe(at("2026-11-23T13:40:00Z"), Duration::from_secs(5));
        let lead = clock.lead_of(at("2026-11-23T13:42:00Z"), Duration::from_secs(5));
        assert_eq!(lead, Some(SignedDuration::from_secs(120)));
    }
}
