//! How far something is, where that is known; a ring where it is not.

use egui::accesskit::Role;
use egui::{Color32, CornerRadius, Pos2, Rect, Response, Sense, Ui, WidgetInfo, vec2};

use super::paint::{self, Type};
use super::steps::turning;
use super::tokens::tokens;

/// A thin bar filled to `part` (0 to 1) with a sentence under it.
pub fn progress(ui: &mut Ui, part: f32, text: &str) -> Response {
    let palette = tokens(ui).palette;
    let part = part.clamp(0.0, 1.0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 6.0), Sense::hover());
    let full = Rect::from_min_size(rect.min, vec2(rect.width() * part, rect.height()));
    ui.painter().rect_filled(rect, CornerRadius::same(3), palette.line);
    ui.painter().rect_filled(full, CornerRadius::same(3), palette.accent);
    response.widget_info(|| WidgetInfo {
        value: Some(f64::from(part)),
        ..WidgetInfo::labeled(Role::ProgressIndicator, true, text)
    });
    if !text.is_empty() {
        ui.add_space(13.0);
        paint::line(ui, Type::Secondary, text, palette.ink_2);
    }
    response
}

/// A ring for work whose length nobody knows, with its sentence.
pub fn spinner(ui: &mut Ui, text: &str) -> Response {
    let palette = tokens(ui).palette;
    let galley = paint::one_line(ui, Type::Body, text, palette.ink_2, ui.available_width() - 26.0);
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + 26.0, 20.0), Sense::hover());
    turning(ui, rect.left_center() + vec2(8.0, 0.0), 7.0, palette.accent);
    paint::put(ui, rect.left_center() + vec2(26.0, 0.0), galley);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    response
}

pub(super) fn spinner_at(ui: &Ui, centre: Pos2, radius: f32, ink: Color32) {
    turning(ui, centre, radius, ink);
}
