//! The shapes of what is written down about who works at a desk. The names in here are staff's, kept as long as attempts are.

use std::{sync::Arc, time::Duration};

use serde::{Deserialize, Serialize, de::Error};

use crate::domain::{AccessFact, Deed, JobId, LockCause, Operator, OperatorChange, Person, Role, SettingKey};

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum AccessV1 {
    SignedIn {
        operator: Arc<str>,
        role: String,
    },
    PinRefused {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        operator: Option<Arc<str>>,
        in_row: u32,
        #[serde(default)]
        pause_ms: u64,
    },
    Locked {
        operator: Arc<str>,
        cause: String,
    },
    Approved {
        deed: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        setting: Option<String>,
        approver: Arc<str>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        operator: Option<Arc<str>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        job: Option<uuid::Uuid>,
    },
    OperatorAdded {
        by: Arc<str>,
        operator: Arc<str>,
        role: String,
    },
    PinChanged {
        by: Arc<str>,
        operator: Arc<str>,
    },
    RoleChanged {
        by: Arc<str>,
        operator: Arc<str>,
        role: String,
    },
    OperatorRemoved {
        by: Arc<str>,
        operator: Arc<str>,
    },
    SettingChanged {
        setting: String,
        by: Arc<str>,
    },
    KioskBegun,
    KioskLeft {
        by: Arc<str>,
    },
}

pub(super) fn access_of(fact: &AccessFact) -> AccessV1 {
    let name = |operator: &Operator| Arc::clone(&operator.0);
    match fact {
        AccessFact::SignedIn(person) => {
            AccessV1::SignedIn { operator: name(&person.name), role: person.role.key().to_owned() }
        }
        AccessFact::PinRefused { who, in_row, pause } => AccessV1::PinRefused {
            operator: who.as_ref().map(name),
            in_row: *in_row,
            pause_ms: u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
        },
        AccessFact::Locked { operator, cause } => {
            AccessV1::Locked { operator: name(operator), cause: cause.key().to_owned() }
        }
        AccessFact::Approved { deed, approver, operator, job } => AccessV1::Approved {
            deed: deed.key().to_owned(),
            setting: setting_of(*deed).map(|key| key.name().to_owned()),
            approver: name(approver),
            operator: operator.as_ref().map(name),
            job: job.map(|job| job.0),
        },
        AccessFact::OperatorsChanged { by, whom, change } => changed_of(name(by), name(whom), *change),
        AccessFact::SettingChanged { key, by } => {
            AccessV1::SettingChanged { setting: key.name().to_owned(), by: name(by) }
        }
        AccessFact::KioskBegun => AccessV1::KioskBegun,
        AccessFact::KioskLeft { by } => AccessV1::KioskLeft { by: name(by) },
    }
}

fn changed_of(by: Arc<str>, operator: Arc<str>, change: OperatorChange) -> AccessV1 {
    match change {
        OperatorChange::Added(role) => AccessV1::OperatorAdded { by, operator, role: role.key().to_owned() },
        OperatorChange::Pin => AccessV1::PinChanged { by, operator },
        OperatorChange::Role(role) => AccessV1::RoleChanged { by, operator, role: role.key().to_owned() },
        OperatorChange::Removed => AccessV1::OperatorRemoved { by, operator },
    }
}

fn setting_of(deed: Deed) -> Option<SettingKey> {
    match deed {
        Deed::Change(key) => Some(key),
        Deed::EncodeExpired
        | Deed::Settle
        | Deed::ChangeToken
        | Deed::Practice
        | Deed::RecoverJournal
        | Deed::BindEncoder
        | Deed::FollowUp
        | Deed::Export
        | Deed::SaveBundle
        | Deed::ChangeOperators
        | Deed::LeaveKiosk => None,
    }
}

/// A word that this Keydesk does not know cannot be told apart from damage.
pub(super) fn access_from(stored: AccessV1) -> serde_json::Result<AccessFact> {
    Ok(match stored {
        AccessV1::SignedIn { operator, role } => {
            AccessFact::SignedIn(Person { name: Operator(operator), role: known(Role::from_key(&role))? })
        }
        AccessV1::PinRefused { operator, in_row, pause_ms } => {
            AccessFact::PinRefused { who: operator.map(Operator), in_row, pause: Duration::from_millis(pause_ms) }
        }
        AccessV1::Locked { operator, cause } => {
            let cause = LockCause::ALL.into_iter().find(|known| known.key() == cause);
            AccessFact::Locked { operator: Operator(operator), cause: known(cause)? }
        }
        AccessV1::Approved { deed, setting, approver, operator, job } => {
            let setting = setting.as_deref().and_then(SettingKey::from_name);
            AccessFact::Approved {
                deed: known(Deed::from_key(&deed, setting))?,
                approver: Operator(approver),
                operator: operator.map(Operator),
                job: job.map(JobId),
            }
        }
        AccessV1::OperatorAdded { by, operator, role } => {
            changed_from(by, operator, OperatorChange::Added(known(Role::from_key(&role))?))
        }
        AccessV1::PinChanged { by, operator } => changed_from(by, operator, OperatorChange::Pin),
        AccessV1::RoleChanged { by, operator, role } => {
            changed_from(by, operator, OperatorChange::Role(known(Role::from_key(&role))?))
        }
        AccessV1::OperatorRemoved { by, operator } => changed_from(by, operator, OperatorChange::Removed),
        AccessV1::SettingChanged { setting, by } => {
            AccessFact::SettingChanged { key: known(SettingKey::from_name(&setting))?, by: Operator(by) }
        }
        AccessV1::KioskBegun => AccessFact::KioskBegun,
        AccessV1::KioskLeft { by } => AccessFact::KioskLeft { by: Operator(by) },
    })
}

fn changed_from(by: Arc<str>, whom: Arc<str>, change: OperatorChange) -> AccessFact {
    AccessFact::OperatorsChanged { by: Operator(by), whom: Operator(whom), change }
}

fn known<T>(word: Option<T>) -> serde_json::Result<T> {
    word.ok_or_else(|| serde_json::Error::custom("a word that is not known"))
}
