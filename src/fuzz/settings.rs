//! The settings file and the policy: any texts, and any settings saved into them. Lines `%%` part the desk's file, what is to
//! be saved, and the policy.

use toml_edit::{DocumentMut, Item, Table};

use super::words::quoted;
use crate::settings::{LoadedSettings, SettingKey, SettingNotice, Settings, text};

/// The computer that reads the policy.
const COMPUTER: &str = "front-1";
/// What a notice may say, beside the names of keys.
const VOCABULARY: &str = "is no table; it is passed over must be text in quotes must not be empty must be one line of at \
     most 200 characters must be \"system\", \"light\" or \"dark\" must be \"one\" or \"several\" must be \"clerk\" or \
     \"supervisor\" must be the hash of a PIN that `keydesk operators hash` prints must be a number from 0.5 to 3.0 must be a \
     language tag such as \"en\" or \"de-AT\" must be an address that starts with https://, without user name, password, \"@\", \"\\\", \"?\" \
     and \"#\" must hold one \"@\" alone, between the login and the host must start with https://; http:// is for this computer alone must be an address such as \
     \"http://proxy.example:3128\" must hold neither user name nor password: let the proxy know this computer by its address \
     must be the whole path of a file, from the root on must be an address that starts with postgres:// must not hold a \
     password, which belongs into the keyring: run `keydesk shared password` must be true or false, without quotes must be a \
     whole number from 1 to 3650 to 120 to 240 from 20 to 900; until then it does not count is missing; until it is there \
     this entry does not count is not known; may be meant counts in a policy file alone must be written as [[operator]], once \
     for each person must be a table with name, role and pin must be another than that of an entry before, also in capitals \
     has no supervisor, so nobody can approve what only a supervisor may do: run `keydesk operators add NAME --role \
     supervisor` names people of whom none can be used, so nobody can sign in here: is locked by the policy, whose value \
     counts; this one can be removed is no TOML from line column on is longer than settings are; until that is mended, what the file of this desk says holds, \
     nothing can be changed here, and the record is kept for ten years must be tables such as [computer.\"FRONT-1\".desk] is the same computer once more; of two \
     values the later one counts belongs above the first table; it counts all the same must be a list of keys such as \
     [\"ui.theme\", \"connection\"]; until then everything is locked as it stands may stand in \
     the policy, which cannot be understood, so nobody can sign in here: ask whoever looks after this computer to mend it, \
     then start again is locked by the policy, which names nobody, so those of this file sign in here: name people in the \
     policy, or say operator = [] there names something that is not known, so it is not locked, so it does nothing; it counts \
     as locked, which may be meant holds letters that nobody sees, so it may look like another name; this entry counts, and \
     is better given a name without them looks like that of an entry before; both count, and one of them is better given \
     another name: run \
     `keydesk operators hash --role supervisor`, put the line that it prints into the policy, and start again looks like a key \
     to Seam, which does not belong here, since whoever reads this file has it: delete it, renew it in Seam's console, and \
     keep the new one with `keydesk token set`";

/// A file reads as settings and notices that quote nothing; saving what was read changes nothing that can be read, and
/// saving other settings makes them what is read, while comments and keys of others stay. Whatever a policy says, what it
/// locks cannot be saved, and a save changes nothing that is locked.
pub fn settings(data: &[u8]) {
    let (desk, rest) = parted(data);
    let (wanted, policy) = parted(rest);
    let wanted = text::read(wanted, None).map(|loaded| text::without_shut_out(loaded.settings));
    let Some(found) = text::read(desk, None) else { return check_salvaged(desk) };
    check_notices(&found.notices, &String::from_utf8_lossy(desk));
    check_saved(desk, &found);
    if let Some(wanted) = &wanted {
        check_changed(desk, wanted);
    }
    check_policy(desk, policy, wanted.as_ref());
}

fn parted(data: &[u8]) -> (&[u8], &[u8]) {
    let mark = b"\n%%\n";
    let at = data.windows(mark.len()).position(|window| window == mark);
    at.and_then(|at| Some((data.get(..at)?, data.get(at + mark.len()..)?))).unwrap_or((data, b""))
}

/// What stays of a broken file can be read; where that names people, somebody has to sign in.
fn check_salvaged(desk: &[u8]) {
    let salvaged = text::salvaged(desk);
    let held = text::read(salvaged.as_bytes(), None).map(|loaded| loaded.settings.operators);
    let is_staffed = held.as_ref().is_some_and(|held| !held.is_empty());
    assert!(held.is_some(), "what stays cannot be read: {salvaged}");
    assert!(is_staffed || !text::names_people(desk), "nobody has to sign in any more: {salvaged}");
}

fn check_notices(notices: &[SettingNotice], files: &str) {
    let names: String = SettingKey::ALL.into_iter().map(SettingKey::name).collect();
    for notice in notices {
        let quoted = quoted(&notice.reason, files, &format!("{VOCABULARY}{names}"));
        assert!(quoted.is_empty(), "a notice quotes {quoted:?}: {notice:?}");
        assert!(!notice.key.as_deref().is_some_and(|key| key.contains(char::is_control)), "{notice:?}");
    }
}

fn check_saved(desk: &[u8], found: &LoadedSettings) {
    let saved = text::write(desk, None, &found.settings).unwrap_or_default();
    assert_eq!(text::read(saved.as_bytes(), None).as_ref(), Some(found), "{saved}");
    let again = text::write(saved.as_bytes(), None, &found.settings);
    assert_eq!(again.as_deref(), Some(saved.as_str()), "saving again changes the file");
    survive(desk, &saved);
}

fn check_changed(desk: &[u8], wanted: &Settings) {
    let Some(changed) = text::write(desk, None, wanted) else {
        return assert!(wanted.operators.is_empty(), "a change is refused that opens the desk to nobody");
    };
    let again = text::read(changed.as_bytes(), None).map(|loaded| sorted(loaded.settings));
    assert_eq!(again.as_ref(), Some(&sorted(wanted.clone())), "{changed}");
    survive(desk, &changed);
}

/// People keep the places that they have in the file.
fn sorted(mut settings: Settings) -> Settings {
    settings.operators.sort_by(|one, other| one.person.name.0.cmp(&other.person.name.0));
    settings
}

fn check_policy(desk: &[u8], policy: &[u8], wanted: Option<&Settings>) {
    let both = String::from_utf8_lossy(desk).into_owned() + "\n" + &String::from_utf8_lossy(policy);
    let policy = Some((policy, COMPUTER));
    let Some(found) = text::read(desk, policy) else { return };
    check_open(desk, policy.map_or(&[][..], |(policy, _)| policy), &found);
    check_notices(&found.notices, &both);
    let saved = text::write(desk, policy, &found.settings).unwrap_or_default();
    assert_eq!(text::read(saved.as_bytes(), policy).as_ref(), Some(&found), "what nobody changed is not refused");
    let Some(changed) = wanted.and_then(|wanted| text::write(desk, policy, wanted)) else { return };
    let after = text::read(changed.as_bytes(), policy).unwrap_or_default();
    for key in SettingKey::ALL.into_iter().filter(|key| found.is_locked(*key)) {
        assert!(after.is_locked(key) && text::is_same(key, &found.settings, &after.settings), "{} changed", key.name());
    }
    survive(desk, &changed);
}

/// A desk where people sign in is opened to everybody by a policy that says so, and by no slip in one.
fn check_open(desk: &[u8], policy: &[u8], found: &LoadedSettings) {
    let is_staffed = text::read(desk, None).is_some_and(|alone| !alone.settings.operators.is_empty());
    if is_staffed && found.settings.operators.is_empty() {
        let text = String::from_utf8_lossy(policy);
        let policy = text.trim_start_matches('\u{feff}').parse::<DocumentMut>();
        let says_so = policy.is_ok_and(|policy| policy.contains_key("operator") || policy.contains_key("computer"));
        assert!(says_so, "nobody has to sign in any more: {text}");
    }
}

/// Everything that Keydesk does not write stands in the new file as it stood in the old one.
fn survive(old: &[u8], new: &str) {
    let old = String::from_utf8_lossy(old);
    let parsed = (old.trim_start_matches('\u{feff}').parse::<DocumentMut>(), new.parse::<DocumentMut>());
    let (Ok(old), Ok(changed)) = parsed else { return assert_eq!(new, "", "what was saved is no TOML") };
    foreign(old.as_table(), changed.as_table(), is_ours, new);
    for name in SettingKey::ALL.map(table_of) {
        let tables = (old.get(name).and_then(Item::as_table), changed.get(name).and_then(Item::as_table));
        if let (Some(old), Some(changed)) = tables {
            foreign(old, changed, |key| is_key(&format!("{name}.{key}")), new);
            comments(old.decor().prefix(), new);
        }
    }
    comments(Some(old.trailing()), new);
}

fn table_of(key: SettingKey) -> &'static str {
    key.name().split_once('.').map_or(key.name(), |(table, _)| table)
}

fn is_ours(table: &str) -> bool {
    SettingKey::ALL.into_iter().any(|key| table_of(key) == table)
}

fn is_key(name: &str) -> bool {
    SettingKey::ALL.into_iter().any(|key| key.name() == name)
}

fn foreign(old: &Table, changed: &Table, is_ours: impl Fn(&str) -> bool, new: &str) {
    for (name, item) in old.iter().filter(|(name, _)| !is_ours(name)) {
        let kept = changed.get(name).map(Item::to_string);
        assert_eq!(kept, Some(item.to_string()), "the key {name} of others was changed");
        comments(old.key(name).and_then(|key| key.leaf_decor().prefix()), new);
    }
}

fn comments(decor: Option<&toml_edit::RawString>, new: &str) {
    let lines = decor.and_then(toml_edit::RawString::as_str).unwrap_or_default().lines().map(str::trim);
    for comment in lines.filter(|line| line.starts_with('#')) {
        assert!(new.contains(comment), "a comment was lost: {comment}");
    }
}
