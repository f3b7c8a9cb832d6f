//! The bands under the bar: what concerns every card.

use egui::Ui;

use super::{form::EncodeForm, rules};
use crate::{
    domain::{ActivityQuery, OutcomeFilter, Period, Role, SettingKey, least_digits},
    engine::{CardEnd, Command, EncoderView, Link, Session, Snapshot, TokenSource},
    ui::{
        kit::{self, Banner, Icon, Tone},
        screens::{
            Action, Actions, Scene,
            problem::{keys, short, tell},
            settings::notices_title,
        },
    },
};

/// A band in words.
#[derive(Debug)]
pub(super) struct Band {
    tone: Tone,
    icon: Icon,
    /// What it says.
    pub(super) text: String,
    action: Option<(String, Action)>,
}

impl Band {
    fn new(tone: Tone, icon: Icon, text: String) -> Self {
        Self { tone, icon, text, action: None }
    }

    fn action(self, text: String, command: Command) -> Self {
        self.leads_to(text, Action::Tell(command))
    }

    fn leads_to(self, text: String, action: Action) -> Self {
        Self { action: Some((text, action)), ..self }
    }
}

/// Draws the bands that are called for at the cards.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, form: &EncodeForm) -> Actions {
    let here = [in_row(scene, form), settings(scene)].into_iter().flatten().filter(|_| is_connected(scene));
    draw_all(ui, bands(scene).into_iter().chain(here))
}

/// Draws the bands that are called for in every place.
pub(in crate::ui) fn show_common(ui: &mut Ui, scene: &Scene<'_>) -> Actions {
    draw_all(ui, bands(scene).into_iter())
}

fn draw_all(ui: &mut Ui, bands: impl Iterator<Item = Band>) -> Actions {
    let mut actions = Vec::new();
    for band in bands {
        let shown = egui::Panel::top(ui.scope_id().with(&band.text)).frame(egui::Frame::NONE).resizable(false);
        let pressed = shown.show_separator_line(false).show(ui, |ui| draw(ui, &band)).inner;
        actions.extend(band.action.filter(|_| pressed).map(|(_, action)| action));
    }
    actions
}

fn draw(ui: &mut Ui, band: &Band) -> bool {
    let banner = Banner::new(band.tone, band.icon, &band.text);
    let banner = match &band.action {
        Some((text, _)) => banner.action(text),
        None => banner,
    };
    let pressed = banner.show(ui).is_some_and(|response| response.clicked());
    kit::hairline(ui);
    pressed
}

/// The bands in the order of their weight.
pub(super) fn bands(scene: &Scene<'_>) -> Vec<Band> {
    [
        token(scene),
        sandbox(scene),
        journal(scene),
        ended_unseen(scene),
        weak_pin(scene),
        recovered(scene),
        offline(scene),
        skew(scene),
        partial(scene),
        skipped(scene),
    ]
    .into_iter()
    .flatten()
    .filter(|_| is_connected(scene))
    .collect()
}

fn is_connected(scene: &Scene<'_>) -> bool {
    matches!(scene.snapshot.session, Session::Connected { .. })
}

fn token(scene: &Scene<'_>) -> Option<Band> {
    let band = Band::new(Tone::Bad, Icon::Key, scene.t("band-token-rejected"));
    super::is_token_rejected(scene.snapshot).then(|| band.action(scene.t("connect-again"), Command::ReplaceToken))
}

fn sandbox(scene: &Scene<'_>) -> Option<Band> {
    is_sandbox(scene.snapshot).then(|| Band::new(Tone::Warn, Icon::Info, scene.t("band-sandbox")))
}

/// A sandbox workspace of Seam's; practice mode says so by its own badge.
fn is_sandbox(snapshot: &Snapshot) -> bool {
    match &snapshot.session {
        Session::Connected { workspace, source, .. } => workspace.is_sandbox && *source != TokenSource::Practice,
        Session::Starting | Session::Welcome(_) | Session::Connecting | Session::Confirming { .. } => false,
    }
}

fn journal(scene: &Scene<'_>) -> Option<Band> {
    scene.snapshot.journal_trouble.as_ref()?;
    let band = Band::new(Tone::Bad, Icon::Warning, scene.t("band-journal"));
    Some(band.leads_to(scene.t("details-show"), Action::ShowAbout))
}

/// A card that ended behind the lock. Whoever may see it is led to it; the others learn no more than the lock said.
fn ended_unseen(scene: &Scene<'_>) -> Option<Band> {
    let ended = scene.snapshot.ended_unseen.as_ref()?;
    let (tone, icon, key) = match ended.end {
        CardEnd::Made => (Tone::Ok, Icon::Check, "band-ended-made"),
        CardEnd::NotMade => (Tone::Bad, Icon::Warning, "band-ended-not-made"),
    };
    let band = Band::new(tone, icon, scene.t(key));
    Some(if ended.may_look {
        band.action(scene.t("band-ended-look"), Command::ShowAttempt(ended.job))
    } else {
        band.action(scene.t("band-ended-hide"), Command::Dismiss(ended.job))
    })
}

/// What was saved of a damaged record. It stays for the whole session: a card may be missing in it.
fn recovered(scene: &Scene<'_>) -> Option<Band> {
    let recovered = scene.snapshot.recovered.as_ref()?;
    let number = |count: u64| count.to_string();
    let values = [("saved", &*number(recovered.saved)), ("lost", &*number(recovered.lost)), ("file", &*recovered.kept)];
    Some(Band::new(Tone::Warn, Icon::Warning, scene.t_with("band-recovered", &values)))
}

fn offline(scene: &Scene<'_>) -> Option<Band> {
    let Link::Down { problem, since, .. } = &scene.snapshot.link else { return None };
    if super::is_token_rejected(scene.snapshot) {
        return None;
    }
    let [title, ..] = keys(problem.code);
    let values = [("title", &*scene.t_with(title, &[("encoder", "")])), ("since", &*scene.clock().recent(*since))];
    let text = match scene.snapshot.catalog.loaded_at {
        Some(at) => scene.t_with("band-offline", &[values[0], values[1], ("loaded", &scene.clock().recent(at))]),
        None => tell(scene, problem, "").body(),
    };
    Some(Band::new(Tone::Warn, Icon::Offline, text).action(scene.t("try-now"), Command::Refresh))
}

/// From so many failures in a row on the encoder in use on, the desk is told; the next card takes the band away.
const IN_ROW: u32 = 3;

fn in_row(scene: &Scene<'_>, form: &EncodeForm) -> Option<Band> {
    let view = rules::choice(scene.snapshot, form).encoder.filter(|view| view.history.failures_in_row >= IN_ROW)?;
    let failure = view.history.last_failure.as_ref()?;
    let count = usize::try_from(view.history.failures_in_row).unwrap_or(usize::MAX);
    let values = [("encoder", &*view.encoder.name), ("cause", &*short(scene, failure.code))];
    let band = Band::new(Tone::Warn, Icon::Warning, scene.t_count("band-in-row", count, &values));
    Some(band.leads_to(scene.t("show-in-activity"), Action::ShowActivity(failures_on(view))))
}

/// The failures of the last days on an encoder: a row of them may be older than today.
fn failures_on(view: &EncoderView) -> ActivityQuery {
    ActivityQuery {
        period: Period::Days(7),
        encoder: Some(view.encoder.id.clone()),
        outcome: OutcomeFilter::Failures,
        ..ActivityQuery::default()
    }
}

/// A supervisor whose PIN was a clerk's works as a clerk until they have another.
fn weak_pin(scene: &Scene<'_>) -> Option<Band> {
    let snapshot = scene.snapshot;
    let name = snapshot.duty.operator().filter(|_| snapshot.is_pin_weak())?;
    let band = |key| Band::new(Tone::Warn, Icon::Key, scene.t_count(key, least_digits(Role::Supervisor), &[]));
    if snapshot.settings.loaded.is_locked(SettingKey::Operators) {
        return Some(band("band-weak-pin-locked"));
    }
    Some(band("band-weak-pin").leads_to(scene.t("band-weak-pin-change"), Action::ChangePin(name.clone())))
}

/// Settings that cannot be used, for whoever can do something about them.
fn settings(scene: &Scene<'_>) -> Option<Band> {
    let notices = &scene.snapshot.settings.loaded.notices;
    let is_theirs = !notices.is_empty() && scene.snapshot.duty.is_supervisor();
    let band = is_theirs.then(|| Band::new(Tone::Warn, Icon::Settings, notices_title(scene, notices)))?;
    Some(band.leads_to(scene.t("band-settings-show"), Action::ShowSettings))
}

fn skew(scene: &Scene<'_>) -> Option<Band> {
    let skew = scene.snapshot.clock_skew?;
    let minutes = skew.as_secs().unsigned_abs().div_ceil(60);
    let key = if skew.is_negative() { "band-clock-behind" } else { "band-clock-ahead" };
    let count = usize::try_from(minutes).unwrap_or(usize::MAX);
    Some(Band::new(Tone::Warn, Icon::Clock, scene.t_count(key, count, &[])))
}

/// A list that broke off. One that is still being read says how far it is in the bar.
fn partial(scene: &Scene<'_>) -> Option<Band> {
    let (snapshot, progress) = (scene.snapshot, scene.snapshot.catalog.progress);
    if progress.is_complete || progress.rows == 0 || snapshot.is_loading {
        return None;
    }
    let band = Band::new(Tone::Warn, Icon::Warning, scene.t_count("band-partial", progress.rows, &[]));
    Some(band.action(scene.t("try-now"), Command::Refresh))
}

fn skipped(scene: &Scene<'_>) -> Option<Band> {
    let count = scene.snapshot.catalog.skipped.len();
    (count > 0).then(|| Band::new(Tone::Warn, Icon::Warning, scene.t_count("band-skipped", count, &[])))
}
