//! The parts of the screen that are lists of settings.

use std::sync::Arc;

use egui::Ui;

use super::{
    control::{few, number, switch, text},
    form::SettingsForm,
    row::row,
};
use crate::{
    domain::{People, Setting, SettingKey, Settings, Theme},
    engine::Command,
    ui::{
        kit::{self, Choose, Icon, Tone, size},
        screens::{Action, Actions, Scene},
        text::Texts,
    },
};

/// Makes a change of a text that may be absent.
type TextSetting = fn(Option<Arc<str>>) -> Setting;
/// A number: its setting, what it is with the least and the most it may be, and what makes a change of it.
type Number = (SettingKey, (u16, u16, u16), fn(u16) -> Setting);
/// A switch: its setting, whether it is on, and what makes a change of it.
type Switch = (SettingKey, bool, fn(bool) -> Setting);

fn settings<'a>(scene: &Scene<'a>) -> &'a Settings {
    &scene.snapshot.settings.loaded.settings
}

/// This desk.
pub(super) fn desk(ui: &mut Ui, scene: &Scene<'_>, form: &mut SettingsForm) -> Actions {
    let held = &settings(scene).desk;
    let mut actions = Actions::new();
    actions.extend(row(ui, scene, form, SettingKey::DeskName, |ui, form| {
        text(ui, scene, form, SettingKey::DeskName, held.name.as_deref(), Setting::DeskName)
    }));
    kit::hairline(ui);
    actions.extend(row(ui, scene, form, SettingKey::DeskEncoder, |ui, _| encoder(ui, scene)));
    kit::hairline(ui);
    actions.extend(row(ui, scene, form, SettingKey::DeskPeople, |ui, form| people(ui, scene, form)));
    if scene.snapshot.people.is_empty() {
        kit::hairline(ui);
        actions.extend(row(ui, scene, form, SettingKey::DeskOperator, |ui, form| {
            text(ui, scene, form, SettingKey::DeskOperator, held.operator.as_deref(), Setting::DeskOperator)
        }));
    }
    actions
}

fn encoder(ui: &mut Ui, scene: &Scene<'_>) -> Option<Action> {
    let bound = scene.snapshot.binding.as_ref();
    let encoders = &scene.snapshot.encoders;
    let at = bound.and_then(|bound| encoders.iter().position(|view| view.encoder.id == bound.encoder));
    let mut names: Vec<String> = encoders.iter().map(|view| view.encoder.name.to_string()).collect();
    // One that is missing from the list is still named; none is said so.
    let missing = bound.map_or_else(|| scene.t("setting-no-encoder"), |bound| bound.name.to_string());
    let selected = at.unwrap_or_else(|| {
        names.push(missing);
        names.len() - 1
    });
    let name = scene.t(&super::name_key(SettingKey::DeskEncoder));
    let [find, nothing] = ["setting-encoder-find", "setting-encoder-nothing"].map(|key| scene.t(key));
    let chosen =
        Choose::new(&name, &names, selected).find(&find, &nothing).show(ui).filter(|chosen| Some(*chosen) != at)?;
    let view = encoders.get(chosen)?;
    Some(Action::Tell(Command::BindEncoder(view.encoder.id.clone())))
}

fn people(ui: &mut Ui, scene: &Scene<'_>, form: &mut SettingsForm) -> Option<Action> {
    let names = People::ALL.map(|people| match people {
        People::One => scene.t("people-one"),
        People::Several => scene.t("people-several"),
    });
    let several = !scene.snapshot.people.is_empty();
    let is_locked = scene.snapshot.settings.loaded.is_locked(SettingKey::Operators);
    let held = if several { People::Several } else { settings(scene).desk.people.unwrap_or(People::One) };
    match few(ui, scene, SettingKey::DeskPeople, &People::ALL, &names, held)? {
        // Somebody has to sign in first, or nobody may be left who does: both are done among the people.
        People::Several if !several && !is_locked => {
            form.begin_operators();
            None
        }
        People::Several if !several => {
            form.open(super::Section::Operators);
            None
        }
        People::One if several => {
            form.show_how_to_be_alone();
            None
        }
        people @ (People::One | People::Several) => Some(form.set(Setting::DeskPeople(people))),
    }
}

/// Look and sound.
pub(super) fn look(ui: &mut Ui, scene: &Scene<'_>, form: &mut SettingsForm) -> Actions {
    let held = &settings(scene).ui;
    let mut actions = Actions::new();
    actions.extend(row(ui, scene, form, SettingKey::UiTheme, |ui, form| {
        let names = Theme::ALL.map(|theme| match theme {
            Theme::System => scene.t("theme-name-system"),
            Theme::Light => scene.t("theme-name-light"),
            Theme::Dark => scene.t("theme-name-dark"),
        });
        few(ui, scene, SettingKey::UiTheme, &Theme::ALL, &names, held.theme)
            .map(|theme| form.set(Setting::UiTheme(theme)))
    }));
    kit::hairline(ui);
    actions.extend(row(ui, scene, form, SettingKey::UiScale, |ui, form| scale(ui, scene, held.scale, form)));
    kit::hairline(ui);
    actions.extend(row(ui, scene, form, SettingKey::UiLanguage, |ui, form| {
        language(ui, scene, held.language.as_deref(), form)
    }));
    kit::hairline(ui);
    actions.extend(row(ui, scene, form, SettingKey::UiSounds, |ui, form| {
        switch(ui, scene, SettingKey::UiSounds, held.sounds).map(|is_on| form.set(Setting::UiSounds(is_on)))
    }));
    actions
}

fn scale(ui: &mut Ui, scene: &Scene<'_>, held: f64, form: &mut SettingsForm) -> Option<Action> {
    let mut percents = vec![100, 125, 150, 175, 200];
    #[expect(clippy::cast_possible_truncation, reason = "a scale has three digits")]
    let percent = (held * 100.0).round() as i32;
    if !percents.contains(&percent) {
        percents.push(percent);
        percents.sort_unstable();
    }
    let names: Vec<String> =
        percents.iter().map(|percent| scene.t_with("setting-percent", &[("n", &percent.to_string())])).collect();
    let at = percents.iter().position(|one| *one == percent).unwrap_or(0);
    let name = scene.t(&super::name_key(SettingKey::UiScale));
    let chosen = Choose::new(&name, &names, at).show(ui).filter(|chosen| *chosen != at)?;
    let percent = percents.get(chosen)?;
    Some(form.set(Setting::UiScale(f64::from(*percent) / 100.0)))
}

fn language(ui: &mut Ui, scene: &Scene<'_>, held: Option<&str>, form: &mut SettingsForm) -> Option<Action> {
    let tags: Vec<&str> = Texts::shipped().collect();
    let mut names = vec![scene.t("language-of-the-system")];
    names.extend(tags.iter().map(|tag| Texts::new(tag).t("language-name")));
    let at = held.map_or(0, |held| {
        let nearest = Texts::new(held).language().to_string();
        tags.iter().position(|tag| *tag == nearest).map_or(0, |at| at + 1)
    });
    let name = scene.t(&super::name_key(SettingKey::UiLanguage));
    let chosen = Choose::new(&name, &names, at).show(ui).filter(|chosen| *chosen != at)?;
    let tag = chosen.checked_sub(1).and_then(|at| tags.get(at)).map(|tag| (*tag).into());
    Some(form.set(Setting::UiLanguage(tag)))
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
