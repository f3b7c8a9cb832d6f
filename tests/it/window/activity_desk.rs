//! A realistic day as the Activity screen sees it: the numbers and names of the mock-up.

use std::time::Duration;

use keydesk::{
    domain::{
        About, ActivityQuery, Advice, AttemptRow, Bar, Choices, Desk, EncoderChoice, FollowUpState, Guest, JobId,
        Operator, Outcome, Overview, Pattern, PatternGroup, Period, ProblemCode, Subject, Took,
    },
    engine::ActivityView,
};

use super::desk;

/// Encodes and failures of each hour from seven o'clock on.
const HOURS: [(u64, u64); 14] = [
    (4, 0),
    (6, 0),
    (3, 1),
    (8, 0),
    (12, 1),
    (20, 0),
    (35, 2),
    (41, 1),
    (36, 5),
    (30, 1),
    (22, 0),
    (14, 0),
    (9, 1),
    (5, 0),
];

const CAUSES: [(ProblemCode, u64); 5] = [
    (ProblemCode::EncoderOffline, 6),
    (ProblemCode::NoCard, 3),
    (ProblemCode::CardRemovedEarly, 2),
    (ProblemCode::IncompatibleCard, 1),
    (ProblemCode::OutcomeUnknown, 1),
];

/// Time, guest, encoder, clerk, outcome and cause, milliseconds.
type Line = (&'static str, &'static str, &'static str, &'static str, Option<ProblemCode>, u64);

const LINES: [Line; 9] = [
    ("12:41:07", "Amelia Hart", "Front Desk 1", "M. Kern", None, 3_800),
    ("12:39:52", "Oliver Brandt", "Front Desk 2", "J. Silva", Some(ProblemCode::EncoderOffline), 900),
    ("12:38:20", "Oliver Brandt", "Front Desk 2", "J. Silva", Some(ProblemCode::EncoderOffline), 1_100),
    ("12:31:44", "Lucía Fernández", "Front Desk 1", "M. Kern", Some(ProblemCode::CardRemovedEarly), 2_200),
    ("12:30:02", "Jun Takahashi", "Concierge", "A. Roy", None, 4_400),
    ("12:22:41", "Maya Okafor", "Front Desk 1", "M. Kern", Some(ProblemCode::OutcomeUnknown), 30_000),
    ("12:19:30", "Chen Wei", "Front Desk 1", "M. Kern", None, 3_600),
    ("12:12:08", "Tomasz Zieliński", "Concierge", "A. Roy", None, 4_100),
    ("12:05:59", "Nadia Haddad", "Front Desk 1", "M. Kern", None, 3_900),
];

/// An attempt of that day.
pub fn row((time, guest, encoder, clerk, cause, millis): Line) -> AttemptRow {
    let outcome = match cause {
        None => Outcome::Succeeded,
        Some(ProblemCode::OutcomeUnknown) => Outcome::Uncertain,
        Some(_) => Outcome::Failed,
    };
    AttemptRow {
        job: JobId::generate(),
        at: desk::at(&format!("2026-11-23T{time}Z")),
        encoder: encoder_id(encoder).into(),
        encoder_name: encoder.into(),
        subject: Subject::Credential("c-hart".into()),
        guest: Some(Guest::new(guest)),
        doors: vec!["412".into()],
        operator: Operator(clerk.into()),
        desk: Desk("Reception".into()),
        outcome,
        problem: cause.map(desk::problem),
        attempt: None,
        request: None,
        card_number: None,
        duration: Some(Duration::from_millis(millis)),
        retry_of: None,
        follow_up: cause.map(|_| FollowUpState::Open),
    }
}

fn encoder_id(name: &str) -> &'static str {
    match name {
        "Front Desk 1" => "enc-1",
        "Front Desk 2" => "enc-2",
        _ => "enc-3",
    }
}

/// The rows of that day.
pub fn rows() -> Vec<AttemptRow> {
    LINES.map(row).to_vec()
}

/// One row for each number from `first` on.
pub fn numbered(first: u64, count: u64) -> Vec<AttemptRow> {
    let one = |at: u64| AttemptRow { guest: Some(Guest::new(format!("Guest {at}"))), ..row(LINES[0]) };
    (first..first + count).map(one).collect()
}

fn bars(period: Period) -> Vec<Bar> {
    let moments = period.bars(desk::now(), &desk::zone());
    let bar = |(at, pair): (usize, &[jiff::Timestamp])| {
        let (encoded, failed) = match period {
            Period::Today => at.checked_sub(7).and_then(|at| HOURS.get(at)).copied().unwrap_or_default(),
            Period::Days(_) | Period::Custom { .. } => HOURS[at % HOURS.len()],
        };
        Bar { from: pair[0], until: pair[1], encoded, failed }
    };
    moments.windows(2).enumerate().map(bar).collect()
}

/// What there is to choose from at this hotel.
pub fn choices() -> Choices {
    let encoder = |name: &&str| EncoderChoice { id: encoder_id(name).into(), name: (*name).into() };
    Choices {
        desks: ["Reception", "Night desk"].map(|name| Desk(name.into())).to_vec(),
        encoders: ["Front Desk 1", "Front Desk 2", "Concierge"].iter().map(encoder).collect(),
        operators: ["A. Roy", "J. Silva", "M. Kern"].map(|name| Operator(name.into())).to_vec(),
    }
}

/// What the engine would answer to `query` on that day.
pub fn view(query: &ActivityQuery) -> ActivityView {
    let rows = rows();
    ActivityView {
        query: query.clone(),
        overview: Overview {
            total: rows.len() as u64,
            encoded: 236,
            failed: 13,
            took: Some(Took { median: Duration::from_millis(3_900), p95: Duration::from_millis(7_200), of: 236 }),
            bars: bars(query.period),
            causes: CAUSES.map(|(code, count)| (Some(code), count)).to_vec(),
        },
        choices: choices(),
        rows,
        ..ActivityView::default()
    }
}

/// The pattern of the encoder whose cards leave too early.
pub fn pattern(in_row: u32) -> Pattern {
    Pattern {
        group: PatternGroup::Habit,
        about: About::Encoder { id: "enc-2".into(), name: "Front Desk 2".into() },
        cause: Some(ProblemCode::CardRemovedEarly),
        failed: 6,
        of: 10,
        in_row,
        advice: Advice::ShowTheTeam,
        is_thin: false,
        evidence: Vec::new(),
    }
}

/// A day on which everything calls for attention.
pub fn busy_view(query: &ActivityQuery) -> ActivityView {
    let thin = Pattern {
        about: About::Operator(Operator("J. Silva".into())),
        cause: None,
        failed: 2,
        of: 3,
        in_row: 0,
        advice: Advice::ShowThePerson,
        is_thin: true,
        ..pattern(0)
    };
    let unsettled = [row(LINES[5]), AttemptRow { outcome: Outcome::LetGo, ..row(LINES[3]) }].to_vec();
    ActivityView { patterns: vec![pattern(3), thin], unsettled, ..view(query) }
}
