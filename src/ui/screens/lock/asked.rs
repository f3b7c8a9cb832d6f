//! What exactly a supervisor approves, a line or two.

use std::sync::Arc;

use egui::Ui;

use super::words;
use crate::{
    domain::{Decision, Guest, People, Person, Setting, Theme},
    engine::{Asked, AskedAttempt},
    ui::{
        kit::{self, Type, size, tokens},
        screens::{Scene, activity, export, settings},
    },
};

/// How a name is covered where guests look on.
pub(in crate::ui) type Cover = fn(&str) -> String;

/// Draws the lines under the sentence.
pub(in crate::ui) fn show(ui: &mut Ui, scene: &Scene<'_>, letters: Type, cover: Option<Cover>) {
    let Some(asked) = &scene.snapshot.asked else { return };
    for line in lines(scene, asked, cover) {
        ui.add_space(size::S1);
        kit::paragraph(ui, letters, line, tokens(ui).palette.ink);
    }
}

fn lines(scene: &Scene<'_>, asked: &Asked, cover: Option<Cover>) -> Vec<String> {
    match asked {
        Asked::AddOperator(person) => vec![of_person(scene, "asked-add", person)],
        Asked::ChangeRole(person) => vec![of_person(scene, "asked-role", person)],
        Asked::ChangePin(who) => vec![scene.t_with("asked-pin", &[("name", &who.0)])],
        Asked::RemoveOperator(who) => vec![scene.t_with("asked-remove", &[("name", &who.0)])],
        Asked::Set(setting) => vec![value(scene, setting)],
        Asked::BindEncoder(name) => vec![scene.t_with("asked-encoder", &[("name", name)])],
        Asked::Encode { guest, card_name, doors } => encode(scene, guest.as_ref(), card_name, doors, cover),
        Asked::Settle { attempt: about, decision } => vec![attempt(scene, about, cover), settle(scene, *decision)],
        Asked::FollowUp { attempt: about, state, note } => {
            let state = scene.t_with("asked-follow-up", &[("state", &activity::follow_up(scene, *state))]);
            let note = note.as_deref().map(|note| scene.t_with("asked-note", &[("note", note)]));
            [attempt(scene, about, cover), state].into_iter().chain(note).collect()
        }
        Asked::Connect(None) => vec![scene.t("asked-connect")],
        Asked::Connect(Some(id)) => vec![scene.t_with("asked-workspace", &[("workspace", id.as_str())])],
        Asked::Workspace(name) => vec![scene.t_with("asked-workspace", &[("workspace", name)])],
        Asked::LeaveWorkspace(name) => vec![scene.t_with("asked-leave-workspace", &[("workspace", name)])],
        Asked::Export { scope, filter, path, format, with_guests } => {
            let values = [("file", &**path), ("format", &*export::format_name(scene, *format))];
            let which = export::filter_line(scene, *scope, filter);
            vec![scene.t_with("asked-export", &values), which, names(scene, *with_guests)]
        }
        Asked::Bundle { path, with_guests } => {
            vec![scene.t_with("asked-bundle", &[("file", path)]), names(scene, *with_guests)]
        }
    }
}

/// Whose attempt, where and when.
fn attempt(scene: &Scene<'_>, about: &AskedAttempt, cover: Option<Cover>) -> String {
    let Some(known) = &about.known else {
        return scene.t_with("asked-attempt-unknown", &[("id", &about.job.to_string())]);
    };
    let own = Some(&*known.card_name).filter(|name| !name.is_empty());
    // A card may be named after its guest.
    let name = known.guest.as_ref().map(Guest::full_name).or(own);
    let name =
        name.map_or_else(|| scene.t("no-guest"), |name| cover.map_or_else(|| name.to_owned(), |cover| cover(name)));
    let values =
        [("guest", &*name), ("encoder", &*known.encoder_name), ("time", &*scene.clock().day_to_second(known.at))];
    scene.t_with("asked-attempt", &values)
}

fn settle(scene: &Scene<'_>, decision: Decision) -> String {
    scene.t(match decision {
        Decision::Written => "asked-written",
        Decision::NotWritten => "asked-not-written",
    })
}

fn of_person(scene: &Scene<'_>, key: &str, person: &Person) -> String {
    scene.t_with(key, &[("name", &person.name.0), ("role", &words::role(scene, person.role))])
}

fn names(scene: &Scene<'_>, with_guests: bool) -> String {
    scene.t(if with_guests { "asked-with-names" } else { "asked-without-names" })
}

fn encode(
    scene: &Scene<'_>,
    guest: Option<&Guest>,
    card_name: &str,
    doors: &[Arc<str>],
    cover: Option<Cover>,
) -> Vec<String> {
    let mut lines = vec![match cover {
        // A card may be named after its guest.
        Some(cover) => cover(guest.map_or(card_name, Guest::full_name)),
        None => {
            let guest = guest.map_or_else(|| scene.t("no-guest"), |guest| guest.full_name().to_owned());
            scene.t_with("asked-card", &[("guest", &guest), ("card", card_name)])
        }
    }];
    if !doors.is_empty() {
        lines.push(scene.t_with("asked-doors", &[("doors", &doors.join(", "))]));
    }
    lines
}

fn value(scene: &Scene<'_>, setting: &Setting) -> String {
    let value = match setting {
        Setting::DeskName(text)
        | Setting::DeskOperator(text)
        | Setting::UiLanguage(text)
        | Setting::Endpoint(text)
        | Setting::Proxy(text)
        | Setting::RootCertificate(text)
        | Setting::SharedJournal(text) => text.as_deref().map_or_else(|| scene.t("asked-empty"), str::to_owned),
        Setting::DeskPeople(People::One) => scene.t("people-one"),
        Setting::DeskPeople(People::Several) => scene.t("people-several"),
        Setting::UiTheme(Theme::System) => scene.t("theme-name-system"),
        Setting::UiTheme(Theme::Light) => scene.t("theme-name-light"),
        Setting::UiTheme(Theme::Dark) => scene.t("theme-name-dark"),
        Setting::UiScale(scale) => scene.t_with("setting-percent", &[("n", &format!("{:.0}", scale * 100.0))]),
        Setting::UiSounds(is_on)
        | Setting::KioskEnabled(is_on)
        | Setting::KioskSignIn(is_on)
        | Setting::KioskMaskNames(is_on)
        | Setting::LogNames(is_on) => scene.t(if *is_on { "setting-on" } else { "setting-off" }),
        Setting::IdleLock(n) | Setting::IdleReset(n) | Setting::EraseNames(n) | Setting::KeepMonths(n) => {
            let unit = scene.t(&format!("{}-unit", settings::name_key(setting.key())));
            return scene.t_with("asked-number", &[("unit", &unit), ("n", &n.to_string())]);
        }
    };
    scene.t_with("asked-value", &[("value", &value)])
}
