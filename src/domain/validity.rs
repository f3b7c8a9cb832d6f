//! The time in which a card opens its doors.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

/// The day on which clocks go back. Most rows of a long list need no calendar beyond it.
const LONGEST_DAY: SignedDuration = SignedDuration::from_hours(25);

/// From when until when; either end may be open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Validity {
    /// `starts_at`; open means "from the moment it is made".
    pub starts_at: Option<Timestamp>,
    /// `ends_at`; open means "until it is cancelled".
    pub ends_at: Option<Timestamp>,
}

impl Validity {
    /// Whether the end lies in the past: such a card opens nothing.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.ends_at.is_some_and(|end| end <= now)
    }

    /// Whether the start lies on a later day than today, by the calendar of the property.
    ///
    /// A stay that begins this afternoon is today's work, so the hour does not matter here.
    pub fn starts_on_later_day(&self, now: Timestamp, zone: &TimeZone) -> bool {
        let Some(start) = self.starts_at else { return false };
        let ahead = start.duration_since(now);
        if ahead <= SignedDuration::ZERO || ahead > LONGEST_DAY {
            return ahead > LONGEST_DAY;
        }
        start.to_zoned_datetime(zone.clone()).date() > now.to_zoned_datetime(zone.clone()).date()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_day_is_counted_in_the_propertys_zone() {
        let stay = Validity { starts_at: Some(at("2026-11-24T01:00:00Z")), ends_at: None };
        let now = at("2026-11-23T20:00:00Z");
        assert!(stay.starts_on_later_day(now, &TimeZone::UTC));
        assert!(!stay.starts_on_later_day(now, &TimeZone::get("America/New_York").unwrap()));
    }

    #[test]
    fn an_end_at_this_very_moment_is_over() {
        let end = at("2026-11-23T11:00:00Z");
        let stay = Validity { starts_at: None, ends_at: Some(end) };
        assert!(stay.is_over(end));
        assert!(!stay.is_over(end - jiff::SignedDuration::from_secs(1)));
        assert!(!Validity::default().is_over(end));
    }
}
