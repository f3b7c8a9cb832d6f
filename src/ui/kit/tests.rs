use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use super::*;

#[derive(Default)]
struct Form {
    search: String,
    name: String,
    secret: SecretBuffer,
    note: String,
    is_ticked: bool,
}

fn everything(ui: &mut egui::Ui, form: &mut Form) {
    rail_item(ui, Icon::Card, "Encode", true);
    avatar(ui, "MK", "M. Kern");
    SearchField::new(&mut form.search, "Search", "Guest or room", "Ctrl F", "Clear search").show(ui, 300.0);
    TextField::new(&mut form.name, "Name", "").show(ui);
    SecretField::new(&mut form.secret, "API key", "", "Show", "Hide").show(ui);
    tabs(ui, &[Tab { text: "To encode", count: "34" }, Tab { text: "All", count: "" }], 0);
    list_frame(ui, |ui| {
        choice_row(ui, (0, 2), Evidence::Good, "Front Desk 1", "last card 13:38", true);
        choice_row(ui, (1, 2), Evidence::None, "Concierge", "no card yet", false);
    });
    segmented(ui, "Follow-up", &["Open", "Solved"], 0);
    TextArea::new(&mut form.note, egui::Id::unique("note"), "Note", "").show(ui);
    checkbox(ui, &mut form.is_ticked, "With names");
    list_frame(ui, |ui| {
        radio_row(ui, (0, 2), "CSV", "for spreadsheets", true);
        leading_row(ui, (1, 2), "Amelia Hart", "13:38", &Chip::new(Tone::Ok, "Card ready"));
    });
    ui.add(Button::primary("Encode card").key("Enter"));
    ui.add(Button::quiet("Close"));
    Banner::new(Tone::Warn, Icon::Info, "Practice mode").action("Leave").show(ui);
    Note::new(Tone::Bad, "No card").links(&["Copy for support"]).show(ui);
}

fn window<'a>(density: Density) -> Harness<'a, Form> {
    let look = Look { density, motion: false, ..Look::default() };
    let builder = Harness::builder().with_size([500.0, 1200.0]).with_context_setup(move |ctx| install(ctx, &look));
    builder.build_ui_state(everything, Form { search: "hart".to_owned(), ..Form::default() })
}

/// Name and smaller side of everything one can press or type into.
fn targets(harness: &Harness<'_, Form>) -> Vec<(String, f32)> {
    let roles = [
        Role::Button,
        Role::CheckBox,
        Role::Link,
        Role::MultilineTextInput,
        Role::PasswordInput,
        Role::RadioButton,
        Role::Tab,
        Role::TextInput,
    ];
    let nodes = harness.root().query_all_by(move |node| roles.contains(&node.role()));
    nodes
        .map(|node| {
            let size = node.rect().size();
            (node.accesskit_node().label().unwrap_or_default(), size.x.min(size.y))
        })
        .collect()
}

#[test]
fn everything_has_a_name_of_its_own_and_a_large_enough_target() {
    for density in [Density::Desk, Density::Touch] {
        let mut harness = window(density);
        harness.run();
        let targets = targets(&harness);
        assert!(targets.len() >= 21, "{targets:?}");
        let small: Vec<_> = targets.iter().filter(|(_, side)| *side < density.target()).collect();
        assert!(small.is_empty(), "{density:?}: {small:?}");
        let mut names: Vec<_> = targets.iter().map(|(name, _)| name.clone()).collect();
        names.sort();
        names.dedup();
        assert!(names.len() == targets.len() && !names.contains(&String::new()), "{names:?}");
    }
}

#[test]
fn the_pointer_says_whose_initials_these_are() {
    let mut harness = window(Density::Desk);
    harness.run();
    harness.get_by_label("M. Kern").hover();
    harness.run_steps(8);
    assert_eq!(harness.query_all_by_label("M. Kern").count(), 2, "the button and what stands beside the pointer");
}

#[test]
fn the_cross_empties_the_search_field() {
    let mut harness = window(Density::Desk);
    harness.run();
    harness.get_by_label("Clear search").click();
    harness.run();
    assert_eq!(harness.state().search, "");
}

#[test]
fn a_disabled_or_busy_button_cannot_be_pressed() {
    let look = Look { motion: false, ..Look::default() };
    let mut harness = Harness::builder().with_context_setup(move |ctx| install(ctx, &look)).build_ui_state(
        |ui, pressed: &mut u32| {
            let buttons =
                [Button::primary("Ready"), Button::primary("Off").enabled(false), Button::primary("Busy").busy(true)];
            *pressed += u32::try_from(buttons.into_iter().filter(|b| ui.add(*b).clicked()).count()).unwrap_or(0);
        },
        0,
    );
    for (label, expected) in [("Off", 0), ("Busy", 0), ("Ready", 1)] {
        harness.get_by_label(label).click();
        harness.run();
        assert_eq!(*harness.state(), expected, "{label}");
    }
}
