//! Whose PIN is asked for, and how the latest try went.

use egui::Context;
use secrecy::SecretString;

use crate::{
    domain::{Operator, Person},
    engine::{PinRefused, PinTry, Snapshot},
    ui::kit::SecretBuffer,
};

/// A PIN that is asked for.
#[derive(Debug, Default)]
pub(in crate::ui) struct PinForm {
    /// The digits, until they are handed over.
    pub(super) pin: SecretBuffer,
    /// Who was chosen, or was here last. It outlives a rest: it is nobody's guest.
    who: Option<Operator>,
    /// Whether something was tried since the question came up: what was said to somebody before is not said again.
    has_tried: bool,
    /// Whether the keyboard goes to the digits in the coming frame.
    pub(super) wants_keyboard: bool,
}

impl PinForm {
    /// A question to which this one probably answers.
    pub(in crate::ui) fn of(who: Option<Operator>) -> Self {
        Self { who, ..Self::default() }
    }

    /// Somebody is here, and will probably be the next to come back.
    pub(in crate::ui) fn remember(&mut self, who: &Operator) {
        if self.who.as_ref() != Some(who) {
            self.who = Some(who.clone());
        }
    }

    /// Who was chosen, or was here last.
    pub(in crate::ui) fn who(&self) -> Option<&Operator> {
        self.who.as_ref()
    }

    /// Forgets digits and tries; the next question begins anew.
    pub(in crate::ui) fn clear(&mut self, ctx: &Context) {
        if self.has_tried || !self.pin.is_empty() {
            self.pin.forget(ctx);
        }
        self.has_tried = false;
    }

    /// Which of these people is chosen; the first where the one who was here last is not among them.
    pub(super) fn at(&self, people: &[Person]) -> usize {
        people.iter().position(|person| Some(&person.name) == self.who.as_ref()).unwrap_or(0)
    }

    /// Chooses somebody; what another one began to type is wiped.
    pub(super) fn choose(&mut self, ctx: &Context, person: &Person) {
        if self.who.as_ref() != Some(&person.name) {
            self.clear(ctx);
            self.who = Some(person.name.clone());
        }
        self.wants_keyboard = true;
    }

    /// Hands the PIN over and wipes it here.
    pub(super) fn take(&mut self, ctx: &Context, person: Option<&Person>) -> PinTry {
        let pin = self.pin.take(ctx);
        self.has_tried = true;
        PinTry { who: person.map(|person| person.name.clone()), pin: SecretString::from(pin.as_str()) }
    }

    /// What is to be said about the latest try.
    pub(super) fn refused<'a>(&self, snapshot: &'a Snapshot) -> Option<&'a PinRefused> {
        snapshot.pin.refused.as_ref().filter(|_| self.has_tried && !snapshot.pin.is_checking)
    }
}
