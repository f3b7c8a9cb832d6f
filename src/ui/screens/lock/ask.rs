//! Somebody says who they are: a list of people beside a pad for the PIN.

use egui::{Event, Key, Layout, Modifiers, ScrollArea, Ui, vec2};

use super::{
    form::PinForm,
    words::{self, countdown, next_second, role},
};
use crate::{
    domain::Person,
    engine::PinTry,
    ui::{
        kit::{self, PinPad, PinWords, Type, size, tokens},
        screens::Scene,
    },
};

/// Room for what is said under the pad, so that nothing moves when it is said.
const REMARK: f32 = 40.0;

/// Draws the question; the PIN in the frame in which it is handed over. `enter` names the button.
pub(super) fn show(
    ui: &mut Ui,
    scene: &Scene<'_>,
    form: &mut PinForm,
    people: &[Person],
    enter: &str,
) -> Option<PinTry> {
    if people.len() < 2 {
        return alone(ui, scene, form, people, enter);
    }
    if let Some(at) = keys(ui, form, people) {
        choose(ui, form, people, at);
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = size::S6;
        let left = ui.available_width() - size::PIN_PAD - size::S6;
        ui.allocate_ui_with_layout(
            vec2(left, size::CHOOSE_TALLEST + size::S6),
            Layout::top_down(egui::Align::Min),
            |ui| {
                ui.set_width(left);
                list(ui, scene, form, people);
            },
        );
        ui.vertical(|ui| pad(ui, scene, form, people, enter)).inner
    })
    .inner
}

/// One person, or nobody in particular: no list.
fn alone(ui: &mut Ui, scene: &Scene<'_>, form: &mut PinForm, people: &[Person], enter: &str) -> Option<PinTry> {
    let side = ((ui.available_width() - size::PIN_PAD) / 2.0).max(0.0);
    ui.horizontal_top(|ui| {
        ui.add_space(side);
        ui.vertical(|ui| {
            ui.set_width(size::PIN_PAD);
            pad(ui, scene, form, people, enter)
        })
        .inner
    })
    .inner
}

/// Arrows and first letters choose, while the keyboard stays with the digits.
fn keys(ui: &Ui, form: &PinForm, people: &[Person]) -> Option<usize> {
    let at = form.at(people);
    let count = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
    let moved = (at + count(Key::ArrowDown)).min(people.len() - 1).saturating_sub(count(Key::ArrowUp));
    let letter = ui.input(|input| input.events.iter().find_map(letter));
    let after = people.iter().enumerate().cycle().skip(at + 1).take(people.len());
    let named = |person: &Person, letter: &str| person.name.0.to_lowercase().starts_with(letter);
    let typed = letter.and_then(|letter| after.into_iter().find(|(_, person)| named(person, &letter)));
    typed.map(|(to, _)| to).or((moved != at).then_some(moved))
}

fn letter(event: &Event) -> Option<String> {
    let Event::Text(text) = event else { return None };
    text.chars().all(char::is_alphabetic).then(|| text.to_lowercase())
}

fn choose(ui: &Ui, form: &mut PinForm, people: &[Person], at: usize) {
    if let Some(person) = people.get(at) {
        form.choose(ui.ctx(), person);
    }
}

fn list(ui: &mut Ui, scene: &Scene<'_>, form: &mut PinForm, people: &[Person]) {
    kit::section_label(ui, scene.t("section-people"));
    let at = form.at(people);
    let area = ScrollArea::vertical().id_salt("people").max_height(size::CHOOSE_TALLEST).auto_shrink([false, true]);
    let clicked = area.show(ui, |ui| {
        let rows = kit::list_frame(ui, |ui| {
            let rows = people.iter().enumerate().map(|(index, person)| {
                let row =
                    kit::radio_row(ui, (index, people.len()), &person.name.0, &role(scene, person.role), index == at);
                if index == at && kit::just_opened(ui, row.id.with(("chosen", at))) {
                    row.scroll_to_me(None);
                }
                row.clicked()
            });
            rows.collect::<Vec<_>>()
        });
        rows.inner.iter().position(|clicked| *clicked)
    });
    if let Some(at) = clicked.inner {
        choose(ui, form, people, at);
    }
}

fn pad(ui: &mut Ui, scene: &Scene<'_>, form: &mut PinForm, people: &[Person], enter: &str) -> Option<PinTry> {
    let person = people.get(form.at(people));
    let name = match person {
        Some(person) => scene.t_with("pin-of", &[("name", &*person.name.0)]),
        None => scene.t("pin-of-supervisor"),
    };
    kit::section_label(ui, &name);
    let pause = words::pause(&scene.snapshot.pin, scene.now);
    let is_on = pause.is_none() && !scene.snapshot.pin.is_checking;
    let [show, hide, delete] = ["show", "hide", "pin-delete"].map(|key| scene.t(key));
    let words = PinWords { name: &name, show: &show, hide: &hide, delete: &delete, enter };
    let takes = std::mem::take(&mut form.wants_keyboard);
    let is_entered = PinPad::new(&mut form.pin, words).enabled(is_on).take_keyboard(takes).show(ui);
    remark(ui, scene, form, pause);
    is_entered.then(|| form.take(ui.ctx(), person))
}

/// How the latest try went, and until when one waits.
fn remark(ui: &mut Ui, scene: &Scene<'_>, form: &PinForm, pause: Option<std::time::Duration>) {
    ui.add_space(size::S2);
    let room = vec2(size::PIN_PAD.min(ui.available_width()), REMARK);
    ui.allocate_ui_with_layout(room, Layout::top_down(egui::Align::Min), |ui| {
        ui.set_min_size(room);
        let palette = tokens(ui).palette;
        let refused = form.refused(scene.snapshot).map(|refused| words::refused(scene, refused));
        if let Some(refused) = &refused {
            kit::announce(ui, refused);
        }
        match (scene.snapshot.pin.is_checking, pause, refused) {
            (true, ..) => drop(kit::paragraph(ui, Type::Secondary, scene.t("pin-checking"), palette.ink_2)),
            (false, Some(left), refused) => {
                let again = scene.t_with("pin-again-in", &[("time", &countdown(scene.texts, left))]);
                let said = refused.map_or(again.clone(), |refused| format!("{refused}. {again}"));
                kit::paragraph(ui, Type::Secondary, said, palette.bad);
                ui.ctx().request_repaint_after(next_second(left));
            }
            (false, None, Some(refused)) => drop(kit::paragraph(ui, Type::Secondary, refused, palette.bad)),
            (false, None, None) => {}
        }
    });
}
