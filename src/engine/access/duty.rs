//! Who is at the desk.

use std::sync::Arc;

use super::pins::Purpose;
use crate::{
    domain::{AccessFact, ActivityFilter, Duty, LoadedSettings, LockCause, Operator, Person, Role, Scope},
    engine::{Mode, PinTry, actor::Engine},
};

/// Who signs in, by name.
pub(super) fn people(loaded: &LoadedSettings) -> Arc<[Person]> {
    let mut people: Vec<Person> = loaded.settings.operators.iter().map(|entry| entry.person.clone()).collect();
    people.sort();
    people.into()
}

/// Who is at the desk while nobody has signed in.
pub(super) fn at_first(mode: Mode, loaded: &LoadedSettings, fallback: &Operator) -> Duty {
    let settings = &loaded.settings;
    let name = || settings.desk.operator.clone().map_or_else(|| fallback.clone(), Operator);
    match mode {
        Mode::Script => Duty::OnePerson(fallback.clone()),
        Mode::Desk if settings.operators.is_empty() => Duty::OnePerson(name()),
        Mode::Kiosk if settings.operators.is_empty() || !settings.kiosk.sign_in => Duty::Unattended(name()),
        Mode::Desk | Mode::Kiosk => Duty::Locked,
    }
}

impl Engine {
    /// In whose name something is done now.
    pub(in crate::engine) fn operator(&self) -> Operator {
        self.access.duty.operator().cloned().unwrap_or_else(|| self.access.fallback.clone())
    }

    /// The clerk whose own attempts are all that is shown, if it is one.
    pub(in crate::engine) fn only_own(&self) -> Option<Operator> {
        self.access.duty.only_own().cloned()
    }

    /// Which of these attempts whoever is at the desk sees, be it on the screen or in a file.
    pub(in crate::engine) fn visible(&self, scope: Scope, filter: ActivityFilter) -> (Scope, ActivityFilter) {
        self.access.duty.visible(scope, filter)
    }

    pub(in crate::engine) fn sign_in(&mut self, pin: PinTry) {
        if self.config.mode != Mode::Script {
            self.check_pin(pin, Purpose::SignIn(self.access.rests));
        }
    }

    /// What was found and chosen stays for whoever takes over; a desk that rested reads its lists.
    pub(super) fn sign_in_as(&mut self, person: Person, has_long_pin: bool) {
        let role = if has_long_pin { person.role } else { Role::Clerk };
        if let Duty::SignedIn(before) = &self.access.duty
            && before.name != person.name
        {
            let operator = before.name.clone();
            self.note_access(AccessFact::Locked { operator, cause: LockCause::Switch });
        }
        tracing::info!(role = role.key(), "somebody signed in");
        self.note_access(AccessFact::SignedIn(Person { role, ..person.clone() }));
        self.access.has_long_pin = has_long_pin;
        self.access.untouched.take_over(self.clock.now());
        self.change_duty(Duty::SignedIn(Person { role, ..person }));
        self.wake_up();
    }

    /// Whoever comes sees nothing that the one before looked at as somebody with other rights.
    pub(super) fn change_duty(&mut self, duty: Duty) {
        if self.access.duty == duty {
            return;
        }
        self.drop_held();
        self.hide_activity();
        self.hide_attempt();
        self.access.duty = duty;
    }

    /// Who is at the desk when nobody is signed in.
    pub(super) fn duty_at_first(&self) -> Duty {
        at_first(self.config.mode, &self.access.settings.loaded, &self.access.fallback)
    }
}
