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
    let accepted = facts.iter().find_map(|fact| {
        if let FactKind::Accepted { round_trip, .. } = &fact.kind { Some((fact.at, *round_trip)) } else { None }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Desk, Intent, Issued, JobId, Operator, Problem, ProblemCode, Subject};

    fn fact(second: i64, kind: FactKind) -> Fact {
        Fact { job: JobId(uuid::Uuid::nil()), at: jiff::Timestamp::new(second, 0).unwrap(), kind }
    }

    fn accepted(round_trip: Option<Duration>) -> FactKind {
        FactKind::Accepted { attempt: "att_1".into(), request: None, round_trip }
    }

    fn ended() -> FactKind {
        FactKind::Failed(Problem::noticed(ProblemCode::NoCard, "none"))
    }

    fn intended() -> FactKind {
        FactKind::Intended(Box::new(Intent {
            job: JobId(uuid::Uuid::nil()),
            subject: Subject::Credential("cred_1".into()),
            encoder: "enc_1".into(),
            encoder_name: "Front Desk 1".into(),
            system: "sys_1".into(),
            workspace: "ws_1".into(),
            card_name: "".into(),
            guest: None,
            doors: Vec::new(),
            operator: Operator("mk".into()),
            desk: Desk("front".into()),
            issued_before: Issued::Unknown,
            card_number_before: None,
            server_time: None,
            retry_of: None,
        }))
    }

    #[test]
    fn the_parts_add_up() {
        let seconds = Duration::from_secs;
        let facts = [fact(10, intended()), fact(13, accepted(Some(seconds(2)))), fact(20, ended())];
        let expected = Times {
            ours: Some(seconds(1)),
            network: Some(seconds(2)),
            waiting: Some(seconds(7)),
            total: Some(seconds(10)),
        };
        assert_eq!(times(&facts), expected);
    }

    #[test]
    fn what_was_not_recorded_is_not_made_up() {
        let old = [fact(10, intended()), fact(13, accepted(None)), fact(20, ended())];
        assert_eq!((times(&old).ours, times(&old).network), (None, Some(Duration::from_secs(3))));
        let open = [fact(10, intended()), fact(13, accepted(None))];
        assert_eq!((times(&open).waiting, times(&open).total), (None, None));
        let backwards = [fact(10, intended()), fact(5, accepted(None)), fact(20, ended())];
        assert_eq!((times(&backwards).network, times(&backwards).waiting), (None, Some(Duration::from_secs(15))));
        assert_eq!(times(&[]), Times::default());
    }
}
