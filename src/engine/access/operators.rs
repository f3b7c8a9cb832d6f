//! Who signs in here: added, given another PIN or role, removed.

mod making;
mod order;

use secrecy::{ExposeSecret, SecretString};

use super::{changes::Change, pins::Purpose};
use crate::{
    domain::{
        AccessFact, Duty, LoadedSettings, Operator, OperatorChange, Person, PinTrouble, Role, SettingKey,
        check_new_pin, least_digits,
    },
    engine::{Mode, PinRefused, PinTry, actor::Engine},
    settings::{Compared, usable_person},
};
pub(super) use making::make;
pub(super) use order::{OperatorOrder, Told};

impl Engine {
    pub(in crate::engine) fn add_operator(&mut self, person: Person, pin: SecretString) {
        match usable_person(&person.name.0).map(Operator) {
            Some(name) => self.change_operators(OperatorOrder::Add { person: Person { name, ..person }, pin }),
            None => self.refuse_pin(PinRefused::NameUnusable),
        }
    }

    /// One's own with the present one, which is checked like any other.
    pub(in crate::engine) fn change_pin(&mut self, who: Operator, pin: SecretString, present: Option<SecretString>) {
        match present {
            None => self.change_operators(OperatorOrder::Pin { who, pin, compared: Compared::default() }),
            Some(present) if self.is_fit(&who, &pin) && !self.is_too_soon(None) => {
                self.check_pin(PinTry { who: Some(who), pin: present }, Purpose::Change(pin));
            }
            Some(_) => {}
        }
    }

    /// A new PIN that will not do is refused before the present one is looked at.
    fn is_fit(&mut self, who: &Operator, pin: &SecretString) -> bool {
        let role = self.access.settings.loaded.settings.operators.iter().find(|entry| entry.person.name == *who);
        let judged = role.map(|entry| check_new_pin(pin.expose_secret(), entry.person.role));
        match judged {
            None => self.refuse_pin(PinRefused::Unknown),
            Some(Err(trouble)) => self.refuse_pin(PinRefused::NewPin(trouble)),
            Some(Ok(())) => return true,
        }
        false
    }

    pub(super) fn change_own_pin(&mut self, who: Operator, pin: SecretString, compared: Compared) {
        self.change_operators(OperatorOrder::Pin { who, pin, compared });
    }

    /// Whoever becomes a supervisor gets another PIN: with a short one they could approve nothing, and with the last
    /// supervisor gone nobody could, nor leave a kiosk.
    pub(in crate::engine) fn change_role(&mut self, who: Operator, role: Role, pin: Option<SecretString>) {
        if role == Role::Supervisor && pin.is_none() {
            return self.refuse_pin(PinRefused::NewPin(PinTrouble::TooShort(least_digits(role))));
        }
        self.change_operators(OperatorOrder::Role { who, role, pin });
    }

    pub(in crate::engine) fn remove_operator(&mut self, who: Operator) {
        self.change_operators(OperatorOrder::Remove(who));
    }

    fn change_operators(&mut self, order: OperatorOrder) {
        self.touched();
        if self.access.settings.loaded.is_locked(SettingKey::Operators) {
            return self.refuse_pin(PinRefused::LockedByPolicy);
        }
        self.access.pins.forget_refusal();
        self.change(Change::Operator(order));
    }

    /// Whoever added the first one is that one from here on, since nobody else could be at the desk.
    pub(super) fn operators_changed(&mut self, told: Told, by: Operator, loaded: LoadedSettings) {
        let Told { whom, change, has_new_pin } = told;
        let is_first = !self.access.has_people() && self.config.mode == Mode::Desk;
        if has_new_pin && change != OperatorChange::Pin {
            let (by, whom, change) = (by.clone(), whom.clone(), OperatorChange::Pin);
            self.note_access(AccessFact::OperatorsChanged { by, whom, change });
        }
        self.note_access(AccessFact::OperatorsChanged { by, whom: whom.clone(), change });
        self.take_settings(loaded);
        let added = self.access.people.iter().find(|person| person.name == whom).cloned();
        if has_new_pin && self.access.duty.operator() == Some(&whom) {
            // A new PIN was judged by the role of its owner.
            self.access.has_long_pin = added.as_ref().is_some_and(|person| person.role == Role::Supervisor);
        }
        match (change, added) {
            (OperatorChange::Added(_), Some(person)) if is_first && matches!(self.access.duty, Duty::OnePerson(_)) => {
                self.sign_in_as(person, true);
            }
            (OperatorChange::Added(_) | OperatorChange::Pin | OperatorChange::Role(_) | OperatorChange::Removed, _) => {
                self.settle_duty();
            }
        }
    }
}
