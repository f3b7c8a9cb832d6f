//! What was entered so far, and how what was sent fares.

use egui::Id;
use secrecy::SecretString;

use crate::{
    domain::{Operator, Person, PinHash, PinTrouble, Role},
    engine::{PinRefused, Snapshot},
    ui::kit::SecretBuffer,
};

/// What the sheet is for.
#[derive(Debug, Clone)]
pub(in super::super) enum What {
    /// Somebody new.
    Add,
    /// Another PIN for somebody.
    ChangePin(Person),
    /// Somebody becomes a supervisor, whose PIN is a longer one.
    Promote(Person),
}

/// Which PIN is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The one that holds now.
    Present,
    /// The new one.
    New,
    /// The new one once more.
    Again,
}

/// Why it does not go on.
#[derive(Debug, Clone, Copy)]
pub(super) enum Trouble {
    NoName,
    NoLetter,
    Pin(PinTrouble),
    Differs,
}

/// How things stood when something was sent: an answer is told from what was said before by what has changed since.
#[derive(Debug)]
pub(super) struct Sent {
    pub(super) was_there: bool,
    pub(super) hash: Option<PinHash>,
    pub(super) refused: Option<PinRefused>,
    pub(super) was_checked: bool,
    /// The window's time, in seconds.
    pub(super) at: f64,
}

/// In so many seconds the engine has begun with what was sent, even where nothing shows that it did.
pub(super) const BEGUN_AFTER: f64 = 0.5;

/// The sheet's own state.
#[derive(Debug)]
pub(in super::super) struct PersonForm {
    pub(super) what: What,
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) step: Step,
    pub(super) pin: SecretBuffer,
    pub(super) present: Option<SecretString>,
    pub(super) first: Option<SecretString>,
    pub(super) trouble: Option<Trouble>,
    pub(super) refused: Option<PinRefused>,
    /// What was sent last, until it holds or was refused.
    pub(super) sent: Option<Sent>,
    pub(super) has_begun: bool,
    /// The field for the name, which gets the keyboard when the sheet comes.
    pub(super) name_id: Option<Id>,
}

impl PersonForm {
    /// An empty sheet.
    pub(in super::super) fn new(what: What) -> Self {
        let role = match &what {
            What::Add => Role::Clerk,
            What::ChangePin(person) => person.role,
            What::Promote(_) => Role::Supervisor,
        };
        Self {
            what,
            name: String::new(),
            role,
            step: Step::New,
            pin: SecretBuffer::default(),
            present: None,
            first: None,
            trouble: None,
            sent: None,
            refused: None,
            has_begun: false,
            name_id: None,
        }
    }

    /// What was sent did not come to hold: the PIN is asked for anew.
    pub(in super::super) fn take_back(&mut self) {
        (self.sent, self.first) = (None, None);
        self.step = if self.present.take().is_some() { Step::Present } else { Step::New };
    }

    pub(super) fn who(&self) -> Operator {
        match &self.what {
            What::Add => Operator(self.name.trim().into()),
            What::ChangePin(person) | What::Promote(person) => person.name.clone(),
        }
    }

    /// Whether what was sent holds: somebody is there, or their PIN is another one.
    pub(super) fn is_done(&self, snapshot: &Snapshot) -> bool {
        let Some(sent) = &self.sent else { return false };
        let who = self.who();
        is_there(snapshot, &who) && (!sent.was_there || hash_of(snapshot, &who) != sent.hash)
    }

    /// Why what was sent was refused, once it was.
    pub(super) fn answer(&mut self, snapshot: &Snapshot, time: f64) -> Option<PinRefused> {
        let sent = self.sent.as_mut()?;
        sent.was_checked |= snapshot.pin.is_checking;
        let is_waiting = snapshot.pin.is_checking || snapshot.approval.is_some();
        let is_new = sent.was_checked || sent.refused != snapshot.pin.refused || time - sent.at > BEGUN_AFTER;
        snapshot.pin.refused.clone().filter(|_| is_new && !is_waiting)
    }
}

pub(super) fn is_there(snapshot: &Snapshot, who: &Operator) -> bool {
    snapshot.people.iter().any(|person| person.name == *who)
}

/// What somebody's PIN is checked against.
pub(super) fn hash_of(snapshot: &Snapshot, who: &Operator) -> Option<PinHash> {
    let operators = &snapshot.settings.loaded.settings.operators;
    operators.iter().find(|entry| entry.person.name == *who).map(|entry| entry.pin.clone())
}
