//! What does not depend on who held the card: on one encoder, or on all of them.

use jiff::SignedDuration;

use super::{
    About, FEWEST, History, Kind, Pattern,
    history::{OnEncoder, encoders_of, of_kind},
    kind::cause,
    pattern,
};
use crate::domain::{AttemptRow, EncoderId};

/// Failures that follow each other within this time are one stretch.
const STRETCH_GAP: SignedDuration = SignedDuration::from_mins(30);

/// The patterns of a kind. No failure is in two of them.
pub(super) fn find(history: &History<'_>, kind: Kind) -> Vec<Pattern> {
    match kind {
        Kind::Hardware | Kind::Bridge | Kind::Network | Kind::Seam | Kind::Token => conditions(history, kind),
        Kind::Plastic | Kind::Records | Kind::Unsettled | Kind::Unexplained | Kind::Handling => spread(history, kind),
    }
}

/// What is there or not at one time: the newest stretch in which no used encoder was spared by one and the same cause is one
/// pattern, and what is left of each encoder's failures another.
fn conditions(history: &History<'_>, kind: Kind) -> Vec<Pattern> {
    let stretch = at_once(history, kind);
    let is_left = |row: &AttemptRow| {
        !stretch.as_ref().is_some_and(|pattern| pattern.evidence.contains(&row.job)) && !is_over(history, kind, row)
    };
    let alone: Vec<Pattern> =
        history.encoders.iter().filter_map(|known| on_encoder(history, kind, known, &is_left)).collect();
    stretch.into_iter().chain(alone).collect()
}

fn at_once(history: &History<'_>, kind: Kind) -> Option<Pattern> {
    let mut failures = of_kind(&history.rows, kind);
    failures.retain(|row| !is_over(history, kind, row));
    let newest = *failures.first()?;
    failures.retain(|row| cause(row) == cause(newest));
    let length = failures.windows(2).take_while(|pair| is_near(pair[0], pair[1])).count() + 1;
    failures.truncate(length);
    let stretch = failures.last()?.at..=newest.at;
    let during: Vec<&AttemptRow> = history.rows.iter().copied().filter(|row| stretch.contains(&row.at)).collect();
    is_everywhere(&during, &failures).then(|| {
        let found = pattern(history, kind, About::Everywhere, &during, &failures);
        // Whatever came afterwards ends the row.
        let is_latest = history.rows.iter().all(|row| row.at <= newest.at);
        Pattern { in_row: if is_latest { found.in_row } else { 0 }, ..found }
    })
}

/// Whether several encoders were used, and on each of them at least half of the attempts failed so.
fn is_everywhere(during: &[&AttemptRow], failures: &[&AttemptRow]) -> bool {
    let used = encoders_of(during);
    let on = |rows: &[&AttemptRow], id: &EncoderId| rows.iter().filter(|row| &row.encoder == id).count();
    used.len() >= FEWEST && used.iter().all(|id| on(failures, id) * 2 >= on(during, id))
}

fn is_near(newer: &AttemptRow, older: &AttemptRow) -> bool {
    newer.at.duration_since(older.at) <= STRETCH_GAP
}

/// A token with which its desk has made a card since is another token.
fn is_over(history: &History<'_>, kind: Kind, failure: &AttemptRow) -> bool {
    let is_later_card = |row: &&AttemptRow| row.at > failure.at && row.desk == failure.desk && row.outcome.is_encoded();
    kind == Kind::Token && history.rows.iter().any(is_later_card)
}

/// What may be anywhere at any time. The encoder that has most of it has it to itself; what is seen on several is
/// everywhere; records are of no encoder.
fn spread(history: &History<'_>, kind: Kind) -> Vec<Pattern> {
    let failures = of_kind(&history.latest_of(|_| true), kind);
    let hit = encoders_of(&failures);
    if failures.len() < FEWEST {
        return Vec::new();
    }
    let mostly = history.encoders.iter().find(|known| {
        let here = failures.iter().filter(|row| &row.encoder == known.id).count();
        kind != Kind::Records && here * 4 >= failures.len() * 3
    });
    let found = match mostly {
        Some(known) => on_encoder(history, kind, known, &|_| true),
        None => {
            let window = history.latest_of(|known| hit.contains(known.id));
            Some(pattern(history, kind, About::Everywhere, &window, &failures))
        }
    };
    found.into_iter().collect()
}

fn on_encoder(
    history: &History<'_>,
    kind: Kind,
    known: &OnEncoder<'_>,
    is_meant: &dyn Fn(&AttemptRow) -> bool,
) -> Option<Pattern> {
    let mut failures = of_kind(known.latest(), kind);
    failures.retain(|row| is_meant(row));
    (failures.len() >= FEWEST).then(|| pattern(history, kind, known.about(), known.latest(), &failures))
}
