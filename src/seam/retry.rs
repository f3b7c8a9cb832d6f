//! Whether a call is made once more, and when. Pure: no clock, no dice, no I/O.

use std::time::Duration;

/// How many times a read is sent at most.
const TRIES: u32 = 4;
/// The pause after the first try; it doubles with each.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
/// The longest pause that is kept for a server that asks for one.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// What a call does in the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It changes nothing: asking twice is harmless.
    Read,
    /// It changes something, and Seam knows no idempotency key: it goes out once.
    Write,
}

/// How often the caller wants a read to be tried. A write goes out once whatever this says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Patience {
    /// Once: the caller has a schedule of its own.
    Once,
    /// Again after trouble that passes.
    Retry,
}

/// How a try ended, as far as another try depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Nothing left this computer, for a reason that may pass.
    Unreachable,
    /// Nothing left this computer, for a reason that stays, such as a certificate nobody trusts.
    Refused,
    /// It may have arrived; the answer did not.
    Lost,
    /// An answer with this status that is not a success.
    Status(u16),
    /// A success that cannot be read; it would read the same again.
    Unreadable,
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Report it.
    Stop,
    /// Try again after this pause.
    After(Duration),
}

/// Decides after the try with this number, counted from 1. `jitter` lies in `[0, 1)` and spreads the desks of a hotel.
///
/// Only a [`Kind::Read`] that is [`Patience::Retry`] is ever tried again: 408, 429, 5xx and network trouble, four tries in
/// all, pauses of 0.2 s doubled each time and up to a fifth more. A longer `Retry-After` wins, up to a minute.
pub fn decide(
    kind: Kind,
    patience: Patience,
    tried: u32,
    outcome: Outcome,
    retry_after: Option<Duration>,
    jitter: f64,
) -> Decision {
    if kind == Kind::Write || patience == Patience::Once || tried >= TRIES || !passes(outcome) {
        return Decision::Stop;
    }
    let spread = 1.0 + 0.2 * if jitter.is_finite() { jitter.clamp(0.0, 1.0) } else { 0.0 };
    let doubled = FIRST_PAUSE.saturating_mul(1 << tried.saturating_sub(1).min(16));
    let asked = retry_after.unwrap_or_default().min(LONGEST_PAUSE);
    Decision::After(doubled.mul_f64(spread).max(asked))
}

/// Whether the trouble is of a kind that goes away.
fn passes(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Unreachable | Outcome::Lost => true,
        Outcome::Refused | Outcome::Unreadable => false,
        Outcome::Status(501) => false,
        Outcome::Status(status) => matches!(status, 408 | 429 | 500..=599),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(tried: u32, outcome: Outcome, retry_after: Option<u64>, jitter: f64) -> Option<u128> {
        let asked = retry_after.map(Duration::from_secs);
        match decide(Kind::Read, Patience::Retry, tried, outcome, asked, jitter) {
            Decision::Stop => None,
            Decision::After(pause) => Some(pause.as_millis()),
        }
    }

    #[test]
    fn reads_are_retried_after_trouble_that_passes() {
        for (tried, outcome, retry_after, jitter, expected) in [
            (1, Outcome::Unreachable, None, 0.0, Some(200)),
            (2, Outcome::Unreachable, None, 0.0, Some(400)),
            (3, Outcome::Lost, None, 0.0, Some(800)),
            (3, Outcome::Lost, None, 0.5, Some(880)),
            (4, Outcome::Lost, None, 0.0, None),
            (1, Outcome::Refused, None, 0.0, None),
            (1, Outcome::Unreadable, None, 0.0, None),
            (1, Outcome::Status(429), None, 0.0, Some(200)),
            (1, Outcome::Status(429), Some(7), 0.0, Some(7_000)),
            (1, Outcome::Status(503), Some(0), 0.0, Some(200)),
            (1, Outcome::Status(429), Some(86_400), 0.0, Some(60_000)),
            (1, Outcome::Status(500), None, 0.0, Some(200)),
            (1, Outcome::Status(408), None, 0.0, Some(200)),
            (1, Outcome::Status(501), None, 0.0, None),
            (1, Outcome::Status(400), None, 0.0, None),
            (1, Outcome::Status(401), Some(1), 0.0, None),
            (1, Outcome::Status(404), None, 0.0, None),
            (1, Outcome::Status(302), None, 0.0, None),
            (1, Outcome::Lost, None, f64::NAN, Some(200)),
        ] {
            assert_eq!(read(tried, outcome, retry_after, jitter), expected, "{tried} {outcome:?} {retry_after:?}");
        }
    }

    fn outcomes() -> impl Strategy<Value = Outcome> {
        prop_oneof![
            Just(Outcome::Unreachable),
            Just(Outcome::Refused),
            Just(Outcome::Lost),
            Just(Outcome::Unreadable),
            (100u16..600).prop_map(Outcome::Status),
        ]
    }

    proptest! {
        #[test]
        fn a_write_is_never_sent_again(
            tried in 0u32..9, outcome in outcomes(), after in proptest::option::of(0u64..90), jitter in 0.0..1.0,
        ) {
            for patience in [Patience::Once, Patience::Retry] {
                let after = after.map(Duration::from_secs);
                prop_assert_eq!(decide(Kind::Write, patience, tried, outcome, after, jitter), Decision::Stop);
            }
        }

        #[test]
        fn pauses_are_bounded(
            tried in any::<u32>(), outcome in outcomes(), after in any::<u64>(), jitter in any::<f64>(),
        ) {
            let asked = Some(Duration::from_secs(after));
            let decision = decide(Kind::Read, Patience::Retry, tried, outcome, asked, jitter);
            if let Decision::After(pause) = decision {
                prop_assert!(tried < TRIES);
                prop_assert!(pause >= FIRST_PAUSE && pause <= LONGEST_PAUSE);
            }
        }
    }
}
