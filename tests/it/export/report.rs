//! The shift report.

use std::time::Duration;

use keydesk::{
    domain::{AttemptRow, FollowUpState, Outcome, Problem, ProblemCode},
    journal::export::{Format, Selection},
};

use super::{Record, hostile_names, objects, row, selection, written};

/// A card in so many tenths of a second.
fn card(number: u64, encoder: &str, tenths: u64) -> AttemptRow {
    AttemptRow {
        encoder: encoder.into(),
        encoder_name: format!("Desk {encoder}").into(),
        outcome: Outcome::Succeeded,
        problem: None,
        duration: Some(Duration::from_millis(tenths * 100)),
        follow_up: None,
        ..row(number, "Lucía")
    }
}

fn failure(number: u64, encoder: &str, code: ProblemCode, outcome: Outcome) -> AttemptRow {
    let problem = Some(Problem::noticed(code, "about Lucía"));
    AttemptRow { outcome, problem, duration: None, ..card(number, encoder, 0) }
}

fn shift() -> Vec<AttemptRow> {
    let mut rows: Vec<AttemptRow> = (0..20).map(|number| card(number, "1", 20 + number)).collect();
    rows.extend((20..24).map(|number| card(number, "2", 90)));
    let (first, second) = (rows[0].job, rows[1].subject.clone());
    rows.push(AttemptRow { retry_of: Some(first), ..card(24, "1", 20) });
    rows.push(AttemptRow { subject: second, ..card(25, "1", 20) });
    rows.push(failure(26, "2", ProblemCode::CardRemovedEarly, Outcome::Failed));
    rows.push(failure(27, "2", ProblemCode::CardRemovedEarly, Outcome::Failed));
    rows.push(AttemptRow {
        follow_up: Some(FollowUpState::Open),
        ..failure(28, "1", ProblemCode::OutcomeUnknown, Outcome::Uncertain)
    });
    rows
}

async fn page(rows: Vec<AttemptRow>, selection: Selection) -> String {
    String::from_utf8(written(&Record::of(rows), selection).await).unwrap()
}

#[tokio::test]
async fn a_shift_reads_like_this() {
    let page = page(shift(), selection(Format::ReportText)).await;
    let expected = "\
Shift report
2026-11-24 11:00 to 2026-11-24 11:28, Europe/Berlin

Cards made         26, of these again 2
Failed             3 of 29 (10 %)
Not known yet      1
Follow-up          1 open, 0 in hand
Time to a card     median 3.0 s, 95 of 100 within 9.0 s
Slowest encoder    Desk 2 median 9.0 s, 95 of 100 within 9.0 s
Slowest desk       desk-1 median 3.1 s, 95 of 100 within 9.0 s

Why cards failed
  card removed early                   2
  outcome unknown                      1

Encoders                           tried    made  failed     median  95 of 100
  Desk 1                              23      22       1      2.8 s      3.8 s
  Desk 2                               6       4       2      9.0 s      9.0 s

People                             tried    made  failed
  Mia 0                               10       9       1
  Mia 1                               10       9       1
  Mia 2                                9       8       1

Not known if a card was made
  2026-11-24 11:28 Desk 1       desk-0     00000000-0000-7000-8000-00000000001c

Follow-up not solved
  2026-11-24 11:28 Desk 1       desk-0     00000000-0000-7000-8000-00000000001c
";
    assert_eq!(page, expected);
}

#[tokio::test]
async fn the_sheet_has_the_same_figures() {
    let record = Record::of(shift());
    let sheet = objects(&written(&record, selection(Format::ReportCsv)).await);
    let lines: Vec<String> =
        sheet.iter().map(|cells| cells.iter().map(|(_, cell)| cell.as_str()).collect::<Vec<_>>().join(" ")).collect();
    for line in [
        "period  since 2026-11-24T11:00:00+01:00",
        "all  attempts 29",
        "all  encoded 26",
        "all  failed 3",
        "all  again 2",
        "all  unsettled 1",
        "all  follow_up_open 1",
        "cause card-removed-early failed 2",
        "encoder Desk 2 median_ms 9000",
        "operator Mia 2 failed 1",
    ] {
        assert!(lines.iter().any(|told| told == line), "{line} is not in {lines:#?}");
    }
    assert!(!lines.iter().any(|line| line.starts_with("operator") && line.contains("_ms")), "people are not timed");
}

#[tokio::test]
async fn whatever_happened_it_is_one_page() {
    let names = hostile_names();
    let mut rows = Vec::new();
    for (number, name) in (0..600).zip(names.iter().cycle()) {
        let code = ProblemCode::ALL[number as usize % ProblemCode::ALL.len()];
        let outcome = Outcome::ALL[number as usize % Outcome::ALL.len()];
        let encoder = format!("{}{name}", number % 40);
        let operator = keydesk::domain::Operator(format!("{name}{}", number % 30).into());
        let follow_up = Some(FollowUpState::ALL[number as usize % 3]);
        let row = AttemptRow { encoder_name: name.as_str().into(), ..failure(number, &encoder, code, outcome) };
        let duration = Some(Duration::from_secs(90_000 + number));
        rows.push(AttemptRow { operator, follow_up, duration, ..row });
    }
    let one = page(rows.clone(), selection(Format::ReportText)).await;
    assert!(one.lines().count() <= 60, "{one}");
    assert!(one.lines().all(|line| line.chars().filter(|letter| !is_undrawn(*letter)).count() <= 80), "{one}");
    assert!(!one.contains(['\0', '\u{1b}', '\r', '\t']));
    assert!(one.contains("and ") && one.contains(" more\n"), "what is left out is said");
    assert_eq!(one, page(rows, selection(Format::ReportText)).await, "twice the same");
}

fn is_undrawn(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{fe0f}' | '\u{feff}')
}

#[tokio::test]
async fn what_is_under_way_has_not_failed() {
    let rows = vec![
        card(0, "1", 20),
        failure(1, "1", ProblemCode::NoCard, Outcome::Failed),
        AttemptRow { outcome: Outcome::Open, duration: None, ..card(2, "1", 0) },
    ];
    let page = page(rows, selection(Format::ReportText)).await;
    assert!(page.contains("Failed             1 of 2 (50 %), 1 under way\n"), "{page}");
}

#[tokio::test]
async fn a_shift_without_attempts_says_so() {
    let page = page(Vec::new(), selection(Format::ReportText)).await;
    assert!(page.contains("Cards made         0, of these again 0\nFailed             0 of 0\n"), "{page}");
    assert!(page.ends_with("Slowest desk       -\n"), "{page}");
}
