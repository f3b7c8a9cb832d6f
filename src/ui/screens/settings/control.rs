//! The controls of settings: switches, choices, fields.

use std::sync::Arc;

use egui::{Key, Response, Ui};

use super::{form::SettingsForm, row::name_key};
use crate::{
    domain::{Setting, SettingKey},
    ui::{
        kit::{self, StepField, TextField, Type, size, tokens},
        screens::{Action, Scene},
    },
};

/// Width of a field for a number, in points.
const NUMBER: f32 = 88.0;

/// On or off.
pub(super) fn switch(ui: &mut Ui, scene: &Scene<'_>, key: SettingKey, is_on: bool) -> Option<bool> {
    let [off, on] = ["setting-off", "setting-on"].map(|key| scene.t(key));
    ui.set_max_width(ui.available_width().min(160.0));
    let chosen = kit::segmented(ui, &scene.t(&name_key(key)), &[&off, &on], usize::from(is_on));
    chosen.map(|at| at == 1)
}

/// One of a few.
pub(super) fn few<T: Copy + PartialEq>(
    ui: &mut Ui,
    scene: &Scene<'_>,
    key: SettingKey,
    all: &[T],
    names: &[String],
    held: T,
) -> Option<T> {
    let items: Vec<&str> = names.iter().map(String::as_str).collect();
    let at = all.iter().position(|one| *one == held).unwrap_or(usize::MAX);
    kit::segmented(ui, &scene.t(&name_key(key)), &items, at).and_then(|at| all.get(at).copied())
}

/// A text that may be absent. It is taken on Enter and when the field is left; Esc takes it back.
pub(super) fn text(
    ui: &mut Ui,
    scene: &Scene<'_>,
    form: &mut SettingsForm,
    key: SettingKey,
    held: Option<&str>,
    wrap: fn(Option<Arc<str>>) -> Setting,
) -> Option<Action> {
    let mut text = form.text(key, held.unwrap_or_default());
    let hint = scene.t(&format!("{}-hint", name_key(key)));
    let response = TextField::new(&mut text, &scene.t(&name_key(key)), &hint).show(ui);
    let wanted = Some(text.trim()).filter(|text| !text.is_empty());
    let taken = keep(ui, form, key, &response, &text, wanted == held).then(|| form.set(wrap(wanted.map(Into::into))));
    left(ui, scene, form, key, &response);
    taken
}

/// A number within its bounds. ↑ and ↓ change it.
pub(super) fn number(
    ui: &mut Ui,
    scene: &Scene<'_>,
    form: &mut SettingsForm,
    key: SettingKey,
    (held, least, most): (u16, u16, u16),
    wrap: fn(u16) -> Setting,
) -> Option<Action> {
    let mut text = form.text(key, &held.to_string());
    let fits = |text: &str| text.trim().parse().ok().filter(|number| (least..=most).contains(number));
    let name = scene.t(&format!("{}-unit", name_key(key)));
    let field = StepField {
        text: &mut text,
        name: &name,
        hint: "",
        is_wrong: fits(&text_of(form, key, held)).is_none(),
        width: NUMBER,
    };
    let (response, steps) = ui.horizontal(|ui| field.show(ui)).inner;
    if steps != 0 {
        let from = i32::from(fits(&text).unwrap_or(held));
        text = (from + steps).clamp(i32::from(least), i32::from(most)).to_string();
        form.typed(key, text.clone());
    }
    let wanted = fits(&text);
    // Esc takes it back only while the keyboard is there.
    if wanted.is_none() && response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
        response.request_focus();
    }
    let is_done = keep(ui, form, key, &response, &text, wanted == Some(held));
    if wanted.is_none() {
        let bounds = [("least", &*least.to_string()), ("most", &*most.to_string())];
        kit::paragraph(ui, Type::Secondary, scene.t_with("setting-number-bounds", &bounds), tokens(ui).palette.bad);
    } else {
        left(ui, scene, form, key, &response);
    }
    wanted.filter(|_| is_done).map(|number| form.set(wrap(number)))
}

fn text_of(form: &SettingsForm, key: SettingKey, held: u16) -> String {
    form.text(key, &held.to_string())
}

/// Keeps what was typed; whether it is to be taken now.
fn keep(ui: &Ui, form: &mut SettingsForm, key: SettingKey, response: &Response, text: &str, is_held: bool) -> bool {
    if response.changed() {
        form.typed(key, text.to_owned());
    }
    if response.gained_focus() {
        form.begun(key);
    }
    let escaped = ui.input(|input| input.key_pressed(Key::Escape));
    if is_held && !response.has_focus() || response.lost_focus() && escaped {
        form.drop_draft(key);
        return false;
    }
    // A field is left in two frames, and what is on its way is not sent again.
    response.lost_focus() && !is_held && form.is_left(key)
}

/// What was typed and did not come to hold says so.
fn left(ui: &mut Ui, scene: &Scene<'_>, form: &SettingsForm, key: SettingKey, response: &Response) {
    if form.is_left(key) && !response.has_focus() {
        ui.add_space(size::S1);
        kit::paragraph(ui, Type::Secondary, scene.t("setting-not-saved"), tokens(ui).palette.ink_2);
    }
}
