//! The choice of what goes to a file, and where to.

use std::path::{Path, PathBuf};

use egui::{Key, Modifiers, Ui, vec2};

use super::{form::ExportForm, watch, words};
use crate::{
    domain::ActivityQuery,
    engine::{Command, ExportFormat},
    ui::{
        kit::{self, Button, Facts, TextField, Type, size, tokens},
        screens::{Action, Actions, SaveAs, Scene},
    },
};

/// Draws the choice.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut ExportForm) -> Actions {
    what(ui, scene, form);
    ui.add_space(size::S4);
    // The system's dialog was opened for what is chosen now.
    ui.add_enabled_ui(!form.is_asking, |ui| how(ui, scene, form));
    ui.add_space(size::S5);
    if form.types_path { typed(ui, scene, form) } else { asked(ui, scene, form) }
}

fn how(ui: &mut Ui, scene: &Scene<'_>, form: &mut ExportForm) {
    formats(ui, scene, form);
    ui.add_space(size::S3);
    kit::checkbox(ui, &mut form.with_guests, &scene.t("export-with-guests"));
    let key = if form.with_guests { "export-with-guests-on" } else { "export-with-guests-off" };
    kit::paragraph(ui, Type::Secondary, scene.t(key), tokens(ui).palette.ink_2);
}

/// Which attempts these are, and how many.
fn what(ui: &mut Ui, scene: &Scene<'_>, form: &ExportForm) {
    let Some(query) = form.query() else { return };
    kit::paragraph(ui, Type::Body, words::count(scene, query), tokens(ui).palette.ink_2);
    ui.add_space(size::S3);
    let mut facts = Facts::new();
    for (name, value) in words::filters(scene, query) {
        facts.line(ui, &name, &value);
    }
}

fn formats(ui: &mut Ui, scene: &Scene<'_>, form: &mut ExportForm) {
    let chosen = kit::list_frame(ui, |ui| {
        let rows = words::FORMATS.iter().enumerate().map(|(at, format)| {
            let [name, detail] = words::format_keys(*format).map(|key| scene.t(key));
            let is_on = form.format == *format;
            (kit::radio_row(ui, (at, words::FORMATS.len()), &name, &detail, is_on).clicked(), *format)
        });
        rows.filter(|(is_clicked, _)| *is_clicked).map(|(_, format)| format).last()
    });
    if let Some(format) = chosen.inner {
        form.format = format;
        form.typed = form.typed.as_deref().map(|typed| renamed(typed, format));
    }
}

/// A typed path follows the format with its extension.
fn renamed(typed: &str, format: ExportFormat) -> String {
    let mut path = PathBuf::from(typed);
    let is_ours = path.extension().is_some_and(|old| words::FORMATS.iter().any(|format| format.extension() == old));
    if is_ours {
        path.set_extension(format.extension());
    }
    path.to_string_lossy().into_owned()
}

/// The system asks where to.
fn asked(ui: &mut Ui, scene: &Scene<'_>, form: &mut ExportForm) -> Actions {
    if form.came_back_empty {
        let pressed = empty_handed(ui, scene);
        form.types_path |= pressed;
    }
    let text = scene.t(if form.is_asking { "export-choosing" } else { "export-save-as" });
    let (is_pressed, is_cancelled) = buttons(ui, scene, &text, true, form.is_asking);
    let save = form.query().filter(|_| is_pressed).map(|query| suggestion(scene, form, query));
    if is_cancelled {
        return watch::leave(scene, form);
    }
    form.is_asking |= save.is_some();
    save.map(Action::ChooseFile).into_iter().collect()
}

/// Nothing came back: somebody changed their mind, or no dialog could be shown. Nobody can tell which.
fn empty_handed(ui: &mut Ui, scene: &Scene<'_>) -> bool {
    kit::paragraph(ui, Type::Secondary, scene.t("export-came-back-empty"), tokens(ui).palette.ink_2);
    let pressed = kit::link(ui, &scene.t("export-type-path")).clicked();
    ui.add_space(size::S3);
    pressed
}

fn suggestion(scene: &Scene<'_>, form: &ExportForm, query: &ActivityQuery) -> SaveAs {
    SaveAs {
        title: scene.t("export-title"),
        name: words::file_name(scene, query, form.format),
        kind: words::format_keys(form.format).map(|key| scene.t(key))[0].clone(),
        extension: form.format.extension(),
        folder: form.folder().map(Path::to_path_buf),
    }
}

/// No dialog of the system: a person types where to.
fn typed(ui: &mut Ui, scene: &Scene<'_>, form: &mut ExportForm) -> Actions {
    let Some(query) = form.query().cloned() else { return Actions::new() };
    let mut text = form.typed.take().unwrap_or_else(|| suggested_path(scene, form, &query));
    let why = scene.t(if form.has_no_dialog { "export-no-dialog" } else { "export-typed" });
    kit::paragraph(ui, Type::Secondary, why, tokens(ui).palette.ink_2);
    ui.add_space(size::S2);
    TextField::new(&mut text, &scene.t("export-path"), "").show(ui);
    let path = PathBuf::from(text.trim());
    form.typed = Some(text);
    let is_whole = path.is_absolute() && path.file_name().is_some();
    let hint = scene.t(if is_whole { "export-path-replaces" } else { "export-path-not-whole" });
    ui.add_space(size::S1);
    kit::paragraph(ui, Type::Secondary, hint, tokens(ui).palette.ink_2);
    ui.add_space(size::S3);
    let (is_pressed, is_cancelled) = buttons(ui, scene, &scene.t("export-save"), is_whole, false);
    if is_cancelled {
        return watch::leave(scene, form);
    }
    let order = is_pressed.then(|| form.order(path, scene.now, &scene.snapshot.zone)).flatten();
    order.map(|order| Action::Tell(Command::Export(order))).into_iter().collect()
}

fn suggested_path(scene: &Scene<'_>, form: &ExportForm, query: &ActivityQuery) -> String {
    let folder = form.folder().map(Path::to_path_buf).unwrap_or_default();
    folder.join(words::file_name(scene, query, form.format)).to_string_lossy().into_owned()
}

/// The two buttons: whether the first and whether the second was pressed.
fn buttons(ui: &mut Ui, scene: &Scene<'_>, text: &str, is_on: bool, is_busy: bool) -> (bool, bool) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing = vec2(size::S3, 0.0);
        let width = ui.available_width() - CANCEL - size::S3;
        let save = ui.add(Button::primary(text).enabled(is_on).busy(is_busy).width(width));
        if kit::just_opened(ui, save.id.with("opened")) {
            save.request_focus();
        }
        let cancel = ui.add(Button::quiet_large(&scene.t("cancel")).width(CANCEL));
        let is_free = ui.memory(|memory| memory.focused().is_none());
        let entered = is_free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        (save.clicked() || (entered && is_on && !is_busy), cancel.clicked())
    })
    .inner
}

/// Width of the second button, in points.
const CANCEL: f32 = 140.0;
