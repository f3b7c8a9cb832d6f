//! What stands on top: whose kiosk it is, its encoder and the time, and the way to start over.

use egui::{
    Align, CornerRadius, Frame, Key, Layout, Margin, Modifiers, Panel, Sense, Ui, UiBuilder, WidgetInfo,
    accesskit::Role, vec2,
};

use jiff::Timestamp;

use super::{
    Forms, calm,
    form::{KioskForm, wants_to_leave},
    rules::{self, View},
};
use crate::{
    engine::Command,
    ui::{
        kit::{self, Button, Evidence, Tone, Type, size, tokens},
        screens::{Action, Actions, Scene, encode::words::encoder_detail, lock::words::property as property_name},
    },
};

/// Draws it. The property's name, held for three seconds, asks staff for a PIN to leave the kiosk. While the kiosk is about to
/// start over, that stands here instead, so that nothing moves under a finger.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, view: &View, forms: &mut Forms<'_>) -> Actions {
    let palette = tokens(ui).palette;
    let rests_at = scene.snapshot.rests_at;
    let frame = Frame::new().fill(palette.background).inner_margin(Margin::symmetric(size::KIOSK_MARGIN as i8, 0));
    let height = kit::kiosk_size(ui.ctx(), size::KIOSK_HEAD);
    let panel = Panel::top("kiosk head").exact_size(height).resizable(false).show_separator_line(false);
    panel
        .frame(frame)
        .show(ui, |ui| {
            if let Some(rests_at) = rests_at {
                return about_to_rest(ui, scene, view, forms, rests_at);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let mut actions = over(ui, scene, view, forms);
                place(ui, scene);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    if rules::is_practice(scene.snapshot) {
                        kit::badge(ui, Tone::Warn, &scene.t("practice"));
                        ui.add_space(size::S3);
                    }
                    actions.extend(property(ui, scene, forms.kiosk));
                });
                actions
            })
            .inner
        })
        .inner
}

/// The countdown, on a band that ends above what follows. Keys do what they always do.
fn about_to_rest(ui: &mut Ui, scene: &Scene<'_>, view: &View, forms: &Forms<'_>, rests_at: Timestamp) -> Actions {
    let room = ui.available_rect_before_wrap();
    let inner = room.with_max_y(room.bottom() - kit::kiosk_size(ui.ctx(), size::KIOSK_GAP));
    let band = inner.expand2(vec2(size::KIOSK_MARGIN, 0.0));
    ui.painter().rect_filled(band, CornerRadius::ZERO, tokens(ui).palette.warn_soft);
    let layout = Layout::left_to_right(Align::Center);
    let builder = UiBuilder::new().max_rect(inner).layout(layout);
    let mut actions = ui.scope_builder(builder, |ui| calm::countdown(ui, scene, rests_at)).inner;
    let is_free = *view == View::Work && !rules::is_under_way(scene, forms.encode);
    let hides = is_free && hides(ui, scene, forms);
    actions.extend(hides.then_some(Action::Tell(Command::Lock)));
    actions.extend(wants_to_leave(ui.ctx()).then_some(Action::Tell(Command::LeaveKiosk)));
    actions
}

/// A guest has done, or staff has: nobody is here any more. While a card is made, it says why nobody can start over.
fn over(ui: &mut Ui, scene: &Scene<'_>, view: &View, forms: &Forms<'_>) -> Actions {
    if *view != View::Work {
        return Actions::new();
    }
    if rules::is_under_way(scene, forms.encode) {
        let key = if rules::is_staff(scene.snapshot) { "kiosk-under-way-staff" } else { "kiosk-under-way" };
        kit::line(ui, Type::TouchFact, scene.t(key), tokens(ui).palette.ink);
        ui.add_space(size::S6);
        return Actions::new();
    }
    let text = scene.t(if rules::is_staff(scene.snapshot) { "kiosk-sign-out" } else { "kiosk-start-over" });
    let tall = kit::kiosk_size(ui.ctx(), size::KIOSK_HEAD_BUTTON);
    let pressed = ui.add(Button::touch_quiet(&text).tall(tall).width(190.0)).clicked();
    ui.add_space(size::S6);
    (pressed || hides(ui, scene, forms)).then_some(Action::Tell(Command::Lock)).into_iter().collect()
}

/// Ctrl+L, and Esc where nothing else takes it: everything of a guest is gone at once when somebody comes near.
fn hides(ui: &Ui, scene: &Scene<'_>, forms: &Forms<'_>) -> bool {
    if forms.encode.ask.is_some() || scene.snapshot.approval.is_some() || scene.snapshot.approval_lapsed {
        return false;
    }
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    pressed(Modifiers::COMMAND, Key::L) || (forms.encode.query.text.is_empty() && pressed(Modifiers::NONE, Key::Escape))
}

/// "Front Desk 1 · 13:41". The dot says no more than what the encoder last did. The property's name has half of the room if it
/// needs so much, and the time is always whole.
fn place(ui: &mut Ui, scene: &Scene<'_>) {
    let palette = tokens(ui).palette;
    let snapshot = scene.snapshot;
    let time = scene.clock().recent(scene.now);
    let Some(own) = &snapshot.binding else {
        kit::line(ui, Type::TouchFact, time, palette.ink_2);
        return;
    };
    let known = snapshot.encoder(&own.encoder).map(|view| encoder_detail(scene, view, true));
    let evidence = known.map_or(Evidence::None, |(evidence, _)| evidence);
    let time = scene.t_with("kiosk-place-time", &[("time", &time)]);
    let room = ui.available_width();
    let width = room - named(ui, scene).min(room / 2.0) - size::S6;
    kit::status_with(ui, evidence.tone(), Type::TouchFact, [&own.name, &time], width);
    ui.add_space(size::S6);
}

/// How wide the property's name is, with what stands before it.
fn named(ui: &Ui, scene: &Scene<'_>) -> f32 {
    let badge = rules::is_practice(scene.snapshot).then(|| kit::badge_width(ui, &scene.t("practice")) + size::S5);
    kit::line_width(ui, Type::Subject, &property_name(scene)) + badge.unwrap_or(0.0)
}

fn property(ui: &mut Ui, scene: &Scene<'_>, form: &mut KioskForm) -> Actions {
    let palette = tokens(ui).palette;
    let name = property_name(scene);
    let text = kit::rich(Type::Subject, &*name, palette.ink);
    let shown = ui.add(egui::Label::new(text).truncate().sense(Sense::hover()));
    shown.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &name));
    let place = shown.rect.expand2(vec2(size::S4, size::S4));
    let asks = form.was_held(ui, place) | wants_to_leave(ui.ctx());
    asks.then_some(Action::Tell(Command::LeaveKiosk)).into_iter().collect()
}
