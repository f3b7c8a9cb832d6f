//! The index of a page with many parts.

use egui::accesskit::Role;
use egui::{CornerRadius, CursorIcon, Response, Sense, Ui, WidgetInfo, vec2};

use super::paint::{self, Type};
use super::tokens::{size, tokens};

/// One part of a page, as wide as there is room.
pub fn index_item(ui: &mut Ui, text: &str, selected: bool) -> Response {
    let palette = tokens(ui).palette;
    let wanted = vec2(ui.available_width(), tokens(ui).at_least_target(size::TAB));
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
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
