//! The calls to Seam that child tasks make, each once.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::Timestamp;

use super::{clock::Clock, news::Heard};
use crate::{
    domain::{
        AccessGrant, ActionAttemptId, AttemptReport, Card, CardOnEncoder, Details, Directory, EncoderId, IssueEvent,
        JobId, Problem, ProblemCode, Subject, SubjectState, Validity,
    },
    flow::{
        encode::Submission,
        reconcile::{self, Before},
    },
    journal::Journal,
    seam::{self, Answer, Client, EntranceFilter, LostCause, Patience, ScanReport, ScanStatus, SeamError},
};

/// How often a reading of a card is asked about, and how long it may take: somebody has to lay the card down.
const CARD_POLL: Duration = Duration::from_millis(500);
const CARD_LIMIT: Duration = Duration::from_secs(45);

/// What is said for a look whose task broke off: nothing is known.
pub(super) fn broken_off<T>() -> Heard<T> {
    let error = SeamError::Ambiguous { cause: LostCause::Connection, request: None, source: None };
    Heard { value: Err(error), server_time: None, wall: Timestamp::now() }
}

/// Whether it is Seam that does not know the attempt, rather than a page of something in between.
pub(super) fn is_unknown_attempt(error: &SeamError) -> bool {
    matches!(error, SeamError::Rejected(rejection) if rejection.status == 404 && rejection.error_type.is_some())
}

/// Sends the encode request, and sorts the answer. Heard is how long that took.
pub(super) async fn submit(client: &Client, encoder: &EncoderId, subject: &Subject) -> (Heard<Duration>, Submission) {
    let sent = Instant::now();
    match client.encode(encoder, subject).await {
        Ok(answer) => {
            let round_trip = Ok(sent.elapsed());
            let heard = Heard { value: round_trip, server_time: answer.server_time, wall: Timestamp::now() };
            (heard, Submission::Reply(answer.value))
        }
        Err(error) => {
            let submission = match error.submission() {
                seam::Submission::NotExecuted(problem) => Submission::NotExecuted(problem),
                seam::Submission::Ambiguous(problem) => Submission::Ambiguous(problem),
            };
            (Heard { value: Err(error), server_time: None, wall: Timestamp::now() }, submission)
        }
    }
}

/// Every encode begins an attempt of its own, so that a reply which names an earlier one, of this process or of one before
/// it, says nothing about this one. A journal that cannot be read knows of none.
pub(super) async fn own_reply(journal: &Journal, job: JobId, submission: Submission) -> Submission {
    let Submission::Reply(report) = &submission else { return submission };
    match journal.job_of_attempt(&report.id).await {
        Ok(Some(other)) if other != job => mixed_up(),
        Ok(_) | Err(_) => submission,
    }
}

pub(super) fn mixed_up() -> Submission {
    let problem = Problem::noticed(ProblemCode::OutcomeUnknown, "the reply names the attempt of another job");
    Submission::Ambiguous(problem)
}

/// Looks at attempts: several with one request where the token allows, else one by one.
pub(super) async fn poll(
    client: &Client,
    attempts: Vec<(JobId, ActionAttemptId)>,
    can_list: bool,
) -> Vec<(JobId, Heard<AttemptReport>)> {
    if can_list && attempts.len() > 1 {
        let ids: Vec<_> = attempts.iter().map(|(_, attempt)| attempt.clone()).collect();
        if let Ok(answer) = client.attempts(Patience::Once, &ids).await {
            return hand_out(client, attempts, answer).await;
        }
    }
    let mut reports = Vec::new();
    for (job, attempt) in attempts {
        reports.push((job, Heard::of(client.attempt(Patience::Once, &attempt).await)));
    }
    reports
}

/// An attempt that the list left out is asked for by itself, so that only a 404 ever counts as "gone".
async fn hand_out(
    client: &Client,
    attempts: Vec<(JobId, ActionAttemptId)>,
    answer: Answer<Vec<AttemptReport>>,
) -> Vec<(JobId, Heard<AttemptReport>)> {
    let mut reports = Vec::new();
    for (job, attempt) in attempts {
        let listed = answer.value.iter().find(|report| report.id == attempt).cloned();
        let heard = match listed {
            Some(report) => Heard { value: Ok(report), server_time: answer.server_time, wall: Timestamp::now() },
            None => Heard::of(client.attempt(Patience::Once, &attempt).await),
        };
        reports.push((job, heard));
    }
    reports
}

/// Reads whether the subject was written.
pub(super) async fn read_state(client: &Client, subject: &Subject) -> Heard<SubjectState> {
    Heard::of(client.subject_state(Patience::Once, subject).await)
}

/// Reads the record of a job, and its events where the record alone proves nothing. A token that may not read events, or an
/// answer that does not come, leaves them out.
pub(super) async fn read_record(client: &Client, before: &Before) -> Heard<SubjectState> {
    let mut heard = read_state(client, &before.subject).await;
    if let (Ok(state), Some(since)) = (&mut heard.value, before.events_since())
        && reconcile::prove(before, state).is_none()
    {
        let events = client.issue_events(since, &before.subject).await.ok();
        state.announced = events.and_then(|answer| newest_of(answer.value, &before.encoder));
    }
    heard
}

/// What another encoder did is another desk's.
fn newest_of(events: Vec<IssueEvent>, encoder: &EncoderId) -> Option<IssueEvent> {
    let is_here = |event: &IssueEvent| event.encoder.as_ref().is_none_or(|named| named == encoder);
    events.into_iter().filter(is_here).max_by_key(|event| event.at)
}

/// Has the encoder read what lies on it, and waits for the end of that.
pub(super) async fn read_lying_card(
    client: &Client,
    encoder: &EncoderId,
    clock: Clock,
) -> Result<Box<CardOnEncoder>, Problem> {
    let mut report = client.scan(encoder).await.map_err(|error| error.problem())?.value;
    let until = clock.since_start() + CARD_LIMIT;
    while report.status == ScanStatus::Pending && clock.since_start() < until {
        clock.sleep(CARD_POLL).await;
        if let Ok(answer) = client.scan_attempt(Patience::Once, &report.id).await
            && answer.value.id == report.id
        {
            report = answer.value;
        }
    }
    card_of(report)
}

fn card_of(report: ScanReport) -> Result<Box<CardOnEncoder>, Problem> {
    let attempt = Some(report.id);
    match report.status {
        ScanStatus::Success(Some(card)) => Ok(Box::new(card.on_encoder())),
        ScanStatus::Success(None) => {
            Err(Problem::noticed(ProblemCode::Unexpected, "the card's contents cannot be read"))
        }
        ScanStatus::Error { error_type, message } => {
            let code = ProblemCode::from_seam(&error_type);
            let details =
                Details { error_type: Some(error_type), message: Some(message), attempt, ..Details::default() };
            Err(Problem::new(code, details))
        }
        ScanStatus::Pending | ScanStatus::Other(_) => {
            Err(Problem::new(ProblemCode::EncoderTimeout, Details { attempt, ..Details::default() }))
        }
    }
}

/// Reads one card with its doors, for an order about a card that is in no list.
pub(super) async fn read_card(client: &Client, directory: &Arc<Directory>, subject: &Subject) -> Heard<Card> {
    let result = match subject {
        Subject::Credential(id) => {
            client.credential(Patience::Retry, id).await.map(|answer| answer.map(|found| directory.card(found)))
        }
        Subject::AccessMethod(id) => client.access_method(Patience::Retry, id).await.map(|answer| {
            let grant = AccessGrant {
                id: "".into(),
                identity: None,
                name: "".into(),
                validity: Validity::default(),
                wants_card: true,
                methods: Vec::new(),
            };
            answer.map(|method| directory.method_card(&grant, method, None))
        }),
    };
    let mut heard = Heard::of(result);
    if let Ok(card) = &mut heard.value
        && card.doors.is_none()
        && let Ok(doors) = read_doors(client, subject).await
    {
        card.doors = Some(doors.into_iter().map(|door| door.name).collect());
    }
    heard
}

/// The doors that a subject opens, which the lists do not always say.
pub(super) async fn read_doors(client: &Client, subject: &Subject) -> Result<Vec<crate::domain::Door>, SeamError> {
    let answer = match subject {
        Subject::Credential(id) => client.accessible_entrances(Patience::Retry, id).all().await?,
        Subject::AccessMethod(id) => {
            client.entrances(Patience::Retry, &EntranceFilter::AccessMethod(id.clone())).all().await?
        }
    };
    Ok(answer.value)
}
