use egui::Shape;
use egui_kittest::Harness;

use super::*;
use crate::ui::kit::{Density, Look, install};

/// The lines of a row so wide, and whether each is whole.
fn lines(width: f32, details: &[&str]) -> Vec<(String, bool)> {
    let look = Look { motion: false, density: Density::Touch, ..Look::default() };
    let details: Vec<String> = details.iter().map(|detail| (*detail).to_owned()).collect();
    let row = move |ui: &mut Ui| {
        ui.set_width(width);
        let row = TouchRow {
            name: "R••• N•••••••",
            mark: "1 of 2",
            details: &details,
            tone: Tone::Accent,
            icon: Icon::Dot,
            state: "Ready to make",
            is_selected: false,
        };
        row.show(ui);
    };
    let mut harness = Harness::builder().with_context_setup(move |ctx| install(ctx, &look)).build_ui(row);
    harness.run();
    let shapes = harness.output().shapes.iter();
    let line = |shape: &Shape| {
        let Shape::Text(text) = shape else { return None };
        Some((text.galley.text().to_owned(), !text.galley.elided))
    };
    shapes.filter_map(|clipped| line(&clipped.shape)).filter(|(text, _)| !text.is_empty()).collect()
}

#[test]
fn the_end_of_a_stay_is_never_cut() {
    let long = ["412, Pool, Sauna, Garden · Today 14:00 – Fri 11:00", "412, Pool, Sauna, Garden · until Fri 11:00"];
    let details = [long[0], long[1], "until Fri 11:00"];
    for (width, shown) in [(700.0, 0), (568.0, 1), (443.0, 1), (330.0, 2)] {
        let lines = lines(width, &details);
        assert!(lines.contains(&(details[shown].to_owned(), true)), "{width}: {lines:?}");
    }
    let usual = "412, Pool · Today 14:00 – Fri 11:00";
    assert!(lines(443.0, &[usual]).contains(&(usual.to_owned(), true)), "on the smallest screen");
}

#[test]
fn what_tells_two_rows_apart_is_whole_beside_a_name() {
    for width in [568.0, 443.0] {
        let lines = lines(width, &["until Fri 11:00"]);
        assert!(lines.contains(&("1 of 2".to_owned(), true)), "{width}: {lines:?}");
    }
}
