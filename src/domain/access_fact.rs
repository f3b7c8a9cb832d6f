//! Who worked at a desk, who let what happen, and what of a desk was changed: as the record keeps it, about no attempt.

use std::time::Duration;

use super::{Deed, JobId, Operator, Person, Role, SettingKey};

/// What became true about the door of a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessFact {
    /// Somebody signed in.
    SignedIn(Person),
    /// A PIN was wrong.
    PinRefused {
        /// Who they said they are; `None` where only the PIN was asked for.
        who: Option<Operator>,
        /// How many were wrong one after the other, this one included.
        in_row: u32,
        /// How long nobody may try now.
        pause: Duration,
    },
    /// Somebody is not at the desk any more.
    Locked {
        /// Who was.
        operator: Operator,
        /// Why.
        cause: LockCause,
    },
    /// A supervisor let something happen once.
    Approved {
        /// What.
        deed: Deed,
        /// Who let it.
        approver: Operator,
        /// Who asked for it; `None` where nobody is signed in.
        operator: Option<Operator>,
        /// The job, if a card was asked for.
        job: Option<JobId>,
    },
    /// Who signs in here changed.
    OperatorsChanged {
        /// Who changed it.
        by: Operator,
        /// About whom.
        whom: Operator,
        /// What.
        change: OperatorChange,
    },
    /// A setting changed. What it is now stands in no record.
    SettingChanged {
        /// Which.
        key: SettingKey,
        /// Who changed it.
        by: Operator,
    },
    /// The desk stands as a kiosk from here on.
    KioskBegun,
    /// The kiosk was left with a PIN.
    KioskLeft {
        /// Whose.
        by: Operator,
    },
}

/// Why somebody is not at the desk any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LockCause {
    /// Nobody touched it for too long.
    Idle,
    /// Somebody locked it.
    Hand,
    /// Somebody else took over.
    Switch,
    /// They do not sign in here any more.
    Removed,
}

impl LockCause {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Idle, Self::Hand, Self::Switch, Self::Removed];

    /// The word in the record.
    pub fn key(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Hand => "hand",
            Self::Switch => "switch",
            Self::Removed => "removed",
        }
    }
}

/// What changed about somebody who signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OperatorChange {
    /// They sign in from here on.
    Added(Role),
    /// They have another PIN.
    Pin,
    /// They have another role.
    Role(Role),
    /// They do not sign in any more.
    Removed,
}
