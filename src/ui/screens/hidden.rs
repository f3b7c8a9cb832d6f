//! A screen that shows nothing of anybody, for the moment in which a guest leans over the desk.

use egui::{CentralPanel, Frame, Key, Modifiers, Ui};

use super::Scene;
use crate::ui::kit::{self, Button, Type, size, tokens};

/// Draws it; whether somebody wants to go on.
pub(in crate::ui) fn show(ui: &mut Ui, scene: &Scene<'_>) -> bool {
    let fill = tokens(ui).palette.background;
    let shown = CentralPanel::default()
        .frame(Frame::new().fill(fill))
        .show(ui, |ui| kit::card_panel(ui, size::SHEET, |ui| contents(ui, scene)));
    shown.inner
}

fn contents(ui: &mut Ui, scene: &Scene<'_>) -> bool {
    kit::heading(ui, Type::Display, scene.t("hidden-title"));
    ui.add_space(size::S2);
    kit::paragraph(ui, Type::Body, scene.t("hidden-body"), tokens(ui).palette.ink_2);
    ui.add_space(size::S6);
    let entered = [Key::Enter, Key::Escape].map(|key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)));
    ui.add(Button::primary(&scene.t("hidden-show")).key("Enter")).clicked() || entered.contains(&true)
}
