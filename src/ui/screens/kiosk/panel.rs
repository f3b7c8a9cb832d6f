//! The card that was chosen, and its job from the button to the end, in words that can be read standing.

use std::time::Duration;

use egui::{Id, Ui};

use super::{Forms, buttons, foot, rules, words};
use crate::{
    domain::{Card, Decision, UncertainReason},
    engine::{JobView, Stage},
    ui::{
        kit::{self, KeyCard, Tone, Type, size, tokens},
        screens::{
            Actions, Scene,
            encode::{
                rules::{self as desk, Side},
                words as desk_words,
            },
            evidence,
            lock::words::property,
        },
        text,
    },
};

/// How long a card normally lies on an encoder at most.
const STILL_WAITING: Duration = Duration::from_secs(15);

/// Draws the panel.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, forms: &mut Forms<'_>) -> Actions {
    let foot = foot::foot(scene, forms);
    let is_low = ui.available_height() < size::KIOSK_LOW;
    let width = ui.available_width() - 2.0 * kit::kiosk_size(ui.ctx(), size::KIOSK_PAD);
    let height = buttons::height(ui, &foot, is_low, width);
    let pressed =
        kit::kiosk_panel(ui, height, |ui| body(ui, scene, forms, is_low), |ui| buttons::draw(ui, &foot, is_low));
    pressed.map(|does| foot::act(scene, forms, does)).unwrap_or_default()
}

fn body(ui: &mut Ui, scene: &Scene<'_>, forms: &Forms<'_>, is_low: bool) {
    match desk::side(scene.snapshot, forms.encode) {
        Side::Nobody => {
            let key = if rules::is_staff(scene.snapshot) { "kiosk-choose-staff" } else { "kiosk-choose" };
            about(ui, &scene.t("kiosk-choose-title"), &[scene.t(key)]);
        }
        Side::Gone => {
            let key = if rules::is_staff(scene.snapshot) { "card-gone" } else { "kiosk-card-gone" };
            about(ui, &scene.t(key), &[scene.t("kiosk-ask-staff")]);
        }
        Side::Ready(card) => ready(ui, scene, card),
        Side::Job(job) => of_job(ui, scene, forms, job, is_low),
    }
}

/// A name in large letters, and the lines under it.
fn about(ui: &mut Ui, title: &str, lines: &[String]) {
    let palette = tokens(ui).palette;
    kit::paragraph(ui, Type::TouchSubject, title, palette.ink);
    ui.add_space(size::S2);
    for line in lines.iter().filter(|line| !line.is_empty()) {
        kit::paragraph(ui, Type::TouchFact, line.as_str(), palette.ink_2);
    }
}

/// The same beside what matters more: the lines that were read before are short.
fn about_briefly(ui: &mut Ui, title: &str, line: &str, is_low: bool) {
    let palette = tokens(ui).palette;
    if is_low {
        kit::line(ui, Type::TouchSubject, title, palette.ink);
    } else {
        kit::paragraph(ui, Type::TouchSubject, title, palette.ink);
    }
    ui.add_space(size::S2);
    kit::line(ui, Type::TouchFact, line, palette.ink_2);
    ui.add_space(if is_low { size::S3 } else { size::S5 });
}

fn ready(ui: &mut Ui, scene: &Scene<'_>, card: &Card) {
    let doors = card.doors.as_deref().map(|doors| desk_words::doors(scene, Some(doors))).unwrap_or_default();
    let until = words::until(scene, card).unwrap_or_default();
    about(ui, desk_words::holder(card), &[doors, until]);
    let warnings = desk_words::warnings(scene, &card.warnings);
    if rules::is_staff(scene.snapshot) && !warnings.is_empty() {
        ui.add_space(size::S4);
        kit::touch_note(ui, Tone::Warn, &scene.t("card-warnings"), &warnings.join("\n"));
    }
    kit::reader_in_room(ui, false);
}

fn of_job(ui: &mut Ui, scene: &Scene<'_>, forms: &Forms<'_>, job: &JobView, is_low: bool) {
    about_briefly(ui, desk_words::job_holder(job), &desk_words::doors(scene, Some(&job.doors)), is_low);
    match &job.stage {
        Stage::Queued | Stage::Submitting => sending(ui, scene, job),
        Stage::Waiting => waiting(ui, scene, job),
        Stage::Succeeded { .. } => success(ui, scene, forms, job),
        Stage::Failed(problem) | Stage::NotExecuted(problem) => {
            let [title, body] = words::failure(scene, job, problem);
            note(ui, Tone::Bad, &title, &body);
            if words::guest_next(problem.code).is_some() {
                kit::reader_in_room(ui, false);
            }
        }
        Stage::Uncertain(reason, _) => unsure(ui, scene, job, *reason),
        Stage::LetGo => {
            let title = words::of_job(scene, job, "let-go", "kiosk-unsure");
            note(ui, Tone::Warn, &title, &words::of_job(scene, job, "let-go-body", "kiosk-ask-staff"));
        }
        Stage::NotWritten(disproof) => {
            let title = words::of_job(scene, job, "not-written", "kiosk-not-made");
            let body = words::of_job(scene, job, evidence::disproof_key(*disproof), "kiosk-not-made-body");
            note(ui, Tone::Neutral, &title, &body);
        }
        Stage::Decided(Decision::Written) => {
            note(ui, Tone::Ok, &words::of_job(scene, job, "decided-written", "kiosk-decided-written"), "");
        }
        Stage::Decided(Decision::NotWritten) => {
            note(ui, Tone::Neutral, &words::of_job(scene, job, "decided-not-written", "kiosk-not-made"), "");
        }
    }
}

fn note(ui: &mut Ui, tone: Tone, title: &str, body: &str) {
    kit::touch_note(ui, tone, title, body);
    kit::announce(ui, title);
}

fn sending(ui: &mut Ui, scene: &Scene<'_>, job: &JobView) {
    let palette = tokens(ui).palette;
    let text = words::of_job(scene, job, "step-sending", "kiosk-sending");
    kit::paragraph(ui, Type::TouchAction, text, palette.ink);
    kit::reader_in_room(ui, false);
}

fn waiting(ui: &mut Ui, scene: &Scene<'_>, job: &JobView) {
    let palette = tokens(ui).palette;
    let title = words::of_job(scene, job, "step-place", "kiosk-put-card");
    kit::paragraph(ui, Type::TouchAction, title.as_str(), palette.accent);
    ui.add_space(size::S1);
    kit::paragraph(ui, Type::TouchFact, scene.t("kiosk-keep-still"), palette.ink);
    kit::announce(ui, &title);
    ui.add_space(size::S3);
    let elapsed = desk::elapsed(scene, job);
    let time = text::duration(scene.texts, elapsed);
    let said = job
        .usual
        .map(|usual| scene.t_with("elapsed-usual", &[("time", &time), ("usual", &text::seconds(scene.texts, usual))]));
    let said = said.unwrap_or_else(|| scene.t_with("kiosk-elapsed", &[("time", &time)]));
    kit::paragraph(ui, Type::TouchDetail, said, palette.ink_2);
    if elapsed >= STILL_WAITING {
        ui.add_space(size::S3);
        let title = words::of_job(scene, job, "still-waiting", "kiosk-still-waiting");
        let body = words::of_job(scene, job, "still-waiting-body", "kiosk-still-waiting-body");
        kit::touch_note(ui, Tone::Warn, &title, &body);
    }
    kit::reader_in_room(ui, true);
}

/// The card as it was made. Its number is no guest's matter.
fn success(ui: &mut Ui, scene: &Scene<'_>, forms: &Forms<'_>, job: &JobView) {
    let staff = rules::is_staff(scene.snapshot);
    let body = match (rules::is_practice(scene.snapshot), staff) {
        (true, _) => scene.t("kiosk-take-practice-card"),
        (false, true) => String::new(),
        (false, false) if rules::next_card(scene, forms.encode).is_some() => scene.t("kiosk-take-card-next"),
        (false, false) => scene.t("kiosk-take-card"),
    };
    note(ui, Tone::Ok, &words::of_job(scene, job, "step-ready", "kiosk-ready"), &body);
    made(ui, scene, forms, job);
}

/// The card's picture in the middle of the room that is left; where there is too little, none.
fn made(ui: &mut Ui, scene: &Scene<'_>, forms: &Forms<'_>, job: &JobView) {
    let card = forms.encode.card(scene.snapshot).filter(|card| card.subject == job.subject);
    let ends_at = card.and_then(|card| Some(scene.clock_in(&card.zone).long(card.validity.ends_at?)));
    let picture = KeyCard {
        id: Id::unique(("kiosk card", job.job.0)),
        property: &property(scene),
        product: "",
        number_label: "",
        number: "",
        holder: desk_words::job_holder(job),
        doors: &desk_words::doors(scene, Some(&job.doors)),
        until_label: &scene.t("card-until"),
        until: &ends_at.unwrap_or_default(),
    };
    let Some(tall) = KeyCard::height_in(ui, size::KIOSK_CARD) else { return };
    ui.add_space((ui.available_height() - tall) / 2.0);
    ui.vertical_centered(|ui| picture.show_whole(ui, size::KIOSK_CARD));
}

fn unsure(ui: &mut Ui, scene: &Scene<'_>, job: &JobView, reason: UncertainReason) {
    let read = words::reading(scene, job);
    if !rules::is_staff(scene.snapshot) {
        note(ui, Tone::Warn, &scene.t("kiosk-unsure"), &format!("{} {read}", scene.t("kiosk-unsure-body")));
        return kit::reader_in_room(ui, job.is_reading_card);
    }
    let why = desk::problem(&job.stage).and_then(|problem| evidence::doubt(reason, problem).1);
    let why = why.map(|key| scene.t(key)).unwrap_or_default();
    let known = evidence::known(scene, job.evidence, &job.encoder_name);
    note(ui, Tone::Warn, &scene.t("kiosk-unsure"), format!("{why} {known} {read}").trim());
}
