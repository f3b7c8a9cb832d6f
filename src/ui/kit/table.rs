//! A table of any length that draws only the rows in sight.
//!
//! To the keyboard and to a screen reader it is one list box: a single tab stop, arrows inside, the chosen row as its active child.

use egui::accesskit::Role;
use egui::epaint::Mesh;
use egui::style::ScrollAnimation;
use egui::{CornerRadius, Event, EventFilter, Id, Key, Rect, Response, ScrollArea, Sense, Stroke, StrokeKind, Ui};
use egui::{UiBuilder, WidgetInfo, pos2, vec2};

use super::chip::Chip;
use super::icon::arc;
use super::paint::{self, Type};
use super::surface::hairline_at;
use super::tokens::{size, tokens};

/// A column: its head, its share of the width, and what it needs at least.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    /// What stands in it.
    pub title: &'a str,
    /// Share of the width, against the other columns' shares.
    pub share: f32,
    /// Width in points below which its usual contents would be cut; in a narrow window others give way first.
    pub least: f32,
}

/// The table before it is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    name: &'a str,
    columns: &'a [Column<'a>],
    rows: usize,
    selected: Option<usize>,
}

/// What was done to the table in this frame.
#[derive(Debug)]
pub struct TableResponse {
    /// A row that was chosen, by pointer or by keyboard.
    pub chosen: Option<usize>,
    /// A row that was clicked twice.
    pub activated: Option<usize>,
    /// The list box as a whole.
    pub response: Response,
    /// How many rows were drawn.
    pub drawn: usize,
}

/// The cells of one row, to be painted from left to right.
pub struct Row<'a, 'ui> {
    ui: &'ui Ui,
    rect: Rect,
    columns: &'a [Column<'a>],
}

impl<'a> Table<'a> {
    /// A table of `rows` rows; `name` is what a screen reader calls it.
    #[must_use]
    pub const fn new(name: &'a str, columns: &'a [Column<'a>], rows: usize) -> Self {
        Self { name, columns, rows, selected: None }
    }

    /// Which row is chosen. It is scrolled into sight whenever it changes.
    #[must_use]
    pub const fn selected(mut self, row: Option<usize>) -> Self {
        self.selected = row;
        self
    }

    /// Draws the table into all the room there is.
    ///
    /// `paint` paints a row's cells; `describe` says the row in words and is asked only when somebody listens.
    pub fn show(
        self,
        ui: &mut Ui,
        mut paint: impl FnMut(&mut Row<'_, '_>, usize),
        describe: impl Fn(usize) -> String,
    ) -> TableResponse {
        let palette = tokens(ui).palette;
        let rect = ui.available_rect_before_wrap();
        ui.advance_cursor_after_rect(rect);
        let radius = CornerRadius::same(size::RADIUS_L);
        ui.painter().rect_filled(rect, radius, palette.panel);
        let response = self.list_box(ui, rect);
        self.head(ui, Rect::from_min_size(rect.min + vec2(1.0, 1.0), vec2(rect.width() - 2.0, size::TABLE_HEAD)));
        let body =
            Rect::from_min_max(pos2(rect.left() + 1.0, rect.top() + 1.0 + size::TABLE_HEAD), rect.max - vec2(1.0, 1.0));
        let mut result = TableResponse { chosen: self.keys(ui, &response, body), activated: None, response, drawn: 0 };
        let mut child = ui.new_child(UiBuilder::new().max_rect(body).id_salt(self.name));
        self.scroll(&mut child, body, &mut result, &mut paint, &describe);
        round_bottom(ui, rect, palette.background);
        ui.painter().rect_stroke(rect, radius, Stroke::new(1.0, palette.line), StrokeKind::Inside);
        if self.selected.is_none() {
            paint::focus_ring_inside(ui, &result.response, rect);
        }
        result
    }

    fn list_box(&self, ui: &Ui, rect: Rect) -> Response {
        let response = ui.interact(rect, ui.scope_id().with(("table", self.name)), Sense::FOCUSABLE);
        response.widget_info(|| WidgetInfo::labeled(Role::ListBox, ui.is_enabled(), self.name));
        if response.has_focus() {
            let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        }
        if let Some(row) = self.selected {
            let child = row_id(response.id, row).accesskit_id();
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_active_descendant(child));
        }
        response
    }

    fn keys(&self, ui: &Ui, response: &Response, body: Rect) -> Option<usize> {
        if !response.has_focus() {
            return None;
        }
        arrow_keys(ui, self.selected, self.rows, (body.height() / size::TABLE_ROW) as usize)
    }

    fn head(&self, ui: &Ui, rect: Rect) {
        let ink = tokens(ui).palette.ink_2;
        for (cell, column) in cells(rect, self.columns).zip(self.columns) {
            paint::put_line(ui, cell.left_center(), Type::Label, column.title, ink, cell.width());
        }
        hairline_at(ui, rect.left(), rect.right(), rect.bottom());
    }

    fn scroll(
        &self,
        ui: &mut Ui,
        body: Rect,
        result: &mut TableResponse,
        paint: &mut impl FnMut(&mut Row<'_, '_>, usize),
        describe: &impl Fn(usize) -> String,
    ) {
        let height = size::TABLE_ROW;
        ui.spacing_mut().scroll.fade.strength = 0.0;
        let area = ScrollArea::vertical().id_salt("rows").auto_shrink([false, false]);
        area.show_viewport(ui, |ui, viewport| {
            ui.set_height(height * self.rows as f32);
            let first = (viewport.min.y / height).floor().max(0.0) as usize;
            let last = ((viewport.max.y / height).ceil().max(0.0) as usize).min(self.rows);
            // Positions are counted from the viewport, in f64: a million points down, f32 has no half points left.
            let top = |row: usize| body.top() + (row as f64 * f64::from(height) - f64::from(viewport.min.y)) as f32;
            for row in first..last {
                let rect = Rect::from_min_size(pos2(body.left(), top(row)), vec2(body.width(), height));
                self.row(ui, rect, row, result, paint, describe);
            }
            result.drawn = last.saturating_sub(first);
            self.follow(ui, result.response.id, body, &top);
        });
    }

    fn row(
        &self,
        ui: &Ui,
        rect: Rect,
        row: usize,
        result: &mut TableResponse,
        paint: &mut impl FnMut(&mut Row<'_, '_>, usize),
        describe: &impl Fn(usize) -> String,
    ) {
        let selected = self.selected == Some(row);
        let response = ui.interact(rect, row_id(result.response.id, row), Sense::CLICK);
        self.back(ui, rect, &response, selected);
        paint(&mut Row { ui, rect, columns: self.columns }, row);
        if selected && result.response.has_focus() {
            paint::focus_ring_inside(ui, &result.response, rect);
        }
        if response.clicked() {
            result.chosen = Some(row);
            result.response.request_focus();
        }
        if response.double_clicked() {
            result.activated = Some(row);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, ui.is_enabled(), describe(row)));
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(selected));
    }

    fn back(&self, ui: &Ui, rect: Rect, response: &Response, selected: bool) {
        let palette = tokens(ui).palette;
        if selected {
            ui.painter().rect_filled(rect, CornerRadius::ZERO, palette.accent_soft);
            let bar = Rect::from_min_size(rect.min, vec2(size::SELECTION_BAR, rect.height() - 1.0));
            ui.painter().rect_filled(bar, CornerRadius::ZERO, palette.accent);
        } else if response.hovered() {
            ui.painter().rect_filled(rect, CornerRadius::ZERO, palette.hover);
        }
        hairline_at(ui, rect.left(), rect.right(), rect.bottom());
    }

    /// Scrolls the chosen row into sight when it is another one than in the last frame.
    fn follow(&self, ui: &Ui, id: Id, body: Rect, top: &impl Fn(usize) -> f32) {
        let memory = id.with("followed");
        let before = ui.data(|data| data.get_temp::<Option<usize>>(memory)).flatten();
        if before == self.selected {
            return;
        }
        ui.data_mut(|data| data.insert_temp(memory, self.selected));
        if let Some(row) = self.selected.filter(|&row| row < self.rows) {
            let rect = Rect::from_min_size(pos2(body.left(), top(row)), vec2(body.width(), size::TABLE_ROW));
            ui.scroll_to_rect_animation(rect, None, ScrollAnimation::none());
            ui.ctx().request_repaint();
        }
    }
}

/// Rows are square; what they paint over the table's round lower corners is covered in the colour around the table.
pub(super) fn round_bottom(ui: &Ui, rect: Rect, around: egui::Color32) {
    let radius = f32::from(size::RADIUS_L);
    let core = rect.shrink(radius);
    let corners = [(rect.right_bottom(), core.right_bottom(), 0.0), (rect.left_bottom(), core.left_bottom(), 90.0)];
    for (corner, centre, from) in corners {
        let mut mesh = Mesh::default();
        mesh.colored_vertex(corner, around);
        let rim = arc(centre, radius, from, from + 90.0);
        rim.iter().for_each(|&at| mesh.colored_vertex(at, around));
        (1..).take(rim.len() - 1).for_each(|i| mesh.add_triangle(0, i, i + 1));
        ui.painter().add(egui::Shape::mesh(mesh));
    }
}

fn row_id(table: Id, row: usize) -> Id {
    table.with(row)
}

/// The areas of a row's cells.
pub(super) fn cells<'a>(rect: Rect, columns: &'a [Column<'a>]) -> impl Iterator<Item = Rect> + 'a {
    let inner = rect.shrink2(vec2(size::S4, 0.0));
    let room = inner.width() - size::COLUMN_GAP * columns.len().saturating_sub(1) as f32;
    let unit = unit(columns, room);
    let mut x = inner.left();
    columns.iter().map(move |column| {
        let width = column.least.max(unit * column.share);
        let cell = Rect::from_min_size(pos2(x, inner.top()), vec2(width, inner.height()));
        x += width + size::COLUMN_GAP;
        cell
    })
}

/// Points for one share, once the columns that would be too narrow have got what they need.
fn unit(columns: &[Column<'_>], room: f32) -> f32 {
    let mut unit = 0.0;
    for _ in columns {
        let wide = |c: &&Column<'_>| unit == 0.0 || unit * c.share > c.least;
        let (shares, fixed) = columns.iter().fold((0.0, 0.0), |(shares, fixed), column| {
            if wide(&column) { (shares + column.share, fixed) } else { (shares, fixed + column.least) }
        });
        unit = ((room - fixed) / f32::max(shares, f32::EPSILON)).max(f32::EPSILON);
    }
    unit
}

impl Row<'_, '_> {
    fn cell(&self, column: usize) -> Rect {
        cells(self.rect, self.columns).nth(column).unwrap_or(Rect::NOTHING)
    }

    /// A name with a smaller line under it.
    pub fn two_lines(&self, column: usize, name: &str, detail: &str) {
        let (cell, palette) = (self.cell(column), tokens(self.ui).palette);
        let at = cell.left_center();
        paint::put_line(self.ui, at - vec2(0.0, 8.0), Type::BodyStrong, name, palette.ink, cell.width());
        paint::put_line(self.ui, at + vec2(0.0, 10.0), Type::Small, detail, palette.ink_2, cell.width());
    }

    /// A plain cell.
    pub fn text(&self, column: usize, text: &str) {
        let cell = self.cell(column);
        paint::put_line(self.ui, cell.left_center(), Type::Body, text, tokens(self.ui).palette.ink, cell.width());
    }

    /// A cell of secondary importance.
    pub fn detail(&self, column: usize, text: &str) {
        let cell = self.cell(column);
        paint::put_line(self.ui, cell.left_center(), Type::Small, text, tokens(self.ui).palette.ink_2, cell.width());
    }

    /// A state.
    pub fn chip(&self, column: usize, chip: &Chip<'_>) {
        let cell = self.cell(column);
        chip.paint_at(self.ui, cell.left_center(), cell.width());
    }
}

/// Takes ↑ ↓, Page Up and Page Down from this frame's keys and says which of `rows` rows they lead to; `page` rows are in sight.
///
/// A screen calls it too while the search field has the keyboard, before the field is drawn.
pub fn arrow_keys(ui: &Ui, selected: Option<usize>, rows: usize, page: usize) -> Option<usize> {
    let last = rows.checked_sub(1)?;
    let mut at = selected;
    ui.input_mut(|input| {
        input.events.retain(|event| {
            let step = step_of(event, page.max(1));
            if let Some(step) = step {
                at = Some(at.map_or(0, |row| row.saturating_add_signed(step).min(last)));
            }
            step.is_none()
        });
    });
    at.filter(|_| at != selected)
}

fn step_of(event: &Event, page: usize) -> Option<isize> {
    let page = isize::try_from(page).unwrap_or(isize::MAX);
    if let Event::Key { key, pressed: true, modifiers, .. } = event
        && modifiers.is_none()
    {
        let steps = [(Key::ArrowUp, -1), (Key::ArrowDown, 1), (Key::PageUp, -page), (Key::PageDown, page)];
        return steps.into_iter().find(|(k, _)| k == key).map(|(_, step)| step);
    }
    None
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
