//! One setting: what it is called, what it does, its control, and who else has a say in it.

use egui::accesskit::Role;
use egui::{Layout, Rect, Ui, UiBuilder, vec2};

use super::form::SettingsForm;
use crate::{
    domain::{SettingKey, SettingOrigin},
    ui::{
        kit::{self, Icon, Type, size, tokens},
        screens::Scene,
    },
};

/// Width of the controls' column, in points.
const CONTROL: f32 = 280.0;
/// Room from which name and control stand side by side.
const SIDE_BY_SIDE: f32 = 500.0;

/// The key of a setting's name.
pub(in crate::ui) fn name_key(key: SettingKey) -> String {
    format!("setting-{}", key.name().replace(['.', '_'], "-"))
}

/// Draws a setting; `control` stands at its right, or below it where there is no room.
pub(super) fn row<R>(
    ui: &mut Ui,
    scene: &Scene<'_>,
    form: &mut SettingsForm,
    key: SettingKey,
    control: impl FnOnce(&mut Ui, &mut SettingsForm) -> R,
) -> R {
    let name = scene.t(&name_key(key));
    let builder = UiBuilder::new().id_salt(key.name()).accessibility_role(Role::Group).accessibility_label(&name);
    let is_locked = scene.snapshot.settings.loaded.is_locked(decided_by(scene, key));
    let shown = ui.scope_builder(builder, |ui| {
        let inner = sides(
            ui,
            |ui| words(ui, scene, key, &name),
            |ui| ui.add_enabled_ui(!is_locked, |ui| control(ui, form)).inner,
        );
        remarks(ui, scene, form, key);
        inner
    });
    shown.inner
}

/// Two columns; both begin at the top.
pub(super) fn sides<R>(ui: &mut Ui, left: impl FnOnce(&mut Ui), right: impl FnOnce(&mut Ui) -> R) -> R {
    let room = ui.available_width();
    ui.add_space(size::S3);
    let inner = if room < SIDE_BY_SIDE {
        left(ui);
        ui.add_space(size::S2);
        right(ui)
    } else {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::S6;
            column(ui, room - CONTROL - size::S6, left);
            column(ui, CONTROL, right)
        })
        .inner
    };
    ui.add_space(size::S3);
    inner
}

fn column<R>(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = Layout::top_down(egui::Align::Min);
    ui.allocate_ui_with_layout(vec2(width, 0.0), layout, |ui| {
        ui.set_width(width);
        contents(ui)
    })
    .inner
}

fn words(ui: &mut Ui, scene: &Scene<'_>, key: SettingKey, name: &str) {
    let palette = tokens(ui).palette;
    kit::paragraph(ui, Type::BodyStrong, name, palette.ink);
    kit::paragraph(ui, Type::Secondary, scene.t(&format!("{}-why", name_key(key))), palette.ink_2);
    if key.waits_for_start() {
        kit::paragraph(ui, Type::Secondary, scene.t("setting-from-next-start"), palette.ink_2);
    }
    origin(ui, scene, decided_by(scene, key));
}

/// Whether several people work here follows from who signs in, where IT keeps that list.
fn decided_by(scene: &Scene<'_>, key: SettingKey) -> SettingKey {
    let is_kept = scene.snapshot.settings.loaded.is_locked(SettingKey::Operators);
    if key == SettingKey::DeskPeople && is_kept { SettingKey::Operators } else { key }
}

/// Who else has a say in it.
pub(super) fn origin(ui: &mut Ui, scene: &Scene<'_>, key: SettingKey) {
    let is_clerks = scene.snapshot.duty.is_supervisor() || !key.is_supervisors();
    let (icon, text) = match scene.snapshot.settings.loaded.origin(key) {
        SettingOrigin::Locked => (Icon::Lock, "setting-locked"),
        SettingOrigin::Preset => (Icon::Info, "setting-preset"),
        SettingOrigin::Default | SettingOrigin::Desk if is_clerks => return,
        SettingOrigin::Default | SettingOrigin::Desk => (Icon::Key, "setting-supervisors"),
    };
    ui.add_space(size::S1);
    signed_line(ui, icon, &scene.t(text));
}

fn signed_line(ui: &mut Ui, icon: Icon, text: &str) {
    let palette = tokens(ui).palette;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (_, sign) = ui.allocate_space(vec2(14.0, 20.0));
        icon.paint(ui.painter(), Rect::from_center_size(sign.center(), vec2(14.0, 14.0)), palette.ink_2);
        kit::paragraph(ui, Type::Secondary, text, palette.ink_2);
    });
}

/// What stands in the way of a change, and what was typed and does not hold.
fn remarks(ui: &mut Ui, scene: &Scene<'_>, form: &SettingsForm, key: SettingKey) {
    let palette = tokens(ui).palette;
    let trouble = scene.snapshot.settings.trouble.as_deref().filter(|_| form.is_last(key));
    if let Some(trouble) = trouble {
        kit::paragraph(ui, Type::Secondary, trouble, palette.bad);
        kit::announce(ui, trouble);
        ui.add_space(size::S2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::text::Texts;

    #[test]
    fn every_setting_has_a_name_and_nearly_every_one_a_reason() {
        let texts = Texts::default();
        for key in SettingKey::ALL {
            let name = name_key(key);
            assert_ne!(texts.t(&name), name, "{key:?}");
            let is_shown = !matches!(key, SettingKey::DeskEncoderName | SettingKey::Operators);
            let why = format!("{name}-why");
            assert_eq!(texts.t(&why) != why, is_shown, "{key:?}");
        }
    }
}
