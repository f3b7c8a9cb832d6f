//! Looking at the files without changing anything on the disk, and at more of them than a start needs.

use std::{io, path::Path};

use toml_edit::DocumentMut;

use super::{PolicySource, file, notes::Notes, policy, reading, salvage::Salvage};
use crate::domain::{LoadedSettings, SettingNotice, SettingsFile};

/// What would hold if Keydesk started now, and all that is wrong: also in what the policy says to other computers, and what
/// waits in files that were moved aside.
pub(super) fn look(path: &Path, policy: Option<&PolicySource>) -> LoadedSettings {
    let mut notices = Vec::new();
    let document = document(path, &mut notices);
    kept(path, &mut Notes::of(SettingsFile::Desk, &mut notices));
    let mut loaded = reading::held_by(document, policy, notices);
    if let Some((bytes, policy)) = policy.and_then(|policy| Some((policy::fetch(&policy.path).ok()??, policy))) {
        policy::check_others(&bytes, &policy.computer, &mut loaded.notices);
    }
    loaded
}

/// The computers that a policy names, as they stand in it.
pub(super) fn computers(policy: &PolicySource) -> Vec<String> {
    let bytes = policy::fetch(&policy.path).ok().flatten();
    bytes.map(|bytes| policy::computers(&bytes)).unwrap_or_default()
}

fn document(path: &Path, notices: &mut Vec<SettingNotice>) -> io::Result<DocumentMut> {
    let (bytes, what) = match reading::fetch(path)? {
        Ok(document) => return Ok(document),
        Err(broken) => broken,
    };
    let salvage = Salvage::of(&bytes);
    let rest = reading::rest(&salvage);
    let reason =
        format!("{what}: mend it, or the next start moves it aside; what is shown here holds then, and {rest}");
    Notes::of(SettingsFile::Desk, notices).whole(reason);
    Ok(salvage.toml().parse().unwrap_or_default())
}

fn kept(path: &Path, notes: &mut Notes<'_>) {
    for path in file::kept_beside(path) {
        let what = file::read(&path).ok().and_then(|bytes| reading::parse(&bytes).err());
        let what = what.map(|what| format!(" (it {what})")).unwrap_or_default();
        let kept = path.display();
        let reason = format!(
            "could not be used once{what} and was moved aside to {kept}: take over from that what is missing here, then \
             delete it"
        );
        notes.moved(reason, &path);
    }
}
