//! Tabs, the list of cards, and what stands in its place while there is nothing to list.

use egui::{Align, Key, Layout, Modifiers, Ui};

use super::{
    form::{EncodeForm, Listed},
    words,
};
use crate::{
    domain::{Filter, Tab},
    ui::{
        kit::{self, Chip, Column, Table, TableResponse, Type, size, tokens},
        screens::{Actions, Scene},
    },
};

/// Draws tabs and list.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm) -> Actions {
    let mut actions = tabs(ui, scene, form);
    ui.add_space(size::S3);
    if form.listed.found.rows.is_empty() {
        actions.extend(empty(ui, scene, form));
    } else {
        table(ui, scene, form);
    }
    actions
}

fn tabs(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm) -> Actions {
    let names = Tab::ALL.map(|tab| scene.t(words::tab_key(tab)));
    let is_known = form.listed.catalog.loaded_at.is_some() || !form.listed.catalog.cards.is_empty();
    let counts = form.listed.found.counts.map(|count| if is_known { scene.texts.number(count) } else { String::new() });
    let items: Vec<_> = names.iter().zip(&counts).map(|(text, count)| kit::Tab { text, count }).collect();
    let selected = Tab::ALL.iter().position(|tab| *tab == form.query.tab).unwrap_or(0);
    let mut actions = Vec::new();
    ui.horizontal(|ui| {
        let chosen = kit::tabs(ui, &items, selected).and_then(|at| Tab::ALL.get(at));
        actions.extend(chosen.map(|tab| form.open_tab(*tab)));
        if form.listed.has_other_kinds || form.query.filter == Filter::AllKinds {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| actions.extend(kinds(ui, scene, form)));
        }
    });
    actions
}

fn kinds(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm) -> Actions {
    let (key, other) = match form.query.filter {
        Filter::CardsOnly => ("show-all-kinds", Filter::AllKinds),
        Filter::AllKinds => ("show-cards-only", Filter::CardsOnly),
    };
    if ui.available_width() > 3.0 * size::S6 && kit::link(ui, &scene.t(key)).clicked() {
        vec![form.set_filter(other)]
    } else {
        Vec::new()
    }
}

/// Title, share of the width and least width of a column.
type Shape = (&'static str, f32, f32);
const GUEST: Shape = ("column-guest", 1.45, 150.0);
const DOORS: Shape = ("column-doors", 0.9, 64.0);
const VALID: Shape = ("column-valid", 1.35, 150.0);
const STATUS: Shape = ("column-status", 0.95, 120.0);

fn table(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm) {
    let has_dates = ui.available_width() >= size::LIST_WITH_DATES;
    let shapes = if has_dates { &[GUEST, DOORS, VALID, STATUS][..] } else { &[GUEST, DOORS, STATUS][..] };
    let titles: Vec<_> = shapes.iter().map(|(key, ..)| scene.t(key)).collect();
    let column = |(title, &(_, share, least))| Column { title, share, least };
    let columns: Vec<_> = titles.iter().map(String::as_str).zip(shapes).map(column).collect();
    let name = scene.t("list-name");
    let listed = form.listed.clone();
    let table = Table::new(&name, &columns, listed.found.rows.len()).selected(form.row());
    let shown = table.show(
        ui,
        |row, at| paint(scene, &listed, row, at, has_dates),
        |at| listed.card(at).map(|card| words::spoken_row(scene, card)).unwrap_or_default(),
    );
    take(ui, form, &shown, listed.found.rows.len());
}

fn paint(scene: &Scene<'_>, listed: &Listed, row: &mut kit::Row<'_, '_>, at: usize, has_dates: bool) {
    let Some(card) = listed.card(at) else { return };
    row.two_lines(0, words::holder(card), &words::under_holder(scene, card));
    match &card.doors {
        Some(doors) => row.text(1, &words::doors(scene, Some(doors))),
        None => row.detail(1, &words::doors(scene, None)),
    }
    if has_dates {
        row.detail(2, &scene.clock_in(&card.zone).range(card.validity.starts_at, card.validity.ends_at));
    }
    let mark = words::mark(scene, card);
    row.chip(if has_dates { 3 } else { 2 }, &Chip::new(mark.tone, &mark.text).icon(mark.icon));
}

fn take(ui: &Ui, form: &mut EncodeForm, shown: &TableResponse, rows: usize) {
    form.list_id = Some(shown.response.id);
    let end = shown.response.has_focus().then(|| ends(ui, rows)).flatten();
    if let Some(row) = shown.chosen.or(end) {
        form.select_row(row);
    }
}

fn ends(ui: &Ui, rows: usize) -> Option<usize> {
    let (home, end) = ui.input_mut(|input| {
        (input.consume_key(Modifiers::NONE, Key::Home), input.consume_key(Modifiers::NONE, Key::End))
    });
    if home { Some(0) } else { rows.checked_sub(1).filter(|_| end) }
}

/// Why the list is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Empty {
    /// Nothing was read yet.
    Reading,
    /// Nothing could be read yet.
    Unread,
    /// Nothing matches what was typed.
    NoMatch,
    /// The workspace has no cards.
    NoCards,
    /// Every card is made.
    AllDone,
    /// Nothing stands on this tab.
    NothingHere,
}

/// Why the list is empty.
pub(super) fn why_empty(scene: &Scene<'_>, form: &EncodeForm) -> Empty {
    let snapshot = scene.snapshot;
    let listed = &form.listed;
    match () {
        () if listed.catalog.loaded_at.is_none() && listed.catalog.cards.is_empty() && snapshot.is_loading => {
            Empty::Reading
        }
        () if listed.catalog.loaded_at.is_none() && listed.catalog.cards.is_empty() => Empty::Unread,
        () if !form.query.text.trim().is_empty() => Empty::NoMatch,
        () if listed.catalog.cards.is_empty() => Empty::NoCards,
        () if form.query.tab == Tab::ToEncode => Empty::AllDone,
        () => Empty::NothingHere,
    }
}

fn empty(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm) -> Actions {
    form.list_id = None;
    let why = why_empty(scene, form);
    let [title, body] = match why {
        Empty::Reading => return reading(ui, scene),
        Empty::Unread => ["empty-unread", "empty-unread-body"],
        Empty::NoMatch => ["empty-no-match", "empty-no-match-body"],
        Empty::NoCards => ["empty-no-cards", "empty-no-cards-body"],
        Empty::AllDone => ["empty-all-done", "empty-all-done-body"],
        Empty::NothingHere => ["empty-nothing-here", "empty-nothing-here-body"],
    };
    let palette = tokens(ui).palette;
    let title = scene.t_with(title, &[("text", form.query.text.trim())]);
    let mut actions = Vec::new();
    kit::notice_panel(ui, |ui| {
        kit::paragraph(ui, Type::Title, title, palette.ink);
        ui.add_space(size::S1);
        kit::paragraph(ui, Type::Body, still_reading(scene).unwrap_or_else(|| scene.t(body)), palette.ink_2);
        if why == Empty::NoMatch {
            ui.add_space(size::S3);
            actions.extend(widen(ui, scene, form));
        }
    });
    actions
}

/// While pages are still to come, nothing is certain about what is missing.
fn still_reading(scene: &Scene<'_>) -> Option<String> {
    let progress = scene.snapshot.catalog.progress;
    let is_partial = scene.snapshot.is_loading && !progress.is_complete && progress.rows > 0;
    is_partial.then(|| scene.t_count("empty-still-reading", progress.rows, &[]))
}

fn reading(ui: &mut Ui, scene: &Scene<'_>) -> Actions {
    kit::notice_panel(ui, |ui| kit::spinner(ui, &super::bar::connection(scene).1));
    Vec::new()
}

/// Ways to look further.
fn widen(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm) -> Actions {
    let mut actions = Vec::new();
    if form.query.tab != Tab::All && kit::link(ui, &scene.t("search-all-tabs")).clicked() {
        actions.push(form.open_tab(Tab::All));
    }
    if form.query.filter == Filter::CardsOnly && kit::link(ui, &scene.t("search-all-kinds")).clicked() {
        actions.push(form.set_filter(Filter::AllKinds));
    }
    actions
}
