//! What is done about a failure: where it stands, and a note.

use egui::{Key, Modifiers, Ui, vec2};

use super::{
    deeds::Deed,
    form::{AttemptForm, NOTE_LIMIT},
    words,
};
use crate::{
    domain::FollowUpState,
    engine::AttemptDetails,
    ui::{
        kit::{self, Button, TextArea, Type, size, tokens},
        screens::Scene,
    },
};

/// From so many characters on, the field says how many there are.
const COUNT_FROM: usize = 900;
/// Width of the button that saves, in points.
const SAVE: f32 = 132.0;

/// Draws the choice, the note and the button.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut AttemptForm, details: &AttemptDetails) -> Vec<Deed> {
    kit::section_label(ui, scene.t("attempt-section-follow"));
    let names = FollowUpState::ALL.map(|state| scene.t(words::follow_up_key(state)));
    let items: Vec<_> = names.iter().map(|name| &**name).collect();
    let chosen = form.chosen(details);
    let selected = FollowUpState::ALL.iter().position(|state| *state == chosen).unwrap_or(0);
    if let Some(at) = kit::segmented(ui, &scene.t("attempt-follow-name"), &items, selected) {
        form.state = FollowUpState::ALL.get(at).copied();
        form.changed();
    }
    ui.add_space(size::S2);
    let is_entered = note(ui, scene, form);
    ui.add_space(size::S2);
    save_line(ui, scene, form, details, is_entered)
}

/// The note's field; whether Ctrl and Enter were pressed in it.
fn note(ui: &mut Ui, scene: &Scene<'_>, form: &mut AttemptForm) -> bool {
    let id = AttemptForm::note_id();
    let has_keyboard = ui.memory(|memory| memory.has_focus(id));
    let is_entered = has_keyboard && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    let (name, hint) = (scene.t("attempt-note-name"), scene.t("attempt-note-hint"));
    let field = TextArea::new(&mut form.note, id, &name, &hint).rows(2).show(ui);
    if field.changed() {
        form.changed();
    }
    // A question in front of the sheet keeps the keyboard for one frame longer than it is drawn.
    if form.wants_note && form.ask.is_none() {
        form.wants_note = !field.has_focus();
        field.request_focus();
        ui.ctx().request_repaint();
    }
    is_entered
}

fn save_line(
    ui: &mut Ui,
    scene: &Scene<'_>,
    form: &mut AttemptForm,
    details: &AttemptDetails,
    is_entered: bool,
) -> Vec<Deed> {
    let palette = tokens(ui).palette;
    if scene.snapshot.journal_trouble.is_some() && form.is_saving() {
        form.changed();
    }
    let is_busy = form.is_saving();
    let can_save = form.is_unsaved(details) && form.note_length() <= NOTE_LIMIT && !is_busy;
    let mut is_pressed = false;
    ui.horizontal(|ui| {
        let room = ui.available_width() - SAVE - size::S4;
        ui.allocate_ui(vec2(room, size::CONTROL), |ui| {
            ui.set_min_size(vec2(room, size::CONTROL));
            let (is_bad, text) = remark(scene, form, details);
            let ink = if is_bad { palette.bad } else { palette.ink_2 };
            ui.centered_and_justified(|ui| {
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    kit::paragraph(ui, Type::Secondary, text, ink)
                })
            });
        });
        ui.add_space(size::S4 - ui.spacing().item_spacing.x);
        let (text, key) = (scene.t("attempt-save"), scene.t("attempt-save-key"));
        let save = Button::quiet(&text).key(&key).enabled(can_save).busy(is_busy).width(SAVE);
        is_pressed = ui.add(save).clicked();
    });
    (can_save && (is_pressed || is_entered)).then_some(Deed::Save).into_iter().collect()
}

/// What to know before one saves: whether it is bad, and the sentence.
fn remark(scene: &Scene<'_>, form: &AttemptForm, details: &AttemptDetails) -> (bool, String) {
    let (length, number) = (form.note_length(), |count| scene.texts.number(count));
    let counted = [("n", &*number(length)), ("limit", &*number(NOTE_LIMIT))];
    match () {
        () if scene.snapshot.journal_trouble.is_some() => (true, scene.t("attempt-save-trouble")),
        () if length > NOTE_LIMIT => (true, scene.t_count("attempt-note-too-long", length - NOTE_LIMIT, &[])),
        () if length >= COUNT_FROM => (false, scene.t_with("attempt-note-count", &counted)),
        () if form.is_saved => (false, scene.t("attempt-saved")),
        () if form.is_unsaved(details) => (false, scene.t("attempt-save-hint")),
        () => (false, String::new()),
    }
}
