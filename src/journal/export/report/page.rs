//! The figures as one page: at most sixty lines of eighty columns.

use jiff::tz::TimeZone;

use super::{
    Figures, Line, Loose,
    text::{fit, moment, seconds},
};
use crate::domain::{ProblemCode, Took};

const CAUSES: usize = 7;
const LINES: usize = 8;

/// The figures as one page of text.
pub fn report_text(figures: &Figures, zone: &TimeZone) -> String {
    let mut page = head(figures, zone);
    page.extend(causes(figures));
    page.extend(table("Encoders", &figures.encoders, true));
    page.extend(table("People", &figures.operators, false));
    page.extend(loose("Not known if a card was made", figures.unsettled, &figures.newest_unsettled, zone));
    let open = figures.follow_up_open + figures.follow_up_in_hand;
    page.extend(loose("Follow-up not solved", open, &figures.newest_follow_up, zone));
    let mut text: String = page.iter().map(|line| format!("{}\n", line.trim_end())).collect();
    text.truncate(text.trim_end().len());
    text + "\n"
}

fn head(figures: &Figures, zone: &TimeZone) -> Vec<String> {
    let all = &figures.all;
    let zone_name = zone.iana_name().unwrap_or("local time");
    let period = format!("{} to {}, {zone_name}", moment(figures.since, zone), moment(figures.until, zone));
    vec![
        "Shift report".to_owned(),
        fit(&period, 80),
        String::new(),
        format!("Cards made         {}, of these again {}", all.encoded, figures.again),
        format!("Failed             {}", failed(all)),
        format!("Not known yet      {}", figures.unsettled),
        format!("Follow-up          {} open, {} in hand", figures.follow_up_open, figures.follow_up_in_hand),
        format!("Time to a card     {}", all.took.map_or_else(|| "-".to_owned(), times)),
        format!("Slowest encoder    {}", slowest(figures.slowest_encoder())),
        format!("Slowest desk       {}", slowest(figures.slowest_desk())),
        String::new(),
    ]
}

/// Without those under way, as everywhere; the share rounded to the nearest hundredth.
fn failed(all: &Line) -> String {
    let known = all.encoded + all.failed;
    let share = (all.failed * 100 + known / 2).checked_div(known).map(|share| format!(" ({share} %)"));
    let under_way = Some(all.attempts - known).filter(|count| *count > 0).map(|count| format!(", {count} under way"));
    format!("{} of {known}{}{}", all.failed, share.unwrap_or_default(), under_way.unwrap_or_default())
}

fn times(took: Took) -> String {
    format!("median {}, 95 of 100 within {}", seconds(took.median), seconds(took.p95))
}

fn slowest(found: Option<(&Line, Took)>) -> String {
    found.map_or_else(|| "-".to_owned(), |(line, took)| format!("{} {}", fit(&line.name, 14).trim_end(), times(took)))
}

fn causes(figures: &Figures) -> Vec<String> {
    let say = |(code, count): &(Option<ProblemCode>, u64)| {
        let words = code.map_or("no cause on record", ProblemCode::key).replace('-', " ");
        format!("  {} {count:>7}", fit(&words, 30))
    };
    section("Why cards failed", figures.causes.iter().map(say), figures.causes.len(), CAUSES)
}

fn table(title: &str, lines: &[Line], has_times: bool) -> Vec<String> {
    let times = |took: Option<Took>| took.map(|took| (seconds(took.median), seconds(took.p95))).unwrap_or_default();
    let say = |line: &Line| {
        let counts = format!("  {} {:>7} {:>7} {:>7}", fit(&line.name, 30), line.attempts, line.encoded, line.failed);
        let (median, p95) = times(line.took);
        if has_times { format!("{counts} {median:>10} {p95:>10}") } else { counts }
    };
    let heading = format!("{} {:>7} {:>7} {:>7}", fit(title, 32), "tried", "made", "failed");
    let heading = if has_times { format!("{heading} {:>10} {:>10}", "median", "95 of 100") } else { heading };
    section(&heading, lines.iter().map(say), lines.len(), LINES)
}

fn loose(title: &str, count: u64, newest: &[Loose], zone: &TimeZone) -> Vec<String> {
    let say = |loose: &Loose| {
        let place = format!("{} {}", fit(&loose.encoder, 12), fit(&loose.desk, 10));
        format!("  {} {place} {}", moment(Some(loose.at), zone), loose.job)
    };
    section(title, newest.iter().map(say), usize::try_from(count).unwrap_or(usize::MAX), newest.len())
}

/// A heading, some lines, how many more there are, and a gap; nothing at all where there is nothing to say.
fn section(heading: &str, lines: impl Iterator<Item = String>, count: usize, most: usize) -> Vec<String> {
    if count == 0 {
        return Vec::new();
    }
    let more = count.saturating_sub(most);
    let rest = (more > 0).then(|| format!("  and {more} more"));
    std::iter::once(heading.to_owned()).chain(lines.take(most)).chain(rest).chain([String::new()]).collect()
}
