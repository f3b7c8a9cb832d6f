use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::{Timestamp, tz::TimeZone};

use super::{Clock, Texts, catalogue, duration, milliseconds, seconds};

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn berlin() -> TimeZone {
    TimeZone::get("Europe/Berlin").expect("a zone")
}

/// 23 Nov 2026 is a Monday; Berlin is an hour ahead of UTC.
const NOW: &str = "2026-11-23T12:41:12Z";

fn say(how: impl Fn(&Clock<'_>) -> String) -> String {
    let texts = Texts::default();
    how(&Clock::new(&texts, &berlin(), at(NOW)))
}

#[test]
fn near_days_have_names() {
    let short = |time: &str| say(|clock| clock.short(at(time)));
    assert_eq!(short("2026-11-23T13:00:00Z"), "Today 14:00");
    assert_eq!(short("2026-11-22T23:30:00Z"), "Today 00:30", "the property's day, not UTC's");
    assert_eq!(short("2026-11-22T22:30:00Z"), "Yesterday 23:30");
    assert_eq!(short("2026-11-24T10:00:00Z"), "Tomorrow 11:00");
    assert_eq!(short("2026-11-26T10:00:00Z"), "Thu 11:00");
    assert_eq!(short("2026-11-29T10:00:00Z"), "Sun 11:00");
    assert_eq!(short("2026-11-30T10:00:00Z"), "Mon 30 Nov 11:00", "a week ahead would sound like today");
    assert_eq!(short("2026-11-19T10:00:00Z"), "Thu 19 Nov 11:00", "a weekday alone means the coming one");
}

#[test]
fn long_forms_carry_the_date_and_another_year() {
    assert_eq!(say(|clock| clock.long(at("2026-11-26T10:00:00Z"))), "Thu 26 Nov 11:00");
    assert_eq!(say(|clock| clock.long(at("2026-11-23T13:00:00Z"))), "Today 14:00");
    assert_eq!(say(|clock| clock.long(at("2027-01-02T10:00:00Z"))), "Sat 2 Jan 2027 11:00");
    assert_eq!(say(|clock| clock.exact(at("2026-11-23T12:41:07Z"))), "Today 13:41:07");
    assert_eq!(say(|clock| clock.recent(at("2026-11-23T12:38:00Z"))), "13:38");
    assert_eq!(say(|clock| clock.recent(at("2026-11-22T12:38:00Z"))), "Yesterday 13:38");
    assert_eq!(say(|clock| clock.brief(at("2026-11-23T12:38:00Z"))), "13:38");
    assert_eq!(say(|clock| clock.brief(at("2026-11-16T12:38:00Z"))), "16 Nov");
}

#[test]
fn lists_of_the_past_name_the_day_of_another_year_with_it() {
    assert_eq!(say(|clock| clock.to_second(at("2026-11-23T12:41:07Z"))), "13:41:07");
    assert_eq!(say(|clock| clock.day(at("2026-11-22T23:30:00Z"))), "23 Nov", "the property's day, not UTC's");
    assert_eq!(say(|clock| clock.day(at("2025-12-24T12:00:00Z"))), "24 Dec 2025");
    assert_eq!(say(|clock| clock.day_to_second(at("2026-11-16T12:38:09Z"))), "16 Nov 13:38:09");
}

#[test]
fn summer_time_is_the_propertys() {
    let texts = Texts::default();
    let clock = Clock::new(&texts, &berlin(), at("2026-07-01T08:00:00Z"));
    assert_eq!(clock.short(at("2026-07-01T12:00:00Z")), "Today 14:00");
}

#[test]
fn ranges_may_be_open() {
    let (from, until) = (at("2026-11-23T13:00:00Z"), at("2026-11-26T10:00:00Z"));
    assert_eq!(say(|clock| clock.range(Some(from), Some(until))), "Today 14:00 – Thu 11:00");
    assert_eq!(say(|clock| clock.range(Some(from), None)), "from Today 14:00");
    assert_eq!(say(|clock| clock.range(None, Some(until))), "until Thu 11:00");
    assert_eq!(say(|clock| clock.range(None, None)), "");
}

#[test]
fn ages_grow_coarser_and_say_when_they_change() {
    let ago = |seconds: i64| say(|clock| clock.ago(at(NOW) - jiff::SignedDuration::from_secs(seconds)));
    assert_eq!(ago(-30), "just now");
    assert_eq!(ago(4), "just now");
    assert_eq!(ago(12), "12 s ago");
    assert_eq!(ago(180), "3 min ago");
    assert_eq!(ago(7300), "2 h ago");
    assert_eq!(ago(400_000), "4 d ago");
    let texts = Texts::default();
    let clock = Clock::new(&texts, &berlin(), at(NOW));
    for age in [0_i64, 4, 5, 59, 60, 61, 3599, 3600, 90_000] {
        let moment = at(NOW) - jiff::SignedDuration::from_secs(age);
        let wait = i64::try_from(clock.ago_changes_in(moment).as_secs()).expect("small");
        let just_before = Clock::new(&texts, &berlin(), at(NOW) + jiff::SignedDuration::from_secs(wait - 1));
        assert_eq!(just_before.ago(moment), clock.ago(moment), "age {age}: nothing to draw before {wait} s");
    }
}

#[test]
fn spans_are_as_exact_as_they_are_short() {
    let texts = Texts::default();
    let say = |millis: u64| duration(&texts, Duration::from_millis(millis));
    assert_eq!(say(200), "0.2 s");
    assert_eq!(say(3_849), "3.8 s");
    assert_eq!(say(9_940), "9.9 s");
    assert_eq!(say(9_960), "10 s");
    assert_eq!(say(30_400), "30 s");
    assert_eq!(say(125_000), "2 min 05 s");
    assert_eq!(seconds(&texts, Duration::from_millis(3_900)), "4 s");
    assert_eq!(seconds(&texts, Duration::from_millis(100)), "1 s");
}

#[test]
fn numbers_have_their_thousands_apart() {
    let texts = Texts::default();
    assert_eq!(texts.number(248), "248");
    assert_eq!(texts.number(1_234), "1,234");
    assert_eq!(texts.number(100_000), "100,000");
    assert_eq!(texts.number(1_000_005), "1,000,005");
}

#[test]
fn a_missing_text_is_its_key_and_a_foreign_language_is_english() {
    assert_eq!(Texts::default().t("no-such-key"), "no-such-key");
    for tag in ["xx", "en-GB", "", "not a tag"] {
        assert_eq!(Texts::new(tag).t("time-today"), "Today", "{tag:?}");
    }
}

#[test]
fn no_invisible_marks_stand_around_variables() {
    assert_eq!(Texts::default().t_with("span-seconds", &[("n", "7")]), "7 s");
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("text/tests.rs") {
            found.push(path);
        }
    }
}

fn code() -> String {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui"), &mut files);
    assert!(files.len() > 10, "the window's sources are here");
    files.iter().map(|file| std::fs::read_to_string(file).expect("readable")).collect()
}

/// The first argument of every `t("…")`, `t_with("…")` and `t_count("…")`, on whatever line it stands.
fn asked(code: &str) -> BTreeSet<String> {
    let tight: String = code.split_whitespace().collect::<Vec<_>>().join(" ").replace("( \"", "(\"");
    let calls = [".t(\"", ".t_with(\"", ".t_count(\""];
    let after = calls.iter().flat_map(|call| tight.split(call).skip(1));
    after.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

fn keys(source: catalogue::Source) -> BTreeSet<String> {
    let ids = source.files.iter().flat_map(|file| file.lines()).filter(|line| line.starts_with(char::is_alphabetic));
    ids.filter_map(|line| line.split_once(" =").or(line.split_once('='))).map(|(key, _)| key.to_owned()).collect()
}

#[test]
fn every_text_the_window_asks_for_is_there() {
    let (asked, english) = (asked(&code()), keys(catalogue::ENGLISH));
    let missing: Vec<_> = asked.difference(&english).collect();
    assert!(asked.len() > 20 && missing.is_empty(), "without an English text: {missing:?}");
}

#[test]
fn every_english_text_is_used() {
    let code = code();
    // The texts of a setting are called after it.
    let settings: Vec<_> = crate::domain::SettingKey::ALL.map(crate::ui::screens::settings::name_key).into();
    let is_settings = |key: &str| {
        let bare = ["-why", "-hint", "-unit"].iter().find_map(|end| key.strip_suffix(end)).unwrap_or(key);
        settings.iter().any(|name| name == bare)
    };
    let unused: Vec<_> = keys(catalogue::ENGLISH)
        .into_iter()
        .filter(|key| !code.contains(&format!("\"{key}\"")) && !is_settings(key))
        .collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

#[test]
fn every_shipped_file_is_sound_and_complete() {
    let english = keys(catalogue::ENGLISH);
    for source in catalogue::SHIPPED {
        for file in source.files {
            assert!(fluent_bundle::FluentResource::try_new((*file).to_owned()).is_ok(), "{}", source.tag);
        }
        let missing: Vec<_> = english.difference(&keys(*source)).cloned().collect();
        assert!(missing.is_empty(), "{}: {missing:?}", source.tag);
    }
}

#[test]
fn moments_are_told_to_the_second_and_days_by_their_names() {
    let day = |moment: &str| say(|clock| clock.day_name(at(moment)));
    assert_eq!(say(|clock| clock.to_millisecond(at("2026-11-23T12:41:07.382Z"))), "13:41:07.382");
    assert_eq!(day(NOW), "Today");
    assert_eq!(day("2026-11-16T12:38:09Z"), "Mon 16 Nov");
    assert_eq!(day("2025-12-24T23:30:00Z"), "Thu 25 Dec 2025", "the property's day, not UTC's");
    let texts = Texts::default();
    assert_eq!(milliseconds(&texts, Duration::from_micros(12_700)), "12 ms");
    assert_eq!(milliseconds(&texts, Duration::from_millis(3_623)), "3,623 ms");
}

#[test]
fn a_language_is_shipped_in_whatever_region() {
    for (tag, is_shipped) in [("en", true), ("en-GB", true), ("de-AT", false), ("", false), ("not a tag", false)] {
        assert_eq!(Texts::is_shipped(tag), is_shipped, "{tag:?}");
    }
}
