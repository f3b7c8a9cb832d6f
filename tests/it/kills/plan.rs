//! What one round is: how the attempt ends, when the processes are killed, what else is unusual. All of it from one seed.

use std::time::Duration;

use fastrand::Rng;
use keydesk::sandbox::{AttemptFault, Fault, Moment};

pub const ENCODE: &str = "/acs/encoders/encode_credential";
pub const RECORD: &str = "/acs/credentials/get";
const ATTEMPT: &str = "/action_attempts/get";
const EVENTS: &str = "/events/list";

/// One round.
#[derive(Debug, Clone)]
pub struct Plan {
    pub seed: u64,
    pub encode: Kill,
    /// The starts after it: the first look, the reading of the card, a person's word.
    pub restarts: [Option<Kill>; 3],
    pub ending: Ending,
    /// The folder is empty, so that the journal is made in this round.
    pub is_first_start: bool,
    /// The card was written before, and its access has changed since.
    pub is_again: bool,
    pub lying: Lying,
    /// What the first look after the kill meets.
    pub trouble: Option<(&'static str, Fault)>,
    /// What the server held when the process died is held until the first look is over.
    pub holds_on: bool,
}

/// When a process is killed.
#[derive(Debug, Clone, PartialEq)]
pub enum Kill {
    /// After this share of the time that an undisturbed run takes.
    Anytime(f64),
    /// So long after its n-th line.
    Line { number: usize, plus: Duration },
    /// Around the n-th durable write of the process.
    Write { number: u32, side: Side, plus: Duration },
    /// While the server holds the n-th request on this path.
    Held { path: &'static str, number: u32, at: Moment },
}

/// Which side of a durable write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Its first bytes are in the file; it is neither flushed to the disk nor valid.
    Begun,
    /// It is on the disk and valid.
    Done,
}

/// How the attempt ends.
#[derive(Debug, Clone, PartialEq)]
pub enum Ending {
    Attempt(AttemptFault),
    Reply(Fault),
}

/// What lies on the encoder before the round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lying {
    /// The card of the round before.
    Old,
    Blank,
    Unknown,
    Nothing,
}

/// The kinds of moments that a suite goes through in turn.
pub const KINDS: usize = 14;

impl Plan {
    pub fn of(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let kind = usize::try_from(seed).unwrap_or_default() % KINDS;
        let is_first_start = rng.u8(0..10) == 0;
        Self {
            seed,
            encode: Kill::of(kind, is_first_start, &mut rng),
            restarts: [0.35, 0.3, 0.3].map(|share| (rng.f64() < share).then(|| Kill::of_restart(&mut rng))),
            ending: Ending::any(&mut rng),
            is_first_start,
            is_again: rng.u8(0..3) == 0,
            lying: *pick(
                &mut rng,
                &[Lying::Old, Lying::Old, Lying::Blank, Lying::Blank, Lying::Unknown, Lying::Nothing],
            ),
            trouble: trouble(&mut rng),
            holds_on: rng.bool(),
        }
    }
}

impl Kill {
    fn of(kind: usize, is_first_start: bool, rng: &mut Rng) -> Self {
        // Intent, acceptance and end; where the journal is made, its tables come before them.
        let most = if is_first_start { 6 } else { 3 };
        match kind {
            0..4 => Self::anytime(rng),
            4..6 => Self::line(rng, 4),
            6 => Self::Held { path: ENCODE, number: 1, at: Moment::Received },
            7 => Self::Held { path: ENCODE, number: 1, at: Moment::Worked },
            8 => Self::Held { path: ENCODE, number: 1, at: Moment::Sent },
            9 | 10 => Self::write(rng, Side::Begun, most),
            11 | 12 => Self::write(rng, Side::Done, most),
            _ => Self::read(rng, &[(ATTEMPT, 1), (ATTEMPT, 1), (ATTEMPT, 2), (RECORD, 1), (EVENTS, 1)]),
        }
    }

    /// A start that only looks prints and writes less.
    fn of_restart(rng: &mut Rng) -> Self {
        match rng.u8(0..6) {
            0 | 1 => Self::anytime(rng),
            2 => Self::line(rng, 2),
            3 => Self::write(rng, Side::Begun, 2),
            4 => Self::write(rng, Side::Done, 2),
            _ => Self::read(rng, &[(ATTEMPT, 1), (RECORD, 1), (EVENTS, 1)]),
        }
    }

    fn anytime(rng: &mut Rng) -> Self {
        Self::Anytime(rng.f64() * 1.1)
    }

    fn line(rng: &mut Rng, most: usize) -> Self {
        Self::Line { number: rng.usize(1..=most), plus: Duration::from_micros(rng.u64(0..3_000)) }
    }

    fn write(rng: &mut Rng, side: Side, most: u32) -> Self {
        let plus = if rng.bool() { 0 } else { rng.u64(0..1_500) };
        Self::Write { number: rng.u32(1..=most), side, plus: Duration::from_micros(plus) }
    }

    fn read(rng: &mut Rng, paths: &[(&'static str, u32)]) -> Self {
        let (path, number) = *pick(rng, paths);
        let at = *pick(rng, &[Moment::Received, Moment::Worked, Moment::Sent]);
        Self::Held { path, number, at }
    }

    /// The kind, for the summary.
    pub fn kind(&self) -> String {
        match self {
            Self::Anytime(_) => "at any time".to_owned(),
            Self::Line { number, .. } => format!("after line {number}"),
            Self::Write { number, side: Side::Begun, .. } => format!("in write {number}"),
            Self::Write { number, side: Side::Done, .. } => format!("after write {number}"),
            Self::Held { path, at, .. } => format!("{path} {at:?}").to_lowercase(),
        }
    }
}

impl Ending {
    fn any(rng: &mut Rng) -> Self {
        match rng.u8(0..20) {
            0..5 => Self::Attempt(AttemptFault::Succeeds),
            5..7 => Self::Attempt(AttemptFault::error(*pick(rng, &DEFINITE))),
            7..9 => Self::Attempt(AttemptFault::Error {
                error_type: (*pick(rng, &UNCLEAR)).to_owned(),
                written: rng.bool(),
            }),
            9 => Self::Attempt(AttemptFault::NeverEnds),
            10 => Self::Attempt(AttemptFault::StaysPending),
            11 => Self::Attempt(AttemptFault::Vanishes),
            12 => Self::Attempt(AttemptFault::VanishesEarly { written: rng.bool() }),
            13 => Self::Attempt(AttemptFault::Status("on_hold".to_owned())),
            _ => Self::Reply(pick(rng, &replies()).clone()),
        }
    }
}

/// Errors after which no card was written.
const DEFINITE: [&str; 6] = [
    "no_credential_on_encoder",
    "encoding_interrupted",
    "incompatible_card_format",
    "encoder_not_online",
    "bridge_disconnected",
    "credential_deleted",
];

/// Errors that do not say whether a card was written.
const UNCLEAR: [&str; 3] = ["encoder_communication_timeout", "action_attempt_expired", "uncategorized_error"];

fn replies() -> [Fault; 18] {
    [
        Fault::ResetBefore,
        Fault::ResetAfter,
        Fault::ResetAfter,
        Fault::Hang,
        Fault::HangAfter,
        Fault::Late(Duration::from_millis(120)),
        Fault::Slow(Duration::from_millis(120)),
        Fault::NotJson,
        Fault::BrokenJson,
        Fault::WrongContentType,
        Fault::TruncatedBody,
        Fault::OtherAttempt,
        Fault::Twice,
        Fault::RateLimited { retry_after_s: Some(1) },
        Fault::BadRequest,
        Fault::ServerError,
        Fault::BadGateway,
        Fault::Unavailable,
    ]
}

fn trouble(rng: &mut Rng) -> Option<(&'static str, Fault)> {
    match rng.u8(0..12) {
        0 => Some((RECORD, Fault::Stale)),
        1 => Some((RECORD, Fault::ServerError)),
        2 => Some((EVENTS, Fault::BadGateway)),
        3 => Some((ATTEMPT, Fault::Stale)),
        4 => Some((ATTEMPT, Fault::ResetAfter)),
        _ => None,
    }
}

fn pick<'a, T>(rng: &mut Rng, all: &'a [T]) -> &'a T {
    &all[rng.usize(..all.len())]
}
