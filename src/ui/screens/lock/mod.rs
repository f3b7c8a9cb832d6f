//! Nobody is at the desk: who comes next says so with a PIN. The same question lets a colleague take over, and a supervisor
//! approve what a clerk may not do.

mod approve;
mod ask;
mod asked;
mod form;
mod switch;
pub(in crate::ui) mod words;

use egui::{CentralPanel, Frame, Key, Modifiers, Ui};

pub(in crate::ui) use approve::{lapsed as show_lapsed, show as show_approval};
pub(in crate::ui) use asked::{Cover, show as show_asked};
pub(in crate::ui) use form::PinForm;
pub(in crate::ui) use switch::{Switch, show as show_switch, signed_in};

use super::{Action, Actions, Scene};
use crate::{
    domain::SettingKey,
    engine::{CardEnd, Command, EndedUnseen, Stage},
    ui::kit::{self, Icon, Tone, Type, size, tokens},
};

/// Draws the locked desk. Nothing of any guest, and no way to anything but signing in.
pub(in crate::ui) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut PinForm) -> Actions {
    let fill = tokens(ui).palette.background;
    let escaped = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    if escaped {
        form.clear(ui.ctx());
        form.wants_keyboard = true;
    }
    let frame = Frame::new().fill(fill);
    let shown =
        CentralPanel::default().frame(frame).show(ui, |ui| kit::card_panel(ui, size::LOCK, |ui| card(ui, scene, form)));
    shown.inner
}

fn card(ui: &mut Ui, scene: &Scene<'_>, form: &mut PinForm) -> Actions {
    kit::heading(ui, Type::Display, words::property(scene));
    ui.add_space(6.0);
    kit::paragraph(ui, Type::Body, scene.t("lock-body"), tokens(ui).palette.ink_2);
    if let Some(ended) = &scene.snapshot.ended_unseen {
        let (tone, icon, text) = ended_words(scene, ended);
        ui.add_space(size::S4);
        kit::quiet_note(ui, tone, icon, &text, None);
        kit::announce(ui, &text);
    }
    if let Some(text) = open_job(scene) {
        ui.add_space(size::S4);
        kit::quiet_note(ui, Tone::Accent, Icon::Clock, &text, None);
    }
    if has_unusable_people(scene) {
        ui.add_space(size::S4);
        kit::quiet_note(ui, Tone::Warn, Icon::Warning, &scene.t("lock-people-unusable"), None);
    }
    ui.add_space(size::S6);
    let tried = ask::show(ui, scene, form, &scene.snapshot.people, &scene.t("sign-in"));
    tried.map(|tried| Action::Tell(Command::SignIn(tried))).into_iter().collect()
}

/// Whether somebody may be missing from the list: whom a file names, and nobody can use.
fn has_unusable_people(scene: &Scene<'_>) -> bool {
    let operators = SettingKey::Operators.name();
    let keys = scene.snapshot.settings.loaded.notices.iter().filter_map(|notice| notice.key.as_deref());
    keys.into_iter().any(|key| key.starts_with(operators))
}

/// How a card ended, to whoever looks: no word about for whom it was.
fn ended_words(scene: &Scene<'_>, ended: &EndedUnseen) -> (Tone, Icon, String) {
    match ended.end {
        CardEnd::Made => (Tone::Ok, Icon::Check, scene.t("lock-ended-made")),
        CardEnd::NotMade => (Tone::Bad, Icon::Warning, scene.t("lock-ended-not-made")),
    }
}

/// A job whose end nobody knows goes on behind a locked desk; the encoder says enough about it.
fn open_job(scene: &Scene<'_>) -> Option<String> {
    let job = scene.snapshot.jobs.iter().rev().find(|job| !job.stage.is_terminal())?;
    let key = match job.stage {
        Stage::Uncertain(..) => "lock-uncertain-job",
        Stage::Queued
        | Stage::Submitting
        | Stage::Waiting
        | Stage::LetGo
        | Stage::Succeeded { .. }
        | Stage::Failed(_)
        | Stage::NotExecuted(_)
        | Stage::NotWritten(_)
        | Stage::Decided(_) => "lock-open-job",
    };
    Some(scene.t_with(key, &[("encoder", &job.encoder_name)]))
}
