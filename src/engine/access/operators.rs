//! Who signs in here: added, given another PIN or role, removed.

use secrecy::{ExposeSecret, SecretString};

use super::{
    changes::{Change, Refusal},
    pins::Purpose,
    replacing::hashed,
};
use crate::{
    domain::{
        AccessFact, Duty, LoadedSettings, Operator, OperatorChange, OperatorEntry, People, Person, PinHash, PinTrouble,
        Role, SettingKey, Settings, check_new_pin, least_digits,
    },
    engine::{Mode, PinRefused, PinTry, actor::Engine},
    settings::{Compared, SettingsStore, has_supervisor, is_same_name, usable_person},
};

/// What is to change about who signs in.
#[derive(Debug)]
pub(super) enum OperatorOrder {
    Add {
        person: Person,
        pin: SecretString,
    },
    /// With whose PINs it was compared already.
    Pin {
        who: Operator,
        pin: SecretString,
        compared: Compared,
    },
    Role {
        who: Operator,
        role: Role,
        pin: Option<SecretString>,
    },
    Remove(Operator),
}

/// The same without the PIN.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) whom: Operator,
    pub(super) change: OperatorChange,
    /// Whether their PIN is another one too.
    pub(super) has_new_pin: bool,
}

impl OperatorOrder {
    pub(super) fn told(&self) -> Told {
        let (whom, change) = match self {
            Self::Add { person, .. } => (&person.name, OperatorChange::Added(person.role)),
            Self::Pin { who, .. } => (who, OperatorChange::Pin),
            Self::Role { who, role, .. } => (who, OperatorChange::Role(*role)),
            Self::Remove(who) => (who, OperatorChange::Removed),
        };
        let has_new_pin = matches!(self, Self::Pin { .. } | Self::Role { pin: Some(_), .. });
        Told { whom: whom.clone(), change, has_new_pin }
    }

    fn pin(&self) -> Option<&SecretString> {
        match self {
            Self::Add { pin, .. } | Self::Pin { pin, .. } => Some(pin),
            Self::Role { pin, .. } => pin.as_ref(),
            Self::Remove(_) => None,
        }
    }

    fn compared(&self) -> Compared {
        match self {
            Self::Pin { compared, .. } => compared.clone(),
            Self::Add { .. } | Self::Role { .. } | Self::Remove(_) => Compared::default(),
        }
    }

    /// Whether somebody else among these has the new PIN.
    fn is_taken(&self, people: &[OperatorEntry], compared: &mut Compared) -> bool {
        let own = match self {
            Self::Add { .. } => None,
            Self::Pin { who, .. } | Self::Role { who, .. } | Self::Remove(who) => Some(who),
        };
        self.pin().is_some_and(|pin| compared.is_taken(pin.expose_secret(), people, own))
    }
}

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
        if change == OperatorChange::Removed {
            self.access.pins.forget(&whom);
        }
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

/// Judges the order by what the file holds at that moment, and saves it. Hashing and comparing take long, so nothing is locked
/// yet; under the lock, only whoever came since is compared with.
pub(super) fn make(store: &SettingsStore, order: OperatorOrder) -> Result<LoadedSettings, Refusal> {
    let hash = order.pin().map(hashed).transpose().map_err(Refusal::NotSaved)?;
    let mut compared = order.compared();
    order.is_taken(&store.load_all().settings.operators, &mut compared);
    store.change_if(|held| changed(held, &order, hash, compared).map_err(Refusal::Unfit))
}

fn changed(
    held: &LoadedSettings,
    order: &OperatorOrder,
    hash: Option<PinHash>,
    mut compared: Compared,
) -> Result<Settings, PinRefused> {
    let mut settings = held.settings.clone();
    apply(&mut settings.operators, order, hash)?;
    if order.is_taken(&held.settings.operators, &mut compared) {
        return Err(PinRefused::NewPin(PinTrouble::Taken));
    }
    let is_empty = settings.operators.is_empty();
    if !is_empty && !has_supervisor(&settings.operators) {
        return Err(PinRefused::LastSupervisor);
    }
    if !held.is_locked(SettingKey::DeskPeople) && is_empty != held.settings.operators.is_empty() {
        settings.desk.people = Some(if is_empty { People::One } else { People::Several });
    }
    Ok(settings)
}

fn apply(operators: &mut Vec<OperatorEntry>, order: &OperatorOrder, hash: Option<PinHash>) -> Result<(), PinRefused> {
    match order {
        OperatorOrder::Add { person, pin } => {
            judge(pin, person.role)?;
            add(operators, person, hash.ok_or(PinRefused::Unknown)?)?;
        }
        OperatorOrder::Pin { who, pin, .. } => {
            let entry = of(operators, who)?;
            judge(pin, entry.person.role)?;
            entry.pin = hash.ok_or(PinRefused::Unknown)?;
        }
        OperatorOrder::Role { who, role, pin } => {
            let entry = of(operators, who)?;
            pin.as_ref().map_or(Ok(()), |pin| judge(pin, *role))?;
            entry.person.role = *role;
            entry.pin = hash.unwrap_or_else(|| entry.pin.clone());
        }
        OperatorOrder::Remove(who) => {
            of(operators, who)?;
            operators.retain(|entry| entry.person.name != *who);
        }
    }
    Ok(())
}

fn judge(pin: &SecretString, role: Role) -> Result<(), PinRefused> {
    check_new_pin(pin.expose_secret(), role).map_err(PinRefused::NewPin)
}

/// Names that differ in capital letters alone would be taken for each other.
fn add(operators: &mut Vec<OperatorEntry>, person: &Person, pin: PinHash) -> Result<(), PinRefused> {
    if operators.iter().any(|entry| is_same_name(&entry.person.name, &person.name)) {
        return Err(PinRefused::NameTaken);
    }
    operators.push(OperatorEntry { person: person.clone(), pin });
    Ok(())
}

fn of<'a>(operators: &'a mut [OperatorEntry], who: &Operator) -> Result<&'a mut OperatorEntry, PinRefused> {
    operators.iter_mut().find(|entry| entry.person.name == *who).ok_or(PinRefused::Unknown)
}
