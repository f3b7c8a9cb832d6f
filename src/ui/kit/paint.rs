//! Text in the type scale, and the small painting every widget shares.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{
    Align, Color32, CornerRadius, FontId, Galley, Id, Label, Painter, Pos2, Rect, Response, RichText, Stroke,
    StrokeKind, Ui, vec2,
};

use super::fonts::Face;
use super::tokens::{size, tokens};

/// The type scale: face, size and line height together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Under a rail icon.
    Rail,
    /// Under a rail icon, selected.
    RailOn,
    /// Keyboard hints.
    Kbd,
    /// Small facts under a name.
    Small,
    /// Chips, badges and column heads.
    Label,
    /// The heading above a group.
    Section,
    /// Secondary sentences.
    Secondary,
    /// Facts and notes.
    Fact,
    /// The headline of a note.
    FactBold,
    /// Running text.
    Body,
    /// Tabs and quiet buttons.
    BodyMedium,
    /// Names in lists.
    BodyStrong,
    /// Names in lists, chosen.
    BodyBold,
    /// The property's name.
    Title,
    /// The primary button.
    Action,
    /// The second large button.
    ActionQuiet,
    /// Who or what the panel is about.
    Subject,
    /// The welcome screen's heading.
    Display,
    /// Identifiers.
    Mono,
    /// The number on the key card.
    CardNumber,
    /// What a kiosk says to whoever passes by.
    TouchDisplay,
    /// Who or what a kiosk's panel is about.
    TouchSubject,
    /// The first button of a kiosk.
    TouchAction,
    /// Keys, and the other buttons of a kiosk.
    TouchKey,
    /// Sentences and facts at a kiosk.
    TouchFact,
    /// Small facts at a kiosk.
    TouchDetail,
    /// States at a kiosk.
    TouchLabel,
}

impl Type {
    /// Face, size and line height in points.
    #[must_use]
    pub const fn spec(self) -> (Face, f32, f32) {
        match self {
            Self::Rail => (Face::Regular, 11.0, 14.0),
            Self::RailOn => (Face::SemiBold, 11.0, 14.0),
            Self::Kbd => (Face::Regular, 11.0, 14.0),
            Self::Small => (Face::Regular, 12.5, 16.0),
            Self::Label => (Face::SemiBold, 12.0, 16.0),
            Self::Section => (Face::SemiBold, 12.0, 20.0),
            Self::Secondary => (Face::Regular, 13.0, 20.0),
            Self::Fact => (Face::Regular, 13.5, 20.0),
            Self::FactBold => (Face::Bold, 13.5, 20.0),
            Self::Body => (Face::Regular, 14.0, 20.0),
            Self::BodyMedium => (Face::Medium, 14.0, 20.0),
            Self::BodyStrong => (Face::SemiBold, 14.0, 20.0),
            Self::BodyBold => (Face::Bold, 14.0, 20.0),
            Self::Title => (Face::Bold, 16.0, 20.0),
            Self::Action => (Face::Bold, 16.0, 20.0),
            Self::ActionQuiet => (Face::Medium, 16.0, 20.0),
            Self::Subject => (Face::Bold, 22.0, 28.0),
            Self::Display => (Face::Bold, 26.0, 34.0),
            Self::Mono => (Face::Mono, 12.5, 18.0),
            Self::CardNumber => (Face::MonoBold, 20.0, 26.0),
            Self::TouchDisplay => (Face::Bold, 48.0, 60.0),
            Self::TouchSubject => (Face::Bold, 34.0, 42.0),
            Self::TouchAction => (Face::Bold, 28.0, 36.0),
            Self::TouchKey => (Face::Medium, 22.0, 28.0),
            Self::TouchFact => (Face::Regular, 20.0, 28.0),
            Self::TouchDetail => (Face::Regular, 17.0, 24.0),
            Self::TouchLabel => (Face::SemiBold, 15.0, 20.0),
        }
    }

    /// The egui font of this step.
    #[must_use]
    pub fn font(self) -> FontId {
        let (face, points, _) = self.spec();
        FontId::new(points, face.family())
    }

    pub(super) fn format(self, color: Color32) -> TextFormat {
        TextFormat {
            line_height: Some(self.spec().2),
            valign: Align::Center,
            extra_letter_spacing: if matches!(self, Self::CardNumber) { 1.5 } else { 0.0 },
            ..TextFormat::simple(self.font(), color)
        }
    }
}

/// `text` at one step of the scale, as something every egui widget takes.
pub fn rich(kind: Type, text: impl Into<String>, color: Color32) -> RichText {
    RichText::new(text).font(kind.font()).line_height(Some(kind.spec().2)).color(color)
}

/// One line laid out no wider than `width`, with an ellipsis where it ends early.
pub(super) fn one_line(ui: &Ui, kind: Type, text: &str, color: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(text.to_owned(), kind.format(color));
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    job.break_on_newline = false;
    ui.painter().layout_job(job)
}

/// Paints `galley` with its left side at `left_middle`.
pub(super) fn put(ui: &Ui, left_middle: Pos2, galley: Arc<Galley>) {
    let top_left = left_middle - vec2(0.0, galley.size().y / 2.0);
    ui.painter().galley(top_left, galley, Color32::PLACEHOLDER);
}

/// Paints one line with its left side at `left_middle`; returns where it ended.
pub(super) fn put_line(ui: &Ui, left_middle: Pos2, kind: Type, text: &str, color: Color32, width: f32) -> f32 {
    let galley = one_line(ui, kind, text, color, width);
    let end = left_middle.x + galley.size().x;
    put(ui, left_middle, galley);
    end
}

/// Paints one line in the middle of `rect`.
pub(super) fn put_centred(ui: &Ui, rect: Rect, kind: Type, text: &str, color: Color32) {
    let galley = one_line(ui, kind, text, color, rect.width());
    put(ui, rect.center() - vec2(galley.size().x / 2.0, 0.0), galley);
}

/// The ring around what the keyboard acts on.
pub(super) fn focus_ring(ui: &Ui, response: &Response, rect: Rect, radius: u8) {
    if response.has_focus() {
        // Areas clip tightly around their contents; the ring may stand over the edge.
        let mut painter = ui.painter().clone();
        painter.set_clip_rect(ui.clip_rect().expand(4.0));
        ring(ui, &painter, rect.expand(3.0), radius.saturating_add(3));
    }
}

/// A focus ring inside `rect`, for rows that touch their neighbours.
pub(super) fn focus_ring_inside(ui: &Ui, response: &Response, rect: Rect) {
    if response.has_focus() {
        ring(ui, ui.painter(), rect.shrink(2.0), size::RADIUS_S);
    }
}

fn ring(ui: &Ui, painter: &Painter, rect: Rect, radius: u8) {
    let stroke = Stroke::new(size::FOCUS, tokens(ui).palette.accent);
    painter.rect_stroke(rect, CornerRadius::same(radius), stroke, StrokeKind::Inside);
}

/// Whether what `id` names is drawn now and was not in the frame before.
pub(super) fn just_came(ui: &Ui, id: Id) -> bool {
    let frame = ui.ctx().cumulative_frame_nr();
    let last = ui.data_mut(|data| data.get_temp_mut_or(id, None).replace(frame));
    last.is_none_or(|last: u64| frame > last + 1)
}

/// Whether what `id` names came in this frame or in the one before: so long it asks for the keyboard, which the click that
/// brought it, and the first frame of a sheet, take away again.
pub fn is_coming(ui: &Ui, id: Id) -> bool {
    let frame = ui.ctx().cumulative_frame_nr();
    let came = ui.data_mut(|data| {
        let (last, came) = data.get_temp_mut_or(id, None).unwrap_or((0, frame));
        let came = if frame > last + 1 { frame } else { came };
        data.insert_temp(id, Some((frame, came)));
        came
    });
    if came == frame {
        ui.ctx().request_repaint();
    }
    frame <= came + 1
}

/// How wide a line of text is.
pub fn line_width(ui: &Ui, kind: Type, text: &str) -> f32 {
    one_line(ui, kind, text, Color32::PLACEHOLDER, f32::INFINITY).size().x
}

/// A line of text that does not wrap.
pub fn line(ui: &mut Ui, kind: Type, text: impl Into<String>, color: Color32) -> Response {
    ui.add(Label::new(rich(kind, text, color)).truncate())
}

/// Text that wraps at the width there is.
pub fn paragraph(ui: &mut Ui, kind: Type, text: impl Into<String>, color: Color32) -> Response {
    ui.add(Label::new(rich(kind, text, color)).wrap())
}

/// Running text in the ink of the theme.
pub fn label(ui: &mut Ui, text: impl Into<String>) -> Response {
    let ink = tokens(ui).palette.ink;
    paragraph(ui, Type::Body, text, ink)
}

/// What the panel is about, in large letters.
pub fn heading(ui: &mut Ui, kind: Type, text: impl Into<String>) -> Response {
    let ink = tokens(ui).palette.ink;
    paragraph(ui, kind, text, ink)
}

/// A small heading above a group. Written in capitals by the caller's text, not by code: scripts differ.
pub fn section_label(ui: &mut Ui, text: impl Into<String>) -> Response {
    let ink_2 = tokens(ui).palette.ink_2;
    let response = line(ui, Type::Section, text, ink_2);
    ui.add_space(6.0);
    response
}
