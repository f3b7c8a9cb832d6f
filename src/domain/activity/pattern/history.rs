//! Attempts in order, and the latest of each encoder.

use std::{cmp::Reverse, collections::HashSet, sync::Arc};

use super::{About, Kind, LATEST};
use crate::domain::{AttemptRow, EncoderId, JobId, Outcome};

/// The attempts of one encoder, the newest first.
#[derive(Debug)]
pub(super) struct OnEncoder<'a> {
    pub(super) id: &'a EncoderId,
    name: &'a Arc<str>,
    pub(super) rows: Vec<&'a AttemptRow>,
}

impl<'a> OnEncoder<'a> {
    /// What it is judged by.
    pub(super) fn latest(&self) -> &[&'a AttemptRow] {
        &self.rows[..self.rows.len().min(LATEST)]
    }

    pub(super) fn about(&self) -> About {
        About::Encoder { id: self.id.clone(), name: Arc::clone(self.name) }
    }
}

/// Attempts that came to something, the newest first, by time and then by job.
#[derive(Debug)]
pub(super) struct History<'a> {
    pub(super) rows: Vec<&'a AttemptRow>,
    pub(super) encoders: Vec<OnEncoder<'a>>,
}

impl<'a> History<'a> {
    pub(super) fn of(rows: &'a [AttemptRow]) -> Self {
        let mut rows: Vec<&AttemptRow> = rows.iter().filter(|row| row.outcome != Outcome::Open).collect();
        rows.sort_by_key(|row| newest_first(row));
        let mut jobs = HashSet::new();
        rows.retain(|row| jobs.insert(row.job));
        let mut encoders: Vec<OnEncoder<'a>> = Vec::new();
        for row in &rows {
            match encoders.iter_mut().find(|known| known.id == &row.encoder) {
                Some(known) => known.rows.push(row),
                None => encoders.push(OnEncoder { id: &row.encoder, name: &row.encoder_name, rows: vec![row] }),
            }
        }
        Self { rows, encoders }
    }

    /// The latest attempts of all these encoders, the newest first.
    pub(super) fn latest_of(&self, is_meant: impl Fn(&OnEncoder<'a>) -> bool) -> Vec<&'a AttemptRow> {
        let meant = self.encoders.iter().filter(|known| is_meant(known));
        let mut rows: Vec<&AttemptRow> = meant.flat_map(|known| known.latest().iter().copied()).collect();
        rows.sort_by_key(|row| newest_first(row));
        rows
    }
}

pub(super) fn newest_first(row: &AttemptRow) -> Reverse<(jiff::Timestamp, JobId)> {
    Reverse((row.at, row.job))
}

/// Those of a kind.
pub(super) fn of_kind<'a>(rows: &[&'a AttemptRow], kind: Kind) -> Vec<&'a AttemptRow> {
    rows.iter().copied().filter(|row| Kind::of(row) == Some(kind)).collect()
}

/// On which encoders they were.
pub(super) fn encoders_of<'a>(rows: &[&'a AttemptRow]) -> HashSet<&'a EncoderId> {
    rows.iter().map(|row| &row.encoder).collect()
}
