//! Whose PIN was typed.

use secrecy::{ExposeSecret, SecretString};

use super::{
    begun::{Begun, Worth},
    pins::Checked,
};
use crate::{
    domain::{OperatorEntry, Person, Role, least_digits},
    settings::pin,
};

/// Whose PIN it may be.
pub(super) struct Whose {
    pub(super) entries: Vec<OperatorEntry>,
    /// Whether they said who they are.
    pub(super) is_named: bool,
    /// Whether a PIN without a name is of use only as a supervisor's.
    pub(super) only_supervisors: bool,
}

impl Whose {
    /// Whether there is nobody whose PIN would be of use.
    pub(super) fn is_nobodys(&self) -> bool {
        self.entries.iter().all(|entry| self.is_left_out(entry))
    }

    fn is_left_out(&self, entry: &OperatorEntry) -> bool {
        !self.is_named && self.only_supervisors && entry.person.role != Role::Supervisor
    }

    /// Counts the try, then checks it.
    pub(super) fn check(&self, begun: &Begun, typed: &SecretString) -> Checked {
        if let Err(error) = begun.write() {
            tracing::error!(%error, "a PIN cannot be counted, so it is not checked");
            return Checked::NotRecorded(error.to_string());
        }
        let digits = typed.expose_secret();
        match self.find(|entry| pin::verify(digits, &entry.pin)) {
            Some(person) => {
                begun.forgive(worth(&person, digits.len(), self.is_named));
                Checked::Right { person, digits: digits.len() }
            }
            None => Checked::Wrong,
        }
    }

    /// A wrong one takes the same time whosever it nearly is. Two people with the same PIN cannot be told apart by it: then it
    /// counts as that of whoever may do less, so that nobody is taken for a supervisor by chance.
    fn find(&self, fits: impl Fn(&OperatorEntry) -> bool) -> Option<Person> {
        let (others, asked): (Vec<_>, Vec<_>) = self.entries.iter().partition(|entry| self.is_left_out(entry));
        let mut fitting: Vec<_> = asked.into_iter().filter(|entry| fits(entry)).collect();
        if !fitting.is_empty() {
            fitting.extend(others.into_iter().filter(|entry| fits(entry)));
        }
        fitting.into_iter().min_by_key(|entry| entry.person.role).map(|entry| entry.person.clone())
    }
}

/// Tries without a name may be at anybody's PIN, a supervisor's too: nobody but a supervisor clears their count.
pub(super) fn worth(person: &Person, digits: usize, is_named: bool) -> Worth {
    let is_supervisor = person.role == Role::Supervisor && digits >= least_digits(Role::Supervisor);
    if is_named || is_supervisor { Worth::All } else { Worth::Itself }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Operator, PinHash};

    fn found(fitting: &[&str], is_named: bool, only_supervisors: bool) -> Option<String> {
        let entry = |(name, role): (&str, Role)| OperatorEntry {
            person: Person { name: Operator(name.into()), role },
            pin: PinHash("".into()),
        };
        let people = [("Mia", Role::Supervisor), ("Zoe", Role::Supervisor), ("Bo", Role::Clerk), ("Al", Role::Clerk)];
        let whose = Whose { entries: people.map(entry).into(), is_named, only_supervisors };
        whose.find(|entry| fitting.contains(&&*entry.person.name.0)).map(|person| person.name.0.to_string())
    }

    #[test]
    fn a_pin_that_two_people_share_is_that_of_whoever_may_do_less() {
        for only_supervisors in [false, true] {
            assert_eq!(found(&["Mia", "Bo"], false, only_supervisors).as_deref(), Some("Bo"), "{only_supervisors}");
            assert_eq!(found(&["Zoe"], false, only_supervisors).as_deref(), Some("Zoe"));
            assert_eq!(found(&["Mia", "Zoe"], false, only_supervisors).as_deref(), Some("Mia"));
            assert_eq!(found(&[], false, only_supervisors), None);
        }
    }

    #[test]
    fn a_clerks_pin_alone_approves_nothing_and_says_nothing() {
        assert_eq!(found(&["Bo"], false, true), None);
        assert_eq!(found(&["Bo"], true, true).as_deref(), Some("Bo"));
    }
}
