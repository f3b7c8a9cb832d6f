//! When: a stretch of days in the property's own time zone, and how a chart divides it.

use jiff::{Timestamp, ToSpan as _, Unit, ZonedDateTime, civil::Date, tz::TimeZone};

/// Some days, up to and with today or the last one named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Period {
    /// Since midnight.
    #[default]
    Today,
    /// So many days, today the last of them.
    Days(u16),
    /// From the first of these days to the end of the second.
    Custom {
        /// The first day.
        first: Date,
        /// The last day, which belongs to it.
        last: Date,
    },
}

/// Up to so many days a chart shows hours.
const DAYS_BY_HOUR: i64 = 2;
/// Up to so many days a chart shows days.
const DAYS_BY_DAY: i64 = 62;
/// Up to so many days a chart shows weeks; above, months.
const DAYS_BY_WEEK: i64 = 366;

/// What one bar of a chart stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Hour,
    Day,
    Week,
    Month,
}

impl Period {
    /// The first and the last day.
    pub fn days(self, now: Timestamp, zone: &TimeZone) -> (Date, Date) {
        let today = now.to_zoned_datetime(zone.clone()).date();
        match self {
            Self::Today => (today, today),
            Self::Days(days) => (today.saturating_sub((i64::from(days) - 1).max(0).days()), today),
            Self::Custom { first, last } => (first.min(last), first.max(last)),
        }
    }

    /// From which moment on, and before which. Days are as long as the zone makes them.
    pub fn range(self, now: Timestamp, zone: &TimeZone) -> (Timestamp, Timestamp) {
        let (first, last) = self.days(now, zone);
        (midnight(first, zone), midnight(last.saturating_add(1.day()), zone))
    }

    /// Where the bars of a chart begin, and where the last one ends: never fewer than two moments, oldest first.
    pub fn bars(self, now: Timestamp, zone: &TimeZone) -> Vec<Timestamp> {
        let (since, until) = self.range(now, zone);
        let (first, last) = self.days(now, zone);
        let days = first.until((Unit::Day, last)).map_or(0, |span| i64::from(span.get_days())) + 1;
        let step = Step::for_days(days);
        let mut moments = vec![since];
        let mut at = since.to_zoned_datetime(zone.clone());
        while let Some(next) = step.after(&at).filter(|next| next.timestamp() < until) {
            moments.push(next.timestamp());
            at = next;
        }
        moments.push(until);
        moments
    }
}

impl Step {
    fn for_days(days: i64) -> Self {
        let most = [(DAYS_BY_HOUR, Self::Hour), (DAYS_BY_DAY, Self::Day), (DAYS_BY_WEEK, Self::Week)];
        most.into_iter().find(|(most, _)| days <= *most).map_or(Self::Month, |(_, step)| step)
    }

    fn after(self, at: &ZonedDateTime) -> Option<ZonedDateTime> {
        let span = match self {
            Self::Hour => 1.hour(),
            Self::Day => 1.day(),
            Self::Week => 1.week(),
            Self::Month => 1.month(),
        };
        let next = at.checked_add(span).ok()?;
        (next > *at).then_some(next)
    }
}

/// The first moment of a day; where a zone leaves midnight out, the first that it has.
fn midnight(day: Date, zone: &TimeZone) -> Timestamp {
    let start = day.to_zoned_datetime(zone.clone());
    start.map_or_else(|_| if day.year() < 0 { Timestamp::MIN } else { Timestamp::MAX }, |start| start.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").unwrap()
    }

    #[test]
    fn today_begins_at_the_propertys_own_midnight() {
        let now = "2026-11-24T23:30:00Z".parse().unwrap();
        let (since, until) = Period::Today.range(now, &berlin());
        assert_eq!(since.to_string(), "2026-11-24T23:00:00Z");
        assert_eq!(until.to_string(), "2026-11-25T23:00:00Z");
        assert_eq!(Period::Today.bars(now, &berlin()).len(), 25);
    }

    #[test]
    fn a_day_on_which_the_clock_is_set_is_as_long_as_it_is() {
        let now = "2026-10-25T12:00:00Z".parse().unwrap();
        assert_eq!(Period::Today.bars(now, &berlin()).len(), 26);
    }

    #[test]
    fn days_end_with_today() {
        let now = "2026-11-24T12:00:00Z".parse().unwrap();
        assert_eq!(Period::Days(7).bars(now, &berlin()).len(), 8);
        assert_eq!(Period::Days(7).range(now, &berlin()).0.to_string(), "2026-11-17T23:00:00Z");
        assert_eq!(Period::Days(30).bars(now, &berlin()).len(), 31);
    }

    #[test]
    fn long_periods_have_few_bars_and_swapped_days_are_put_in_order() {
        let now = "2026-11-24T12:00:00Z".parse().unwrap();
        let day = |text: &str| text.parse::<Date>().unwrap();
        let year = Period::Custom { first: day("2026-11-24"), last: day("2025-11-25") };
        assert_eq!(year.bars(now, &berlin()).len(), 54);
        let long = Period::Custom { first: day("2016-01-01"), last: day("2025-12-31") };
        assert_eq!(long.bars(now, &berlin()).len(), 121);
    }
}
