//! Small marks of state: chips, badges, and a dot before a sentence.

use egui::accesskit::Role;
use egui::{Color32, CornerRadius, Pos2, Rect, Response, Sense, Ui, Widget, WidgetInfo, pos2, vec2};

use super::icon::Icon;
use super::paint::{self, Type};
use super::tokens::{Palette, size, tokens};

/// What a mark says; always together with a word and a sign of its own shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// To be done, chosen, for information.
    Accent,
    /// Good.
    Ok,
    /// Needs attention.
    Warn,
    /// Bad.
    Bad,
    /// Nothing known, nothing to do.
    Neutral,
}

impl Tone {
    /// Ink and background of this tone.
    #[must_use]
    pub const fn colors(self, p: &Palette) -> (Color32, Color32) {
        match self {
            Self::Accent => (p.accent, p.accent_soft),
            Self::Ok => (p.ok, p.ok_soft),
            Self::Warn => (p.warn, p.warn_soft),
            Self::Bad => (p.bad, p.bad_soft),
            Self::Neutral => (p.ink_2, p.background),
        }
    }

    /// The sign that says the same as the colour.
    #[must_use]
    pub const fn icon(self) -> Icon {
        match self {
            Self::Accent => Icon::Dot,
            Self::Ok => Icon::Check,
            Self::Warn => Icon::Again,
            Self::Bad => Icon::Cross,
            Self::Neutral => Icon::Ring,
        }
    }
}

/// A state in a word, with its sign, on its soft background.
#[derive(Debug, Clone, Copy)]
pub struct Chip<'a> {
    tone: Tone,
    icon: Icon,
    text: &'a str,
}

const HEIGHT: f32 = 22.0;
const PAD: f32 = 9.0;
const SIGN: f32 = 10.0;

impl<'a> Chip<'a> {
    /// A chip with the tone's own sign.
    #[must_use]
    pub const fn new(tone: Tone, text: &'a str) -> Self {
        Self { tone, icon: tone.icon(), text }
    }

    /// Another sign than the tone's own.
    #[must_use]
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = icon;
        self
    }

    /// Its word.
    #[must_use]
    pub const fn text(&self) -> &str {
        self.text
    }

    /// Paints the chip with its left side at `left_middle`, at most `width` wide; returns its area.
    pub fn paint_at(&self, ui: &Ui, left_middle: Pos2, width: f32) -> Rect {
        let (ink, soft) = self.tone.colors(tokens(ui).palette);
        let text_x = PAD + SIGN + 5.0;
        let galley = paint::one_line(ui, Type::Label, self.text, ink, width - text_x - PAD);
        let body = vec2(text_x + galley.size().x + PAD, HEIGHT);
        let rect = Rect::from_min_size(left_middle - vec2(0.0, HEIGHT / 2.0), body);
        ui.painter().rect_filled(rect, CornerRadius::same(11), soft);
        let sign = Rect::from_center_size(pos2(rect.left() + PAD + SIGN / 2.0, rect.center().y), vec2(SIGN, SIGN));
        self.icon.paint(ui.painter(), sign, ink);
        paint::put(ui, pos2(rect.left() + text_x, rect.center().y), galley);
        rect
    }
}

impl Widget for Chip<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let width = paint::one_line(ui, Type::Label, self.text, Color32::PLACEHOLDER, f32::INFINITY).size().x;
        let wanted = vec2((width + 2.0 * PAD + SIGN + 5.0).min(ui.available_width()), HEIGHT);
        let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
        self.paint_at(ui, rect.left_center(), rect.width() + 1.0);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.text));
        response
    }
}

/// A word on a soft background, for what holds for the whole window (practice mode).
pub fn badge(ui: &mut Ui, tone: Tone, text: &str) -> Response {
    let (ink, soft) = tone.colors(tokens(ui).palette);
    let galley = paint::one_line(ui, Type::Label, text, ink, ui.available_width() - 2.0 * size::S2);
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(2.0 * size::S2, 6.0), Sense::hover());
    ui.painter().rect_filled(rect, CornerRadius::same(11), soft);
    paint::put(ui, rect.left_center() + vec2(size::S2, 0.0), galley);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    response
}

/// Width of a badge.
pub fn badge_width(ui: &Ui, text: &str) -> f32 {
    paint::line_width(ui, Type::Label, text) + 2.0 * size::S2
}

/// A dot and a sentence, for the state of the connection. Without evidence (`Neutral`) the dot is an empty ring.
pub fn status(ui: &mut Ui, tone: Tone, text: &str) -> Response {
    status_with(ui, tone, Type::Body, [text, ""], ui.available_width())
}

/// The same at another step of the scale and no wider than `width`: where that is too little, the first words end early, and
/// the last ones are whole.
pub fn status_with(ui: &mut Ui, tone: Tone, step: Type, [text, tail]: [&str; 2], width: f32) -> Response {
    let palette = tokens(ui).palette;
    let tail_galley = paint::one_line(ui, step, tail, palette.ink_2, f32::INFINITY);
    let gap = if tail.is_empty() { 0.0 } else { size::S1 };
    let after = gap + tail_galley.size().x;
    let galley = paint::one_line(ui, step, text, palette.ink_2, width - TEXT_AFTER_DOT - after);
    let end = TEXT_AFTER_DOT + galley.size().x;
    let (rect, response) = ui.allocate_exact_size(vec2(end + after, galley.size().y), Sense::hover());
    dot(ui, rect.left_center() + vec2(4.0, 0.0), tone);
    paint::put(ui, rect.left_center() + vec2(TEXT_AFTER_DOT, 0.0), galley);
    paint::put(ui, rect.left_center() + vec2(end + gap, 0.0), tail_galley);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{text} {tail}").trim_end()));
    response
}

/// Where the words beside a dot begin.
const TEXT_AFTER_DOT: f32 = 14.0;

/// Eight points of colour; an empty ring when nothing is known, a ring with a heart when bad.
pub(super) fn dot(ui: &Ui, centre: Pos2, tone: Tone) {
    let palette = tokens(ui).palette;
    let (ink, _) = tone.colors(palette);
    match tone {
        Tone::Neutral => {
            ui.painter().circle_stroke(centre, 3.25, egui::Stroke::new(1.5, palette.ink_3));
        }
        Tone::Accent | Tone::Ok | Tone::Warn | Tone::Bad => {
            ui.painter().circle_filled(centre, 4.0, ink);
        }
    }
}
