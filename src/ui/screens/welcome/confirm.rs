//! "Is this your workspace?": nothing is saved before somebody says so.

use egui::{Key, Modifiers, Ui};

use super::{WelcomeForm, trouble};
use crate::{
    domain::Workspace,
    engine::{Command, Keep, KeyringTrouble},
    ui::{
        kit::{self, Button, Facts, Note, Tone, Type, size, tokens},
        screens::{Action, Actions, Scene},
    },
};

/// Draws the question.
pub(super) fn show(
    ui: &mut Ui,
    scene: &Scene<'_>,
    (workspace, encoders): (&Workspace, usize),
    keyring: Option<&KeyringTrouble>,
    form: &mut WelcomeForm,
) -> Actions {
    let mut actions = Actions::new();
    kit::heading(ui, Type::Display, scene.t("confirm-workspace"));
    ui.add_space(size::S4);
    let mut facts = Facts::new();
    facts.line(ui, &scene.t("fact-workspace"), &workspace.name);
    facts.line(ui, &scene.t("fact-encoders"), &scene.t_count("encoder-count", encoders, &[]));
    notes(ui, scene, workspace, encoders);
    if let Some(keyring) = keyring {
        ui.add_space(size::S4);
        actions.extend(trouble::keyring_save(ui, scene, keyring, &mut form.shows_keyring_details));
    }
    ui.add_space(size::S6);
    actions.extend(buttons(ui, scene, keyring.is_some()).map(Action::Tell));
    actions
}

fn notes(ui: &mut Ui, scene: &Scene<'_>, workspace: &Workspace, encoders: usize) {
    let warnings = [
        (workspace.is_sandbox, "sandbox-title", "sandbox-body"),
        (workspace.is_suspended, "suspended-title", "suspended-body"),
        (encoders == 0, "no-encoders-title", "no-encoders-body"),
    ];
    for (_, title, body) in warnings.into_iter().filter(|(holds, ..)| *holds) {
        ui.add_space(size::S4);
        Note::new(Tone::Warn, &scene.t(title)).body(&scene.t(body)).show(ui);
    }
}

/// Enter takes the first button: the keyring, or, after it refused, this session alone.
fn buttons(ui: &mut Ui, scene: &Scene<'_>, has_refused: bool) -> Option<Command> {
    let (first, second) =
        if has_refused { (Keep::ThisSession, Keep::InKeyring) } else { (Keep::InKeyring, Keep::ThisSession) };
    let key = |keep| match keep {
        Keep::InKeyring if has_refused => "keep-try-again",
        Keep::InKeyring => "keep-in-keyring",
        Keep::ThisSession => "keep-this-session",
    };
    let nobody = ui.memory(|memory| memory.focused().is_none());
    let entered = nobody && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let primary = ui.add(Button::primary(&scene.t(key(first))).key("Enter")).clicked() || entered;
    ui.add_space(size::S3);
    let other = ui.add(Button::quiet_large(&scene.t(key(second)))).clicked();
    ui.add_space(size::S3);
    kit::paragraph(ui, Type::Secondary, scene.t("keep-hint"), tokens(ui).palette.ink_2);
    ui.add_space(size::S3);
    let back = ui.add(Button::quiet(&scene.t("other-key"))).clicked();
    match () {
        () if primary => Some(Command::ConfirmConnect(first)),
        () if other => Some(Command::ConfirmConnect(second)),
        () if back => Some(Command::CancelConnect),
        () => None,
    }
}
