//! Every recorded event in words.

use super::words;
use crate::{
    domain::{AttemptRow, Decision, Fact, FactKind, FollowUp, Intent, Problem, RequestId},
    engine::AttemptDetails,
    ui::{
        kit::Tone,
        screens::{Scene, evidence, problem},
        text,
    },
};

/// An event in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    /// How good or bad it is.
    pub(super) tone: Tone,
    /// What happened.
    pub(super) title: String,
    /// What it means; may be empty.
    pub(super) body: String,
    /// Seam's type and message, as they were written.
    pub(super) foreign: Vec<String>,
    /// Ids and exact figures, for whoever looks closer.
    pub(super) exact: Vec<String>,
}

impl Told {
    fn new(tone: Tone, title: String) -> Self {
        Self { tone, title, body: String::new(), foreign: Vec::new(), exact: Vec::new() }
    }

    fn body(self, body: String) -> Self {
        Self { body, ..self }
    }

    fn exact(self, exact: Vec<String>) -> Self {
        Self { exact, ..self }
    }

    /// With what Seam said.
    fn problem(self, scene: &Scene<'_>, told: &Problem) -> Self {
        let foreign =
            [("detail-type", told.details.error_type.as_deref()), ("detail-message", told.details.message.as_deref())];
        let foreign = foreign.into_iter().filter_map(|(key, value)| Some(scene.t_with(key, &[("value", value?)])));
        let foreign: Vec<_> = foreign.collect();
        let all = problem::details(scene, told);
        let exact = all.lines().filter(|line| !foreign.iter().any(|known| known == line)).map(str::to_owned).collect();
        Self { foreign, exact, ..self }
    }
}

/// Tells one event of an attempt.
pub(super) fn told(scene: &Scene<'_>, details: &AttemptDetails, fact: &Fact) -> Told {
    let row = &details.row;
    let say = |tone, key: &str| Told::new(tone, scene.t(key));
    match &fact.kind {
        FactKind::Intended(intent) => intended(scene, intent),
        FactKind::NotExecuted(told) => failed(scene, "event-not-executed", told, row),
        FactKind::Accepted { attempt, request, round_trip } => {
            let after =
                round_trip.map(|time| scene.t_with("event-after", &[("time", &text::milliseconds(scene.texts, time))]));
            let attempt = scene.t_with("detail-attempt", &[("value", attempt.as_str())]);
            let exact = [Some(attempt), requested(scene, request.as_ref()), after].into_iter().flatten().collect();
            say(Tone::Accent, "event-accepted").exact(exact)
        }
        FactKind::Succeeded { proof, .. } => {
            let settled = proof.as_ref().map(|proof| evidence::proof(scene, proof)).unwrap_or_default();
            say(Tone::Ok, "event-succeeded").body(settled)
        }
        FactKind::Failed(told) => failed(scene, "event-failed", told, row),
        FactKind::BecameUncertain(reason, told) => {
            let (told, why) = evidence::doubt(*reason, told);
            let why = why.map_or_else(|| problem::tell(scene, &told, &row.encoder_name).title, |key| scene.t(key));
            say(Tone::Warn, "event-uncertain").problem(scene, &told).body(why)
        }
        FactKind::Learned(found) => {
            say(Tone::Neutral, "event-learned").body(evidence::known(scene, *found, &row.encoder_name))
        }
        FactKind::ProvedNotWritten(disproof) => {
            let key = evidence::disproof_key(*disproof);
            say(Tone::Ok, "event-not-written").body(scene.t_with(key, &[("encoder", &row.encoder_name)]))
        }
        FactKind::LetGo => say(Tone::Warn, "event-let-go"),
        FactKind::Decided { decision, operator } => {
            let key = match decision {
                Decision::Written => "event-decided-written",
                Decision::NotWritten => "event-decided-not-written",
            };
            Told::new(Tone::Accent, scene.t_with(key, &[("operator", &operator.0)]))
        }
        FactKind::Reasked { answer, request } => {
            let (tone, title) = super::reasked::sentence(scene, row, answer);
            Told::new(tone, title).exact(requested(scene, request.as_ref()).into_iter().collect())
        }
        FactKind::FollowedUp(follow_up) => followed_up(scene, follow_up),
        FactKind::RetentionRan(_) => say(Tone::Neutral, "event-retention"),
        FactKind::Access(_) => say(Tone::Neutral, "event-access"),
    }
}

fn intended(scene: &Scene<'_>, intent: &Intent) -> Told {
    let values = [("operator", &*intent.operator.0), ("desk", &*intent.desk.0), ("encoder", &*intent.encoder_name)];
    let again = intent.retry_of.map(|_| scene.t("event-intended-again")).unwrap_or_default();
    Told::new(Tone::Accent, scene.t_with("event-intended", &values)).body(again)
}

fn failed(scene: &Scene<'_>, key: &str, told: &Problem, row: &AttemptRow) -> Told {
    let title = problem::tell(scene, told, &row.encoder_name).title;
    Told::new(Tone::Bad, scene.t_with(key, &[("title", &title)])).problem(scene, told)
}

fn followed_up(scene: &Scene<'_>, follow_up: &FollowUp) -> Told {
    let state = scene.t(words::follow_up_key(follow_up.state));
    let title = scene.t_with("event-followed-up", &[("operator", &follow_up.operator.0), ("state", &state)]);
    Told::new(Tone::Accent, title).body(follow_up.note.as_deref().unwrap_or_default().to_owned())
}

fn requested(scene: &Scene<'_>, request: Option<&RequestId>) -> Option<String> {
    request.map(|id| scene.t_with("detail-request", &[("value", id.as_str())]))
}
