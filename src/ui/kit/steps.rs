//! The steps of a job: what is done, what goes on, what is to come.

use egui::accesskit::Role;
use egui::epaint::PathShape;
use egui::{Pos2, Rect, Response, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::icon::{Icon, arc};
use super::motion;
use super::paint::{self, Type};
use super::tokens::tokens;

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Known to be done.
    Done,
    /// Going on.
    Now,
    /// Not begun.
    Todo,
    /// Ended without success.
    Failed,
}

/// One step.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    /// Where it stands.
    pub state: StepState,
    /// What it is.
    pub title: &'a str,
    /// What is known about it; may be empty.
    pub detail: &'a str,
    /// The state in a word, for a screen reader.
    pub spoken: &'a str,
}

/// Draws the steps one under the other.
pub fn steps(ui: &mut Ui, steps: &[Step<'_>]) {
    for step in steps {
        one(ui, step);
    }
}

fn one(ui: &mut Ui, step: &Step<'_>) -> Response {
    let palette = tokens(ui).palette;
    let height = if step.detail.is_empty() { 36.0 } else { 54.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    sign(ui, pos2(rect.left() + 11.0, rect.top() + 18.0), step.state);
    let left = rect.left() + 34.0;
    let ink = if step.state == StepState::Todo { palette.ink_2 } else { palette.ink };
    let room = rect.right() - left;
    paint::put_line(ui, pos2(left, rect.top() + 17.0), Type::BodyStrong, step.title, ink, room);
    if !step.detail.is_empty() {
        paint::put_line(ui, pos2(left, rect.top() + 37.0), Type::Secondary, step.detail, palette.ink_2, room);
    }
    response.widget_info(|| {
        let parts = [step.title, step.spoken, step.detail];
        let said: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        WidgetInfo::labeled(Role::Label, true, said.join(", "))
    });
    response
}

fn sign(ui: &Ui, centre: Pos2, state: StepState) {
    let palette = tokens(ui).palette;
    let inner = Rect::from_center_size(centre, vec2(13.0, 13.0));
    match state {
        StepState::Done => {
            ui.painter().circle_filled(centre, 11.0, palette.ok);
            Icon::Check.paint(ui.painter(), inner, palette.on_ok);
        }
        StepState::Failed => {
            ui.painter().circle_filled(centre, 11.0, palette.bad_soft);
            Icon::Cross.paint(ui.painter(), inner, palette.bad);
        }
        StepState::Todo => {
            ui.painter().circle_stroke(centre, 10.0, Stroke::new(2.0, palette.line));
        }
        StepState::Now => turning(ui, centre, 10.0, palette.accent),
    }
}

/// Three quarters of a ring, turning where that is allowed.
pub(super) fn turning(ui: &Ui, centre: Pos2, radius: f32, ink: egui::Color32) {
    let from = motion::turn(ui.ctx()).to_degrees() - 45.0;
    let points = arc(centre, radius, from, from + 270.0);
    ui.painter().add(PathShape::line(points, Stroke::new(2.0, ink)));
}
