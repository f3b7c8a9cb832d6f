//! Times in every form of ISO 8601 that Seam's guides, samples and vendors show.

use std::fmt;

use jiff::{Timestamp, civil, tz::TimeZone};
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};

/// A moment; absent when it is not there or cannot be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Time(pub Option<Timestamp>);

impl Time {
    /// Reads a time: with or without a fraction, an offset, a `T`, a time of day. Without a zone it is UTC, which all of
    /// Seam's times are in.
    pub fn parse(text: &str) -> Option<Timestamp> {
        let text = text.trim();
        read(text).or_else(|| read(&shortened(text)?))
    }
}

fn read(text: &str) -> Option<Timestamp> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment);
    }
    let civil = text.parse::<civil::DateTime>().ok()?;
    // A text that names a zone and is not a moment is none: the local time alone would be another one.
    let is_local = !text.ends_with(']') && !text.ends_with(['z', 'Z']) && offset_start(text).is_none();
    is_local.then(|| TimeZone::UTC.to_timestamp(civil).ok()).flatten()
}

/// Where a numeric offset begins: a sign after the time of day.
fn offset_start(text: &str) -> Option<usize> {
    let time = text.find([':', 'T', 't', ' '])?;
    text.get(time..)?.find(['+', '-']).map(|at| time + at)
}

/// The same with nine digits of a fraction, where there are more.
fn shortened(text: &str) -> Option<String> {
    let point = text.find(['.', ','])?;
    let (whole, fraction) = text.split_at_checked(point + 1)?;
    let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
    let (kept, rest) = (fraction.get(..digits.min(9))?, fraction.get(digits..)?);
    (digits > 9).then(|| format!("{whole}{kept}{rest}"))
}

struct TimeVisitor;

impl<'de> Visitor<'de> for TimeVisitor {
    type Value = Time;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }
    fn visit_str<E>(self, text: &str) -> Result<Time, E> {
        Ok(Time(Time::parse(text)))
    }
    fn visit_bool<E>(self, _: bool) -> Result<Time, E> {
        Ok(Time(None))
    }
    fn visit_i64<E>(self, _: i64) -> Result<Time, E> {
        Ok(Time(None))
    }
    fn visit_u64<E>(self, _: u64) -> Result<Time, E> {
        Ok(Time(None))
    }
    fn visit_f64<E>(self, _: f64) -> Result<Time, E> {
        Ok(Time(None))
    }
    fn visit_unit<E>(self) -> Result<Time, E> {
        Ok(Time(None))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Time, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Time(None))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Time, A::Error> {
        while fields.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Time(None))
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(TimeVisitor)
    }
}

#[cfg(test)]
impl serde::Serialize for Time {
    fn serialize<S: serde::Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        self.0.map(|moment| moment.to_string()).serialize(target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_form_is_one_moment() {
        for text in [
            "2026-11-23T10:00:00Z",
            "2026-11-23T10:00:00.000Z",
            "2026-11-23T10:00:00.000000Z",
            "2026-11-23T10:00:00.0000000000000Z",
            "2026-11-23T10:00:00,0Z",
            "2026-11-23t10:00:00z",
            "2026-11-23 10:00:00Z",
            "2026-11-23 10:00:00",
            "2026-11-23T10:00:00",
            "2026-11-23T10:00",
            "2026-11-23T10:00Z",
            "2026-11-23T12:00:00+02:00",
            "2026-11-23T12:00:00+0200",
            "2026-11-23T12:00:00+02",
            "2026-11-23T02:00:00.000000-08:00",
            "2026-11-23T10:00:00+00:00",
            "20261123T100000Z",
            "2026-11-23T11:00:00+01:00[Europe/Berlin]",
            "  2026-11-23T10:00:00Z\n",
        ] {
            assert_eq!(Time::parse(text).map(|at| at.to_string()).as_deref(), Some("2026-11-23T10:00:00Z"), "{text}");
        }
    }

    #[test]
    fn a_date_alone_is_its_midnight_in_utc() {
        assert_eq!(Time::parse("2026-11-23"), Time::parse("2026-11-23T00:00:00Z"));
        assert!(Time::parse("2026-11-23").is_some());
    }

    #[test]
    fn a_fraction_is_kept() {
        let at = Time::parse("2025-06-16T16:54:17.946123Z").unwrap();
        assert_eq!(at.to_string(), "2025-06-16T16:54:17.946123Z");
    }

    #[test]
    fn what_is_no_time_is_absent() {
        for text in
            ["", "soon", "2026-13-01T00:00:00Z", "2026-02-30", "10:00", "1732356000", "2026-11-23T10:00:00+99:00"]
        {
            assert_eq!(Time::parse(text), None, "{text}");
        }
        for json in ["null", "5", "1.5", "true", "[1]", "{\"a\": 1}", "\"\""] {
            assert_eq!(serde_json::from_str::<Time>(json).unwrap(), Time(None), "{json}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "\\PC*") {
            let _ = Time::parse(&text);
        }

        #[test]
        fn what_jiff_writes_is_read_back(second in -60_000_000_000i64..200_000_000_000, nano in 0i32..1_000_000_000) {
            let moment = Timestamp::new(second, nano).unwrap();
            prop_assert_eq!(Time::parse(&moment.to_string()), Some(moment));
        }
    }
}
