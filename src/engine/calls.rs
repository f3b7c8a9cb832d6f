//! The calls to Seam that child tasks make, each once.

use std::sync::Arc;

use jiff::Timestamp;

use super::news::Heard;
use crate::{
    domain::{
        AccessGrant, ActionAttemptId, AttemptReport, Card, Directory, EncoderId, JobId, Subject, SubjectState, Validity,
    },
    flow::encode::Submission,
    seam::{self, Answer, Client, EntranceFilter, LostCause, Patience, SeamError},
};

/// What is said for a look whose task broke off: nothing is known.
pub(super) fn broken_off<T>() -> Heard<T> {
    let error = SeamError::Ambiguous { cause: LostCause::Connection, request: None, source: None };
    Heard { value: Err(error), server_time: None, wall: Timestamp::now() }
}

/// Whether it is Seam that does not know the attempt, rather than a page of something in between.
pub(super) fn is_unknown_attempt(error: &SeamError) -> bool {
    matches!(error, SeamError::Rejected(rejection) if rejection.status == 404 && rejection.error_type.is_some())
}

/// Sends the encode request and sorts the answer.
pub(super) async fn submit(client: &Client, encoder: &EncoderId, subject: &Subject) -> (Heard<()>, Submission) {
    match client.encode(encoder, subject).await {
        Ok(answer) => {
            let heard = Heard { value: Ok(()), server_time: answer.server_time, wall: Timestamp::now() };
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
