//! A colleague takes over; what was found and chosen stays.

use egui::{Context, Id, Ui};

use super::{ask, form::PinForm};
use crate::{
    domain::{Duty, Operator, Person, Role},
    engine::Command,
    ui::{
        kit::{self, Type, size, tokens},
        screens::{Action, Actions, Scene},
    },
};

/// The sheet on which somebody takes over, while it is open.
#[derive(Debug, Default)]
pub(in crate::ui) struct Switch {
    /// Who was at the desk when it was opened, and the PIN of the one who comes.
    open: Option<(Operator, PinForm)>,
}

impl Switch {
    /// Opens it, where somebody is signed in.
    pub(in crate::ui) fn open(&mut self, duty: &Duty) {
        if let Duty::SignedIn(person) = duty {
            self.open = Some((person.name.clone(), PinForm::default()));
        }
    }

    /// Closes it and wipes what was typed.
    pub(in crate::ui) fn close(&mut self) {
        self.open = None;
    }

    /// Whether it stands in front of the screen.
    pub(in crate::ui) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// It goes once somebody else is at the desk, or nobody.
    pub(in crate::ui) fn look(&mut self, duty: &Duty) {
        if self.open.as_ref().is_some_and(|(from, _)| duty.operator() != Some(from)) {
            self.close();
        }
    }
}

/// Draws the sheet while it is open.
pub(in crate::ui) fn show(ctx: &Context, scene: &Scene<'_>, switch: &mut Switch) -> Actions {
    let (Some((from, form)), Duty::SignedIn(person)) = (&mut switch.open, &scene.snapshot.duty) else {
        return Actions::new();
    };
    let title = scene.t("switch-title");
    let others: Vec<Person> = scene.snapshot.people.iter().filter(|other| other.name != *from).cloned().collect();
    let shown = kit::middle_sheet(ctx, Id::unique("switch"), &title, |ui| {
        kit::heading(ui, Type::Title, &title);
        ui.add_space(size::S1);
        kit::paragraph(ui, Type::Body, signed_in(scene, person), tokens(ui).palette.ink_2);
        ui.add_space(size::S5);
        contents(ui, scene, form, &others)
    });
    if shown.wants_to_close || shown.inner.1 {
        switch.close();
    }
    shown.inner.0
}

/// Who is signed in, and as what.
pub(in crate::ui) fn signed_in(scene: &Scene<'_>, person: &Person) -> String {
    let key = match person.role {
        Role::Clerk => "signed-in-clerk",
        Role::Supervisor => "signed-in-supervisor",
    };
    scene.t_with(key, &[("name", &*person.name.0)])
}

/// What is asked for, and whether the sheet goes.
fn contents(ui: &mut Ui, scene: &Scene<'_>, form: &mut PinForm, others: &[Person]) -> (Actions, bool) {
    let mut actions = Actions::new();
    if others.is_empty() {
        kit::paragraph(ui, Type::Body, scene.t("switch-nobody"), tokens(ui).palette.ink);
        ui.add_space(size::S5);
    } else {
        let tried = ask::show(ui, scene, form, others, &scene.t("switch-take-over"));
        actions.extend(tried.map(|tried| Action::Tell(Command::SignIn(tried))));
        ui.add_space(size::S2);
    }
    kit::hairline(ui);
    ui.add_space(size::S4);
    let is_locked = ui.add(kit::Button::quiet(&scene.t("lock-now")).key(&scene.t("key-lock"))).clicked();
    ui.add_space(size::S2);
    let is_left = ui.add(kit::Button::quiet(&scene.t("cancel"))).clicked();
    actions.extend(is_locked.then_some(Action::Lock));
    (actions, is_locked || is_left)
}
