//! Settings as they may leave the desk: values of keys that are known, no comments, no logins, no PINs.

use std::fmt::Write as _;

use toml_edit::{DocumentMut, Item, TableLike, Value};

use crate::domain::SettingKey;

/// A policy's list of what is locked.
const LOCKED: &str = "locked";
/// What somebody who works here is named in.
const NAMES: [&str; 1] = ["desk.operator"];

/// A settings or policy file for support, one `key = value` a line; whoever works here is named only on wish.
pub fn for_support(text: &[u8], with_names: bool) -> String {
    let document: Option<DocumentMut> = str::from_utf8(text).ok().and_then(|text| text.parse().ok());
    let Some(document) = document else { return format!("# no TOML, {} bytes\n", text.len()) };
    let mut shown = String::new();
    show(document.as_table(), "", with_names, &mut shown);
    shown
}

fn show(table: &dyn TableLike, above: &str, with_names: bool, shown: &mut String) {
    for (key, item) in table.iter() {
        let path = if above.is_empty() { key.to_owned() } else { format!("{above}.{key}") };
        if let Some(people) = item.as_array_of_tables() {
            let _ = writeln!(shown, "# {path}: {}", people.len());
            let names = people.iter().filter_map(|person| person.get("name")?.as_str());
            names.filter(|_| with_names).for_each(|name| _ = writeln!(shown, "# {path}: {}", quoted(name)));
        } else if let Some(inner) = item.as_table_like() {
            show(inner, &path, with_names, shown);
        } else {
            let value = value_of(&path, item, with_names);
            let _ = match value {
                Some(value) => writeln!(shown, "{path} = {value}"),
                None => writeln!(shown, "# {path} is set"),
            };
        }
    }
}

/// `None` where the value may be anything.
fn value_of(path: &str, item: &Item, with_names: bool) -> Option<String> {
    if path == LOCKED {
        let keys = item.as_array()?.iter().filter_map(Value::as_str).map(quoted);
        return Some(format!("[{}]", keys.collect::<Vec<_>>().join(", ")));
    }
    let is_of = |name: &&str| path == *name || path.ends_with(&format!(".{name}"));
    let known = SettingKey::ALL.map(SettingKey::name);
    let name = known.iter().find(|name| is_of(name))?;
    if NAMES.contains(name) && !with_names {
        return None;
    }
    let value = item.as_value()?;
    if let Some(text) = value.as_str() {
        return Some(quoted(&without_login(text)));
    }
    let number = value.as_integer().map(|number| number.to_string());
    number.or(value.as_float().map(|number| number.to_string())).or(value.as_bool().map(|is_so| is_so.to_string()))
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// An address without user, password and parameters.
fn without_login(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (authority, path) = rest.find('/').map_or((rest, ""), |slash| rest.split_at(slash));
    // A slash inside a password would hide the end of the login.
    match rest.rsplit_once('@') {
        Some((_, after)) if !authority.contains('@') => format!("{scheme}://{after}"),
        Some(_) | None => format!("{scheme}://{}{path}", authority.rsplit('@').next().unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
# the password of the canal is canary
[desk]
name = "Front 1" # canary
operator = "Canary Clerk"
[journal]
shared = "postgres://desk:canary/with@db.example/keydesk?password=canary"
keep_months = 12
[connection]
proxy = "http://canary:canary@proxy.example:3128"
token = "canary"
[ui]
scale = 1.5
sounds = true
[[operator]]
name = "Canary Ann"
role = "supervisor"
pin = "$argon2id$canary"
"#;

    #[test]
    fn nothing_leaves_but_values_of_known_keys() {
        let shown = for_support(FILE.as_bytes(), false);
        assert!(!shown.to_lowercase().contains("canary"), "{shown}");
        for line in [
            "desk.name = \"Front 1\"",
            "# desk.operator is set",
            "journal.shared = \"postgres://db.example/keydesk\"",
            "journal.keep_months = 12",
            "connection.proxy = \"http://proxy.example:3128\"",
            "# connection.token is set",
            "ui.scale = 1.5",
            "ui.sounds = true",
            "# operator: 1",
        ] {
            assert!(shown.lines().any(|shown| shown == line), "{line} in {shown}");
        }
    }

    #[test]
    fn names_of_those_who_work_here_come_on_wish_and_their_pins_never() {
        let shown = for_support(FILE.as_bytes(), true);
        assert!(shown.contains("# operator: \"Canary Ann\"") && shown.contains("\"Canary Clerk\""), "{shown}");
        assert!(!shown.contains("argon2"), "{shown}");
    }

    #[test]
    fn a_policy_shows_what_it_locks_and_what_is_for_one_computer() {
        let text = "locked = [\"kiosk\", \"ui.scale\"]\n[computer.desk-7]\nkiosk.enabled = true\nother = \"canary\"\n";
        let shown = for_support(text.as_bytes(), false);
        assert_eq!(
            shown,
            "locked = [\"kiosk\", \"ui.scale\"]\ncomputer.desk-7.kiosk.enabled = true\n# computer.desk-7.other is set\n"
        );
        assert_eq!(for_support(b"canary = \"", true), "# no TOML, 10 bytes\n");
    }
}
