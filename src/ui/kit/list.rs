//! A short list of choices, always in sight: the encoders of a desk.

use egui::accesskit::Role;
use egui::{CornerRadius, Frame, InnerResponse, Rect, Response, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::chip::{Tone, dot};
use super::icon::Icon;
use super::paint::{self, Type};
use super::surface::hairline_at;
use super::tokens::{size, tokens};

/// What is known about a choice, said by its dot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Nothing yet: an empty ring.
    None,
    /// It worked the last time.
    Good,
    /// Something to look at.
    Doubt,
    /// It failed the last time.
    Bad,
}

impl Evidence {
    /// The tone that says the same.
    #[must_use]
    pub const fn tone(self) -> Tone {
        match self {
            Self::None => Tone::Neutral,
            Self::Good => Tone::Ok,
            Self::Doubt => Tone::Warn,
            Self::Bad => Tone::Bad,
        }
    }
}

/// The outline around choice rows.
pub fn list_frame<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let palette = tokens(ui).palette;
    let frame = Frame::new().stroke(Stroke::new(1.0, palette.line)).corner_radius(CornerRadius::same(size::RADIUS_L));
    frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        contents(ui)
    })
}

/// One choice of `total`: dot, name, the last thing known about it, and a check mark on the chosen one.
pub fn choice_row(
    ui: &mut Ui,
    (index, total): (usize, usize),
    evidence: Evidence,
    name: &str,
    detail: &str,
    selected: bool,
) -> Response {
    let tokens = tokens(ui);
    let palette = tokens.palette;
    let wanted = vec2(ui.available_width(), tokens.at_least_target(size::CHOICE));
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    let fill = if selected { Some(palette.accent_soft) } else { response.hovered().then_some(palette.hover) };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, corners(index, total), fill);
    }
    if index + 1 < total {
        hairline_at(ui, rect.left(), rect.right(), rect.bottom());
    }
    words(ui, rect, evidence, name, detail, selected);
    paint::focus_ring_inside(ui, &response, rect);
    response.widget_info(|| {
        WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), selected, format!("{name}, {detail}"))
    });
    response
}

pub(super) fn corners(index: usize, total: usize) -> CornerRadius {
    let top = if index == 0 { size::RADIUS_L - 1 } else { 0 };
    let bottom = if index + 1 == total { size::RADIUS_L - 1 } else { 0 };
    CornerRadius { nw: top, ne: top, sw: bottom, se: bottom }
}

fn words(ui: &Ui, rect: Rect, evidence: Evidence, name: &str, detail: &str, selected: bool) {
    let palette = tokens(ui).palette;
    let middle = rect.center().y;
    dot(ui, pos2(rect.left() + 16.0, middle), evidence.tone());
    let left = rect.left() + 30.0;
    let room = rect.right() - size::S3 - 20.0 - left;
    let step = if selected { Type::BodyBold } else { Type::Body };
    paint::put_line(ui, pos2(left, middle - 8.0), step, name, palette.ink, room);
    paint::put_line(ui, pos2(left, middle + 9.0), Type::Small, detail, palette.ink_2, room);
    if selected {
        let check = Rect::from_center_size(pos2(rect.right() - 19.0, middle), vec2(17.0, 17.0));
        Icon::Check.paint(ui.painter(), check, palette.accent);
    }
}
