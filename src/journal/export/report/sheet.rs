//! The figures as a sheet: one figure a line, so that none is lost to a page's width.

use std::io;

use jiff::{Timestamp, tz::TimeZone};

use super::{Figures, Line};
use crate::{
    domain::ProblemCode,
    journal::export::{cells::tame, columns::milliseconds, csv},
};

type Figure = [String; 4];

/// The figures as RFC 4180, below the names `section,name,figure,value`.
///
/// # Errors
/// None that a vector in memory knows.
pub fn report_csv(figures: &Figures, zone: &TimeZone) -> io::Result<Vec<u8>> {
    let mut sheet = vec![["section", "name", "figure", "value"].map(str::to_owned)];
    sheet.extend(period(figures, zone));
    sheet.extend(of_line("all", &figures.all));
    for (name, value) in [
        ("again", figures.again),
        ("unsettled", figures.unsettled),
        ("follow_up_open", figures.follow_up_open),
        ("follow_up_in_hand", figures.follow_up_in_hand),
    ] {
        sheet.push(figure("all", "", name, value));
    }
    for (code, count) in &figures.causes {
        sheet.push(figure("cause", code.map_or("", ProblemCode::key), "failed", *count));
    }
    for (section, lines) in [("encoder", &figures.encoders), ("desk", &figures.desks), ("operator", &figures.operators)]
    {
        sheet.extend(lines.iter().flat_map(|line| of_line(section, line)));
    }
    csv::lines(sheet.into_iter())
}

fn period(figures: &Figures, zone: &TimeZone) -> Vec<Figure> {
    let say = |name: &str, at: Option<Timestamp>| {
        let at = at.map(|at| at.display_with_offset(zone.to_offset(at)).to_string());
        ["period".to_owned(), String::new(), name.to_owned(), at.unwrap_or_default()]
    };
    vec![say("since", figures.since), say("until", figures.until)]
}

/// People are counted; how long each of them takes is nobody's business.
fn of_line(section: &str, line: &Line) -> Vec<Figure> {
    let counts = [("attempts", line.attempts), ("encoded", line.encoded), ("failed", line.failed)];
    let took = line.took.filter(|_| section != "operator");
    let times = took
        .map(|took| [("median_ms", milliseconds(took.median)), ("p95_ms", milliseconds(took.p95)), ("timed", took.of)]);
    counts
        .into_iter()
        .chain(times.into_iter().flatten())
        .map(|(name, value)| figure(section, &line.name, name, value))
        .collect()
}

fn figure(section: &str, name: &str, figure: &str, value: u64) -> Figure {
    [section.to_owned(), tame(name).into_owned(), figure.to_owned(), value.to_string()]
}
