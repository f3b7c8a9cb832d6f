use std::time::Duration;

use jiff::tz::TimeZone;

use super::*;
use crate::domain::{Advice, Operator, PatternGroup};

fn bars(period: Period, busy: &[usize]) -> Vec<Bar> {
    let now = "2026-11-24T12:00:00Z".parse().unwrap();
    let moments = period.bars(now, &TimeZone::UTC);
    let bar = |(at, pair): (usize, &[Timestamp])| Bar {
        from: pair[0],
        until: pair[1],
        encoded: u64::from(busy.contains(&at)),
        failed: 0,
    };
    moments.windows(2).enumerate().map(bar).collect()
}

fn days(first: &str, last: &str) -> Period {
    Period::Custom { first: first.parse().unwrap(), last: last.parse().unwrap() }
}

#[test]
fn the_step_is_read_from_the_bars() {
    assert_eq!(step_of(&bars(Period::Today, &[])), BarStep::Hour);
    assert_eq!(step_of(&bars(Period::Days(30), &[])), BarStep::Day);
    assert_eq!(step_of(&bars(days("2026-01-01", "2026-06-30"), &[])), BarStep::Week);
    assert_eq!(step_of(&bars(days("2024-01-01", "2026-06-30"), &[])), BarStep::Month);
}

#[test]
fn quiet_hours_at_both_ends_are_left_out_down_to_twelve() {
    let shown = |busy: &[usize]| worth_showing(&bars(Period::Today, busy)).len();
    assert_eq!(shown(&[]), 24);
    assert_eq!(shown(&[6, 19]), 14);
    assert_eq!(shown(&[10]), 12);
    assert_eq!(shown(&[0]), 12);
    assert_eq!(shown(&[23]), 12);
    assert_eq!(worth_showing(&bars(Period::Days(30), &[4])).len(), 30, "quiet days say something");
}

#[test]
fn a_share_is_not_rounded_to_all_or_nothing() {
    let share = |encoded, failed| permille(&Overview { encoded, failed, ..Overview::default() });
    assert_eq!(share(0, 0), None);
    assert_eq!(share(236, 13), Some(948));
    assert_eq!(share(99_999, 1), Some(999));
    assert_eq!(share(1, 99_999), Some(1));
    assert_eq!((share(5, 0), share(0, 5)), (Some(1000), Some(0)));
}

#[test]
fn rows_are_asked_for_before_they_are_missed_and_only_once() {
    let ask = |visible, known, asked| rows_to_ask(&visible, 1_000, &known, asked);
    assert_eq!(ask(0..10, 0..100, None), None);
    assert_eq!(ask(88..98, 0..100, None), Some((68, 50)));
    assert_eq!(ask(88..98, 0..100, Some((68, 50))), None, "they are on their way");
    assert_eq!(ask(500..510, 0..100, Some((68, 50))), Some((480, 50)));
    assert_eq!(ask(990..1_000, 0..100, None), Some((970, 30)), "nothing beyond the last");
    assert_eq!(rows_to_ask(&(0..0), 0, &(0..0), None), None);
}

#[test]
fn days_stand_beside_times_where_there_is_more_than_one() {
    assert!(!has_days(Period::Today) && has_days(Period::Days(7)));
    assert!(!has_days(days("2026-11-01", "2026-11-01")) && has_days(days("2026-11-01", "2026-11-02")));
}

#[test]
fn three_in_a_row_on_one_encoder_are_a_streak() {
    let pattern = |about, in_row| Pattern {
        group: PatternGroup::Encoder,
        about,
        cause: None,
        failed: 4,
        of: 10,
        in_row,
        advice: Advice::CheckEncoder,
        is_thin: false,
        evidence: Vec::new(),
    };
    let encoder = |name: &str| About::Encoder { id: name.into(), name: name.into() };
    let person = About::Operator(Operator("J. Silva".into()));
    assert_eq!(streak(&[pattern(encoder("e1"), 2), pattern(person, 9), pattern(About::Everywhere, 9)]), None);
    let both = [pattern(encoder("e1"), 3), pattern(encoder("e2"), 5)];
    assert_eq!(streak(&both).map(|pattern| &pattern.about), Some(&encoder("e2")));
}

#[test]
fn a_name_that_was_never_known_is_not_called_erased() {
    let now: Timestamp = "2026-11-24T12:00:00Z".parse().unwrap();
    assert!(!is_erased(now - Duration::from_secs(3_600), now));
    assert!(is_erased(now - Duration::from_secs(40 * 86_400), now));
}
