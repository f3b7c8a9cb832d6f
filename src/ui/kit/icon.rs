//! Icons as line drawings on a 24 × 24 grid, so that they are sharp at every size and take any colour.

use egui::epaint::{CircleShape, PathShape};
use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, pos2};

/// Width of a stroke on the 24 grid.
const STROKE: f32 = 1.8;

/// What the kit can draw. Icons never stand without a word or an accessible name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// A card, seen from its front.
    Card,
    /// A reader's frame around a line.
    Scan,
    /// Bars on a base line.
    Activity,
    /// A cogwheel.
    Settings,
    /// A magnifier.
    Search,
    /// Done.
    Check,
    /// Look here.
    Warning,
    /// Went wrong.
    Cross,
    /// For information.
    Info,
    /// Again.
    Again,
    /// Time passes.
    Clock,
    /// No connection.
    Offline,
    /// A lock or a token.
    Key,
    /// Into the clipboard.
    Copy,
    /// Goes on, to the right.
    Chevron,
    /// Opens below.
    Down,
    /// A filled dot.
    Dot,
    /// An empty ring.
    Ring,
    /// Half dark, half light.
    Contrast,
    /// A padlock: held by somebody else, or by nobody.
    Lock,
    /// Takes away what was typed last.
    Delete,
}

enum Part {
    /// An open line.
    Line(&'static [(f32, f32)]),
    /// A closed line.
    Loop(&'static [(f32, f32)]),
    /// Centre and radius of a circle.
    Circle(f32, f32, f32),
    /// Centre and radius of a filled circle.
    Disc(f32, f32, f32),
    /// Centre, radius, first and last angle in degrees, clockwise from the right.
    Arc(f32, f32, f32, f32, f32),
}

use Part::{Arc, Circle, Disc, Line, Loop};

const CARD: &[Part] = &[
    Loop(&[(3.0, 7.8), (3.8, 7.0), (20.2, 7.0), (21.0, 7.8), (21.0, 16.2), (20.2, 17.0), (3.8, 17.0), (3.0, 16.2)]),
    Line(&[(3.0, 11.0), (21.0, 11.0)]),
    Line(&[(7.0, 14.2), (11.0, 14.2)]),
];
const SCAN: &[Part] = &[
    Line(&[(4.0, 8.0), (4.0, 5.0), (4.3, 4.3), (5.0, 4.0), (8.0, 4.0)]),
    Line(&[(16.0, 4.0), (19.0, 4.0), (19.7, 4.3), (20.0, 5.0), (20.0, 8.0)]),
    Line(&[(20.0, 16.0), (20.0, 19.0), (19.7, 19.7), (19.0, 20.0), (16.0, 20.0)]),
    Line(&[(8.0, 20.0), (5.0, 20.0), (4.3, 19.7), (4.0, 19.0), (4.0, 16.0)]),
    Line(&[(7.0, 12.0), (17.0, 12.0)]),
];
const ACTIVITY: &[Part] = &[
    Line(&[(4.0, 19.0), (20.0, 19.0)]),
    Line(&[(6.5, 15.5), (6.5, 11.0)]),
    Line(&[(12.0, 15.5), (12.0, 6.0)]),
    Line(&[(17.5, 15.5), (17.5, 8.5)]),
];
const SETTINGS: &[Part] = &[
    Circle(12.0, 12.0, 3.0),
    Circle(12.0, 12.0, 6.6),
    Line(&[(12.0, 5.4), (12.0, 3.0)]),
    Line(&[(12.0, 18.6), (12.0, 21.0)]),
    Line(&[(5.4, 12.0), (3.0, 12.0)]),
    Line(&[(18.6, 12.0), (21.0, 12.0)]),
    Line(&[(7.3, 7.3), (5.6, 5.6)]),
    Line(&[(16.7, 7.3), (18.4, 5.6)]),
    Line(&[(7.3, 16.7), (5.6, 18.4)]),
    Line(&[(16.7, 16.7), (18.4, 18.4)]),
];
const SEARCH: &[Part] = &[Circle(10.5, 10.5, 6.0), Line(&[(15.0, 15.0), (20.0, 20.0)])];
const CHECK: &[Part] = &[Line(&[(4.5, 12.5), (9.5, 17.5), (19.5, 7.0)])];
const WARNING: &[Part] = &[
    Loop(&[(11.3, 4.0), (12.7, 4.0), (21.2, 18.8), (20.5, 20.0), (3.5, 20.0), (2.8, 18.8)]),
    Line(&[(12.0, 9.5), (12.0, 13.5)]),
    Disc(12.0, 16.6, 1.2),
];
const CROSS: &[Part] = &[Line(&[(6.0, 6.0), (18.0, 18.0)]), Line(&[(18.0, 6.0), (6.0, 18.0)])];
const INFO: &[Part] = &[Circle(12.0, 12.0, 8.5), Line(&[(12.0, 11.5), (12.0, 16.0)]), Disc(12.0, 8.2, 1.2)];
const AGAIN: &[Part] = &[Arc(12.0, 12.5, 8.0, -20.0, 270.0), Line(&[(8.0, 0.8), (12.2, 4.5), (8.0, 8.2)])];
const CLOCK: &[Part] = &[Circle(12.0, 12.0, 8.5), Line(&[(12.0, 7.2), (12.0, 12.0), (15.2, 14.2)])];
const OFFLINE: &[Part] = &[
    Line(&[(4.0, 4.0), (20.0, 20.0)]),
    Arc(12.0, 18.5, 5.0, 225.0, 315.0),
    Arc(12.0, 18.5, 10.0, 225.0, 315.0),
    Disc(12.0, 18.5, 1.2),
];
const KEY: &[Part] = &[
    Circle(8.0, 14.5, 4.0),
    Line(&[(11.0, 11.5), (19.0, 3.8)]),
    Line(&[(15.5, 7.2), (18.2, 9.9)]),
    Line(&[(18.0, 4.8), (20.0, 6.8)]),
];
const COPY: &[Part] = &[
    Loop(&[(9.0, 9.0), (20.0, 9.0), (20.0, 20.0), (9.0, 20.0)]),
    Line(&[(15.0, 5.5), (15.0, 4.0), (4.0, 4.0), (4.0, 15.0), (5.5, 15.0)]),
];
const CHEVRON: &[Part] = &[Line(&[(9.5, 6.0), (15.5, 12.0), (9.5, 18.0)])];
const DOWN: &[Part] = &[Line(&[(6.0, 9.5), (12.0, 15.5), (18.0, 9.5)])];
const DOT: &[Part] = &[Disc(12.0, 12.0, 7.0)];
const RING: &[Part] = &[Circle(12.0, 12.0, 6.5)];
const CONTRAST: &[Part] = &[
    Circle(12.0, 12.0, 8.5),
    Line(&[(12.0, 3.5), (12.0, 20.5)]),
    Line(&[(15.0, 5.4), (15.0, 18.6)]),
    Line(&[(18.0, 7.2), (18.0, 16.8)]),
];
const LOCK: &[Part] = &[
    Loop(&[(5.0, 11.4), (5.6, 10.8), (18.4, 10.8), (19.0, 11.4), (19.0, 19.4), (18.4, 20.0), (5.6, 20.0), (5.0, 19.4)]),
    Arc(12.0, 8.4, 4.2, 180.0, 360.0),
    Line(&[(7.8, 8.4), (7.8, 10.8)]),
    Line(&[(16.2, 8.4), (16.2, 10.8)]),
    Disc(12.0, 15.4, 1.4),
];
const DELETE: &[Part] = &[
    Loop(&[(8.5, 5.5), (20.2, 5.5), (21.0, 6.3), (21.0, 17.7), (20.2, 18.5), (8.5, 18.5), (2.8, 12.0)]),
    Line(&[(11.0, 9.4), (16.2, 14.6)]),
    Line(&[(16.2, 9.4), (11.0, 14.6)]),
];

impl Icon {
    const fn parts(self) -> &'static [Part] {
        match self {
            Self::Card => CARD,
            Self::Scan => SCAN,
            Self::Activity => ACTIVITY,
            Self::Settings => SETTINGS,
            Self::Search => SEARCH,
            Self::Check => CHECK,
            Self::Warning => WARNING,
            Self::Cross => CROSS,
            Self::Info => INFO,
            Self::Again => AGAIN,
            Self::Clock => CLOCK,
            Self::Offline => OFFLINE,
            Self::Key => KEY,
            Self::Copy => COPY,
            Self::Chevron => CHEVRON,
            Self::Down => DOWN,
            Self::Dot => DOT,
            Self::Ring => RING,
            Self::Contrast => CONTRAST,
            Self::Lock => LOCK,
            Self::Delete => DELETE,
        }
    }

    /// Draws the icon into the square `rect`; strokes are never thinner than 1.4 points.
    pub fn paint(self, painter: &Painter, rect: Rect, color: Color32) {
        let pen = Pen { rect, stroke: Stroke::new((STROKE * rect.width() / 24.0).max(1.4), color) };
        for part in self.parts() {
            pen.draw(painter, part);
        }
    }
}

struct Pen {
    rect: Rect,
    stroke: Stroke,
}

impl Pen {
    fn at(&self, &(x, y): &(f32, f32)) -> Pos2 {
        let scale = self.rect.width() / 24.0;
        pos2(self.rect.left() + x * scale, self.rect.top() + y * scale)
    }

    fn draw(&self, painter: &Painter, part: &Part) {
        let scale = self.rect.width() / 24.0;
        match part {
            Line(points) => self.open(painter, points.iter().map(|p| self.at(p)).collect()),
            Loop(points) => {
                let points = points.iter().map(|p| self.at(p)).collect();
                painter.add(PathShape::closed_line(points, self.stroke));
            }
            Circle(x, y, r) => {
                painter.add(CircleShape::stroke(self.at(&(*x, *y)), r * scale, self.stroke));
            }
            Disc(x, y, r) => {
                painter.add(CircleShape::filled(self.at(&(*x, *y)), r * scale, self.stroke.color));
            }
            Arc(x, y, r, from, to) => self.open(painter, arc(self.at(&(*x, *y)), r * scale, *from, *to)),
        }
    }

    /// A line with round ends, which egui's strokes lack.
    fn open(&self, painter: &Painter, points: Vec<Pos2>) {
        let ends = [points.first().copied(), points.last().copied()];
        painter.extend(
            ends.into_iter()
                .flatten()
                .map(|end| Shape::circle_filled(end, self.stroke.width * 0.45, self.stroke.color)),
        );
        painter.add(PathShape::line(points, self.stroke));
    }
}

/// Points along a circle from one angle to another, in degrees clockwise from the right.
pub(super) fn arc(centre: Pos2, radius: f32, from: f32, to: f32) -> Vec<Pos2> {
    let steps = (((to - from).abs() / 12.0).ceil() as usize).max(2);
    let angle = |i: usize| (from + (to - from) * i as f32 / steps as f32).to_radians();
    (0..=steps).map(|i| centre + radius * egui::Vec2::angled(angle(i))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Icon; 21] = [
        Icon::Card,
        Icon::Scan,
        Icon::Activity,
        Icon::Settings,
        Icon::Search,
        Icon::Check,
        Icon::Warning,
        Icon::Cross,
        Icon::Info,
        Icon::Again,
        Icon::Clock,
        Icon::Offline,
        Icon::Key,
        Icon::Copy,
        Icon::Chevron,
        Icon::Down,
        Icon::Dot,
        Icon::Ring,
        Icon::Contrast,
        Icon::Lock,
        Icon::Delete,
    ];

    fn inside(points: &[(f32, f32)]) -> bool {
        points.iter().all(|(x, y)| (0.0..=24.0).contains(x) && (0.0..=24.0).contains(y))
    }

    #[test]
    fn every_icon_stays_on_its_grid() {
        for icon in ALL {
            for part in icon.parts() {
                let fits = match part {
                    Line(points) | Loop(points) => points.len() > 1 && inside(points),
                    Circle(x, y, r) | Disc(x, y, r) => inside(&[(x - r, y - r), (x + r, y + r)]),
                    Arc(x, y, r, from, to) => {
                        let on = |a: f32| (x + r * a.to_radians().cos(), y + r * a.to_radians().sin());
                        inside(&[on(*from), on((from + to) / 2.0), on(*to)])
                    }
                };
                assert!(fits, "{icon:?}");
            }
        }
    }
}
