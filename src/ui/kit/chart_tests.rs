use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use super::*;
use crate::ui::kit::{Look, install};

fn stack(good: u64, bad: u64) -> Stack {
    Stack { good, bad, label: "14".into(), spoken: format!("{good} encoded, {bad} failed") }
}

fn harness<'a>(bars: Vec<Stack>) -> Harness<'a> {
    let still = Look { motion: false, ..Look::default() };
    let builder = Harness::builder().with_size([700.0, 300.0]).with_context_setup(move |ctx| install(ctx, &still));
    builder.build_ui(move |ui| {
        BarChart { title: "By hour", good: "Encoded", bad: "Failed", bars: &bars }.show(ui, 180.0);
        crate::ui::kit::small_button(ui, "After");
    })
}

#[test]
fn one_failure_among_a_thousand_can_be_seen() {
    let [good, bad] = heights(&stack(1_000, 1), 1_001, 100.0);
    assert!(good > 90.0 && bad >= 2.0 && good + bad <= 100.0, "{good} {bad}");
    assert_eq!(heights(&stack(0, 0), 1, 100.0), [0.0, 0.0]);
}

#[test]
fn labels_stand_as_often_as_they_fit() {
    assert_eq!(label_step(20.0, 48.0), 1);
    assert_eq!(label_step(50.0, 48.0), 2);
    assert_eq!(label_step(50.0, 8.0), 7);
}

#[test]
fn bars_stay_inside_however_many_there_are() {
    let plot = Rect::from_min_size(pos2(10.0, 0.0), vec2(300.0, 100.0));
    for count in [1, 2, 24, 62, 120] {
        let areas = columns(plot, count);
        assert!(areas.iter().all(|area| area.width() > 0.5 && area.right() <= plot.right() + 0.1), "{count}");
        assert!(areas.windows(2).all(|pair| pair[0].right() < pair[1].left()), "{count}");
    }
}

#[test]
fn the_keyboard_goes_from_bar_to_bar_and_tab_stops_once() {
    let mut harness = harness(vec![stack(1, 0), stack(2, 0), stack(3, 4)]);
    let focused = |harness: &Harness<'_>| {
        let node = harness.root().query_all_by(|_| true).find(|node| node.is_focused());
        node.and_then(|node| node.accesskit_node().label())
    };
    assert_eq!(harness.root().query_all_by(|node| node.role() == Role::GraphicsSymbol).count(), 3);
    harness.key_press(Key::Tab);
    harness.run();
    assert_eq!(focused(&harness).as_deref(), Some("3 encoded, 4 failed"), "the newest first");
    for (key, bar) in [(Key::ArrowLeft, "2 encoded, 0 failed"), (Key::Home, "1 encoded, 0 failed")] {
        harness.key_press(key);
        harness.run();
        assert_eq!(focused(&harness).as_deref(), Some(bar));
    }
    harness.key_press(Key::Tab);
    harness.run();
    assert_eq!(focused(&harness).as_deref(), Some("After"), "nothing else in the chart takes the keyboard");
}
