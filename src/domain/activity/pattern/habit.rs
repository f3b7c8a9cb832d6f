//! Cards that are not laid down, or taken away too early: a matter of hands, not of hardware.

use std::collections::HashSet;

use super::{
    About, FEWEST, History, Kind, LATEST, Pattern,
    history::{OnEncoder, encoders_of, of_kind},
    pattern,
};
use crate::domain::{AttemptRow, Operator};

/// Nobody is shown anything for two slips.
const FEWEST_OF_A_PERSON: usize = 3;

/// What is a person's habit is not counted for the team or the encoder once more.
pub(super) fn find(history: &History<'_>) -> Vec<Pattern> {
    let mut operators: Vec<&Operator> = history.rows.iter().map(|row| &row.operator).collect();
    operators.sort_unstable();
    operators.dedup();
    let judged = operators.into_iter().filter_map(|operator| Some((operator, of_person(history, operator)?)));
    let (persons, mut found): (HashSet<&Operator>, Vec<Pattern>) = judged.unzip();
    found.extend(history.encoders.iter().filter_map(|known| of_team(history, known, &persons)));
    found
}

/// One person, whose cards fail on several encoders, or where those of the others do not.
fn of_person(history: &History<'_>, operator: &Operator) -> Option<Pattern> {
    let latest: Vec<&AttemptRow> =
        history.rows.iter().copied().filter(|row| &row.operator == operator).take(LATEST).collect();
    let failures = of_kind(&latest, Kind::Handling);
    let encoders = encoders_of(&failures);
    let there: Vec<&AttemptRow> = latest.iter().copied().filter(|row| encoders.contains(&row.encoder)).collect();
    let around = history.latest_of(|known| encoders.contains(known.id));
    let others: Vec<&AttemptRow> = around.into_iter().filter(|row| &row.operator != operator).collect();
    let is_comparable = encoders.len() >= FEWEST || others.len() >= FEWEST_OF_A_PERSON;
    let of_others = (of_kind(&others, Kind::Handling).len(), others.len());
    let stands_out = is_comparable && is_twice_as_often((failures.len(), there.len()), of_others);
    let is_habit = failures.len() >= FEWEST_OF_A_PERSON && stands_out;
    is_habit.then(|| pattern(history, Kind::Handling, About::Operator(operator.clone()), &latest, &failures))
}

/// Compares two counts, each with its whole, without a division.
fn is_twice_as_often(one: (usize, usize), other: (usize, usize)) -> bool {
    one.0 * other.1 >= 2 * other.0 * one.1
}

/// Where the cards of several people fail, or those of one whom nobody can be compared with.
fn of_team(history: &History<'_>, known: &OnEncoder<'_>, persons: &HashSet<&Operator>) -> Option<Pattern> {
    let mut failures = of_kind(known.latest(), Kind::Handling);
    failures.retain(|row| !persons.contains(&row.operator));
    (failures.len() >= FEWEST).then(|| pattern(history, Kind::Handling, known.about(), known.latest(), &failures))
}
