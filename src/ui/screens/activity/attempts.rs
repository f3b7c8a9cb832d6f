//! The table of attempts, the newest first; rows that are not here yet are asked for as they come into sight.

use egui::Ui;

use super::{form::ActivityForm, rules, words};
use crate::{
    domain::{AttemptRow, Period, Scope},
    engine::{ActivityView, Command},
    ui::{
        kit::{self, Cell, Column, Grid, GridResponse, Type, size, tokens},
        screens::{Action, Actions, Scene},
        text,
    },
};

/// Title, share of the width and least width of a column.
type Shape = (&'static str, f32, f32);
const TIME: Shape = ("column-time", 1.05, 62.0);
const DAY_AND_TIME: Shape = ("column-time", 1.05, 116.0);
const GUEST: Shape = ("column-guest", 2.0, 110.0);
const ENCODER: Shape = ("column-encoder", 1.6, 92.0);
const CLERK: Shape = ("column-clerk", 1.3, 64.0);
const DESK: Shape = ("column-desk", 1.2, 84.0);
const OUTCOME: Shape = ("column-outcome", 2.1, 160.0);
const TOOK: Shape = ("column-took", 0.7, 44.0);
const FOLLOW_UP: Shape = ("column-follow-up", 0.75, 64.0);

/// Draws the table `height` points high, or what stands in its place while there is nothing to list.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut ActivityForm, height: f32) -> Actions {
    match scene.snapshot.activity.as_deref() {
        None => reading(ui, scene, height),
        Some(view) if view.overview.total == 0 => empty(ui, scene, form, height),
        Some(view) => table(ui, scene, form, view, height),
    }
}

fn reading(ui: &mut Ui, scene: &Scene<'_>, height: f32) -> Actions {
    kit::panel(ui, height, "", |ui| {
        kit::paragraph(ui, Type::Body, scene.t("activity-reading"), tokens(ui).palette.ink_2);
    });
    Vec::new()
}

fn empty(ui: &mut Ui, scene: &Scene<'_>, form: &mut ActivityForm, height: f32) -> Actions {
    let own = scene.snapshot.duty.only_own();
    let is_filtered = form.is_filtered(own.is_some());
    let [title, body] = if is_filtered {
        ["activity-empty-filtered", "activity-empty-filtered-body"]
    } else {
        ["activity-empty", "activity-empty-body"]
    };
    let palette = tokens(ui).palette;
    kit::panel(ui, height, "", |ui| {
        ui.vertical_centered(|ui| {
            ui.add_space(((height - 150.0) / 3.0).max(0.0));
            kit::paragraph(ui, Type::Title, scene.t(title), palette.ink);
            ui.add_space(size::S1);
            kit::paragraph(ui, Type::Body, scene.t(body), palette.ink_2);
            if own.is_some() {
                ui.add_space(size::S1);
                kit::paragraph(ui, Type::Body, scene.t("activity-own-alone"), palette.ink_2);
            }
            ui.add_space(size::S3);
            ways_out(ui, scene, form, is_filtered)
        })
        .inner
    })
}

fn ways_out(ui: &mut Ui, scene: &Scene<'_>, form: &mut ActivityForm, is_filtered: bool) -> Actions {
    let mut actions = Vec::new();
    let month = Period::Days(30);
    if form.query().period != month && kit::link(ui, &scene.t("activity-longer")).clicked() {
        actions.extend(form.set_period(Some(month), scene.now, &scene.snapshot.zone));
    }
    if is_filtered && kit::link(ui, &scene.t("activity-clear")).clicked() {
        actions.extend(form.clear());
    }
    actions
}

fn table(ui: &mut Ui, scene: &Scene<'_>, form: &mut ActivityForm, view: &ActivityView, height: f32) -> Actions {
    form.hold_selection(view);
    let name = scene.t("activity-table");
    if std::mem::take(&mut form.rewinds) {
        Grid::rewind(ui.ctx(), &name);
    } else if let Some(rows) = form.pushed_down(view) {
        Grid::shift(ui.ctx(), &name, rows);
    }
    let shapes = shapes(scene, view);
    let titles: Vec<_> = shapes.iter().map(|(key, ..)| scene.t(key)).collect();
    let column = |(title, &(_, share, least))| Column { title, share, least };
    let columns: Vec<_> = titles.iter().map(String::as_str).zip(&shapes).map(column).collect();
    let grid = Grid::new(&name, &columns, view.overview.total).selected(form.selected.map(|(row, _)| row));
    let shown = grid.show(ui, height, |row| row_of(view, row).map(|row| cells(scene, view, row)));
    let first = shown.visible.start;
    form.first = row_of(view, first).map(|row| (first, row.job));
    take(form, view, &shown).into_iter().chain(more_rows(form, scene, &shown)).collect()
}

/// Attempts of one desk do not each name it.
fn names_desks(scene: &Scene<'_>, view: &ActivityView) -> bool {
    view.query.scope == Scope::AllDesks && scene.snapshot.duty.only_own().is_none()
}

fn shapes(scene: &Scene<'_>, view: &ActivityView) -> Vec<Shape> {
    let time = if rules::has_days(view.query.period) { DAY_AND_TIME } else { TIME };
    let desk = names_desks(scene, view).then_some(DESK);
    [time, GUEST, ENCODER, CLERK].into_iter().chain(desk).chain([OUTCOME, TOOK, FOLLOW_UP]).collect()
}

fn row_of(view: &ActivityView, row: u64) -> Option<&AttemptRow> {
    view.rows.get(usize::try_from(row.checked_sub(view.offset)?).ok()?)
}

fn cells(scene: &Scene<'_>, view: &ActivityView, row: &AttemptRow) -> Vec<Cell> {
    let clock = scene.clock();
    let has_days = rules::has_days(view.query.period);
    let time = if has_days { clock.day_to_second(row.at) } else { clock.to_second(row.at) };
    let guest = words::guest(scene, row);
    let guest = if row.guest.is_some() { Cell::Strong(guest) } else { Cell::Detail(guest) };
    let (tone, icon, outcome) = words::outcome(scene, row);
    let took = row.duration.map(|took| text::duration(scene.texts, took)).unwrap_or_default();
    let follow_up = row.follow_up.map(|state| words::follow_up(scene, state)).unwrap_or_default();
    let mut cells = vec![Cell::Detail(time), guest];
    cells.extend([Cell::Text(row.encoder_name.to_string()), Cell::Detail(row.operator.0.to_string())]);
    if names_desks(scene, view) {
        cells.push(Cell::Detail(row.desk.0.to_string()));
    }
    cells.extend([Cell::Chip(tone, icon, outcome), Cell::Detail(took), Cell::Detail(follow_up)]);
    cells
}

fn take(form: &mut ActivityForm, view: &ActivityView, shown: &GridResponse) -> Option<Action> {
    if let Some(row) = shown.chosen {
        form.selected = Some((row, row_of(view, row).map(|row| row.job)));
    }
    let row = row_of(view, shown.activated?)?;
    Some(Action::Tell(Command::ShowAttempt(row.job)))
}

/// Asks for the rows around those in sight, once, and only of an answer to the latest question.
fn more_rows(form: &mut ActivityForm, scene: &Scene<'_>, shown: &GridResponse) -> Option<Action> {
    let view = form.answer(scene.snapshot)?;
    let known = view.offset..view.offset + view.rows.len() as u64;
    let (offset, limit) = rules::rows_to_ask(&shown.visible, view.overview.total, &known, form.asked)?;
    form.asked = Some((offset, limit));
    Some(Action::Tell(Command::ShowRows { offset, limit }))
}
