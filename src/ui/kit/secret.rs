//! A field for a token or a password that leaves nothing behind in the window's memory.

use egui::accesskit::Role;
use egui::text::CCursorRange;
use egui::text_edit::TextEditState;
use egui::{Context, CornerRadius, Id, Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};
use zeroize::{Zeroize, Zeroizing};

use super::field::{edit, outline};
use super::paint::{self, Type};
use super::tokens::{size, tokens};

/// Room for any token, taken once, so that typing never leaves a shorter copy on the heap.
const CAPACITY: usize = 2048;

/// What is being typed, owned by the screen. Its `Debug` says only how long it is.
pub struct SecretBuffer {
    text: String,
    shown: bool,
    generation: u64,
}

impl Default for SecretBuffer {
    fn default() -> Self {
        Self { text: String::with_capacity(CAPACITY), shown: false, generation: 0 }
    }
}

impl std::fmt::Debug for SecretBuffer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecretBuffer").field("chars", &self.text.chars().count()).finish_non_exhaustive()
    }
}

impl Drop for SecretBuffer {
    fn drop(&mut self) {
        self.text.zeroize();
    }
}

impl SecretBuffer {
    /// Whether nothing but white space was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// What was typed, for looking at its shape while it stays here.
    #[must_use]
    pub fn peek(&self) -> &str {
        self.text.trim()
    }

    /// Hands the secret out and forgets it: the buffer is wiped, the editor's state dropped, and the next field is another one.
    pub fn take(&mut self, ctx: &Context) -> Zeroizing<String> {
        let secret = Zeroizing::new(self.text.trim().to_owned());
        self.forget(ctx);
        secret
    }

    /// A copy of the secret, while what was typed stays here covered: it may be needed once more.
    #[must_use]
    pub fn lend(&mut self) -> Zeroizing<String> {
        self.shown = false;
        Zeroizing::new(self.text.trim().to_owned())
    }

    /// Gives the keyboard to the field, also before it is drawn.
    pub fn focus(&self, ctx: &Context) {
        ctx.memory_mut(|memory| memory.request_focus(self.id()));
        self.select_all(ctx);
    }

    /// Marks all that was typed, so that whatever is pasted next takes its place.
    pub fn select_all(&self, ctx: &Context) {
        let mut state = TextEditState::load(ctx, self.id()).unwrap_or_default();
        state.cursor.set_char_range(Some(CCursorRange::select_all_str(&self.text)));
        state.store(ctx, self.id());
    }

    /// Wipes what was typed.
    pub fn forget(&mut self, ctx: &Context) {
        ctx.data_mut(|data| data.remove::<TextEditState>(self.id()));
        self.text.zeroize();
        self.text = String::with_capacity(CAPACITY);
        self.shown = false;
        self.generation += 1;
    }

    /// How many characters were typed.
    pub(super) fn count(&self) -> usize {
        self.text.chars().count()
    }

    /// Whether what was typed is to be seen.
    pub(super) fn shown(&mut self) -> &mut bool {
        &mut self.shown
    }

    pub(super) fn push(&mut self, letter: char) {
        self.text.push(letter);
    }

    /// Takes the last character away, also from the memory in which it stood.
    pub(super) fn pop(&mut self) {
        let kept = Zeroizing::new(std::mem::replace(&mut self.text, String::with_capacity(CAPACITY)));
        let end = kept.char_indices().next_back().map_or(0, |(at, _)| at);
        self.text.push_str(kept.get(..end).unwrap_or_default());
    }

    fn id(&self) -> Id {
        Id::unique(("secret field", self.generation))
    }
}

/// The field itself, with a word that uncovers what was typed.
#[derive(Debug)]
pub struct SecretField<'a> {
    buffer: &'a mut SecretBuffer,
    name: &'a str,
    hint: &'a str,
    show: &'a str,
    hide: &'a str,
}

impl<'a> SecretField<'a> {
    /// `show` and `hide` are the words of the toggle.
    pub fn new(buffer: &'a mut SecretBuffer, name: &'a str, hint: &'a str, show: &'a str, hide: &'a str) -> Self {
        Self { buffer, name, hint, show, hide }
    }

    /// Draws the field as wide as there is room.
    pub fn show(self, ui: &mut Ui) -> Response {
        let height = tokens(ui).at_least_target(size::FIELD);
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), height));
        ui.painter().rect_filled(rect, CornerRadius::same(size::RADIUS_M), tokens(ui).palette.panel);
        let word = if self.buffer.shown { self.hide } else { self.show };
        let split = rect.right() - toggle_width(ui, self.show).max(toggle_width(ui, self.hide));
        let inner = Rect::from_min_max(pos2(rect.left() + size::S3, rect.top()), pos2(split, rect.bottom()));
        let id = self.buffer.id();
        let response = edit(ui, inner, id, &mut self.buffer.text, self.hint, !self.buffer.shown);
        drop_history(ui.ctx(), id);
        let toggle = Rect::from_min_max(pos2(split, rect.top()), rect.max);
        if toggle_word(ui, toggle, id.with("toggle"), word).clicked() {
            self.buffer.shown = !self.buffer.shown;
            response.request_focus();
        }
        outline(ui, rect, &response);
        response.accessible_name(self.name)
    }
}

/// The editor's undo history holds clear text even of a masked field; it is emptied after every frame.
fn drop_history(ctx: &Context, id: Id) {
    if let Some(mut state) = TextEditState::load(ctx, id) {
        state.clear_undoer();
        state.store(ctx, id);
    }
}

pub(super) fn toggle_width(ui: &Ui, word: &str) -> f32 {
    let ink = tokens(ui).palette.ink_2;
    paint::one_line(ui, Type::Body, word, ink, f32::INFINITY).size().x + 2.0 * size::S3
}

pub(super) fn toggle_word(ui: &Ui, rect: Rect, id: Id, word: &str) -> Response {
    let palette = tokens(ui).palette;
    let response = ui.interact(rect, id, Sense::click());
    let ink = if response.hovered() { palette.ink } else { palette.ink_2 };
    paint::put_centred(ui, rect, Type::Body, word, ink);
    paint::focus_ring_inside(ui, &response, rect.shrink2(vec2(2.0, 6.0)));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, word));
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CANARY: &str = "seam_canary_5f1e";

    fn field<'a>() -> egui_kittest::Harness<'a, SecretBuffer> {
        egui_kittest::Harness::builder().build_ui_state(
            |ui, buffer: &mut SecretBuffer| {
                SecretField::new(buffer, "API key", "", "Show", "Hide").show(ui);
            },
            SecretBuffer::default(),
        )
    }

    fn type_canary(harness: &mut egui_kittest::Harness<'_, SecretBuffer>) {
        use egui_kittest::kittest::Queryable;
        harness.get_by_label("API key").focus();
        harness.run();
        for letter in CANARY.chars() {
            harness.event(egui::Event::Text(letter.to_string()));
            harness.step();
        }
        harness.run_steps(120);
    }

    #[test]
    fn the_undo_history_stays_empty() {
        let mut harness = field();
        type_canary(&mut harness);
        assert_eq!(harness.state().peek(), CANARY);
        let id = harness.state().id();
        let state = TextEditState::load(&harness.ctx, id).expect("the field was drawn");
        let here = (egui::text::CCursorRange::default(), String::new());
        assert!(!state.undoer().has_undo(&here), "nothing to go back to");
        harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
        harness.run();
        assert_eq!(harness.state().peek(), CANARY, "undo brings nothing back");
    }

    #[test]
    fn taking_the_secret_leaves_no_state_and_another_field() {
        let mut harness = field();
        type_canary(&mut harness);
        let ctx = harness.ctx.clone();
        let before = harness.state().id();
        let secret = harness.state_mut().take(&ctx);
        assert_eq!(secret.as_str(), CANARY);
        assert!(harness.state().is_empty());
        assert_ne!(harness.state().id(), before);
        assert!(TextEditState::load(&ctx, before).is_none());
    }

    #[test]
    fn the_covered_secret_reaches_no_screen_reader() {
        let mut harness = field();
        type_canary(&mut harness);
        assert!(!format!("{:?}", harness.root()).contains(CANARY));
        assert!(!format!("{:?}", harness.state()).contains(CANARY));
    }
}
