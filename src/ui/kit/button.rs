//! The one primary button of a screen, quiet buttons beside it, and links in text.

use egui::accesskit::Role;
use egui::{
    Align2, Color32, CornerRadius, CursorIcon, Rect, Response, Sense, Stroke, StrokeKind, Ui, Widget, WidgetInfo, pos2,
    vec2,
};

use super::paint::{self, Type};
use super::progress::spinner_at;
use super::tokens::{Palette, size, tokens};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Primary,
    QuietLarge,
    Quiet,
    Danger,
    Touch,
    TouchQuiet,
}

/// A button as wide as the room it is given.
#[derive(Debug, Clone, Copy)]
pub struct Button<'a> {
    kind: Kind,
    text: &'a str,
    key: Option<&'a str>,
    enabled: bool,
    busy: bool,
    width: Option<f32>,
    height: Option<f32>,
}

impl<'a> Button<'a> {
    const fn of(kind: Kind, text: &'a str) -> Self {
        Self { kind, text, key: None, enabled: true, busy: false, width: None, height: None }
    }

    /// What Enter does; one on a screen.
    #[must_use]
    pub const fn primary(text: &'a str) -> Self {
        Self::of(Kind::Primary, text)
    }

    /// An alternative of the same size as the primary one.
    #[must_use]
    pub const fn quiet_large(text: &'a str) -> Self {
        Self::of(Kind::QuietLarge, text)
    }

    /// Anything else.
    #[must_use]
    pub const fn quiet(text: &'a str) -> Self {
        Self::of(Kind::Quiet, text)
    }

    /// A quiet button whose words say that something is lost.
    #[must_use]
    pub const fn danger(text: &'a str) -> Self {
        Self::of(Kind::Danger, text)
    }

    /// The one primary button of a kiosk.
    #[must_use]
    pub const fn touch(text: &'a str) -> Self {
        Self::of(Kind::Touch, text)
    }

    /// Anything else at a kiosk.
    #[must_use]
    pub const fn touch_quiet(text: &'a str) -> Self {
        Self::of(Kind::TouchQuiet, text)
    }

    /// Another height than its kind's own.
    #[must_use]
    pub const fn tall(mut self, height: f32) -> Self {
        self.height = Some(height);
        self
    }

    /// The key that does the same, shown on the button.
    #[must_use]
    pub const fn key(mut self, key: &'a str) -> Self {
        self.key = Some(key);
        self
    }

    /// Whether it can be pressed. Say why not beside it.
    #[must_use]
    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Work goes on: a ring instead of the key, and no presses.
    #[must_use]
    pub const fn busy(mut self, busy: bool) -> Self {
        self.busy = busy;
        self
    }

    /// A fixed width instead of all there is.
    #[must_use]
    pub const fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    const fn height(&self) -> f32 {
        match self.kind {
            Kind::Primary | Kind::QuietLarge => size::PRIMARY,
            Kind::Quiet | Kind::Danger => size::CONTROL,
            Kind::Touch => size::KIOSK_ACTION,
            Kind::TouchQuiet => size::KIOSK_QUIET,
        }
    }

    /// Whether it is no higher than a kiosk's other buttons, beside which it then stands.
    fn is_low(&self) -> bool {
        self.height.is_some_and(|height| height <= size::KIOSK_QUIET)
    }

    fn radius(&self) -> u8 {
        match self.kind {
            Kind::Primary | Kind::QuietLarge => size::RADIUS_L,
            Kind::Quiet | Kind::Danger => size::RADIUS_M,
            Kind::Touch if self.is_low() => size::RADIUS_TOUCH,
            Kind::Touch => size::RADIUS_PANEL,
            Kind::TouchQuiet => size::RADIUS_TOUCH,
        }
    }

    fn type_step(&self) -> Type {
        match self.kind {
            Kind::Primary => Type::Action,
            Kind::QuietLarge => Type::ActionQuiet,
            Kind::Quiet | Kind::Danger => Type::BodyMedium,
            Kind::Touch if self.is_low() => Type::Subject,
            Kind::Touch => Type::TouchAction,
            Kind::TouchQuiet => Type::TouchKey,
        }
    }

    fn can_press(&self) -> bool {
        self.enabled && !self.busy
    }

    /// Fill, outline and ink.
    fn colors(&self, p: &Palette, response: &Response) -> (Color32, Color32, Color32) {
        let over = response.hovered() && response.enabled();
        match self.kind {
            Kind::Primary | Kind::Touch if !self.enabled => (p.line, p.line, p.ink_2),
            Kind::Primary | Kind::Touch if over => (p.accent_hover, p.accent_hover, p.on_accent),
            Kind::Primary | Kind::Touch => (p.accent, p.accent, p.on_accent),
            Kind::TouchQuiet => {
                (if over { p.hover } else { p.panel }, p.outline, if self.enabled { p.ink } else { p.ink_3 })
            }
            Kind::QuietLarge | Kind::Quiet | Kind::Danger => {
                let ink = if matches!(self.kind, Kind::Danger) { p.bad } else { p.ink };
                let ink = if self.enabled { ink } else { p.ink_3 };
                (if over { p.hover } else { Color32::TRANSPARENT }, p.line, ink)
            }
        }
    }

    fn paint(&self, ui: &Ui, rect: Rect, response: &Response) {
        let (fill, outline, ink) = self.colors(tokens(ui).palette, response);
        let radius = CornerRadius::same(self.radius());
        ui.painter().rect(rect, radius, fill, Stroke::new(1.0, outline), StrokeKind::Inside);
        let extra = if self.busy { 28.0 } else { self.key.map_or(0.0, |key| 10.0 + kbd_width(ui, key)) };
        let text = paint::one_line(ui, self.type_step(), self.text, ink, rect.width() - extra - 2.0 * size::S3);
        let left = rect.center().x - (text.size().x + extra) / 2.0;
        let end = left + text.size().x;
        paint::put(ui, pos2(left, rect.center().y), text);
        if self.busy {
            spinner_at(ui, pos2(end + 19.0, rect.center().y), 8.0, ink);
        } else if let Some(key) = self.key {
            kbd(ui, pos2(end + 10.0, rect.center().y), key, ink.gamma_multiply(0.75), ink.gamma_multiply(0.55));
        }
        paint::focus_ring(ui, response, rect, self.radius());
    }
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let tokens = tokens(ui);
        let width = self.width.unwrap_or_else(|| ui.available_width());
        let wanted = vec2(width, tokens.at_least_target(self.height.unwrap_or_else(|| self.height())));
        let can_press = self.can_press() && ui.is_enabled();
        let sense = if can_press { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(wanted, sense);
        if ui.is_rect_visible(rect) {
            self.paint(ui, rect, &response);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Button, can_press, self.text));
        if can_press { response.on_hover_cursor(CursorIcon::PointingHand) } else { response }
    }
}

/// Text one can press, underlined, in a sentence's colour.
pub fn link(ui: &mut Ui, text: &str) -> Response {
    let tokens = tokens(ui);
    let ink = tokens.palette.accent;
    let galley = paint::one_line(ui, Type::Secondary, text, ink, ui.available_width());
    let wanted = vec2(tokens.at_least_target(galley.size().x), tokens.at_least_target(galley.size().y));
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    let body = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), rect);
    let weight = if response.hovered() { 2.0 } else { 1.0 };
    ui.painter().hline(body.x_range(), body.bottom() - 2.0, Stroke::new(weight, ink));
    paint::put(ui, body.left_center(), galley);
    paint::focus_ring(ui, &response, body, 3);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, ui.is_enabled(), text));
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// Width of a link.
pub fn link_width(ui: &Ui, text: &str) -> f32 {
    tokens(ui).at_least_target(paint::one_line(ui, Type::Secondary, text, Color32::PLACEHOLDER, f32::INFINITY).size().x)
}

/// Width of a key's picture.
pub(super) fn kbd_width(ui: &Ui, key: &str) -> f32 {
    paint::one_line(ui, Type::Kbd, key, Color32::PLACEHOLDER, f32::INFINITY).size().x + 14.0
}

/// A key's picture, with its left side at `left_middle`.
pub(super) fn kbd(ui: &Ui, left_middle: egui::Pos2, key: &str, ink: Color32, outline: Color32) {
    let galley = paint::one_line(ui, Type::Kbd, key, ink, f32::INFINITY);
    let body = vec2(galley.size().x + 14.0, 18.0);
    let rect = Rect::from_min_size(left_middle - vec2(0.0, 9.0), body);
    ui.painter().rect_stroke(rect, CornerRadius::same(5), Stroke::new(1.0, outline), StrokeKind::Inside);
    paint::put(ui, rect.left_center() + vec2(7.0, 0.0), galley);
}
