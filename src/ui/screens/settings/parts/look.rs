//! Look and sound.

use egui::Ui;

use super::settings;
use crate::{
    domain::{Setting, SettingKey, Theme},
    ui::{
        kit::{self, Choose},
        screens::{
            Action, Actions, Scene,
            settings::{
                control::{few, switch},
                form::SettingsForm,
                name_key,
                row::row,
            },
        },
        text::Texts,
    },
};

/// Look and sound.
pub(in crate::ui::screens::settings) fn look(ui: &mut Ui, scene: &Scene<'_>, form: &mut SettingsForm) -> Actions {
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
    let name = scene.t(&name_key(SettingKey::UiScale));
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
    let name = scene.t(&name_key(SettingKey::UiLanguage));
    let chosen = Choose::new(&name, &names, at).show(ui).filter(|chosen| *chosen != at)?;
    let tag = chosen.checked_sub(1).and_then(|at| tags.get(at)).map(|tag| (*tag).into());
    Some(form.set(Setting::UiLanguage(tag)))
}
