//! Bars over time in two series, one on the other.

use egui::accesskit::{Action, Role};
use egui::{Color32, CornerRadius, EventFilter, Id, Key, Modifiers, Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint::{self, Type};
use super::surface::hairline_at;
use super::tokens::{size, tokens};

/// One stretch of the chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stack {
    /// The lower series.
    pub good: u64,
    /// The upper series.
    pub bad: u64,
    /// Under the bar, where it fits.
    pub label: String,
    /// The bar in words.
    pub spoken: String,
}

/// The chart before it is drawn.
#[derive(Debug, Clone, Copy)]
pub struct BarChart<'a> {
    /// What it shows; also its accessible name.
    pub title: &'a str,
    /// What the lower series counts.
    pub good: &'a str,
    /// What the upper series counts.
    pub bad: &'a str,
    /// From left to right.
    pub bars: &'a [Stack],
}

const GAP: f32 = 6.0;
const BETWEEN_SERIES: f32 = 2.0;
const AXIS: f32 = 18.0;
const WIDEST: f32 = 72.0;

impl BarChart<'_> {
    /// Draws title and bars into the room there is, down to `height` points. ← and → lead from bar to bar.
    pub fn show(&self, ui: &mut Ui, height: f32) {
        let (id, rect) = ui.allocate_space(vec2(ui.available_width(), height));
        let node = ui.interact(rect, id, Sense::hover());
        node.widget_info(|| WidgetInfo::labeled(Role::Figure, ui.is_enabled(), self.title));
        let plot = Rect::from_min_max(rect.min + vec2(0.0, size::CHART_HEAD), rect.max - vec2(0.0, AXIS));
        let inside = ui.new_child(egui::UiBuilder::new().max_rect(rect).accessibility_parent(id).id_salt(id));
        if self.bars.iter().all(|bar| bar.good + bar.bad == 0) {
            hairline_at(ui, plot.left(), plot.right(), plot.bottom());
        }
        let responses = self.bars(&inside, plot, id);
        self.labels(ui, plot);
        let told = responses.iter().position(Response::has_focus).or(responses.iter().position(Response::hovered));
        self.head(ui, rect, told.and_then(|at| self.bars.get(at)));
    }

    fn bars(&self, ui: &Ui, plot: Rect, id: Id) -> Vec<Response> {
        let most = self.bars.iter().map(|bar| bar.good + bar.bad).max().unwrap_or(0).max(1);
        let stop = self.stop(ui, id);
        let areas = columns(plot, self.bars.len());
        let bars = self.bars.iter().zip(areas).enumerate();
        let responses: Vec<_> =
            bars.map(|(at, (bar, area))| bar_of(ui, bar, area, most, id.with(at), at == stop)).collect();
        if let Some(at) = responses.iter().position(Response::has_focus) {
            let to = next(ui, at, self.bars.len());
            ui.data_mut(|data| data.insert_temp(id, to));
            if let Some(response) = responses.get(to).filter(|_| to != at) {
                response.request_focus();
            }
        }
        responses
    }

    /// The one bar that Tab leads to: the last one that had the keyboard, at first the newest.
    fn stop(&self, ui: &Ui, id: Id) -> usize {
        let last = self.bars.len().saturating_sub(1);
        ui.data(|data| data.get_temp::<usize>(id)).unwrap_or(last).min(last)
    }

    fn labels(&self, ui: &Ui, plot: Rect) {
        let ink = tokens(ui).palette.ink_2;
        let widths = self.bars.iter().map(|bar| text_width(ui, &bar.label));
        let widest = widths.fold(0.0, f32::max) + size::S2;
        let areas = columns(plot, self.bars.len());
        let step = label_step(widest, areas.get(1).zip(areas.first()).map_or(f32::MAX, |(b, a)| b.left() - a.left()));
        let mut free_from = plot.left();
        for (bar, area) in self.bars.iter().zip(&areas).step_by(step) {
            let width = text_width(ui, &bar.label);
            let left = (area.center().x - width / 2.0).clamp(plot.left(), (plot.right() - width).max(plot.left()));
            if left < free_from {
                continue;
            }
            free_from = left + width + size::S2;
            paint::put_line(ui, pos2(left, plot.bottom() + AXIS / 2.0 + 2.0), Type::Kbd, &bar.label, ink, width + 1.0);
        }
    }

    /// The title, and beside it the bar one looks at; else what the colours mean.
    fn head(&self, ui: &Ui, rect: Rect, told: Option<&Stack>) {
        let palette = tokens(ui).palette;
        let at = rect.left_top() + vec2(0.0, 9.0);
        let end = paint::put_line(ui, at, Type::Small, self.title, palette.ink_2, rect.width());
        let room = rect.right() - end - size::S4;
        if let Some(bar) = told {
            let galley = paint::one_line(ui, Type::Label, &bar.spoken, palette.ink, room);
            paint::put(ui, pos2(rect.right() - galley.size().x, at.y), galley);
            return;
        }
        let mut right = rect.right();
        for (text, color) in [(self.bad, palette.series_bad), (self.good, palette.series_good)] {
            let galley = paint::one_line(ui, Type::Small, text, palette.ink_2, room / 2.0);
            right -= galley.size().x;
            paint::put(ui, pos2(right, at.y), galley);
            right -= 16.0;
            let square = Rect::from_min_size(pos2(right, at.y - 5.0), vec2(10.0, 10.0));
            ui.painter().rect_filled(square, CornerRadius::same(3), color);
            right -= size::S4;
        }
    }
}

fn text_width(ui: &Ui, text: &str) -> f32 {
    paint::one_line(ui, Type::Kbd, text, Color32::PLACEHOLDER, f32::INFINITY).size().x
}

/// Every how many bars a label of this width fits, when bars begin `step` points apart.
fn label_step(widest: f32, step: f32) -> usize {
    (widest / step.max(1.0)).ceil().max(1.0) as usize
}

/// The areas of the bars, from left to right.
fn columns(plot: Rect, count: usize) -> Vec<Rect> {
    let room = plot.width();
    let gap = GAP.min(room / count.max(1) as f32 * 0.35);
    let step = ((room + gap) / count.max(1) as f32).min(WIDEST + gap);
    let area = |at: usize| {
        let left = plot.left() + step * at as f32;
        Rect::from_min_max(pos2(left, plot.top()), pos2(left + step - gap, plot.bottom()))
    };
    (0..count).map(area).collect()
}

fn next(ui: &Ui, at: usize, count: usize) -> usize {
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let last = count.saturating_sub(1);
    match () {
        () if pressed(Key::ArrowLeft) => at.saturating_sub(1),
        () if pressed(Key::ArrowRight) => (at + 1).min(last),
        () if pressed(Key::Home) => 0,
        () if pressed(Key::End) => last,
        () => at,
    }
}

fn bar_of(ui: &Ui, bar: &Stack, area: Rect, most: u64, id: Id, is_stop: bool) -> Response {
    let palette = tokens(ui).palette;
    let sense = if is_stop { Sense::FOCUSABLE | Sense::hover() } else { Sense::hover() };
    let response = ui.interact(area.expand2(vec2(GAP / 2.0, 0.0)), id, sense);
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(area, CornerRadius::same(4), palette.hover);
    }
    let [good, bad] = heights(bar, most, area.height());
    let gap = if good > 0.0 && bad > 0.0 { BETWEEN_SERIES } else { 0.0 };
    let lower = Rect::from_min_max(pos2(area.left(), area.bottom() - good), area.max);
    let upper_end = lower.top() - gap;
    let upper = Rect::from_min_max(pos2(area.left(), upper_end - bad), pos2(area.right(), upper_end));
    let radius = (area.width() / 4.0).min(4.0) as u8;
    let foot = CornerRadius { sw: radius, se: radius, nw: 0, ne: 0 };
    let head = CornerRadius { nw: radius, ne: radius, sw: 0, se: 0 };
    let alone = if bad > 0.0 { foot } else { CornerRadius { nw: 1, ne: 1, ..foot } };
    if good > 0.0 {
        ui.painter().rect_filled(lower, alone, palette.series_good);
    }
    if bad > 0.0 {
        ui.painter().rect_filled(upper, head, palette.series_bad);
    }
    paint::focus_ring(ui, &response, area, 4);
    say_bar(ui, &response, &bar.spoken);
    response
}

fn say_bar(ui: &Ui, response: &Response, spoken: &str) {
    response.widget_info(|| WidgetInfo::labeled(Role::GraphicsSymbol, ui.is_enabled(), spoken));
    ui.ctx().accesskit_node_builder(response.id, |node| node.add_action(Action::Focus));
    if response.has_focus() {
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    }
}

/// Heights of both series; what is not nothing can be seen.
fn heights(bar: &Stack, most: u64, room: f32) -> [f32; 2] {
    let room = room - BETWEEN_SERIES;
    #[expect(clippy::cast_precision_loss, reason = "a height on the screen")]
    let height = |count: u64| if count == 0 { 0.0 } else { (room * count as f32 / most as f32).max(2.0) };
    [height(bar.good), height(bar.bad)]
}

#[cfg(test)]
#[path = "chart_tests.rs"]
mod tests;
