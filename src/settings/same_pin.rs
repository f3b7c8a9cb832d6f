//! Two people with the same PIN: where a PIN alone says who it is, they cannot be told apart.

use super::{notes::Notes, pin};
use crate::domain::{Operator, OperatorEntry, PinHash, is_same_name};

/// That two PINs are the same shows in a file only where one was copied.
const COPIED: &str = "holds the same pin for two people, so a PIN cannot tell who it is: give one of them another with \
     `keydesk operators pin NAME`";

/// Says where the hash of a PIN stands beside more than one name.
pub(super) fn judge(key: &str, people: &[OperatorEntry], notes: &mut Notes<'_>) {
    let is_again = |(index, entry): (usize, &OperatorEntry)| people[..index].iter().any(|one| one.pin == entry.pin);
    if people.iter().enumerate().any(is_again) {
        notes.add(key, COPIED);
    }
}

/// Whose PINs a new one was compared with, since each takes as long as a sign-in: what was compared before a lock is not
/// compared again under it.
#[derive(Debug, Clone, Default)]
pub struct Compared(Vec<PinHash>);

impl Compared {
    /// Whether the PIN is that of somebody else than `own`. Takes as long whosever it is, and never where somebody waits for
    /// the next frame.
    pub fn is_taken(&mut self, new: &str, people: &[OperatorEntry], own: Option<&Operator>) -> bool {
        let is_other = |entry: &&OperatorEntry| own.is_none_or(|own| !is_same_name(&entry.person.name, own));
        let others = people.iter().filter(is_other).map(|entry| &entry.pin);
        let unknown: Vec<_> = others.filter(|hash| !self.0.contains(hash)).cloned().collect();
        let (taken, free): (Vec<_>, Vec<_>) = unknown.into_iter().partition(|hash| pin::verify(new, hash));
        self.0.extend(free);
        !taken.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Person, Role};

    fn entry(name: &str, pin: PinHash) -> OperatorEntry {
        OperatorEntry { person: Person { name: Operator(name.into()), role: Role::Clerk }, pin }
    }

    #[test]
    fn a_pin_is_taken_by_others_alone_also_by_those_who_came_since() {
        let mut people = vec![entry("Mia", pin::hash("471183").unwrap()), entry("Bo", PinHash("".into()))];
        assert!(Compared::default().is_taken("471183", &people, None));
        assert!(!Compared::default().is_taken("471183", &people, Some(&Operator("mia".into()))));
        let mut compared = Compared::default();
        assert!(!compared.is_taken("2580", &people, None));
        people.push(entry("Zoe", pin::hash("2580").unwrap()));
        assert!(compared.is_taken("2580", &people, None));
        assert!(compared.is_taken("2580", &people, None), "asking does not free it");
    }

    #[test]
    fn a_hash_that_was_copied_is_told_once() {
        let mut list = Vec::new();
        let people = ["Mia", "Bo", "Zoe"].map(|name| entry(name, PinHash("$same".into())));
        let file = crate::domain::SettingsFile::Policy;
        judge("operator", &people, &mut Notes::of(file, &mut list));
        judge("operator", &people[..1], &mut Notes::of(file, &mut list));
        assert_eq!(list.len(), 1, "{list:?}");
    }
}
