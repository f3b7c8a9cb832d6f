//! One number with its name, a choice that is on or off, and a note that does not ask for anything.

use egui::accesskit::Role;
use egui::{
    Color32, CornerRadius, CursorIcon, Frame, Margin, Rect, Response, Sense, Stroke, StrokeKind, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

use super::button::link;
use super::chip::Tone;
use super::icon::Icon;
use super::paint::{self, Type};
use super::tokens::{size, tokens};

/// Below the name of a panel.
const PANEL_HEAD: f32 = 6.0;

/// A number before it is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Tile<'a> {
    /// What it counts.
    pub name: &'a str,
    /// The number.
    pub value: &'a str,
    /// A second number beside the first.
    pub tail: &'a str,
    /// Over how little it was counted; empty where that is enough.
    pub note: &'a str,
    /// Whether it is bad news.
    pub is_bad: bool,
}

impl Tile<'_> {
    /// Draws the tile `width` points wide.
    pub fn show(&self, ui: &mut Ui, width: f32) -> Response {
        let palette = tokens(ui).palette;
        let (rect, response) = ui.allocate_exact_size(vec2(width, size::TILE), Sense::hover());
        let radius = CornerRadius::same(size::RADIUS_L);
        ui.painter().rect(rect, radius, palette.panel, Stroke::new(1.0, palette.line), StrokeKind::Inside);
        let inner = rect.shrink2(vec2(size::S4 + 1.0, 0.0));
        let at = pos2(inner.left(), inner.top() + 25.0);
        let end = paint::put_line(ui, at, Type::Small, self.name, palette.ink_2, inner.width());
        let note = paint::one_line(ui, Type::Small, self.note, palette.ink_2, inner.right() - end - size::S2);
        paint::put(ui, pos2(inner.right() - note.size().x, at.y), note);
        let ink = if self.is_bad { palette.bad } else { palette.ink };
        let at = pos2(inner.left(), inner.top() + 53.0);
        let end = paint::put_line(ui, at, Type::Display, self.value, ink, inner.width());
        let room = inner.right() - end - 6.0;
        paint::put_line(ui, pos2(end + 6.0, at.y + 3.0), Type::Title, self.tail, palette.ink_2, room);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.words()));
        response
    }

    fn words(&self) -> String {
        let parts = [self.value, self.tail, self.note].into_iter().filter(|part| !part.is_empty());
        format!("{}: {}", self.name, parts.collect::<Vec<_>>().join(" "))
    }
}

/// A choice that is on or off, with its box behind its words.
pub fn toggle(ui: &mut Ui, text: &str, is_on: bool) -> Response {
    let tokens = tokens(ui);
    let palette = tokens.palette;
    let galley = paint::one_line(ui, Type::BodyMedium, text, palette.ink, ui.available_width());
    let width = galley.size().x + 2.0 * size::S3 + 22.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, tokens.at_least_target(size::TAB)), Sense::click());
    let (fill, line) = if is_on { (palette.accent_soft, palette.accent) } else { (palette.background, palette.line) };
    let fill = if response.hovered() && !is_on { palette.hover } else { fill };
    ui.painter().rect(rect, CornerRadius::same(size::RADIUS_M), fill, Stroke::new(1.0, line), StrokeKind::Inside);
    paint::put(ui, pos2(rect.left() + size::S3, rect.center().y), galley);
    let square = Rect::from_center_size(pos2(rect.right() - size::S3 - 7.0, rect.center().y), vec2(14.0, 14.0));
    check(ui, square, is_on);
    paint::focus_ring(ui, &response, rect, size::RADIUS_M);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), is_on, text));
    response.on_hover_cursor(CursorIcon::PointingHand)
}

fn check(ui: &Ui, square: Rect, is_on: bool) {
    let palette = tokens(ui).palette;
    let (fill, line) = if is_on { (palette.accent, palette.accent) } else { (Color32::TRANSPARENT, palette.outline) };
    ui.painter().rect(square, CornerRadius::same(4), fill, Stroke::new(1.0, line), StrokeKind::Inside);
    if is_on {
        Icon::Check.paint(ui.painter(), square.shrink(2.0), palette.on_accent);
    }
}

/// A button no wider than its words.
pub fn small_button(ui: &mut Ui, text: &str) -> Response {
    let galley = paint::one_line(ui, Type::BodyMedium, text, Color32::PLACEHOLDER, ui.available_width());
    ui.add(super::Button::quiet(text).width(galley.size().x + 2.0 * size::S4))
}

/// A note across the room there is; returns whether its link was pressed.
pub fn quiet_note(ui: &mut Ui, tone: Tone, icon: Icon, text: &str, action: Option<&str>) -> bool {
    let palette = tokens(ui).palette;
    let (ink, soft) = tone.colors(palette);
    let builder = UiBuilder::new().accessibility_role(Role::Status).accessibility_label(text);
    let frame = Frame::new().fill(soft).corner_radius(CornerRadius::same(size::RADIUS_M));
    let shown = ui.scope_builder(builder, |ui| {
        frame.inner_margin(Margin::symmetric(size::S4 as i8, size::S2 as i8)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(size::S2, size::S1);
                let (_, sign) = ui.allocate_space(vec2(16.0, 20.0));
                icon.paint(ui.painter(), Rect::from_center_size(sign.center(), vec2(16.0, 16.0)), ink);
                paint::paragraph(ui, Type::Fact, text, palette.ink);
                action.is_some_and(|action| link(ui, action).clicked())
            })
            .inner
        })
    });
    shown.inner.inner
}

/// A panel on the page, `height` points high at least, with its name in small letters on top where it has one.
pub fn panel<R>(ui: &mut Ui, height: f32, name: &str, contents: impl FnOnce(&mut Ui) -> R) -> R {
    panel_with_note(ui, height, name, "", contents)
}

/// The same with a few words opposite its name.
pub fn panel_with_note<R>(ui: &mut Ui, height: f32, name: &str, note: &str, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let palette = tokens(ui).palette;
    let frame = Frame::new().fill(palette.panel).stroke(Stroke::new(1.0, palette.line));
    let frame = frame.corner_radius(CornerRadius::same(size::RADIUS_L)).inner_margin(Margin::same(size::S4 as i8));
    let builder = UiBuilder::new().accessibility_role(Role::Group).accessibility_label(name);
    let shown = ui.scope_builder(builder, |ui| {
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.set_min_height((height - 2.0 * size::S4 - 2.0).max(0.0));
            ui.spacing_mut().item_spacing.y = 0.0;
            if !name.is_empty() {
                panel_head(ui, name, note);
                ui.add_space(PANEL_HEAD);
            }
            contents(ui)
        })
    });
    shown.inner.inner
}

fn panel_head(ui: &mut Ui, name: &str, note: &str) {
    let palette = tokens(ui).palette;
    let line = paint::line(ui, Type::Small, name, palette.ink_2).rect;
    let right = ui.max_rect().right();
    let galley = paint::one_line(ui, Type::Small, note, palette.ink_2, right - line.right() - size::S2);
    let at = Rect::from_min_size(pos2(right - galley.size().x, line.top()), galley.size());
    paint::put(ui, at.left_center(), galley);
    if !note.is_empty() {
        let response = ui.interact(at, ui.scope_id().with("note"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Status, true, note));
    }
}

/// A sentence over a smaller one, in a row that can be pressed.
pub fn sentence_row(ui: &mut Ui, tone: Tone, icon: Icon, text: &str, detail: &str) -> Response {
    let palette = tokens(ui).palette;
    let (ink, _) = tone.colors(palette);
    let room = ui.available_width();
    let text_left = 24.0;
    let lay = |ui: &Ui, kind: Type, text: &str, color| {
        let mut job = egui::text::LayoutJob::single_section(text.to_owned(), kind.format(color));
        job.wrap.max_width = room - text_left;
        ui.painter().layout_job(job)
    };
    let (first, second) =
        (lay(ui, Type::BodyMedium, text, palette.ink), lay(ui, Type::Secondary, detail, palette.ink_2));
    let height = first.size().y + if detail.is_empty() { 0.0 } else { second.size().y } + size::S2;
    let (rect, response) = ui.allocate_exact_size(vec2(room, height.max(32.0)), Sense::click());
    if response.hovered() {
        let fill = rect.expand2(vec2(size::S2, 0.0));
        ui.painter().rect_filled(fill, CornerRadius::same(size::RADIUS_S), palette.hover);
    }
    let sign = Rect::from_center_size(pos2(rect.left() + 8.0, rect.top() + size::S1 + 10.0), vec2(15.0, 15.0));
    icon.paint(ui.painter(), sign, ink);
    let at = rect.min + vec2(text_left, size::S1);
    let below = at + vec2(0.0, first.size().y);
    ui.painter().galley(at, first, palette.ink);
    ui.painter().galley(below, second, palette.ink_2);
    paint::focus_ring_inside(ui, &response, rect.expand2(vec2(size::S2, 0.0)));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), format!("{text} {detail}").trim_end()));
    response.on_hover_cursor(CursorIcon::PointingHand)
}
