use std::time::Instant;

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use super::{Cell, Column, Grid};
use crate::ui::kit::{Look, install};

const COLUMNS: [Column<'static>; 2] =
    [Column { title: "Time", share: 1.0, least: 60.0 }, Column { title: "Guest", share: 2.0, least: 100.0 }];

#[derive(Default)]
struct Seen {
    rows: u64,
    selected: Option<u64>,
    activated: Option<u64>,
    visible: std::ops::Range<u64>,
}

fn grid<'a>(rows: u64) -> Harness<'a, Seen> {
    let still = Look { motion: false, ..Look::default() };
    let builder = Harness::builder().with_size([800.0, 600.0]).with_context_setup(move |ctx| install(ctx, &still));
    builder.build_ui_state(draw, Seen { rows, ..Seen::default() })
}

fn draw(ui: &mut egui::Ui, seen: &mut Seen) {
    let cells = |row| vec![Cell::Detail(format!("time {row}")), Cell::Strong(format!("guest {row}"))];
    let known = |row| (row % 10 != 7).then(|| cells(row));
    let shown = Grid::new("Attempts", &COLUMNS, seen.rows).selected(seen.selected).show(ui, 400.0, known);
    seen.selected = shown.chosen.or(seen.selected);
    seen.activated = shown.activated.or(seen.activated);
    seen.visible = shown.visible;
}

#[test]
fn every_key_leads_through_a_million_rows() {
    let mut harness = grid(1_000_000);
    harness.get_by_label("Attempts").focus();
    harness.run();
    for (key, row) in [(Key::ArrowDown, 0), (Key::End, 999_999), (Key::PageUp, 999_992), (Key::ArrowUp, 999_991)] {
        harness.key_press(key);
        harness.run();
        assert_eq!(harness.state().selected, Some(row), "{key:?}");
        assert!(harness.state().visible.contains(&row), "{key:?}: {:?}", harness.state().visible);
    }
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().activated, Some(999_991));
}

#[test]
fn the_wheel_moves_rows_and_a_click_opens_one() {
    let mut harness = grid(100);
    harness.hover_at(egui::pos2(300.0, 200.0));
    harness.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, -460.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: egui::Modifiers::NONE,
    });
    harness.run();
    assert_eq!(harness.state().visible.start, 10);
    harness.get_by_label("time 12, guest 12").click();
    harness.run();
    assert_eq!((harness.state().selected, harness.state().activated), (Some(12), Some(12)));
}

#[test]
fn a_million_rows_draw_as_quickly_as_fifty() {
    let time = |rows| {
        let mut harness = grid(rows);
        harness.get_by_label("Attempts").focus();
        harness.key_press(Key::End);
        harness.run();
        let mut best = f64::MAX;
        for _ in 0..40 {
            let start = Instant::now();
            harness.step();
            best = best.min(start.elapsed().as_secs_f64());
        }
        best
    };
    let (short, long) = (time(50), time(1_000_000));
    assert!(long < short * 3.0 + 0.002, "50 rows: {short:.4} s, 1 000 000 rows: {long:.4} s");
}

#[test]
fn a_screen_reader_finds_rows_and_cells_with_their_numbers() {
    let harness = grid(50_000);
    let root = harness.root();
    let table = root.query_all_by(|node| node.role() == Role::Table).next().unwrap();
    assert_eq!(table.accesskit_node().data().row_count(), Some(50_001));
    assert_eq!(table.accesskit_node().data().column_count(), Some(2));
    let row = harness.get_by_label("time 3, guest 3");
    assert_eq!((row.accesskit_node().role(), row.accesskit_node().data().row_index()), (Role::Row, Some(4)));
    let cell = row.query_all_by(|node| node.role() == Role::Cell).nth(1).expect("a cell inside its row");
    assert_eq!(cell.accesskit_node().label().as_deref(), Some("guest 3"));
    assert_eq!(cell.accesskit_node().data().column_index(), Some(1));
    assert_eq!(root.query_all_by(|node| node.role() == Role::ColumnHeader).count(), 2);
}
