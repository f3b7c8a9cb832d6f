//! How many wrong PINs there were: on the disk before a PIN is checked, so that ending the program gives no free try.
//!
//! The file holds counts, times and salts, no PIN and no hash. What it says of pauses after a start is judged by the wall clock: one
//! that was set back shortens nothing. One that was set ahead does, and whoever may set the clock of a computer may remove the
//! file too; while the program runs, pauses are measured by the monotonic clock alone.

mod kept;

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;
use kept::{Count, Kept};

use super::begun::{Begun, Worth};
use crate::{
    domain::{Operator, OperatorEntry, pause_after},
    settings::pin,
};

const FILE: &str = "pins.json";

/// Takes the count of somebody who signs in no longer out of the file in this folder.
///
/// # Errors
/// When the file cannot be read or replaced. The count is then nobody's all the same, since it is bound to a PIN.
pub fn forget_tries(data: &Path, who: &Operator) -> io::Result<()> {
    kept::forget(&data.join(FILE), who)
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
    /// Under which salt the PIN of whoever signs in here is kept.
    salts: BTreeMap<Operator, Arc<str>>,
}

impl Tries {
    /// Of a file that is not read yet.
    pub(super) fn none(data: &Path) -> Self {
        let read_at = (Timestamp::UNIX_EPOCH, Duration::ZERO);
        let (kept, over, salts) = Default::default();
        Self { path: data.join(FILE), kept, over, read_at, speed: 1, desk_before: None, salts }
    }

    /// Reads the file. `now` is the wall clock beside the time since the start.
    pub(super) fn read(path: PathBuf, now: (Timestamp, Duration), speed: u32) -> Self {
        let kept = Kept::read(&path, now.0);
        let (over, salts) = Default::default();
        Self { path, kept, over, read_at: now, speed, desk_before: None, salts }
    }

    /// These sign in here. Of anybody else nothing is kept, nor of a PIN that somebody of the same name had. Where all are
    /// stand-ins for people whom no file could tell, nobody is known to have gone.
    pub(super) fn keep_only(&mut self, people: &[OperatorEntry]) {
        if !people.is_empty() && !people.iter().any(|entry| pin::is_usable(&entry.pin)) {
            return;
        }
        let salted = |entry: &OperatorEntry| Some((entry.person.name.clone(), pin::salt(&entry.pin)?));
        self.salts = people.iter().filter_map(salted).collect();
        let (salts, names) = (&self.salts, &mut self.kept.names);
        let is_theirs = |salt: &Arc<str>, count: &Count| count.salt.as_ref().is_none_or(|own| own == salt);
        names.retain(|name, count| salts.get(&Operator(Arc::clone(name))).is_some_and(|salt| is_theirs(salt, count)));
        self.over.retain(|who, _| who.as_ref().is_none_or(|who| names.contains_key(&who.0)));
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// How long nobody may try now in this name.
    pub(super) fn left(&self, who: Option<&Operator>, now: Duration) -> Option<Duration> {
        let over = match self.over.get(&who.cloned()) {
            Some(over) => *over,
            None => self.over_since_start(&self.kept.of(who)?),
        };
        Some(over.saturating_sub(now)).filter(|left| !left.is_zero())
    }

    /// When a pause of an earlier run is over.
    fn over_since_start(&self, count: &Count) -> Duration {
        let (wall, since_start) = self.read_at;
        let passed = u64::try_from(wall.as_microsecond().saturating_sub(count.at_us)).unwrap_or(0);
        let passed = Duration::from_micros(passed);
        since_start + pause_after(count.wrong).saturating_sub(passed.saturating_mul(self.speed))
    }

    /// Counts a try as wrong before it is known.
    pub(super) fn begin(&mut self, who: Option<&Operator>, wall: Timestamp) -> serde_json::Result<Begun> {
        let mut cleared = self.kept.clone();
        cleared.set(who, self.count(who, 0, wall));
        let wrong = self.wrong(who).saturating_add(1);
        let mut before = self.kept.clone();
        before.set(who, self.count(who, wrong, wall));
        let begun = Begun {
            path: self.path.clone(),
            before: serde_json::to_vec_pretty(&before)?,
            taken_back: serde_json::to_vec_pretty(&self.kept)?,
            cleared: serde_json::to_vec_pretty(&cleared)?,
        };
        self.desk_before = self.kept.desk.take();
        self.kept = before;
        Ok(begun)
    }

    fn count(&self, who: Option<&Operator>, wrong: u32, wall: Timestamp) -> Count {
        Count { salt: who.and_then(|who| self.salts.get(who)).cloned(), ..Count::new(wrong, wall) }
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
            Worth::Itself => self.kept.desk = self.desk_before.clone(),
            Worth::All => {
                self.set(who, self.count(who, 0, wall));
                self.over.remove(&who.cloned());
            }
        }
    }

    /// Whoever was removed while their PIN was checked leaves nothing.
    fn set(&mut self, who: Option<&Operator>, count: Count) {
        if who.is_none_or(|who| self.salts.contains_key(who)) {
            self.kept.set(who, count);
        }
    }

    /// It was not checked.
    pub(super) fn was_not_tried(&mut self, who: Option<&Operator>) {
        if let Some(count) = self.kept.of(who) {
            self.set(who, Count { wrong: count.wrong.saturating_sub(1), ..count });
        }
    }
}

#[cfg(test)]
mod tests;
