//! Attempts of the past, made by hand: every outcome, every event.

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use keydesk::{
    domain::{
        ActionAttemptId, AttemptRow, AttemptWord, Decision, Desk, Disproof, Evidence, Fact, FactKind, FollowUp,
        FollowUpState, Guest, Intent, Issued, JobId, Operator, Outcome, Problem, ProblemCode, Proof, Reasked,
        RecordWord, RequestId, RetentionRun, Subject, UncertainReason, times,
    },
    engine::{AttemptDetails, Snapshot},
};

use super::desk;

/// The guest's name and card number, which no text for support may hold.
pub const GUEST: &str = "Oliver Brandt";
pub const NUMBER: &str = "58e1aa02canary";

pub fn job() -> JobId {
    JobId("0193583c-6b1a-7d10-8000-00000000a001".parse().unwrap())
}

pub fn operator(name: &str) -> Operator {
    Operator(name.into())
}

/// So many milliseconds after the button was pressed, which was at 13:39:48.
pub fn after(millis: i64) -> Timestamp {
    desk::at("2026-11-23T12:39:48.120Z") + SignedDuration::from_millis(millis)
}

pub fn fact(millis: i64, kind: FactKind) -> Fact {
    Fact { job: job(), at: after(millis), kind }
}

pub fn intent() -> Intent {
    Intent {
        job: job(),
        subject: Subject::Credential("a3f6d8aa-11d2-4e53-9e0a-5c7d81b2c7f4".into()),
        encoder: "7b2f0c4e-7d11-4a43-9a50-1d4b0f6b7c02".into(),
        encoder_name: "Front Desk 2".into(),
        system: "system-1".into(),
        workspace: "workspace-1".into(),
        card_name: "Guest card".into(),
        guest: Some(Guest::new(GUEST)),
        doors: vec!["118".into(), "Pool".into()],
        operator: operator("J. Silva"),
        desk: Desk("Desk 1".into()),
        issued_before: Issued::No,
        card_number_before: None,
        server_time: None,
        retry_of: None,
    }
}

pub fn accepted() -> FactKind {
    FactKind::Accepted {
        attempt: ActionAttemptId::from("1b4e28ba-2fa1-4f00-8000-000000000001"),
        request: Some(RequestId::from("7f31c0d2-9a00-4000-8000-000000000002")),
        round_trip: Some(Duration::from_millis(214)),
    }
}

pub fn row(outcome: Outcome) -> AttemptRow {
    let intent = intent();
    AttemptRow {
        job: job(),
        at: after(0),
        encoder: intent.encoder,
        encoder_name: intent.encoder_name,
        subject: intent.subject,
        guest: intent.guest,
        doors: intent.doors,
        operator: intent.operator,
        desk: intent.desk,
        outcome,
        problem: None,
        attempt: Some(ActionAttemptId::from("1b4e28ba-2fa1-4f00-8000-000000000001")),
        request: Some(RequestId::from("7f31c0d2-9a00-4000-8000-000000000002")),
        card_number: None,
        duration: Some(Duration::from_millis(3_849)),
        retry_of: None,
        follow_up: None,
    }
}

/// An attempt with these events after the usual beginning.
pub fn details(outcome: Outcome, rest: Vec<FactKind>) -> AttemptDetails {
    let mut facts = vec![fact(0, FactKind::Intended(Box::new(intent()))), fact(226, accepted())];
    facts.extend((0i64..).zip(rest).map(|(at, kind)| fact(3_849 + at * 41_000, kind)));
    let mut row = row(outcome);
    row.problem = facts.iter().find_map(|fact| {
        let (FactKind::Failed(problem) | FactKind::NotExecuted(problem) | FactKind::BecameUncertain(_, problem)) =
            &fact.kind
        else {
            return None;
        };
        Some(problem.clone())
    });
    let times = times(&facts);
    AttemptDetails { row, facts, times, related: related(), is_asking: false, ask_trouble: None, is_own: true }
}

fn related() -> Vec<AttemptRow> {
    let other = |at: i64, number: u8, outcome, code: Option<ProblemCode>| AttemptRow {
        job: JobId(format!("0193583c-6b1a-7d10-8000-0000000000{number:02}").parse().unwrap()),
        at: after(at),
        problem: code.map(desk::problem),
        ..row(outcome)
    };
    let mut rows = vec![
        other(-92_000, 1, Outcome::Failed, Some(ProblemCode::EncoderOffline)),
        other(-480_000, 2, Outcome::Succeeded, None),
        other(-1_900_000, 3, Outcome::Uncertain, Some(ProblemCode::EncoderTimeout)),
    ];
    rows[1].guest = Some(Guest::new("Lucía Fernández"));
    rows[2].guest = None;
    rows
}

/// A card that was missing from the encoder.
pub fn failed() -> AttemptDetails {
    details(Outcome::Failed, vec![FactKind::Failed(no_card())])
}

/// What Seam says of it.
pub fn no_card() -> Problem {
    let mut problem = desk::problem(ProblemCode::NoCard);
    problem.details.error_type = Some("no_credential_on_encoder".into());
    problem.details.message = Some("No credential was found on the encoder.".into());
    problem
}

/// The failure, asked about and followed up by two people.
pub fn followed_up() -> AttemptDetails {
    let said = |state, note: Option<&str>, who: &str| {
        FactKind::FollowedUp(FollowUp { state, note: note.map(Into::into), operator: operator(who) })
    };
    let rest = vec![
        FactKind::Failed(no_card()),
        FactKind::Reasked {
            answer: Reasked::Failed(no_card()),
            request: Some("9c11aa00-1111-4000-8000-00000000000f".into()),
        },
        said(FollowUpState::Open, Some("The reader was unplugged when the night shift ended."), "M. Kern"),
        said(FollowUpState::InHand, None, "A. Roy"),
    ];
    let mut details = details(Outcome::Failed, rest);
    details.row.follow_up = Some(FollowUpState::InHand);
    details.row.retry_of = Some(JobId("0193583c-6b1a-7d10-8000-00000000a000".parse().unwrap()));
    details
}

/// The answer was lost, and what was found out does not settle it.
pub fn uncertain() -> AttemptDetails {
    let evidence = Evidence { attempt: AttemptWord::Lost, record: RecordWord::Unchanged, card: None };
    let lost = desk::problem(ProblemCode::OutcomeUnknown);
    let rest = vec![FactKind::BecameUncertain(UncertainReason::ReplyLost, lost), FactKind::Learned(evidence)];
    let mut details = details(Outcome::Uncertain, rest);
    details.row.duration = None;
    details
}

/// The guest's name and the numbers are erased.
pub fn erased() -> AttemptDetails {
    let mut details = details(Outcome::Succeeded, vec![success(None)]);
    details.row.guest = None;
    let FactKind::Intended(intent) = &mut details.facts[0].kind else { panic!("the intent comes first") };
    (intent.guest, intent.card_name) = (None, "".into());
    details
}

fn success(proof: Option<Proof>) -> FactKind {
    FactKind::Succeeded { card: None, credential: None, proof }
}

/// A card that came out.
pub fn succeeded() -> AttemptDetails {
    let mut details = details(Outcome::Succeeded, vec![success(None)]);
    details.row.card_number = Some(NUMBER.into());
    details
}

/// An attempt of every outcome, together with every event there is.
pub fn all() -> Vec<AttemptDetails> {
    let problem = || desk::problem(ProblemCode::EncoderTimeout);
    let decided = |decision| FactKind::Decided { decision, operator: operator("M. Kern") };
    let retention = RetentionRun { erased_before: after(0), erased: 3, removed: 0, cut: None };
    let asked = |answer| FactKind::Reasked { answer, request: None };
    vec![
        details(Outcome::Open, Vec::new()),
        uncertain(),
        details(Outcome::LetGo, vec![FactKind::LetGo]),
        succeeded(),
        erased(),
        failed(),
        followed_up(),
        details(Outcome::Failed, vec![FactKind::Failed(problem()), asked(Reasked::Succeeded(None))]),
        details(Outcome::Failed, vec![FactKind::Failed(problem()), asked(Reasked::Gone), asked(Reasked::Pending)]),
        details(Outcome::Succeeded, vec![success(Some(Proof::AttemptEnded)), asked(Reasked::Failed(problem()))]),
        details(Outcome::NotExecuted, vec![FactKind::NotExecuted(problem()), FactKind::RetentionRan(retention)]),
        details(Outcome::NotWritten, vec![FactKind::ProvedNotWritten(Disproof::CardBlank)]),
        details(Outcome::Decided(Decision::Written), vec![decided(Decision::Written)]),
        details(Outcome::Decided(Decision::NotWritten), vec![decided(Decision::NotWritten)]),
    ]
}

/// The desk with one attempt in front of it.
pub fn showing(details: AttemptDetails) -> Snapshot {
    Snapshot { attempt: Some(Arc::new(details)), ..desk::desk() }
}
