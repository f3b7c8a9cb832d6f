//! Asking Seam once more: whether one can, and what came of it.

use super::words;
use crate::{
    domain::{AttemptRow, Fact, FactKind, Reasked},
    engine::{AttemptDetails, Session, Snapshot},
    ui::{
        kit::Tone,
        screens::{Scene, encode, problem},
    },
};

/// Why Seam cannot be asked now; `None` when it can.
pub(super) fn blocked_key(snapshot: &Snapshot, details: &AttemptDetails) -> Option<&'static str> {
    let is_connected = matches!(snapshot.session, Session::Connected { .. });
    match () {
        () if details.is_asking => Some("attempt-asking"),
        () if details.row.outcome.is_open() => Some("attempt-ask-open"),
        () if details.row.attempt.is_none() => Some("attempt-ask-no-id"),
        () if !details.is_own || is_of_another_workspace(snapshot, details) => Some("attempt-ask-elsewhere"),
        () if encode::is_token_rejected(snapshot) => Some("blocked-token-rejected"),
        () if !is_connected || snapshot.link.trouble().is_some() => Some("attempt-ask-offline"),
        () => None,
    }
}

fn is_of_another_workspace(snapshot: &Snapshot, details: &AttemptDetails) -> bool {
    match &snapshot.session {
        Session::Connected { workspace, .. } => details.workspace().is_some_and(|made_in| *made_in != workspace.id),
        Session::Starting | Session::Welcome(_) | Session::Connecting | Session::Confirming { .. } => false,
    }
}

/// What the latest question brought, with its time.
pub(super) fn latest(scene: &Scene<'_>, details: &AttemptDetails) -> Option<(Tone, String)> {
    let (at, answer) = answered(details)?;
    let (tone, sentence) = sentence(scene, &details.row, answer);
    let values = [("sentence", &*sentence), ("time", &*when(scene, at))];
    Some((tone, scene.t_with("attempt-asked-at", &values)))
}

/// The time alone today, else with its day: it stands inside a sentence.
fn when(scene: &Scene<'_>, at: jiff::Timestamp) -> String {
    let clock = scene.clock();
    if clock.day_name(at) == clock.day_name(scene.now) { clock.to_second(at) } else { clock.exact(at) }
}

/// The latest answer.
fn answered(details: &AttemptDetails) -> Option<(jiff::Timestamp, &Reasked)> {
    details.facts.iter().rev().find_map(|Fact { at, kind, .. }| {
        if let FactKind::Reasked { answer, .. } = kind { Some((*at, answer)) } else { None }
    })
}

/// Why Seam could not be asked the last time.
pub(super) fn trouble(scene: &Scene<'_>, details: &AttemptDetails) -> Option<String> {
    let trouble = details.ask_trouble.as_ref()?;
    let told = problem::tell(scene, trouble, &details.row.encoder_name);
    Some(scene.t_with("attempt-ask-trouble", &[("title", &told.title), ("next", &told.next)]))
}

/// An answer, held against what is on record.
pub(super) fn sentence(scene: &Scene<'_>, row: &AttemptRow, answer: &Reasked) -> (Tone, String) {
    let state = state(scene, answer);
    let said = |tone, key: &str| (tone, scene.t_with(key, &[("state", &state)]));
    match answer {
        Reasked::Gone => (Tone::Neutral, state),
        Reasked::Pending => said(Tone::Neutral, "reasked-now"),
        Reasked::Succeeded(_) if row.outcome.is_encoded() => said(Tone::Ok, "reasked-still"),
        Reasked::Succeeded(_) => said(Tone::Warn, "reasked-changed"),
        Reasked::Failed(_) if row.outcome.is_encoded() => said(Tone::Warn, "reasked-changed"),
        Reasked::Failed(told) if row.problem.as_ref().is_some_and(|known| known.code == told.code) => {
            said(Tone::Neutral, "reasked-still")
        }
        Reasked::Failed(_) => said(Tone::Neutral, "reasked-now"),
    }
}

fn state(scene: &Scene<'_>, answer: &Reasked) -> String {
    match answer {
        Reasked::Pending => scene.t("reasked-pending"),
        Reasked::Succeeded(_) => scene.t("reasked-succeeded"),
        Reasked::Failed(told) => scene.t_with("reasked-failed", &[("cause", &problem::short(scene, told.code))]),
        Reasked::Gone => scene.t("reasked-gone"),
    }
}

/// Whether Seam says something else now than what is on record.
pub(super) fn is_changed(details: &AttemptDetails) -> bool {
    match answered(details).map(|(_, answer)| answer) {
        Some(Reasked::Succeeded(_)) => !details.row.outcome.is_encoded(),
        Some(Reasked::Failed(_)) => details.row.outcome.is_encoded(),
        Some(Reasked::Pending | Reasked::Gone) | None => false,
    }
}

/// What to do when Seam says something else now.
pub(super) fn advice(scene: &Scene<'_>, details: &AttemptDetails) -> String {
    let key = if details.row.outcome.is_encoded() { "reasked-lost-body" } else { "reasked-written-body" };
    scene.t_with(key, &[("guest", &words::holder(scene, details))])
}
