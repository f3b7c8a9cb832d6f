//! Fields one types into: search and plain text. Every field has an accessible name of its own.

use egui::accesskit::Role;
use egui::{
    CornerRadius, Frame, Id, Layout, Rect, Response, Sense, Stroke, StrokeKind, TextEdit, Ui, UiBuilder, WidgetInfo,
};
use egui::{pos2, vec2};

use super::button::{kbd, kbd_width};
use super::icon::Icon;
use super::paint::{self, Type};
use super::tokens::{size, tokens};

/// The search field: magnifier, hint, and the key that leads into it.
#[derive(Debug)]
pub struct SearchField<'a> {
    text: &'a mut String,
    /// Accessible name.
    name: &'a str,
    hint: &'a str,
    key: &'a str,
    clear: &'a str,
}

impl<'a> SearchField<'a> {
    /// The id of the field named `name`, to give it the keyboard.
    #[must_use]
    pub fn id(name: &str) -> Id {
        Id::unique(("search field", name))
    }

    /// A field over `text`. `key` is shown while it is empty; `clear` names the cross that empties it.
    pub fn new(text: &'a mut String, name: &'a str, hint: &'a str, key: &'a str, clear: &'a str) -> Self {
        Self { text, name, hint, key, clear }
    }

    /// Draws the field `width` wide.
    pub fn show(self, ui: &mut Ui, width: f32) -> Response {
        let tokens = tokens(ui);
        let palette = tokens.palette;
        let (_, rect) = ui.allocate_space(vec2(width, tokens.at_least_target(size::CONTROL)));
        ui.painter().rect_filled(rect, CornerRadius::same(size::RADIUS_M), palette.background);
        let glass = Rect::from_center_size(pos2(rect.left() + 20.0, rect.center().y), vec2(16.0, 16.0));
        Icon::Search.paint(ui.painter(), glass, palette.ink_2);
        let tail = if self.text.is_empty() { kbd_width(ui, self.key) + 16.0 } else { 36.0 };
        let inner = Rect::from_min_max(pos2(rect.left() + 36.0, rect.top()), pos2(rect.right() - tail, rect.bottom()));
        let mut response = edit(ui, inner, Self::id(self.name), self.text, self.hint, false);
        if self.text.is_empty() {
            let at = pos2(rect.right() - tail + 4.0, rect.center().y);
            kbd(ui, at, self.key, palette.ink_2, palette.line);
        } else if cross(ui, rect, self.clear) {
            self.text.clear();
            response.mark_changed();
            response.request_focus();
        }
        outline(ui, rect, &response);
        response.accessible_name(self.name)
    }
}

fn cross(ui: &Ui, field: Rect, name: &str) -> bool {
    let side = tokens(ui).density.target();
    let area = Rect::from_center_size(pos2(field.right() - 20.0, field.center().y), vec2(side, side));
    let sign = Rect::from_center_size(area.center(), vec2(14.0, 14.0));
    let response = ui.interact(area, ui.scope_id().with(("clear", name)), Sense::click());
    let palette = tokens(ui).palette;
    let ink = if response.hovered() { palette.ink } else { palette.ink_2 };
    Icon::Cross.paint(ui.painter(), sign, ink);
    paint::focus_ring(ui, &response, sign, size::RADIUS_S);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response.clicked()
}

/// A text field in the look of the kit.
#[derive(Debug)]
pub struct TextField<'a> {
    text: &'a mut String,
    name: &'a str,
    hint: &'a str,
}

impl<'a> TextField<'a> {
    /// A field over `text`; `name` is what a screen reader says.
    pub fn new(text: &'a mut String, name: &'a str, hint: &'a str) -> Self {
        Self { text, name, hint }
    }

    /// Draws the field as wide as there is room.
    pub fn show(self, ui: &mut Ui) -> Response {
        let height = tokens(ui).at_least_target(size::FIELD);
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), height));
        ui.painter().rect_filled(rect, CornerRadius::same(size::RADIUS_M), tokens(ui).palette.panel);
        let inner = rect.shrink2(vec2(size::S3, 0.0));
        let response = edit(ui, inner, ui.scope_id().with(("field", self.name)), self.text, self.hint, false);
        outline(ui, rect, &response);
        response.accessible_name(self.name)
    }
}

/// A bare single-line editor, filling `inner`.
pub(super) fn edit(ui: &mut Ui, inner: Rect, id: Id, text: &mut String, hint: &str, masked: bool) -> Response {
    let palette = tokens(ui).palette;
    let layout = Layout::left_to_right(egui::Align::Center);
    let mut child = ui.new_child(UiBuilder::new().max_rect(inner).layout(layout));
    let editor = TextEdit::singleline(text)
        .id(id)
        .frame(Frame::NONE)
        .font(Type::Body.font())
        .text_color(palette.ink)
        .hint_text(paint::rich(Type::Body, hint, palette.ink_2))
        .align(egui::Align2::LEFT_CENTER)
        .min_size(vec2(inner.width(), inner.height()))
        .desired_width(inner.width())
        .password(masked);
    child.add(editor)
}

/// The outline of a field; two points of accent when it has the keyboard.
pub(super) fn outline(ui: &Ui, rect: Rect, response: &Response) {
    let palette = tokens(ui).palette;
    let stroke =
        if response.has_focus() { Stroke::new(size::FOCUS, palette.accent) } else { Stroke::new(1.0, palette.outline) };
    ui.painter().rect_stroke(rect, CornerRadius::same(size::RADIUS_M), stroke, StrokeKind::Inside);
}
