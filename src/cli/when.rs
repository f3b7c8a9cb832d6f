//! Moments as people type them.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

use crate::domain::Period;

/// A moment as somebody typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// The day on which the command runs.
    Today,
    /// A day in this computer's time zone.
    Day(Date),
    /// A moment.
    At(Timestamp),
    /// So long before now.
    Ago(SignedDuration),
}

const FORMS: &str = "write it as today, 2026-11-24, 2026-11-24T18:00:00Z, 2026-11-24T18:00:00+01:00, 7d, 12h or 30m";

impl When {
    /// What clap calls for each `--since` and `--until`.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("today") {
            return Ok(Self::Today);
        }
        if let Some(ago) = ago(text) {
            return Ok(Self::Ago(ago));
        }
        if let Ok(at) = text.parse() {
            return Ok(Self::At(at));
        }
        // A time without its offset is not taken for the whole day.
        let day = (text.len() == "2026-11-24".len()).then(|| text.parse().ok());
        day.flatten().map(Self::Day).ok_or(FORMS)
    }

    /// The first moment of it.
    pub(super) fn start(self, now: Timestamp, zone: &TimeZone) -> Timestamp {
        self.range(now, zone).0
    }

    /// The first moment after it: a day that is named belongs to what is asked for.
    pub(super) fn end(self, now: Timestamp, zone: &TimeZone) -> Timestamp {
        self.range(now, zone).1
    }

    fn range(self, now: Timestamp, zone: &TimeZone) -> (Timestamp, Timestamp) {
        match self {
            Self::Today => Period::Today.range(now, zone),
            Self::Day(day) => Period::Custom { first: day, last: day }.range(now, zone),
            Self::At(at) => (at, at),
            Self::Ago(ago) => {
                let at = now.checked_sub(ago).unwrap_or(Timestamp::MIN);
                (at, at)
            }
        }
    }
}

fn ago(text: &str) -> Option<SignedDuration> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let number = i64::from(number.parse::<u32>().ok()?);
    match unit {
        "d" => Some(SignedDuration::from_hours(24 * number)),
        "h" => Some(SignedDuration::from_hours(number)),
        "m" => Some(SignedDuration::from_mins(number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn start_and_end(text: &str) -> (String, String) {
        let now = "2026-11-24T12:00:00Z".parse().unwrap();
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let when = When::parse(text).unwrap();
        (when.start(now, &zone).to_string(), when.end(now, &zone).to_string())
    }

    #[test]
    fn every_form_is_understood() {
        for (text, start, end) in [
            ("today", "2026-11-23T23:00:00Z", "2026-11-24T23:00:00Z"),
            ("2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"),
            ("2026-11-24T18:00:00+01:00", "2026-11-24T17:00:00Z", "2026-11-24T17:00:00Z"),
            ("7d", "2026-11-17T12:00:00Z", "2026-11-17T12:00:00Z"),
            ("12h", "2026-11-24T00:00:00Z", "2026-11-24T00:00:00Z"),
            ("30m", "2026-11-24T11:30:00Z", "2026-11-24T11:30:00Z"),
        ] {
            assert_eq!(start_and_end(text), (start.to_owned(), end.to_owned()), "{text}");
        }
        assert!(start_and_end("4294967295d").0.starts_with('-'), "as early as there is time");
    }

    #[test]
    fn what_is_no_moment_is_said_in_words() {
        for text in ["", "d", "-1d", "1x", "yesterday", "2026-11-31", "2026-11-24T18:00", "24.11.2026", "1é"] {
            assert_eq!(When::parse(text), Err(FORMS), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_and_no_time_is_too_much(text in "[0-9]{0,12}[dhmTZ:+-]{0,2}[0-9]{0,4}", now in any::<i32>()) {
            if let Ok(when) = When::parse(&text) {
                let now = Timestamp::from_second(i64::from(now)).unwrap();
                prop_assert!(when.start(now, &TimeZone::UTC) <= when.end(now, &TimeZone::UTC));
            }
        }
    }
}
