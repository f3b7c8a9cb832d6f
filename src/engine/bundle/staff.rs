//! Those who work at a desk: in a file for support they have numbers.

use std::collections::BTreeSet;

use serde_json::Value;

/// Keys in the journal's facts under which somebody who works here stands.
const KEYS: [&str; 4] = ["operator", "by", "who", "approved_by"];

/// Everybody who is known to work here.
pub(super) struct Staff {
    is_named: bool,
    names: BTreeSet<String>,
}

impl Staff {
    pub(super) fn new<'n>(is_named: bool, names: impl Iterator<Item = &'n str>) -> Self {
        Self { is_named, names: names.filter(|name| !name.is_empty()).map(str::to_owned).collect() }
    }

    /// The name, or the number that stands for it in this file.
    pub(super) fn shown(&self, name: &str) -> String {
        if self.is_named {
            return name.to_owned();
        }
        let number = self.names.iter().position(|known| known == name).map(|position| position + 1);
        number.map_or_else(|| "person".to_owned(), |number| format!("person {number}"))
    }

    /// Replaces names in a fact.
    pub(super) fn hide(&self, fact: &mut Value) {
        match fact {
            Value::String(text) if self.names.contains(text.as_str()) => *text = self.shown(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.hide(item)),
            Value::Object(fields) => {
                for (key, value) in fields {
                    let name = value.as_str().filter(|_| KEYS.contains(&key.as_str()));
                    match name.map(|name| self.shown(name)) {
                        Some(shown) => *value = shown.into(),
                        None => self.hide(value),
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn people_have_numbers_wherever_they_stand_unless_they_may_be_named() {
        let fact = json!({ "operator": "Zed", "by": "Stranger", "list": ["Ann", { "x": "Ann B" }], "n": 1 });
        let shown = |is_named| {
            let mut fact = fact.clone();
            Staff::new(is_named, ["Zed", "Ann", ""].into_iter()).hide(&mut fact);
            fact
        };
        let hidden = json!({ "operator": "person 2", "by": "person", "list": ["person 1", { "x": "Ann B" }], "n": 1 });
        assert_eq!((shown(false), shown(true)), (hidden, fact.clone()));
    }
}
