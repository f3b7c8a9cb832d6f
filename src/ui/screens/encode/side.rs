//! The side panel: encoders, the card or its job, and the buttons at its foot.

use egui::{EventFilter, Rect, ScrollArea, TextWrapMode, Ui, UiBuilder, WidgetText, pos2, vec2};

use super::{
    deeds::{self, Deed, Foot, Item},
    encoders,
    form::{EncodeForm, Focus},
    job,
    rules::{self, Side},
    words,
};
use crate::{
    domain::Card,
    ui::{
        kit::{self, Button, Facts, Note, Tone, Type, size, tokens},
        screens::{Actions, Scene},
    },
};

/// Draws the panel.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm) -> Actions {
    let room = ui.available_rect_before_wrap();
    ui.advance_cursor_after_rect(room);
    let foot = deeds::foot(scene, form);
    let split = room.bottom() - foot_height(ui, &foot, room.width());
    let above = Rect::from_min_max(room.min, pos2(room.right(), split));
    let mut actions = body(&mut child(ui, above, "side body"), scene, form);
    let below = Rect::from_min_max(pos2(room.left(), split), room.max);
    if let Some(deed) = draw_foot(&mut child(ui, below, "side foot"), form, &foot) {
        actions.extend(deeds::act(scene, form, deed));
    }
    actions
}

/// The panel in a window too narrow for list and panel side by side, with a way back to the list.
pub(super) fn show_narrow(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm) -> Actions {
    if kit::link(ui, &scene.t("back-to-list")).clicked() {
        form.choose(None);
    }
    ui.add_space(size::S1);
    show(ui, scene, form)
}

fn child(ui: &mut Ui, rect: Rect, salt: &str) -> Ui {
    let layout = egui::Layout::top_down(egui::Align::Min);
    ui.new_child(UiBuilder::new().max_rect(rect).layout(layout).id_salt(salt))
}

fn body(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm) -> Actions {
    let mut actions = Vec::new();
    let is_tall = ui.available_height() >= size::SIDE_PINNED;
    if is_tall {
        actions.extend(encoders::show(ui, scene, form));
        ui.add_space(size::S4);
    }
    ScrollArea::vertical().id_salt("side").auto_shrink([false, false]).show(ui, |ui| {
        about(ui, scene, form, &mut actions);
        if !is_tall {
            ui.add_space(size::S4);
            actions.extend(encoders::show(ui, scene, form));
        }
    });
    actions
}

fn about(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm, actions: &mut Actions) {
    match rules::side(scene.snapshot, form) {
        Side::Nobody => hint(ui, scene, "choose-guest", "choose-guest-body"),
        Side::Gone => hint(ui, scene, "card-gone", "card-gone-body"),
        Side::Ready(card) => ready(ui, scene, card),
        Side::Job(shown) => actions.extend(job::show(ui, scene, form, shown)),
    }
}

fn hint(ui: &mut Ui, scene: &Scene<'_>, title: &str, body: &str) {
    let palette = tokens(ui).palette;
    kit::paragraph(ui, Type::Title, scene.t(title), palette.ink);
    ui.add_space(size::S1);
    kit::paragraph(ui, Type::Body, scene.t(body), palette.ink_2);
}

fn ready(ui: &mut Ui, scene: &Scene<'_>, card: &Card) {
    card_facts(ui, scene, card, &words::ends_in(scene, card.validity.ends_at));
    let warnings = words::warnings(scene, &card.warnings);
    if !warnings.is_empty() {
        ui.add_space(size::S3);
        Note::new(Tone::Warn, &scene.t("card-warnings")).body(&warnings.join("\n")).show(ui);
    }
    let invalidated =
        card.vendor.as_ref().is_some_and(|vendor| vendor.is_valid == Some(false)) && card.is_replacement();
    if !card.errors.is_empty() || invalidated {
        let details: Vec<_> = card.errors.iter().map(|notice| &*notice.message).collect();
        let body = scene.t(if invalidated { "card-invalidated" } else { "card-errors-body" });
        ui.add_space(size::S3);
        Note::new(Tone::Bad, &scene.t("card-errors")).body(&body).details(&details.join("\n")).show(ui);
    }
}

/// Who the card is for, and what is written on it; `ends` is said after its end.
pub(super) fn card_facts(ui: &mut Ui, scene: &Scene<'_>, card: &Card, ends: &str) {
    let system = card.system.as_ref().and_then(|id| scene.snapshot.catalog.system(id));
    subject(ui, scene, words::holder(card), &words::subtitle(scene, card, system));
    let mut facts = Facts::new();
    facts.line(ui, &scene.t("fact-doors"), &words::doors(scene, card.doors.as_deref()));
    let clock = scene.clock_in(&card.zone);
    let from = card.validity.starts_at.map_or_else(|| scene.t("valid-at-once"), |at| clock.long(at));
    facts.line(ui, &scene.t("fact-valid-from"), &from);
    let until = card.validity.ends_at.map_or_else(|| scene.t("valid-for-ever"), |at| clock.long(at));
    let until = format!("{until}\n{ends}");
    let until = facts.line(ui, &scene.t("fact-valid-until"), until.trim_end());
    if let Some(zone) = card.zone.iana_name() {
        until.on_hover_text(scene.t_with("times-of", &[("zone", zone)]));
    }
    facts.line(ui, &scene.t("fact-encoded-before"), &words::encoded_before(scene, card));
}

/// The name in large letters, and what kind of card.
pub(super) fn subject(ui: &mut Ui, scene: &Scene<'_>, name: &str, detail: &str) {
    kit::section_label(ui, scene.t("section-card-for"));
    kit::heading(ui, Type::Subject, name);
    ui.add_space(2.0);
    kit::paragraph(ui, Type::Body, detail, tokens(ui).palette.ink_2);
    ui.add_space(size::S3);
}

/// How many quiet buttons stand in one line.
const IN_LINE: usize = 2;

fn foot_height(ui: &Ui, foot: &Foot, width: f32) -> f32 {
    let target = |height: f32| tokens(ui).at_least_target(height);
    let hint = if foot.hint.is_empty() { 0.0 } else { hint_height(ui, &foot.hint, width) + size::S4 };
    let primary = if foot.primary.is_some() { target(size::PRIMARY) } else { 0.0 };
    let lines = foot.others.len().div_ceil(IN_LINE) as f32;
    let gap = if foot.primary.is_some() && lines > 0.0 { size::S4 } else { 0.0 };
    let others = lines * target(size::CONTROL) + (lines - 1.0).max(0.0) * size::S2;
    let total = hint + primary + gap + others;
    if total > 0.0 { total + size::S3 } else { 0.0 }
}

fn hint_height(ui: &Ui, hint: &str, width: f32) -> f32 {
    let text = WidgetText::from(kit::rich(Type::Secondary, hint, tokens(ui).palette.ink_2));
    text.into_galley(ui, Some(TextWrapMode::Wrap), width, egui::TextStyle::Body).size().y
}

fn draw_foot(ui: &mut Ui, form: &mut EncodeForm, foot: &Foot) -> Option<Deed> {
    if foot.primary.is_none() && foot.others.is_empty() {
        form.primary_id = None;
        return None;
    }
    ui.add_space(size::S3);
    if !foot.hint.is_empty() {
        kit::paragraph(ui, Type::Secondary, foot.hint.as_str(), tokens(ui).palette.ink_2);
        ui.add_space(size::S4);
    }
    let first = foot.primary.as_ref().and_then(|item| draw_primary(ui, form, item));
    if foot.primary.is_none() {
        form.primary_id = None;
    } else if !foot.others.is_empty() {
        ui.add_space(size::S4);
    }
    first.or(draw_others(ui, &foot.others))
}

fn draw_primary(ui: &mut Ui, form: &mut EncodeForm, item: &Item) -> Option<Deed> {
    let button = Button::primary(&item.text).key("Enter").enabled(item.is_on).busy(item.is_busy);
    let response = ui.add(button);
    form.primary_id = Some(response.id);
    if form.focus == Some(Focus::Primary) {
        response.request_focus();
        form.focus = None;
    }
    if response.has_focus() {
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    }
    response.clicked().then_some(item.deed)
}

fn draw_others(ui: &mut Ui, items: &[Item]) -> Option<Deed> {
    let mut pressed = None;
    for (at, line) in items.chunks(IN_LINE).enumerate() {
        if at > 0 {
            ui.add_space(size::S2);
        }
        let room = ui.available_width() - size::S2 * (line.len() - 1) as f32;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing = vec2(size::S2, 0.0);
            for item in line {
                let button = Button::quiet(&item.text).enabled(item.is_on).busy(item.is_busy);
                if ui.add(button.width(room / line.len() as f32)).clicked() {
                    pressed = Some(item.deed);
                }
            }
        });
    }
    pressed
}
