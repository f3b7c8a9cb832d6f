use egui::{Event, Key};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::{Choose, matching};
use crate::ui::kit::{Look, install};

fn harness<'a>(count: usize) -> Harness<'a, usize> {
    let still = Look { motion: false, ..Look::default() };
    let items: Vec<_> = (0..count).map(|at| format!("Encoder {at}")).collect();
    let builder = Harness::builder().with_size([600.0, 500.0]).with_context_setup(move |ctx| install(ctx, &still));
    builder.build_ui_state(
        move |ui, at: &mut usize| {
            let chosen = Choose::new("Encoder", &items, *at).find("Find an encoder", "None").show(ui);
            *at = chosen.unwrap_or(*at);
        },
        0,
    )
}

#[test]
fn typing_narrows_whatever_the_case() {
    let items = ["Front Desk 1", "Concierge", "Front Desk 2"].map(str::to_owned);
    assert_eq!(matching(&items, " front "), [0, 2]);
    assert_eq!(matching(&items, ""), [0, 1, 2]);
}

#[test]
fn a_short_list_is_chosen_from_by_keyboard_alone() {
    let mut harness = harness(4);
    for key in [Key::Tab, Key::Enter, Key::ArrowDown, Key::ArrowDown, Key::Enter] {
        harness.key_press(key);
        harness.run();
    }
    assert_eq!(*harness.state(), 2);
    assert!(harness.query_by_label("Encoder 3").is_none(), "the list is closed");
    assert!(harness.get_by_label("Encoder").is_focused());
}

#[test]
fn a_long_list_is_narrowed_by_typing_and_escape_changes_nothing() {
    let mut harness = harness(40);
    harness.get_by_label("Encoder").click();
    harness.run();
    harness.event(Event::Text("37".into()));
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(*harness.state(), 37);
    harness.key_press(Key::Enter);
    harness.run();
    harness.key_press(Key::ArrowUp);
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(*harness.state(), 37);
    assert!(harness.query_by_label("Find an encoder").is_none());
}

#[test]
fn a_click_chooses() {
    let mut harness = harness(4);
    harness.get_by_label("Encoder").click();
    harness.run();
    harness.get_by_label("Encoder 3").click();
    harness.run();
    assert_eq!(*harness.state(), 3);
}
