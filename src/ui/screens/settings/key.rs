//! This desk's key: where it is kept, and how to part with it.

use egui::{Context, Id, Ui};

use super::form::SettingsForm;
use crate::{
    engine::{Command, Session, TokenSource},
    ui::{
        kit::{self, Answer, Dialog, Type, size, tokens},
        screens::{Action, Actions, Scene},
    },
};

/// Draws where it is kept.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut SettingsForm) -> Actions {
    let Session::Connected { source, .. } = &scene.snapshot.session else { return Actions::new() };
    let kept = match source {
        TokenSource::Keyring => "key-kept-keyring",
        TokenSource::Environment => "key-kept-environment",
        TokenSource::ThisSession => "key-kept-session",
        TokenSource::Practice => "key-kept-practice",
    };
    super::row::sides(
        ui,
        |ui| {
            let palette = tokens(ui).palette;
            kit::paragraph(ui, Type::BodyStrong, scene.t("setting-key"), palette.ink);
            kit::paragraph(ui, Type::Secondary, scene.t(kept), palette.ink_2);
        },
        |ui| links(ui, scene, form, *source),
    )
}

fn links(ui: &mut Ui, scene: &Scene<'_>, form: &mut SettingsForm, source: TokenSource) -> Actions {
    let mut actions = Actions::new();
    match source {
        TokenSource::Environment => {}
        TokenSource::Practice => {
            let pressed = kit::small_button(ui, &scene.t("leave-practice")).clicked();
            actions.extend(pressed.then_some(Action::Tell(Command::ForgetToken)));
        }
        TokenSource::Keyring | TokenSource::ThisSession => {
            let pressed = kit::small_button(ui, &scene.t("replace-key")).clicked();
            actions.extend(pressed.then_some(Action::Tell(Command::ReplaceToken)));
            ui.add_space(size::S2);
            form.is_forgetting |= kit::small_button(ui, &scene.t("forget-key")).clicked();
        }
    }
    actions
}

/// The question before it is forgotten.
pub(super) fn question(ctx: &Context, scene: &Scene<'_>, form: &mut SettingsForm) -> Actions {
    if !form.is_forgetting {
        return Actions::new();
    }
    let [title, body, safe, other] =
        ["forget-title", "forget-body", "forget-safe", "forget-other"].map(|key| scene.t(key));
    let dialog = Dialog { title: &title, body: &body, safe: &safe, other: &other };
    let Some(answer) = dialog.show(ctx, Id::unique("forget")) else { return Actions::new() };
    form.is_forgetting = false;
    (answer == Answer::Other).then_some(Action::Tell(Command::ForgetToken)).into_iter().collect()
}
