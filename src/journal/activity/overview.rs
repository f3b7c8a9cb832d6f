//! Attempts, counted: all, by stretches of time, and by cause.

use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::{
    counts::{self, Count},
    stretch::{Stretch, microseconds},
    took,
};
use crate::domain::{ActivityFilter, Bar, Outcome, Overview, ProblemCode};

pub(super) async fn read(
    connection: &mut SqliteConnection,
    filter: &ActivityFilter,
    bars: &[Timestamp],
) -> sqlx::Result<Overview> {
    let stretches = stretches(Stretch::of(filter), bars);
    let counts = counts::count(connection, filter, &stretches).await?;
    let sum = |takes: &dyn Fn(&Count) -> bool| counts.iter().filter(|count| takes(count)).map(number).sum();
    let bars = bars.windows(2).map(|ends| {
        let within = |count: &Count| lies_in(count, &stretches, ends);
        Bar {
            from: ends[0],
            until: ends[1],
            encoded: sum(&|count| within(count) && stands(count, Outcome::is_encoded)),
            failed: sum(&|count| within(count) && stands(count, Outcome::is_failure)),
        }
    });
    Ok(Overview {
        total: sum(&|_| true),
        encoded: sum(&|count| stands(count, Outcome::is_encoded)),
        failed: sum(&|count| stands(count, Outcome::is_failure)),
        bars: bars.collect(),
        causes: causes(&counts),
        took: took::read(connection, filter).await?,
    })
}

/// The time of the filter, divided wherever a bar begins or ends.
fn stretches(all: Stretch, bars: &[Timestamp]) -> Vec<Stretch> {
    if all.is_empty() {
        return Vec::new();
    }
    let within = bars.iter().map(|moment| microseconds(*moment)).filter(|at| (all.from..all.until).contains(at));
    let mut ends: Vec<_> = within.chain([all.from, all.until]).collect();
    ends.sort_unstable();
    ends.dedup();
    ends.windows(2).map(|ends| Stretch { from: ends[0], until: ends[1] }).collect()
}

fn lies_in(count: &Count, stretches: &[Stretch], ends: &[Timestamp]) -> bool {
    let stretch = usize::try_from(count.place).ok().and_then(|place| stretches.get(place));
    stretch.is_some_and(|stretch| microseconds(ends[0]) <= stretch.from && stretch.until <= microseconds(ends[1]))
}

fn stands(count: &Count, so: fn(Outcome) -> bool) -> bool {
    Outcome::from_key(&count.outcome).is_some_and(so)
}

fn number(count: &Count) -> u64 {
    u64::try_from(count.attempts).unwrap_or(0)
}

fn causes(counts: &[Count]) -> Vec<(Option<ProblemCode>, u64)> {
    let mut causes: Vec<(Option<ProblemCode>, u64)> = Vec::new();
    for count in counts.iter().filter(|count| stands(count, Outcome::is_failure)) {
        let cause = count.cause.as_deref().map(|key| ProblemCode::from_key(key).unwrap_or(ProblemCode::Unexpected));
        match causes.iter_mut().find(|(known, _)| *known == cause) {
            Some((_, sum)) => *sum += number(count),
            None => causes.push((cause, number(count))),
        }
    }
    causes.sort_by_key(|(cause, sum)| (std::cmp::Reverse(*sum), cause.map(ProblemCode::key)));
    causes
}
