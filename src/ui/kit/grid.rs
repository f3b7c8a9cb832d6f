//! A table of a million rows: it scrolls by the number of its first row, and only the rows in sight exist.
//!
//! To the keyboard it is one tab stop with the chosen row inside; to a screen reader a table of rows and cells, each with its
//! number among all.

use std::ops::Range;

use egui::accesskit::{Node, Role};
use egui::{
    CornerRadius, CursorIcon, EventFilter, Id, Rect, Response, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo,
};
use egui::{pos2, vec2};

use super::grid_cell::Cell;
use super::grid_keys::{Pressed, pressed};
use super::paint::{self, Type};
use super::slide::{self, Slide};
use super::surface::hairline_at;
use super::table::{Column, cells, round_bottom};
use super::tokens::{size, tokens};

/// The table before it is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Grid<'a> {
    name: &'a str,
    columns: &'a [Column<'a>],
    rows: u64,
    selected: Option<u64>,
}

/// What was done to the table in this frame.
#[derive(Debug)]
pub struct GridResponse {
    /// A row that was chosen, by pointer or by keyboard.
    pub chosen: Option<u64>,
    /// A row that was clicked, or on which Enter was pressed.
    pub activated: Option<u64>,
    /// The rows in sight.
    pub visible: Range<u64>,
    /// The table as a whole.
    pub response: Response,
}

impl<'a> Grid<'a> {
    /// The id of the table named `name`.
    #[must_use]
    pub fn id(name: &str) -> Id {
        Id::unique(("grid", name))
    }

    /// A table of `rows` rows; `name` is what a screen reader calls it.
    #[must_use]
    pub const fn new(name: &'a str, columns: &'a [Column<'a>], rows: u64) -> Self {
        Self { name, columns, rows, selected: None }
    }

    /// Which row is chosen. It is scrolled into sight whenever it changes.
    #[must_use]
    pub const fn selected(mut self, row: Option<u64>) -> Self {
        self.selected = row;
        self
    }

    /// Back to the first row in the next frame.
    pub fn rewind(ctx: &egui::Context, name: &str) {
        slide::rewind(ctx, Self::id(name));
    }

    /// Keeps what is in sight where it is after `rows` rows have come above it. Who looks at the first row goes on to do so.
    pub fn shift(ctx: &egui::Context, name: &str, rows: i64) {
        slide::shift(ctx, Self::id(name), rows);
    }

    /// Draws the table `height` points high and as wide as there is room.
    ///
    /// `contents` says what stands in a row, from left to right; `None` while that is not known.
    pub fn show(self, ui: &mut Ui, height: f32, contents: impl Fn(u64) -> Option<Vec<Cell>>) -> GridResponse {
        let palette = tokens(ui).palette;
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), height));
        ui.painter().rect_filled(rect, CornerRadius::same(size::RADIUS_L), palette.panel);
        let response = self.table(ui, rect);
        let head = Rect::from_min_size(rect.min + vec2(1.0, 1.0), vec2(rect.width() - 2.0, size::TABLE_HEAD));
        let body = Rect::from_min_max(head.left_bottom(), rect.max - vec2(1.0, 1.0));
        let mut result = GridResponse { chosen: None, activated: None, visible: 0..0, response };
        let mut slide = Slide::new(ui, result.response.id, body, size::GRID_ROW, self.rows);
        self.keys(ui, &mut result, &mut slide);
        slide.wheel(ui);
        let mut inside =
            ui.new_child(UiBuilder::new().max_rect(rect).id_salt(self.name).accessibility_parent(result.response.id));
        self.head(&inside, head);
        self.body(&mut inside, body, &slide, &mut result, &contents);
        slide.bar(&inside);
        self.frame(ui, rect, &result);
        slide.store(ui);
        result
    }

    fn frame(&self, ui: &Ui, rect: Rect, result: &GridResponse) {
        let palette = tokens(ui).palette;
        round_bottom(ui, rect, palette.background);
        let radius = CornerRadius::same(size::RADIUS_L);
        ui.painter().rect_stroke(rect, radius, Stroke::new(1.0, palette.line), StrokeKind::Inside);
        if self.selected.is_none_or(|row| !result.visible.contains(&row)) {
            paint::focus_ring_inside(ui, &result.response, rect);
        }
    }

    fn table(&self, ui: &Ui, rect: Rect) -> Response {
        let response = ui.interact(rect, Self::id(self.name), Sense::FOCUSABLE);
        response.widget_info(|| WidgetInfo::labeled(Role::Table, ui.is_enabled(), self.name));
        if response.has_focus() {
            let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        }
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_row_count(number(self.rows.saturating_add(1)));
            node.set_column_count(self.columns.len());
            if let Some(row) = self.selected {
                node.set_active_descendant(row_id(response.id, row).accesskit_id());
            }
        });
        response
    }

    fn keys(&self, ui: &Ui, result: &mut GridResponse, slide: &mut Slide) {
        let is_covered = !ui.memory(|memory| memory.allows_interaction(ui.layer_id()));
        if result.response.has_focus() && !is_covered {
            match pressed(ui, self.selected, self.rows, slide.page()) {
                Some(Pressed::To(row)) => result.chosen = Some(row),
                Some(Pressed::Enter) => result.activated = self.selected,
                None => {}
            }
        }
        slide.follow(ui, result.chosen.or(self.selected));
    }

    fn head(&self, ui: &Ui, rect: Rect) {
        let ink = tokens(ui).palette.ink_2;
        for (at, (cell, column)) in cells(rect, self.columns).zip(self.columns).enumerate() {
            paint::put_line(ui, cell.left_center(), Type::Label, column.title, ink, cell.width());
            let response = ui.interact(cell, ui.scope_id().with(("head", at)), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, column.title));
            place(ui, response.id, 0, Some(at));
        }
        hairline_at(ui, rect.left(), rect.right(), rect.bottom());
    }

    fn body(
        &self,
        ui: &mut Ui,
        body: Rect,
        slide: &Slide,
        result: &mut GridResponse,
        contents: &impl Fn(u64) -> Option<Vec<Cell>>,
    ) {
        ui.set_clip_rect(body.intersect(ui.clip_rect()));
        result.visible = slide.visible();
        for row in result.visible.clone() {
            let rect = Rect::from_min_size(pos2(body.left(), slide.top_of(row)), vec2(body.width(), size::GRID_ROW));
            self.row(ui, rect, row, result, contents(row));
        }
    }

    fn row(&self, ui: &mut Ui, rect: Rect, row: u64, result: &mut GridResponse, contents: Option<Vec<Cell>>) {
        let is_selected = self.selected == Some(row);
        let response = ui.interact(rect.intersect(ui.clip_rect()), row_id(result.response.id, row), Sense::CLICK);
        back(ui, rect, &response, is_selected);
        let cells_here = contents.as_deref().unwrap_or_default();
        response.widget_info(|| {
            let words: Vec<_> = cells_here.iter().map(Cell::words).filter(|word| !word.is_empty()).collect();
            WidgetInfo::labeled(Role::Row, ui.is_enabled(), words.join(", "))
        });
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(is_selected));
        place(ui, response.id, row.saturating_add(1), None);
        match &contents {
            Some(contents) => self.cells(ui, rect, response.id, row, contents),
            None => self.placeholders(ui, rect),
        }
        if is_selected && result.response.has_focus() {
            paint::focus_ring_inside(ui, &result.response, rect);
        }
        if response.on_hover_cursor(CursorIcon::PointingHand).clicked() && contents.is_some() {
            (result.chosen, result.activated) = (Some(row), Some(row));
            result.response.request_focus();
        }
    }

    fn cells(&self, ui: &mut Ui, rect: Rect, row_id: Id, row: u64, contents: &[Cell]) {
        let inside = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(row).accessibility_parent(row_id));
        for (at, (area, cell)) in cells(rect, self.columns).zip(contents).enumerate() {
            cell.paint(&inside, area);
            let response = inside.interact(area, row_id.with(at), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, cell.words()));
            place(&inside, response.id, row.saturating_add(1), Some(at));
        }
    }

    /// Where words will stand.
    fn placeholders(&self, ui: &Ui, rect: Rect) {
        let line = tokens(ui).palette.line;
        for cell in cells(rect, self.columns) {
            let bar = Rect::from_min_size(cell.left_center() - vec2(0.0, 4.0), vec2(cell.width() * 0.6, 8.0));
            ui.painter().rect_filled(bar, CornerRadius::same(4), line);
        }
    }
}

fn back(ui: &Ui, rect: Rect, response: &Response, is_selected: bool) {
    let palette = tokens(ui).palette;
    if is_selected {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, palette.accent_soft);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, palette.hover);
    }
    hairline_at(ui, rect.left(), rect.right(), rect.bottom());
}

fn row_id(table: Id, row: u64) -> Id {
    table.with(row)
}

fn number(value: u64) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

/// Says which row, and which column, a node stands in; the head is row 0.
fn place(ui: &Ui, id: Id, row: u64, column: Option<usize>) {
    let write = |node: &mut Node| {
        node.set_row_index(number(row));
        if let Some(column) = column {
            node.set_column_index(column);
        }
    };
    ui.ctx().accesskit_node_builder(id, write);
}

#[cfg(test)]
#[path = "grid_tests.rs"]
mod tests;
