//! The rail on the left: the places of the window, and what holds for all of them.

use egui::{Align, Layout, Ui};

use super::{Action, Actions, Place, Scene};
use crate::ui::kit::{self, Icon, size};

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

fn places(scene: &Scene<'_>) -> [(Place, Icon, String); 2] {
    [(Place::Encode, Icon::Card, scene.t("place-encode")), (Place::Activity, Icon::Activity, scene.t("place-activity"))]
}

fn foot(ui: &mut Ui, scene: &Scene<'_>) -> Actions {
    let mut actions = Vec::new();
    if kit::rail_item(ui, Icon::Info, &scene.t("place-help"), false).clicked() {
        actions.push(Action::ShowHelp);
    }
    let theme = if ui.visuals().dark_mode { "theme-light" } else { "theme-dark" };
    if kit::rail_item(ui, Icon::Contrast, &scene.t(theme), false).clicked() {
        actions.push(Action::SwitchTheme);
    }
    actions
}
