//! What goes into the clipboard: a result for a colleague, a failure for support. Neither holds a token.

use super::words;
use crate::{
    domain::Card,
    engine::{JobView, Stage},
    ui::{
        screens::{
            Scene,
            problem::{details, tell},
        },
        text,
    },
};

/// A failed or doubtful job, for whoever is asked for help: no guest's name in it.
pub(in crate::ui) fn of_job(scene: &Scene<'_>, job: &JobView) -> String {
    let mut lines = vec![
        scene.t_with("detail-encoder", &[("value", &job.encoder_name)]),
        scene.t_with("detail-started", &[("value", &job.started_at.to_string())]),
        scene.t_with("detail-card", &[("value", job.subject.id())]),
        scene.t_with("detail-job", &[("value", &job.job.to_string())]),
    ];
    if let Some(problem) = super::rules::problem(&job.stage) {
        lines.insert(0, tell(scene, problem, &job.encoder_name).title);
        lines.extend(details(scene, problem).lines().map(str::to_owned));
    }
    lines.extend(ids_beyond(scene, job));
    if let Stage::Uncertain(..) = job.stage {
        lines.push(super::doubt::known_so_far(scene, job));
    }
    lines.join("\n")
}

/// The ids that the problem itself does not name.
pub(in crate::ui) fn ids_beyond(scene: &Scene<'_>, job: &JobView) -> Vec<String> {
    let known = super::rules::problem(&job.stage).map(|problem| &problem.details);
    let attempt = job.attempt.as_ref().filter(|_| known.is_none_or(|details| details.attempt.is_none()));
    let request = job.request.as_ref().filter(|_| known.is_none_or(|details| details.request.is_none()));
    let attempt = attempt.map(|id| scene.t_with("detail-attempt", &[("value", id.as_str())]));
    let request = request.map(|id| scene.t_with("detail-request", &[("value", id.as_str())]));
    attempt.into_iter().chain(request).collect()
}

/// A finished card.
pub(in crate::ui) fn of_card(scene: &Scene<'_>, card: Option<&Card>, job: &JobView) -> String {
    let issued = match &job.stage {
        Stage::Succeeded { card, .. } => card.as_deref().map(|card| &card.credential),
        Stage::Queued
        | Stage::Submitting
        | Stage::Waiting
        | Stage::LetGo
        | Stage::Uncertain(..)
        | Stage::Failed(_)
        | Stage::NotExecuted(_)
        | Stage::NotWritten(_)
        | Stage::Decided(_) => None,
    };
    let validity = issued.map(|issued| issued.validity).or(card.map(|card| card.validity)).unwrap_or_default();
    let zone = card.map_or(&scene.snapshot.zone, |card| &card.zone);
    let number =
        issued.and_then(|issued| issued.card_number.as_deref()).or(card.and_then(|card| card.card_number.as_deref()));
    let valid = scene.clock_in(zone).range(validity.starts_at, validity.ends_at);
    let took = job.took.map(|took| text::duration(scene.texts, took)).unwrap_or_default();
    let lines = [
        words::job_holder(job).to_owned(),
        words::doors(scene, Some(&job.doors)),
        valid,
        number.map(|number| scene.t_with("card-number-is", &[("number", number)])).unwrap_or_default(),
        scene.t_with("encoded-on", &[("time", &took), ("encoder", &job.encoder_name)]),
    ];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
