//! PINs at a kiosk: of whoever signs in, and of whoever approves. No name is offered: who works here is no guest's matter.

use egui::{Align, Context, Id, Layout, Ui, vec2};

use super::{
    form::{Entry, KioskForm},
    words,
};
use crate::{
    engine::{Command, PinTry},
    ui::{
        kit::{self, Button, PinPad, PinWords, Type, size, tokens},
        screens::{
            Action, Actions, Scene,
            lock::{self, words as pins},
        },
    },
};

/// How long a sheet that nobody touches stays, in seconds: a guest finds the kiosk as it was.
const UNTOUCHED: f64 = 20.0;

/// Room for two lines of what is said above the pad, so that no key moves when it changes.
const REMARK: f32 = 48.0;

/// Somebody has to sign in first.
pub(super) fn sign_in(ui: &mut Ui, scene: &Scene<'_>, form: &mut KioskForm) -> Actions {
    let room = ui.available_rect_before_wrap();
    let mut tried = None;
    ui.vertical_centered(|ui| {
        let used = 340.0 + 4.0 * kit::kiosk_size(ui.ctx(), size::KIOSK_DIGIT);
        ui.add_space(((room.height() - used) / 2.0).max(0.0));
        kit::paragraph(ui, Type::TouchSubject, scene.t("kiosk-sign-in"), tokens(ui).palette.ink);
        ui.add_space(size::S1);
        ui.allocate_ui_with_layout(vec2(size::KIOSK_PIN, 0.0), Layout::top_down(Align::Min), |ui| {
            remark(ui, scene, &form.signing, "");
            ui.add_space(size::S2);
            tried = ask(ui, scene, &mut form.signing, ["kiosk-pin", "kiosk-sign-in-button"], |ui, button| {
                ui.add(button).clicked()
            });
        });
    });
    // Digits that somebody walked away from are nobody's beginning.
    if is_left(ui.ctx(), &mut form.signing) {
        form.signing.clear(ui.ctx());
    }
    tried.map(|tried| Action::Tell(Command::SignIn(tried))).into_iter().collect()
}

/// The sheet for what the engine holds. It goes by itself when nobody touches it.
pub(super) fn approval(ui: &Ui, scene: &Scene<'_>, form: &mut KioskForm) -> Actions {
    let ctx = ui.ctx().clone();
    let Some(deed) = scene.snapshot.approval else {
        form.approving.clear(&ctx);
        let mut actions = lock::show_lapsed(&ctx, scene, Type::TouchDetail);
        if scene.snapshot.approval_lapsed && is_left(&ctx, &mut form.approving) {
            actions.push(Action::NotApproved);
        }
        return actions;
    };
    let title = scene.t("kiosk-approve-title");
    let shown = kit::middle_sheet(&ctx, Id::unique("kiosk approval"), &title, |ui| {
        kit::paragraph(ui, Type::Subject, title.as_str(), tokens(ui).palette.ink);
        ui.add_space(size::S1);
        lock::show_asked(ui, scene, Type::TouchFact, words::cover(scene));
        remark(ui, scene, &form.approving, &words::approval(scene, deed));
        ui.add_space(size::S1);
        let mut is_cancelled = false;
        let tried = ask(ui, scene, &mut form.approving, ["pin-of-supervisor", words::approve(deed)], |ui, button| {
            side_by_side(ui, button, &scene.t("cancel"), &mut is_cancelled)
        });
        (tried, is_cancelled)
    });
    let (tried, is_cancelled) = shown.inner;
    if let Some(tried) = tried {
        return vec![Action::Tell(Command::Approve(tried))];
    }
    let is_over = is_cancelled || shown.wants_to_close || is_left(&ctx, &mut form.approving);
    is_over.then_some(Action::Tell(Command::CancelApproval)).into_iter().collect()
}

/// Whether nobody has touched anything for so long.
fn is_left(ctx: &Context, entry: &mut Entry) -> bool {
    let (now, is_touched) = ctx.input(|input| (input.time, super::form::is_touched(input)));
    let since = if is_touched { now } else { entry.touched_at.unwrap_or(now) };
    entry.touched_at = Some(since);
    let left = UNTOUCHED - (now - since);
    if left > 0.0 {
        ctx.request_repaint_after_secs(left as f32 + 0.01);
    } else {
        entry.touched_at = Some(now);
    }
    left <= 0.0
}

/// The button and a way out, of one size.
fn side_by_side(ui: &mut Ui, button: Button<'_>, cancel: &str, is_cancelled: &mut bool) -> bool {
    let half = (ui.available_width() - size::S3) / 2.0;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = size::S3;
        *is_cancelled = ui.add(Button::touch_quiet(cancel).width(half)).clicked();
        ui.add(button.width(half)).clicked()
    })
    .inner
}

/// The pad, with what `buttons` does of the button that hands the PIN over.
fn ask(
    ui: &mut Ui,
    scene: &Scene<'_>,
    entry: &mut Entry,
    [name, enter]: [&str; 2],
    buttons: impl FnOnce(&mut Ui, Button<'_>) -> bool,
) -> Option<PinTry> {
    let pin = &scene.snapshot.pin;
    let pause = pins::pause(pin, scene.now);
    let [name, show, hide, delete, enter] = [name, "show", "hide", "pin-delete", enter].map(|key| scene.t(key));
    let words = PinWords { name: &name, show: &show, hide: &hide, delete: &delete, enter: &enter };
    let is_on = pause.is_none() && !pin.is_checking;
    let pad = PinPad::new(&mut entry.pin, words).enabled(is_on);
    let pad = pad.large(ui.available_width(), kit::kiosk_size(ui.ctx(), size::KIOSK_DIGIT));
    let is_entered = pad
        .show_with(ui, |ui, can_enter| buttons(ui, Button::touch(&enter).tall(size::KIOSK_QUIET).enabled(can_enter)));
    is_entered.then(|| entry.take(ui.ctx()))
}

/// How the latest try went, and until when one waits; before any try, what the PIN is for.
fn remark(ui: &mut Ui, scene: &Scene<'_>, entry: &Entry, purpose: &str) {
    let palette = tokens(ui).palette;
    let pin = &scene.snapshot.pin;
    let pause = pins::pause(pin, scene.now);
    let refused = pin.refused.as_ref().filter(|_| entry.has_tried).map(|refused| pins::refused(scene, refused));
    let (said, ink) = match (pin.is_checking, pause) {
        (true, _) => (scene.t("pin-checking"), palette.ink_2),
        (false, Some(left)) => {
            let again = scene.t_with("pin-again-in", &[("time", &pins::countdown(scene.texts, left))]);
            (refused.map_or(again.clone(), |refused| format!("{refused}. {again}")), palette.bad)
        }
        (false, None) => refused.map_or((purpose.to_owned(), palette.ink_2), |refused| (refused, palette.bad)),
    };
    let room = vec2(ui.available_width(), REMARK);
    ui.allocate_ui_with_layout(room, Layout::top_down(Align::Min), |ui| {
        ui.set_min_size(room);
        if !said.is_empty() {
            kit::paragraph(ui, Type::TouchDetail, said.as_str(), ink);
            kit::announce(ui, &said);
        }
    });
}
