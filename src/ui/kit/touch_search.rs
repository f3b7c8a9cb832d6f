//! The search of a kiosk: what is typed there cannot be selected, copied, pasted or taken back, and no window of the system
//! opens over it, as one of an input method would.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{
    Align2, CornerRadius, Event, Galley, Id, Key, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    pos2, vec2,
};

use super::icon::Icon;
use super::paint::{self, Type};
use super::tokens::{size, tokens};
use super::touch::kiosk_size;

/// No name is longer.
const MOST: usize = 60;

/// The field before it is drawn.
#[derive(Debug)]
pub struct TouchSearch<'a> {
    text: &'a mut String,
    name: &'a str,
    hint: &'a str,
    clear: &'a str,
    found: &'a str,
}

/// What became of it in one frame.
#[derive(Debug)]
pub struct TouchSearchResponse {
    /// The field.
    pub response: Response,
    /// Whether something else stands in it now.
    pub changed: bool,
    /// Whether Enter was pressed in it.
    pub entered: bool,
}

impl<'a> TouchSearch<'a> {
    /// A field over `text`; `clear` names the cross that empties it.
    pub fn new(text: &'a mut String, name: &'a str, hint: &'a str, clear: &'a str) -> Self {
        Self { text, name, hint, clear, found: "" }
    }

    /// How much was found, in words; it stands at the end of the field.
    #[must_use]
    pub fn found(mut self, found: &'a str) -> Self {
        self.found = found;
        self
    }

    /// The id of the field named `name`, to give it the keyboard.
    #[must_use]
    pub fn id(name: &str) -> Id {
        Id::unique(("touch search", name))
    }

    /// Adds a letter, as long as there is room.
    pub fn push(text: &mut String, letter: char) {
        if text.chars().count() < MOST && !letter.is_control() {
            text.push(letter);
        }
    }

    /// Draws it as wide as there is room. It has the keyboard while nothing else has.
    pub fn show(self, ui: &mut Ui) -> TouchSearchResponse {
        let id = Self::id(self.name);
        let height = tokens(ui).at_least_target(kiosk_size(ui.ctx(), size::KIOSK_SEARCH));
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), height));
        let cross = rect.with_min_x(rect.right() - rect.height());
        let body = if self.text.is_empty() { rect } else { rect.with_max_x(cross.left()) };
        let response = ui.interact(body, id, Sense::click());
        if response.clicked() {
            response.request_focus();
        }
        let hears = ui.memory(|memory| memory.focused().is_none_or(|focused| focused == id));
        let before = self.text.clone();
        let entered = hears && keys(ui, self.text);
        if !self.text.is_empty() && clear(ui, cross, self.clear) {
            self.text.clear();
            response.request_focus();
        }
        let found = self.found_galley(ui);
        let taken = found.as_ref().map_or(0.0, |found| found.size().x + size::S3);
        self.paint(ui, rect, cross.left() - taken, &response);
        if let Some(found) = found {
            self.tell_found(ui, cross.left_center(), found);
        }
        response.widget_info(|| WidgetInfo {
            current_text_value: Some(self.text.clone()),
            ..WidgetInfo::labeled(Role::SearchInput, true, self.name)
        });
        TouchSearchResponse { changed: *self.text != before, entered, response }
    }

    /// How much was found, in letters: nothing where nothing was typed.
    fn found_galley(&self, ui: &Ui) -> Option<Arc<Galley>> {
        let is_said = !self.found.is_empty() && !self.text.is_empty();
        let ink = tokens(ui).palette.ink_2;
        is_said.then(|| paint::one_line(ui, Type::TouchDetail, self.found, ink, f32::INFINITY))
    }

    fn tell_found(&self, ui: &Ui, right_middle: Pos2, galley: Arc<Galley>) {
        let rect = Align2::RIGHT_CENTER.anchor_size(right_middle, galley.size());
        let shown = ui.interact(rect, ui.scope_id().with("found"), Sense::empty());
        shown.widget_info(|| WidgetInfo::labeled(Role::Status, true, self.found));
        paint::put(ui, rect.left_center(), galley);
    }

    fn paint(&self, ui: &Ui, rect: Rect, end_of_room: f32, response: &Response) {
        let palette = tokens(ui).palette;
        let has_focus = response.has_focus();
        let stroke =
            if has_focus { Stroke::new(size::FOCUS, palette.accent) } else { Stroke::new(1.0, palette.outline) };
        ui.painter().rect(rect, CornerRadius::same(size::RADIUS_TOUCH), palette.panel, stroke, StrokeKind::Inside);
        let glass = Rect::from_center_size(pos2(rect.left() + 32.0, rect.center().y), vec2(24.0, 24.0));
        Icon::Search.paint(ui.painter(), glass, palette.ink_2);
        let (text, ink) = if self.text.is_empty() { (self.hint, palette.ink_2) } else { (&**self.text, palette.ink) };
        let inner = Rect::from_min_max(pos2(rect.left() + 60.0, rect.top()), pos2(end_of_room, rect.bottom()));
        let galley = paint::one_line(ui, Type::TouchKey, text, ink, f32::INFINITY);
        let end = if self.text.is_empty() { 0.0 } else { galley.size().x };
        // The end of a long text is what one is typing.
        let shift = (end + size::S1 - inner.width()).max(0.0);
        let painter = ui.painter_at(inner);
        let left_top = pos2(inner.left() - shift, inner.center().y - galley.size().y / 2.0);
        painter.galley(left_top, galley, ink);
        if has_focus {
            let x = inner.left() + end - shift + 1.0;
            painter.vline(x, inner.center().y - 14.0..=inner.center().y + 14.0, Stroke::new(2.0, palette.accent));
        }
    }
}

/// Takes in what was typed; whether Enter was among it.
fn keys(ui: &Ui, text: &mut String) -> bool {
    let mut entered = false;
    let events = ui.input(|input| input.events.clone());
    for event in &events {
        if let Event::Text(typed) = event {
            typed.chars().for_each(|letter| TouchSearch::push(text, letter));
        } else if let Event::Key { key: Key::Backspace, pressed: true, modifiers, .. } = event {
            if modifiers.command {
                text.clear();
            } else {
                text.pop();
            }
        } else if let Event::Key { key: Key::Enter, pressed: true, .. } = event {
            entered = true;
        }
    }
    entered
}

fn clear(ui: &Ui, rect: Rect, name: &str) -> bool {
    let response = ui.interact(rect, ui.scope_id().with(("clear", name)), Sense::click());
    let sign = Rect::from_center_size(rect.center(), vec2(22.0, 22.0));
    let palette = tokens(ui).palette;
    Icon::Cross.paint(ui.painter(), sign, palette.ink_2);
    paint::focus_ring(ui, &response, rect.shrink(8.0), size::RADIUS_M);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response.clicked()
}

#[cfg(test)]
#[path = "touch_search_tests.rs"]
mod tests;
