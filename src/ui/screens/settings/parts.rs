//! The parts of the screen that are lists of settings.

mod desk;
mod look;

use std::sync::Arc;

use egui::Ui;

use super::{
    control::{number, switch, text},
    form::SettingsForm,
    row::row,
};
use crate::{
    domain::{Setting, SettingKey, Settings},
    ui::{
        kit::{self, Icon, Tone, size},
        screens::{Actions, Scene},
    },
};
pub(super) use desk::desk;
pub(super) use look::look;

/// Makes a change of a text that may be absent.
type TextSetting = fn(Option<Arc<str>>) -> Setting;
/// A number: its setting, what it is with the least and the most it may be, and what makes a change of it.
type Number = (SettingKey, (u16, u16, u16), fn(u16) -> Setting);
/// A switch: its setting, whether it is on, and what makes a change of it.
type Switch = (SettingKey, bool, fn(bool) -> Setting);

fn settings<'a>(scene: &Scene<'a>) -> &'a Settings {
    &scene.snapshot.settings.loaded.settings
}

/// When nobody is here.
pub(super) fn idle(ui: &mut Ui, scene: &Scene<'_>, form: &mut SettingsForm) -> Actions {
    let held = &settings(scene).idle;
    let all: [Number; 2] = [
        (SettingKey::IdleLock, (held.lock_after_minutes, 1, 240), Setting::IdleLock),
        (SettingKey::IdleReset, (held.kiosk_reset_after_seconds, 20, 900), Setting::IdleReset),
    ];
    numbers(ui, scene, form, &all)
}

/// The way to Seam and to the shared record.
pub(super) fn connection(ui: &mut Ui, scene: &Scene<'_>, form: &mut SettingsForm) -> Actions {
    let (held, journal) = (&settings(scene).connection, &settings(scene).journal);
    let all: [(SettingKey, Option<&str>, TextSetting); 4] = [
        (SettingKey::Endpoint, held.endpoint.as_deref(), Setting::Endpoint),
        (SettingKey::Proxy, held.proxy.as_deref(), Setting::Proxy),
        (SettingKey::RootCertificate, held.root_certificate.as_deref(), Setting::RootCertificate),
        (SettingKey::SharedJournal, journal.shared.as_deref(), Setting::SharedJournal),
    ];
    let mut actions = Actions::new();
    for (at, (key, held, wrap)) in all.into_iter().enumerate() {
        if at > 0 {
            kit::hairline(ui);
        }
        actions.extend(row(ui, scene, form, key, |ui, form| text(ui, scene, form, key, held, wrap)));
    }
    actions
}

/// How long what is kept.
pub(super) fn record(ui: &mut Ui, scene: &Scene<'_>, form: &mut SettingsForm) -> Actions {
    let held = &settings(scene).journal;
    let all: [Number; 2] = [
        (SettingKey::EraseNames, (held.erase_names_after_days, 1, 3650), Setting::EraseNames),
        (SettingKey::KeepMonths, (held.keep_months, 1, 120), Setting::KeepMonths),
    ];
    numbers(ui, scene, form, &all)
}

fn numbers(ui: &mut Ui, scene: &Scene<'_>, form: &mut SettingsForm, all: &[Number]) -> Actions {
    let mut actions = Actions::new();
    for (at, (key, held, wrap)) in all.iter().enumerate() {
        if at > 0 {
            kit::hairline(ui);
        }
        actions.extend(row(ui, scene, form, *key, |ui, form| number(ui, scene, form, *key, *held, *wrap)));
    }
    actions
}

/// A desk where guests are.
pub(super) fn kiosk(ui: &mut Ui, scene: &Scene<'_>, form: &mut SettingsForm) -> Actions {
    let held = &settings(scene).kiosk;
    let all: [Switch; 3] = [
        (SettingKey::KioskEnabled, held.enabled, Setting::KioskEnabled),
        (SettingKey::KioskSignIn, held.sign_in, Setting::KioskSignIn),
        (SettingKey::KioskMaskNames, held.mask_names, Setting::KioskMaskNames),
    ];
    switches(ui, scene, form, &all)
}

/// What the log may say.
pub(super) fn log(ui: &mut Ui, scene: &Scene<'_>, form: &mut SettingsForm) -> Actions {
    let is_on = settings(scene).logs.names;
    let actions = switches(ui, scene, form, &[(SettingKey::LogNames, is_on, Setting::LogNames)]);
    if is_on {
        kit::quiet_note(ui, Tone::Warn, Icon::Warning, &scene.t("setting-logs-names-on"), None);
        ui.add_space(size::S3);
    }
    actions
}

fn switches(ui: &mut Ui, scene: &Scene<'_>, form: &mut SettingsForm, all: &[Switch]) -> Actions {
    let mut actions = Actions::new();
    for (at, (key, is_on, wrap)) in all.iter().enumerate() {
        if at > 0 {
            kit::hairline(ui);
        }
        actions.extend(row(ui, scene, form, *key, |ui, form| {
            switch(ui, scene, *key, *is_on).map(|is_on| form.set(wrap(is_on)))
        }));
    }
    actions
}
