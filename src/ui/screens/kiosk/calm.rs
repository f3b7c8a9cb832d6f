//! What a kiosk says while nobody makes a card: that it waits for somebody, that it is not ready, that it starts over.

use egui::Ui;
use jiff::Timestamp;

use super::{rules::Trouble, words};
use crate::{
    engine::Command,
    ui::{
        kit::{self, Button, Type, size, tokens},
        screens::{Action, Actions, Scene},
    },
};

/// For whoever passes by. Any key and any touch begins; that is the window's matter.
pub(super) fn attract(ui: &mut Ui, scene: &Scene<'_>) {
    kit::tell_to_all(ui, &scene.t("kiosk-attract"), &scene.t("kiosk-attract-body"), |ui| {
        kit::reader(ui, size::READER, false);
    });
}

/// It is starting.
pub(super) fn wait(ui: &mut Ui, scene: &Scene<'_>) {
    kit::tell_to_all(ui, &scene.t("kiosk-moment"), "", |ui| drop(kit::spinner(ui, &scene.t("starting"))));
}

/// It cannot make cards: guests are sent to somebody who can, and staff reads why.
pub(super) fn not_ready(ui: &mut Ui, scene: &Scene<'_>, trouble: &Trouble) {
    let keys = match trouble {
        Trouble::Offline => ["kiosk-offline", "kiosk-offline-body"],
        Trouble::Stopped
        | Trouble::NoKey
        | Trouble::Keyring
        | Trouble::KeyRefused
        | Trouble::Journal
        | Trouble::NoEncoder
        | Trouble::EncoderGone(_)
        | Trouble::Unsettled(_) => ["kiosk-not-ready", "kiosk-not-ready-body"],
    };
    let [title, body] = keys.map(|key| scene.t(key));
    let staff = scene.t_with("kiosk-for-staff", &[("what", &words::for_staff(scene, trouble))]);
    kit::tell_to_all(ui, &title, &body, |ui| {
        kit::paragraph(ui, Type::TouchDetail, staff, tokens(ui).palette.ink_2);
    });
}

/// Whole seconds until then, never fewer than none.
pub(super) fn seconds_until(then: Timestamp, now: Timestamp) -> u64 {
    u64::try_from(then.duration_since(now).as_millis()).unwrap_or(0).div_ceil(1000)
}

/// That it starts over soon, and how to go on. The button stands where a second touch of it hits nothing else.
pub(super) fn countdown(ui: &mut Ui, scene: &Scene<'_>, rests_at: Timestamp) -> Actions {
    let seconds = seconds_until(rests_at, scene.now).to_string();
    let text = scene.t_with("kiosk-starting-over", &[("seconds", &seconds)]);
    kit::line(ui, Type::TouchKey, text, tokens(ui).palette.ink);
    ui.add_space(size::S6);
    let tall = kit::kiosk_size(ui.ctx(), size::KIOSK_HEAD_BUTTON);
    let stay = ui.add(Button::touch_quiet(&scene.t("kiosk-still-here")).tall(tall).width(240.0)).clicked();
    stay.then_some(Action::Tell(Command::Touch)).into_iter().collect()
}
