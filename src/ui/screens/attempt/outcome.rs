//! How it ended, why, and what to do: the note on top of the sheet.

use egui::Ui;

use super::words::mark;
use crate::{
    domain::{Decision, Evidence, FactKind, Outcome, Problem, ProblemCode, UncertainReason},
    engine::AttemptDetails,
    ui::{
        kit::{Note, Tone},
        screens::{Scene, evidence, problem::tell},
    },
};

/// Draws the note.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, details: &AttemptDetails) {
    let (title, body) = told(scene, details);
    Note::new(tone(scene, details), &title).body(&body).show(ui);
}

fn tone(scene: &Scene<'_>, details: &AttemptDetails) -> Tone {
    let (tone, ..) = mark(scene, &details.row);
    if tone == Tone::Neutral { Tone::Accent } else { tone }
}

/// Title and body.
pub(super) fn told(scene: &Scene<'_>, details: &AttemptDetails) -> (String, String) {
    let (row, encoder) = (&details.row, &*details.row.encoder_name);
    let say = |title: &str, body: &str| (scene.t(title), scene.t_with(body, &[("encoder", encoder)]));
    match row.outcome {
        Outcome::Open => say("attempt-open", "attempt-open-body"),
        Outcome::Uncertain => doubt(scene, details),
        Outcome::LetGo => say("let-go", "let-go-body"),
        Outcome::Succeeded => success(scene, details),
        Outcome::Failed | Outcome::NotExecuted => failure(scene, row.problem.as_ref(), encoder),
        Outcome::NotWritten => say("not-written", disproof_key(details)),
        Outcome::Decided(Decision::Written) => say("attempt-decided", "attempt-decided-written"),
        Outcome::Decided(Decision::NotWritten) => say("attempt-decided", "attempt-decided-not-written"),
    }
}

/// The sentences of a failure; one without a recorded problem says that much.
fn failure(scene: &Scene<'_>, problem: Option<&Problem>, encoder: &str) -> (String, String) {
    let unknown = Problem::new(ProblemCode::Unexpected, crate::domain::Details::default());
    let told = tell(scene, problem.unwrap_or(&unknown), encoder);
    (told.title.clone(), format!("{} {}", told.body(), told.who))
}

fn success(scene: &Scene<'_>, details: &AttemptDetails) -> (String, String) {
    let settled = details.facts.iter().rev().find_map(|fact| {
        if let FactKind::Succeeded { proof: Some(proof), .. } = &fact.kind {
            Some(evidence::proof(scene, proof))
        } else {
            None
        }
    });
    (scene.t("step-ready"), settled.unwrap_or_else(|| scene.t("attempt-succeeded-body")))
}

fn doubt(scene: &Scene<'_>, details: &AttemptDetails) -> (String, String) {
    let encoder = &*details.row.encoder_name;
    let because = details.facts.iter().rev().find_map(|fact| {
        if let FactKind::BecameUncertain(reason, problem) = &fact.kind { Some((*reason, problem)) } else { None }
    });
    let silent = Problem::new(ProblemCode::OutcomeUnknown, crate::domain::Details::default());
    let (reason, problem) = because.unwrap_or((UncertainReason::Interrupted, &silent));
    let (problem, why) = evidence::doubt(reason, problem);
    let told = tell(scene, &problem, encoder);
    let why = why.map_or(told.cause, |key| scene.t(key));
    let known = evidence::known(scene, learned(details), encoder);
    (told.title, format!("{why} {known} {}", scene.t("doubt-keep")))
}

/// The latest evidence.
fn learned(details: &AttemptDetails) -> Evidence {
    let found = details
        .facts
        .iter()
        .rev()
        .find_map(|fact| if let FactKind::Learned(evidence) = fact.kind { Some(evidence) } else { None });
    found.unwrap_or_default()
}

fn disproof_key(details: &AttemptDetails) -> &'static str {
    let found = details
        .facts
        .iter()
        .rev()
        .find_map(|fact| if let FactKind::ProvedNotWritten(disproof) = fact.kind { Some(disproof) } else { None });
    found.map_or("attempt-not-written-body", evidence::disproof_key)
}
