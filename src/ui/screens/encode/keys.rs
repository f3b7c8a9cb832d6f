//! The keyboard on the card screen.
//!
//! Ctrl+F and typing choose the first hit, ↑ and ↓ choose another. Enter in the search hands the keyboard to the panel's
//! first button, and Enter there presses it. So the second Enter acts on what the first one showed, and never on an answer
//! that is still on its way: while the rows are older than the text, the first Enter waits for them and a second is dropped.

use egui::{Context, Id, Key, Modifiers, Ui};

use super::{
    bar, deeds,
    form::{EncodeForm, Focus},
    rules,
};
use crate::ui::{
    kit,
    screens::{Actions, Scene},
};

/// Keys that hold on the whole window, as pressed in this frame.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::ui) struct Pressed {
    /// To the search field.
    pub(in crate::ui) find: bool,
    /// Something stands in front of the screen and has the keyboard.
    pub(in crate::ui) is_covered: bool,
}

/// Where the keyboard was when the frame began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Search,
    /// The list, the first button, or nowhere: Enter presses the first button.
    Desk,
    /// Another control, which takes its keys itself.
    Elsewhere,
}

/// What [`before`] took out of the frame's keys.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taken {
    place: Place,
    enter: bool,
    escape: bool,
}

/// How far Page Up and Page Down lead while the list does not have the keyboard itself.
const PAGE: usize = 8;

/// Takes the keys that would otherwise go to a control.
pub(super) fn before(ui: &Ui, scene: &Scene<'_>, form: &mut EncodeForm, pressed: Pressed) -> Taken {
    let place = place(ui, form, bar::search_id(scene));
    if pressed.is_covered || form.ask.is_some() {
        return Taken { place, enter: false, escape: false };
    }
    if pressed.find {
        // At once, so that what is typed in the same frame already goes there and takes the place of what stood there.
        focus_search(ui, scene, form);
    }
    let is_list = form.list_id.is_some_and(|id| ui.memory(|memory| memory.has_focus(id)));
    let is_ours = place != Place::Elsewhere && !is_list;
    let rows = form.listed.found.rows.len();
    let row = is_ours.then(|| kit::arrow_keys(ui, form.row(), rows, PAGE)).flatten();
    if let Some(row) = row {
        form.select_row(row);
    }
    let enter = place != Place::Elsewhere && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let escape = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    Taken { place, enter, escape }
}

fn place(ui: &Ui, form: &EncodeForm, search: Id) -> Place {
    match ui.memory(|memory| memory.focused()) {
        None => Place::Desk,
        Some(id) if id == search => Place::Search,
        Some(id) if Some(id) == form.list_id || Some(id) == form.primary_id => Place::Desk,
        Some(_) => Place::Elsewhere,
    }
}

/// Acts on the keys, after everything is drawn and typed text is known.
pub(super) fn after(ui: &Ui, scene: &Scene<'_>, form: &mut EncodeForm, taken: Taken) -> Actions {
    let mut actions = Vec::new();
    if taken.escape {
        actions.extend(step_back(form));
    }
    match taken.place {
        Place::Search if taken.enter => confirm_guest(form),
        Place::Desk if taken.enter => actions.extend(press_primary(scene, form)),
        Place::Search | Place::Desk | Place::Elsewhere => {}
    }
    if form.enter_waits && !form.is_stale() {
        confirm_guest(form);
    }
    lead_to_encoders(ui, scene, form);
    give_focus(ui, scene, form);
    actions
}

/// A desk that has no encoder yet has to choose one before the button can do anything.
fn lead_to_encoders(ui: &Ui, scene: &Scene<'_>, form: &mut EncodeForm) {
    let has_choice = !scene.snapshot.encoders.is_empty() && rules::choice(scene.snapshot, form).encoder.is_none();
    if has_choice && form.focus == Some(Focus::Primary) {
        form.focus = Some(Focus::Encoders);
        ui.ctx().request_repaint();
    }
}

/// Enter in the search: the chosen guest is the right one, or the first hit is. Nothing typed hits nobody.
fn confirm_guest(form: &mut EncodeForm) {
    form.enter_waits = form.is_stale();
    if form.enter_waits {
        return;
    }
    if form.selected().is_none() && !form.query.text.trim().is_empty() {
        form.select_row(0);
    }
    if form.selected().is_some() {
        form.focus = Some(Focus::Primary);
    }
}

/// Nothing is pressed while an earlier Enter still waits for its rows.
fn press_primary(scene: &Scene<'_>, form: &mut EncodeForm) -> Actions {
    let primary = deeds::foot(scene, form).primary.filter(|item| item.is_on && !item.is_busy && !form.enter_waits);
    primary.map(|item| deeds::act(scene, form, item.deed)).unwrap_or_default()
}

/// Esc empties the search, then lets go of the chosen guest. No job is ever touched.
fn step_back(form: &mut EncodeForm) -> Actions {
    form.enter_waits = false;
    if form.query.text.is_empty() {
        form.choose(None);
        form.focus = Some(Focus::Search);
        return Vec::new();
    }
    form.query.text.clear();
    form.focus = Some(Focus::Search);
    vec![form.typed()]
}

/// Moves the keyboard where it shall be. A panel without a first button leaves it nowhere, never in the search.
fn give_focus(ui: &Ui, scene: &Scene<'_>, form: &mut EncodeForm) {
    if form.focus == Some(Focus::Primary) && deeds::foot(scene, form).primary.is_none() {
        form.focus = None;
        ui.memory_mut(|memory| memory.surrender_focus(bar::search_id(scene)));
    }
    if form.focus == Some(Focus::Search) {
        focus_search(ui, scene, form);
    }
}

/// Gives the keyboard to the search, with its text selected.
pub(in crate::ui) fn focus_search(ui: &Ui, scene: &Scene<'_>, form: &mut EncodeForm) {
    let id = bar::search_id(scene);
    form.focus = None;
    ui.memory_mut(|memory| memory.request_focus(id));
    let Some(mut state) = egui::TextEdit::load_state(ui.ctx(), id) else { return };
    let end = egui::text::CCursor::new(form.query.text.chars().count());
    state.cursor.set_char_range(Some(egui::text::CCursorRange::two(egui::text::CCursor::new(0), end)));
    state.store(ui.ctx(), id);
}

/// Gives the keyboard to the search, unless it has it already: then the next letter joins the others.
pub(in crate::ui) fn go_on_searching(ctx: &Context, scene: &Scene<'_>, form: &mut EncodeForm) {
    let id = bar::search_id(scene);
    if ctx.memory(|memory| memory.has_focus(id)) {
        return;
    }
    form.focus = None;
    ctx.memory_mut(|memory| memory.request_focus(id));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_empties_the_search_before_it_lets_go_of_the_guest() {
        let mut form = super::super::sample::form_with_guest();
        form.query.text = "hart".into();
        let said = step_back(&mut form);
        assert_eq!(said.len(), 1, "the search is asked again");
        assert!(form.query.text.is_empty() && form.selected().is_some());
        assert!(step_back(&mut form).is_empty());
        assert!(form.selected().is_none());
    }

    #[test]
    fn enter_waits_for_the_answer_to_the_last_key_stroke() {
        let mut form = super::super::sample::form_with_guest();
        form.choose(None);
        let _sent = form.typed();
        confirm_guest(&mut form);
        assert!(form.enter_waits && form.selected().is_none() && form.focus != Some(Focus::Primary));
    }
}
