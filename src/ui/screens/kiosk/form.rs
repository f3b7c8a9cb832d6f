//! What the kiosk remembers between frames besides the card and its job.

use egui::{Context, Event, InputState, Key, Modifiers, Rect, Ui};
use secrecy::SecretString;

use crate::{engine::PinTry, ui::kit::SecretBuffer};

/// How long the property's name is held until staff is asked for a PIN, in seconds. Long enough that nobody does it by chance.
const HELD: f64 = 3.0;

/// The state of the screen.
#[derive(Debug, Default)]
pub(in crate::ui) struct KioskForm {
    /// Whether the keyboard is on the screen.
    pub(super) types: bool,
    /// Whether the choices of staff about an open outcome are unfolded.
    pub(super) shows_staff: bool,
    /// The PIN of somebody who signs in.
    pub(super) signing: Entry,
    /// The PIN of somebody who approves.
    pub(super) approving: Entry,
    /// Whether holding the name has already done what it does.
    has_asked: bool,
}

/// A PIN that is asked for.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// The digits, until they are handed over.
    pub(super) pin: SecretBuffer,
    /// Whether one was handed over since the question came up: what was said to somebody before is not said again.
    pub(super) has_tried: bool,
    /// When it was touched last, in the window's seconds, while it is on the screen.
    pub(super) touched_at: Option<f64>,
}

impl Entry {
    /// Forgets digits and tries.
    pub(super) fn clear(&mut self, ctx: &Context) {
        if self.has_tried || !self.pin.is_empty() {
            self.pin.forget(ctx);
        }
        (self.has_tried, self.touched_at) = (false, None);
    }

    /// Hands the PIN over and wipes it here.
    pub(super) fn take(&mut self, ctx: &Context) -> PinTry {
        let pin = self.pin.take(ctx);
        self.has_tried = true;
        PinTry { who: None, pin: SecretString::from(pin.as_str()) }
    }
}

impl KioskForm {
    /// Forgets everything about whoever was here.
    pub(in crate::ui) fn forget(&mut self, ctx: &Context) {
        self.signing.clear(ctx);
        self.approving.clear(ctx);
        *self = Self { has_asked: self.has_asked, ..Self::default() };
    }

    /// Whether this place has been held for long enough, once for each time it is held.
    pub(super) fn was_held(&mut self, ui: &Ui, place: Rect) -> bool {
        let (since, now) = ui.input(|input| {
            let began_here = input.pointer.press_origin().is_some_and(|at| place.contains(at));
            let stays = input.pointer.interact_pos().is_some_and(|at| place.contains(at));
            let since =
                input.pointer.press_start_time().filter(|_| began_here && stays && input.pointer.primary_down());
            (since, input.time)
        });
        let Some(since) = since else {
            self.has_asked = false;
            return false;
        };
        if now - since < HELD {
            ui.ctx().request_repaint_after_secs((HELD - (now - since)) as f32 + 0.01);
            return false;
        }
        !std::mem::replace(&mut self.has_asked, true)
    }
}

/// Ctrl+Alt+Q: what holding the name is to a finger.
pub(in crate::ui) fn wants_to_leave(ctx: &Context) -> bool {
    ctx.input_mut(|input| input.consume_key(Modifiers::COMMAND | Modifiers::ALT, Key::Q))
}

/// Whether somebody did something in this frame. A pointer that only moves does nothing: a mouse may be pushed by a passer-by.
pub(in crate::ui) fn is_touched(input: &InputState) -> bool {
    let is_touch = |event: &Event| {
        matches!(
            event,
            Event::Key { pressed: true, .. }
                | Event::PointerButton { pressed: true, .. }
                | Event::Text(_)
                | Event::Touch { .. }
                | Event::MouseWheel { .. }
                | Event::AccessKitActionRequest(_)
        )
    };
    input.events.iter().any(is_touch)
}
