//! Exports: what goes to a file, where to, and how far it is.

mod choose;
mod form;
mod watch;
mod words;

use egui::{Context, Id};

pub(in crate::ui) use form::{Chosen, ExportForm};
pub(in crate::ui) use watch::band;
pub(in crate::ui) use words::{filter_line, format_name};

use super::{Actions, Scene};
use crate::ui::kit;

/// Draws the dialog while it is open.
pub(in crate::ui) fn show(ctx: &Context, scene: &Scene<'_>, form: &mut ExportForm) -> Actions {
    if !form.is_open() {
        return Actions::new();
    }
    let is_choosing = form.query().is_some();
    let title = scene.t(if is_choosing { "export-title" } else { "export-title-watch" });
    let shown = kit::middle_sheet(ctx, Id::unique("export"), &title, |ui| {
        kit::heading(ui, kit::Type::Title, &title);
        ui.add_space(kit::size::S2);
        if is_choosing { choose::show(ui, scene, form) } else { watch::show(ui, scene, form) }
    });
    let mut actions = shown.inner;
    if shown.wants_to_close && !form.is_asking && form.is_open() {
        actions.extend(watch::leave(scene, form));
    }
    actions
}
