//! A desk that came to rest: the window knows nothing of any guest.

use eframe::egui::{self, text_edit::TextEditState};
use keydesk::{
    domain::{Catalog, Duty, Found, Operator, Person, Role},
    engine::Snapshot,
};

use super::*;

/// What the engine publishes of a desk that has just come to rest.
fn resting(snapshot: &Snapshot) -> Snapshot {
    let catalog = Catalog { generation: snapshot.catalog.generation + 1, ..Catalog::default() };
    let found = Found { generation: catalog.generation, ..Found::default() };
    Snapshot {
        catalog: Arc::new(catalog),
        found: Arc::new(found),
        jobs: [].into(),
        duty: Duty::Locked,
        is_resting: true,
        rests: snapshot.rests + 1,
        ..snapshot.clone()
    }
}

/// Whether Ctrl+Z would bring anything back into an empty field.
fn can_undo(window: &Window) -> bool {
    let nothing = (egui::text::CCursorRange::default(), String::new());
    window.harness.ctx.data(|data| data.iter_temp_by_type::<TextEditState>().any(|it| it.undoer().has_undo(&nothing)))
}

#[test]
fn a_desk_that_rests_forgets_what_was_typed_and_chosen_and_asks_for_nothing() {
    let mut window = Window::of(desk::desk());
    window.find("hart");
    window.press(Key::Enter);
    assert!(window.says("Amelia Hart") && can_undo(&window));
    window.told.clear();
    window.show(resting(&window.snapshot.clone()));
    assert!(!window.says("Hart") && !window.says("hart"), "{:?}", window.words());
    assert!(!can_undo(&window));
    assert!(window.told.is_empty(), "{:?}", window.told);
    assert!(
        window.harness.get_all_by_label("PIN of a supervisor").any(|node| node.is_focused()),
        "the keyboard is with who comes next"
    );
}

#[test]
fn a_desk_at_which_somebody_begins_asks_for_its_rows_anew() {
    let mut window = Window::of(desk::desk());
    window.find("hart");
    let before = window.snapshot.clone();
    window.show(resting(&before));
    window.told.clear();
    window.show(Snapshot { rests: before.rests + 1, found: Arc::default(), ..before });
    assert_eq!(window.searched().as_deref(), Some(""));
    assert!(window.says("Ravi Natarajan"), "the whole list, not what somebody else looked for");
}

#[test]
fn a_rest_that_passed_between_two_looks_is_noticed() {
    let mut window = Window::of(desk::desk());
    window.find("hart");
    let before = window.snapshot.clone();
    window.show(Snapshot { rests: before.rests + 1, ..before });
    assert_eq!(window.searched().as_deref(), Some(""));
}

#[test]
fn what_was_copied_goes_from_the_clipboard_and_nothing_else_does() {
    let copied = |window: &Window| {
        let mut commands = window.harness.output().platform_output.commands.iter();
        commands.find_map(
            |command| {
                if let egui::OutputCommand::CopyText(text) = command { Some(text.clone()) } else { None }
            },
        )
    };
    let mut window = at_hart(hart_in(desk::success(&hart())));
    let before = window.snapshot.clone();
    let rest = |window: &mut Window| {
        window.snapshot = resting(&before);
        window.publish();
        window.harness.step();
    };
    window.harness.get_by_label("Copy").click();
    window.settle();
    rest(&mut window);
    assert_eq!(copied(&window).as_deref(), Some(""));
    let mut other = at_hart(hart_in(desk::success(&hart())));
    rest(&mut other);
    assert_eq!(copied(&other), None, "what somebody else put there stays");
}

#[test]
fn what_was_copied_out_of_a_field_goes_from_the_clipboard_too() {
    let mut window = Window::of(desk::desk());
    window.find("hart");
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.harness.run_steps(1);
    window.harness.event(egui::Event::Copy);
    window.harness.run_steps(2);
    window.snapshot = resting(&window.snapshot.clone());
    window.publish();
    window.harness.step();
    let emptied =
        |command: &egui::OutputCommand| matches!(command, egui::OutputCommand::CopyText(text) if text.is_empty());
    assert!(window.harness.output().platform_output.commands.iter().any(emptied));
}

#[test]
fn a_desk_whose_engine_is_gone_shows_nobody_where_people_sign_in() {
    let person = Person { name: Operator("Mia".into()), role: Role::Supervisor };
    let signed_in =
        Snapshot { people: [person.clone()].into(), duty: Duty::SignedIn(person), ..at_hart(desk::desk()).snapshot };
    let mut window = Window::of(signed_in);
    window.find("hart");
    assert!(window.says("Amelia Hart"));
    let (_handle, other) = keydesk::engine::channels(Snapshot::default());
    window.end = other;
    window.harness.run_steps(3);
    assert!(!window.says("Hart") && window.says("Choose who you are and enter your PIN"), "{:?}", window.words());
}
