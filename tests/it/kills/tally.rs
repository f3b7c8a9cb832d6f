//! The figures of a suite.

use std::{
    collections::BTreeMap,
    fmt,
    time::{Duration, Instant},
};

use super::{round::Told, victim::End};

/// One kind of moment: how the kills went, and where the journal stood after those that hit.
#[derive(Debug, Default)]
struct Kind {
    ends: [usize; 3],
    places: BTreeMap<&'static str, usize>,
}

/// Counts what came of the rounds.
#[derive(Debug)]
pub struct Tally {
    started: Instant,
    pub rounds: usize,
    /// Encodes that were killed while they ran, at their moment or because it did not come.
    pub hits: usize,
    by_kind: BTreeMap<String, Kind>,
    by_place: BTreeMap<&'static str, usize>,
    by_outcome: BTreeMap<String, usize>,
    by_judge: BTreeMap<&'static str, usize>,
    restarts: [usize; 3],
}

impl Tally {
    pub fn start() -> Self {
        Self {
            started: Instant::now(),
            rounds: 0,
            hits: 0,
            by_kind: BTreeMap::new(),
            by_place: BTreeMap::new(),
            by_outcome: BTreeMap::new(),
            by_judge: BTreeMap::new(),
            restarts: [0; 3],
        }
    }

    pub fn add(&mut self, told: Told) {
        self.rounds += 1;
        let kind = self.by_kind.entry(told.kind).or_default();
        kind.ends[column(told.end)] += 1;
        if !matches!(told.end, End::Exited(_)) {
            self.hits += 1;
            *kind.places.entry(told.stood).or_default() += 1;
            *self.by_place.entry(told.stood).or_default() += 1;
        }
        told.restarts.iter().for_each(|(_, end)| self.restarts[column(*end)] += 1);
        *self.by_outcome.entry(told.outcome).or_default() += 1;
        *self.by_judge.entry(told.settled_by).or_default() += 1;
    }

    /// How often a kill of a kind whose name begins so came at its moment.
    pub fn hits_of(&self, kind: &str) -> usize {
        self.by_kind.iter().filter(|(name, _)| name.starts_with(kind)).map(|(_, kind)| kind.ends[0]).sum()
    }
}

/// At its moment; because it did not come; not at all.
fn column(end: End) -> usize {
    match end {
        End::Killed => 0,
        End::Overdue => 1,
        End::Exited(_) => 2,
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let took = Duration::from_secs(self.started.elapsed().as_secs());
        writeln!(f, "{} rounds in {took:?}, {} encodes killed while they ran", self.rounds, self.hits)?;
        writeln!(f, "{:42} {:>6} {:>6} {:>6}   journal at the kill", "moment", "hit", "late", "ended")?;
        for (name, kind) in &self.by_kind {
            let [hit, late, ended] = kind.ends;
            writeln!(f, "  {name:40} {hit:6} {late:6} {ended:6}   {}", listed(&kind.places))?;
        }
        let [hit, late, ended] = self.restarts;
        writeln!(f, "  {:40} {hit:6} {late:6} {ended:6}", "in a start after it")?;
        writeln!(f, "journal at all kills: {}", listed(&self.by_place))?;
        writeln!(f, "outcomes: {}", listed(&self.by_outcome))?;
        write!(f, "settled by: {}", listed(&self.by_judge))
    }
}

fn listed<K: fmt::Display>(counts: &BTreeMap<K, usize>) -> String {
    counts.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
}
