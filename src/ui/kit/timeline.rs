//! What happened one after the other: a time, a sign on a line, and words beside it.

use egui::{Label, Rect, Response, Stroke, Ui, UiBuilder, pos2, vec2};

use super::chip::{Tone, dot};
use super::paint::{self, Type};
use super::tokens::{size, tokens};

/// Width of the column of times, in points.
const TIMES: f32 = 96.0;
/// Width of the column of signs, in points.
const SIGNS: f32 = 24.0;
/// From the top of an entry to the middle of its first line, in points.
const MIDDLE: f32 = 10.0;

/// One entry.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// When.
    pub time: &'a str,
    /// How good or bad it was; its words say so too.
    pub tone: Tone,
    /// What happened, in a few words.
    pub title: &'a str,
    /// Whether another one follows.
    pub goes_on: bool,
}

/// Draws an entry; `rest` draws under its title.
pub fn timeline_entry(ui: &mut Ui, entry: &Entry<'_>, rest: impl FnOnce(&mut Ui)) -> Response {
    let palette = tokens(ui).palette;
    let room = ui.available_rect_before_wrap();
    let mut times = ui.new_child(UiBuilder::new().max_rect(room.with_max_x(room.left() + TIMES)));
    let time = times.add(Label::new(paint::rich(Type::Secondary, entry.time, palette.ink_2)).truncate());
    let left = room.left() + TIMES + SIGNS;
    let mut words = ui.new_child(UiBuilder::new().max_rect(room.with_min_x(left)));
    let title = Label::new(paint::rich(Type::BodyMedium, entry.title, palette.ink)).wrap().selectable(true);
    let response = words.add(title).labelled_by(time.id);
    rest(&mut words);
    let bottom = words.min_rect().bottom().max(time.rect.bottom()) + size::S3;
    let sign = pos2(room.left() + TIMES + SIGNS / 2.0 - 4.0, room.top() + MIDDLE);
    if entry.goes_on {
        let line = Stroke::new(1.0, palette.line);
        ui.painter().vline(sign.x, sign.y + 8.0..=bottom + MIDDLE - 8.0, line);
    }
    dot(ui, sign, entry.tone);
    ui.advance_cursor_after_rect(Rect::from_min_size(room.min, vec2(room.width(), bottom - room.top())));
    response
}
