//! What it was: encoder, people, doors and every id, each to be copied.

use egui::Ui;

use super::{deeds::Deed, words};
use crate::{
    domain::{FactKind, RequestId, Subject},
    engine::AttemptDetails,
    ui::{
        kit::{self, Facts, size},
        screens::Scene,
    },
};

/// Draws the facts.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, details: &AttemptDetails) -> Vec<Deed> {
    kit::section_label(ui, scene.t("attempt-section-facts"));
    let row = &details.row;
    let mut facts = Facts::new();
    let guest = row.guest.as_ref().map(|guest| guest.full_name().to_owned());
    let guest = guest.or_else(|| words::is_erased(details).then(|| scene.t("attempt-erased")));
    facts.line(ui, &scene.t("column-guest"), &guest.unwrap_or_else(|| scene.t("no-guest")));
    facts.line(ui, &scene.t("fact-doors"), &doors(scene, details));
    facts.line(ui, &scene.t("attempt-fact-encoder"), &row.encoder_name);
    facts.line(ui, &scene.t("attempt-fact-desk"), &row.desk.0);
    facts.line(ui, &scene.t("attempt-fact-clerk"), &row.operator.0);
    match &row.card_number {
        Some(number) => facts.code(ui, &scene.t("card-number"), number),
        None => facts.line(ui, &scene.t("card-number"), &no_number(scene, details)),
    };
    for (key, id) in ids(details) {
        facts.code(ui, &scene.t(key), &id);
    }
    first_try(ui, scene, details)
}

fn doors(scene: &Scene<'_>, details: &AttemptDetails) -> String {
    match &*details.row.doors {
        [] => scene.t("doors-none"),
        doors => doors.join(&scene.t("list-between")),
    }
}

/// A card was made and its number is gone, or there never was one.
fn no_number(scene: &Scene<'_>, details: &AttemptDetails) -> String {
    let is_erased = details.row.outcome.is_encoded() && words::is_erased(details);
    scene.t(if is_erased { "attempt-erased" } else { "attempt-no-number" })
}

/// Every id with the key of its name.
pub(super) fn ids(details: &AttemptDetails) -> Vec<(&'static str, String)> {
    let row = &details.row;
    let subject = match row.subject {
        Subject::Credential(_) => "attempt-fact-credential",
        Subject::AccessMethod(_) => "attempt-fact-method",
    };
    let mut ids = vec![(subject, row.subject.id().to_owned()), ("attempt-fact-encoder-id", row.encoder.to_string())];
    ids.extend(row.attempt.as_ref().map(|id| ("attempt-fact-attempt", id.to_string())));
    let requests = requests(details).iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    ids.extend(Some(("attempt-fact-requests", requests)).filter(|(_, requests)| !requests.is_empty()));
    ids.push(("attempt-fact-job", row.job.to_string()));
    ids.extend(row.retry_of.map(|job| ("attempt-fact-retry", job.to_string())));
    ids
}

/// Every `seam-request-id` that is on record, in order, each once.
pub(super) fn requests(details: &AttemptDetails) -> Vec<RequestId> {
    let mut found: Vec<RequestId> = Vec::new();
    let all = details.facts.iter().filter_map(|fact| request(&fact.kind)).chain(details.row.request.as_ref());
    for id in all {
        if !found.contains(id) {
            found.push(id.clone());
        }
    }
    found
}

fn request(kind: &FactKind) -> Option<&RequestId> {
    match kind {
        FactKind::Accepted { request, .. } | FactKind::Reasked { request, .. } => request.as_ref(),
        FactKind::NotExecuted(problem) | FactKind::Failed(problem) | FactKind::BecameUncertain(_, problem) => {
            problem.details.request.as_ref()
        }
        FactKind::Intended(_)
        | FactKind::Succeeded { .. }
        | FactKind::Learned(_)
        | FactKind::ProvedNotWritten(_)
        | FactKind::LetGo
        | FactKind::Decided { .. }
        | FactKind::FollowedUp(_)
        | FactKind::RetentionRan(_)
        | FactKind::Access(_) => None,
    }
}

/// The way to the attempt that this one tries again.
fn first_try(ui: &mut Ui, scene: &Scene<'_>, details: &AttemptDetails) -> Vec<Deed> {
    let Some(first) = details.row.retry_of else { return Vec::new() };
    ui.add_space(size::S1);
    let pressed = kit::link(ui, &scene.t("attempt-show-first")).clicked();
    pressed.then_some(Deed::Show(first)).into_iter().collect()
}
