//! The table of attempts and the chart: by keyboard, by screen reader, and with a million attempts.

use eframe::egui::{Key, accesskit::Role};
use egui_kittest::kittest::{NodeT, Queryable};
use keydesk::{
    domain::{ActivityQuery, Overview},
    engine::ActivityView,
};

use super::{Window, activity::query, activity_desk};

#[test]
fn the_table_is_used_by_keyboard_alone() {
    let mut window = Window::at_activity();
    let view = activity_desk::view(&query());
    let jobs: Vec<_> = view.rows.iter().map(|row| row.job).collect();
    window.answer(|_| view.clone());
    for _ in 0..40 {
        if window.focus_on().as_deref() == Some("Attempts") {
            break;
        }
        window.press(Key::Tab);
    }
    assert_eq!(window.focus_on().as_deref(), Some("Attempts"), "Tab leads there");
    window.press(Key::ArrowDown);
    window.press(Key::ArrowDown);
    window.press(Key::Enter);
    assert_eq!(window.details(), [jobs[1]]);
    window.press(Key::End);
    window.press(Key::Enter);
    assert_eq!(window.details(), [jobs[1], jobs[8]]);
    let newer = ActivityView {
        rows: [activity_desk::numbered(0, 1), view.rows.clone()].concat(),
        overview: Overview { total: 10, ..view.overview.clone() },
        ..view
    };
    window.answer(|_| newer.clone());
    window.press(Key::Enter);
    assert_eq!(window.details()[2], jobs[8], "a newer attempt does not move the choice to another");
}

/// A million attempts, of which the engine hands out what is asked for.
fn million(query: &ActivityQuery, (offset, limit): (u64, u32)) -> ActivityView {
    let view = activity_desk::view(query);
    ActivityView {
        overview: Overview { total: 1_000_000, ..view.overview.clone() },
        offset,
        rows: activity_desk::numbered(offset, u64::from(limit)),
        ..view
    }
}

#[test]
fn the_last_of_a_million_rows_is_one_key_away() {
    let mut window = Window::at_activity();
    window.answer(|query| million(query, (0, 100)));
    assert_eq!(window.rows_asked(), [], "what is here is not asked for");
    window.harness.get_by_label("Attempts").focus();
    window.settle();
    window.press(Key::End);
    let [(offset, limit)] = window.rows_asked()[..] else { panic!("one question: {:?}", window.rows_asked()) };
    assert_eq!(offset + u64::from(limit), 1_000_000);
    assert!((10..100).contains(&limit), "{limit}");
    assert!(!window.says("Guest 999999"), "a placeholder until it comes");
    window.answer(|query| million(query, (offset, limit)));
    assert!(window.says("Guest 999999"));
    let rows = window.labels(Role::Row).len();
    assert!((5..40).contains(&rows), "{rows} rows exist");
    window.press(Key::PageUp);
    window.press(Key::PageUp);
    assert!(window.rows_asked().len() <= 2, "a screen further there is still enough: {:?}", window.rows_asked());
    window.press(Key::Home);
    assert_eq!(window.rows_asked().last().map(|(offset, _)| *offset), Some(0));
}

#[test]
fn newer_attempts_do_not_push_away_what_one_reads() {
    let mut window = Window::at_activity();
    let view = million(&query(), (0, 100));
    window.answer(|_| view.clone());
    window.harness.get_by_label("Attempts").focus();
    window.settle();
    (0..5).for_each(|_| window.press(Key::PageDown));
    let place = |window: &Window| {
        let rows = window.harness.root().query_all_by(|node| node.role() == Role::Row);
        rows.filter_map(|row| Some((row.accesskit_node().label()?, row.rect().top()))).nth(2)
    };
    let before = place(&window);
    let newer = ActivityView {
        rows: [activity_desk::numbered(500, 3), view.rows.clone()].concat(),
        overview: Overview { total: 1_000_003, ..view.overview.clone() },
        ..view
    };
    window.answer(|_| newer.clone());
    assert!(before.is_some());
    assert_eq!(place(&window), before);
}

#[test]
fn a_screen_reader_finds_a_table_and_named_bars() {
    let window = Window::at_activity();
    let root = window.harness.root();
    let table = root.query_all_by(|node| node.role() == Role::Table).next().unwrap();
    assert_eq!(table.accesskit_node().data().row_count(), Some(10), "nine and the head");
    assert_eq!(
        window.labels(Role::ColumnHeader),
        ["Time", "Guest", "Encoder", "Clerk", "Outcome", "Took", "Follow-up"]
    );
    let row = "13:39:52, Oliver Brandt, Front Desk 2, J. Silva, Encoder offline, 0.9 s, Open";
    assert!(window.labels(Role::Row).contains(&row.to_owned()), "{:?}", window.labels(Role::Row));
    let bars = window.labels(Role::GraphicsSymbol);
    assert_eq!(bars.len(), 14, "quiet hours are left out");
    assert!(bars.contains(&"15:00–16:00: 36 encoded, 5 failed".to_owned()), "{bars:?}");
}
