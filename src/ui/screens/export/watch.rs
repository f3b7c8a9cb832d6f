//! An export under way, and its end; in the dialog, and in a band while that is closed.

use egui::{Frame, Panel, Ui, vec2};

use super::form::ExportForm;
use crate::{
    engine::{Command, ExportState, ExportView},
    ui::{
        kit::{self, Banner, Button, Icon, Note, Tone, Type, size, tokens},
        screens::{Action, Actions, Scene},
    },
};

/// Draws how far it is, or how it ended.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut ExportForm) -> Actions {
    let view = scene.snapshot.export.as_ref().filter(|view| form.is_of_order(view));
    match view {
        None => starting(ui, scene, form),
        Some(view) if view.state == ExportState::Running => running(ui, scene, form, view),
        Some(view) => ended(ui, scene, form, view),
    }
}

fn starting(ui: &mut Ui, scene: &Scene<'_>, form: &mut ExportForm) -> Actions {
    kit::spinner(ui, &scene.t("export-starting"));
    ui.add_space(size::S5);
    let pressed = two(ui, &[&scene.t("close")]);
    if pressed == Some(0) { leave(scene, form) } else { Actions::new() }
}

fn running(ui: &mut Ui, scene: &Scene<'_>, form: &mut ExportForm, view: &ExportView) -> Actions {
    path(ui, view);
    kit::progress(ui, part(view), &sentence(scene, view));
    ui.add_space(size::S2);
    kit::paragraph(ui, Type::Secondary, scene.t("export-goes-on"), tokens(ui).palette.ink_2);
    ui.add_space(size::S5);
    match two(ui, &[&scene.t("close"), &scene.t("export-cancel")]) {
        Some(0) => leave(scene, form),
        Some(_) => vec![Action::Tell(Command::CancelExport)],
        None => Actions::new(),
    }
}

fn ended(ui: &mut Ui, scene: &Scene<'_>, form: &mut ExportForm, view: &ExportView) -> Actions {
    let (tone, _) = look(view);
    let rows = usize::try_from(view.written).unwrap_or(usize::MAX);
    let (title, body) = match &view.state {
        ExportState::Failed(reason) => {
            (scene.t("export-failed"), scene.t_with("export-failed-body", &[("reason", reason)]))
        }
        ExportState::Cancelled => (scene.t("export-cancelled"), scene.t("export-cancelled-body")),
        ExportState::Running | ExportState::Done => (sentence(scene, view), scene.t_count("export-rows", rows, &[])),
    };
    Note::new(tone, &title).body(&body).show(ui);
    kit::announce(ui, &title);
    ui.add_space(size::S5);
    let copy = scene.t(if form.is_copied { "copied" } else { "export-copy-path" });
    let close = scene.t("close");
    let items = [&*close, &*copy];
    let items = if view.state == ExportState::Done { &items[..] } else { &items[..1] };
    match two(ui, items) {
        Some(0) => leave(scene, form),
        Some(_) => {
            form.is_copied = true;
            vec![Action::Copy(view.path.to_string())]
        }
        None => Actions::new(),
    }
}

fn path(ui: &mut Ui, view: &ExportView) {
    kit::paragraph(ui, Type::Mono, view.path.to_string(), tokens(ui).palette.ink_2);
    ui.add_space(size::S3);
}

/// Buttons side by side, the first of which has the keyboard when they come; which one was pressed.
fn two(ui: &mut Ui, items: &[&str]) -> Option<usize> {
    let width = (ui.available_width() - size::S3 * (items.len() - 1) as f32) / items.len() as f32;
    let draw = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing = vec2(size::S3, 0.0);
        items.iter().map(|text| ui.add(Button::quiet(text).width(width))).collect::<Vec<_>>()
    };
    let shown = ui.horizontal(draw).inner;
    if let Some(first) = shown.first().filter(|first| kit::just_opened(ui, first.id.with("opened"))) {
        first.request_focus();
    }
    shown.iter().position(egui::Response::clicked)
}

/// Closes the dialog. What goes on goes on; an end was seen with it.
pub(in crate::ui) fn leave(scene: &Scene<'_>, form: &mut ExportForm) -> Actions {
    let is_seen =
        form.query().is_none() && scene.snapshot.export.as_ref().is_some_and(|view| view.state != ExportState::Running);
    form.close();
    is_seen.then_some(Action::Tell(Command::DismissExport)).into_iter().collect()
}

/// A band at the foot of the window while the dialog is closed; whether it was pressed, which is to open the dialog.
pub(in crate::ui) fn band(ui: &mut Ui, scene: &Scene<'_>, form: &ExportForm) -> bool {
    let Some(view) = scene.snapshot.export.as_ref().filter(|_| !form.is_open()) else { return false };
    let band = Panel::bottom("export band").frame(Frame::NONE).resizable(false).show_separator_line(false);
    let (tone, icon) = look(view);
    let (text, show) = (in_band(scene, view), scene.t("show"));
    let pressed = band.show(ui, |ui| {
        kit::hairline(ui);
        Banner::new(tone, icon, &text).action(&show).show(ui)
    });
    pressed.inner.is_some_and(|response| response.clicked())
}

/// The sentence as it stands far from the dialog, where it has to say what it is about.
fn in_band(scene: &Scene<'_>, view: &ExportView) -> String {
    let said = sentence(scene, view);
    match view.state {
        ExportState::Running | ExportState::Done => scene.t_with("export-band", &[("state", &said)]),
        ExportState::Cancelled | ExportState::Failed(_) => said,
    }
}

fn look(view: &ExportView) -> (Tone, Icon) {
    match view.state {
        ExportState::Running => (Tone::Accent, Icon::Clock),
        ExportState::Done => (Tone::Ok, Icon::Check),
        ExportState::Cancelled => (Tone::Neutral, Icon::Info),
        ExportState::Failed(_) => (Tone::Bad, Icon::Warning),
    }
}

/// How it stands, in one sentence.
fn sentence(scene: &Scene<'_>, view: &ExportView) -> String {
    let number = |count: u64| scene.texts.number(usize::try_from(count).unwrap_or(usize::MAX));
    match &view.state {
        ExportState::Running => {
            let values = [("written", &*number(view.written)), ("total", &*number(view.total))];
            scene.t_with("export-running", &values)
        }
        ExportState::Done => scene.t_with("export-done", &[("path", &view.path)]),
        ExportState::Cancelled => scene.t("export-cancelled"),
        ExportState::Failed(_) => scene.t("export-failed"),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share for show")]
fn part(view: &ExportView) -> f32 {
    if view.total == 0 { 0.0 } else { view.written as f32 / view.total as f32 }
}
