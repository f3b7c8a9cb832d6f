//! Attempts, the newest first, on their way to becoming figures.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;

use super::{Figures, Line, Loose};
use crate::{
    domain::{AttemptRow, EncoderId, FollowUpState, Outcome, ProblemCode, Took},
    journal::export::Selection,
};

/// Over how many cards a time is told.
const MOST_TIMES: usize = 10_000;
/// How many attempts that are left to do are named.
const MOST_LOOSE: usize = 5;

#[derive(Debug, Default)]
struct Count {
    name: Arc<str>,
    attempts: u64,
    encoded: u64,
    failed: u64,
    times: Vec<Duration>,
}

impl Count {
    fn take(&mut self, row: &AttemptRow, name: &Arc<str>) {
        if self.attempts == 0 {
            self.name = Arc::clone(name);
        }
        self.attempts += 1;
        self.encoded += u64::from(row.outcome.is_encoded());
        self.failed += u64::from(row.outcome.is_failure());
        let took = row.duration.filter(|_| row.outcome == Outcome::Succeeded && self.times.len() < MOST_TIMES);
        self.times.extend(took);
    }

    fn line(mut self) -> Line {
        self.times.sort_unstable();
        let took = self.times.first().map(|first| Took {
            median: at_rank(&self.times, 50).unwrap_or(*first),
            p95: at_rank(&self.times, 95).unwrap_or(*first),
            of: self.times.len() as u64,
        });
        Line { name: self.name, attempts: self.attempts, encoded: self.encoded, failed: self.failed, took }
    }
}

/// The least time that so many of a hundred do not exceed (nearest rank).
fn at_rank(sorted: &[Duration], percent: usize) -> Option<Duration> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.checked_sub(1)?).copied()
}

/// Attempts on their way to becoming figures.
#[derive(Debug)]
pub(in crate::journal::export) struct Gathering {
    since: Option<Timestamp>,
    until: Option<Timestamp>,
    newest: Option<Timestamp>,
    oldest: Option<Timestamp>,
    all: Count,
    again: u64,
    /// Hashes of the subjects that have a card: a million of them stay small.
    made: HashSet<u64>,
    causes: HashMap<Option<ProblemCode>, u64>,
    encoders: BTreeMap<EncoderId, Count>,
    desks: BTreeMap<Arc<str>, Count>,
    operators: BTreeMap<Arc<str>, Count>,
    unsettled: (u64, Vec<Loose>),
    follow_up: (u64, u64, Vec<Loose>),
}

impl Gathering {
    pub(in crate::journal::export) fn new(selection: &Selection) -> Self {
        Self {
            since: selection.filter.since,
            until: selection.filter.until,
            newest: None,
            oldest: None,
            all: Count::default(),
            again: 0,
            made: HashSet::new(),
            causes: HashMap::new(),
            encoders: BTreeMap::new(),
            desks: BTreeMap::new(),
            operators: BTreeMap::new(),
            unsettled: (0, Vec::new()),
            follow_up: (0, 0, Vec::new()),
        }
    }

    pub(in crate::journal::export) fn take(&mut self, row: &AttemptRow) {
        self.newest = self.newest.or(Some(row.at));
        self.oldest = Some(row.at);
        self.all.take(row, &"".into());
        self.encoders.entry(row.encoder.clone()).or_default().take(row, &row.encoder_name);
        self.desks.entry(Arc::clone(&row.desk.0)).or_default().take(row, &row.desk.0);
        self.operators.entry(Arc::clone(&row.operator.0)).or_default().take(row, &row.operator.0);
        if row.outcome.is_failure() {
            *self.causes.entry(row.problem.as_ref().map(|problem| problem.code)).or_default() += 1;
        }
        self.again += u64::from(row.outcome.is_encoded() && self.is_again(row));
        self.take_loose(row);
    }

    /// Of several cards for one subject, whichever order they come in, all but one are made again.
    fn is_again(&mut self, row: &AttemptRow) -> bool {
        let mut hasher = DefaultHasher::new();
        row.subject.hash(&mut hasher);
        row.retry_of.is_some() || !self.made.insert(hasher.finish())
    }

    fn take_loose(&mut self, row: &AttemptRow) {
        if row.outcome.is_open() && row.outcome.is_failure() {
            self.unsettled.0 += 1;
            keep(&mut self.unsettled.1, row);
        }
        match row.follow_up {
            Some(FollowUpState::Open) => self.follow_up.0 += 1,
            Some(FollowUpState::InHand) => self.follow_up.1 += 1,
            Some(FollowUpState::Solved) | None => return,
        }
        keep(&mut self.follow_up.2, row);
    }

    pub(in crate::journal::export) fn figures(self) -> Figures {
        let mut causes: Vec<_> = self.causes.into_iter().collect();
        causes.sort_by_key(|(code, count)| (Reverse(*count), code.map(ProblemCode::key)));
        Figures {
            since: self.since.or(self.oldest),
            until: self.until.or(self.newest),
            all: self.all.line(),
            again: self.again,
            causes,
            encoders: busiest_first(self.encoders.into_values()),
            desks: busiest_first(self.desks.into_values()),
            operators: self.operators.into_values().map(Count::line).collect(),
            unsettled: self.unsettled.0,
            newest_unsettled: self.unsettled.1,
            follow_up_open: self.follow_up.0,
            follow_up_in_hand: self.follow_up.1,
            newest_follow_up: self.follow_up.2,
        }
    }
}

fn busiest_first(counts: impl Iterator<Item = Count>) -> Vec<Line> {
    let mut lines: Vec<Line> = counts.map(Count::line).collect();
    lines.sort_by(|one, other| (other.attempts, &one.name).cmp(&(one.attempts, &other.name)));
    lines
}

fn keep(kept: &mut Vec<Loose>, row: &AttemptRow) {
    if kept.len() < MOST_LOOSE {
        let (encoder, desk) = (Arc::clone(&row.encoder_name), Arc::clone(&row.desk.0));
        kept.push(Loose { at: row.at, encoder, desk, job: row.job });
    }
}
