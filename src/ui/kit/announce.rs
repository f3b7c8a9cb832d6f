//! What is told at once to whoever listens instead of looking.

use egui::accesskit::{Live, Role};
use egui::{Response, Sense, Ui, WidgetInfo};

/// Says `text` to a screen reader when it comes up or changes, without showing it.
pub fn announce(ui: &mut Ui, text: &str) -> Response {
    let (id, rect) = ui.allocate_space(egui::Vec2::ZERO);
    let response = ui.interact(rect, id.with("announcement"), Sense::empty());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, text));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Assertive));
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui_kittest::Harness;
    use egui_kittest::kittest::{NodeT, Queryable};

    #[test]
    fn an_outcome_is_told_at_once() {
        let mut harness = Harness::new_ui(|ui| {
            announce(ui, "Card ready in 3.8 s");
        });
        harness.run();
        let told = harness.root().query_all_by(|node| node.role() == Role::Status).next().expect("a status");
        assert_eq!(told.accesskit_node().label().as_deref(), Some("Card ready in 3.8 s"));
        assert_eq!(told.accesskit_node().live(), Live::Assertive);
    }
}
