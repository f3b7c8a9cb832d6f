//! Where somebody enters a PIN: digits that are never shown, by keyboard or on buttons.

use egui::{Key, Ui};

use super::{Button, SecretBuffer, SecretField};

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
#[derive(Debug)]
pub struct PinPad<'a> {
    buffer: &'a mut SecretBuffer,
    words: PinWords<'a>,
    is_on: bool,
}

impl<'a> PinPad<'a> {
    /// What is typed goes into `buffer`.
    pub fn new(buffer: &'a mut SecretBuffer, words: PinWords<'a>) -> Self {
        Self { buffer, words, is_on: true }
    }

    /// Whether a PIN may be entered now.
    #[must_use]
    pub fn enabled(mut self, is_on: bool) -> Self {
        self.is_on = is_on;
        self
    }

    /// Draws it; `true` in the frame in which the PIN is handed over. It takes the keyboard when it appears.
    pub fn show(self, ui: &mut Ui) -> bool {
        let field = SecretField::new(self.buffer, self.words.name, "", self.words.show, self.words.hide).show(ui);
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let pressed = ui.add_enabled(self.is_on, Button::primary(self.words.enter)).clicked();
        self.is_on && (entered || pressed) && !self.buffer.is_empty()
    }
}
