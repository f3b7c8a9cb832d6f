//! Pictures of the Activity screen, to lay beside the mock-up.

use std::path::{Path, PathBuf};

use eframe::egui::{self, Key, accesskit::Role};
use egui_kittest::kittest::Queryable;
use keydesk::{
    domain::ActivityQuery,
    engine::{ActivityView, SharedState, Snapshot, Stage},
};

use super::{Window, activity_desk, desk, picture};

type Answer = fn(&ActivityQuery) -> ActivityView;

#[test]
#[ignore = "writes pictures to look at"]
fn activity_pictures() {
    let folder = PathBuf::from(std::env::var_os("KEYDESK_PICTURES").expect("KEYDESK_PICTURES names a folder"));
    let nothing: Answer = |query| ActivityView { query: query.clone(), ..ActivityView::default() };
    let views: [(&str, Answer); 3] =
        [("day", activity_desk::view), ("busy", activity_desk::busy_view), ("empty", nothing)];
    for (theme, is_dark) in [("light", false), ("dark", true)] {
        for (width, height) in [(1280.0, 800.0), (1024.0, 640.0)] {
            for (name, view) in views {
                let shared = Snapshot { shared: SharedState::Up { waiting: 0 }, ..desk::desk() };
                let mut window = Window::at_activity_of(shared, egui::vec2(width, height));
                if !is_dark {
                    window.click("Light");
                }
                window.choose("Desk", "All desks");
                window.answer(view);
                picture::save(&window, &folder.join(format!("{name}-{theme}-{width}.ppm")));
            }
            filters_picture(&folder.join(format!("filters-{theme}-{width}.ppm")), is_dark, egui::vec2(width, height));
        }
    }
}

/// Everything open that can be open: all filters, a custom period, a list that is being narrowed, a bar with the keyboard.
fn filters_picture(path: &Path, is_dark: bool, size: egui::Vec2) {
    let hart = desk::cards().remove(0);
    let jobs = vec![desk::job(&hart, "enc-1", Stage::Waiting, 3_100)];
    let snapshot = Snapshot { shared: SharedState::Up { waiting: 0 }, ..desk::with_jobs(jobs) };
    let mut window = Window::at_activity_of(snapshot, size);
    if !is_dark {
        window.click("Light");
    }
    window.click("30 days");
    window.click("Custom");
    window.click("More filters");
    window.answer(activity_desk::view);
    window.harness.get_by_role_and_label(Role::TextInput, "From").focus();
    window.settle();
    window.ctrl(Key::A);
    window.harness.event(egui::Event::Text("2026-11-31".into()));
    window.settle();
    window.harness.get_by_role_and_label(Role::ComboBox, "Cause").click();
    window.settle();
    window.harness.event(egui::Event::Text("card".into()));
    window.settle();
    picture::save(&window, path);
}
