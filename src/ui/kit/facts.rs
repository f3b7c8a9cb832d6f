//! Facts in two columns: what it is called, and what it is.

use egui::{Label, Response, Ui, UiBuilder, pos2, vec2};

use super::paint::{self, Type};
use super::tokens::tokens;

/// Width of the names' column, in points.
const NAMES: f32 = 110.0;
/// Gap between the columns and between the lines, in points.
const GAP: egui::Vec2 = vec2(12.0, 6.0);

/// A grid of facts, drawn line by line.
#[derive(Debug, Default)]
pub struct Facts {
    lines: usize,
}

impl Facts {
    /// An empty grid.
    #[must_use]
    pub const fn new() -> Self {
        Self { lines: 0 }
    }

    /// One fact; both sides wrap.
    pub fn line(&mut self, ui: &mut Ui, name: &str, value: &str) -> Response {
        self.kind(ui, name, value, Type::Fact)
    }

    /// An identifier, in the monospace.
    pub fn code(&mut self, ui: &mut Ui, name: &str, value: &str) -> Response {
        self.kind(ui, name, value, Type::Mono)
    }

    fn kind(&mut self, ui: &mut Ui, name: &str, value: &str, step: Type) -> Response {
        if self.lines > 0 {
            ui.add_space(GAP.y);
        }
        self.lines += 1;
        let palette = tokens(ui).palette;
        let room = ui.available_rect_before_wrap();
        let split = room.left() + NAMES;
        let mut left = ui.new_child(UiBuilder::new().max_rect(room.with_max_x(split)));
        let named = left.add(Label::new(paint::rich(Type::Fact, name, palette.ink_2)).wrap());
        let mut right = ui.new_child(UiBuilder::new().max_rect(room.with_min_x(split + GAP.x)));
        // The monospace stands in a lower line; its letters are to stand beside those of the name.
        right.add_space((Type::Fact.spec().2 - step.spec().2).max(0.0));
        let value = Label::new(paint::rich(step, value, palette.ink)).wrap().selectable(true);
        let response = right.add(value).labelled_by(named.id);
        let bottom = named.rect.bottom().max(response.rect.bottom());
        ui.advance_cursor_after_rect(egui::Rect::from_min_max(room.min, pos2(room.right(), bottom)));
        response
    }
}
