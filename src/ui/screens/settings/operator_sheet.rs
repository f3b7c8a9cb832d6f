//! Somebody new with a PIN, or another PIN: entered twice, since nobody sees what is typed.

mod form;
mod steps;

use egui::{Context, Id, Key, Ui};

pub(super) use form::{PersonForm, What};
use form::{Step, Trouble};

use crate::{
    domain::{Duty, Operator, Person, Role, has_letter, least_digits},
    ui::{
        kit::{self, Button, PinPad, PinWords, TextField, Type, size, tokens},
        screens::{Actions, Scene, lock::words},
    },
};

/// What has come to hold about whom; the key of its sentence.
pub(super) type Done = (&'static str, Operator);

/// Draws the sheet while it is open, and says what came of it.
pub(super) fn show(ctx: &Context, scene: &Scene<'_>, sheet: &mut Option<PersonForm>) -> (Actions, Option<Done>) {
    let Some(form) = sheet else { return (Actions::new(), None) };
    steps::begin(scene, form);
    let title = match &form.what {
        What::Add if scene.snapshot.people.is_empty() => scene.t("person-first-title"),
        What::Add => scene.t("person-add-title"),
        What::ChangePin(person) => scene.t_with("person-pin-title", &[("name", &person.name.0)]),
        What::Promote(person) => scene.t_with("person-promote-title", &[("name", &person.name.0)]),
    };
    let shown = kit::middle_sheet(ctx, Id::unique("person"), &title, |ui| {
        kit::heading(ui, Type::Title, &title);
        if needs_approval(scene, form) {
            ui.add_space(size::S1);
            kit::paragraph(ui, Type::Secondary, scene.t("person-approval"), tokens(ui).palette.ink_2);
        }
        contents(ui, scene, form)
    });
    let (actions, is_left) = shown.inner;
    let done = form.is_done(scene.snapshot).then(|| (done_key(&form.what), form.who()));
    if is_left || shown.wants_to_close || done.is_some() {
        *sheet = None;
    }
    (actions, done)
}

fn done_key(what: &What) -> &'static str {
    match what {
        What::Add => "operators-added",
        What::ChangePin(_) => "operators-pin-changed",
        What::Promote(_) => "operators-promoted",
    }
}

/// A clerk learns before the first step that a supervisor has the last one.
fn needs_approval(scene: &Scene<'_>, form: &PersonForm) -> bool {
    let Duty::SignedIn(Person { name, role: Role::Clerk }) = &scene.snapshot.duty else { return false };
    match &form.what {
        What::Add | What::Promote(_) => true,
        What::ChangePin(person) => person.name != *name,
    }
}

/// What is asked for, and whether the sheet goes.
fn contents(ui: &mut Ui, scene: &Scene<'_>, form: &mut PersonForm) -> (Actions, bool) {
    let mut leads_to_pin = false;
    if matches!(form.what, What::Add) {
        leads_to_pin = person(ui, scene, form);
    }
    ui.add_space(size::S4);
    let actions = pin(ui, scene, form, leads_to_pin);
    let side = ((ui.available_width() - size::PIN_PAD) / 2.0).max(0.0);
    ui.horizontal_top(|ui| {
        ui.add_space(side);
        ui.vertical(|ui| {
            ui.set_width(size::PIN_PAD);
            remark(ui, scene, form);
        });
    });
    ui.add_space(size::S3);
    let is_left = ui.add(Button::quiet(&scene.t("cancel"))).clicked();
    (actions, is_left)
}

/// Name and role; whether Enter leads from the name to the PIN.
fn person(ui: &mut Ui, scene: &Scene<'_>, form: &mut PersonForm) -> bool {
    let is_first = scene.snapshot.people.is_empty();
    if is_first {
        ui.add_space(size::S1);
        kit::paragraph(ui, Type::Secondary, scene.t("person-first-why"), tokens(ui).palette.ink_2);
    }
    ui.add_space(size::S4);
    kit::section_label(ui, scene.t("section-person-name"));
    let field = TextField::new(&mut form.name, &scene.t("person-name"), &scene.t("person-name-hint")).show(ui);
    if field.changed() {
        form.trouble = None;
    }
    if kit::is_coming(ui, field.id.with("opened")) {
        form.name_id = Some(field.id);
    }
    if !is_first {
        ui.add_space(size::S3);
        let roles = Role::ALL.map(|role| words::role(scene, role));
        let [clerk, supervisor] = &roles;
        let at = Role::ALL.iter().position(|role| *role == form.role).unwrap_or(0);
        if let Some(at) = kit::segmented(ui, &scene.t("person-role"), &[clerk, supervisor], at) {
            form.role = Role::ALL.get(at).copied().unwrap_or(Role::Clerk);
        }
    }
    let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if is_entered && !form.name.trim().is_empty() && !has_letter(&form.name) {
        form.trouble = Some(Trouble::NoLetter);
        field.request_focus();
    }
    is_entered && form.trouble.is_none()
}

fn pin(ui: &mut Ui, scene: &Scene<'_>, form: &mut PersonForm, takes_keyboard: bool) -> Actions {
    let (name, enter) = match form.step {
        Step::Present => ("person-pin-present", "person-go-on"),
        Step::New => ("person-pin-new", "person-go-on"),
        Step::Again => ("person-pin-again", "person-save"),
    };
    let [name, enter, show, hide, delete] = [name, enter, "show", "hide", "pin-delete"].map(|key| scene.t(key));
    let side = ((ui.available_width() - size::PIN_PAD) / 2.0).max(0.0);
    let pause = words::pause(&scene.snapshot.pin, scene.now).filter(|_| form.step == Step::Present);
    let is_on = form.sent.is_none() && pause.is_none();
    let is_entered = ui.horizontal_top(|ui| {
        ui.add_space(side);
        ui.vertical(|ui| {
            ui.set_width(size::PIN_PAD);
            kit::section_label(ui, &name);
            let words = PinWords { name: &name, show: &show, hide: &hide, delete: &delete, enter: &enter };
            PinPad::new(&mut form.pin, words).enabled(is_on).take_keyboard(takes_keyboard).show(ui)
        })
        .inner
    });
    name_first(ui, form);
    if is_entered.inner { steps::step(ui, scene, form) } else { Actions::new() }
}

/// The pad takes the keyboard when it comes; where a name is asked for, that comes first.
fn name_first(ui: &Ui, form: &mut PersonForm) {
    if let Some(name) = form.name_id.take() {
        ui.memory_mut(|memory| memory.request_focus(name));
    }
}

/// What is wrong, or what a PIN has to be like.
fn remark(ui: &mut Ui, scene: &Scene<'_>, form: &mut PersonForm) {
    ui.add_space(size::S2);
    let palette = tokens(ui).palette;
    if let Some(refused) = form.answer(scene.snapshot, ui.input(|input| input.time)) {
        steps::after_refusal(form, &refused);
        form.refused = Some(refused);
    }
    let (is_bad, text) = said(scene, form);
    if is_bad {
        kit::announce(ui, &text);
    }
    kit::paragraph(ui, Type::Secondary, text, if is_bad { palette.bad } else { palette.ink_2 });
}

fn said(scene: &Scene<'_>, form: &PersonForm) -> (bool, String) {
    match (&form.refused, form.trouble) {
        (Some(refused), _) => (true, words::refused(scene, refused)),
        (None, Some(Trouble::NoName)) => (true, scene.t("person-no-name")),
        (None, Some(Trouble::NoLetter)) => (true, scene.t("person-no-letter")),
        (None, Some(Trouble::Pin(trouble))) => (true, words::new_pin(scene, trouble)),
        (None, Some(Trouble::Differs)) => (true, scene.t("person-pins-differ")),
        (None, None) if form.sent.is_some() => (false, scene.t("person-saving")),
        (None, None) if form.step == Step::New => {
            (false, scene.t_count("person-pin-rule", least_digits(form.role), &[]))
        }
        (None, None) => (false, String::new()),
    }
}
