//! Which attempts: the first line, and the rarer filters below it.

use egui::{Align, Layout, Ui, vec2};

use super::{form::ActivityForm, period, words};
use crate::{
    domain::{ActivityQuery, Choices, OutcomeFilter, Period, ProblemCode, Scope},
    engine::SharedState,
    ui::{
        kit::{self, Choose, Type, size, tokens},
        screens::{Action, Actions, Scene},
    },
};

const GAP: f32 = 8.0;
/// Room for the export's button.
const EXPORT: f32 = 92.0;
/// Draws the filters.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut ActivityForm) -> Actions {
    let mut actions = Vec::new();
    ui.horizontal_top(|ui| {
        let room = vec2(ui.available_width() - EXPORT, size::CONTROL);
        let first = ui.allocate_ui_with_layout(room, Layout::top_down(Align::Min), |ui| {
            ui.add_space((size::CONTROL - size::TAB) / 2.0);
            let room = vec2(ui.available_width(), size::TAB);
            let layout = Layout::left_to_right(Align::Center).with_main_wrap(true);
            ui.allocate_ui_with_layout(room, layout, |ui| first_line(ui, scene, form)).inner
        });
        actions.extend(first.inner);
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            if kit::small_button(ui, &scene.t("activity-export")).clicked() {
                actions.push(Action::AskExport(form.query().clone()));
            }
        });
    });
    actions.extend(period::show(ui, scene, form));
    if scene.snapshot.duty.only_own().is_some() {
        kit::paragraph(ui, Type::Secondary, scene.t("activity-own-alone"), tokens(ui).palette.ink_2);
    }
    if form.shows_more || form.has_rare_filter() {
        actions.extend(wrapped(ui, |ui| rare(ui, scene, form)));
    }
    actions
}

fn wrapped<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(GAP, size::S2);
        contents(ui)
    })
    .inner
}

fn first_line(ui: &mut Ui, scene: &Scene<'_>, form: &mut ActivityForm) -> Actions {
    ui.spacing_mut().item_spacing = vec2(GAP, size::S2);
    let choices = choices(scene);
    let mut actions = periods(ui, scene, form);
    actions.extend(desks(ui, scene, form, &choices));
    actions.extend(encoders(ui, scene, form, &choices));
    let is_failures = form.query().outcome == OutcomeFilter::Failures;
    if kit::toggle(ui, &scene.t("activity-failures-only"), is_failures).clicked() {
        let outcome = if is_failures { OutcomeFilter::All } else { OutcomeFilter::Failures };
        actions.extend(form.change(|query| query.outcome = outcome));
    }
    if !form.has_rare_filter() {
        let key = if form.shows_more { "activity-fewer" } else { "activity-more" };
        if kit::link(ui, &scene.t(key)).clicked() {
            form.shows_more = !form.shows_more;
        }
    }
    let is_default = *form.query() == ActivityQuery::default();
    if !is_default && kit::link(ui, &scene.t("activity-clear")).clicked() {
        actions.extend(form.clear());
    }
    actions
}

fn choices(scene: &Scene<'_>) -> Choices {
    scene.snapshot.activity.as_deref().map(|view| view.choices.clone()).unwrap_or_default()
}

fn periods(ui: &mut Ui, scene: &Scene<'_>, form: &mut ActivityForm) -> Actions {
    let names = ["activity-today", "activity-week", "activity-month", "activity-custom"].map(|key| scene.t(key));
    let at = match form.query().period {
        Period::Today => 0,
        Period::Days(7) => 1,
        Period::Days(30) => 2,
        Period::Days(_) | Period::Custom { .. } => 3,
    };
    let chosen = kit::segments(ui, &names, at).filter(|&chosen| chosen != at);
    let period = match chosen {
        None => return Vec::new(),
        Some(0) => Some(Period::Today),
        Some(1) => Some(Period::Days(7)),
        Some(2) => Some(Period::Days(30)),
        Some(_) => None,
    };
    form.set_period(period, scene.now, &scene.snapshot.zone)
}

/// One choice among `all` and the named ones; a chosen one that is not among them any more is still named.
fn one_of<T: Clone + PartialEq>(
    ui: &mut Ui,
    scene: &Scene<'_>,
    name: &str,
    all: &[String],
    at_all: usize,
    named: Vec<(T, String)>,
    chosen: Option<(T, String)>,
) -> Option<Result<T, usize>> {
    let mut named = named;
    if let Some(lost) = chosen.as_ref().filter(|(value, _)| named.iter().all(|(known, _)| known != value)) {
        named.push(lost.clone());
    }
    let position = chosen.and_then(|(value, _)| named.iter().position(|(known, _)| *known == value));
    let items: Vec<_> = all.iter().chain(named.iter().map(|(_, name)| name)).cloned().collect();
    let at = position.map_or(at_all, |at| at + all.len());
    let [name, find, nothing] = [name, "activity-find", "activity-find-nothing"].map(|key| scene.t(key));
    let taken = Choose::new(&name, &items, at).find(&find, &nothing).show(ui)?;
    match taken.checked_sub(all.len()) {
        None => Some(Err(taken)),
        Some(at) => named.get(at).map(|(value, _)| Ok(value.clone())),
    }
}

/// This desk, all of them, or another one by name; nothing to choose where no record is shared, or for a clerk.
fn desks(ui: &mut Ui, scene: &Scene<'_>, form: &mut ActivityForm, choices: &Choices) -> Actions {
    if scene.snapshot.shared == SharedState::Off || scene.snapshot.duty.only_own().is_some() {
        return Vec::new();
    }
    let all = ["activity-this-desk", "activity-all-desks"].map(|key| scene.t(key));
    let name = |desk: &crate::domain::Desk| (desk.clone(), desk.0.to_string());
    let named = choices.desks.iter().map(name).collect();
    let at = match form.query().scope {
        Scope::ThisDesk => 0,
        Scope::AllDesks => 1,
    };
    let chosen = form.query().desk.as_ref().map(name);
    match one_of(ui, scene, "activity-desk", &all, at, named, chosen) {
        None => Vec::new(),
        Some(Err(0)) => form.change(|query| (query.scope, query.desk) = (Scope::ThisDesk, None)),
        Some(Err(_)) => form.change(|query| (query.scope, query.desk) = (Scope::AllDesks, None)),
        Some(Ok(desk)) => form.change(|query| (query.scope, query.desk) = (Scope::AllDesks, Some(desk))),
    }
}

fn encoders(ui: &mut Ui, scene: &Scene<'_>, form: &mut ActivityForm, choices: &Choices) -> Actions {
    let all = [scene.t("activity-all-encoders")];
    let named: Vec<_> = choices.encoders.iter().map(|one| (one.id.clone(), one.name.to_string())).collect();
    let known = |id: &crate::domain::EncoderId| scene.snapshot.encoder(id).map(|view| view.encoder.name.to_string());
    let chosen = form.query().encoder.as_ref().map(|id| (id.clone(), known(id).unwrap_or_else(|| id.to_string())));
    let taken = one_of(ui, scene, "activity-encoder", &all, 0, named, chosen);
    taken.map(|taken| form.change(|query| query.encoder = taken.ok())).unwrap_or_default()
}

fn rare(ui: &mut Ui, scene: &Scene<'_>, form: &mut ActivityForm) -> Actions {
    let mut actions = clerks(ui, scene, form);
    actions.extend(outcomes(ui, scene, form));
    let all = [scene.t("activity-all-causes")];
    let named = ProblemCode::ALL.map(|code| (code, words::cause(scene, Some(code)))).to_vec();
    let chosen = form.query().cause.map(|code| (code, words::cause(scene, Some(code))));
    let taken = one_of(ui, scene, "activity-cause", &all, 0, named, chosen);
    actions.extend(taken.map(|taken| form.change(|query| query.cause = taken.ok())).unwrap_or_default());
    actions
}

fn clerks(ui: &mut Ui, scene: &Scene<'_>, form: &mut ActivityForm) -> Actions {
    if let Some(own) = scene.snapshot.duty.only_own() {
        Choose::new(&scene.t("activity-clerk"), &[own.0.to_string()], 0).show(ui);
        return Actions::new();
    }
    let all = [scene.t("activity-all-clerks")];
    let name = |operator: &crate::domain::Operator| (operator.clone(), operator.0.to_string());
    let named = choices(scene).operators.iter().map(name).collect();
    let chosen = form.query().operator.as_ref().map(name);
    let taken = one_of(ui, scene, "activity-clerk", &all, 0, named, chosen);
    taken.map(|taken| form.change(|query| query.operator = taken.ok())).unwrap_or_default()
}

fn outcomes(ui: &mut Ui, scene: &Scene<'_>, form: &mut ActivityForm) -> Actions {
    let items = OutcomeFilter::ALL.map(|filter| words::outcome_filter(scene, filter));
    let at = OutcomeFilter::ALL.iter().position(|filter| *filter == form.query().outcome).unwrap_or(0);
    let taken = Choose::new(&scene.t("activity-outcome"), &items, at).show(ui);
    let outcome = taken.and_then(|at| OutcomeFilter::ALL.get(at).copied());
    outcome.map(|outcome| form.change(|query| query.outcome = outcome)).unwrap_or_default()
}
