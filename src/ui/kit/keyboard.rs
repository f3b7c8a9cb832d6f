//! A keyboard on the screen, for a kiosk without one. Its keys are buttons like all others, also for Tab and screen readers.

use egui::accesskit::Role;
use egui::{Context, CornerRadius, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::icon::Icon;
use super::paint::{self, Type};
use super::tokens::{size, tokens};
use super::touch::kiosk_size;

/// Ten, ten, nine and seven in a row. A search needs no accents, so there are none to look for.
const LETTERS: [&str; 4] = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// How many keys fit beside each other.
const COLUMNS: f32 = 10.0;
/// Rows of letters, and the one with the space bar.
const ROWS: f32 = 5.0;

/// What the keys that are no letters are called.
#[derive(Debug, Clone, Copy)]
pub struct KeyWords<'a> {
    /// The space bar.
    pub space: &'a str,
    /// What takes the last letter away.
    pub delete: &'a str,
    /// What puts the keyboard away.
    pub done: &'a str,
}

/// A key that was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// Add this.
    Letter(char),
    /// Take the last one away.
    Delete,
    /// Put the keyboard away.
    Done,
}

/// The keyboard.
#[derive(Debug)]
pub struct Keyboard<'a> {
    words: KeyWords<'a>,
}

impl<'a> Keyboard<'a> {
    /// A keyboard whose other keys are called so.
    #[must_use]
    pub fn new(words: KeyWords<'a>) -> Self {
        Self { words }
    }

    /// How high it is.
    #[must_use]
    pub fn height(ctx: &Context) -> f32 {
        ROWS * kiosk_size(ctx, size::KEY) + (ROWS - 1.0) * size::S2
    }

    /// Draws it in the middle of the room there is.
    pub fn show(self, ui: &mut Ui) -> Option<Typed> {
        let (_, room) = ui.allocate_space(vec2(ui.available_width(), Self::height(ui.ctx())));
        let area = Rect::from_center_size(room.center(), vec2(room.width().min(size::KEYBOARD), room.height()));
        let wide = (area.width() - (COLUMNS - 1.0) * size::S2) / COLUMNS;
        let mut typed = None;
        for (row, line) in LETTERS.into_iter().enumerate() {
            typed = self.line(ui, area, wide, row, line).or(typed);
        }
        self.last_line(ui, area, wide).or(typed)
    }

    /// Letters in the middle of their line; the fourth has a key on either side.
    fn line(&self, ui: &Ui, area: Rect, wide: f32, row: usize, letters: &str) -> Option<Typed> {
        let count = letters.chars().count() as f32;
        let width = count * wide + (count - 1.0) * size::S2;
        let mut left = area.center().x - width / 2.0;
        let tall = kiosk_size(ui.ctx(), size::KEY);
        let top = area.top() + row as f32 * (tall + size::S2);
        let mut typed = None;
        for letter in letters.chars() {
            let rect = Rect::from_min_size(pos2(left, top), vec2(wide, tall));
            if key(ui, rect, letter.to_ascii_uppercase().encode_utf8(&mut [0; 4]), None).clicked() {
                typed = Some(Typed::Letter(letter));
            }
            left += wide + size::S2;
        }
        typed
    }

    fn last_line(self, ui: &Ui, area: Rect, wide: f32) -> Option<Typed> {
        let tall = kiosk_size(ui.ctx(), size::KEY);
        let top = area.bottom() - tall;
        let side = 1.5 * wide + size::S1;
        let at = |left: f32, width: f32| Rect::from_min_size(pos2(left, top), vec2(width, tall));
        let right = area.right();
        let room = area.width() - 2.0 * (side + size::S2);
        let space = key(ui, at(area.left(), room), self.words.space, None);
        let delete = key(ui, at(right - 2.0 * side - size::S2, side), self.words.delete, Some(Icon::Delete));
        let done = key(ui, at(right - side, side), self.words.done, None);
        match () {
            () if space.clicked() => Some(Typed::Letter(' ')),
            () if delete.clicked() => Some(Typed::Delete),
            () if done.clicked() => Some(Typed::Done),
            () => None,
        }
    }
}

fn key(ui: &Ui, rect: Rect, name: &str, icon: Option<Icon>) -> Response {
    let palette = tokens(ui).palette;
    let response = ui.interact(rect, ui.scope_id().with(("key", name)), Sense::click());
    let fill = match () {
        () if response.is_pointer_button_down_on() => palette.accent_soft,
        () if response.hovered() => palette.hover,
        () => palette.panel,
    };
    let radius = CornerRadius::same(size::RADIUS_TOUCH);
    ui.painter().rect(rect, radius, fill, Stroke::new(1.0, palette.line), StrokeKind::Inside);
    match icon {
        Some(icon) => icon.paint(ui.painter(), Rect::from_center_size(rect.center(), vec2(26.0, 26.0)), palette.ink),
        None => paint::put_centred(ui, rect, Type::TouchKey, name, palette.ink),
    }
    paint::focus_ring(ui, &response, rect, size::RADIUS_TOUCH);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response
}

#[cfg(test)]
mod tests {
    use egui_kittest::{Harness, kittest::Queryable};

    use super::*;
    use crate::ui::kit::{Density, Look, install};

    const WORDS: KeyWords<'static> = KeyWords { space: "Space", delete: "Delete", done: "Done" };

    fn keyboard() -> Harness<'static, Vec<Typed>> {
        let look = Look { motion: false, density: Density::Touch, ..Look::default() };
        let mut harness = Harness::builder()
            .with_size(vec2(1000.0, 320.0))
            .with_context_setup(move |ctx| install(ctx, &look))
            .build_ui_state(|ui, typed: &mut Vec<Typed>| typed.extend(Keyboard::new(WORDS).show(ui)), Vec::new());
        harness.run();
        harness
    }

    fn press(harness: &mut Harness<'_, Vec<Typed>>, name: &str) {
        harness.get_by_label(name).click();
        harness.run();
    }

    #[test]
    fn a_name_is_typed_with_fingers() {
        let mut harness = keyboard();
        for name in ["H", "4", "Space", "Delete", "Done"] {
            press(&mut harness, name);
        }
        let typed = [Typed::Letter('h'), Typed::Letter('4'), Typed::Letter(' '), Typed::Delete, Typed::Done];
        assert_eq!(*harness.state(), typed);
    }

    #[test]
    fn the_keyboard_can_be_reached_without_a_finger() {
        let mut harness = keyboard();
        harness.get_by_label("Q").focus();
        harness.run();
        harness.key_press(egui::Key::Enter);
        harness.run();
        assert_eq!(*harness.state(), [Typed::Letter('q')]);
    }

    #[test]
    fn no_two_keys_lie_on_each_other_and_all_are_large_enough() {
        let harness = keyboard();
        let keys: Vec<Rect> =
            harness.root().query_all_by(|node| node.role() == Role::Button).map(|node| node.rect()).collect();
        assert_eq!(keys.len(), 39);
        for (at, key) in keys.iter().enumerate() {
            assert!(key.width() >= 44.0 && key.height() >= 44.0, "{key:?}");
            assert!(keys[at + 1..].iter().all(|other| !key.shrink(1.0).intersects(*other)), "{key:?}");
        }
    }
}
