//! People and places: who holds a card, which doors it opens, who made it, where.

use std::{fmt, sync::Arc};

use super::{AcsUserId, EntranceId, SystemId, UserIdentityId, WorkspaceId};

/// The person a card is for. The name is personal data: it never appears in `Debug`, logs or errors.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Guest(Arc<str>);

impl Guest {
    /// A guest by full name, as the access system or the identity spells it.
    pub fn new(full_name: impl Into<Arc<str>>) -> Self {
        Self(full_name.into())
    }

    /// The name to show.
    pub fn full_name(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Guest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Guest(…)")
    }
}

/// A person as an access system knows them (`acs_user`), as far as a name is concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcsUser {
    /// `acs_user_id`.
    pub id: AcsUserId,
    /// `user_identity_id`, which access grants name.
    pub identity: Option<UserIdentityId>,
    /// `full_name`, else the identity's full name, else the display name; `None` when all are blank.
    pub guest: Option<Guest>,
}

/// A door (`acs_entrance`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// `acs_entrance_id`.
    pub id: EntranceId,
    /// `acs_system_id`.
    pub system: SystemId,
    /// `display_name`, such as "412" or "Pool".
    pub name: Arc<str>,
}

/// What a token opens (`workspace`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// `workspace_id`.
    pub id: WorkspaceId,
    /// `name`, normally the property's.
    pub name: Arc<str>,
    /// `is_sandbox`: nothing in it is real.
    pub is_sandbox: bool,
    /// `is_suspended`: a sandbox that nobody used for a while; it answers nothing useful.
    pub is_suspended: bool,
}

/// Who pressed the button.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Operator(pub Arc<str>);

/// Whether two names are those of one entry. In a file they differ in more than capitals.
pub fn is_same_name(one: &Operator, other: &Operator) -> bool {
    one.0.trim().to_lowercase() == other.0.trim().to_lowercase()
}

/// Whether a text can be somebody's name: a number in its place is probably a PIN, which everybody would read.
pub fn has_letter(name: &str) -> bool {
    name.chars().any(char::is_alphabetic)
}

/// The workstation on which the button was pressed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Desk(pub Arc<str>);
