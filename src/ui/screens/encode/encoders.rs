//! The encoders, always in sight: name, the last thing known, and which one is in use.

use egui::{ScrollArea, Ui};

use super::{
    form::{EncodeForm, Focus},
    rules::{self, Choice},
    words,
};
use crate::{
    domain::{EncoderId, SettingKey, System},
    engine::{Command, EncoderView},
    ui::{
        kit::{self, Note, Tone, Type, size, tokens},
        screens::{Action, Actions, Scene},
    },
};

/// How many encoders stand in sight at once.
const IN_SIGHT: f32 = 5.0;

/// Draws the list, and what speaks against the chosen encoder.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm) -> Actions {
    kit::section_label(ui, scene.t("section-encoder"));
    let mut actions = rows(ui, scene, form);
    let choice = rules::choice(scene.snapshot, form);
    actions.extend(bind_link(ui, scene, &choice));
    notes(ui, scene, &choice);
    actions
}

fn rows(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm) -> Actions {
    let encoders = &scene.snapshot.encoders;
    if encoders.is_empty() {
        let key = if scene.snapshot.catalog.loaded_at.is_some() { "no-encoders" } else { "encoders-not-known" };
        kit::paragraph(ui, Type::Secondary, scene.t(key), tokens(ui).palette.ink_2);
        return Vec::new();
    }
    let choice = rules::choice(scene.snapshot, form);
    if let Some(only) = choice.encoder.filter(|_| choice.is_only) {
        the_only(ui, scene, only);
        return Vec::new();
    }
    let chosen = choice.encoder.map(|view| view.encoder.id.clone());
    let height = tokens(ui).at_least_target(size::CHOICE) * IN_SIGHT + size::S5;
    let clicked = kit::list_frame(ui, |ui| {
        let area = ScrollArea::vertical().id_salt("encoders").max_height(height).auto_shrink([false, true]);
        area.show(ui, |ui| choices(ui, scene, form, chosen.as_ref())).inner
    });
    clicked.inner.map(|id| choose(scene, form, id)).unwrap_or_default()
}

/// One encoder leaves no choice; its name and what is known about it stand there all the same.
fn the_only(ui: &mut Ui, scene: &Scene<'_>, view: &EncoderView) {
    let palette = tokens(ui).palette;
    let (evidence, detail) = words::encoder_detail(scene, view, false);
    kit::line(ui, Type::BodyBold, view.encoder.name.to_string(), palette.ink);
    kit::status(ui, evidence.tone(), &detail);
}

fn choices(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm, chosen: Option<&EncoderId>) -> Option<EncoderId> {
    let encoders = &scene.snapshot.encoders;
    let own = scene.snapshot.binding.as_ref().map(|binding| &binding.encoder);
    let mut clicked = None;
    for (at, view) in encoders.iter().enumerate() {
        let id = &view.encoder.id;
        let (evidence, detail) = words::encoder_detail(scene, view, own == Some(id));
        let is_chosen = chosen == Some(id);
        let row = kit::choice_row(ui, (at, encoders.len()), evidence, &view.encoder.name, &detail, is_chosen);
        if form.focus == Some(Focus::Encoders) && !is_chosen {
            row.request_focus();
            form.focus = None;
        }
        if row.clicked() {
            clicked = Some(id.clone());
        }
    }
    clicked
}

/// Chooses an encoder from here on. The first choice ever is remembered for this desk; later ones only when asked for.
fn choose(scene: &Scene<'_>, form: &mut EncodeForm, id: EncoderId) -> Actions {
    form.encoder = Some(id.clone());
    form.focus = Some(Focus::Primary);
    let is_first = scene.snapshot.binding.is_none();
    (is_first && may_bind(scene)).then_some(Action::Tell(Command::BindEncoder(id))).into_iter().collect()
}

/// Whether the policy leaves the encoder of this desk to the desk.
fn may_bind(scene: &Scene<'_>) -> bool {
    let loaded = &scene.snapshot.settings.loaded;
    ![SettingKey::DeskEncoder, SettingKey::DeskEncoderName].into_iter().any(|key| loaded.is_locked(key))
}

/// Offers to remember an encoder that differs from the desk's own.
fn bind_link(ui: &mut Ui, scene: &Scene<'_>, choice: &Choice<'_>) -> Actions {
    let (Some(view), Some(own)) = (choice.encoder, scene.snapshot.binding.as_ref()) else { return Vec::new() };
    if view.encoder.id == own.encoder || !may_bind(scene) {
        return Vec::new();
    }
    ui.add_space(size::S1);
    let text = scene.t_with("bind-encoder", &[("encoder", &view.encoder.name)]);
    let pressed = kit::link(ui, &text).clicked();
    pressed.then(|| Action::Tell(Command::BindEncoder(view.encoder.id.clone()))).into_iter().collect()
}

fn notes(ui: &mut Ui, scene: &Scene<'_>, choice: &Choice<'_>) {
    if let Some(name) = &choice.missing {
        ui.add_space(size::S3);
        let title = scene.t_with("encoder-missing", &[("encoder", name)]);
        let body = scene.t(if choice.encoder.is_some() { "encoder-missing-other" } else { "encoder-missing-body" });
        Note::new(Tone::Warn, &title).body(&body).show(ui);
    }
    let Some(view) = choice.encoder else { return };
    if let Some(removed) = view.encoder.removed() {
        ui.add_space(size::S3);
        let title = scene.t_with("encoder-removed-title", &[("encoder", &view.encoder.name)]);
        Note::new(Tone::Warn, &title).body(&scene.t("encoder-removed-body")).details(&removed.message).show(ui);
    }
    if let Some(system) = scene.snapshot.catalog.system(&view.encoder.system) {
        system_note(ui, scene, system);
    }
}

/// Trouble of the lock system predicts a failed card, so it is said before the button is pressed.
fn system_note(ui: &mut Ui, scene: &Scene<'_>, system: &System) {
    let Some(first) = system.errors.first() else { return };
    let (title, body) = match &*first.code {
        "bridge_disconnected" | "seam_bridge_disconnected" => {
            (scene.t("problem-bridge-disconnected-title"), scene.t("problem-bridge-disconnected-next"))
        }
        _ => (scene.t_with("system-trouble", &[("system", &system.name)]), scene.t("system-trouble-body")),
    };
    let details: Vec<_> = system.errors.iter().map(|error| &*error.message).collect();
    ui.add_space(size::S3);
    Note::new(Tone::Warn, &title).body(&body).details(&details.join("\n")).show(ui);
}
