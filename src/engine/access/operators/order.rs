//! What is to change about who signs in, and what a change was about once its PIN is gone.

use secrecy::{ExposeSecret, SecretString};

use crate::{
    domain::{Operator, OperatorChange, OperatorEntry, Person, Role},
    settings::Compared,
};

/// What is to change about who signs in.
#[derive(Debug)]
pub(in crate::engine::access) enum OperatorOrder {
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
pub(in crate::engine::access) struct Told {
    pub(in crate::engine::access) whom: Operator,
    pub(in crate::engine::access) change: OperatorChange,
    /// Whether their PIN is another one too.
    pub(in crate::engine::access) has_new_pin: bool,
}

impl OperatorOrder {
    pub(in crate::engine::access) fn told(&self) -> Told {
        let (whom, change) = match self {
            Self::Add { person, .. } => (&person.name, OperatorChange::Added(person.role)),
            Self::Pin { who, .. } => (who, OperatorChange::Pin),
            Self::Role { who, role, .. } => (who, OperatorChange::Role(*role)),
            Self::Remove(who) => (who, OperatorChange::Removed),
        };
        let has_new_pin = matches!(self, Self::Pin { .. } | Self::Role { pin: Some(_), .. });
        Told { whom: whom.clone(), change, has_new_pin }
    }

    pub(super) fn pin(&self) -> Option<&SecretString> {
        match self {
            Self::Add { pin, .. } | Self::Pin { pin, .. } => Some(pin),
            Self::Role { pin, .. } => pin.as_ref(),
            Self::Remove(_) => None,
        }
    }

    pub(super) fn compared(&self) -> Compared {
        match self {
            Self::Pin { compared, .. } => compared.clone(),
            Self::Add { .. } | Self::Role { .. } | Self::Remove(_) => Compared::default(),
        }
    }

    /// Whether somebody else among these has the new PIN.
    pub(super) fn is_taken(&self, people: &[OperatorEntry], compared: &mut Compared) -> bool {
        let own = match self {
            Self::Add { .. } => None,
            Self::Pin { who, .. } | Self::Role { who, .. } | Self::Remove(who) => Some(who),
        };
        self.pin().is_some_and(|pin| compared.is_taken(pin.expose_secret(), people, own))
    }
}
