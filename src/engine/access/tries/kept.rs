//! What the file of wrong PINs holds.

use std::{collections::BTreeMap, fs, io, path::Path, sync::Arc};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    domain::{FREE_TRIES, Operator},
    engine::access::begun::replace,
};

/// So many are assumed of everybody where the file is damaged: the longest pause.
const ASSUMED: u32 = FREE_TRIES + 4;

/// Wrong PINs one after the other, and the time of the latest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Count {
    pub(super) wrong: u32,
    pub(super) at_us: i64,
    /// The salt of the PIN that was guessed at: a count is nobody's who has the same name and another PIN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) salt: Option<Arc<str>>,
}

impl Count {
    pub(super) fn new(wrong: u32, at: Timestamp) -> Self {
        Self { wrong, at_us: at.as_microsecond(), salt: None }
    }
}

/// What the file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kept {
    /// Where only the PIN was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) desk: Option<Count>,
    /// Of everybody who is not named, since the file was damaged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    everybody: Option<Count>,
    #[serde(default)]
    pub(super) names: BTreeMap<Arc<str>, Count>,
}

impl Kept {
    pub(super) fn read(path: &Path, now: Timestamp) -> Self {
        match fs::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::default(),
            Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_else(|_| damaged(now)),
            Err(_) => damaged(now),
        }
    }

    pub(super) fn of(&self, who: Option<&Operator>) -> Option<Count> {
        let own = match who {
            Some(operator) => self.names.get(&operator.0),
            None => self.desk.as_ref(),
        };
        own.or(self.everybody.as_ref()).cloned()
    }

    pub(super) fn set(&mut self, who: Option<&Operator>, count: Count) {
        match who {
            Some(operator) => drop(self.names.insert(Arc::clone(&operator.0), count)),
            None => self.desk = Some(count),
        }
    }
}

/// Nobody knows how many there were.
fn damaged(now: Timestamp) -> Kept {
    tracing::warn!("the count of wrong PINs cannot be read; everybody waits as after many");
    Kept { everybody: Some(Count::new(ASSUMED, now)), ..Kept::default() }
}

/// Takes what there is about somebody who signs in no longer out of the file. A damaged one names nobody.
pub(super) fn forget(path: &Path, who: &Operator) -> io::Result<()> {
    let kept = match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        read => serde_json::from_slice::<Kept>(&read?),
    };
    let Ok(mut kept) = kept else { return Ok(()) };
    if kept.names.remove(&who.0).is_none() {
        return Ok(());
    }
    replace(path, &path.with_extension(format!("{}.tmp", std::process::id())), &serde_json::to_vec_pretty(&kept)?)
}
