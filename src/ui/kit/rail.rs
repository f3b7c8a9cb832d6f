//! The navigation rail's items.

use egui::accesskit::Role;
use egui::{CornerRadius, Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use super::icon::Icon;
use super::paint::{self, Type};
use super::tokens::{size, tokens};

/// One place of the window: an icon over its name.
pub fn rail_item(ui: &mut Ui, icon: Icon, text: &str, selected: bool) -> Response {
    let palette = tokens(ui).palette;
    let side = size::RAIL_ITEM;
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::click());
    let fill = if selected { Some(palette.accent_soft) } else { response.hovered().then_some(palette.hover) };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, CornerRadius::same(size::RADIUS_L), fill);
    }
    let ink = if selected { palette.accent } else { palette.ink_2 };
    let drawing = Rect::from_center_size(pos2(rect.center().x, rect.top() + 19.0), vec2(22.0, 22.0));
    icon.paint(ui.painter(), drawing, ink);
    let step = if selected { Type::RailOn } else { Type::Rail };
    let word = Rect::from_min_size(pos2(rect.left(), rect.top() + 34.0), vec2(side, 14.0));
    paint::put_centred(ui, word, step, text, ink);
    paint::focus_ring_inside(ui, &response, rect);
    response.widget_info(|| WidgetInfo::selected(Role::Tab, ui.is_enabled(), selected, text));
    response
}

/// The initials of who works at this desk; `name` is what a screen reader says, and what stands beside the pointer.
pub fn avatar(ui: &mut Ui, initials: &str, name: &str) -> Response {
    let palette = tokens(ui).palette;
    let side = tokens(ui).at_least_target(size::AVATAR);
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::click());
    ui.painter().circle_filled(rect.center(), 18.0, palette.accent);
    paint::put_centred(ui, rect, Type::BodyStrong, initials, palette.on_accent);
    paint::focus_ring(ui, &response, rect, 18);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    response.on_hover_text(name)
}
