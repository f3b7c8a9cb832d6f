//! What nobody reported: the sentence with the evidence, the verdict, and what happened to a job besides.

use egui::Ui;

use super::{form::EncodeForm, job::problem_note};
use crate::{
    domain::{Decision, Disproof, Problem, ProblemCode, UncertainReason},
    engine::{JobView, Stage},
    ui::{
        kit::{self, Note, Tone, size},
        screens::{Actions, Scene, evidence, problem::tell},
    },
};

/// Says that the job was picked up after a break, and that it stands still while Seam refuses the key.
pub(super) fn circumstances(ui: &mut Ui, scene: &Scene<'_>, job: &JobView) {
    if let Some(body) = resumed_key(job) {
        Note::new(Tone::Neutral, &scene.t("resumed")).body(&scene.t(body)).show(ui);
        ui.add_space(size::S3);
    }
    if job.is_parked {
        Note::new(Tone::Warn, &scene.t("parked")).body(&scene.t("parked-body")).show(ui);
        ui.add_space(size::S3);
    }
}

/// What to say about the break; the doubt of an interrupted job says it itself.
fn resumed_key(job: &JobView) -> Option<&'static str> {
    let key = match &job.stage {
        Stage::Uncertain(UncertainReason::Interrupted, _) | Stage::Decided(_) => return None,
        Stage::Queued | Stage::Submitting | Stage::Waiting | Stage::LetGo | Stage::Uncertain(..) => "resumed-open",
        Stage::Succeeded { .. } | Stage::Failed(_) | Stage::NotExecuted(_) | Stage::NotWritten(_) => "resumed-ended",
    };
    job.is_resumed.then_some(key)
}

/// Draws the doubt with all that is known about it.
pub(super) fn show(
    ui: &mut Ui,
    scene: &Scene<'_>,
    form: &mut EncodeForm,
    job: &JobView,
    reason: UncertainReason,
    problem: &Problem,
) -> Actions {
    let (problem, why) = evidence::doubt(reason, problem);
    let told = tell(scene, &problem, &job.encoder_name);
    let why = why.map_or(told.cause, |key| scene.t(key));
    let body = format!("{why} {} {}", known_so_far(scene, job), scene.t("doubt-keep"));
    problem_note(ui, scene, form, job, Tone::Warn, &told.title, &body)
}

/// The evidence in one sentence; before the first look has come back, that Keydesk is looking.
pub(super) fn known_so_far(scene: &Scene<'_>, job: &JobView) -> String {
    evidence::known(scene, job.evidence, &job.encoder_name)
}

/// What to lay where, or why the card could not be read.
pub(in crate::ui) fn card_hint(scene: &Scene<'_>, job: &JobView) -> String {
    let values = |title: &str| scene.t_with("read-card-failed", &[("title", title)]);
    match &job.card_trouble {
        _ if job.is_reading_card => scene.t_with("read-card-now", &[("encoder", &job.encoder_name)]),
        Some(problem) if problem.code == ProblemCode::NoCard => {
            scene.t_with("read-card-none", &[("encoder", &job.encoder_name)])
        }
        Some(problem) => values(&tell(scene, problem, &job.encoder_name).title),
        None => scene.t_with("read-card-hint", &[("encoder", &job.encoder_name)]),
    }
}

/// The proof that no card was written.
pub(super) fn not_written(ui: &mut Ui, scene: &Scene<'_>, job: &JobView, disproof: Disproof) -> Actions {
    let title = scene.t("not-written");
    let body = scene.t_with(evidence::disproof_key(disproof), &[("encoder", &job.encoder_name)]);
    Note::new(Tone::Neutral, &title).body(&body).show(ui);
    kit::announce(ui, &title);
    Vec::new()
}

/// The clerk stopped waiting.
pub(super) fn let_go(ui: &mut Ui, scene: &Scene<'_>, job: &JobView) -> Actions {
    let body = scene.t_with("let-go-body", &[("encoder", &job.encoder_name)]);
    Note::new(Tone::Warn, &scene.t("let-go")).body(&body).show(ui);
    Vec::new()
}

/// What a person said.
pub(super) fn decided(ui: &mut Ui, scene: &Scene<'_>, decision: Decision) -> Actions {
    let (tone, title, body) = match decision {
        Decision::Written => (Tone::Ok, "decided-written", "decided-written-body"),
        Decision::NotWritten => (Tone::Neutral, "decided-not-written", "decided-not-written-body"),
    };
    let title = scene.t(title);
    Note::new(tone, &title).body(&scene.t(body)).show(ui);
    kit::announce(ui, &title);
    Vec::new()
}

#[cfg(test)]
#[path = "doubt_tests.rs"]
mod tests;
