//! This desk: its name, its encoder, and whether people sign in at it.

use egui::Ui;

use super::settings;
use crate::{
    domain::{People, Setting, SettingKey},
    engine::Command,
    ui::{
        kit::{self, Choose},
        screens::{
            Action, Actions, Scene,
            settings::{
                control::{few, text},
                form::SettingsForm,
                name_key,
                row::row,
            },
        },
    },
};

/// This desk.
pub(in crate::ui::screens::settings) fn desk(ui: &mut Ui, scene: &Scene<'_>, form: &mut SettingsForm) -> Actions {
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
    let name = scene.t(&name_key(SettingKey::DeskEncoder));
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
    let held = if several { People::Several } else { settings(scene).desk.people.unwrap_or(People::One) };
    match few(ui, scene, SettingKey::DeskPeople, &People::ALL, &names, held)? {
        // Somebody has to sign in first, or nobody may be left who does: both are done among the people.
        People::Several if !several => {
            form.begin_operators();
            None
        }
        People::One if several => {
            form.show_how_to_be_alone();
            None
        }
        people @ (People::One | People::Several) => Some(form.set(Setting::DeskPeople(people))),
    }
}
