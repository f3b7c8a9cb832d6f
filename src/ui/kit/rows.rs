//! Rows in a frame: one of several to choose, and one that leads somewhere.

use egui::accesskit::Role;
use egui::{CursorIcon, Rect, Response, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::chip::Chip;
use super::icon::Icon;
use super::list::corners;
use super::paint::{self, Type};
use super::surface::hairline_at;
use super::tokens::{size, tokens};

/// One choice of `total`: a ring that is filled when it is chosen, its name, and what it is.
pub fn radio_row(ui: &mut Ui, place: (usize, usize), name: &str, detail: &str, selected: bool) -> Response {
    let palette = tokens(ui).palette;
    let (rect, response) = frame(ui, place, size::RADIO, selected);
    let centre = pos2(rect.left() + 20.0, rect.center().y);
    let ink = if selected { palette.accent } else { palette.outline };
    ui.painter().circle_stroke(centre, 7.0, Stroke::new(1.5, ink));
    if selected {
        ui.painter().circle_filled(centre, 4.0, ink);
    }
    let left = rect.left() + 38.0;
    let room = rect.right() - size::S3 - left;
    let step = if selected { Type::BodyStrong } else { Type::Body };
    let end = paint::put_line(ui, pos2(left, rect.center().y), step, name, palette.ink, room);
    let (at, room) = (end + size::S2, rect.right() - size::S3 - end - size::S2);
    paint::put_line(ui, pos2(at, rect.center().y), Type::Secondary, detail, palette.ink_2, room);
    response.widget_info(|| {
        WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), selected, format!("{name}, {detail}"))
    });
    response
}

/// A row that leads somewhere: a name, what is known about it, and its state.
pub fn leading_row(ui: &mut Ui, place: (usize, usize), name: &str, detail: &str, chip: &Chip<'_>) -> Response {
    let palette = tokens(ui).palette;
    let (rect, response) = frame(ui, place, size::CHOICE, false);
    let middle = rect.center().y;
    let sign = Rect::from_center_size(pos2(rect.right() - 18.0, middle), vec2(14.0, 14.0));
    Icon::Chevron.paint(ui.painter(), sign, palette.ink_2);
    let chip_left = rect.right() - size::S4 - CHIP_ROOM;
    chip.paint_at(ui, pos2(chip_left, middle), CHIP_ROOM - 24.0);
    let left = rect.left() + size::S4;
    let room = chip_left - size::S3 - left;
    paint::put_line(ui, pos2(left, middle - 8.0), Type::BodyStrong, name, palette.ink, room);
    paint::put_line(ui, pos2(left, middle + 9.0), Type::Small, detail, palette.ink_2, room);
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Button, ui.is_enabled(), format!("{name}, {detail}, {}", chip.text()))
    });
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// Room for a state at the end of a row, in points.
const CHIP_ROOM: f32 = 210.0;

fn frame(ui: &mut Ui, (index, total): (usize, usize), height: f32, selected: bool) -> (Rect, Response) {
    let tokens = tokens(ui);
    let palette = tokens.palette;
    let wanted = vec2(ui.available_width(), tokens.at_least_target(height));
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    let fill = if selected { Some(palette.accent_soft) } else { response.hovered().then_some(palette.hover) };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, corners(index, total), fill);
    }
    if index + 1 < total {
        hairline_at(ui, rect.left(), rect.right(), rect.bottom());
    }
    paint::focus_ring_inside(ui, &response, rect);
    (rect, response)
}
