//! Stretches of time, and how they divide into whole hours, which are counted, and what is left at both ends.

use jiff::Timestamp;

use crate::domain::ActivityFilter;

/// An hour in microseconds.
pub(super) const HOUR: i64 = 3_600_000_000;
/// Beginnings of hours before and after everything.
const FIRST: i64 = i64::MIN / HOUR * HOUR;
const LAST: i64 = i64::MAX / HOUR * HOUR;

/// From a moment on and before another one, in microseconds or in hours since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) from: i64,
    pub(super) until: i64,
}

impl Stretch {
    /// The time of a filter, in microseconds.
    pub(super) fn of(filter: &ActivityFilter) -> Self {
        Self { from: filter.since.map_or(FIRST, microseconds), until: filter.until.map_or(LAST, microseconds) }
    }

    pub(super) fn is_empty(self) -> bool {
        self.from >= self.until
    }

    /// The whole hours in these microseconds, and the rests before and after them.
    pub(super) fn divide(self) -> (Option<Self>, [Option<Self>; 2]) {
        let (first, last) = (-(-self.from).div_euclid(HOUR), self.until.div_euclid(HOUR));
        if first >= last {
            return (None, [some(self.from, self.until), None]);
        }
        (some(first, last), [some(self.from, first * HOUR), some(last * HOUR, self.until)])
    }
}

fn some(from: i64, until: i64) -> Option<Stretch> {
    Some(Stretch { from, until }).filter(|stretch| !stretch.is_empty())
}

/// The first microsecond that is not before the moment.
pub(in crate::journal) fn microseconds(moment: Timestamp) -> i64 {
    let whole = moment.as_microsecond();
    let is_before = Timestamp::from_microsecond(whole).is_ok_and(|whole| whole < moment);
    whole + i64::from(is_before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_and_rests_make_up_the_whole() {
        for (from, until) in
            [(0, HOUR), (1, HOUR), (-1, 1), (-HOUR - 1, 3 * HOUR + 5), (5, 9), (HOUR, HOUR), (FIRST, LAST)]
        {
            let (hours, rests) = Stretch { from, until }.divide();
            let hours =
                hours.map(|hours| (hours.until.wrapping_sub(hours.from)).wrapping_mul(HOUR)).unwrap_or_default();
            let rests: i64 = rests.iter().flatten().map(|rest| rest.until.wrapping_sub(rest.from)).sum();
            assert_eq!(hours.wrapping_add(rests), until.wrapping_sub(from), "{from} to {until}");
        }
    }

    #[test]
    fn a_moment_between_two_microseconds_begins_with_the_later_one() {
        for (nanosecond, microsecond) in [(1_000, 1), (1_001, 2), (-1_000, -1), (-1_001, -1), (0, 0)] {
            assert_eq!(microseconds(Timestamp::from_nanosecond(nanosecond).unwrap()), microsecond);
        }
    }
}
