//! Tabs with counts, and a choice of one among a few that looks like them.

use egui::accesskit::Role;
use egui::{Color32, CornerRadius, Key, Rect, Response, Sense, Shadow, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::paint::{self, Type};
use super::tokens::{size, tokens};

/// One tab.
#[derive(Debug, Clone, Copy)]
pub struct Tab<'a> {
    /// What it shows.
    pub text: &'a str,
    /// How many there are, ready to be read; empty while unknown.
    pub count: &'a str,
}

/// A row of tabs; returns the one that was chosen in this frame. Left and right move between them. Where there is no room for
/// all counts, none is drawn.
pub fn tabs(ui: &mut Ui, items: &[Tab<'_>], selected: usize) -> Option<usize> {
    let wide: f32 = items.iter().map(|item| tab_width(ui, item) + BETWEEN).sum();
    let has_counts = wide - BETWEEN <= ui.available_width();
    let row = ui.horizontal(|ui| choice(ui, items, selected, Role::Tab, has_counts));
    row.inner
}

/// Between two tabs.
const BETWEEN: f32 = 6.0;
/// Between the name of a tab and its count.
const BEFORE_COUNT: f32 = 7.0;

fn tab_width(ui: &Ui, item: &Tab<'_>) -> f32 {
    let count = paint::line_width(ui, Type::BodyStrong, item.count);
    let gap = if item.count.is_empty() { 0.0 } else { BEFORE_COUNT };
    paint::line_width(ui, Type::BodyMedium, item.text) + gap + count + 2.0 * size::S3
}

/// One of a few, all of them in sight; returns the one that was chosen in this frame. Left and right move between them.
///
/// They stand in the line that is being laid out, and wrap with it.
pub fn segments(ui: &mut Ui, items: &[String], selected: usize) -> Option<usize> {
    let items: Vec<_> = items.iter().map(|text| Tab { text, count: "" }).collect();
    let between = ui.spacing().item_spacing;
    let chosen = choice(ui, &items, selected, Role::RadioButton, true);
    ui.spacing_mut().item_spacing = between;
    chosen
}

fn choice(ui: &mut Ui, items: &[Tab<'_>], selected: usize, role: Role, has_counts: bool) -> Option<usize> {
    ui.spacing_mut().item_spacing.x = BETWEEN;
    let tabs = items.iter().enumerate().map(|(i, item)| tab(ui, item, i == selected, role, has_counts));
    let responses: Vec<_> = tabs.collect();
    let focused = responses.iter().position(Response::has_focus);
    let moved = focused.and_then(|at| neighbour(ui, at, items.len()));
    if let Some(response) = moved.and_then(|to| responses.get(to)) {
        response.request_focus();
    }
    responses.iter().position(Response::clicked).or(moved)
}

/// Where the arrow that is pressed leads among so many in a row; nowhere at the ends.
pub(super) fn neighbour(ui: &Ui, at: usize, count: usize) -> Option<usize> {
    let (left, right) = ui.input(|i| (i.key_pressed(Key::ArrowLeft), i.key_pressed(Key::ArrowRight)));
    match (left, right) {
        (true, false) => at.checked_sub(1),
        (false, true) => Some(at + 1).filter(|&to| to < count),
        (true, true) | (false, false) => None,
    }
}

fn tab(ui: &mut Ui, item: &Tab<'_>, selected: bool, role: Role, has_count: bool) -> Response {
    let tokens = tokens(ui);
    let palette = tokens.palette;
    let ink = if selected { palette.ink } else { palette.ink_2 };
    let name = paint::one_line(ui, Type::BodyMedium, item.text, ink, f32::INFINITY);
    let shown = Tab { count: if has_count { item.count } else { "" }, ..*item };
    let count = paint::one_line(ui, Type::BodyStrong, shown.count, palette.ink_2, f32::INFINITY);
    let width = tokens.at_least_target(tab_width(ui, &shown));
    let (rect, response) = ui.allocate_exact_size(vec2(width, tokens.at_least_target(size::TAB)), Sense::click());
    if selected {
        raise(ui, rect, palette.panel, palette.line, palette.shadow);
    }
    let after = rect.left() + size::S3 + name.size().x + BEFORE_COUNT;
    paint::put(ui, pos2(rect.left() + size::S3, rect.center().y), name);
    paint::put(ui, pos2(after, rect.center().y), count);
    paint::focus_ring_inside(ui, &response, rect);
    if response.has_focus() {
        hold_arrows(ui, &response);
    }
    response
        .widget_info(|| WidgetInfo::labeled(role, ui.is_enabled(), format!("{} {}", item.text, item.count).trim_end()));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(selected));
    response
}

fn hold_arrows(ui: &Ui, response: &Response) {
    let filter = egui::EventFilter { horizontal_arrows: true, ..Default::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
}

fn raise(ui: &Ui, rect: Rect, fill: Color32, line: Color32, shadow: Color32) {
    let radius = CornerRadius::same(size::RADIUS_S);
    let shade = Shadow { offset: [0, 1], blur: 3, spread: 0, color: shadow };
    ui.painter().add(shade.as_shape(rect, radius));
    ui.painter().rect(rect, radius, fill, Stroke::new(1.0, line), StrokeKind::Inside);
}
