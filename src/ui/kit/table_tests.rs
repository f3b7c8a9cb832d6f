use std::time::Instant;

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::{Column, Table};
use crate::ui::kit::{Chip, Look, Tone, install};

const COLUMNS: [Column<'static>; 3] = [
    Column { title: "Guest", share: 2.0, least: 100.0 },
    Column { title: "Doors", share: 1.0, least: 60.0 },
    Column { title: "Status", share: 1.0, least: 110.0 },
];

struct Seen {
    rows: usize,
    selected: Option<usize>,
    drawn: usize,
}

fn table<'a>(rows: usize) -> Harness<'a, Seen> {
    let still = Look { motion: false, ..Look::default() };
    let builder = Harness::builder().with_size([800.0, 600.0]).with_context_setup(move |ctx| install(ctx, &still));
    builder.build_ui_state(draw, Seen { rows, selected: None, drawn: 0 })
}

fn draw(ui: &mut egui::Ui, seen: &mut Seen) {
    let table = Table::new("Cards", &COLUMNS, seen.rows).selected(seen.selected);
    let result = table.show(
        ui,
        |row, i| {
            row.two_lines(0, &format!("Guest {i}"), "Guest card");
            row.text(1, &i.to_string());
            row.chip(2, &Chip::new(Tone::Accent, "To encode"));
        },
        |i| format!("Guest {i}, to encode"),
    );
    seen.selected = result.chosen.or(seen.selected);
    seen.drawn = result.drawn;
}

#[test]
fn only_rows_in_sight_are_drawn() {
    let harness = table(100_000);
    assert!(harness.state().drawn >= 10, "{}", harness.state().drawn);
    assert!(harness.state().drawn <= 12, "{}", harness.state().drawn);
}

#[test]
fn a_click_chooses_a_row_and_arrows_go_on_from_there() {
    let mut harness = table(50);
    harness.get_by_label("Guest 2, to encode").click();
    harness.run();
    assert_eq!(harness.state().selected, Some(2));
    harness.key_press(Key::ArrowDown);
    harness.run();
    assert_eq!(harness.state().selected, Some(3));
    harness.key_press(Key::ArrowUp);
    harness.run();
    assert_eq!(harness.state().selected, Some(2));
}

#[test]
fn the_chosen_row_is_scrolled_into_sight_however_far_it_is() {
    let mut harness = table(100_000);
    harness.state_mut().selected = Some(99_998);
    harness.run();
    let row = harness.get_by_label("Guest 99998, to encode").rect();
    assert!(row.top() >= 38.0 && row.bottom() <= 600.0, "{row:?}");
}

#[test]
fn arrows_stop_at_both_ends() {
    let mut harness = table(3);
    harness.get_by_label("Guest 0, to encode").click();
    harness.run();
    harness.key_press(Key::ArrowUp);
    harness.key_press(Key::PageDown);
    harness.key_press(Key::ArrowDown);
    harness.run();
    assert_eq!(harness.state().selected, Some(2));
}

#[test]
fn the_length_of_the_table_costs_nothing() {
    let time = |rows: usize| {
        let mut harness = table(rows);
        let mut best = f64::MAX;
        for _ in 0..40 {
            let start = Instant::now();
            harness.step();
            best = best.min(start.elapsed().as_secs_f64());
        }
        best
    };
    let (short, long) = (time(50), time(100_000));
    assert!(long < short * 3.0 + 0.002, "50 rows: {short:.4} s, 100 000 rows: {long:.4} s");
}

#[test]
fn columns_share_the_room_and_give_way_when_it_is_narrow() {
    let widths = |room: f32| {
        let rect = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(room + 56.0, 56.0));
        super::cells(rect, &COLUMNS).map(|cell| cell.width().round()).collect::<Vec<_>>()
    };
    assert_eq!(widths(600.0), [300.0, 150.0, 150.0]);
    assert_eq!(widths(400.0), [193.0, 97.0, 110.0], "the status keeps its width");
    assert_eq!(widths(280.0), [110.0, 60.0, 110.0], "so do the doors");
}
