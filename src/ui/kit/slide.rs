//! How far a long list is scrolled, as the number of the row at its upper edge.
//!
//! Counted in rows and in f64: forty million points down, an f32 offset no longer knows single points.

use std::ops::Range;

use egui::{Context, CornerRadius, Id, Rect, Sense, Ui, pos2, vec2};

use super::tokens::{size, tokens};

const BAR: f32 = 8.0;
const HANDLE_LEAST: f32 = 28.0;

/// The place of a list in a body of rows of one height.
#[derive(Debug, Clone)]
pub(super) struct Slide {
    id: Id,
    body: Rect,
    height: f32,
    rows: u64,
    /// The row at the upper edge, with its part that is out of sight.
    top: f64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Kept {
    top: f64,
    followed: Option<u64>,
}

fn kept(ctx: &Context, id: Id) -> Kept {
    ctx.data(|data| data.get_temp(id)).unwrap_or_default()
}

/// Back to the first row.
pub(super) fn rewind(ctx: &Context, id: Id) {
    ctx.data_mut(|data| data.insert_temp(id, Kept::default()));
}

/// So many rows further down, from the next frame on; at the upper end it stays there.
pub(super) fn shift(ctx: &Context, id: Id, rows: i64) {
    let kept = kept(ctx, id);
    #[expect(clippy::cast_precision_loss, reason = "f64 knows every row below 2^53")]
    let top = if kept.top > 0.0 { (kept.top + rows as f64).max(0.0) } else { 0.0 };
    ctx.data_mut(|data| data.insert_temp(id, Kept { top, ..kept }));
}

#[expect(clippy::cast_precision_loss, reason = "f64 knows every row below 2^53")]
const fn rows_f64(rows: u64) -> f64 {
    rows as f64
}

impl Slide {
    /// Where the list named `id` was left.
    pub(super) fn new(ui: &Ui, id: Id, body: Rect, height: f32, rows: u64) -> Self {
        let mut slide = Self { id, body, height, rows, top: kept(ui.ctx(), id).top };
        slide.to(slide.top);
        slide
    }

    /// Remembers the place for the next frame.
    pub(super) fn store(&self, ui: &Ui) {
        let followed = kept(ui.ctx(), self.id).followed;
        ui.data_mut(|data| data.insert_temp(self.id, Kept { top: self.top, followed }));
    }

    fn in_sight(&self) -> f64 {
        f64::from(self.body.height() / self.height)
    }

    /// How many whole rows are in sight.
    pub(super) fn page(&self) -> u64 {
        (self.in_sight().floor() as u64).max(1)
    }

    fn last_top(&self) -> f64 {
        (rows_f64(self.rows) - self.in_sight()).max(0.0)
    }

    fn to(&mut self, top: f64) {
        self.top = top.clamp(0.0, self.last_top());
    }

    /// The rows of which a part is in sight.
    pub(super) fn visible(&self) -> Range<u64> {
        let last = ((self.top + self.in_sight()).ceil() as u64).min(self.rows);
        (self.top.floor() as u64).min(last)..last
    }

    /// The upper edge of a row on the screen.
    pub(super) fn top_of(&self, row: u64) -> f32 {
        self.body.top() + ((rows_f64(row) - self.top) * f64::from(self.height)) as f32
    }

    /// Takes the wheel while the pointer is over the list; at its ends the wheel is left to what lies around it.
    pub(super) fn wheel(&mut self, ui: &Ui) {
        if !ui.rect_contains_pointer(self.body) {
            return;
        }
        let before = self.top;
        let delta = ui.input(|input| input.smooth_scroll_delta().y);
        self.to(self.top - f64::from(delta / self.height));
        if (self.top - before).abs() > f64::EPSILON {
            ui.input_mut(|input| input.smooth_scroll_delta.y = 0.0);
        }
    }

    /// Brings `row` into sight when it is another one than in the last frame.
    pub(super) fn follow(&mut self, ui: &Ui, row: Option<u64>) {
        let Kept { top, followed } = kept(ui.ctx(), self.id);
        if followed == row {
            return;
        }
        ui.data_mut(|data| data.insert_temp(self.id, Kept { top, followed: row }));
        if let Some(row) = row.map(rows_f64) {
            let least = row + 1.0 - self.in_sight();
            self.to(self.top.min(row).max(least));
        }
    }

    /// The scroll bar, where there is something to scroll.
    pub(super) fn bar(&mut self, ui: &Ui) {
        if self.last_top() <= 0.0 {
            return;
        }
        let right = self.body.right() - 3.0;
        let track = Rect::from_min_max(pos2(right - BAR, self.body.top() + 3.0), pos2(right, self.body.bottom() - 6.0));
        let response = ui.interact(track.expand2(vec2(2.0, 0.0)), self.id.with("bar"), Sense::DRAG | Sense::CLICK);
        let length = (f64::from(track.height()) * self.in_sight() / rows_f64(self.rows)) as f32;
        let length = length.clamp(HANDLE_LEAST.min(track.height()), track.height());
        let way = track.height() - length;
        if let Some(at) = response.interact_pointer_pos().filter(|_| way > 0.0) {
            self.to(f64::from((at.y - track.top() - length / 2.0) / way) * self.last_top());
        }
        let y = track.top() + way * (self.top / self.last_top()) as f32;
        let is_active = response.hovered() || response.dragged();
        let width = if is_active { BAR } else { BAR * 0.6 };
        let handle = Rect::from_min_size(pos2(track.right() - width, y), vec2(width, length));
        let palette = tokens(ui).palette;
        let ink = if is_active { palette.ink_2 } else { palette.outline };
        ui.painter().rect_filled(handle, CornerRadius::same(size::RADIUS_S / 2), ink);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slide(rows: u64, top: f64) -> Slide {
        let body = Rect::from_min_size(pos2(0.0, 100.0), vec2(800.0, 300.0));
        let mut slide = Slide { id: Id::unique("slide"), body, height: 46.0, rows, top: 0.0 };
        slide.to(top);
        slide
    }

    #[test]
    fn the_last_of_a_million_rows_ends_exactly_at_the_lower_edge() {
        let slide = slide(1_000_000, f64::MAX);
        assert_eq!(slide.visible(), 999_993..1_000_000);
        assert!((slide.top_of(999_999) + 46.0 - 400.0).abs() < 0.01, "{}", slide.top_of(999_999));
    }

    #[test]
    fn half_a_row_is_half_a_row_however_far_down() {
        let slide = slide(1_000_000, 700_000.5);
        assert!((slide.top_of(700_000) - 77.0).abs() < 0.01, "{}", slide.top_of(700_000));
        assert!((slide.top_of(700_001) - slide.top_of(700_000) - 46.0).abs() < 0.01);
    }

    #[test]
    fn a_short_list_does_not_scroll() {
        let slide = slide(3, 17.0);
        assert_eq!((slide.visible(), slide.top_of(0)), (0..3, 100.0));
    }
}
