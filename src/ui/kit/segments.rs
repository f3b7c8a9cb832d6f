//! A few exclusive choices side by side.

use egui::accesskit::Role;
use egui::{
    Color32, CornerRadius, EventFilter, Rect, Response, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, vec2,
};

use super::paint::{self, Type};
use super::tabs::neighbour;
use super::tokens::{size, tokens};

/// Draws the choices as wide as there is room and returns the one that was chosen in this frame. Left and right move.
pub fn segmented(ui: &mut Ui, name: &str, items: &[&str], selected: usize) -> Option<usize> {
    let builder = UiBuilder::new().accessibility_role(Role::RadioGroup).accessibility_label(name);
    ui.scope_builder(builder, |ui| row(ui, items, selected)).inner
}

fn row(ui: &mut Ui, items: &[&str], selected: usize) -> Option<usize> {
    let height = tokens(ui).at_least_target(size::TAB);
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), height));
    let palette = tokens(ui).palette;
    ui.painter().rect_filled(rect, CornerRadius::same(size::RADIUS_M), palette.background);
    let outline = Stroke::new(1.0, palette.line);
    ui.painter().rect_stroke(rect, CornerRadius::same(size::RADIUS_M), outline, StrokeKind::Inside);
    let width = rect.width() / items.len().max(1) as f32;
    let responses: Vec<_> = items
        .iter()
        .enumerate()
        .map(|(at, text)| {
            let from = rect.min + vec2(width * at as f32, 0.0);
            one(ui, Rect::from_min_size(from, vec2(width, height)), text, at == selected)
        })
        .collect();
    let moved = responses.iter().position(Response::has_focus).and_then(|at| neighbour(ui, at, items.len()));
    if let Some(response) = moved.and_then(|to| responses.get(to)) {
        response.request_focus();
    }
    responses.iter().position(Response::clicked).or(moved).filter(|&at| at != selected)
}

fn one(ui: &Ui, rect: Rect, text: &str, is_on: bool) -> Response {
    let palette = tokens(ui).palette;
    let response = ui.interact(rect, ui.scope_id().with(("segment", text)), Sense::click());
    let inner = rect.shrink(3.0);
    let radius = CornerRadius::same(size::RADIUS_S - 1);
    let (fill, line, ink) = match (is_on, response.hovered()) {
        (true, _) => (palette.accent_soft, palette.accent, palette.accent),
        (false, true) => (palette.hover, Color32::TRANSPARENT, palette.ink),
        (false, false) => (Color32::TRANSPARENT, Color32::TRANSPARENT, palette.ink_2),
    };
    ui.painter().rect(inner, radius, fill, Stroke::new(1.0, line), StrokeKind::Inside);
    paint::put_centred(ui, inner, if is_on { Type::BodyStrong } else { Type::BodyMedium }, text, ink);
    paint::focus_ring(ui, &response, inner, size::RADIUS_S - 1);
    if response.has_focus() {
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    }
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), is_on, text));
    response
}

#[cfg(test)]
mod tests {
    use egui::Key;

    use super::*;
    use crate::ui::kit::{Look, install};
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable;

    #[test]
    fn arrows_choose_the_neighbour() {
        let still = Look { motion: false, ..Look::default() };
        let mut harness = Harness::builder().with_context_setup(move |ctx| install(ctx, &still)).build_ui_state(
            |ui, chosen: &mut usize| {
                if let Some(at) = segmented(ui, "State", &["Open", "In hand", "Solved"], *chosen) {
                    *chosen = at;
                }
            },
            0,
        );
        harness.get_by_label("Open").focus();
        harness.run();
        harness.key_press(Key::ArrowRight);
        harness.run();
        assert_eq!(*harness.state(), 1);
        harness.get_by_label("Solved").click();
        harness.run();
        assert_eq!(*harness.state(), 2);
    }
}
