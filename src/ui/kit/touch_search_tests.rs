use egui_kittest::{Harness, kittest::Queryable};

use super::*;
use crate::ui::kit::{Look, install};

fn field<'a>() -> Harness<'a, String> {
    let look = Look { motion: false, ..Look::default() };
    Harness::builder().with_context_setup(move |ctx| install(ctx, &look)).build_ui_state(
        |ui, text: &mut String| {
            TouchSearch::new(text, "Search", "Name or room", "Clear").show(ui);
        },
        String::new(),
    )
}

#[test]
fn it_hears_what_is_typed_without_being_touched_first() {
    let mut harness = field();
    harness.run();
    harness.event(Event::Text("Hart".to_owned()));
    harness.run();
    harness.key_press(Key::Backspace);
    harness.run();
    assert_eq!(harness.state(), "Har");
    harness.get_by_label("Clear").click();
    harness.run();
    assert_eq!(harness.state(), "");
}

#[test]
fn nothing_comes_from_or_goes_to_the_clipboard() {
    let mut harness = field();
    harness.run();
    harness.event(Event::Paste("pasted".to_owned()));
    harness.run();
    assert_eq!(harness.state(), "");
    harness.event(Event::Text("Hart".to_owned()));
    harness.event(Event::Copy);
    harness.step();
    assert!(harness.output().platform_output.commands.is_empty());
}

#[test]
fn how_much_was_found_lies_on_the_field_and_the_text_ends_before_it() {
    let look = Look { motion: false, ..Look::default() };
    let mut harness = Harness::builder().with_context_setup(move |ctx| install(ctx, &look)).build_ui_state(
        |ui, text: &mut String| {
            TouchSearch::new(text, "Search", "Name or room", "Clear").found("2 found").show(ui);
        },
        "a name that is longer than the field has room for".to_owned(),
    );
    harness.run();
    let shapes: Vec<_> = harness.output().shapes.iter().collect();
    let is = |shape: &egui::Shape, said: &str| matches!(shape, egui::Shape::Text(text) if text.galley.text() == said);
    let ground =
        shapes.iter().rposition(|at| matches!(&at.shape, egui::Shape::Rect(rect) if rect.rect.width() > 400.0));
    let found = shapes.iter().position(|at| is(&at.shape, "2 found"));
    assert!(found > ground, "{found:?} is under {ground:?}");
    let typed = shapes.iter().find(|at| is(&at.shape, harness.state())).unwrap().clip_rect;
    assert!(typed.right() < harness.get_by_label("2 found").rect().left());
}

#[test]
fn it_takes_no_more_than_the_longest_name() {
    let mut text = String::new();
    (0..100).for_each(|_| TouchSearch::push(&mut text, 'ł'));
    TouchSearch::push(&mut text, '\n');
    assert_eq!(text.chars().count(), MOST);
}
