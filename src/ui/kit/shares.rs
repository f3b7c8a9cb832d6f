//! Parts of a whole as one bar, with a legend that says each part.

use egui::accesskit::Role;
use egui::{Color32, CornerRadius, Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint::{self, Type};
use super::tokens::{Palette, size, tokens};

/// One part.
#[derive(Debug, Clone, Copy)]
pub struct Share<'a> {
    /// What it is.
    pub name: &'a str,
    /// How much, in words.
    pub amount: &'a str,
    /// How much, against the other parts; nothing where it is not known.
    pub weight: Option<f32>,
}

const BAR: f32 = 12.0;
const MARK: f32 = 10.0;
/// The narrowest part that is still seen, in points.
const LEAST: f32 = 3.0;
const GAP: f32 = 2.0;

/// The parts' colours, in their order; further parts repeat the last one.
const fn color(palette: &Palette, at: usize) -> Color32 {
    match at {
        0 => palette.ink_3,
        1 => palette.warn,
        _ => palette.accent,
    }
}

/// Draws the bar and its legend as wide as there is room.
pub fn shares(ui: &mut Ui, parts: &[Share<'_>]) {
    bar(ui, parts);
    ui.add_space(size::S3);
    let width = ui.available_width() / parts.len().max(1) as f32;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for (at, part) in parts.iter().enumerate() {
            legend(ui, width, at, part);
        }
    });
}

fn bar(ui: &mut Ui, parts: &[Share<'_>]) {
    let palette = tokens(ui).palette;
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), BAR));
    let known: Vec<_> = parts.iter().enumerate().filter_map(|(at, part)| Some((at, part.weight?.max(0.0)))).collect();
    let sum: f32 = known.iter().map(|(_, weight)| weight).sum();
    let radius = CornerRadius::same(3);
    if sum <= 0.0 {
        ui.painter().rect_filled(rect, radius, palette.line);
        return;
    }
    let room = rect.width() - (GAP + LEAST) * known.len() as f32 + GAP;
    let mut x = rect.left();
    for (at, weight) in known {
        let width = LEAST + room * weight / sum;
        let part = Rect::from_min_size(pos2(x, rect.top()), vec2(width, BAR));
        ui.painter().rect_filled(part, radius, color(palette, at));
        x += width + GAP;
    }
}

fn legend(ui: &mut Ui, width: f32, at: usize, part: &Share<'_>) -> Response {
    let palette = tokens(ui).palette;
    let (rect, response) = ui.allocate_exact_size(vec2(width, 38.0), Sense::hover());
    let mark = Rect::from_center_size(pos2(rect.left() + MARK / 2.0, rect.top() + 9.0), vec2(MARK, MARK));
    let ink = if part.weight.is_some() { color(palette, at) } else { palette.line };
    ui.painter().rect_filled(mark, CornerRadius::same(3), ink);
    let left = mark.right() + 6.0;
    let room = rect.right() - left - size::S2;
    paint::put_line(ui, pos2(left, rect.top() + 9.0), Type::Small, part.name, palette.ink_2, room);
    let step = if part.weight.is_some() { Type::BodyStrong } else { Type::Secondary };
    let ink = if part.weight.is_some() { palette.ink } else { palette.ink_2 };
    paint::put_line(ui, pos2(left, rect.top() + 28.0), step, part.amount, ink, room);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{}: {}", part.name, part.amount)));
    response
}
