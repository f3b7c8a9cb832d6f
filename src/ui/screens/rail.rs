//! The rail on the left: the places of the window, and what holds for all of them.

use egui::{Align, Layout, Ui, vec2};

use super::{Action, Actions, Place, Scene, lock::signed_in};
use crate::{
    domain::{Duty, SettingKey},
    ui::kit::{self, Icon, size},
};

/// Draws the rail with `here` chosen.
pub(in crate::ui) fn show(ui: &mut Ui, scene: &Scene<'_>, here: Place) -> Actions {
    let mut actions = Vec::new();
    kit::rail(ui, |ui| {
        ui.spacing_mut().item_spacing.y = size::S2;
        for (place, icon, name) in places(scene) {
            if kit::rail_item(ui, icon, &name, place == here).clicked() && place != here {
                actions.push(Action::Go(place));
            }
        }
        ui.with_layout(Layout::bottom_up(Align::Min), |ui| actions.extend(foot(ui, scene)));
    });
    actions
}

fn places(scene: &Scene<'_>) -> [(Place, Icon, String); 3] {
    [
        (Place::Encode, Icon::Card, scene.t("place-encode")),
        (Place::Activity, Icon::Activity, scene.t("place-activity")),
        (Place::Settings, Icon::Settings, scene.t("place-settings")),
    ]
}

fn foot(ui: &mut Ui, scene: &Scene<'_>) -> Actions {
    let mut actions = who(ui, scene);
    if kit::rail_item(ui, Icon::Info, &scene.t("place-help"), false).clicked() {
        actions.push(Action::ShowHelp);
    }
    let theme = if ui.visuals().dark_mode { "theme-light" } else { "theme-dark" };
    let can_switch = !scene.snapshot.settings.loaded.is_locked(SettingKey::UiTheme);
    if can_switch && kit::rail_item(ui, Icon::Contrast, &scene.t(theme), false).clicked() {
        actions.push(Action::SwitchTheme);
    }
    actions
}

/// Who is signed in, and the way to another person or to the lock.
fn who(ui: &mut Ui, scene: &Scene<'_>) -> Actions {
    let Duty::SignedIn(person) = &scene.snapshot.duty else { return Actions::new() };
    let name = scene.t_with("switch-open", &[("name", &signed_in(scene, person))]);
    let (room, layout) = (vec2(size::RAIL_ITEM, size::AVATAR), Layout::left_to_right(Align::Center));
    let row = ui.allocate_ui_with_layout(room, layout, |ui| {
        ui.add_space((size::RAIL_ITEM - size::AVATAR) / 2.0);
        kit::avatar(ui, &initials(&person.name.0), &name).clicked()
    });
    row.inner.then_some(Action::AskSwitch).into_iter().collect()
}

/// The first letters of the first and the last word: "MK" of "Mira Kovač".
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let (first, last) = (words.next(), words.next_back());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        assert_eq!(initials("Mira Kovač"), "MK");
        assert_eq!(initials("anna maria de souza"), "AS");
        assert_eq!(initials("anna"), "A");
        assert_eq!(initials(""), "");
    }
}
