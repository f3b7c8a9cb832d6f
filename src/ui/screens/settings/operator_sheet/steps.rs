//! Which PIN comes first, and what follows from one.

use egui::Ui;
use secrecy::{ExposeSecret, SecretString};

use super::form::{BEGUN_AFTER, PersonForm, Sent, Step, Trouble, What, hash_of, is_there};
use crate::{
    domain::{Person, Role, check_new_pin, has_letter, is_same_name},
    engine::{Command, PinRefused, Snapshot},
    ui::screens::{Action, Actions, Scene},
};

/// One's own PIN is changed with the present one; the first person is a supervisor.
pub(super) fn begin(scene: &Scene<'_>, form: &mut PersonForm) {
    if form.has_begun {
        return;
    }
    form.has_begun = true;
    let me = scene.snapshot.duty.operator();
    match &form.what {
        What::Add if scene.snapshot.people.is_empty() => form.role = Role::Supervisor,
        What::ChangePin(person) if Some(&person.name) == me => form.step = Step::Present,
        What::Add | What::ChangePin(_) | What::Promote(_) => {}
    }
}

/// Takes one PIN in, and goes on or says why not.
pub(super) fn step(ui: &Ui, scene: &Scene<'_>, form: &mut PersonForm) -> Actions {
    let pin = SecretString::from(form.pin.take(ui.ctx()).as_str());
    (form.trouble, form.refused) = (None, None);
    match form.step {
        Step::Present => (form.present, form.step) = (Some(pin), Step::New),
        Step::New if is_taken(scene.snapshot, form) => form.refused = Some(PinRefused::NameTaken),
        Step::New => match check_new_pin(pin.expose_secret(), form.role) {
            Err(trouble) => form.trouble = Some(Trouble::Pin(trouble)),
            Ok(()) if matches!(form.what, What::Add) && form.name.trim().is_empty() => {
                form.trouble = Some(Trouble::NoName);
            }
            Ok(()) if matches!(form.what, What::Add) && !has_letter(&form.name) => {
                form.trouble = Some(Trouble::NoLetter);
            }
            Ok(()) => (form.first, form.step) = (Some(pin), Step::Again),
        },
        Step::Again => {
            let first = form.first.take();
            form.step = Step::New;
            if first.as_ref().is_some_and(|first| first.expose_secret() == pin.expose_secret()) {
                let time = ui.input(|input| input.time);
                ui.ctx().request_repaint_after_secs(BEGUN_AFTER as f32 + 0.05);
                return vec![Action::Tell(send(scene.snapshot, form, pin, time))];
            }
            form.trouble = Some(Trouble::Differs);
        }
    }
    Actions::new()
}

/// Before a PIN is entered twice for nothing; the engine looks more closely.
fn is_taken(snapshot: &Snapshot, form: &PersonForm) -> bool {
    let who = form.who();
    matches!(form.what, What::Add) && snapshot.people.iter().any(|person| is_same_name(&person.name, &who))
}

fn send(snapshot: &Snapshot, form: &mut PersonForm, pin: SecretString, at: f64) -> Command {
    let who = form.who();
    let (was_there, hash, refused) = (is_there(snapshot, &who), hash_of(snapshot, &who), snapshot.pin.refused.clone());
    form.sent = Some(Sent { was_there, hash, refused, was_checked: false, at });
    match &form.what {
        What::Add => Command::AddOperator { person: Person { name: form.who(), role: form.role }, pin },
        What::ChangePin(person) => Command::ChangePin { who: person.name.clone(), pin, present: form.present.take() },
        What::Promote(person) => {
            Command::ChangeRole { who: person.name.clone(), role: Role::Supervisor, pin: Some(pin) }
        }
    }
}

/// The next try begins where the refusal points to.
pub(super) fn after_refusal(form: &mut PersonForm, refused: &PinRefused) {
    form.sent = None;
    form.step = match refused {
        PinRefused::Wrong { .. } | PinRefused::TooSoon { .. } => Step::Present,
        PinRefused::NotSupervisor
        | PinRefused::Unknown
        | PinRefused::NewPin(_)
        | PinRefused::NameTaken
        | PinRefused::NameUnusable
        | PinRefused::LastSupervisor
        | PinRefused::LockedByPolicy
        | PinRefused::NotRecorded(_)
        | PinRefused::NotSaved(_) => Step::New,
    };
}
