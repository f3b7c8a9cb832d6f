//! Who signs in here, and what is done about them.

mod form;

use egui::{Context, Id, Ui, vec2};

use super::operator_sheet::{self, What};
use crate::{
    domain::{Person, Role, SettingKey},
    engine::{Command, PinRefused},
    ui::{
        kit::{self, Answer, Dialog, Icon, Tone, Type, size, tokens},
        screens::{Action, Actions, Scene, lock::words},
    },
};
use form::Leaving;
pub(super) use form::{OperatorsForm, OperatorsNotice};

/// Room for the two roles, in points.
const ROLES: f32 = 190.0;

/// Draws the list.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut OperatorsForm) {
    let palette = tokens(ui).palette;
    let people = &scene.snapshot.people;
    let is_locked = scene.snapshot.settings.loaded.is_locked(SettingKey::Operators);
    ui.add_space(size::S2);
    let why = match (people.is_empty(), is_locked) {
        (true, false) => "operators-none",
        (true, true) => "operators-none-locked",
        (false, false) => "operators-why",
        (false, true) => "operators-why-locked",
    };
    kit::paragraph(ui, Type::Secondary, scene.t(why), palette.ink_2);
    super::row::origin(ui, scene, SettingKey::Operators);
    ui.add_space(size::S3);
    notice(ui, scene, form);
    ui.add_enabled_ui(!is_locked, |ui| {
        for person in people.iter() {
            kit::hairline(ui);
            one(ui, scene, form, person);
        }
        if !people.is_empty() {
            kit::hairline(ui);
            ui.add_space(size::S3);
        }
        let key = if people.is_empty() { "operators-add-first" } else { "operators-add" };
        if kit::small_button(ui, &scene.t(key)).clicked() {
            form.begin();
        }
    });
    refused(ui, scene, form);
}

fn one(ui: &mut Ui, scene: &Scene<'_>, form: &mut OperatorsForm, person: &Person) {
    let name = &*person.name.0;
    ui.push_id(name, |ui| {
        ui.add_space(size::S2);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = size::S2;
            let room = (ui.available_width() - buttons(ui, scene)).max(80.0);
            ui.allocate_ui_with_layout(
                vec2(room, size::CONTROL),
                egui::Layout::left_to_right(egui::Align::Center),
                |ui| {
                    ui.set_min_width(room);
                    kit::line(ui, Type::BodyStrong, name, tokens(ui).palette.ink);
                },
            );
            let roles = Role::ALL.map(|role| words::role(scene, role));
            let [clerk, supervisor] = &roles;
            let at = Role::ALL.iter().position(|role| *role == person.role).unwrap_or(0);
            let group = scene.t_with("operators-role-of", &[("name", name)]);
            let chosen =
                ui.allocate_ui(vec2(ROLES, size::TAB), |ui| kit::segmented(ui, &group, &[clerk, supervisor], at));
            let role = chosen.inner.and_then(|at| Role::ALL.get(at).copied());
            match role.filter(|role| *role != person.role) {
                Some(Role::Supervisor) => form.ask(What::Promote(person.clone())),
                Some(Role::Clerk) => form.ask_about(&person.name, Leaving::Supervisors),
                None => {}
            }
            if named(kit::link(ui, &scene.t("operators-pin")), scene, "operators-pin-of", name) {
                form.change_pin(person.clone());
            }
            if named(kit::link(ui, &scene.t("operators-remove")), scene, "operators-remove-name", name) {
                form.ask_about(&person.name, Leaving::Desk);
            }
        });
        ui.add_space(size::S2);
    });
}

/// Width of what stands beside a name, so that a row ends where the lines between rows end.
fn buttons(ui: &Ui, scene: &Scene<'_>) -> f32 {
    let links = ["operators-pin", "operators-remove"].map(|key| kit::link_width(ui, &scene.t(key)));
    ROLES + links.iter().sum::<f32>() + 3.0 * size::S2
}

/// What has come to hold, or how everybody goes.
fn notice(ui: &mut Ui, scene: &Scene<'_>, form: &mut OperatorsForm) {
    form.look(&scene.snapshot.people);
    match &form.notice {
        None => return,
        Some(OperatorsNotice::HowToBeAlone) => {
            kit::told(ui, Tone::Accent, Icon::Info, &scene.t("operators-alone"));
        }
        Some(OperatorsNotice::Done(key, who)) => {
            kit::told(ui, Tone::Ok, Icon::Check, &scene.t_with(key, &[("name", &who.0)]));
        }
    }
    ui.add_space(size::S3);
}

/// Tells a screen reader whose it is; whether it was pressed.
fn named(response: egui::Response, scene: &Scene<'_>, key: &str, name: &str) -> bool {
    response.clone().accessible_name(scene.t_with(key, &[("name", name)]));
    response.clicked()
}

/// Why a role was not changed, or somebody not removed.
fn refused(ui: &mut Ui, scene: &Scene<'_>, form: &OperatorsForm) {
    let is_about_these = |refused: &&PinRefused| {
        matches!(
            refused,
            PinRefused::LastSupervisor | PinRefused::Unknown | PinRefused::LockedByPolicy | PinRefused::NotSaved(_)
        )
    };
    let shown = form.has_asked && form.sheet.is_none();
    if let Some(refused) = scene.snapshot.pin.refused.as_ref().filter(is_about_these).filter(|_| shown) {
        ui.add_space(size::S3);
        let text = words::refused(scene, refused);
        kit::quiet_note(ui, Tone::Bad, Icon::Warning, &text, None);
        kit::announce(ui, &text);
    }
}

/// What stands in front of the screen: a new person, another PIN, the question before somebody goes, or is a clerk.
pub(super) fn sheets(ctx: &Context, scene: &Scene<'_>, form: &mut OperatorsForm) -> Actions {
    let (mut actions, done) = operator_sheet::show(ctx, scene, &mut form.sheet);
    if let Some((key, who)) = done {
        form.notice = Some(OperatorsNotice::Done(key, who));
        ctx.request_repaint();
    }
    actions.extend(question(ctx, scene, form));
    actions
}

fn question(ctx: &Context, scene: &Scene<'_>, form: &mut OperatorsForm) -> Option<Action> {
    let (who, leaving) = form.asking.clone()?;
    let is_me = scene.snapshot.duty.operator() == Some(&who);
    let [title, body, safe, other] = match leaving {
        Leaving::Desk => ["remove-title", "remove-body", "remove-safe", "remove-other"],
        Leaving::Supervisors if is_me => ["demote-title", "demote-me-body", "demote-safe", "demote-other"],
        Leaving::Supervisors => ["demote-title", "demote-body", "demote-safe", "demote-other"],
    }
    .map(|key| scene.t_with(key, &[("name", &who.0)]));
    let dialog = Dialog { title: &title, body: &body, safe: &safe, other: &other };
    let answer = dialog.show(ctx, Id::unique("question"))?;
    form.asking = None;
    if answer != Answer::Other {
        return None;
    }
    (form.has_asked, form.leaving) = (true, Some((who.clone(), leaving)));
    Some(Action::Tell(match leaving {
        Leaving::Desk => Command::RemoveOperator(who),
        Leaving::Supervisors => Command::ChangeRole { who, role: Role::Clerk, pin: None },
    }))
}
