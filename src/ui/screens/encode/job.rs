//! A job in the side panel: waiting, done, failed. What is in doubt stands in `doubt`.

use std::time::Duration;

use egui::{Id, Ui};

use super::{doubt, form::EncodeForm, rules, side, support, words};
use crate::{
    domain::{Card, Credential, IssuedCard, Problem, Proof, Validity},
    engine::{JobView, Session, Stage},
    ui::{
        kit::{self, Facts, KeyCard, Note, Step, StepState, Tone, Type, size},
        screens::{
            Action, Actions, Scene, evidence,
            problem::{self, tell},
        },
        text,
    },
};

/// How long a card normally lies on an encoder at most; after this the panel asks whether it lies well.
const STILL_WAITING: Duration = Duration::from_secs(15);

/// Draws the job in its stage.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm, job: &JobView) -> Actions {
    let card = form.card(scene.snapshot).filter(|card| card.subject == job.subject);
    if !matches!(job.stage, Stage::Succeeded { .. }) {
        about(ui, scene, card, job);
        ui.add_space(size::S4);
    }
    doubt::circumstances(ui, scene, job);
    let actions = match &job.stage {
        Stage::Queued | Stage::Submitting | Stage::Waiting => waiting(ui, scene, job),
        Stage::Succeeded { card: issued, proof } => {
            success(ui, scene, card, job, issued.as_deref(), proof.as_ref());
            Vec::new()
        }
        Stage::Failed(problem) | Stage::NotExecuted(problem) => failure(ui, scene, form, job, problem),
        Stage::Uncertain(reason, problem) => doubt::show(ui, scene, form, job, *reason, problem),
        Stage::LetGo => doubt::let_go(ui, scene, job),
        Stage::NotWritten(disproof) => doubt::not_written(ui, scene, job, *disproof),
        Stage::Decided(decision) => doubt::decided(ui, scene, *decision),
    };
    if job.has_journal_gap {
        ui.add_space(size::S3);
        Note::new(Tone::Warn, &scene.t("journal-gap")).body(&scene.t("journal-gap-body")).show(ui);
    }
    actions
}

/// Whom it is about. A job in doubt, one after a break and a low window leave the dates out: what matters is what to do.
fn about(ui: &mut Ui, scene: &Scene<'_>, card: Option<&Card>, job: &JobView) {
    let is_told_about = job.is_resumed || job.is_parked;
    let is_in_doubt =
        matches!(job.stage, Stage::LetGo | Stage::Uncertain(..) | Stage::NotWritten(_) | Stage::Decided(_));
    let height = ui.clip_rect().height();
    let doors = words::doors(scene, Some(&job.doors));
    match card.filter(|_| !is_in_doubt && !is_told_about && height >= size::SIDE_TERSE) {
        Some(card) => side::card_facts(ui, scene, card, ""),
        None if height < size::SIDE_TINY || (is_in_doubt && height < size::SIDE_TERSE) => {
            let values = [("name", words::job_holder(job)), ("vendor", &*doors)];
            kit::heading(ui, Type::Title, scene.t_with("name-and-vendor", &values));
        }
        None => {
            side::subject(ui, scene, words::job_holder(job), &job.card_name);
            Facts::new().line(ui, &scene.t("fact-doors"), &doors);
        }
    }
}

fn waiting(ui: &mut Ui, scene: &Scene<'_>, job: &JobView) -> Actions {
    let elapsed = rules::elapsed(scene, job);
    steps(ui, scene, job, elapsed);
    ui.add_space(size::S3);
    let time = text::duration(scene.texts, elapsed);
    if let Some(usual) = job.usual {
        let part = elapsed.as_secs_f32() / usual.as_secs_f32().max(f32::EPSILON);
        let values = [("time", &*time), ("usual", &*text::seconds(scene.texts, usual))];
        kit::progress(ui, part, &scene.t_with("elapsed-usual", &values));
    }
    if elapsed >= STILL_WAITING && job.stage == Stage::Waiting {
        ui.add_space(size::S3);
        let title = scene.t("still-waiting");
        let body = scene.t_with("still-waiting-body", &[("encoder", &job.encoder_name)]);
        Note::new(Tone::Warn, &title).body(&body).show(ui);
    }
    Vec::new()
}

fn steps(ui: &mut Ui, scene: &Scene<'_>, job: &JobView, elapsed: Duration) {
    let is_sent = job.stage == Stage::Waiting;
    let sent_detail = match job.accepted_after {
        Some(after) if is_sent => text::duration(scene.texts, after),
        Some(_) | None => String::new(),
    };
    let sent_key = if is_sent { "step-sent" } else { "step-sending" };
    let sent = scene.t_with(sent_key, &[("encoder", &job.encoder_name)]);
    let since = elapsed.saturating_sub(job.accepted_after.unwrap_or_default());
    let place_detail = if is_sent {
        scene.t_with("step-place-detail", &[("time", &text::duration(scene.texts, since))])
    } else {
        String::new()
    };
    let (place, ready) = (scene.t("step-place"), scene.t("step-ready"));
    let words = ["step-state-done", "step-state-now", "step-state-todo"].map(|key| scene.t(key));
    let [done, now, todo] = &words;
    let (first, second) = if is_sent { (StepState::Done, StepState::Now) } else { (StepState::Now, StepState::Todo) };
    let spoken = |state| {
        if state == StepState::Done {
            done
        } else if state == StepState::Now {
            now
        } else {
            todo
        }
    };
    kit::steps(
        ui,
        &[
            Step { state: first, title: &sent, detail: &sent_detail, spoken: spoken(first) },
            Step { state: second, title: &place, detail: &place_detail, spoken: spoken(second) },
            Step { state: StepState::Todo, title: &ready, detail: "", spoken: todo },
        ],
    );
}

fn success(
    ui: &mut Ui,
    scene: &Scene<'_>,
    card: Option<&Card>,
    job: &JobView,
    issued: Option<&IssuedCard>,
    proof: Option<&Proof>,
) {
    let issued = issued.map(|issued| &issued.credential);
    // Where one of both is out of sight at first, it is the picture.
    let is_terse = ui.clip_rect().height() < size::SIDE_TERSE;
    if !is_terse {
        picture(ui, scene, card, job, issued);
        ui.add_space(size::S4);
    }
    is_ready(ui, scene, job);
    ui.add_space(size::S4);
    if is_terse {
        picture(ui, scene, card, job, issued);
        ui.add_space(size::S4);
    }
    result_facts(ui, scene, card, job, issued);
    let warnings = words::warnings(scene, issued.map(|issued| &*issued.warnings).unwrap_or_default());
    if !warnings.is_empty() {
        ui.add_space(size::S3);
        Note::new(Tone::Warn, &scene.t("card-warnings")).body(&warnings.join("\n")).show(ui);
    }
    if let Some(proof) = proof {
        ui.add_space(size::S3);
        Note::new(Tone::Neutral, &scene.t("proof-title")).body(&evidence::proof(scene, proof)).show(ui);
    }
}

fn is_ready(ui: &mut Ui, scene: &Scene<'_>, job: &JobView) {
    let took = job.took.map(|took| text::duration(scene.texts, took));
    let values = [("encoder", &*job.encoder_name), ("time", took.as_deref().unwrap_or_default())];
    let rest = scene.t_with(if took.is_some() { "ready-in" } else { "ready-on" }, &values);
    let title = scene.t("step-ready");
    Note::new(Tone::Ok, &title).tail(&rest).show(ui);
    kit::announce(ui, &format!("{title} {rest}"));
}

fn picture(ui: &mut Ui, scene: &Scene<'_>, card: Option<&Card>, job: &JobView, issued: Option<&Credential>) {
    let property = match &scene.snapshot.session {
        Session::Connected { workspace, .. } => workspace.name.to_string(),
        Session::Starting | Session::Welcome(_) | Session::Connecting | Session::Confirming { .. } => String::new(),
    };
    let product = issued.and_then(|issued| issued.product.as_deref()).or(card.and_then(|card| card.product.as_deref()));
    let number = card_number(card, issued);
    let (doors, until) = (words::doors(scene, Some(&job.doors)), validity(card, issued).ends_at);
    let until = until.map(|at| zoned(scene, card).long(at)).unwrap_or_default();
    let picture = KeyCard {
        id: Id::unique(("key card", job.job.0)),
        property: &property,
        product: product.unwrap_or_default(),
        number_label: &if number.is_some() { scene.t("card-number") } else { String::new() },
        number: number.unwrap_or_default(),
        holder: words::job_holder(job),
        doors: &doors,
        until_label: &scene.t("card-until"),
        until: &until,
    };
    picture.show(ui);
}

fn zoned<'a>(scene: &Scene<'a>, card: Option<&Card>) -> text::Clock<'a> {
    card.map_or_else(|| scene.clock(), |card| scene.clock_in(&card.zone))
}

fn validity(card: Option<&Card>, issued: Option<&Credential>) -> Validity {
    issued.map(|issued| issued.validity).or(card.map(|card| card.validity)).unwrap_or_default()
}

fn card_number<'a>(card: Option<&'a Card>, issued: Option<&'a Credential>) -> Option<&'a str> {
    issued.and_then(|issued| issued.card_number.as_deref()).or(card.and_then(|card| card.card_number.as_deref()))
}

fn result_facts(ui: &mut Ui, scene: &Scene<'_>, card: Option<&Card>, job: &JobView, issued: Option<&Credential>) {
    let (clock, valid) = (zoned(scene, card), validity(card, issued));
    let made_at = issued.and_then(|issued| match issued.issued {
        crate::domain::Issued::Yes(at) => at,
        crate::domain::Issued::No | crate::domain::Issued::Unknown => None,
    });
    let made_at = made_at.or_else(|| job.took.and_then(|took| job.started_at.checked_add(took).ok()));
    let vendor = issued.and_then(|issued| issued.vendor.as_deref());
    let synced = issued.and_then(|issued| issued.synced).map(|yes| scene.t(if yes { "yes" } else { "not-yet" }));
    let facts = [
        ("fact-valid-from", valid.starts_at.map(|at| clock.long(at))),
        ("fact-valid-until", valid.ends_at.map(|at| clock.long(at))),
        ("fact-encoded-at", made_at.map(|at| clock.exact(at))),
        ("fact-card-id", vendor.and_then(|vendor| vendor.card_id.as_deref()).map(str::to_owned)),
        ("fact-synced", synced),
    ];
    let mut lines = Facts::new();
    for (key, value) in facts {
        if let Some(value) = value {
            lines.line(ui, &scene.t(key), &value);
        }
    }
}

fn failure(ui: &mut Ui, scene: &Scene<'_>, form: &mut EncodeForm, job: &JobView, problem: &Problem) -> Actions {
    let told = tell(scene, problem, &job.encoder_name);
    let body = format!("{} {}", told.body(), told.who);
    problem_note(ui, scene, form, job, Tone::Bad, &told.title, &body)
}

/// A note with what stands behind it folded away, and a copy of it for support.
pub(super) fn problem_note(
    ui: &mut Ui,
    scene: &Scene<'_>,
    form: &mut EncodeForm,
    job: &JobView,
    tone: Tone,
    title: &str,
    body: &str,
) -> Actions {
    let details = if form.shows_details { unfolded(scene, job) } else { folded(scene, job) };
    let fold = scene.t(if form.shows_details { "details-hide" } else { "details-show" });
    let copy = scene.t(if form.copied { "copied" } else { "copy-for-support" });
    let links = [&*copy, &*fold];
    let shown = Note::new(tone, title).body(body).details(&details).links(&links).show(ui);
    kit::announce(ui, title);
    match shown.pressed {
        Some(0) => {
            form.copied = true;
            vec![Action::Copy(support::of_job(scene, job))]
        }
        Some(_) => {
            form.shows_details = !form.shows_details;
            Vec::new()
        }
        None => Vec::new(),
    }
}

fn unfolded(scene: &Scene<'_>, job: &JobView) -> String {
    let known = rules::problem(&job.stage).map(|problem| problem::details(scene, problem)).unwrap_or_default();
    let lines: Vec<_> = known.lines().map(str::to_owned).chain(support::ids_beyond(scene, job)).collect();
    lines.join("\n")
}

/// The beginnings of the ids, enough to read out over a telephone.
fn folded(scene: &Scene<'_>, job: &JobView) -> String {
    let details = rules::problem(&job.stage).map(|problem| &problem.details);
    let attempt = job.attempt.as_ref().or(details.and_then(|details| details.attempt.as_ref()));
    let request = job.request.as_ref().or(details.and_then(|details| details.request.as_ref()));
    let short = |id: &str| id.chars().take(8).collect::<String>();
    let attempt = attempt.map(|id| scene.t_with("short-attempt", &[("id", &short(id.as_str()))]));
    let request = request.map(|id| scene.t_with("short-request", &[("id", &short(id.as_str()))]));
    attempt.into_iter().chain(request).collect::<Vec<_>>().join(&scene.t("short-between"))
}
