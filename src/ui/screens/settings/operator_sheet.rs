//! Somebody new with a PIN, or another PIN: entered twice, since nobody sees what is typed.

use egui::{Context, Id, Key, Ui};
use secrecy::{ExposeSecret, SecretString};

use crate::{
    domain::{Operator, Person, PinHash, PinTrouble, Role, check_new_pin, least_digits},
    engine::{Command, PinRefused, Snapshot},
    ui::{
        kit::{self, Button, PinPad, PinWords, SecretBuffer, TextField, Type, size, tokens},
        screens::{Action, Actions, Scene, lock::words},
    },
};

/// What the sheet is for.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// Somebody new.
    Add,
    /// Another PIN for somebody.
    ChangePin(Person),
    /// Somebody becomes a supervisor, whose PIN is a longer one.
    Promote(Person),
}

/// Which PIN is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The one that holds now.
    Present,
    /// The new one.
    New,
    /// The new one once more.
    Again,
}

/// Why it does not go on.
#[derive(Debug, Clone, Copy)]
enum Trouble {
    NoName,
    Pin(PinTrouble),
    Differs,
}

/// How things stood when something was sent: an answer is told from what was said before by what has changed since.
#[derive(Debug)]
struct Sent {
    was_there: bool,
    hash: Option<PinHash>,
    refused: Option<PinRefused>,
    was_checked: bool,
    /// The window's time, in seconds.
    at: f64,
}

/// In so many seconds the engine has begun with what was sent, even where nothing shows that it did.
const BEGUN_AFTER: f64 = 0.5;

/// The sheet's own state.
#[derive(Debug)]
pub(super) struct PersonForm {
    what: What,
    name: String,
    role: Role,
    step: Step,
    pin: SecretBuffer,
    present: Option<SecretString>,
    first: Option<SecretString>,
    trouble: Option<Trouble>,
    refused: Option<PinRefused>,
    /// What was sent last, until it holds or was refused.
    sent: Option<Sent>,
    has_begun: bool,
    /// The field for the name, which gets the keyboard when the sheet comes.
    name_id: Option<Id>,
}

impl PersonForm {
    /// An empty sheet.
    pub(super) fn new(what: What) -> Self {
        let role = match &what {
            What::Add => Role::Clerk,
            What::ChangePin(person) => person.role,
            What::Promote(_) => Role::Supervisor,
        };
        Self {
            what,
            name: String::new(),
            role,
            step: Step::New,
            pin: SecretBuffer::default(),
            present: None,
            first: None,
            trouble: None,
            sent: None,
            refused: None,
            has_begun: false,
            name_id: None,
        }
    }

    /// What was sent did not come to hold: the PIN is asked for anew.
    pub(super) fn take_back(&mut self) {
        (self.sent, self.first) = (None, None);
        self.step = if self.present.take().is_some() { Step::Present } else { Step::New };
    }

    fn who(&self) -> Operator {
        match &self.what {
            What::Add => Operator(self.name.trim().into()),
            What::ChangePin(person) | What::Promote(person) => person.name.clone(),
        }
    }

    /// Whether what was sent holds: somebody is there, or their PIN is another one.
    fn is_done(&self, snapshot: &Snapshot) -> bool {
        let Some(sent) = &self.sent else { return false };
        let who = self.who();
        is_there(snapshot, &who) && (!sent.was_there || hash_of(snapshot, &who) != sent.hash)
    }

    /// Why what was sent was refused, once it was.
    fn answer(&mut self, snapshot: &Snapshot, time: f64) -> Option<PinRefused> {
        let sent = self.sent.as_mut()?;
        sent.was_checked |= snapshot.pin.is_checking;
        let is_waiting = snapshot.pin.is_checking || snapshot.approval.is_some();
        let is_new = sent.was_checked || sent.refused != snapshot.pin.refused || time - sent.at > BEGUN_AFTER;
        snapshot.pin.refused.clone().filter(|_| is_new && !is_waiting)
    }
}

fn is_there(snapshot: &Snapshot, who: &Operator) -> bool {
    snapshot.people.iter().any(|person| person.name == *who)
}

/// What somebody's PIN is checked against.
fn hash_of(snapshot: &Snapshot, who: &Operator) -> Option<PinHash> {
    let operators = &snapshot.settings.loaded.settings.operators;
    operators.iter().find(|entry| entry.person.name == *who).map(|entry| entry.pin.clone())
}

/// Draws the sheet while it is open.
pub(super) fn show(ctx: &Context, scene: &Scene<'_>, sheet: &mut Option<PersonForm>) -> Actions {
    let Some(form) = sheet else { return Actions::new() };
    begin(scene, form);
    let title = match &form.what {
        What::Add if scene.snapshot.people.is_empty() => scene.t("person-first-title"),
        What::Add => scene.t("person-add-title"),
        What::ChangePin(person) => scene.t_with("person-pin-title", &[("name", &person.name.0)]),
        What::Promote(person) => scene.t_with("person-promote-title", &[("name", &person.name.0)]),
    };
    let shown = kit::middle_sheet(ctx, Id::unique("person"), &title, |ui| {
        kit::heading(ui, Type::Title, &title);
        contents(ui, scene, form)
    });
    let (actions, is_left) = shown.inner;
    if is_left || shown.wants_to_close || form.is_done(scene.snapshot) {
        *sheet = None;
    }
    actions
}

/// One's own PIN is changed with the present one; the first person is a supervisor.
fn begin(scene: &Scene<'_>, form: &mut PersonForm) {
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
    field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
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
    if is_entered.inner { step(ui, scene, form) } else { Actions::new() }
}

/// The pad takes the keyboard when it comes; where a name is asked for, that comes first.
fn name_first(ui: &Ui, form: &mut PersonForm) {
    if let Some(name) = form.name_id.take() {
        ui.memory_mut(|memory| memory.request_focus(name));
    }
}

/// Takes one PIN in, and goes on or says why not.
fn step(ui: &Ui, scene: &Scene<'_>, form: &mut PersonForm) -> Actions {
    let pin = SecretString::from(form.pin.take(ui.ctx()).as_str());
    (form.trouble, form.refused) = (None, None);
    match form.step {
        Step::Present => (form.present, form.step) = (Some(pin), Step::New),
        Step::New => match check_new_pin(pin.expose_secret(), form.role) {
            Err(trouble) => form.trouble = Some(Trouble::Pin(trouble)),
            Ok(()) if matches!(form.what, What::Add) && form.name.trim().is_empty() => {
                form.trouble = Some(Trouble::NoName);
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

/// What is wrong, or what a PIN has to be like.
fn remark(ui: &mut Ui, scene: &Scene<'_>, form: &mut PersonForm) {
    ui.add_space(size::S2);
    let palette = tokens(ui).palette;
    if let Some(refused) = form.answer(scene.snapshot, ui.input(|input| input.time)) {
        after_refusal(form, &refused);
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
        (None, Some(Trouble::Pin(trouble))) => (true, words::new_pin(scene, trouble)),
        (None, Some(Trouble::Differs)) => (true, scene.t("person-pins-differ")),
        (None, None) if form.sent.is_some() => (false, scene.t("person-saving")),
        (None, None) if form.step == Step::New => {
            (false, scene.t_count("person-pin-rule", least_digits(form.role), &[]))
        }
        (None, None) => (false, String::new()),
    }
}

/// The next try begins where the refusal points to.
fn after_refusal(form: &mut PersonForm, refused: &PinRefused) {
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
