//! `[[operator]]`: who signs in, read one by one and written one by one.

mod writing;

use toml_edit::{Item, TableLike};

use super::{layer, look_alike, names, near, notes::Notes, pin, same_pin, secrets, values};
pub(super) use writing::{would_open, write};

use crate::domain::{Operator, OperatorEntry, Person, PinHash, Role, SettingsFile, is_same_name};

pub(super) const KEY: &str = "operator";
const FIELDS: [&str; 3] = ["name", "role", "pin"];
const NO_SUPERVISOR: &str = "has no supervisor, so nobody can approve what only a supervisor may do";
const UNSEEN: &str = "holds letters that nobody sees, so it may look like another name; this entry counts, and is better \
     given a name without them";
const ALIKE: &str = "looks like that of an entry before; both count, and one of them is better given another name";
const NOBODY: &str = "names people of whom none can be used, so nobody can sign in here";

/// Who stands in a file.
#[derive(Debug, Default)]
pub(super) struct Crew {
    /// Whose PIN can be checked.
    pub usable: Vec<OperatorEntry>,
    /// Of a file of whose people nobody can be used: people whom no PIN fits. A file that names people must not leave its
    /// desk open to everybody because of a slip in it.
    pub shut_out: Vec<OperatorEntry>,
    /// Whether the file says who signs in, and be it that nobody does.
    pub is_said: bool,
}

pub(super) fn read(item: &Item, notes: &mut Notes<'_>) -> Crew {
    let Some(entries) = entries(item) else {
        notes.refuse(KEY, "must be written as [[operator]], once for each person");
        let meant = item.as_table_like().map(|entry| shut_out(0, Some(entry)));
        return Crew { shut_out: meant.into_iter().collect(), ..Crew::default() };
    };
    let mut crew = Crew::default();
    for (index, entry) in entries.iter().enumerate() {
        match read_entry(index, *entry, &crew.usable, notes) {
            Some(entry) => crew.usable.push(entry),
            None => crew.shut_out.push(shut_out(index, *entry)),
        }
    }
    judge(&mut crew, notes);
    crew
}

fn judge(crew: &mut Crew, notes: &mut Notes<'_>) {
    crew.is_said = crew.shut_out.is_empty() || !crew.usable.is_empty();
    if !crew.is_said {
        return;
    }
    crew.shut_out.clear();
    if !crew.usable.is_empty() && !has_supervisor(&crew.usable) {
        notes.add(KEY, no_supervisor(notes.file()));
    }
    same_pin::judge(KEY, &crew.usable, notes);
}

fn no_supervisor(file: SettingsFile) -> String {
    format!("{NO_SUPERVISOR}: {}", remedy(file))
}

/// What is said where people who were shut out are all there are.
pub(super) fn nobody(file: SettingsFile) -> String {
    format!("{NOBODY}: {}", remedy(file))
}

/// A policy is mended where it is made: on the desk the people that it names cannot be changed.
fn remedy(file: SettingsFile) -> &'static str {
    match file {
        SettingsFile::Desk => "run `keydesk operators add NAME --role supervisor`",
        SettingsFile::Policy => {
            "run `keydesk operators hash --role supervisor`, put the line that it prints into the policy, and start again"
        }
    }
}

/// Whether a PIN can be checked for this one, who is then no stand-in for somebody who was shut out.
pub(super) fn is_usable(entry: &OperatorEntry) -> bool {
    pin::is_usable(&entry.pin)
}

/// Whether somebody among these can approve what only a supervisor may do, and leave a kiosk. Whose PIN cannot be checked is
/// none; that a PIN is too short for a supervisor's cannot be told from its hash, and is seen when it is typed.
pub fn has_supervisor(people: &[OperatorEntry]) -> bool {
    people.iter().any(|entry| entry.person.role == Role::Supervisor && is_usable(entry))
}

/// `None` for what is no list.
fn entries(item: &Item) -> Option<Vec<Option<&dyn TableLike>>> {
    if let Some(tables) = item.as_array_of_tables() {
        return Some(tables.iter().map(|table| Some(table as &dyn TableLike)).collect());
    }
    let array = item.as_array()?;
    Some(array.iter().map(|value| value.as_inline_table().map(|table| table as &dyn TableLike)).collect())
}

fn read_entry(
    index: usize,
    entry: Option<&dyn TableLike>,
    before: &[OperatorEntry],
    notes: &mut Notes<'_>,
) -> Option<OperatorEntry> {
    let place = place(index);
    let Some(entry) = entry else {
        notes.refuse(&place, "must be a table with name, role and pin");
        return None;
    };
    misspelt(entry, &mut notes.below(&place));
    let mut notes = notes.below(&place);
    let name = field(entry, "name", values::person, &mut notes);
    let role = field(entry, "role", values::role, &mut notes);
    let pin = field(entry, "pin", values::pin, &mut notes);
    let (name, role, pin) = (Operator(name?), role?, pin?);
    if before.iter().any(|other| is_same_name(&other.person.name, &name)) {
        notes.refuse("name", "must be another than that of an entry before, also in capitals");
        return None;
    }
    if names::has_unseen(&name.0) {
        notes.add("name", UNSEEN);
    }
    if before.iter().any(|other| look_alike(&other.person.name, &name)) {
        notes.add("name", ALIKE);
    }
    Some(OperatorEntry { person: Person { name, role }, pin })
}

fn field<T>(
    entry: &dyn TableLike,
    name: &str,
    read: fn(&Item) -> Result<T, values::Reason>,
    notes: &mut Notes<'_>,
) -> Option<T> {
    match entry.get(name).map(read) {
        Some(Ok(value)) => return Some(value),
        Some(Err(reason)) => notes.add(name, format!("{reason}; until then this entry does not count")),
        None => notes.add(name, "is missing; until it is there this entry does not count"),
    }
    None
}

fn misspelt(entry: &dyn TableLike, notes: &mut Notes<'_>) {
    for (key, item) in entry.iter().filter(|(key, _)| !FIELDS.contains(key)) {
        if !secrets::is_secret(key, key, item) {
            layer::unknown(key, near::nearest(key, FIELDS).map(str::to_owned), notes);
        }
    }
}

fn shut_out(index: usize, entry: Option<&dyn TableLike>) -> OperatorEntry {
    let name = entry.and_then(|entry| entry.get("name")).and_then(|item| values::name(item).ok());
    let name = name.unwrap_or_else(|| place(index).into());
    let role = entry.and_then(|entry| entry.get("role")).and_then(|item| values::role(item).ok());
    let person = Person { name: Operator(name), role: role.unwrap_or(Role::Clerk) };
    OperatorEntry { person, pin: PinHash("".into()) }
}

/// Whom no PIN fits, for people of whom nothing is known.
pub(super) fn somebody() -> Vec<OperatorEntry> {
    vec![shut_out(0, None)]
}

/// Counted from one, as people do.
fn place(index: usize) -> String {
    format!("{KEY}[{}]", index + 1)
}
