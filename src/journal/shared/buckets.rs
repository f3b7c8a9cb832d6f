//! Which counts make up a stretch of time: whole months, days and hours in UTC, and single attempts at its ends.

use jiff::{Timestamp, ToSpan as _, civil::Date, tz::TimeZone};

/// An hour in microseconds.
pub(super) const HOUR: i64 = 3_600_000_000;
/// A day in microseconds.
pub(super) const DAY: i64 = 24 * HOUR;

/// What counts there are, the finest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// None: attempts, one by one.
    Single,
    Hour,
    Day,
    Month,
}

impl Level {
    /// As it stands in the table of counts; -1 is none of them.
    pub(super) fn key(self) -> i32 {
        match self {
            Self::Single => -1,
            Self::Hour => 0,
            Self::Day => 1,
            Self::Month => 2,
        }
    }

    fn finer(self) -> Self {
        match self {
            Self::Single | Self::Hour => Self::Single,
            Self::Day => Self::Hour,
            Self::Month => Self::Day,
        }
    }
}

/// A stretch of time that is told by counts of one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) level: Level,
    pub(super) from: i64,
    pub(super) until: i64,
}

impl Stretch {
    /// The bucket that begins at this moment.
    pub(super) fn bucket(level: Level, from: i64) -> Self {
        let until = match level {
            Level::Single => from + 1,
            Level::Hour => from + HOUR,
            Level::Day => from + DAY,
            Level::Month => next_month(from),
        };
        Self { level, from, until }
    }

    /// The same in the next finer counts.
    pub(super) fn divided(self) -> Vec<Self> {
        cover_with(self.level.finer(), self.from, self.until)
    }
}

/// Stretches that make up the time from one moment to another, in order, as few as there can be.
pub(super) fn cover(from: i64, until: i64) -> Vec<Stretch> {
    cover_with(Level::Month, from, until)
}

/// A stretch that is to be added, or taken off again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Signed {
    pub(super) stretch: Stretch,
    /// 1 or -1.
    pub(super) sign: i32,
}

/// Fewer stretches than [`cover`] needs, since some reach over the ends, and what is too much is taken off again: months of
/// another time zone are months of UTC, give or take some hours.
pub(super) fn sum(from: i64, until: i64) -> Vec<Signed> {
    let mut parts = Vec::new();
    if from < until {
        add(Level::Month, from, until, 1, &mut parts);
    }
    parts
}

fn add(level: Level, from: i64, until: i64, sign: i32, parts: &mut Vec<Signed>) {
    let (first, last) = match level {
        Level::Single => (from, until),
        Level::Hour | Level::Day | Level::Month => (nearest(level, from), nearest(level, until)),
    };
    if first >= last {
        return add(level.finer(), from, until, sign, parts);
    }
    parts.push(Signed { stretch: Stretch { level, from: first, until: last }, sign });
    for (from, until, sign) in [(from, first, sign), (first, from, -sign), (last, until, sign), (until, last, -sign)] {
        if from < until {
            add(level.finer(), from, until, sign, parts);
        }
    }
}

/// The end of a bucket that is nearest; months end within the years that have any.
fn nearest(level: Level, at: i64) -> i64 {
    let (before, after) = match level {
        Level::Single => (at, at),
        Level::Hour => (at - at.rem_euclid(HOUR), ceiling(at, HOUR)),
        Level::Day => (at - at.rem_euclid(DAY), ceiling(at, DAY)),
        Level::Month => {
            let at = at.clamp(begin_of(2000), begin_of(2100));
            (month(at), if month(at) == at { at } else { next_month(at) })
        }
    };
    if at - before <= after - at { before } else { after }
}

fn cover_with(level: Level, from: i64, until: i64) -> Vec<Stretch> {
    if from >= until {
        return Vec::new();
    }
    if level == Level::Single {
        return vec![Stretch { level, from, until }];
    }
    let (first, last) = whole(level, from, until);
    if first >= last {
        return cover_with(level.finer(), from, until);
    }
    let mut stretches = cover_with(level.finer(), from, first);
    stretches.push(Stretch { level, from: first, until: last });
    stretches.extend(cover_with(level.finer(), last, until));
    stretches
}

/// The first and the last moment of whole buckets within.
fn whole(level: Level, from: i64, until: i64) -> (i64, i64) {
    let (from, until) = (from.max(earliest()), until.min(latest()));
    match level {
        Level::Single => (from, until),
        Level::Hour => (ceiling(from, HOUR), until - until.rem_euclid(HOUR)),
        Level::Day => (ceiling(from, DAY), until - until.rem_euclid(DAY)),
        Level::Month => {
            let (from, until) = (from.max(begin_of(2000)), until.min(begin_of(2100)));
            let first = if month(from) == from { from } else { next_month(from) };
            (first, month(until))
        }
    }
}

fn ceiling(at: i64, step: i64) -> i64 {
    at + (step - at.rem_euclid(step)) % step
}

/// No attempt is older; with room for a day before it.
pub(super) fn earliest() -> i64 {
    Timestamp::MIN.as_microsecond() + DAY
}

/// Every attempt is older; with room for a day behind it.
pub(super) fn latest() -> i64 {
    Timestamp::MAX.as_microsecond() - DAY
}

fn begin_of(year: i16) -> i64 {
    begin(Date::constant(year, 1, 1))
}

fn begin(date: Date) -> i64 {
    TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).map_or(0, Timestamp::as_microsecond)
}

fn date_of(at: i64) -> Date {
    let at = Timestamp::from_microsecond(at).unwrap_or_default();
    TimeZone::UTC.to_datetime(at).date()
}

/// When the month of this moment begins.
fn month(at: i64) -> i64 {
    begin(date_of(at).first_of_month())
}

fn next_month(at: i64) -> i64 {
    begin(date_of(at).first_of_month().saturating_add(1.month()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_microsecond()
    }

    #[test]
    fn a_year_is_a_handful_of_stretches() {
        let stretches = cover(at("2025-12-31T22:30:00Z"), at("2026-12-31T22:30:00Z"));
        let levels: Vec<Level> = stretches.iter().map(|stretch| stretch.level).collect();
        assert_eq!(levels, [Level::Single, Level::Hour, Level::Month, Level::Day, Level::Hour, Level::Single]);
    }

    #[test]
    fn a_month_divides_into_days_and_a_day_into_hours() {
        let month = Stretch::bucket(Level::Month, at("2026-02-01T00:00:00Z"));
        assert_eq!(month.until, at("2026-03-01T00:00:00Z"));
        assert_eq!(month.divided(), [Stretch { level: Level::Day, ..month }]);
        let day = Stretch::bucket(Level::Day, month.from);
        assert_eq!(day.divided(), [Stretch { level: Level::Hour, ..day }]);
    }

    #[test]
    fn outside_of_what_calendars_are_for_there_are_days() {
        assert!(cover(earliest(), at("1999-12-31T00:00:00Z")).iter().all(|stretch| stretch.level != Level::Month));
    }

    #[test]
    fn a_year_of_another_zone_is_its_months_and_two_hours() {
        let parts = sum(at("2025-12-31T23:00:00Z"), at("2026-12-31T23:00:00Z"));
        let told: Vec<_> = parts.iter().map(|part| (part.stretch.level, part.sign)).collect();
        assert_eq!(told, [(Level::Month, 1), (Level::Hour, 1), (Level::Hour, -1)]);
    }

    proptest! {
        #[test]
        fn what_is_added_and_taken_off_is_each_moment_once(from in -4_000_000_000_000_000_i64..5_000_000_000_000_000,
                                                           length in 1_i64..100_000_000_000_000,
                                                           share in -0.5_f64..1.5) {
            let until = from + length;
            #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "any moment will do")]
            let moment = from + (length as f64 * share) as i64;
            let at = |part: &&Signed| part.stretch.from <= moment && moment < part.stretch.until;
            let times: i32 = sum(from, until).iter().filter(at).map(|part| part.sign).sum();
            prop_assert_eq!(times, i32::from(from <= moment && moment < until));
        }

        #[test]
        fn stretches_follow_each_other_without_gaps(from in -4_000_000_000_000_000_i64..5_000_000_000_000_000,
                                                    length in 1_i64..100_000_000_000_000) {
            let stretches = cover(from, from + length);
            let mut place = from;
            for stretch in stretches {
                prop_assert_eq!(stretch.from, place);
                prop_assert!(stretch.until > stretch.from);
                place = stretch.until;
                match stretch.level {
                    Level::Single => prop_assert!(stretch.until - stretch.from < 2 * HOUR),
                    Level::Hour => prop_assert_eq!((stretch.from % HOUR, stretch.until % HOUR), (0, 0)),
                    Level::Day => prop_assert_eq!((stretch.from % DAY, stretch.until % DAY), (0, 0)),
                    Level::Month => prop_assert_eq!((month(stretch.from), month(stretch.until)), (stretch.from, stretch.until)),
                }
            }
            prop_assert_eq!(place, from + length);
        }
    }
}
