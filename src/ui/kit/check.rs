//! A box to tick, with its words.

use egui::accesskit::Role;
use egui::{CornerRadius, CursorIcon, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::icon::Icon;
use super::paint::{self, Type};
use super::tokens::{size, tokens};

const SIDE: f32 = 18.0;

/// Draws the box before `text`; a press turns it over.
pub fn checkbox(ui: &mut Ui, is_on: &mut bool, text: &str) -> Response {
    let tokens = tokens(ui);
    let palette = tokens.palette;
    let words = paint::one_line(ui, Type::Body, text, palette.ink, ui.available_width() - SIDE - size::S2);
    let wanted = vec2(SIDE + size::S2 + words.size().x, tokens.at_least_target(28.0));
    let (rect, mut response) = ui.allocate_exact_size(wanted, Sense::click());
    if response.clicked() {
        *is_on = !*is_on;
        response.mark_changed();
    }
    let square = Rect::from_center_size(pos2(rect.left() + SIDE / 2.0, rect.center().y), vec2(SIDE, SIDE));
    let (fill, line) = if *is_on { (palette.accent, palette.accent) } else { (palette.panel, palette.outline) };
    let radius = CornerRadius::same(5);
    ui.painter().rect(square, radius, fill, Stroke::new(1.5, line), StrokeKind::Inside);
    if *is_on {
        Icon::Check.paint(ui.painter(), square.shrink(3.0), palette.on_accent);
    }
    paint::put(ui, pos2(square.right() + size::S2, rect.center().y), words);
    paint::focus_ring(ui, &response, square, 5);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), *is_on, text));
    response.on_hover_cursor(CursorIcon::PointingHand)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::{Look, install};
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable;

    #[test]
    fn a_press_ticks_it_and_another_takes_that_back() {
        let still = Look { motion: false, ..Look::default() };
        let mut harness = Harness::builder().with_context_setup(move |ctx| install(ctx, &still)).build_ui_state(
            |ui, is_on: &mut bool| {
                checkbox(ui, is_on, "With names");
            },
            false,
        );
        for expected in [true, false] {
            harness.get_by_label("With names").click();
            harness.run();
            assert_eq!(*harness.state(), expected);
        }
    }
}
