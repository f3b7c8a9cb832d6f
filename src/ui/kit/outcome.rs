//! How something ended, in one line, told at once to whoever listens instead of looking.

use egui::accesskit::{Live, Role};
use egui::text::LayoutJob;
use egui::{CornerRadius, Frame, Margin, Response, Sense, Ui, WidgetInfo};

use super::chip::Tone;
use super::paint::Type;
use super::tokens::{size, tokens};

/// A panel with a sign, the outcome in bold and a sentence after it.
pub fn outcome(ui: &mut Ui, tone: Tone, title: &str, rest: &str) -> Response {
    let palette = tokens(ui).palette;
    let (ink, soft) = tone.colors(palette);
    let frame = Frame::new().fill(soft).corner_radius(CornerRadius::same(size::RADIUS_L));
    let shown = frame.inner_margin(Margin::symmetric(size::S4 as i8, 14)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_top(|ui| {
            let (_, sign) = ui.allocate_space(egui::vec2(16.0, 20.0));
            let square = egui::Rect::from_center_size(sign.center(), egui::vec2(16.0, 16.0));
            tone.icon().paint(ui.painter(), square, ink);
            let mut job = LayoutJob::default();
            job.append(title, 0.0, Type::BodyBold.format(ink));
            job.append(rest, if rest.is_empty() { 0.0 } else { size::S1 }, Type::Body.format(palette.ink));
            ui.add(egui::Label::new(job).wrap())
        })
        .inner
    });
    announce(ui, &format!("{title} {rest}"));
    shown.inner
}

/// Says `text` to a screen reader when it comes up or changes, without showing it.
pub fn announce(ui: &mut Ui, text: &str) {
    let (id, rect) = ui.allocate_space(egui::Vec2::ZERO);
    let response = ui.interact(rect, id.with("announcement"), Sense::empty());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, text));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Assertive));
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui_kittest::Harness;
    use egui_kittest::kittest::{NodeT, Queryable};

    #[test]
    fn an_outcome_is_told_at_once() {
        let mut harness = Harness::new_ui(|ui| {
            outcome(ui, Tone::Ok, "Card ready", "in 3.8 s");
        });
        harness.run();
        let told = harness.root().query_all_by(|node| node.role() == Role::Status).next().expect("a status");
        assert_eq!(told.accesskit_node().label().as_deref(), Some("Card ready in 3.8 s"));
        assert_eq!(told.accesskit_node().live(), Live::Assertive);
    }
}
