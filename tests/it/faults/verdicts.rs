//! What the desk says against what happened.

use std::collections::HashMap;

use keydesk::{
    domain::{FactKind, JobId, Outcome, Subject},
    engine::Stage,
    journal::AttemptFilter,
    sandbox::{Control, SeenAttempt},
    seam::{Client, ClientConfig, Endpoint, Patience, Token},
};
use secrecy::SecretString;

use super::desk::FaultyDesk;
use crate::desk::TestDesk;

/// The cards that were never made, as the API lists them, dealt to the encoders that fit them.
pub async fn fresh_cards(desk: &TestDesk, encoders: [&str; 2]) -> [Vec<Subject>; 2] {
    let token = Token::parse(&SecretString::from(desk.sandbox.api_key()), None).unwrap();
    let endpoint = Endpoint::resolve(Some(desk.sandbox.endpoint()), None).unwrap();
    let client = Client::new(&ClientConfig::new(endpoint, token)).unwrap();
    let all = client.credentials(Patience::Retry).all().await.unwrap().value;
    let snapshot = desk.handle.snapshot();
    let system_of = |name: &str| {
        snapshot.encoders.iter().find(|view| &*view.encoder.name == name).map(|view| view.encoder.system.clone())
    };
    let now = jiff::Timestamp::now();
    let mut dealt = [vec![], vec![]];
    for card in all {
        let shown = desk.control().credential(card.id.as_str()).unwrap();
        let is_plain =
            shown["warnings"].as_array().is_none_or(|warnings| warnings.len() <= 1) && card.errors.is_empty();
        let is_fresh = shown["is_issued"] == false && shown["access_method"] == "card";
        let fitting: Vec<usize> =
            (0..2).filter(|at| system_of(encoders[*at]).is_some_and(|system| system == card.system)).collect();
        if is_plain && is_fresh && !card.validity.is_over(now) && !fitting.is_empty() {
            let turn = dealt.iter().map(Vec::len).sum::<usize>();
            dealt[fitting[turn % fitting.len()]].push(Subject::Credential(card.id));
        }
    }
    dealt
}

pub fn word(stage: &Stage) -> &'static str {
    match stage {
        Stage::Succeeded { proof: None, .. } => "succeeded",
        Stage::Succeeded { proof: Some(_), .. } => "proved written",
        Stage::Failed(_) => "failed",
        Stage::NotExecuted(_) => "not executed",
        Stage::NotWritten(_) => "proved not written",
        Stage::Decided(_) => "decided by a person",
        Stage::Queued | Stage::Submitting | Stage::Waiting | Stage::LetGo | Stage::Uncertain(..) => "open",
    }
}

fn latest(control: &Control, subject: &Subject) -> Option<SeenAttempt> {
    let mut attempts = control.attempts_of(subject.id()).into_iter();
    attempts.rfind(|attempt| attempt.action_type == "ENCODE_CREDENTIAL")
}

/// Whether the last attempt at this card has written it by now.
pub fn is_written_now(control: &Control, subject: &Subject) -> bool {
    let record = control.credential(subject.id());
    let is_new = record.is_some_and(|record| {
        let warnings = record["warnings"].as_array().cloned().unwrap_or_default();
        record["is_issued"] == true && !warnings.iter().any(|warning| warning["warning_code"] == "needs_to_be_reissued")
    });
    is_new || latest(control, subject).is_some_and(|attempt| attempt.written_at.is_some() && is_new)
}

pub fn is_blank(control: &Control, encoder: &str) -> bool {
    control.attempts_of(encoder).last().is_none_or(|attempt| attempt.written_at.is_none())
}

pub fn is_taken_away(control: &Control, encoder: &str) -> bool {
    is_blank(control, encoder)
}

/// A verdict at the moment in which it is given.
pub fn check_now(control: &Control, subject: &Subject, stage: &Stage) -> Result<(), String> {
    match stage {
        Stage::Succeeded { .. } if !is_written_now(control, subject) => Err(format!("called done: {stage:?}")),
        Stage::Failed(_) | Stage::NotExecuted(_) | Stage::NotWritten(_) if is_written_now(control, subject) => {
            Err(format!("called failed: {stage:?}"))
        }
        Stage::Succeeded { .. }
        | Stage::Failed(_)
        | Stage::NotExecuted(_)
        | Stage::NotWritten(_)
        | Stage::Decided(_) => Ok(()),
        Stage::Queued | Stage::Submitting | Stage::Waiting | Stage::LetGo | Stage::Uncertain(..) => {
            Err(format!("no end: {stage:?}"))
        }
    }
}

/// Whether the record leaves the job to the next start.
pub async fn is_open_on_record(desk: &FaultyDesk, job: JobId) -> bool {
    let open = desk.desk.journal().await.open_jobs().await.unwrap();
    open.iter().any(|facts| facts.first().is_some_and(|fact| fact.job == job))
}

/// A job that had ended before the program did: the record says how.
pub async fn on_record(desk: &FaultyDesk, job: JobId) -> Result<Stage, String> {
    let facts = desk.desk.journal().await.facts(job).await.map_err(|error| error.to_string())?;
    match facts.last().map(|fact| fact.kind.clone()) {
        Some(FactKind::Succeeded { card, proof, .. }) => Ok(Stage::Succeeded { card, proof }),
        Some(FactKind::Failed(problem)) => Ok(Stage::Failed(problem)),
        Some(FactKind::NotExecuted(problem)) => Ok(Stage::NotExecuted(problem)),
        Some(FactKind::ProvedNotWritten(disproof)) => Ok(Stage::NotWritten(disproof)),
        other => Err(format!("the job is lost; on record: {other:?}")),
    }
}

/// After everything has come to rest.
pub async fn reckon(desk: &FaultyDesk) -> Vec<String> {
    let journal = desk.desk.journal().await;
    let control = desk.desk.control();
    let mut wrong = Vec::new();
    let open = journal.open_jobs().await.unwrap();
    if !open.is_empty() {
        wrong.push(format!("{} jobs are still open", open.len()));
    }
    let filter = AttemptFilter { limit: u32::MAX, ..AttemptFilter::default() };
    let rows: HashMap<JobId, Outcome> =
        journal.attempts(&filter).await.unwrap().into_iter().map(|row| (row.job, row.outcome)).collect();
    let mut orders: HashMap<&str, usize> = HashMap::new();
    for (job, booked) in &desk.booked {
        *orders.entry(booked.subject.id()).or_default() += 1;
        let seed = booked.seed;
        match rows.get(job) {
            None => wrong.push(format!("KEYDESK_SEED={seed}: lost")),
            Some(outcome) if !agrees(&booked.stage, *outcome) => {
                wrong.push(format!("KEYDESK_SEED={seed}: shown as {:?}, on record as {outcome:?}", booked.stage));
            }
            Some(_) => {}
        }
        let is_negative = matches!(booked.stage, Stage::Failed(_) | Stage::NotExecuted(_) | Stage::NotWritten(_));
        if is_negative && is_written_now(&control, &booked.subject) {
            wrong.push(format!("KEYDESK_SEED={seed}: called {:?}, and written after all", booked.stage));
        }
    }
    for (subject, orders) in orders {
        let requests = control.encode_count(subject);
        if requests > orders {
            wrong.push(format!("{requests} requests for {orders} orders of {subject}"));
        }
    }
    if rows.len() != desk.booked.len() {
        wrong.push(format!("{} rows for {} orders", rows.len(), desk.booked.len()));
    }
    wrong
}

fn agrees(stage: &Stage, outcome: Outcome) -> bool {
    match stage {
        Stage::Succeeded { .. } => outcome == Outcome::Succeeded,
        Stage::Failed(_) => outcome == Outcome::Failed,
        Stage::NotExecuted(_) => outcome == Outcome::NotExecuted,
        Stage::NotWritten(_) => outcome == Outcome::NotWritten,
        Stage::Decided(decision) => outcome == Outcome::Decided(*decision),
        Stage::Queued | Stage::Submitting | Stage::Waiting | Stage::LetGo | Stage::Uncertain(..) => false,
    }
}
