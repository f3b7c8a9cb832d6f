use egui::{Event, Key};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::*;
use crate::ui::kit::{Look, install};

const WORDS: PinWords<'_> =
    PinWords { name: "PIN", show: "Show", hide: "Hide", delete: "Delete a digit", enter: "Sign in" };

#[derive(Default)]
struct Desk {
    buffer: SecretBuffer,
    is_off: bool,
    handed: Vec<String>,
}

fn pad<'a>(density: Density) -> Harness<'a, Desk> {
    let look = Look { motion: false, density, ..Look::default() };
    let mut harness = Harness::builder().with_context_setup(move |ctx| install(ctx, &look)).build_ui_state(
        |ui, desk: &mut Desk| {
            if PinPad::new(&mut desk.buffer, WORDS).enabled(!desk.is_off).show(ui) {
                desk.handed.push(desk.buffer.take(ui.ctx()).as_str().to_owned());
            }
        },
        Desk::default(),
    );
    harness.set_size(egui::vec2(800.0, size::LOW));
    harness.run();
    harness
}

fn write(harness: &mut Harness<'_, Desk>, text: &str) {
    for letter in text.chars() {
        harness.event(Event::Text(letter.to_string()));
        harness.run();
    }
}

#[test]
fn it_takes_the_keyboard_and_hands_digits_over_again_and_again() {
    let mut harness = pad(Density::Desk);
    for pin in ["2580", "471147"] {
        write(&mut harness, pin);
        harness.key_press(Key::Enter);
        harness.run();
        assert!(harness.state().buffer.is_empty(), "wiped");
    }
    assert_eq!(harness.state().handed, ["2580", "471147"]);
}

#[test]
fn nothing_but_digits_goes_in_and_backspace_takes_the_last_away() {
    let mut harness = pad(Density::Desk);
    write(&mut harness, "2a5-８8");
    harness.event(Event::Paste("99".to_owned()));
    harness.key_press(Key::Backspace);
    harness.run();
    assert_eq!(harness.state().buffer.peek(), "25");
    harness.key_press(Key::Backspace);
    harness.key_press(Key::Backspace);
    harness.key_press(Key::Backspace);
    harness.key_press(Key::Enter);
    harness.run();
    assert!(harness.state().handed.is_empty(), "an empty PIN is not handed over");
}

#[test]
fn the_buttons_do_the_same_and_leave_the_keyboard_where_it_is() {
    let mut harness = pad(Density::Desk);
    for name in ["4", "7", "9", "Delete a digit", "1"] {
        harness.get_by_label(name).click();
        harness.run();
    }
    write(&mut harness, "0");
    harness.get_by_label("Sign in").click();
    harness.run();
    write(&mut harness, "25");
    assert_eq!(harness.state().handed, ["4710"]);
    assert_eq!(harness.state().buffer.peek(), "25", "the keyboard is in the field again");
}

#[test]
fn while_it_is_off_nothing_goes_in_and_afterwards_one_types_at_once() {
    let mut harness = pad(Density::Desk);
    harness.state_mut().is_off = true;
    harness.run();
    write(&mut harness, "2580");
    harness.key_press(Key::Enter);
    harness.get_by_label("4").click();
    harness.run();
    assert!(harness.state().buffer.is_empty() && harness.state().handed.is_empty());
    harness.state_mut().is_off = false;
    harness.run();
    write(&mut harness, "2580");
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().handed, ["2580"]);
}

#[test]
fn no_digit_reaches_a_screen_reader_an_undo_history_or_the_clipboard() {
    let mut harness = pad(Density::Desk);
    write(&mut harness, "258025");
    harness.get_by_label("Show").click();
    harness.run();
    for event in [Event::Copy, Event::Cut] {
        harness.event(event);
        harness.run();
        assert!(harness.output().platform_output.commands.is_empty(), "nothing is copied");
    }
    harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(harness.state().buffer.peek(), "258025");
    assert!(!format!("{:?}", harness.root()).contains("2580"), "covered for a screen reader even where it is shown");
    assert!(!format!("{:?}", harness.state().buffer).contains("2580"));
}

#[test]
fn every_key_is_large_enough_for_a_finger_where_fingers_are() {
    for (density, least) in [(Density::Desk, 24.0), (Density::Touch, 44.0)] {
        let harness = pad(density);
        for name in ["1", "0", "Delete a digit", "Sign in"] {
            let size = harness.get_by_label(name).rect().size();
            assert!(size.min_elem() >= least, "{name}: {size}");
        }
    }
}

#[test]
fn a_low_window_leaves_the_digits_to_the_keyboard_unless_fingers_are_all_there_is() {
    for (density, digits) in [(Density::Desk, 0), (Density::Touch, 1)] {
        let mut harness = pad(density);
        harness.set_size(egui::vec2(800.0, size::LOW - 1.0));
        harness.run();
        assert_eq!(harness.query_all_by_label("7").count(), digits, "{density:?}");
        write(&mut harness, "2580");
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().handed, ["2580"]);
    }
}
