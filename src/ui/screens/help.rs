//! The sheet behind F1: shortcuts.

use egui::{Context, CornerRadius, Frame, Id, Key, Margin, Modal, Modifiers, Stroke, Ui};

use super::{Action, Actions, Place, Scene};
use crate::{
    engine::Session,
    ui::kit::{self, Button, Facts, Type, size, tokens},
};

/// Whether the sheet is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::ui) enum Help {
    /// No.
    #[default]
    Closed,
    /// Yes.
    Open,
}

/// Key and meaning, in the order of a clerk's work.
const SHORTCUTS: [(&str, &str); 11] = [
    ("key-find", "shortcut-find"),
    ("key-arrows", "shortcut-arrows"),
    ("key-enter", "shortcut-enter"),
    ("key-escape", "shortcut-escape"),
    ("key-refresh", "shortcut-refresh"),
    ("key-places", "shortcut-places"),
    ("key-lock", "shortcut-lock"),
    ("key-hide", "shortcut-hide"),
    ("key-tab", "shortcut-tab"),
    ("key-zoom", "shortcut-zoom"),
    ("key-help", "shortcut-help"),
];

/// Draws the open sheet.
pub(in crate::ui) fn show(ctx: &Context, scene: &Scene<'_>, help: &mut Help) -> Actions {
    match help {
        Help::Closed => Vec::new(),
        Help::Open => sheet(ctx, scene, help),
    }
}

fn sheet(ctx: &Context, scene: &Scene<'_>, help: &mut Help) -> Actions {
    let mut actions = Vec::new();
    let is_dark = ctx.global_style().visuals.dark_mode;
    let scrim = if is_dark { kit::Palette::DARK.scrim } else { kit::Palette::LIGHT.scrim };
    kit::cover(ctx);
    let modal = Modal::new(Id::unique("help")).frame(Frame::NONE).backdrop_color(scrim);
    let mut is_on_link = false;
    let shown = modal.show(ctx, |ui| {
        let palette = tokens(ui).palette;
        let frame = Frame::new().fill(palette.panel).stroke(Stroke::new(1.0, palette.line));
        let frame =
            frame.corner_radius(CornerRadius::same(size::RADIUS_CARD)).inner_margin(Margin::same(size::S6 as i8));
        frame.show(ui, |ui| is_on_link = contents(ui, scene, help, &mut actions));
    });
    let entered = ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    if shown.should_close() || (entered && !is_on_link) {
        *help = Help::Closed;
    }
    actions
}

/// Whether the keyboard is on the link, which takes Enter itself.
fn contents(ui: &mut Ui, scene: &Scene<'_>, help: &mut Help, actions: &mut Actions) -> bool {
    let mut is_on_link = false;
    ui.set_width(size::DIALOG);
    kit::heading(ui, Type::Title, scene.t("help-title"));
    ui.add_space(size::S3);
    let mut facts = Facts::new();
    let has_people = !scene.snapshot.people.is_empty();
    for (key, meaning) in SHORTCUTS {
        let meaning = if meaning == "shortcut-lock" && !has_people { "shortcut-forget" } else { meaning };
        facts.line(ui, &scene.t(key), &scene.t(meaning));
    }
    if matches!(scene.snapshot.session, Session::Connected { .. }) {
        ui.add_space(size::S4);
        let link = kit::link(ui, &scene.t("help-key-moved"));
        is_on_link = link.has_focus();
        if link.clicked() {
            *help = Help::Closed;
            actions.push(Action::Go(Place::Settings));
        }
    }
    ui.add_space(size::S6);
    if ui.add(Button::primary(&scene.t("close"))).clicked() {
        *help = Help::Closed;
    }
    is_on_link
}
