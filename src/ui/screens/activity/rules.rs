//! What the Activity screen shows and asks for, worked out without drawing.

use std::ops::Range;

use jiff::Timestamp;

use crate::{
    domain::{About, Bar, Overview, Pattern, Period},
    ui::kit::size,
};

/// Room for the head and three rows and a half.
pub(super) const TABLE_LEAST: f32 = size::TABLE_HEAD + 3.3 * size::GRID_ROW + 2.0;
/// Below so many, a share or a median says little.
pub(super) const THIN: u64 = 20;
/// So many failures in a row on one encoder are said on top.
const STREAK: u32 = 3;
/// The fewest hours that a chart shows.
const HOURS_LEAST: usize = 12;

/// What one bar stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BarStep {
    Hour,
    Day,
    Week,
    Month,
}

/// What the bars of a chart stand for, read from the longest: the first and the last may be cut short.
pub(super) fn step_of(bars: &[Bar]) -> BarStep {
    let hours = bars.iter().map(|bar| bar.until.duration_since(bar.from).as_hours()).max().unwrap_or(0);
    match hours {
        ..=2 => BarStep::Hour,
        3..=26 => BarStep::Day,
        27..=170 => BarStep::Week,
        _ => BarStep::Month,
    }
}

/// The bars worth their room: a day without its quiet hours at both ends.
pub(super) fn worth_showing(bars: &[Bar]) -> &[Bar] {
    if step_of(bars) != BarStep::Hour {
        return bars;
    }
    let is_busy = |bar: &Bar| bar.encoded + bar.failed > 0;
    let first = bars.iter().position(is_busy).unwrap_or(0);
    let last = bars.iter().rposition(is_busy).map_or(bars.len(), |at| at + 1);
    let missing = HOURS_LEAST.saturating_sub(last - first);
    let first = first.saturating_sub(missing);
    let last = last.max((first + HOURS_LEAST).min(bars.len()));
    bars.get(first..last).unwrap_or(bars)
}

/// A share in tenths of a percent. What is not all is never 100 %, and what is not nothing never 0 %.
pub(super) fn permille(overview: &Overview) -> Option<u32> {
    let rate = (overview.success_rate()? * 1000.0).round() as u32;
    Some(match (overview.encoded, overview.failed) {
        (0, _) => 0,
        (_, 0) => 1000,
        _ => rate.clamp(1, 999),
    })
}

/// Which rows to ask for so that those in sight, and a little around them, are there: the first, and how many.
pub(super) fn rows_to_ask(
    visible: &Range<u64>,
    total: u64,
    known: &Range<u64>,
    asked: Option<(u64, u32)>,
) -> Option<(u64, u32)> {
    let page = (visible.end - visible.start).max(1);
    let around =
        |pages: u64| visible.start.saturating_sub(page * pages / 2)..(visible.end + page * pages / 2).min(total);
    let needed = around(1);
    let holds = |range: &Range<u64>| range.start <= needed.start && needed.end <= range.end;
    let on_its_way = asked.map(|(first, count)| first..first + u64::from(count));
    if needed.is_empty() || holds(known) || on_its_way.as_ref().is_some_and(holds) {
        return None;
    }
    let wanted = around(4);
    Some((wanted.start, u32::try_from(wanted.end - wanted.start).unwrap_or(u32::MAX)))
}

/// Whether times need their day beside them.
pub(super) fn has_days(period: Period) -> bool {
    match period {
        Period::Today | Period::Days(..=1) => false,
        Period::Days(_) => true,
        Period::Custom { first, last } => first != last,
    }
}

/// Names are never erased on the day of the attempt: one that is missing so early was not known.
pub(super) fn is_erased(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at).as_hours() >= 24
}

/// The encoder on which the latest attempts failed one after the other.
pub(super) fn streak(patterns: &[Pattern]) -> Option<&Pattern> {
    let is_streak = |pattern: &&Pattern| match pattern.about {
        About::Encoder { .. } => pattern.in_row >= STREAK,
        About::Operator(_) | About::Everywhere => false,
    };
    patterns.iter().filter(is_streak).max_by_key(|pattern| pattern.in_row)
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
