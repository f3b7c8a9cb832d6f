//! The card screen: find a guest, make the card, follow it to its end.

mod bands;
mod bar;
pub(in crate::ui) mod deeds;
pub(in crate::ui) mod dialogs;
mod doubt;
mod encoders;
mod form;
mod job;
mod keys;
mod list;
pub(in crate::ui) mod rules;
mod side;
mod strip;
mod support;
mod tick;
pub(in crate::ui) mod words;

#[cfg(test)]
pub(in crate::ui) mod sample;

use egui::{CentralPanel, Frame, Margin, Ui};

pub(in crate::ui) use bands::show_common as show_bands;
pub(in crate::ui) use bar::show as show_bar;
pub(in crate::ui) use doubt::card_hint;
pub(in crate::ui) use form::{EncodeForm, Look, Wish};
pub(in crate::ui) use keys::{Pressed, focus_search, go_on_searching};
pub(in crate::ui) use rules::is_token_rejected;
pub(in crate::ui) use strip::show_all as show_jobs;
pub(in crate::ui) use tick::next_tick;

use super::{Actions, Place, Scene, rail};
use crate::ui::kit::{self, size, tokens};

/// Draws the screen and says what was asked for.
pub(in crate::ui) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm, pressed: Pressed) -> Actions {
    let is_wide = ui.available_width() >= size::WIDE;
    let keys = keys::before(ui, scene, form, pressed);
    let mut actions = Vec::new();
    actions.extend(rail::show(ui, scene, Place::Encode));
    actions.extend(bar::show(ui, scene, form));
    actions.extend(bands::show(ui, scene, form));
    if is_wide {
        actions.extend(kit::side_panel(ui, |ui| side::show(ui, scene, form)));
    }
    actions.extend(middle(ui, scene, form, is_wide));
    actions.extend(dialogs::show(ui, scene, form));
    actions.extend(keys::after(ui, scene, form, keys));
    actions
}

/// The list; in a narrow window the chosen card takes its place.
fn middle(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm, is_wide: bool) -> Actions {
    let palette = tokens(ui).palette;
    let is_list = is_wide || form.selected().is_none();
    let fill = if is_list { palette.background } else { palette.panel };
    let margin = match is_wide {
        true if ui.available_width() < size::LIST_TIGHT => Margin::symmetric(size::S3 as i8, size::PAGE_Y as i8),
        true => Margin::symmetric(size::PAGE_X as i8, size::PAGE_Y as i8),
        false => Margin::same(size::S3 as i8),
    };
    let mut actions = Vec::new();
    CentralPanel::default().frame(Frame::new().fill(fill).inner_margin(margin)).show(ui, |ui| {
        if is_list {
            strip::show(ui, scene, form);
            actions.extend(list::show(ui, scene, form));
        } else {
            actions.extend(side::show_narrow(ui, scene, form));
        }
    });
    actions
}
