//! A panel that says what happened, what to do, and keeps the details small.

use egui::accesskit::Role;
use egui::text::LayoutJob;
use egui::{CornerRadius, Frame, Label, Margin, Response, Ui, UiBuilder};

use super::button::link;
use super::chip::Tone;
use super::icon::Icon;
use super::paint::{self, Type};
use super::tokens::{size, tokens};

/// The panel before it is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Note<'a> {
    tone: Tone,
    title: &'a str,
    tail: &'a str,
    body: &'a str,
    details: &'a str,
    links: &'a [&'a str],
}

/// What was done to a note.
#[derive(Debug)]
pub struct NoteResponse {
    /// Which of its links was pressed.
    pub pressed: Option<usize>,
    /// The panel.
    pub response: Response,
}

impl<'a> Note<'a> {
    /// A note that says `title`.
    #[must_use]
    pub const fn new(tone: Tone, title: &'a str) -> Self {
        Self { tone, title, tail: "", body: "", details: "", links: &[] }
    }

    /// A fact that follows the title on its line.
    #[must_use]
    pub const fn tail(mut self, tail: &'a str) -> Self {
        self.tail = tail;
        self
    }

    /// What it means and what to do.
    #[must_use]
    pub const fn body(mut self, body: &'a str) -> Self {
        self.body = body;
        self
    }

    /// For whoever is asked for help: ids and foreign words.
    #[must_use]
    pub const fn details(mut self, details: &'a str) -> Self {
        self.details = details;
        self
    }

    /// Things one can do, in words.
    #[must_use]
    pub const fn links(mut self, links: &'a [&'a str]) -> Self {
        self.links = links;
        self
    }

    const fn icon(&self) -> Icon {
        match self.tone {
            Tone::Ok => Icon::Check,
            Tone::Warn | Tone::Bad => Icon::Warning,
            Tone::Accent | Tone::Neutral => Icon::Info,
        }
    }

    /// Draws the note as wide as there is room. It is scrolled into sight when it comes, and a screen reader is told at once.
    pub fn show(self, ui: &mut Ui) -> NoteResponse {
        let (ink, soft) = self.tone.colors(tokens(ui).palette);
        let builder = UiBuilder::new().accessibility_role(Role::Alert).accessibility_label(self.title);
        let shown = ui.scope_builder(builder, |ui| {
            let frame = Frame::new().fill(soft).corner_radius(CornerRadius::same(size::RADIUS_L));
            frame.inner_margin(Margin::symmetric(16, 14)).show(ui, |ui| {
                ui.set_width(ui.available_width());
                self.contents(ui, ink)
            })
        });
        let response = shown.inner.response;
        if paint::just_came(ui, ui.scope_id().with(("note", self.title))) {
            response.scroll_to_me(None);
        }
        NoteResponse { pressed: shown.inner.inner, response }
    }

    fn contents(&self, ui: &mut Ui, ink: egui::Color32) -> Option<usize> {
        let palette = tokens(ui).palette;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let (_, sign) = ui.allocate_space(egui::vec2(14.0, 20.0));
            let square = egui::Rect::from_center_size(sign.center(), egui::vec2(15.0, 15.0));
            self.icon().paint(ui.painter(), square, ink);
            self.headline(ui, ink);
        });
        if !self.body.is_empty() {
            ui.add_space(6.0);
            paint::paragraph(ui, Type::Fact, self.body, palette.ink);
        }
        self.rest(ui)
    }
}

impl Note<'_> {
    fn headline(&self, ui: &mut Ui, ink: egui::Color32) {
        let mut job = LayoutJob::default();
        job.append(self.title, 0.0, Type::FactBold.format(ink));
        if !self.tail.is_empty() {
            job.append(self.tail, size::S1, Type::Fact.format(tokens(ui).palette.ink));
        }
        ui.add(Label::new(job).wrap());
    }

    /// Details and links: in one line where the details are short, else one under the other.
    fn rest(&self, ui: &mut Ui) -> Option<usize> {
        let ink_2 = tokens(ui).palette.ink_2;
        if self.details.is_empty() && self.links.is_empty() {
            return None;
        }
        let is_short = self.details.lines().count() < 2 && self.details.chars().count() < 48;
        ui.add_space(if self.details.is_empty() { size::S1 } else { size::S2 });
        if !self.details.is_empty() && !is_short {
            paint::paragraph(ui, Type::Small, self.details, ink_2);
            ui.add_space(size::S1);
        }
        let row = ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = size::S3;
            if is_short && !self.details.is_empty() {
                paint::line(ui, Type::Small, self.details, ink_2);
            }
            let responses: Vec<_> = self.links.iter().map(|text| link(ui, text)).collect();
            responses.iter().position(Response::clicked)
        });
        row.inner
    }
}
