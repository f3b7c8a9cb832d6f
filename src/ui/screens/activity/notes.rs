//! What a supervisor should not overlook: trouble, failures in a row, patterns, and attempts that are not settled.

use std::cell::RefCell;

use egui::Ui;

use super::{form::ActivityForm, over_time, rules, words};
use crate::{
    domain::{About, ActivityQuery, AttemptRow, OutcomeFilter, Pattern, Period},
    engine::{ActivityTrouble, Command},
    ui::{
        kit::{self, Icon, Tone, size},
        screens::{Action, Actions, Scene, folded::Folded},
    },
};

/// So many patterns and unsettled attempts are in sight at once.
const MOST: usize = 3;

/// Usual heights of a pattern and of an unsettled attempt.
const PATTERN: f32 = 48.0;
const OPEN: f32 = 32.0;

/// The height of a panel with so many rows, and a line more where not all are in sight.
fn height_of(rows: usize, row: f32) -> f32 {
    let shown = rows.min(MOST) as f32;
    let more = if rows > MOST { size::S6 } else { 0.0 };
    shown * row + more + 2.0 * (size::S4 + 1.0) + 22.0
}

/// Why the numbers are not what was asked for.
pub(super) fn trouble(ui: &mut Ui, scene: &Scene<'_>, form: &mut ActivityForm) -> Actions {
    let trouble = scene.snapshot.activity.as_deref().and_then(|view| view.trouble.as_ref());
    let (tone, [title, body], cause) = match trouble {
        None => return Actions::new(),
        Some(ActivityTrouble::Journal(cause)) => {
            (Tone::Bad, ["activity-journal-away", "activity-journal-away-body"], cause)
        }
        Some(ActivityTrouble::SharedAway(cause)) => {
            (Tone::Warn, ["activity-shared-away", "activity-shared-away-body"], cause)
        }
    };
    let (title, body) = (scene.t(title), scene.t(body));
    let note = Folded { tone, title: &title, body: &body, cause, deed: None };
    note.show(ui, scene, &mut form.shows_cause).actions
}

/// Failures in a row on one encoder, on top of everything.
pub(super) fn streak(ui: &mut Ui, scene: &Scene<'_>, form: &mut ActivityForm) -> Actions {
    let patterns = scene.snapshot.activity.as_deref().map(|view| &*view.patterns).unwrap_or_default();
    let Some(pattern) = rules::streak(patterns) else { return Vec::new() };
    let About::Encoder { name, .. } = &pattern.about else { return Vec::new() };
    let (count, advice) = (pattern.in_row.to_string(), words::advice(scene, pattern.advice));
    let text = scene.t_with("activity-streak", &[("encoder", name), ("n", &count), ("advice", &advice)]);
    let action = scene.t("activity-show-them");
    if kit::quiet_note(ui, Tone::Warn, Icon::Warning, &text, Some(&action)) {
        show_evidence(form, pattern)
    } else {
        Vec::new()
    }
}

/// Patterns and unsettled attempts, side by side where both are there. What the note on top tells is not told twice.
pub(super) fn attention(ui: &mut Ui, scene: &Scene<'_>, form: &mut ActivityForm) -> Actions {
    let Some(view) = scene.snapshot.activity.as_deref() else { return Vec::new() };
    let told = rules::streak(&view.patterns);
    let untold: Vec<Pattern> =
        view.patterns.iter().filter(|pattern| told.is_none_or(|told| told != *pattern)).cloned().collect();
    if untold.is_empty() {
        return unsettled(ui, scene, form, &view.unsettled, 0.0);
    }
    if view.unsettled.is_empty() {
        return patterns(ui, scene, form, &untold, 0.0);
    }
    let form = RefCell::new(form);
    let height = height_of(untold.len(), PATTERN).max(height_of(view.unsettled.len(), OPEN));
    let (mut found, mut open) = (Vec::new(), Vec::new());
    over_time::side_by_side(
        ui,
        0.0,
        |ui| found.extend(patterns(ui, scene, &mut form.borrow_mut(), &untold, height)),
        |ui| open.extend(unsettled(ui, scene, &mut form.borrow_mut(), &view.unsettled, height)),
    );
    found.into_iter().chain(open).collect()
}

/// Failures that belong together, each with the one thing to do.
fn patterns(ui: &mut Ui, scene: &Scene<'_>, form: &mut ActivityForm, patterns: &[Pattern], height: f32) -> Actions {
    let told: Vec<_> = patterns.iter().take(MOST).collect();
    let pressed = kit::panel(ui, height, &scene.t("activity-patterns"), |ui| {
        let rows = told.iter().map(|pattern| {
            let (sentence, todo) = words::pattern(scene, pattern);
            let (tone, icon) = if pattern.is_thin { (Tone::Neutral, Icon::Info) } else { (Tone::Warn, Icon::Warning) };
            kit::sentence_row(ui, tone, icon, &sentence, &todo)
        });
        rows.collect::<Vec<_>>().iter().position(egui::Response::clicked)
    });
    pressed.and_then(|at| told.get(at)).map(|pattern| show_evidence(form, pattern)).unwrap_or_default()
}

/// Narrows to the failures behind a pattern.
fn show_evidence(form: &mut ActivityForm, pattern: &Pattern) -> Actions {
    form.change(|query| narrow(query, pattern))
}

fn narrow(query: &mut ActivityQuery, pattern: &Pattern) {
    query.outcome = OutcomeFilter::Failures;
    query.cause = pattern.cause;
    (query.encoder, query.operator) = match &pattern.about {
        About::Encoder { id, .. } => (Some(id.clone()), None),
        About::Operator(operator) => (None, Some(operator.clone())),
        About::Everywhere => (None, None),
    };
}

/// Attempts that nobody knows the outcome of, until somebody decides.
fn unsettled(ui: &mut Ui, scene: &Scene<'_>, form: &mut ActivityForm, rows: &[AttemptRow], height: f32) -> Actions {
    if rows.is_empty() {
        return Vec::new();
    }
    let title = scene.t_count("activity-unsettled", rows.len(), &[]);
    kit::panel(ui, height, &title, |ui| {
        let mut actions: Actions = rows.iter().take(MOST).filter_map(|row| unsettled_row(ui, scene, row)).collect();
        if rows.len() > MOST {
            let count = rows.len().to_string();
            if kit::link(ui, &scene.t_with("activity-unsettled-more", &[("n", &count)])).clicked() {
                actions.extend(show_unsettled(scene, form, rows));
            }
        }
        actions
    })
}

/// All of them, whenever they were and whatever was chosen before.
fn show_unsettled(scene: &Scene<'_>, form: &mut ActivityForm, rows: &[AttemptRow]) -> Actions {
    let zone = &scene.snapshot.zone;
    let oldest = rows.iter().map(|row| row.at).min().unwrap_or(scene.now);
    let day = |at: jiff::Timestamp| at.to_zoned_datetime(zone.clone()).date();
    let period = Period::Custom { first: day(oldest), last: day(scene.now) };
    let scope = form.query().scope;
    form.narrow_to(ActivityQuery { scope, period, outcome: OutcomeFilter::Unsettled, ..ActivityQuery::default() })
}

fn unsettled_row(ui: &mut Ui, scene: &Scene<'_>, row: &AttemptRow) -> Option<Action> {
    let (tone, icon, state) = words::outcome(scene, row);
    let (guest, time) = (words::guest(scene, row), scene.clock().recent(row.at));
    let values = [("state", &*state), ("guest", &*guest), ("encoder", &*row.encoder_name), ("time", &*time)];
    let text = scene.t_with("activity-unsettled-row", &values);
    let pressed = kit::sentence_row(ui, tone, icon, &text, "").clicked();
    pressed.then(|| Action::Tell(Command::ShowAttempt(row.job)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Advice, PatternGroup, ProblemCode};

    #[test]
    fn the_evidence_of_an_encoder_leaves_the_person_out() {
        let mut query =
            ActivityQuery { operator: Some(crate::domain::Operator("M. Kern".into())), ..Default::default() };
        let pattern = Pattern {
            group: PatternGroup::Habit,
            about: About::Encoder { id: "enc-2".into(), name: "Front Desk 2".into() },
            cause: Some(ProblemCode::CardRemovedEarly),
            failed: 6,
            of: 10,
            in_row: 2,
            advice: Advice::ShowTheTeam,
            is_thin: false,
            evidence: Vec::new(),
        };
        narrow(&mut query, &pattern);
        let wanted = ActivityQuery {
            encoder: Some("enc-2".into()),
            outcome: OutcomeFilter::Failures,
            cause: Some(ProblemCode::CardRemovedEarly),
            ..Default::default()
        };
        assert_eq!(query, wanted);
    }
}
