//! The sheet behind F1: shortcuts, and this desk's key.

use egui::{Context, CornerRadius, Frame, Id, Key, Margin, Modal, Modifiers, Stroke, Ui};

use super::{Action, Actions, Scene};
use crate::{
    engine::{Command, Session, TokenSource},
    ui::kit::{self, Answer, Button, Dialog, Facts, Type, size, tokens},
};

/// Which of the sheets is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::ui) enum Help {
    /// None.
    #[default]
    Closed,
    /// The list of shortcuts.
    Open,
    /// The question whether the key shall be forgotten.
    Forgetting,
}

/// Key and meaning, in the order of a clerk's work.
const SHORTCUTS: [(&str, &str); 9] = [
    ("key-find", "shortcut-find"),
    ("key-arrows", "shortcut-arrows"),
    ("key-enter", "shortcut-enter"),
    ("key-escape", "shortcut-escape"),
    ("key-refresh", "shortcut-refresh"),
    ("key-places", "shortcut-places"),
    ("key-tab", "shortcut-tab"),
    ("key-zoom", "shortcut-zoom"),
    ("key-help", "shortcut-help"),
];

/// Draws the open sheet.
pub(in crate::ui) fn show(ctx: &Context, scene: &Scene<'_>, help: &mut Help) -> Actions {
    match help {
        Help::Closed => Vec::new(),
        Help::Open => sheet(ctx, scene, help),
        Help::Forgetting => forgetting(ctx, scene, help),
    }
}

fn sheet(ctx: &Context, scene: &Scene<'_>, help: &mut Help) -> Actions {
    let mut actions = Vec::new();
    let is_dark = ctx.global_style().visuals.dark_mode;
    let scrim = if is_dark { kit::Palette::DARK.scrim } else { kit::Palette::LIGHT.scrim };
    let modal = Modal::new(Id::unique("help")).frame(Frame::NONE).backdrop_color(scrim);
    let entered = ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let shown = modal.show(ctx, |ui| {
        let palette = tokens(ui).palette;
        let frame = Frame::new().fill(palette.panel).stroke(Stroke::new(1.0, palette.line));
        let frame =
            frame.corner_radius(CornerRadius::same(size::RADIUS_CARD)).inner_margin(Margin::same(size::S6 as i8));
        frame.show(ui, |ui| contents(ui, scene, help, &mut actions));
    });
    if shown.should_close() || entered {
        *help = Help::Closed;
    }
    actions
}

fn contents(ui: &mut Ui, scene: &Scene<'_>, help: &mut Help, actions: &mut Actions) {
    ui.set_width(size::DIALOG);
    kit::heading(ui, Type::Title, scene.t("help-title"));
    ui.add_space(size::S3);
    let mut facts = Facts::new();
    for (key, meaning) in SHORTCUTS {
        facts.line(ui, &scene.t(key), &scene.t(meaning));
    }
    if let Session::Connected { source, .. } = &scene.snapshot.session {
        ui.add_space(size::S4);
        own_key(ui, scene, *source, help, actions);
    }
    ui.add_space(size::S6);
    if ui.add(Button::primary(&scene.t("close"))).clicked() {
        *help = Help::Closed;
    }
}

/// Where this desk's key is kept, and how to part with it.
fn own_key(ui: &mut Ui, scene: &Scene<'_>, source: TokenSource, help: &mut Help, actions: &mut Actions) {
    kit::section_label(ui, scene.t("section-key"));
    let (kept, can_forget) = match source {
        TokenSource::Keyring => ("key-kept-keyring", true),
        TokenSource::Environment => ("key-kept-environment", false),
        TokenSource::ThisSession => ("key-kept-session", true),
        TokenSource::Practice => ("key-kept-practice", true),
    };
    kit::paragraph(ui, Type::Body, scene.t(kept), tokens(ui).palette.ink);
    if !can_forget {
        return;
    }
    ui.add_space(size::S1);
    if source == TokenSource::Practice {
        if kit::link(ui, &scene.t("leave-practice")).clicked() {
            *help = Help::Closed;
            actions.push(Action::Tell(Command::ForgetToken));
        }
        return;
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = size::S4;
        if kit::link(ui, &scene.t("replace-key")).clicked() {
            *help = Help::Closed;
            actions.push(Action::Tell(Command::ReplaceToken));
        }
        if kit::link(ui, &scene.t("forget-key")).clicked() {
            *help = Help::Forgetting;
        }
    });
}

fn forgetting(ctx: &Context, scene: &Scene<'_>, help: &mut Help) -> Actions {
    let [title, body, safe, other] =
        ["forget-title", "forget-body", "forget-safe", "forget-other"].map(|key| scene.t(key));
    let dialog = Dialog { title: &title, body: &body, safe: &safe, other: &other };
    let Some(answer) = dialog.show(ctx, Id::unique("forget")) else { return Vec::new() };
    *help = Help::Closed;
    match answer {
        Answer::Safe => Vec::new(),
        Answer::Other => vec![Action::Tell(Command::ForgetToken)],
    }
}
