//! The picture of an encoded card.

use egui::accesskit::Role;
use egui::epaint::{Mesh, Vertex};
use egui::{
    Align2, Color32, CornerRadius, Id, Pos2, Rect, Response, Sense, Shadow, Shape, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::icon::arc;
use super::motion;
use super::paint::{self, Type};
use super::tokens::{Palette, size, tokens};

/// How much wider than high a card is (ISO/IEC 7810, ID-1).
const CARD: f32 = 85.6 / 53.98;

/// What stands on the card, in words ready to be read. Empty parts are left out.
#[derive(Debug, Clone, Copy)]
pub struct KeyCard<'a> {
    /// Names this card among all: another card slides in anew.
    pub id: Id,
    /// The property.
    pub property: &'a str,
    /// What the lock vendor calls such a card.
    pub product: &'a str,
    /// What the number is.
    pub number_label: &'a str,
    /// The number, as the lock system knows it.
    pub number: &'a str,
    /// Who holds it.
    pub holder: &'a str,
    /// What it opens.
    pub doors: &'a str,
    /// The word before the end.
    pub until_label: &'a str,
    /// When it ends.
    pub until: &'a str,
}

impl KeyCard<'_> {
    /// Draws the card as wide as there is room.
    pub fn show(&self, ui: &mut Ui) -> Response {
        self.sized(ui, vec2(ui.available_width(), size::KEY_CARD))
    }

    /// Draws the card with the sides of a real one, as large as there is room and no wider than `most`.
    pub fn show_whole(&self, ui: &mut Ui, most: f32) -> Response {
        let tall = Self::height_in(ui, most).unwrap_or(size::KEY_CARD);
        self.sized(ui, vec2(tall * CARD, tall))
    }

    /// How high the whole card is in the room there is; `None` where its words would not fit.
    #[must_use]
    pub fn height_in(ui: &Ui, most: f32) -> Option<f32> {
        let room = ui.available_size();
        let tall = (most.min(room.x) / CARD).min(room.y - 2.0 * size::S4);
        (tall >= size::KEY_CARD).then_some(tall)
    }

    fn sized(&self, ui: &mut Ui, wanted: Vec2) -> Response {
        let palette = tokens(ui).palette;
        let (room, response) = ui.allocate_exact_size(wanted, Sense::hover());
        let come = motion::arrival(ui.ctx(), self.id, 0.25);
        let rect = room.translate(vec2(0.0, -16.0 * (1.0 - come)));
        back(ui, rect, palette);
        self.words(ui, rect.shrink2(vec2(20.0, 18.0)), palette);
        response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, self.spoken()));
        response
    }

    fn spoken(&self) -> String {
        let until = format!("{} {}", self.until_label, self.until);
        let number = format!("{} {}", self.number_label, self.number);
        let parts = [self.property, self.product, &number, self.holder, self.doors, &until];
        let said: Vec<_> = parts.into_iter().filter(|part| !part.trim().is_empty()).collect();
        said.join(", ")
    }

    fn words(&self, ui: &Ui, inner: Rect, palette: &Palette) {
        let (ink, ink_2) = (palette.on_card, palette.on_card_2);
        let half = inner.width() * 0.56;
        let right =
            |y: f32, text: &str, room: f32| put_right(ui, pos2(inner.right(), y), Type::Small, text, ink_2, room);
        let left = |y: f32, step: Type, text: &str, ink: Color32, room: f32| {
            paint::put_line(ui, pos2(inner.left(), y), step, text, ink, room);
        };
        let (top, bottom) = (inner.top(), inner.bottom());
        left(top + 10.0, Type::BodyBold, self.property, ink, half);
        right(top + 10.0, self.product, inner.width() - half - size::S2);
        left(top + 37.0, Type::Small, self.number_label, ink_2, inner.width());
        left(top + 60.0, Type::CardNumber, self.number, ink, inner.width());
        left(bottom - 30.0, Type::BodyBold, self.holder, ink, half);
        left(bottom - 9.0, Type::Small, self.doors, ink_2, half);
        if !self.until.is_empty() {
            right(bottom - 29.0, self.until_label, inner.width() - half);
            right(bottom - 9.0, self.until, inner.width() - half - size::S2);
        }
    }
}

fn put_right(ui: &Ui, right_middle: Pos2, step: Type, text: &str, ink: Color32, room: f32) {
    let galley = paint::one_line(ui, step, text, ink, room);
    let rect = Align2::RIGHT_CENTER.anchor_size(right_middle, galley.size());
    paint::put(ui, rect.left_center(), galley);
}

/// The gradient. egui smooths no edge of a mesh, so a smooth plain card lies under it and shows at its rim.
fn back(ui: &Ui, rect: Rect, palette: &Palette) {
    let radius = CornerRadius::same(size::RADIUS_CARD);
    let shade = Shadow { offset: [0, 8], blur: 24, spread: 0, color: palette.shadow };
    ui.painter().add(shade.as_shape(rect, radius));
    let [from, to] = palette.card;
    ui.painter().rect_filled(rect, radius, from.lerp_to_gamma(to, 0.5));
    ui.painter().add(Shape::mesh(gradient(rect.shrink(0.6), f32::from(size::RADIUS_CARD), from, to)));
}

fn gradient(rect: Rect, radius: f32, from: Color32, to: Color32) -> Mesh {
    let axis = vec2(rect.width(), rect.height());
    let vertex = |at: Pos2| {
        let along = ((at - rect.min).x / axis.x + (at - rect.min).y / axis.y) / 2.0;
        Vertex::untextured(at, from.lerp_to_gamma(to, along.clamp(0.0, 1.0)))
    };
    let rim = rim(rect, radius);
    let mut mesh = Mesh::default();
    mesh.vertices.push(vertex(rect.center()));
    mesh.vertices.extend(rim.iter().map(|&at| vertex(at)));
    let count = u32::try_from(rim.len()).unwrap_or(0);
    for i in 0..count {
        mesh.add_triangle(0, 1 + i, 1 + (i + 1) % count);
    }
    mesh
}

fn rim(rect: Rect, radius: f32) -> Vec<Pos2> {
    let core = rect.shrink(radius);
    let corners =
        [(core.right_bottom(), 0.0), (core.left_bottom(), 90.0), (core.left_top(), 180.0), (core.right_top(), 270.0)];
    corners.into_iter().flat_map(|(centre, from)| arc(centre, radius, from, from + 90.0)).collect()
}
