//! A small button for something that goes on elsewhere.

use egui::accesskit::{Live, Role};
use egui::{CornerRadius, CursorIcon, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::chip::Tone;
use super::icon::Icon;
use super::paint::{self, Type};
use super::tokens::{size, tokens};

const SIGN: f32 = 12.0;

/// The pill before it is drawn.
#[derive(Debug, Clone, Copy)]
pub struct JobPill<'a> {
    /// Its tone.
    pub tone: Tone,
    /// The sign that says the same.
    pub icon: Icon,
    /// What goes on.
    pub text: &'a str,
}

/// Draws the pill; a press leads to what it speaks of. A screen reader says what has changed.
pub fn job_pill(ui: &mut Ui, pill: &JobPill<'_>) -> Response {
    let tokens = tokens(ui);
    let palette = tokens.palette;
    let (ink, soft) = pill.tone.colors(palette);
    let around = size::S3 * 2.0 + SIGN + size::S2;
    let text = paint::one_line(ui, Type::Label, pill.text, palette.ink, ui.available_width() - around);
    let wanted = vec2(text.size().x + around, tokens.at_least_target(32.0));
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    let outline = if response.hovered() { palette.outline } else { palette.line };
    let radius = CornerRadius::same(size::RADIUS_M);
    ui.painter().rect(rect, radius, soft, Stroke::new(1.0, outline), StrokeKind::Inside);
    let sign = Rect::from_center_size(pos2(rect.left() + size::S3 + SIGN / 2.0, rect.center().y), vec2(SIGN, SIGN));
    pill.icon.paint(ui.painter(), sign, ink);
    paint::put(ui, pos2(sign.right() + size::S2, rect.center().y), text);
    paint::focus_ring_inside(ui, &response, rect);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), pill.text));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
    response.on_hover_cursor(CursorIcon::PointingHand)
}
