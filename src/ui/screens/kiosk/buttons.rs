//! The foot of the panel, as it is drawn.

use egui::{TextWrapMode, Ui, WidgetText, vec2};

use super::foot::{Does, Foot, Press};
use crate::ui::kit::{self, Button, Type, size, tokens};

/// How many quiet buttons stand in one line.
const IN_LINE: usize = 2;

/// How high the foot is.
pub(super) fn height(ui: &Ui, foot: &Foot, is_low: bool, width: f32) -> f32 {
    let hint = if foot.hint.is_empty() { 0.0 } else { hint_height(ui, &foot.hint, width) + size::S3 };
    let primary = foot.primary.as_ref().map_or(0.0, |_| action(is_low));
    let lines = foot.others.len().div_ceil(IN_LINE) as f32;
    hint + primary + lines * (size::KIOSK_QUIET + size::S3)
}

fn hint_height(ui: &Ui, hint: &str, width: f32) -> f32 {
    let text = WidgetText::from(kit::rich(Type::TouchDetail, hint, tokens(ui).palette.ink_2));
    text.into_galley(ui, Some(TextWrapMode::Wrap), width, egui::TextStyle::Body).size().y
}

fn action(is_low: bool) -> f32 {
    if is_low { size::KIOSK_ACTION_LOW } else { size::KIOSK_ACTION }
}

/// Draws the foot, and says what was pressed.
pub(super) fn draw(ui: &mut Ui, foot: &Foot, is_low: bool) -> Option<Does> {
    ui.spacing_mut().item_spacing = vec2(size::S3, 0.0);
    if !foot.hint.is_empty() {
        kit::paragraph(ui, Type::TouchDetail, foot.hint.as_str(), tokens(ui).palette.ink_2);
        ui.add_space(size::S3);
    }
    let mut pressed = None;
    if let Some(press) = &foot.primary {
        let button = Button::touch(&press.text).tall(action(is_low)).enabled(press.is_on).busy(press.is_busy);
        pressed = ui.add(button).clicked().then_some(press.does);
    }
    for line in foot.others.chunks(IN_LINE) {
        ui.add_space(size::S3);
        pressed = draw_line(ui, line).or(pressed);
    }
    pressed
}

fn draw_line(ui: &mut Ui, line: &[Press]) -> Option<Does> {
    let room = ui.available_width() - size::S3 * (line.len() - 1) as f32;
    let mut pressed = None;
    ui.horizontal(|ui| {
        for press in line {
            let button = Button::touch_quiet(&press.text).enabled(press.is_on).busy(press.is_busy);
            if ui.add(button.width(room / line.len() as f32)).clicked() {
                pressed = Some(press.does);
            }
        }
    });
    pressed
}
