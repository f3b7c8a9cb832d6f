//! `[[operator]]` in a file, changed one by one.

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, TableLike, value};

use super::{super::values, FIELDS, KEY, entries, is_usable};
use crate::domain::{Operator, OperatorEntry, is_same_name};

/// Makes these the people of the file. Who stays keeps their entry with all that others wrote in it; an entry that cannot be
/// used stays too, unless somebody of its name gets a PIN. Where all that is wanted are stand-ins, nobody is known to go.
pub(in crate::settings) fn write(document: &mut DocumentMut, wanted: &[OperatorEntry], is_below: bool) {
    let stand_ins_alone = !wanted.is_empty() && !wanted.iter().any(is_usable);
    if stand_ins_alone {
        return;
    }
    if is_below {
        document.remove(KEY);
    } else if wanted.is_empty() {
        document.insert(KEY, value(Array::new()));
    } else if let Some(tables) = tables(document) {
        write_all(tables, wanted.iter().filter(|entry| is_usable(entry)).collect());
    }
}

fn write_all(tables: &mut ArrayOfTables, wanted: Vec<&OperatorEntry>) {
    tables.retain(|table| is_bad(table) || wanted.iter().any(|entry| is_of(table, &entry.person.name)));
    for entry in wanted {
        let name = &entry.person.name;
        let own = |good: bool| tables.iter().position(|table| is_of(table, name) && is_bad(table) != good);
        match own(true).or_else(|| own(false)).and_then(|index| tables.get_mut(index)) {
            Some(table) => put(table, entry),
            None => {
                let mut table = Table::new();
                put(&mut table, entry);
                tables.push(table);
            }
        }
    }
}

/// The list, made where something else stands in its place.
fn tables(document: &mut DocumentMut) -> Option<&mut ArrayOfTables> {
    let item = document.entry(KEY).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    if !item.is_array_of_tables() {
        let found = std::mem::take(item);
        *item = Item::ArrayOfTables(match found.into_array_of_tables() {
            Ok(tables) => tables,
            Err(Item::Table(table)) => ArrayOfTables::from_iter([table]),
            Err(_) => ArrayOfTables::new(),
        });
    }
    item.as_array_of_tables_mut()
}

/// Whether nobody would be left whose PIN can be checked, and the file names others still.
pub(in crate::settings) fn would_open(document: &DocumentMut, wanted: &[OperatorEntry]) -> bool {
    let entries = document.get(KEY).and_then(entries).unwrap_or_default();
    wanted.is_empty() && entries.into_iter().any(|entry| entry.is_none_or(is_bad))
}

fn is_bad(table: &dyn TableLike) -> bool {
    let is_missing = |field: &&str| table.get(field).is_none();
    FIELDS.iter().any(is_missing)
        || table.get("name").is_some_and(|item| values::name(item).is_err())
        || table.get("role").is_some_and(|item| values::role(item).is_err())
        || table.get("pin").is_some_and(|item| values::pin(item).is_err())
}

fn is_of(table: &Table, name: &Operator) -> bool {
    let own = table.get("name").and_then(|item| values::name(item).ok());
    own.is_some_and(|own| is_same_name(&Operator(own), name))
}

fn put(table: &mut Table, entry: &OperatorEntry) {
    set(table, "name", &entry.person.name.0);
    set(table, "role", entry.person.role.key());
    set(table, "pin", &entry.pin.0);
}

fn set(table: &mut Table, key: &str, text: &str) {
    if table.get(key).and_then(Item::as_str).map(str::trim) == Some(text) {
        return;
    }
    let mut item = value(text);
    if let (Some(Item::Value(old)), Item::Value(new)) = (table.get(key), &mut item) {
        *new.decor_mut() = old.decor().clone();
    }
    table.insert(key, item);
}
