//! A short field whose value ↑ and ↓ change in steps: a day, a number.

use egui::{CornerRadius, Key, Modifiers, Response, Stroke, StrokeKind, Ui, vec2};

use super::field::{edit, outline};
use super::paint::{self, Type};
use super::tokens::{size, tokens};

/// The field before it is drawn.
#[derive(Debug)]
pub struct StepField<'a> {
    /// What stands in it.
    pub text: &'a mut String,
    /// Its label, which also is its accessible name.
    pub name: &'a str,
    /// What may be typed.
    pub hint: &'a str,
    /// Whether what stands in it cannot be used.
    pub is_wrong: bool,
    /// In points, without the label.
    pub width: f32,
}

impl StepField<'_> {
    /// Draws label and field; also says by how many steps ↑ (more) and ↓ (less) were pressed.
    pub fn show(self, ui: &mut Ui) -> (Response, i32) {
        let tokens = tokens(ui);
        let palette = tokens.palette;
        let id = ui.scope_id().with(("step field", self.name));
        let steps = if ui.memory(|memory| memory.has_focus(id)) { steps(ui) } else { 0 };
        let label = paint::one_line(ui, Type::Secondary, self.name, palette.ink_2, 200.0);
        let height = tokens.at_least_target(size::TAB);
        let (_, place) = ui.allocate_space(vec2(label.size().x, height));
        paint::put(ui, place.left_center(), label);
        let (_, rect) = ui.allocate_space(vec2(self.width, height));
        ui.painter().rect_filled(rect, CornerRadius::same(size::RADIUS_M), palette.panel);
        let response = edit(ui, rect.shrink2(vec2(size::S3, 0.0)), id, self.text, self.hint, false);
        outline(ui, rect, &response);
        if self.is_wrong && !response.has_focus() {
            let stroke = Stroke::new(1.5, palette.bad);
            ui.painter().rect_stroke(rect, CornerRadius::same(size::RADIUS_M), stroke, StrokeKind::Inside);
        }
        ui.ctx().accesskit_node_builder(response.id, |node| {
            if self.is_wrong {
                node.set_invalid(egui::accesskit::Invalid::True);
            }
        });
        (response.accessible_name(self.name), steps)
    }
}

fn steps(ui: &Ui) -> i32 {
    let count = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
    let (up, down) = (count(Key::ArrowUp), count(Key::ArrowDown));
    i32::try_from(up).unwrap_or(0) - i32::try_from(down).unwrap_or(0)
}
