//! The sheet from top to bottom: what it is about, what is known, what can be done.

use egui::{Frame, Layout, Margin, Panel, Ui, vec2};

use super::{deeds::Deed, facts, follow, form::AttemptForm, outcome, parts, reasked, settle, timeline, words};
use crate::{
    engine::AttemptDetails,
    ui::{
        kit::{self, Button, Note, Tone, Type, size, tokens},
        screens::Scene,
    },
};

/// Draws the sheet and says what is to be done.
pub(super) fn contents(ui: &mut Ui, scene: &Scene<'_>, form: &mut AttemptForm, details: &AttemptDetails) -> Vec<Deed> {
    let mut deeds = Vec::new();
    let (x, y) = (size::PAGE_X as i8, size::PAGE_Y as i8);
    let frame = |top: i8, bottom: i8| Frame::new().inner_margin(Margin { left: x, right: x, top, bottom });
    let head = Panel::top("attempt head").frame(frame(y, size::S4 as i8)).resizable(false).show_separator_line(false);
    head.show(ui, |ui| head_line(ui, scene, form, details, &mut deeds));
    kit::hairline(ui);
    let draw_body = |ui: &mut Ui, (form, deeds): &mut (&mut AttemptForm, &mut Vec<Deed>)| {
        frame(size::S4 as i8, y).show(ui, |ui| body(ui, scene, form, details, deeds));
    };
    let draw_foot = |ui: &mut Ui, (form, deeds): &mut (&mut AttemptForm, &mut Vec<Deed>)| {
        kit::hairline(ui);
        frame(size::S3 as i8, size::S4 as i8).show(ui, |ui| foot_line(ui, scene, form, details, deeds));
    };
    kit::body_and_foot(ui, details.row.job, &mut (form, &mut deeds), draw_body, draw_foot);
    deeds
}

fn head_line(ui: &mut Ui, scene: &Scene<'_>, form: &AttemptForm, details: &AttemptDetails, deeds: &mut Vec<Deed>) {
    if !form.trail.is_empty() && kit::link(ui, &scene.t("attempt-back")).clicked() {
        deeds.push(Deed::Back);
    }
    ui.horizontal_top(|ui| {
        let room = ui.available_width() - CLOSE - size::S4;
        ui.allocate_ui_with_layout(vec2(room, 0.0), Layout::top_down(egui::Align::Min), |ui| {
            ui.set_width(room);
            kit::heading(ui, Type::Subject, words::headline(scene, details));
            ui.add_space(2.0);
            let when = words::circumstances(scene, &details.row);
            kit::paragraph(ui, Type::Body, when, tokens(ui).palette.ink_2);
        });
        ui.add_space(size::S4 - ui.spacing().item_spacing.x);
        let close = ui.add(Button::quiet(&scene.t("close")).key(&scene.t("key-escape")).width(CLOSE));
        if kit::just_opened(ui, close.id.with("opened")) {
            close.request_focus();
        }
        if close.clicked() {
            deeds.push(Deed::Close);
        }
    });
}

/// Width of the button that closes the sheet, in points.
const CLOSE: f32 = 116.0;

fn body(ui: &mut Ui, scene: &Scene<'_>, form: &mut AttemptForm, details: &AttemptDetails, deeds: &mut Vec<Deed>) {
    if reasked::is_changed(details) {
        let title = reasked::latest(scene, details).map(|(_, sentence)| sentence).unwrap_or_default();
        Note::new(Tone::Warn, &title).body(&reasked::advice(scene, details)).show(ui);
        ui.add_space(size::S3);
    }
    outcome::show(ui, scene, details);
    deeds.extend(settle::show(ui, scene, details));
    if details.row.outcome.is_failure() {
        ui.add_space(size::S5);
        deeds.extend(follow::show(ui, scene, form, details));
    }
    ui.add_space(size::S5);
    parts::times(ui, scene, details);
    ui.add_space(size::S5);
    timeline::show(ui, scene, form, details);
    ui.add_space(size::S5);
    deeds.extend(facts::show(ui, scene, details));
    deeds.extend(parts::related(ui, scene, details));
}

fn foot_line(ui: &mut Ui, scene: &Scene<'_>, form: &AttemptForm, details: &AttemptDetails, deeds: &mut Vec<Deed>) {
    let blocked = reasked::blocked_key(scene.snapshot, details);
    let ink_2 = tokens(ui).palette.ink_2;
    let found = reasked::latest(scene, details).map(|(_, sentence)| sentence);
    let found = found.filter(|_| !reasked::is_changed(details));
    let lines = [reasked::trouble(scene, details).or(found), blocked.map(|key| scene.t(key))];
    for line in lines.into_iter().flatten() {
        kit::paragraph(ui, Type::Secondary, line, ink_2);
        ui.add_space(size::S2);
    }
    ui.horizontal(|ui| {
        let width = (ui.available_width() - size::S2) / 2.0;
        ui.spacing_mut().item_spacing = vec2(size::S2, 0.0);
        let text = scene.t("attempt-ask");
        let ask = Button::quiet(&text).enabled(blocked.is_none()).busy(details.is_asking).width(width);
        if ui.add(ask).clicked() {
            deeds.push(Deed::AskSeam);
        }
        let copy = scene.t(if form.is_copied { "copied" } else { "copy-for-support" });
        if ui.add(Button::quiet(&copy).width(width)).clicked() {
            deeds.push(Deed::Copy);
        }
    });
    announce(ui, scene, details);
}

/// What a question to Seam brought is told at once.
fn announce(ui: &mut Ui, scene: &Scene<'_>, details: &AttemptDetails) {
    let said = reasked::trouble(scene, details).or(reasked::latest(scene, details).map(|(_, sentence)| sentence));
    if let Some(said) = said.filter(|_| !details.is_asking) {
        kit::announce(ui, &said);
    }
}
