//! The index of a page with many parts.

use egui::accesskit::Role;
use egui::{CornerRadius, CursorIcon, EventFilter, Key, Modifiers, Response, Sense, Ui, WidgetInfo, vec2};

use super::paint::{self, Type};
use super::tokens::{size, tokens};

/// Draws the parts one under the other; the one that is chosen now. Tab comes to the chosen one and goes on into the page, up and
/// down choose its neighbours. `takes_keyboard` gives the chosen one the keyboard.
pub fn index(ui: &mut Ui, names: &[String], selected: usize, takes_keyboard: bool) -> Option<usize> {
    let items = names.iter().enumerate().map(|(at, name)| item(ui, name, at == selected));
    let items: Vec<_> = items.collect();
    let chosen = items.get(selected)?;
    if takes_keyboard {
        chosen.request_focus();
    }
    let moved = if chosen.has_focus() { neighbour(ui, chosen, selected, names.len()) } else { None };
    if let Some(response) = moved.and_then(|to| items.get(to)) {
        response.request_focus();
    }
    items.iter().position(Response::clicked).or(moved)
}

fn neighbour(ui: &Ui, chosen: &Response, at: usize, count: usize) -> Option<usize> {
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(chosen.id, filter));
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    match (pressed(Key::ArrowUp), pressed(Key::ArrowDown)) {
        (true, false) => at.checked_sub(1),
        (false, true) => Some(at + 1).filter(|&to| to < count),
        (true, true) | (false, false) => None,
    }
}

/// One part of a page, as wide as there is room.
fn item(ui: &mut Ui, text: &str, selected: bool) -> Response {
    let palette = tokens(ui).palette;
    let wanted = vec2(ui.available_width(), tokens(ui).at_least_target(size::TAB));
    let sense = if selected { Sense::click() } else { Sense::CLICK };
    let (rect, response) = ui.allocate_exact_size(wanted, sense);
    let fill = if selected { Some(palette.accent_soft) } else { response.hovered().then_some(palette.hover) };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, CornerRadius::same(size::RADIUS_S), fill);
    }
    let (step, ink) = if selected { (Type::BodyStrong, palette.accent) } else { (Type::BodyMedium, palette.ink_2) };
    paint::put_line(ui, rect.left_center() + vec2(size::S3, 0.0), step, text, ink, rect.width() - 2.0 * size::S3);
    paint::focus_ring_inside(ui, &response, rect);
    response.widget_info(|| WidgetInfo::selected(Role::Tab, ui.is_enabled(), selected, text));
    response.on_hover_cursor(CursorIcon::PointingHand)
}
