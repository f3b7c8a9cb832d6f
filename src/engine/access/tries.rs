//! How many wrong PINs there were: on the disk before a PIN is checked, so that ending the program gives no free try.
//!
//! The file holds counts and times, no PIN and no hash. What it says of pauses after a start is judged by the wall clock: one
//! that was set back shortens nothing. One that was set ahead does, and whoever may set the clock of a computer may remove the
//! file too; while the program runs, pauses are measured by the monotonic clock alone.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::begun::{Begun, Worth};
use crate::domain::{FREE_TRIES, Operator, pause_after};

/// So many are assumed of everybody where the file is damaged: the longest pause.
const ASSUMED: u32 = FREE_TRIES + 4;

/// Wrong PINs one after the other, and the time of the latest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Count {
    wrong: u32,
    at_us: i64,
}

impl Count {
    fn new(wrong: u32, at: Timestamp) -> Self {
        Self { wrong, at_us: at.as_microsecond() }
    }
}

/// What the file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    /// Where only the PIN was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    desk: Option<Count>,
    /// Of everybody who is not named, since the file was damaged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    everybody: Option<Count>,
    #[serde(default)]
    names: BTreeMap<Arc<str>, Count>,
}

impl Kept {
    fn of(&self, who: Option<&Operator>) -> Option<Count> {
        let own = match who {
            Some(operator) => self.names.get(&operator.0).copied(),
            None => self.desk,
        };
        own.or(self.everybody)
    }

    fn set(&mut self, who: Option<&Operator>, count: Count) {
        match who {
            Some(operator) => drop(self.names.insert(Arc::clone(&operator.0), count)),
            None => self.desk = Some(count),
        }
    }
}

/// The counts, and the pauses that follow from them.
#[derive(Debug)]
pub(super) struct Tries {
    path: PathBuf,
    kept: Kept,
    /// When the pause of whoever tried in this run is over, by the time since the start.
    over: BTreeMap<Option<Operator>, Duration>,
    read_at: (Timestamp, Duration),
    speed: u32,
    /// What there was of tries without a name before the one under way.
    desk_before: Option<Count>,
}

impl Tries {
    /// Of a file that is not read yet.
    pub(super) fn none(path: PathBuf) -> Self {
        let read_at = (Timestamp::UNIX_EPOCH, Duration::ZERO);
        Self { path, kept: Kept::default(), over: BTreeMap::new(), read_at, speed: 1, desk_before: None }
    }

    /// Reads the file. `now` is the wall clock beside the time since the start.
    pub(super) fn read(path: PathBuf, now: (Timestamp, Duration), speed: u32) -> Self {
        let kept = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Kept::default(),
            Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_else(|_| damaged(now.0)),
            Err(_) => damaged(now.0),
        };
        Self { path, kept, over: BTreeMap::new(), read_at: now, speed, desk_before: None }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// How long nobody may try now in this name.
    pub(super) fn left(&self, who: Option<&Operator>, now: Duration) -> Option<Duration> {
        let over = match self.over.get(&who.cloned()) {
            Some(over) => *over,
            None => self.over_since_start(self.kept.of(who)?),
        };
        Some(over.saturating_sub(now)).filter(|left| !left.is_zero())
    }

    /// When a pause of an earlier run is over.
    fn over_since_start(&self, count: Count) -> Duration {
        let (wall, since_start) = self.read_at;
        let passed = u64::try_from(wall.as_microsecond().saturating_sub(count.at_us)).unwrap_or(0);
        let passed = Duration::from_micros(passed);
        since_start + pause_after(count.wrong).saturating_sub(passed.saturating_mul(self.speed))
    }

    /// Counts a try as wrong before it is known.
    pub(super) fn begin(&mut self, who: Option<&Operator>, wall: Timestamp) -> serde_json::Result<Begun> {
        let mut cleared = self.kept.clone();
        cleared.set(who, Count::new(0, wall));
        let wrong = self.wrong(who).saturating_add(1);
        let mut before = self.kept.clone();
        before.set(who, Count::new(wrong, wall));
        let begun = Begun {
            path: self.path.clone(),
            before: serde_json::to_vec_pretty(&before)?,
            taken_back: serde_json::to_vec_pretty(&self.kept)?,
            cleared: serde_json::to_vec_pretty(&cleared)?,
        };
        self.desk_before = self.kept.desk;
        self.kept = before;
        Ok(begun)
    }

    fn wrong(&self, who: Option<&Operator>) -> u32 {
        self.kept.of(who).map_or(0, |count| count.wrong)
    }

    /// It was wrong: how many are in a row, and how long nobody may try.
    pub(super) fn was_wrong(&mut self, who: Option<&Operator>, now: Duration) -> (u32, Duration) {
        let wrong = self.wrong(who);
        let pause = pause_after(wrong);
        self.over.insert(who.cloned(), now + pause);
        (wrong, pause)
    }

    pub(super) fn was_right(&mut self, who: Option<&Operator>, worth: Worth, wall: Timestamp) {
        match worth {
            Worth::Itself => self.kept.desk = self.desk_before,
            Worth::All => {
                self.kept.set(who, Count::new(0, wall));
                self.over.remove(&who.cloned());
            }
        }
    }

    /// Nobody of this name signs in any more.
    pub(super) fn forget(&mut self, who: &Operator) {
        self.kept.names.remove(&who.0);
        self.over.remove(&Some(who.clone()));
    }

    /// It was not checked.
    pub(super) fn was_not_tried(&mut self, who: Option<&Operator>) {
        if let Some(count) = self.kept.of(who) {
            self.kept.set(who, Count { wrong: count.wrong.saturating_sub(1), ..count });
        }
    }
}

/// Nobody knows how many there were.
fn damaged(now: Timestamp) -> Kept {
    tracing::warn!("the count of wrong PINs cannot be read; everybody waits as after many");
    Kept { everybody: Some(Count::new(ASSUMED, now)), ..Kept::default() }
}
