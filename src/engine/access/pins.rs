//! Checking PINs: one at a time, off the actor's task, and never before the try is counted on the disk.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use super::{
    begun::Begun,
    resting,
    tries::Tries,
    whose::{Whose, worth},
};
use crate::{
    domain::{AccessFact, Operator, OperatorEntry, Person, PinTrouble, Role, least_digits},
    engine::{PinRefused, PinTry, actor::Engine, news::News},
    settings::Compared,
};

/// What a PIN is typed for.
#[derive(Debug)]
pub(super) enum Purpose {
    /// To sign in, when the desk had come to rest so many times.
    SignIn(u64),
    /// To let happen what was held under this number.
    Approve(u64),
    /// To have another one.
    Change(SecretString),
    /// To be the new one of this person, who has shown the present one.
    Replace(Operator),
}

/// What came of a check.
#[derive(Debug)]
pub(in crate::engine) enum Checked {
    /// It is this person's, and has so many digits.
    Right { person: Person, digits: usize },
    /// It is nobody's.
    Wrong,
    /// It is a new one that none of these has.
    Free(SecretString, Compared),
    /// The try could not be counted, so nothing was checked; in words.
    NotRecorded(String),
}

/// The PIN that is being checked, and how the latest fared.
pub(super) struct Pins {
    pub(super) tries: Tries,
    checking: Option<(Option<Operator>, Purpose)>,
    refused: Option<PinRefused>,
}

impl Pins {
    pub(super) fn new(tries: Tries) -> Self {
        Self { tries, checking: None, refused: None }
    }

    pub(super) fn is_checking(&self) -> bool {
        self.checking.is_some()
    }

    pub(super) fn refused(&self) -> Option<PinRefused> {
        self.refused.clone()
    }

    pub(super) fn forget_refusal(&mut self) {
        self.refused = None;
    }
}

impl Engine {
    /// Reads how many wrong PINs there were before this run.
    pub(in crate::engine) async fn read_tries(&mut self) {
        let path = self.access.pins.tries.path().to_owned();
        let (now, speed) = (self.clock.now(), self.config.speed.max(1));
        let reading = move || Tries::read(path, (now.wall, now.since_start), speed);
        match tokio::task::spawn_blocking(reading).await {
            Ok(tries) => self.access.pins.tries = tries,
            Err(error) => tracing::error!(%error, "the count of wrong PINs was not read"),
        }
        self.access.pins.tries.keep_only(&self.access.settings.loaded.settings.operators);
    }

    pub(in crate::engine) fn refuse_pin(&mut self, why: PinRefused) {
        self.access.pins.refused = Some(why);
    }

    /// Another PIN while one is being checked is a second press of the same key.
    pub(super) fn check_pin(&mut self, pin: PinTry, purpose: Purpose) {
        if self.access.pins.is_checking() || pin.pin.expose_secret().is_empty() {
            return;
        }
        let PinTry { who, pin } = pin;
        let entries = self.candidates(who.as_ref());
        let whose =
            Whose { entries, is_named: who.is_some(), only_supervisors: matches!(purpose, Purpose::Approve(_)) };
        if whose.is_nobodys() {
            return self.refuse_pin(PinRefused::Unknown);
        }
        let Some(begun) = self.begin_try(who.as_ref()) else { return };
        self.start_check(who, purpose, move || whose.check(&begun, &pin));
    }

    /// Counts a try in this name, if it is not too soon for one.
    pub(super) fn begin_try(&mut self, who: Option<&Operator>) -> Option<Begun> {
        if self.is_too_soon(who) {
            return None;
        }
        let begun = self.access.pins.tries.begin(who, self.clock.now().wall);
        begun.map_err(|error| self.refuse_pin(PinRefused::NotRecorded(error.to_string().into()))).ok()
    }

    /// Says so.
    pub(super) fn is_too_soon(&mut self, who: Option<&Operator>) -> bool {
        let now = self.clock.now();
        let left = self.access.pins.tries.left(who, now.since_start);
        if let Some(left) = left {
            self.refuse_pin(PinRefused::TooSoon { next_at: resting::wall(now, now.since_start + left) });
        }
        left.is_some()
    }

    pub(super) fn start_check(
        &mut self,
        who: Option<Operator>,
        purpose: Purpose,
        check: impl FnOnce() -> Checked + Send + 'static,
    ) {
        self.access.pins.checking = Some((who, purpose));
        self.access.pins.refused = None;
        let check = async move {
            let checked = tokio::task::spawn_blocking(check).await;
            News::PinChecked(checked.unwrap_or(Checked::Wrong))
        };
        self.spawn_to_the_end(check, News::PinChecked(Checked::Wrong));
    }

    /// Whose PIN it may be.
    fn candidates(&self, who: Option<&Operator>) -> Vec<OperatorEntry> {
        let fits = |entry: &&OperatorEntry| who.is_none_or(|operator| entry.person.name == *operator);
        self.access.settings.loaded.settings.operators.iter().filter(fits).cloned().collect()
    }

    pub(in crate::engine) fn on_pin_checked(&mut self, checked: Checked) {
        let Some((who, purpose)) = self.access.pins.checking.take() else { return };
        let now = self.clock.now();
        match checked {
            Checked::Right { person, digits } => {
                self.access.pins.tries.was_right(who.as_ref(), worth(&person, digits, who.is_some()), now.wall);
                self.pin_was_right(person, digits, purpose);
            }
            Checked::Free(pin, compared) => self.pin_was_free(purpose, pin, compared),
            Checked::Wrong => self.pin_was_wrong(who, purpose, now.since_start),
            Checked::NotRecorded(reason) => {
                self.access.pins.tries.was_not_tried(who.as_ref());
                self.refuse_pin(PinRefused::NotRecorded(reason.into()));
            }
        }
    }

    fn pin_was_wrong(&mut self, who: Option<Operator>, purpose: Purpose, now: Duration) {
        let (in_row, pause) = self.access.pins.tries.was_wrong(who.as_ref(), now);
        tracing::info!(in_row, ?pause, "a PIN was wrong");
        let next_at = (!pause.is_zero()).then(|| resting::wall(self.clock.now(), now + pause));
        let (who, why) = match purpose {
            Purpose::SignIn(_) | Purpose::Approve(_) | Purpose::Change(_) => (who, PinRefused::Wrong { next_at }),
            Purpose::Replace(person) => (Some(person), PinRefused::NewPin(PinTrouble::Taken)),
        };
        self.refuse_pin(why);
        self.note_access(AccessFact::PinRefused { who, in_row, pause });
    }

    /// Whoever it is may have been removed, or have another role, since they typed it.
    fn pin_was_right(&mut self, person: Person, digits: usize, purpose: Purpose) {
        let known = self.access.people.iter().find(|known| known.name == person.name).cloned();
        match (known, purpose) {
            (None, _) => self.refuse_pin(PinRefused::Unknown),
            (Some(_), Purpose::SignIn(rests)) if rests != self.access.rests => {
                tracing::info!("the desk was locked while a PIN was checked; nobody is signed in");
            }
            (Some(person), Purpose::SignIn(_)) => self.sign_in_as(person, digits >= least_digits(Role::Supervisor)),
            (Some(person), Purpose::Approve(_)) if person.role != Role::Supervisor => {
                self.refuse_pin(PinRefused::NotSupervisor);
            }
            (Some(person), Purpose::Approve(_)) if digits < least_digits(person.role) => {
                self.refuse_pin(PinRefused::NewPin(PinTrouble::TooShort(least_digits(person.role))));
            }
            (Some(person), Purpose::Approve(number)) => self.approved(number, &person.name),
            (Some(person), Purpose::Change(new)) if self.access.duty.operator() == Some(&person.name) => {
                self.compare_pin(person.name, new);
            }
            (Some(_), Purpose::Change(_) | Purpose::Replace(_)) => {
                tracing::info!("somebody else is at the desk meanwhile; the PIN stays");
            }
        }
    }
}
