//! Who works at this desk, and what that person may do.

use std::{fmt, sync::Arc};

use super::{ActivityFilter, Operator, Scope, SettingKey};

/// What somebody is trusted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Finds guests, makes and reads cards, sees the own attempts.
    Clerk,
    /// Everything.
    Supervisor,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Clerk, Self::Supervisor];

    /// The word in files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Supervisor => "supervisor",
        }
    }

    /// The role of this [`key`](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }
}

/// Somebody who signs in with a PIN.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person {
    /// The name that stands on every attempt.
    pub name: Operator,
    /// What they are trusted with.
    pub role: Role,
}

/// A PIN as it is kept: a slow, salted hash in the PHC string format, never the PIN. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct PinHash(pub Arc<str>);

impl fmt::Debug for PinHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PinHash(…)")
    }
}

/// Somebody who signs in, with what their PIN is checked against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorEntry {
    /// Who.
    pub person: Person,
    /// Their PIN.
    pub pin: PinHash,
}

/// Who is at the desk now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Duty {
    /// Nobody signs in at this desk: whoever sits there may do everything, in this name.
    OnePerson(Operator),
    /// A kiosk at which guests make their own cards, in this name.
    Unattended(Operator),
    /// Somebody signed in.
    SignedIn(Person),
    /// Nobody; a PIN comes first.
    Locked,
}

impl Default for Duty {
    fn default() -> Self {
        Self::OnePerson(Operator("".into()))
    }
}

impl Duty {
    /// In whose name something is done now.
    pub fn operator(&self) -> Option<&Operator> {
        match self {
            Self::OnePerson(operator) | Self::Unattended(operator) => Some(operator),
            Self::SignedIn(person) => Some(&person.name),
            Self::Locked => None,
        }
    }

    /// What may be done now.
    pub fn role(&self) -> Option<Role> {
        match self {
            Self::OnePerson(_) => Some(Role::Supervisor),
            Self::Unattended(_) => Some(Role::Clerk),
            Self::SignedIn(person) => Some(person.role),
            Self::Locked => None,
        }
    }

    /// Whether a supervisor is at the desk.
    pub fn is_supervisor(&self) -> bool {
        self.role() == Some(Role::Supervisor)
    }

    /// The clerk whose own attempts at this desk are all that is shown, if it is one.
    pub fn only_own(&self) -> Option<&Operator> {
        match self {
            Self::SignedIn(Person { name, role: Role::Clerk }) | Self::Unattended(name) => Some(name),
            Self::SignedIn(Person { role: Role::Supervisor, .. }) | Self::OnePerson(_) | Self::Locked => None,
        }
    }

    /// Which of these attempts are shown, counted and written out: a clerk's own at this desk, whatever was asked for.
    pub fn visible(&self, scope: Scope, filter: ActivityFilter) -> (Scope, ActivityFilter) {
        match self.only_own() {
            Some(own) => (Scope::ThisDesk, ActivityFilter { desk: None, operator: Some(own.clone()), ..filter }),
            None => (scope, filter),
        }
    }
}

/// What only a supervisor may do, or approve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deed {
    /// To make a card whose time is over.
    EncodeExpired,
    /// To settle by word what nobody knows, at a kiosk.
    Settle,
    /// To connect this desk with another key, or with none.
    ChangeToken,
    /// To open the practice hotel.
    Practice,
    /// To save what is readable of a damaged journal.
    RecoverJournal,
    /// To give this desk another encoder.
    BindEncoder,
    /// To say what is done about a failure.
    FollowUp,
    /// To write attempts to a file.
    Export,
    /// To write a file for support.
    SaveBundle,
    /// To change a setting.
    Change(SettingKey),
    /// To change who signs in here.
    ChangeOperators,
    /// To leave the kiosk.
    LeaveKiosk,
}

impl Deed {
    /// The word in the journal and in texts.
    pub fn key(self) -> &'static str {
        match self {
            Self::EncodeExpired => "encode-expired",
            Self::Settle => "settle",
            Self::ChangeToken => "change-token",
            Self::Practice => "practice",
            Self::RecoverJournal => "recover-journal",
            Self::BindEncoder => "bind-encoder",
            Self::FollowUp => "follow-up",
            Self::Export => "export",
            Self::SaveBundle => "save-bundle",
            Self::Change(_) => "change-setting",
            Self::ChangeOperators => "change-operators",
            Self::LeaveKiosk => "leave-kiosk",
        }
    }

    /// The deed of this [`key`](Self::key); one that changes a setting is the change of the setting with this name.
    pub fn from_key(key: &str, setting: Option<SettingKey>) -> Option<Self> {
        let plain = [
            Self::EncodeExpired,
            Self::Settle,
            Self::ChangeToken,
            Self::Practice,
            Self::RecoverJournal,
            Self::BindEncoder,
            Self::FollowUp,
            Self::Export,
            Self::SaveBundle,
            Self::ChangeOperators,
            Self::LeaveKiosk,
        ];
        plain.into_iter().chain(setting.map(Self::Change)).find(|deed| deed.key() == key)
    }
}
