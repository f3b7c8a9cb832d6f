//! The bar on top: whose desk this is, whether it can reach Seam, and the search.

use std::time::Duration;

use egui::{Align, Layout, Ui};
use jiff::Timestamp;

use super::form::EncodeForm;
use crate::{
    engine::{Link, Session, Snapshot, TokenSource},
    ui::{
        kit::{self, SearchField, Tone, Type, size, tokens},
        screens::{Actions, Scene},
    },
};

/// The id of the search field.
pub(super) fn search_id(scene: &Scene<'_>) -> egui::Id {
    SearchField::id(&scene.t("search-name"))
}

/// Draws the bar.
pub(in crate::ui) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm) -> Actions {
    kit::top_bar(ui, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let actions = search(ui, scene, form);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| place(ui, scene));
            actions
        })
        .inner
    })
}

fn search(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm) -> Actions {
    let words = ["search-name", "search-hint", "search-key", "search-clear"].map(|key| scene.t(key));
    let [name, hint, key, clear] = &words;
    let width = size::SEARCH.min(ui.available_width() * 0.55);
    let response = SearchField::new(&mut form.query.text, name, hint, key, clear).show(ui, width);
    if response.changed() { vec![form.typed()] } else { Vec::new() }
}

fn place(ui: &mut Ui, scene: &Scene<'_>) {
    let Session::Connected { workspace, source, .. } = &scene.snapshot.session else { return };
    let ink = tokens(ui).palette.ink;
    let (tone, text) = connection(scene);
    let is_practice = *source == TokenSource::Practice;
    let badge = if is_practice { kit::badge_width(ui, &scene.t("practice")) + size::S4 } else { 0.0 };
    let room = ui.available_width();
    let status = (kit::line_width(ui, Type::Body, &text) + size::S4 + size::S4).min(room * 0.45);
    let status = if room < size::BAR_WITH_STATUS { 0.0 } else { status };
    ui.scope(|ui| {
        ui.set_max_width(room - badge - status);
        kit::line(ui, Type::Title, workspace.name.to_string(), ink);
    });
    if is_practice {
        kit::badge(ui, Tone::Warn, &scene.t("practice"));
    }
    if ui.available_width() > size::S6 * 4.0 {
        kit::status(ui, tone, &shortest(ui, scene, text));
    }
}

/// That all is well needs no time beside it where there is no room for that.
fn shortest(ui: &Ui, scene: &Scene<'_>, text: String) -> String {
    let is_well =
        scene.snapshot.link == Link::Up && !is_reading(scene.snapshot) && !super::is_token_rejected(scene.snapshot);
    let has_room = kit::line_width(ui, Type::Body, &text) + size::S4 <= ui.available_width();
    if is_well && !has_room { scene.t("link-up") } else { text }
}

/// How the way to Seam is doing, in a few words.
pub(super) fn connection(scene: &Scene<'_>) -> (Tone, String) {
    let snapshot = scene.snapshot;
    if super::is_token_rejected(snapshot) {
        return (Tone::Bad, scene.t("link-rejected"));
    }
    match (&snapshot.link, snapshot.catalog.loaded_at) {
        (Link::Down { retry_at, .. }, _) => (Tone::Bad, offline(scene, *retry_at)),
        (Link::Up | Link::Unknown, _) if is_reading(snapshot) => (Tone::Accent, reading(scene)),
        (Link::Unknown, None) => (Tone::Neutral, scene.t("link-unknown")),
        (Link::Up, None) => (Tone::Ok, scene.t("link-up")),
        (Link::Up | Link::Unknown, Some(at)) => {
            let tone = if snapshot.link == Link::Up { Tone::Ok } else { Tone::Neutral };
            (tone, scene.t_with("link-updated", &[("ago", &age(scene, at))]))
        }
    }
}

/// Whether pages of the first list, or of one that broke off, are still to come.
fn is_reading(snapshot: &Snapshot) -> bool {
    snapshot.is_loading && (snapshot.catalog.loaded_at.is_none() || !snapshot.catalog.progress.is_complete)
}

fn offline(scene: &Scene<'_>, retry_at: Timestamp) -> String {
    let rest = Duration::try_from(retry_at.duration_since(scene.now)).unwrap_or_default();
    match rest.as_secs_f64().ceil() as u64 {
        0 => scene.t("link-trying"),
        seconds => scene.t_with("link-down", &[("seconds", &seconds.to_string())]),
    }
}

fn reading(scene: &Scene<'_>) -> String {
    match scene.snapshot.catalog.progress.rows {
        0 => scene.t("link-reading"),
        rows => scene.t_count("link-reading-rows", rows, &[]),
    }
}

/// The age of the lists to the minute: finer steps would draw a frame every second for nobody.
fn age(scene: &Scene<'_>, at: Timestamp) -> String {
    if scene.now.duration_since(at).as_secs() < 60 { scene.t("ago-now") } else { scene.clock().ago(at) }
}
