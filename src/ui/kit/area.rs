//! A field for several lines, with what is left of its room.

use egui::text::LayoutJob;
use egui::{CornerRadius, Frame, Id, Response, Stroke, TextBuffer, TextEdit, Ui, vec2};

use super::field::outline;
use super::paint::{self, Type};
use super::tokens::{size, tokens};

/// How many characters the field takes at all. What is beyond the limit that it is given can still be seen and cut.
const HARD_LIMIT: usize = 10_000;

/// A field for several lines. Tab leaves it.
#[derive(Debug)]
pub struct TextArea<'a> {
    text: &'a mut String,
    id: Id,
    name: &'a str,
    hint: &'a str,
    rows: usize,
}

impl<'a> TextArea<'a> {
    /// A field over `text`; `name` is what a screen reader says.
    pub fn new(text: &'a mut String, id: Id, name: &'a str, hint: &'a str) -> Self {
        Self { text, id, name, hint, rows: 3 }
    }

    /// How many lines it shows at least; it grows with its text.
    #[must_use]
    pub const fn rows(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    /// Draws the field as wide as there is room.
    pub fn show(self, ui: &mut Ui) -> Response {
        let palette = tokens(ui).palette;
        let frame = Frame::new().fill(palette.panel).corner_radius(CornerRadius::same(size::RADIUS_M));
        let framed = frame.stroke(Stroke::NONE).inner_margin(vec2(size::S3, 10.0)).show(ui, |ui| {
            let mut lay_out = |ui: &Ui, text: &dyn TextBuffer, width: f32| {
                let mut job = LayoutJob::single_section(text.as_str().to_owned(), Type::Body.format(palette.ink));
                job.wrap.max_width = width;
                ui.painter().layout_job(job)
            };
            let editor = TextEdit::multiline(self.text)
                .layouter(&mut lay_out)
                .id(self.id)
                .frame(Frame::NONE)
                .font(Type::Body.font())
                .text_color(palette.ink)
                .hint_text(paint::rich(Type::Body, self.hint, palette.ink_2))
                .desired_rows(self.rows)
                .desired_width(ui.available_width())
                .char_limit(HARD_LIMIT);
            ui.add(editor)
        });
        outline(ui, framed.response.rect, &framed.inner);
        framed.inner.accessible_name(self.name)
    }
}
