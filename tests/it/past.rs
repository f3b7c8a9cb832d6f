//! A make-believe month at the practice hotel's desk, so that pictures of Activity show a desk at work.

use std::{path::PathBuf, time::Duration};

use jiff::{SignedDuration, Timestamp};
use keydesk::{
    domain::{
        Decision, Desk, Details, Fact, FactKind, FollowUp, FollowUpState, Guest, Intent, Issued, JobId, Operator,
        Problem, ProblemCode, Proof, Subject, UncertainReason,
    },
    journal::Journal,
};

/// The moment of the pictures: a Monday, early afternoon at the hotel.
const NOW: &str = "2026-11-23T13:41:12Z";

/// Of the practice hotel: its name and its id, which are the same in every practice hotel.
type Encoder = (&'static str, &'static str);
const FRONT_1: Encoder = ("Front Desk 1", "475916b4-9456-4328-8b04-a64ffb644a10");
const FRONT_2: Encoder = ("Front Desk 2", "61b5f78c-2b25-4edd-9691-5a6257485b01");
const CONCIERGE: Encoder = ("Concierge", "04d09c5f-50c9-4a67-8d48-64c69563f71a");

/// The workspace of every practice hotel.
const PRACTICE_WORKSPACE: &str = "c8319e7b-1299-472a-b1f8-06cdb208059a";

const CLERKS: [&str; 3] = ["M. Kern", "J. Silva", "A. Roy"];
const GUESTS: [&str; 12] = [
    "Amelia Hart",
    "Oliver Brandt",
    "Lucía Fernández",
    "Jun Takahashi",
    "Maya Okafor",
    "Noah Lindqvist",
    "Zoé Laurent",
    "Ibrahim Diallo",
    "Hanna Virtanen",
    "Mateo Rossi",
    "Chloe Nguyen",
    "Aarav Mehta",
];

/// Cards of one day, by hour, up to the early afternoon; the quiet ones before six are the night's.
const CARDS_BY_HOUR: [u32; 14] = [4, 6, 3, 8, 12, 20, 34, 40, 36, 30, 22, 14, 5, 2];

#[derive(Clone, Copy)]
enum End {
    Card,
    Failed(ProblemCode),
    Proved,
    Decided,
}

struct Told {
    at: Timestamp,
    guest: &'static str,
    encoder: Encoder,
    clerk: &'static str,
    end: End,
    took: Duration,
}

/// The attempts of the mock-up come last, so that they stand on top of the list.
fn latest() -> Vec<Told> {
    let told = |time: &str, guest, encoder, clerk, end, took| Told {
        at: format!("2026-11-23T{time}Z").parse().unwrap(),
        guest,
        encoder,
        clerk,
        end,
        took: Duration::from_millis(took),
    };
    let offline = End::Failed(ProblemCode::EncoderOffline);
    vec![
        told("13:22:41", "Maya Okafor", FRONT_1, "M. Kern", End::Proved, 30_000),
        told("13:30:02", "Jun Takahashi", CONCIERGE, "A. Roy", End::Card, 4_400),
        told("13:31:44", "Lucía Fernández", FRONT_1, "M. Kern", End::Failed(ProblemCode::CardRemovedEarly), 2_200),
        told("13:37:01", "Oliver Brandt", FRONT_2, "J. Silva", offline, 1_000),
        told("13:38:20", "Oliver Brandt", FRONT_2, "J. Silva", offline, 1_100),
        told("13:39:52", "Oliver Brandt", FRONT_2, "J. Silva", offline, 900),
        told("13:41:07", "Amelia Hart", FRONT_1, "M. Kern", End::Card, 3_800),
    ]
}

fn month(random: &mut fastrand::Rng) -> Vec<Told> {
    let today: Timestamp = "2026-11-23T00:00:00Z".parse().unwrap();
    let mut told = Vec::new();
    for day in (0..30).rev() {
        let midnight = today - SignedDuration::from_hours(24 * day);
        for (hour, cards) in (0..).zip(CARDS_BY_HOUR) {
            let from = midnight + SignedDuration::from_hours(hour);
            told.extend((0..cards).map(|_| one(from, random)));
        }
    }
    told.retain(|told| told.at < "2026-11-23T13:22:00Z".parse().unwrap());
    told.sort_by_key(|told| told.at);
    told
}

fn one(from: Timestamp, random: &mut fastrand::Rng) -> Told {
    let codes = [
        ProblemCode::EncoderOffline,
        ProblemCode::EncoderOffline,
        ProblemCode::NoCard,
        ProblemCode::NoCard,
        ProblemCode::NoCard,
        ProblemCode::CardRemovedEarly,
        ProblemCode::CardRemovedEarly,
        ProblemCode::IncompatibleCard,
    ];
    let end = match random.u32(0..1_000) {
        0..40 => End::Failed(codes[random.usize(0..codes.len())]),
        40..44 => End::Decided,
        44..46 => End::Proved,
        _ => End::Card,
    };
    Told {
        at: from + SignedDuration::from_millis(random.i64(0..3_600_000)),
        guest: GUESTS[random.usize(0..GUESTS.len())],
        encoder: [FRONT_1, FRONT_1, FRONT_2, CONCIERGE][random.usize(0..4)],
        clerk: CLERKS[random.usize(0..3)],
        end,
        took: Duration::from_millis(3_000 + random.u64(0..1_800) + random.u64(0..10) / 9 * random.u64(0..5_000)),
    }
}

fn facts(told: &Told, nth: u64) -> Vec<Fact> {
    let job = JobId(uuid::Uuid::from_u64_pair(0x019a_b000_0000_7000, 0x8000_0000_0000_0000 + nth));
    let fact = |after: Duration, kind| Fact { job, at: told.at + after, kind };
    let attempt = format!("0f{nth:06x}-5e6f-4a1b-9c2d-3e4f5a6b7c8d");
    let accepted = FactKind::Accepted {
        attempt: attempt.as_str().into(),
        request: Some(format!("req-{nth:08x}").into()),
        round_trip: Some(Duration::from_millis(180 + nth % 70)),
    };
    let details = Details { attempt: Some(attempt.as_str().into()), ..Details::default() };
    let mut facts = vec![
        fact(Duration::ZERO, FactKind::Intended(Box::new(intent(told, job)))),
        fact(Duration::from_millis(190 + nth % 70), accepted),
    ];
    let end = |kind| fact(told.took, kind);
    let unknown = || {
        FactKind::BecameUncertain(
            UncertainReason::EncoderSilent,
            Problem::new(ProblemCode::EncoderTimeout, details.clone()),
        )
    };
    match told.end {
        End::Card => facts.push(end(FactKind::Succeeded { card: None, credential: None, proof: None })),
        End::Failed(code) => facts.push(end(FactKind::Failed(problem(code, details)))),
        End::Proved => {
            facts.push(fact(told.took / 2, unknown()));
            facts.push(end(FactKind::Succeeded {
                card: None,
                credential: None,
                proof: Some(Proof::IssuedAfterwards { at: Some(told.at + told.took), card_number: None }),
            }));
        }
        End::Decided => {
            facts.push(fact(told.took / 2, unknown()));
            let operator = Operator(told.clerk.into());
            facts.push(end(FactKind::Decided { decision: Decision::NotWritten, operator }));
        }
    }
    facts
}

fn problem(code: ProblemCode, details: Details) -> Problem {
    let said = [
        ("encoder_not_online", "The encoder is not online."),
        ("no_credential_on_encoder", "No credential was found on the encoder."),
        ("encoding_interrupted", "The card was removed while it was being encoded."),
        ("incompatible_card_format", "The card has a format that this encoder does not write."),
    ];
    let (error_type, message) = said.into_iter().find(|(error, _)| ProblemCode::from_seam(error) == code).unwrap();
    Problem::new(code, Details { error_type: Some(error_type.into()), message: Some(message.into()), ..details })
}

fn intent(told: &Told, job: JobId) -> Intent {
    Intent {
        job,
        subject: Subject::Credential(format!("cred-{}", told.guest.len()).into()),
        encoder: told.encoder.1.into(),
        encoder_name: told.encoder.0.into(),
        system: "the lock system".into(),
        workspace: PRACTICE_WORKSPACE.into(),
        card_name: "Guest card".into(),
        guest: Some(Guest::new(told.guest)),
        doors: vec!["412".into(), "Pool".into(), "Gym".into()],
        operator: Operator(told.clerk.into()),
        desk: Desk("Reception".into()),
        issued_before: Issued::No,
        card_number_before: None,
        server_time: Some(told.at),
        retry_of: None,
    }
}

/// What was done about the failure before last.
fn follow_ups(facts: &[Vec<Fact>]) -> Vec<Fact> {
    let job = facts[facts.len() - 2][0].job;
    let said = |second: i64, state, note: &str| Fact {
        job,
        at: NOW.parse::<Timestamp>().unwrap() - SignedDuration::from_secs(60 - second),
        kind: FactKind::FollowedUp(FollowUp { state, note: Some(note.into()), operator: Operator("M. Kern".into()) }),
    };
    vec![
        said(0, FollowUpState::Open, "Third time today"),
        said(20, FollowUpState::InHand, "Power cable was loose; IT looks at it"),
    ]
}

/// Lays `practice.sqlite` of the moment of the pictures into the folder that `KEYDESK_PAST` names.
#[tokio::test]
#[ignore = "for .ci/pictures"]
async fn lays_a_month_of_work_into_a_folder() {
    let folder = PathBuf::from(std::env::var_os("KEYDESK_PAST").expect("KEYDESK_PAST names a folder"));
    let journal = Journal::open(&folder.join("practice.sqlite")).await.unwrap();
    let mut random = fastrand::Rng::with_seed(5);
    let told = month(&mut random).into_iter().chain(latest());
    let facts: Vec<Vec<Fact>> = (0..).zip(told).map(|(nth, told)| facts(&told, nth)).collect();
    let follow_ups = follow_ups(&facts);
    journal.record_all(&facts.into_iter().flatten().chain(follow_ups).collect::<Vec<_>>()).await.unwrap();
    journal.close().await;
}
