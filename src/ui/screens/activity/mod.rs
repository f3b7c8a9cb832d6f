//! The Activity screen: what was tried, how it ended, why it failed, and each attempt.

mod attempts;
mod filters;
mod form;
mod notes;
mod numbers;
mod over_time;
mod period;
mod rules;
mod words;

use egui::{CentralPanel, Frame, Key, Margin, Modifiers, Popup, ScrollArea, Ui};

pub(in crate::ui) use form::ActivityForm;

use super::{
    Action, Actions, Place, Scene,
    encode::{self, EncodeForm, Pressed},
    rail,
};
use crate::ui::kit::{size, tokens};

/// Draws the screen and says what was asked for. Jobs at the desk stay in sight; a search leads to where cards are made.
pub(in crate::ui) fn show(
    ui: &mut Ui,
    scene: &Scene<'_>,
    form: &mut ActivityForm,
    desk: &mut EncodeForm,
    pressed: Pressed,
) -> Actions {
    let mut actions = rail::show(ui, scene, Place::Activity);
    if pressed.find {
        encode::focus_search(ui, scene, desk);
    }
    let searched = encode::show_bar(ui, scene, desk);
    let is_searched = !searched.is_empty();
    actions.extend(searched);
    actions.extend(encode::show_bands(ui, scene, desk));
    let palette = tokens(ui).palette;
    let margin = Margin::symmetric(size::PAGE_X as i8, size::PAGE_Y as i8);
    let frame = Frame::new().fill(palette.background).inner_margin(margin);
    let is_opened = CentralPanel::default().frame(frame).show(ui, |ui| {
        let is_opened = encode::show_jobs(ui, scene, desk);
        actions.extend(page(ui, scene, form));
        is_opened
    });
    if is_searched || is_opened.inner || (!pressed.is_covered && is_left(ui)) {
        actions.push(Action::Go(Place::Encode));
    }
    actions
}

/// Whether Esc leads back to the cards. It first closes a list and leaves a field.
fn is_left(ui: &Ui) -> bool {
    !Popup::is_any_open(ui.ctx())
        && !ui.ctx().text_edit_focused()
        && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
}

/// The page scrolls where the window is too low for it; the table always keeps a few rows.
fn page(ui: &mut Ui, scene: &Scene<'_>, form: &mut ActivityForm) -> Actions {
    let mut actions = Vec::new();
    let room = ui.available_height();
    let area = ScrollArea::vertical().id_salt("activity").auto_shrink([false, false]);
    area.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = size::PAGE_GAP;
        ui.spacing_mut().scroll.fade.strength = 0.0;
        let top = ui.cursor().top();
        actions.extend(notes::streak(ui, scene, form));
        actions.extend(filters::show(ui, scene, form));
        notes::trouble(ui, scene);
        numbers::show(ui, scene);
        actions.extend(over_time::show(ui, scene, form, room));
        actions.extend(notes::patterns(ui, scene, form));
        actions.extend(notes::unsettled(ui, scene, form));
        let left = room - (ui.cursor().top() - top);
        actions.extend(attempts::show(ui, scene, form, left.max(rules::TABLE_LEAST)));
    });
    actions
}
