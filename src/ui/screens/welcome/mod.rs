//! The first screen: connect this desk with a key, or try it in practice mode.

mod confirm;
mod form;
mod trouble;

use egui::{Align, CentralPanel, Frame, Key, Layout, Modifiers, Response, Ui};

pub(in crate::ui) use form::WelcomeForm;

use super::{Action, Actions, Place, Scene, settings::notices_title};
use crate::{
    domain::WorkspaceId,
    engine::{Command, KeyringTrouble, Session, WelcomeTrouble},
    ui::kit::{self, Button, Icon, SecretField, TextField, Tone, Type, size, tokens},
};

/// Draws whichever of the first screens it is.
pub(in crate::ui) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut WelcomeForm) -> Actions {
    let fill = tokens(ui).palette.background;
    let mut actions = Vec::new();
    CentralPanel::default().frame(Frame::new().fill(fill)).show(ui, |ui| {
        kit::card_panel(ui, size::SHEET, |ui| match &scene.snapshot.session {
            Session::Starting => starting(ui, scene),
            Session::Connecting => actions.extend(connecting(ui, scene, form)),
            Session::Welcome(trouble) => actions.extend(welcome(ui, scene, form, trouble.as_ref())),
            Session::Confirming { workspace, encoders, keyring } => {
                actions.extend(confirm::show(ui, scene, (workspace, *encoders), keyring.as_ref(), form));
            }
            Session::Connected { .. } => {}
        });
    });
    actions
}

fn starting(ui: &mut Ui, scene: &Scene<'_>) {
    kit::heading(ui, Type::Display, scene.t("app-name"));
    ui.add_space(size::S4);
    kit::spinner(ui, &scene.t("starting"));
}

fn connecting(ui: &mut Ui, scene: &Scene<'_>, form: &mut WelcomeForm) -> Actions {
    let mut actions = Actions::new();
    kit::heading(ui, Type::Display, scene.t("connecting-title"));
    ui.add_space(size::S4);
    match scene.snapshot.link.trouble() {
        None => drop(kit::spinner(ui, &scene.t("connecting"))),
        Some(problem) => {
            let trouble = WelcomeTrouble::Seam(problem.clone());
            actions.extend(trouble::show(ui, scene, &trouble, &mut form.shows_details));
            ui.add_space(size::S3);
            kit::paragraph(ui, Type::Secondary, scene.t("connecting-again"), tokens(ui).palette.ink_2);
        }
    }
    ui.add_space(size::S6);
    let pressed = ui.add(Button::quiet(&scene.t("cancel"))).clicked();
    actions.extend(pressed.then_some(Action::Tell(Command::CancelConnect)));
    actions
}

fn welcome(ui: &mut Ui, scene: &Scene<'_>, form: &mut WelcomeForm, trouble: Option<&WelcomeTrouble>) -> Actions {
    if let Some(trouble @ (WelcomeTrouble::Journal(_) | WelcomeTrouble::JournalDamaged(_))) = trouble {
        return stopped(ui, scene, form, trouble);
    }
    let palette = tokens(ui).palette;
    kit::heading(ui, Type::Display, scene.t("welcome-title"));
    ui.add_space(6.0);
    kit::paragraph(ui, Type::Body, scene.t("welcome-body"), palette.ink_2);
    ui.add_space(size::S6);
    let mut actions = unread_settings(ui, scene);
    if let Some(keyring) = keyring(scene) {
        actions.extend(trouble::keyring_read(ui, scene, keyring, &mut form.shows_keyring_details));
        ui.add_space(size::S5);
    }
    if let Some(trouble) = trouble.filter(|trouble| !matches!(trouble, WelcomeTrouble::KeyringRead(_))) {
        actions.extend(trouble::show(ui, scene, trouble, &mut form.shows_details));
        ui.add_space(size::S5);
    }
    actions.extend(key(ui, scene, form));
    actions.extend(ways_out(ui, scene));
    actions
}

/// A record that cannot be used: no key helps, so none is asked for. What helps is the first button.
fn stopped(ui: &mut Ui, scene: &Scene<'_>, form: &mut WelcomeForm, trouble: &WelcomeTrouble) -> Actions {
    kit::heading(ui, Type::Display, scene.t("stopped-title"));
    ui.add_space(size::S5);
    let mut actions = unread_settings(ui, scene);
    actions.extend(trouble::show(ui, scene, trouble, &mut form.shows_details));
    ui.add_space(size::S5);
    let is_damaged = matches!(trouble, WelcomeTrouble::JournalDamaged(_));
    let (text, command) =
        if is_damaged { ("journal-save", Command::RecoverJournal) } else { ("look-again", Command::RetryKeyring) };
    let nobody = ui.memory(|memory| memory.focused().is_none());
    let entered = nobody && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let pressed = ui.add(Button::primary(&scene.t(text)).key("Enter")).clicked() || entered;
    actions.extend(pressed.then_some(Action::Tell(command)));
    actions.extend(ways_out(ui, scene));
    actions
}

/// What else one can do here: go back to the key in use, or practise; and the settings.
fn ways_out(ui: &mut Ui, scene: &Scene<'_>) -> Actions {
    let mut actions = if scene.snapshot.has_work {
        ui.add_space(size::S3);
        let back = ui.add(Button::quiet_large(&scene.t("keep-key"))).clicked();
        back.then_some(Action::Tell(Command::CancelConnect)).into_iter().collect()
    } else {
        practice(ui, scene)
    };
    ui.add_space(size::S4);
    if kit::link(ui, &scene.t("settings-open")).clicked() {
        actions.push(Action::Go(Place::Settings));
    }
    actions
}

/// That settings are not used as somebody wrote them, before anybody wonders why this desk behaves as it does.
fn unread_settings(ui: &mut Ui, scene: &Scene<'_>) -> Actions {
    let notices = &scene.snapshot.settings.loaded.notices;
    if notices.is_empty() {
        return Actions::new();
    }
    let (text, show) = (notices_title(scene, notices), scene.t("band-settings-show"));
    let is_pressed = kit::quiet_note(ui, Tone::Warn, Icon::Settings, &text, Some(&show));
    ui.add_space(size::S5);
    is_pressed.then_some(Action::Go(Place::Settings)).into_iter().collect()
}

/// Why the keyring is of no use, whatever else stands in the way meanwhile.
fn keyring<'a>(scene: &Scene<'a>) -> Option<&'a KeyringTrouble> {
    match &scene.snapshot.session {
        Session::Welcome(Some(WelcomeTrouble::KeyringRead(trouble))) => Some(trouble),
        Session::Starting
        | Session::Welcome(_)
        | Session::Connecting
        | Session::Confirming { .. }
        | Session::Connected { .. } => scene.snapshot.keyring.as_ref(),
    }
}

fn key(ui: &mut Ui, scene: &Scene<'_>, form: &mut WelcomeForm) -> Actions {
    let palette = tokens(ui).palette;
    kit::section_label(ui, scene.t("section-api-key"));
    let words = ["api-key-name", "api-key-hint", "show", "hide"].map(|key| scene.t(key));
    let [name, hint, shown, hidden] = &words;
    let entered = ui.input(|input| input.key_pressed(Key::Enter));
    let field = SecretField::new(&mut form.token, name, hint, shown, hidden).show(ui);
    if !form.has_had_focus {
        field.request_focus();
        form.token.select_all(ui.ctx());
        form.has_had_focus = true;
    }
    let mut is_sent = entered && field.lost_focus();
    let workspace = form.needs_workspace().then(|| workspace(ui, scene, form));
    is_sent |= entered && workspace.as_ref().is_some_and(Response::lost_focus);
    ui.add_space(size::S2);
    let promise = scene.t(if keyring(scene).is_none() { "key-promise" } else { "key-promise-session" });
    kit::paragraph(ui, Type::Secondary, promise, palette.ink_2);
    ui.add_space(size::S5);
    is_sent |= ui.add(Button::primary(&scene.t("connect"))).clicked();
    match workspace {
        Some(field) if is_sent && form.workspace.trim().is_empty() => {
            field.request_focus();
            Vec::new()
        }
        Some(_) | None if is_sent => vec![connect(ui, scene, form)],
        Some(_) | None => Vec::new(),
    }
}

fn workspace(ui: &mut Ui, scene: &Scene<'_>, form: &mut WelcomeForm) -> Response {
    ui.add_space(size::S4);
    kit::section_label(ui, scene.t("section-workspace"));
    TextField::new(&mut form.workspace, &scene.t("workspace-name"), &scene.t("workspace-hint")).show(ui)
}

/// Hands a copy of the key over. The key itself stays until Seam has judged it.
fn connect(ui: &Ui, scene: &Scene<'_>, form: &mut WelcomeForm) -> Action {
    let workspace = form.needs_workspace().then(|| form.workspace.trim().to_owned());
    let workspace = workspace.filter(|id| !id.is_empty()).map(WorkspaceId::from);
    let token = form.send(&scene.snapshot.session);
    ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    Action::Tell(Command::Connect { token, workspace })
}

fn practice(ui: &mut Ui, scene: &Scene<'_>) -> Actions {
    let palette = tokens(ui).palette;
    let mut is_pressed = false;
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        ui.add_space(18.0);
        kit::paragraph(ui, Type::Body, scene.t("or"), palette.ink_2);
        ui.add_space(18.0);
        is_pressed = ui.add(Button::quiet_large(&scene.t("try-practice"))).clicked();
        ui.add_space(10.0);
        kit::paragraph(ui, Type::Secondary, scene.t("practice-body"), palette.ink_2);
    });
    is_pressed.then_some(Action::Tell(Command::StartPractice)).into_iter().collect()
}
