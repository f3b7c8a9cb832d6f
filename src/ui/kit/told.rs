//! A line that answers what was just done, where whoever did it goes on.

use egui::accesskit::Role;
use egui::{Rect, Sense, Ui, WidgetInfo};

use super::chip::Tone;
use super::icon::Icon;
use super::paint;
use super::tile::quiet_note;
use super::tokens::size;

/// Draws the line. It takes the keyboard when it comes, so that it is read out and Tab goes on from there.
pub fn told(ui: &mut Ui, tone: Tone, icon: Icon, text: &str) {
    let from = ui.cursor().min;
    quiet_note(ui, tone, icon, text, None);
    let rect = Rect::from_min_max(from, egui::pos2(ui.min_rect().right(), ui.min_rect().bottom()));
    let response = ui.interact(rect, ui.scope_id().with(("told", text)), Sense::FOCUSABLE);
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, text));
    paint::focus_ring(ui, &response, rect, size::RADIUS_M);
    if paint::is_coming(ui, response.id.with("came")) {
        response.request_focus();
        response.scroll_to_me(None);
    }
}
