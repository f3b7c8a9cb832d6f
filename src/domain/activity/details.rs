//! Where the time of one attempt went.

use std::time::Duration;

use crate::domain::{Fact, FactKind};

/// Where the time of one attempt went, as far as its facts tell. The parts add up to the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Times {
    /// This desk's own: judging the press and writing it down.
    pub ours: Option<Duration>,
    /// On the way to Seam and back, until it named the attempt.
    pub network: Option<Duration>,
    /// From Seam's answer to the end: the card, the encoder, the lock system.
    pub waiting: Option<Duration>,
    /// From the press of the button to the end.
    pub total: Option<Duration>,
}

/// Divides the time of an attempt. What a clock that went backwards makes senseless is left out.
pub fn times(facts: &[Fact]) -> Times {
    let pressed = facts.iter().find(|fact| matches!(fact.kind, FactKind::Intended(_))).map(|fact| fact.at);
    let accepted = facts.iter().find_map(|fact| match &fact.kind {
        FactKind::Accepted { round_trip, .. } => Some((fact.at, *round_trip)),
        _ => None,
    });
    let ended = facts.iter().find(|fact| fact.kind.is_end()).map(|fact| fact.at);
    let between = |from: Option<jiff::Timestamp>, to: Option<jiff::Timestamp>| {
        from.zip(to).and_then(|(from, to)| Duration::try_from(to.duration_since(from)).ok())
    };
    let until_answer = between(pressed, accepted.map(|(at, _)| at));
    let network = accepted.and_then(|(_, round_trip)| round_trip);
    Times {
        ours: until_answer.zip(network).map(|(both, network)| both.saturating_sub(network)),
        network: network.or(until_answer).filter(|_| until_answer.is_some()),
        waiting: between(accepted.map(|(at, _)| at), ended),
        total: between(pressed, ended),
    }
}
