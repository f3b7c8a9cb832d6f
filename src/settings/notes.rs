//! Collecting what is wrong in one file.

use std::path::Path;

use crate::domain::{SettingNotice, SettingsFile};

/// Longer keys are cut: they are shown on one line.
const LONGEST_KEY: usize = 120;

/// The notices of one file, below one place in it.
pub(super) struct Notes<'a> {
    file: SettingsFile,
    /// What stands before every key, such as `computer.FRONT-1.`.
    place: String,
    list: &'a mut Vec<SettingNotice>,
}

impl<'a> Notes<'a> {
    pub(super) fn of(file: SettingsFile, list: &'a mut Vec<SettingNotice>) -> Self {
        Self { file, place: String::new(), list }
    }

    /// The same notices for what stands below a table.
    pub(super) fn below(&mut self, table: &str) -> Notes<'_> {
        Notes { file: self.file, place: format!("{}{table}.", self.place), list: self.list }
    }

    pub(super) fn file(&self) -> SettingsFile {
        self.file
    }

    /// About a key.
    pub(super) fn add(&mut self, key: &str, reason: impl Into<String>) {
        let key = shown(&format!("{}{key}", self.place));
        self.list.push(SettingNotice { file: self.file, key: Some(key.into()), reason: reason.into(), aside: None });
    }

    /// About a value that does not count.
    pub(super) fn refuse(&mut self, key: &str, must: &str) {
        self.add(key, format!("{must}; until then it does not count"));
    }

    /// About the whole file.
    pub(super) fn whole(&mut self, reason: impl Into<String>) {
        self.list.push(SettingNotice { file: self.file, key: None, reason: reason.into(), aside: None });
    }

    /// About a file that is kept under another name now.
    pub(super) fn moved(&mut self, reason: impl Into<String>, aside: &Path) {
        self.whole(reason);
        if let Some(notice) = self.list.last_mut() {
            notice.aside = Some(aside.display().to_string().into());
        }
    }
}

/// A key of a file may hold anything; a line of a log and of a terminal must not.
fn shown(key: &str) -> String {
    let plain = key.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter });
    plain.take(LONGEST_KEY).collect()
}
