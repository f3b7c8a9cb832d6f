//! An order about who signs in is judged and saved, off the actor's task.

use std::path::Path;

use secrecy::{ExposeSecret, SecretString};

use super::OperatorOrder;
use crate::{
    domain::{
        LoadedSettings, Operator, OperatorEntry, People, Person, PinHash, PinTrouble, Role, SettingKey, Settings,
        check_new_pin,
    },
    engine::{
        PinRefused,
        access::{changes::Refusal, forget_tries, replacing::hashed},
    },
    settings::{Compared, SettingsStore, has_supervisor, look_alike},
};

/// Judges the order by what the file holds at that moment, and saves it. Hashing and comparing take long, so nothing is locked
/// yet; under the lock, only whoever came since is compared with.
pub(in crate::engine::access) fn make(
    store: &SettingsStore,
    data: &Path,
    order: OperatorOrder,
) -> Result<LoadedSettings, Refusal> {
    let hash = order.pin().map(hashed).transpose().map_err(Refusal::NotSaved)?;
    let mut compared = order.compared();
    order.is_taken(&store.load_all().settings.operators, &mut compared);
    let loaded = store.change_if(|held| changed(held, &order, hash, compared).map_err(Refusal::Unfit))?;
    forget(data, &order);
    Ok(loaded)
}

fn forget(data: &Path, order: &OperatorOrder) {
    let OperatorOrder::Remove(who) = order else { return };
    if let Err(error) = forget_tries(data, who) {
        tracing::warn!(%error, "the count of wrong PINs of somebody who was removed stays in its file");
    }
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

/// Names that look the same would be taken for each other.
fn add(operators: &mut Vec<OperatorEntry>, person: &Person, pin: PinHash) -> Result<(), PinRefused> {
    if operators.iter().any(|entry| look_alike(&entry.person.name, &person.name)) {
        return Err(PinRefused::NameTaken);
    }
    operators.push(OperatorEntry { person: person.clone(), pin });
    Ok(())
}

fn of<'a>(operators: &'a mut [OperatorEntry], who: &Operator) -> Result<&'a mut OperatorEntry, PinRefused> {
    operators.iter_mut().find(|entry| entry.person.name == *who).ok_or(PinRefused::Unknown)
}
