//! What goes wrong in one attempt, and what the person at the desk does, worked out from its seed.

use std::time::Duration;

use keydesk::sandbox::{AttemptFault, Fault};

/// How much faster than life the desk's own clock runs.
pub const SPEED: u32 = 50;
/// How long the desk waits for an answer.
pub const REQUEST_TIMEOUT: Duration = Duration::from_millis(300);
/// A request that is worked on after its client has given up, and before anybody may read a card.
const LATE: Duration = Duration::from_millis(330);

/// One attempt.
#[derive(Debug, Clone)]
pub struct Script {
    pub seed: u64,
    /// The card was made before, and its access has changed.
    pub was_issued: bool,
    pub encoder: usize,
    /// What happens to the encode request or its answer.
    pub request: Option<Fault>,
    /// What becomes of the attempt.
    pub attempt: AttemptFault,
    pub polls: Vec<Fault>,
    pub records: Vec<Fault>,
    pub events: Vec<Fault>,
    /// What happens to the request for a reading of the card.
    pub scan: Option<Fault>,
    pub skew_hours: i64,
    pub presses_twice: bool,
    pub stops_waiting: bool,
    pub restarts: bool,
    pub reads_card: bool,
    pub takes_card_away: bool,
}

impl Script {
    pub fn of(seed: u64) -> Self {
        let mut rng = fastrand::Rng::with_seed(seed);
        let chance = |rng: &mut fastrand::Rng, percent: u32| rng.u32(0..100) < percent;
        let attempt = attempt(&mut rng);
        // Seam calls it an error, the record lags once: two old answers in a row would be a record that lies.
        let stales = if matches!(&attempt, AttemptFault::Error { written: true, .. }) { 1 } else { 3 };
        Self {
            seed,
            was_issued: chance(&mut rng, 35),
            encoder: rng.usize(0..2),
            request: chance(&mut rng, 55).then(|| request(&mut rng)),
            polls: some(&mut rng, 4, 3),
            records: some(&mut rng, 3, stales),
            events: some(&mut rng, 2, 3),
            scan: chance(&mut rng, 25).then(|| look(&mut rng)),
            skew_hours: if chance(&mut rng, 15) { rng.i64(-5..=5) } else { 0 },
            presses_twice: chance(&mut rng, 15),
            stops_waiting: chance(&mut rng, 12),
            restarts: chance(&mut rng, 8),
            reads_card: chance(&mut rng, 70),
            takes_card_away: chance(&mut rng, 10),
            attempt,
        }
    }
}

fn attempt(rng: &mut fastrand::Rng) -> AttemptFault {
    let error = |kind: &str, written| AttemptFault::Error { error_type: kind.to_owned(), written };
    match rng.u32(0..100) {
        0..46 => AttemptFault::Succeeds,
        46..52 => error("no_credential_on_encoder", false),
        52..57 => error("encoding_interrupted", false),
        57..60 => error("incompatible_card_format", false),
        60..63 => error("encoder_not_online", false),
        63..66 => error("bridge_disconnected", false),
        66..74 => error("encoder_communication_timeout", rng.bool()),
        74..78 => error("action_attempt_expired", rng.bool()),
        78..82 => error("uncategorized_error", rng.bool()),
        82..84 => error("invented_tomorrow", rng.bool()),
        84..87 => AttemptFault::NeverEnds,
        87..89 => AttemptFault::StaysPending,
        89..91 => AttemptFault::Status("paused".to_owned()),
        91..94 => AttemptFault::Vanishes,
        94..97 => AttemptFault::VanishesEarly { written: rng.bool() },
        _ => AttemptFault::Result(serde_json::Value::Null),
    }
}

fn request(rng: &mut fastrand::Rng) -> Fault {
    match rng.u32(0..21) {
        0 | 1 => Fault::ResetBefore,
        2..=4 => Fault::ResetAfter,
        5 => Fault::Hang,
        6 => Fault::HangAfter,
        7 => Fault::Late(LATE),
        8 => Fault::ServerError,
        9 => Fault::BadGateway,
        10 => Fault::Unavailable,
        11 => Fault::RateLimited { retry_after_s: Some(1) },
        12 => Fault::RateLimited { retry_after_s: None },
        13 => Fault::NotJson,
        14 => Fault::BrokenJson,
        15 => Fault::TruncatedBody,
        16 => Fault::WrongContentType,
        17 => Fault::Twice,
        18 => Fault::OtherAttempt,
        19 => Fault::Slow(Duration::from_millis(rng.u64(1..60))),
        _ => [Fault::NotFound, Fault::Forbidden, Fault::BadRequest][rng.usize(0..3)].clone(),
    }
}

/// What goes wrong with a look: at the attempt, the record, the events or the card.
fn look(rng: &mut fastrand::Rng) -> Fault {
    match rng.u32(0..17) {
        0 => Fault::RateLimited { retry_after_s: Some(1) },
        1 => Fault::RateLimited { retry_after_s: None },
        2 => Fault::ServerError,
        3 => Fault::BadGateway,
        4 => Fault::Unavailable,
        5 => Fault::ResetBefore,
        6 => Fault::ResetAfter,
        7 => Fault::TruncatedBody,
        8 => Fault::BrokenJson,
        9 => Fault::NotJson,
        10 => Fault::WrongContentType,
        11 => Fault::Twice,
        12 => Fault::Stale,
        13 => Fault::OtherAttempt,
        14 => Fault::NotFound,
        15 => Fault::Slow(Duration::from_millis(rng.u64(1..40))),
        _ => [Fault::Hang, Fault::DateSkew(rng.i64(-20_000..20_000))][rng.usize(0..2)].clone(),
    }
}

fn some(rng: &mut fastrand::Rng, most: usize, most_stale: usize) -> Vec<Fault> {
    let count = rng.usize(0..=most);
    let mut stale = 0;
    let faults = std::iter::repeat_with(|| look(rng)).take(count);
    faults
        .filter(|fault| {
            stale += usize::from(*fault == Fault::Stale);
            *fault != Fault::Stale || stale <= most_stale
        })
        .collect()
}
