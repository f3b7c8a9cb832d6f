//! Puts the parts of a file for support together and writes it.

use std::{fs, io, path::PathBuf, sync::Arc};

use jiff::Timestamp;

use super::{about, calls, record::Record, staff::Staff};
use crate::{
    domain::{Guest, Operator},
    engine::{BundleOrder, BundleView, Snapshot},
    journal::Journal,
    observe::{Masks, Part, log_parts, write_bundle},
    seam::Call,
    settings,
};

/// Card numbers that are shorter stand in times and counts by chance.
const SHORTEST_NUMBER: usize = 4;

/// What a file for support is made from.
pub(super) struct Collected {
    pub(super) order: BundleOrder,
    pub(super) snapshot: Arc<Snapshot>,
    /// This desk's settings and the policy.
    pub(super) settings: [Option<PathBuf>; 2],
    pub(super) logs: PathBuf,
    /// The journal, or where it lies while nothing is connected.
    pub(super) journal: Result<Journal, PathBuf>,
    pub(super) calls: Vec<Call>,
    /// In whose name the desk works.
    pub(super) staff: Operator,
}

impl Collected {
    pub(super) async fn write(self) -> Result<BundleView, String> {
        let record = Record::read(&self.journal).await;
        let written = tokio::task::spawn_blocking(move || self.pack(&record));
        written.await.map_err(|error| error.to_string())?
    }

    fn pack(&self, record: &Record) -> Result<BundleView, String> {
        let (masks, path) = (self.masks(record), &self.order.path);
        match write_bundle(path, &self.parts(record), &masks) {
            Ok(bytes) => Ok(BundleView::Done { path: path.to_string_lossy().into(), bytes }),
            Err(error) => Err(unwritable(&self.order, &error)),
        }
    }

    fn parts(&self, record: &Record) -> Vec<Part> {
        let with_guests = self.order.with_guests;
        let staff = Staff::new(with_guests, self.staff_names(record));
        let (logs, left_out) = log_parts(&self.logs);
        let mut parts = vec![
            Part::new("README.txt", about::readme(with_guests, &left_out)),
            Part::new("about.txt", about::state(&self.order, &self.snapshot, Timestamp::now())),
            Part::new("encoders.json", about::encoders(&self.snapshot, &record.histories)),
            Part::new("journal.json", record.state.to_string()),
            Part::new("failures.json", record.failures(with_guests, &staff).to_string()),
            Part::new("calls.jsonl", calls::around(&record.failed, &logs, &self.calls)),
        ];
        parts.extend(self.settings_parts());
        parts.extend(logs.into_iter().map(|log| if with_guests { log } else { without_guests(log) }));
        parts
    }

    fn settings_parts(&self) -> impl Iterator<Item = Part> {
        self.settings.iter().zip(["settings.toml", "policy.toml"]).filter_map(|(path, name)| {
            let text = match fs::read(path.as_ref()?) {
                Ok(text) => settings::for_support(&text, self.order.with_guests),
                Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
                Err(error) => format!("# cannot be read: {error}\n"),
            };
            Some(Part::new(name, text))
        })
    }

    /// Everybody who is known to work here.
    fn staff_names<'a>(&'a self, record: &'a Record) -> impl Iterator<Item = &'a str> {
        let settings = &self.snapshot.settings.loaded.settings;
        let operators = settings.operators.iter().map(|entry| &*entry.person.name.0);
        let people = self.snapshot.people.iter().map(|person| &*person.name.0);
        let recorded = record.rows.iter().map(|row| &*row.operator.0);
        operators.chain(people).chain(recorded).chain([&*self.staff.0]).chain(settings.desk.operator.as_deref())
    }

    /// Names and numbers may stand in words of Seam's or in an old log, whatever is left out of the parts.
    fn masks(&self, record: &Record) -> Masks {
        if self.order.with_guests {
            return Masks::default();
        }
        let cards = &self.snapshot.catalog.cards;
        let guests = cards.iter().filter_map(|card| card.guest.as_ref());
        let guests = guests.chain(record.rows.iter().filter_map(|row| row.guest.as_ref())).map(Guest::full_name);
        let numbers = cards.iter().filter_map(|card| card.card_number.as_deref());
        let numbers = numbers.chain(record.rows.iter().filter_map(|row| row.card_number.as_deref()));
        let numbers = numbers.filter(|number| number.len() >= SHORTEST_NUMBER);
        Masks::new(guests.chain(numbers).chain(self.staff_names(record)))
    }
}

fn unwritable(order: &BundleOrder, error: &io::Error) -> String {
    let folder = order.path.parent().unwrap_or(&order.path).display();
    format!("the file for support cannot be written in {folder}: {error}; choose another folder")
}

/// A log that was allowed to name guests names those too whom the journal has forgotten.
fn without_guests(log: Part) -> Part {
    if !log.text.contains("\"guest\"") {
        return log;
    }
    let lines = log.text.lines().map(|line| match serde_json::from_str::<serde_json::Value>(line) {
        Ok(mut entry) => {
            entry.get_mut("fields").and_then(|fields| fields.as_object_mut()).map(|fields| fields.remove("guest"));
            format!("{entry}\n")
        }
        Err(_) if line.contains("\"guest\"") => String::new(),
        Err(_) => format!("{line}\n"),
    });
    Part { text: lines.collect(), ..log }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guests_in_an_old_log_go_and_the_rest_of_the_line_stays() {
        let text =
            "{\"level\":\"INFO\",\"fields\":{\"guest\":\"Canary\",\"job\":\"1\"}}\ntorn \"guest\" Canary\nplain\n";
        let log = without_guests(Part::new("logs/x", text));
        assert!(log.text.contains("\"job\":\"1\"") && log.text.ends_with("plain\n"), "{}", log.text);
        assert!(!log.text.contains("Canary"), "{}", log.text);
    }
}
