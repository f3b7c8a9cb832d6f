//! Where somebody enters a PIN: digits that stand as dots, by keyboard or on buttons.

use egui::accesskit::Role;
use egui::{
    Color32, CornerRadius, CursorIcon, Event, EventFilter, Key, Rect, Response, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use super::field::outline;
use super::paint::{self, Type};
use super::secret::{toggle_width, toggle_word};
use super::sheet::is_low;
use super::tokens::{Density, size, tokens};
use super::{Button, Icon, SecretBuffer};

/// More digits are not taken in: no PIN is so long.
const MOST: usize = 16;
const DOT: f32 = 4.5;
const BETWEEN_DOTS: f32 = 16.0;

/// Every word on it.
#[derive(Debug, Clone, Copy)]
pub struct PinWords<'a> {
    /// What the field is called.
    pub name: &'a str,
    /// What shows the digits, and hides them.
    pub show: &'a str,
    /// See `show`.
    pub hide: &'a str,
    /// The button that takes the last digit away.
    pub delete: &'a str,
    /// The button that hands the PIN over.
    pub enter: &'a str,
}

/// A PIN with a pad of digits.
///
/// It is no text field: nothing is pasted, copied, undone or completed there, and a screen reader hears how many digits stand
/// in it, never which.
#[derive(Debug)]
pub struct PinPad<'a> {
    buffer: &'a mut SecretBuffer,
    words: PinWords<'a>,
    is_on: bool,
    takes_keyboard: bool,
    large: Option<[f32; 2]>,
}

impl<'a> PinPad<'a> {
    /// What is typed goes into `buffer`.
    pub fn new(buffer: &'a mut SecretBuffer, words: PinWords<'a>) -> Self {
        Self { buffer, words, is_on: true, takes_keyboard: false, large: None }
    }

    /// Whether a PIN may be entered now. Say why not beside it.
    #[must_use]
    pub fn enabled(mut self, is_on: bool) -> Self {
        self.is_on = is_on;
        self
    }

    /// Whether the keyboard goes there in this frame, as when somebody else was chosen beside it.
    #[must_use]
    pub fn take_keyboard(mut self, takes_keyboard: bool) -> Self {
        self.takes_keyboard = takes_keyboard;
        self
    }

    /// For a kiosk: so wide, and with keys so high.
    #[must_use]
    pub fn large(mut self, wide: f32, key: f32) -> Self {
        self.large = Some([wide, key]);
        self
    }

    /// Draws it; `true` in the frame in which the PIN is handed over: whoever shows it takes it out of the buffer, which wipes
    /// it. It takes the keyboard when it appears.
    pub fn show(self, ui: &mut Ui) -> bool {
        let (enter, wide) = (self.words.enter, self.width(ui));
        self.show_with(ui, |ui, can_enter| ui.add(Button::primary(enter).width(wide).enabled(can_enter)).clicked())
    }

    /// The same with other buttons under the pad: they are told whether the PIN can be handed over, and say whether it shall be.
    pub fn show_with(mut self, ui: &mut Ui, buttons: impl FnOnce(&mut Ui, bool) -> bool) -> bool {
        let field = self.field(ui);
        let entered = field.has_focus() && self.keys(ui);
        let has_pressed = self.has_room(ui) && {
            ui.add_space(size::S3);
            self.pad(ui)
        };
        ui.add_space(size::S3);
        let can_enter = self.is_on && !self.buffer.is_empty();
        let pressed = buttons(ui, can_enter);
        if self.takes_keyboard
            || has_pressed
            || pressed
            || field.clicked()
            || paint::is_coming(ui, field.id.with("came"))
        {
            field.request_focus();
        }
        can_enter && (entered || pressed)
    }

    /// A desk has a keyboard, and in a low window what is asked has to stay in sight beside the PIN.
    fn has_room(&self, ui: &Ui) -> bool {
        self.large.is_some() || tokens(ui).density == Density::Touch || !is_low(ui)
    }

    fn width(&self, ui: &Ui) -> f32 {
        self.large.map_or(size::PIN_PAD, |[wide, _]| wide).min(ui.available_width())
    }

    fn field(&mut self, ui: &mut Ui) -> Response {
        let id = ui.scope_id().with(("pin", self.words.name));
        let (_, rect) = ui.allocate_space(vec2(self.width(ui), tokens(ui).at_least_target(size::FIELD)));
        let palette = tokens(ui).palette;
        let fill = if self.is_on { palette.panel } else { palette.background };
        ui.painter().rect_filled(rect, CornerRadius::same(size::RADIUS_M), fill);
        let split = rect.right() - toggle_width(ui, self.words.show).max(toggle_width(ui, self.words.hide));
        let response = ui.interact(rect.with_max_x(split), id, Sense::click());
        self.digits(ui, rect.with_max_x(split).shrink2(vec2(size::S4, 0.0)));
        let shown = self.buffer.shown();
        let word = if *shown { self.words.hide } else { self.words.show };
        if toggle_word(ui, rect.with_min_x(split), id.with("toggle"), word).clicked() {
            *shown = !*shown;
            response.request_focus();
        }
        outline(ui, rect, &response);
        self.say(ui, &response);
        response.on_hover_cursor(CursorIcon::Text)
    }

    fn digits(&mut self, ui: &Ui, rect: Rect) {
        let palette = tokens(ui).palette;
        if *self.buffer.shown() {
            paint::put_line(ui, rect.left_center(), Type::Title, self.buffer.peek(), palette.ink, rect.width());
            return;
        }
        for at in 0..self.buffer.count() {
            let centre =
                pos2(rect.left() + DOT + BETWEEN_DOTS.min(rect.width() / MOST as f32) * at as f32, rect.center().y);
            ui.painter().circle_filled(centre, DOT, palette.ink);
        }
    }

    /// Arrows and Enter stay with the field while it has the keyboard; Tab leads on.
    fn say(&self, ui: &Ui, response: &Response) {
        let dots = "•".repeat(self.buffer.count());
        response.widget_info(|| WidgetInfo {
            current_text_value: Some(dots.clone()),
            ..WidgetInfo::labeled(Role::PasswordInput, self.is_on, self.words.name)
        });
        if response.has_focus() {
            let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        }
    }

    /// Takes in what was typed; whether that ended with Enter. What is typed while no PIN may be entered is dropped.
    fn keys(&mut self, ui: &Ui) -> bool {
        let events = ui.input_mut(|input| std::mem::take(&mut input.events));
        let (mut kept, mut entered) = (Vec::with_capacity(events.len()), false);
        for event in events {
            match typed(&event) {
                None => kept.push(event),
                Some(Typed::Enter) => entered = true,
                Some(Typed::Back) if self.is_on => self.buffer.pop(),
                Some(Typed::Text) if self.is_on && !entered => self.take(&event),
                Some(Typed::Back | Typed::Text) => {}
            }
        }
        ui.input_mut(|input| input.events = kept);
        entered
    }

    fn take(&mut self, event: &Event) {
        let Event::Text(text) = event else { return };
        text.chars().filter(char::is_ascii_digit).for_each(|digit| self.push(digit));
    }

    fn push(&mut self, digit: char) {
        if self.buffer.count() < MOST {
            self.buffer.push(digit);
        }
    }

    /// Twelve places in four rows; whether something was pressed.
    fn pad(&mut self, ui: &mut Ui) -> bool {
        let tall = match (self.large, tokens(ui).density) {
            (Some([_, tall]), _) => tall,
            (None, Density::Desk) => size::PIN_KEY[0],
            (None, Density::Touch) => size::PIN_KEY[1],
        };
        let wide = (self.width(ui) - 2.0 * size::S2) / 3.0;
        let (_, area) = ui.allocate_space(vec2(self.width(ui), 4.0 * tall + 3.0 * size::S2));
        let mut has_pressed = false;
        for (at, place) in PLACES.into_iter().enumerate() {
            let (column, row) = ((at % 3) as f32, (at / 3) as f32);
            let from = area.min + vec2(column * (wide + size::S2), row * (tall + size::S2));
            has_pressed |= self.key(ui, Rect::from_min_size(from, vec2(wide, tall)), place);
        }
        has_pressed
    }

    fn key(&mut self, ui: &Ui, rect: Rect, place: Place) -> bool {
        let name = match place {
            Place::Nothing => return false,
            Place::Digit(digit) => digit.to_string(),
            Place::Delete => self.words.delete.to_owned(),
        };
        // No stop of the keyboard, which has keys of its own for all of them.
        let response = ui.interact(rect, ui.scope_id().with(("pin key", &name)), Sense::CLICK);
        self.paint_key(ui, rect, place, &response);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, self.is_on, &name));
        let clicked = response.on_hover_cursor(CursorIcon::PointingHand).clicked();
        match place {
            Place::Digit(digit) if clicked && self.is_on => self.push(digit),
            Place::Delete if clicked && self.is_on => self.buffer.pop(),
            Place::Digit(_) | Place::Delete | Place::Nothing => {}
        }
        clicked
    }

    fn paint_key(&self, ui: &Ui, rect: Rect, place: Place, response: &Response) {
        let palette = tokens(ui).palette;
        let fill = match () {
            () if response.is_pointer_button_down_on() => palette.accent_soft,
            () if response.hovered() && self.is_on => palette.hover,
            () => Color32::TRANSPARENT,
        };
        let radius = CornerRadius::same(size::RADIUS_M);
        ui.painter().rect(rect, radius, fill, Stroke::new(1.0, palette.line), StrokeKind::Inside);
        let ink = if self.is_on { palette.ink } else { palette.ink_3 };
        match place {
            Place::Nothing => {}
            Place::Digit(digit) => {
                let step = if self.large.is_some() { Type::TouchKey } else { Type::ActionQuiet };
                paint::put_centred(ui, rect, step, digit.encode_utf8(&mut [0; 4]), ink);
            }
            Place::Delete => {
                Icon::Delete.paint(ui.painter(), Rect::from_center_size(rect.center(), vec2(22.0, 22.0)), ink);
            }
        }
    }
}

/// What stands in one place of the pad.
#[derive(Debug, Clone, Copy)]
enum Place {
    Digit(char),
    Nothing,
    Delete,
}

const PLACES: [Place; 12] = [
    Place::Digit('1'),
    Place::Digit('2'),
    Place::Digit('3'),
    Place::Digit('4'),
    Place::Digit('5'),
    Place::Digit('6'),
    Place::Digit('7'),
    Place::Digit('8'),
    Place::Digit('9'),
    Place::Nothing,
    Place::Digit('0'),
    Place::Delete,
];

enum Typed {
    Text,
    Back,
    Enter,
}

/// What an event means for a PIN; what is in the clipboard means nothing.
fn typed(event: &Event) -> Option<Typed> {
    if let Event::Key { key, pressed: true, .. } = event {
        let is = |wanted: Key, means| (*key == wanted).then_some(means);
        return is(Key::Enter, Typed::Enter).or(is(Key::Backspace, Typed::Back));
    }
    let is_text = matches!(event, Event::Text(_) | Event::Paste(_) | Event::Copy | Event::Cut);
    is_text.then_some(Typed::Text)
}

#[cfg(test)]
#[path = "pin_tests.rs"]
mod tests;
