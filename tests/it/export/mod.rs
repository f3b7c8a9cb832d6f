//! Exports as whoever opens them finds them: read by a reader of this test's own, not by the library that wrote them.

mod command;
mod desk;
mod files;
mod reader;
mod record;
mod report;

use jiff::tz::TimeZone;
use keydesk::{
    domain::{ActivityFilter, AttemptRow},
    journal::export::{ExportSpec, Format, Selection, export},
};
use proptest::{collection::vec, prelude::*};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use reader::sheet;
use record::{Record, hostile_names, row};

fn selection(format: Format) -> Selection {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    Selection { format, filter: ActivityFilter::default(), limit: None, with_guests: true, zone }
}

async fn written(record: &Record, selection: Selection) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("attempts.out");
    let spec = ExportSpec { path: path.clone(), selection };
    let count = export(record, &spec, |_| {}, &CancellationToken::new()).await.unwrap();
    assert_eq!(count, record.matching(&spec.selection.filter));
    std::fs::read(path).unwrap()
}

/// The lines of a sheet as objects, by the names in its first line.
fn objects(bytes: &[u8]) -> Vec<Vec<(String, String)>> {
    let text = std::str::from_utf8(bytes).unwrap();
    let mut lines = sheet(text.strip_prefix('\u{feff}').expect("the mark that Excel needs")).into_iter();
    let names = lines.next().unwrap();
    lines.map(|line| names.iter().cloned().zip(line).collect()).collect()
}

/// What a value has to look like in a sheet, told once more and without the code that writes it.
fn in_a_sheet(value: &Value) -> String {
    let text = match value {
        Value::Null => return String::new(),
        Value::Number(number) => return number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(texts) => texts.iter().map(|text| text.as_str().unwrap()).collect::<Vec<_>>().join("; "),
        Value::Bool(_) | Value::Object(_) => panic!("no such field"),
    };
    let shown: String = text
        .chars()
        .map(|letter| match letter {
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' => {
                char::from_u32(u32::from(letter) + 0x2400).unwrap()
            }
            letter => letter,
        })
        .collect();
    let closers = if shown.contains('\u{202e}') && !shown.contains('\u{202c}') { "\u{202c}" } else { "" };
    let start = text.trim_start_matches([' ', '\t', '\r', '\n', '\u{3000}', '\u{202e}', '\u{200b}', '\0']);
    let is_dangerous = start.starts_with(['=', '+', '-', '@', '＝', '＠']) || text.starts_with(['\t', '\r', '\n']);
    format!("{}{shown}{closers}", if is_dangerous { "'" } else { "" })
}

#[tokio::test]
async fn a_sheet_says_what_the_json_lines_say_whatever_the_names_are() {
    let names = hostile_names();
    let rows: Vec<AttemptRow> = names.iter().zip(0..).map(|(name, number)| row(number, name)).collect();
    let record = Record::of(rows);
    let lines = written(&record, selection(Format::JsonLines)).await;
    let lines: Vec<Value> = lines
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    let sheet = objects(&written(&record, selection(Format::Csv)).await);
    assert_eq!((lines.len(), sheet.len()), (names.len(), names.len()));
    for (line, cells) in lines.iter().zip(&sheet) {
        assert_eq!(line.as_object().unwrap().len(), cells.len());
        for (name, cell) in cells {
            assert_eq!(*cell, in_a_sheet(&line[name]), "{name}");
        }
    }
    // In JSON every name is as it was, in the order of the record.
    let guests: Vec<&str> = lines.iter().map(|line| line["guest"].as_str().unwrap()).collect();
    let told: Vec<&str> = names.iter().rev().map(String::as_str).collect();
    assert_eq!(guests, told);
}

#[tokio::test]
async fn no_cell_begins_as_a_formula_does_or_holds_what_ends_a_string() {
    let rows = hostile_names().iter().zip(0..).map(|(name, number)| row(number, name)).collect();
    for cells in objects(&written(&Record::of(rows), selection(Format::Csv)).await) {
        for (name, cell) in cells {
            assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＠']), "{name}: {cell:?}");
            assert!(!cell.contains(['\0', '\u{1b}']), "{name}: {cell:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_names_make_a_sheet_that_a_strict_reader_takes(names in vec(any::<String>(), 1..8)) {
        let rows: Vec<AttemptRow> = names.iter().zip(0..).map(|(name, number)| row(number, name)).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let lines = objects(&runtime.block_on(written(&Record::of(rows), selection(Format::Csv))));
        prop_assert_eq!(lines.len(), names.len());
        for (cells, name) in lines.iter().zip(names.iter().rev()) {
            let guest = &cells.iter().find(|(column, _)| column == "guest").unwrap().1;
            let is_plain = name.chars().all(|letter| letter.is_alphanumeric() || letter == '"' || letter == ',');
            prop_assert!(!is_plain || guest == name, "{guest:?} for {name:?}");
            prop_assert!(!guest.trim_start().starts_with(['=', '+', '-', '@']));
        }
    }
}

#[tokio::test]
async fn lines_end_as_the_standard_says_and_every_text_is_quoted() {
    let sheet = written(&Record::of(vec![row(7, "Lucía; \"4\", Ann")]), selection(Format::Csv)).await;
    let text = String::from_utf8(sheet).unwrap();
    assert!(text.ends_with("\r\n") && text.matches("\r\n").count() == 2, "{text}");
    assert!(text.contains("\"Lucía; \"\"4\"\", Ann\""), "{text}");
    assert!(text.contains(",2500,"), "a number is a number: {text}");
    assert!(text.contains("\"2026-11-24T10:07:00Z\",\"2026-11-24T11:07:00+01:00\""), "{text}");
}

#[tokio::test]
async fn all_json_is_one_array_also_over_several_batches_and_over_none() {
    for count in [0, 1, 499, 500, 501, 1_234] {
        let record = Record::generated(count);
        let array: Vec<Value> = serde_json::from_slice(&written(&record, selection(Format::Json)).await).unwrap();
        let jobs: Vec<String> = array.iter().map(|line| line["job_id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(jobs, record.jobs());
    }
}

#[tokio::test]
async fn without_guests_there_is_no_name_no_number_and_no_message() {
    let named = row(0, "Lucía Fernández");
    let place = AttemptRow { encoder_name: "Front Desk 1".into(), doors: vec!["412".into()], ..named };
    let record = Record::of(vec![place]);
    for format in [Format::Csv, Format::Json, Format::JsonLines, Format::ReportText, Format::ReportCsv] {
        let whole = written(&record, selection(format)).await;
        let is_report = matches!(format, Format::ReportText | Format::ReportCsv);
        assert_eq!(String::from_utf8(whole).unwrap().contains("Lucía"), !is_report, "{format:?}");
        let bare = written(&record, Selection { with_guests: false, ..selection(format) }).await;
        let bare = String::from_utf8(bare).unwrap();
        for word in ["Lucía", "4711", "card_number", "guest", "a card of Luc", "error_message"] {
            assert!(!bare.contains(word), "{format:?} holds {word}: {bare}");
        }
    }
}
