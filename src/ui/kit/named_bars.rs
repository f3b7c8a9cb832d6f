//! Bars with names and counts, for what is counted by name.

use egui::accesskit::Role;
use egui::{CornerRadius, Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint::{self, Type};
use super::tokens::{size, tokens};

/// One bar that is counted by name.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedBar {
    /// What is counted.
    pub name: String,
    /// How many, ready to be read.
    pub count: String,
    /// Its length against the longest, from 0 to 1.
    pub share: f32,
    /// The bar in words, with what a press does.
    pub spoken: String,
}

/// Bars with names and counts, each `height` points high, one under the other; returns the one that was pressed.
pub fn named_bars(ui: &mut Ui, bars: &[NamedBar], selected: Option<usize>, height: f32) -> Option<usize> {
    ui.spacing_mut().item_spacing.y = 0.0;
    let responses: Vec<_> =
        bars.iter().enumerate().map(|(at, bar)| named_bar(ui, bar, selected == Some(at), height)).collect();
    responses.iter().position(Response::clicked)
}

fn named_bar(ui: &mut Ui, bar: &NamedBar, is_selected: bool, height: f32) -> Response {
    let tokens = tokens(ui);
    let palette = tokens.palette;
    let wanted = vec2(ui.available_width(), tokens.at_least_target(height));
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    let fill = if is_selected { Some(palette.accent_soft) } else { response.hovered().then_some(palette.hover) };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect.expand2(vec2(size::S2, 0.0)), CornerRadius::same(size::RADIUS_S), fill);
    }
    let name_width = (rect.width() * 0.39).clamp(140.0, 190.0);
    let middle = rect.center().y;
    let ink = if is_selected { palette.ink } else { palette.ink_2 };
    paint::put_line(ui, pos2(rect.left(), middle), Type::Small, &bar.name, ink, name_width - size::S2);
    let left = rect.left() + name_width;
    let length = ((rect.right() - left - 48.0) * 0.65 * bar.share).max(6.0);
    let body = Rect::from_min_size(pos2(left, middle - 6.0), vec2(length, 12.0));
    ui.painter().rect_filled(body, CornerRadius::same(4), palette.series_cause);
    paint::put_line(ui, pos2(body.right() + size::S2, middle), Type::FactBold, &bar.count, palette.ink, 48.0);
    paint::focus_ring_inside(ui, &response, rect.expand2(vec2(size::S2, 0.0)));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &*bar.spoken));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(is_selected));
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}
