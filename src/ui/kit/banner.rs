//! A band across the window, for what concerns every screen: practice mode, no connection, a refused token.

use egui::accesskit::Role;
use egui::{CornerRadius, Layout, Rect, Response, Ui, UiBuilder, vec2};

use super::button::link;
use super::chip::Tone;
use super::icon::Icon;
use super::paint::{self, Type};
use super::tokens::{size, tokens};

/// The band before it is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Banner<'a> {
    tone: Tone,
    icon: Icon,
    text: &'a str,
    action: Option<&'a str>,
}

impl<'a> Banner<'a> {
    /// A band that says `text`.
    #[must_use]
    pub const fn new(tone: Tone, icon: Icon, text: &'a str) -> Self {
        Self { tone, icon, text, action: None }
    }

    /// Something one can do about it.
    #[must_use]
    pub const fn action(mut self, text: &'a str) -> Self {
        self.action = Some(text);
        self
    }

    /// Draws the band; returns the action's response, if there is an action.
    pub fn show(self, ui: &mut Ui) -> Option<Response> {
        let (ink, soft) = self.tone.colors(tokens(ui).palette);
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), tokens(ui).at_least_target(size::BANNER)));
        ui.painter().rect_filled(rect, CornerRadius::ZERO, soft);
        let inner = rect.shrink2(vec2(size::PAGE_X, 0.0));
        let layout = Layout::left_to_right(egui::Align::Center);
        let role = if self.tone == Tone::Bad { Role::Alert } else { Role::Status };
        let builder = UiBuilder::new().max_rect(inner).layout(layout);
        let mut child = ui.new_child(builder.accessibility_role(role).accessibility_label(self.text));
        self.contents(&mut child, ink)
    }

    fn contents(self, ui: &mut Ui, ink: egui::Color32) -> Option<Response> {
        let (_, sign) = ui.allocate_space(vec2(16.0, 16.0));
        self.icon.paint(ui.painter(), Rect::from_center_size(sign.center(), vec2(16.0, 16.0)), ink);
        paint::line(ui, Type::BodyMedium, self.text, tokens(ui).palette.ink);
        self.action.map(|text| {
            ui.add_space(size::S2);
            link(ui, text)
        })
    }
}
