//! What stands on a kiosk: large rows, the panel beside them, the picture of a reader, and a sentence for everybody.

use egui::accesskit::Role;
use egui::{
    Align, Color32, Context, CornerRadius, CursorIcon, Frame, Layout, Margin, Rect, Response, ScrollArea, Sense,
    Stroke, StrokeKind,
};
use egui::{Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::chip::Tone;
use super::icon::Icon;
use super::paint::{self, Type};
use super::tokens::{size, tokens};

/// One of a few large rows.
#[derive(Debug, Clone, Copy)]
pub struct TouchRow<'a> {
    /// Who.
    pub name: &'a str,
    /// What tells it from another row that looks the same; empty where nothing does.
    pub mark: &'a str,
    /// What is known, from the most words to the fewest: the first that has room stands there.
    pub details: &'a [String],
    /// How it stands.
    pub tone: Tone,
    /// The sign that says the same.
    pub icon: Icon,
    /// The word that says the same.
    pub state: &'a str,
    /// Whether it is the chosen one.
    pub is_selected: bool,
}

const CHIP: f32 = 30.0;

/// One of two sizes: the usual one, and that of a low screen.
#[must_use]
pub fn kiosk_size(ctx: &Context, [usual, low]: [f32; 2]) -> f32 {
    if ctx.content_rect().height() < size::KIOSK_SCREEN_LOW { low } else { usual }
}

impl TouchRow<'_> {
    /// Draws it as wide as there is room.
    pub fn show(&self, ui: &mut Ui) -> Response {
        let tokens = tokens(ui);
        let palette = tokens.palette;
        let wanted = vec2(ui.available_width(), tokens.at_least_target(kiosk_size(ui.ctx(), size::KIOSK_ROW)));
        let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
        let (fill, line) = match () {
            () if self.is_selected => (palette.accent_soft, palette.accent),
            () if response.hovered() => (palette.hover, palette.line),
            () => (palette.panel, palette.line),
        };
        let radius = CornerRadius::same(size::RADIUS_TOUCH);
        ui.painter().rect(rect, radius, fill, Stroke::new(2.0, line), StrokeKind::Inside);
        self.words(ui, rect.shrink2(vec2(26.0, 0.0)), rect.width() < size::KIOSK_ROW_NARROW);
        paint::focus_ring(ui, &response, rect, size::RADIUS_TOUCH);
        response.widget_info(|| {
            let detail = self.details.first().map_or("", String::as_str);
            let label = [self.name, self.mark, detail, self.state].into_iter().filter(|part| !part.is_empty());
            WidgetInfo::selected(Role::ListBoxOption, true, self.is_selected, label.collect::<Vec<_>>().join(", "))
        });
        response.on_hover_cursor(CursorIcon::PointingHand)
    }

    fn words(&self, ui: &Ui, inner: Rect, is_narrow: bool) {
        let palette = tokens(ui).palette;
        let (left, upper, lower) = (inner.left(), inner.center().y - 12.0, inner.center().y + 16.0);
        let chip = self.chip(ui, inner, if is_narrow { upper } else { inner.center().y }) - size::S4;
        let mark = paint::one_line(ui, Type::TouchDetail, self.mark, palette.ink_2, f32::INFINITY);
        let taken = if self.mark.is_empty() { 0.0 } else { mark.size().x + size::S3 };
        let end = paint::put_line(ui, pos2(left, upper), Type::Subject, self.name, palette.ink, chip - left - taken);
        paint::put(ui, pos2(end + size::S3, upper), mark);
        let room = if is_narrow { inner.right() } else { chip } - left;
        let has_room = |detail: &&String| {
            paint::one_line(ui, Type::TouchDetail, detail, palette.ink_2, f32::INFINITY).size().x <= room
        };
        let detail = self.details.iter().find(has_room).or(self.details.last()).map_or("", String::as_str);
        paint::put_line(ui, pos2(left, lower), Type::TouchDetail, detail, palette.ink_2, room);
    }

    /// Paints the state at the right end; returns where it begins.
    fn chip(&self, ui: &Ui, inner: Rect, middle: f32) -> f32 {
        let (ink, soft) = self.tone.colors(tokens(ui).palette);
        let galley = paint::one_line(ui, Type::TouchLabel, self.state, ink, inner.width() / 2.0);
        let width = galley.size().x + 46.0;
        let rect = Rect::from_min_size(pos2(inner.right() - width, middle - CHIP / 2.0), vec2(width, CHIP));
        ui.painter().rect_filled(rect, CornerRadius::same(15), soft);
        let sign = Rect::from_center_size(pos2(rect.left() + 20.0, middle), vec2(12.0, 12.0));
        self.icon.paint(ui.painter(), sign, ink);
        paint::put(ui, pos2(rect.left() + 32.0, middle), galley);
        rect.left()
    }
}

/// Rows of one height that scroll by touch; only those in sight are drawn.
pub fn touch_rows(ui: &mut Ui, name: &str, count: usize, mut row: impl FnMut(&mut Ui, usize)) {
    ui.spacing_mut().item_spacing.y = kiosk_size(ui.ctx(), size::KIOSK_GAP);
    let height = kiosk_size(ui.ctx(), size::KIOSK_ROW);
    let builder = UiBuilder::new().accessibility_role(Role::ListBox).accessibility_label(name);
    ui.scope_builder(builder, |ui| {
        let area = ScrollArea::vertical().auto_shrink([false, false]).id_salt("touch rows");
        area.show_rows(ui, height, count, |ui, shown| shown.for_each(|at| row(ui, at)));
    });
}

/// The panel beside the rows: a body that scrolls, and a foot of this height that stays.
pub fn kiosk_panel<R>(ui: &mut Ui, foot_height: f32, body: impl FnOnce(&mut Ui), foot: impl FnOnce(&mut Ui) -> R) -> R {
    let palette = tokens(ui).palette;
    let room = ui.available_rect_before_wrap();
    ui.advance_cursor_after_rect(room);
    let radius = CornerRadius::same(size::RADIUS_PANEL);
    ui.painter().rect(room, radius, palette.panel, Stroke::new(1.0, palette.line), StrokeKind::Inside);
    let inner = room.shrink(kiosk_size(ui.ctx(), size::KIOSK_PAD));
    let gap = if foot_height > 0.0 { size::S4 } else { 0.0 };
    let split = inner.bottom() - foot_height;
    let mut above = child(ui, inner.with_max_y(split - gap), "kiosk body");
    ScrollArea::vertical().id_salt("kiosk body").auto_shrink([false, false]).show(&mut above, body);
    foot(&mut child(ui, inner.with_min_y(split), "kiosk foot"))
}

/// What happened, in large letters on its soft ground, and what to do. A screen reader is told at once.
pub fn touch_note(ui: &mut Ui, tone: Tone, title: &str, body: &str) {
    let palette = tokens(ui).palette;
    let (ink, soft) = tone.colors(palette);
    let icon = match tone {
        Tone::Ok => Icon::Check,
        Tone::Warn | Tone::Bad => Icon::Warning,
        Tone::Accent | Tone::Neutral => Icon::Info,
    };
    let builder = UiBuilder::new().accessibility_role(Role::Alert).accessibility_label(title);
    ui.scope_builder(builder, |ui| {
        let frame = Frame::new().fill(soft).corner_radius(CornerRadius::same(size::RADIUS_TOUCH));
        frame.inner_margin(Margin::symmetric(20, 16)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_top(|ui| {
                let (_, sign) = ui.allocate_space(vec2(24.0, 28.0));
                icon.paint(ui.painter(), Rect::from_center_size(sign.center(), vec2(24.0, 24.0)), ink);
                ui.add(egui::Label::new(paint::rich(Type::Subject, title, ink)).wrap());
            });
            if !body.is_empty() {
                ui.add_space(size::S1);
                paint::paragraph(ui, Type::TouchFact, body, palette.ink);
            }
        });
    });
}

fn child(ui: &mut Ui, rect: Rect, salt: &str) -> Ui {
    ui.new_child(UiBuilder::new().max_rect(rect).layout(Layout::top_down(Align::Min)).id_salt(salt))
}

/// The picture of a reader with a card above it, or on it, so tall.
pub fn reader(ui: &mut Ui, tall: f32, has_card: bool) {
    let palette = tokens(ui).palette;
    let (_, room) = ui.allocate_space(vec2(ui.available_width(), tall));
    let top = room.center_top();
    let scale = tall / size::READER;
    let part = |x: f32, y: f32, width: f32, height: f32, radius: f32, fill: Color32| {
        let rect = Rect::from_min_size(top + scale * vec2(x, y), scale * vec2(width, height));
        ui.painter().rect_filled(rect, CornerRadius::from(scale * radius), fill);
    };
    part(-90.0, 86.0, 180.0, 54.0, 14.0, palette.line);
    let down = if has_card { 26.0 } else { 0.0 };
    part(-54.0, down, 108.0, 70.0, 10.0, palette.accent);
    part(-42.0, down + 16.0, 30.0, 22.0, 4.0, palette.on_accent.gamma_multiply(0.5));
    if !has_card {
        part(-2.0, 73.0, 4.0, 11.0, 2.0, palette.ink_2);
    }
}

/// The picture of a reader in the middle of the room that is left, as large as that allows. Where there is too little, none.
pub fn reader_in_room(ui: &mut Ui, has_card: bool) {
    let room = ui.available_height();
    if room >= size::READER + 2.0 * size::S4 {
        let tall = (room * 0.4).clamp(size::READER, size::READER_TALLEST);
        ui.add_space((room - tall) / 2.0);
        reader(ui, tall, has_card);
    }
}

/// A few words in the middle of the screen, for everybody who passes by; below them what the caller adds.
pub fn tell_to_all<R>(ui: &mut Ui, title: &str, body: &str, more: impl FnOnce(&mut Ui) -> R) -> R {
    let palette = tokens(ui).palette;
    let room = ui.available_rect_before_wrap();
    ui.advance_cursor_after_rect(room);
    let width = size::KIOSK_TEXT.min(room.width());
    let top = room.top() + room.height() * 0.28;
    let inner = Rect::from_min_max(
        pos2(room.center().x - width / 2.0, top),
        pos2(room.center().x + width / 2.0, room.bottom()),
    );
    let layout = Layout::top_down(Align::Center);
    let mut child = ui.new_child(UiBuilder::new().max_rect(inner).layout(layout).id_salt("tell to all"));
    let ui = &mut child;
    paint::paragraph(ui, Type::TouchDisplay, title, palette.ink);
    ui.add_space(size::S4);
    if !body.is_empty() {
        paint::paragraph(ui, Type::TouchFact, body, palette.ink_2);
    }
    ui.add_space(size::KIOSK_MARGIN);
    Frame::new().inner_margin(Margin::ZERO).show(ui, more).inner
}

#[cfg(test)]
#[path = "touch_tests.rs"]
mod tests;
