//! The one question of a first start: who works at this desk.

use egui::{CentralPanel, Frame, Key, Modifiers, Ui};

use super::{Action, Actions, Scene};
use crate::{
    domain::{People, Setting, SettingKey},
    engine::{Command, Mode, Session, Snapshot, TokenSource},
    ui::kit::{self, Button, Type, size, tokens},
};

/// Whether it is to be asked: a desk with a key of its own at which nobody has said so yet, and where it is not the policy that does.
pub(in crate::ui) fn is_asked(snapshot: &Snapshot) -> bool {
    let has_own_key = match &snapshot.session {
        Session::Connected { source, .. } => match source {
            TokenSource::Keyring | TokenSource::ThisSession => true,
            TokenSource::Environment | TokenSource::Practice => false,
        },
        Session::Starting | Session::Welcome(_) | Session::Connecting | Session::Confirming { .. } => false,
    };
    let loaded = &snapshot.settings.loaded;
    let is_said = loaded.settings.desk.people.is_some() || !snapshot.people.is_empty();
    let is_policys = [SettingKey::DeskPeople, SettingKey::Operators].into_iter().any(|key| loaded.is_locked(key));
    has_own_key && !is_said && !is_policys && snapshot.mode == Mode::Desk
}

/// Draws the question.
pub(in crate::ui) fn show(ui: &mut Ui, scene: &Scene<'_>) -> Actions {
    let fill = tokens(ui).palette.background;
    let shown = CentralPanel::default()
        .frame(Frame::new().fill(fill))
        .show(ui, |ui| kit::card_panel(ui, size::SHEET, |ui| contents(ui, scene)));
    shown.inner
}

fn contents(ui: &mut Ui, scene: &Scene<'_>) -> Actions {
    let palette = tokens(ui).palette;
    kit::heading(ui, Type::Display, scene.t("first-title"));
    ui.add_space(6.0);
    kit::paragraph(ui, Type::Body, scene.t("first-body"), palette.ink_2);
    ui.add_space(size::S6);
    let nobody = ui.memory(|memory| memory.focused().is_none());
    let entered = nobody && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let one = ui.add(Button::primary(&scene.t("first-one")).key("Enter")).clicked() || entered;
    ui.add_space(size::S3);
    let several = ui.add(Button::quiet_large(&scene.t("first-several"))).clicked();
    ui.add_space(size::S3);
    kit::paragraph(ui, Type::Secondary, scene.t("first-hint"), palette.ink_2);
    match () {
        () if one => vec![Action::Tell(Command::Set(Setting::DeskPeople(People::One))), Action::PeopleSaid],
        () if several => vec![Action::PeopleSaid, Action::BeginOperators],
        () => Actions::new(),
    }
}
