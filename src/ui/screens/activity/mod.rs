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

use egui::{CentralPanel, Frame, Key, Margin, Modifiers, Popup, Response, ScrollArea, Ui};

pub(in crate::ui) use form::ActivityForm;
pub(in crate::ui) use words::follow_up;

use super::{
    Action, Actions, Place, Scene,
    encode::{self, EncodeForm, Pressed},
    rail,
};
use crate::ui::kit::{SearchField, size, tokens};

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
    actions.extend(encode::show_bands(ui, scene));
    let palette = tokens(ui).palette;
    let (x, y) = (size::PAGE_X as i8, size::PAGE_Y as i8);
    // The scroll bar of a low window stands in the right margin.
    let margin = Margin { left: x, right: 0, top: y, bottom: y };
    let frame = Frame::new().fill(palette.background).inner_margin(margin);
    let is_opened = CentralPanel::default().frame(frame).show(ui, |ui| {
        let is_opened = encode::show_jobs(ui, scene, desk);
        actions.extend(page(ui, scene, form));
        is_opened
    });
    let is_left = !pressed.is_covered && is_left(ui, form);
    if is_searched || is_opened.inner || is_left {
        actions.push(Action::Go(Place::Encode));
    }
    actions
}

/// Whether Esc leads back to the cards. It first closes a list and leaves a field, which has happened by now.
fn is_left(ui: &Ui, form: &mut ActivityForm) -> bool {
    let holds = Popup::is_any_open(ui.ctx()) || ui.ctx().text_edit_focused();
    let held = std::mem::replace(&mut form.holds_escape, holds);
    ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) && !held
}

/// The page scrolls where the window is too low for it; the table always keeps a few rows.
fn page(ui: &mut Ui, scene: &Scene<'_>, form: &mut ActivityForm) -> Actions {
    let mut actions = Vec::new();
    let room = ui.available_height();
    let area = ScrollArea::vertical().id_salt("activity").auto_shrink([false, false]);
    area.show(ui, |ui| {
        ui.set_max_width(ui.available_width() - size::PAGE_X);
        ui.spacing_mut().item_spacing.y = size::PAGE_GAP;
        let top = ui.cursor().top();
        actions.extend(notes::streak(ui, scene, form));
        actions.extend(filters::show(ui, scene, form));
        actions.extend(notes::trouble(ui, scene, form));
        numbers::show(ui, scene);
        actions.extend(over_time::show(ui, scene, form, room));
        actions.extend(notes::attention(ui, scene, form));
        let left = room - (ui.cursor().top() - top);
        actions.extend(attempts::show(ui, scene, form, left.max(rules::TABLE_LEAST)));
        follow_keyboard(ui, scene, form);
    });
    actions
}

/// Brings what has just got the keyboard into sight.
fn follow_keyboard(ui: &Ui, scene: &Scene<'_>, form: &mut ActivityForm) {
    let focused = ui.memory(|memory| memory.focused());
    if std::mem::replace(&mut form.followed, focused) == focused {
        return;
    }
    let search = SearchField::id(&scene.t("search-name"));
    let response = focused.filter(|id| *id != search).and_then(|id| ui.ctx().read_response(id));
    let is_here = |response: &Response| {
        response.layer_id == ui.layer_id() && response.rect.left() >= ui.min_rect().left() - size::S2
    };
    if let Some(response) = response.filter(is_here) {
        ui.scroll_to_rect(response.rect.expand(size::S2), None);
    }
}
