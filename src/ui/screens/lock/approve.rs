//! What a clerk may not do happens once a supervisor has said so with a PIN.

use egui::{Context, Id};

use super::{ask, asked, form::PinForm};
use crate::{
    domain::{Deed, Person, Role},
    engine::Command,
    ui::{
        kit::{self, Button, Type, size, tokens},
        screens::{Action, Actions, Scene, settings},
    },
};

/// Draws the sheet while something waits for a supervisor.
pub(in crate::ui) fn show(ctx: &Context, scene: &Scene<'_>, form: &mut PinForm) -> Actions {
    let Some(deed) = scene.snapshot.approval else {
        form.clear(ctx);
        return lapsed(ctx, scene, Type::Body);
    };
    let title = scene.t("approve-title");
    let is_supervisor = |person: &&Person| person.role == Role::Supervisor;
    let supervisors: Vec<Person> = scene.snapshot.people.iter().filter(is_supervisor).cloned().collect();
    let shown = kit::middle_sheet(ctx, Id::unique("approve"), &title, |ui| {
        kit::heading(ui, Type::Title, &title);
        ui.add_space(size::S1);
        kit::paragraph(ui, Type::Body, sentence(scene, deed), tokens(ui).palette.ink_2);
        asked::show(ui, scene, Type::BodyStrong, None);
        ui.add_space(size::S5);
        let tried = ask::show(ui, scene, form, &supervisors, &scene.t("approve"));
        ui.add_space(size::S2);
        let is_left = ui.add(Button::quiet(&scene.t("not-now"))).clicked();
        (tried, is_left)
    });
    let (tried, is_left) = shown.inner;
    match tried {
        Some(tried) => vec![Action::Tell(Command::Approve(tried))],
        None if is_left || shown.wants_to_close => vec![Action::NotApproved],
        None => Actions::new(),
    }
}

/// Says that what waited was another thing by the time of its approval.
pub(in crate::ui) fn lapsed(ctx: &Context, scene: &Scene<'_>, letters: Type) -> Actions {
    if !scene.snapshot.approval_lapsed {
        return Actions::new();
    }
    let title = scene.t("approve-lapsed-title");
    let shown = kit::middle_sheet(ctx, Id::unique("lapsed approval"), &title, |ui| {
        kit::heading(ui, if letters == Type::Body { Type::Title } else { Type::Subject }, &title);
        ui.add_space(size::S1);
        kit::paragraph(ui, letters, scene.t("approve-lapsed"), tokens(ui).palette.ink_2);
        ui.add_space(size::S5);
        let close = scene.t("close");
        let button = if letters == Type::Body { Button::quiet(&close) } else { Button::touch_quiet(&close) };
        let close = ui.add(button);
        if ui.memory(|memory| memory.focused().is_none()) {
            close.request_focus();
        }
        close.clicked()
    });
    if shown.inner || shown.wants_to_close { vec![Action::NotApproved] } else { Actions::new() }
}

/// What waits, in one sentence.
fn sentence(scene: &Scene<'_>, deed: Deed) -> String {
    match deed {
        Deed::Change(key) => {
            let name = scene.t(&settings::name_key(key));
            scene.t_with("deed-change-setting", &[("setting", &name)])
        }
        Deed::EncodeExpired => scene.t("deed-encode-expired"),
        Deed::Settle => scene.t("deed-settle"),
        Deed::ChangeToken => scene.t("deed-change-token"),
        Deed::Practice => scene.t("deed-practice"),
        Deed::RecoverJournal => scene.t("deed-recover-journal"),
        Deed::BindEncoder => scene.t("deed-bind-encoder"),
        Deed::FollowUp => scene.t("deed-follow-up"),
        Deed::Export => scene.t("deed-export"),
        Deed::SaveBundle => scene.t("deed-save-bundle"),
        Deed::ChangeOperators => scene.t("deed-change-operators"),
        Deed::LeaveKiosk => scene.t("deed-leave-kiosk"),
    }
}
