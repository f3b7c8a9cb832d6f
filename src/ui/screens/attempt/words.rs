//! The words of an attempt: whom it was for, how it stands, when.

use crate::{
    domain::{AttemptRow, Decision, FactKind, FollowUpState, Intent, Outcome},
    engine::AttemptDetails,
    ui::{
        kit::{Icon, Tone},
        screens::{Scene, problem},
        text,
    },
};

/// What was asked for.
pub(super) fn intent(details: &AttemptDetails) -> Option<&Intent> {
    details
        .facts
        .iter()
        .find_map(|fact| if let FactKind::Intended(intent) = &fact.kind { Some(&**intent) } else { None })
}

/// Whether the guest's name was erased. An erased event keeps no name of the card either, which every card has.
pub(super) fn is_erased(details: &AttemptDetails) -> bool {
    details.row.guest.is_none() && intent(details).is_some_and(|intent| intent.card_name.is_empty())
}

/// Whom it was for; the card's own name where nobody was named.
pub(super) fn holder(scene: &Scene<'_>, details: &AttemptDetails) -> String {
    match (&details.row.guest, intent(details)) {
        (Some(guest), _) => guest.full_name().to_owned(),
        (None, _) if is_erased(details) => scene.t("attempt-erased-guest"),
        (None, Some(intent)) => intent.card_name.to_string(),
        (None, None) => scene.t("attempt-nobody"),
    }
}

/// Outcome and guest in one sentence.
pub(super) fn headline(scene: &Scene<'_>, details: &AttemptDetails) -> String {
    let key = match details.row.outcome {
        Outcome::Open => "attempt-title-open",
        Outcome::Uncertain => "attempt-title-uncertain",
        Outcome::LetGo => "attempt-title-let-go",
        Outcome::Succeeded => "attempt-title-succeeded",
        Outcome::Failed => "attempt-title-failed",
        Outcome::NotExecuted => "attempt-title-not-executed",
        Outcome::NotWritten => "attempt-title-not-written",
        Outcome::Decided(Decision::Written) => "attempt-title-decided-written",
        Outcome::Decided(Decision::NotWritten) => "attempt-title-decided-not-written",
    };
    scene.t_with(key, &[("guest", &holder(scene, details))])
}

/// How an attempt stands, at a glance.
pub(super) fn mark(scene: &Scene<'_>, row: &AttemptRow) -> (Tone, Icon, String) {
    let cause = || row.problem.as_ref().map_or_else(|| scene.t("job-failed"), |told| problem::short(scene, told.code));
    match row.outcome {
        Outcome::Open => (Tone::Accent, Icon::Clock, scene.t("attempt-open")),
        Outcome::Uncertain => (Tone::Warn, Icon::Warning, scene.t("job-uncertain")),
        Outcome::LetGo => (Tone::Warn, Icon::Clock, scene.t("job-let-go")),
        Outcome::Succeeded => (Tone::Ok, Icon::Check, scene.t("job-ready")),
        Outcome::Failed | Outcome::NotExecuted => (Tone::Bad, Icon::Cross, cause()),
        Outcome::NotWritten => (Tone::Neutral, Icon::Check, scene.t("job-not-written")),
        Outcome::Decided(Decision::Written) => (Tone::Ok, Icon::Check, scene.t("decide-written")),
        Outcome::Decided(Decision::NotWritten) => (Tone::Neutral, Icon::Cross, scene.t("decide-not-written")),
    }
}

/// When, where and by whom, in one line.
pub(super) fn circumstances(scene: &Scene<'_>, row: &AttemptRow) -> String {
    let took = row.duration.map(|took| text::duration(scene.texts, took));
    let parts =
        [Some(scene.clock().exact(row.at)), Some(row.encoder_name.to_string()), Some(row.operator.0.to_string()), took];
    parts.into_iter().flatten().collect::<Vec<_>>().join(&scene.t("short-between"))
}

/// Where the work on it stands.
pub(super) fn follow_up_key(state: FollowUpState) -> &'static str {
    match state {
        FollowUpState::Open => "attempt-follow-open",
        FollowUpState::InHand => "attempt-follow-in-hand",
        FollowUpState::Solved => "attempt-follow-solved",
    }
}
