//! The words of a row, of an encoder and of a card's facts.

use jiff::Timestamp;

use crate::{
    domain::{AccessMethodKind, Blocker, Card, CardStatus, Issued, Notice, Origin, ProblemCode, System, Tab},
    engine::{EncoderView, JobView, Stage},
    ui::{
        kit::{Evidence, Icon, Tone},
        screens::Scene,
    },
};

/// A state in a word, with the tone and the sign that say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui) struct Mark {
    /// How it looks.
    pub(in crate::ui) tone: Tone,
    /// Its sign.
    pub(in crate::ui) icon: Icon,
    /// Its word.
    pub(in crate::ui) text: String,
}

impl Mark {
    fn new(tone: Tone, icon: Icon, text: String) -> Self {
        Self { tone, icon, text }
    }
}

/// The state of a card, at a glance. A kind that is no card says its kind instead.
pub(in crate::ui) fn mark(scene: &Scene<'_>, card: &Card) -> Mark {
    if let Some(kind) = other_kind(scene, &card.kind) {
        return Mark::new(Tone::Neutral, Icon::Key, kind);
    }
    let say = |key: &str| scene.t(key);
    match CardStatus::of(card, scene.now) {
        CardStatus::BeingDeleted => Mark::new(Tone::Neutral, Icon::Cross, say("status-being-deleted")),
        CardStatus::Expired => Mark::new(Tone::Neutral, Icon::Clock, say("status-expired")),
        CardStatus::Problem => Mark::new(Tone::Bad, Icon::Warning, say("status-problem")),
        CardStatus::EncodeAgain => Mark::new(Tone::Warn, Icon::Again, say("status-encode-again")),
        CardStatus::Encoded(at) => Mark::new(Tone::Ok, Icon::Check, encoded(scene, card, at)),
        CardStatus::NotReady => Mark::new(Tone::Neutral, Icon::Clock, say("status-not-ready")),
        CardStatus::Unknown => Mark::new(Tone::Warn, Icon::Info, say("status-unknown")),
        CardStatus::StartsLater => Mark::new(Tone::Neutral, Icon::Ring, say("status-starts-later")),
        CardStatus::ToEncode => Mark::new(Tone::Accent, Icon::Dot, say("status-to-encode")),
    }
}

fn encoded(scene: &Scene<'_>, card: &Card, at: Option<Timestamp>) -> String {
    at.map_or_else(
        || scene.t("status-encoded"),
        |at| scene.t_with("status-encoded-at", &[("when", &scene.clock_in(&card.zone).brief(at))]),
    )
}

/// What a kind is called; `None` for a card.
fn other_kind(scene: &Scene<'_>, kind: &AccessMethodKind) -> Option<String> {
    match kind {
        AccessMethodKind::Card => None,
        AccessMethodKind::Code => Some(scene.t("kind-code")),
        AccessMethodKind::MobileKey => Some(scene.t("kind-mobile-key")),
        AccessMethodKind::CloudKey => Some(scene.t("kind-cloud-key")),
        AccessMethodKind::Other(name) => Some(name.to_string()),
    }
}

/// Who a card is for; its own name where nobody is known.
pub(in crate::ui) fn holder(card: &Card) -> &str {
    card.guest.as_ref().map_or(&card.name, |guest| guest.full_name())
}

/// The line under the holder: the card's name, or that no guest is known.
pub(in crate::ui) fn under_holder(scene: &Scene<'_>, card: &Card) -> String {
    if card.guest.is_some() { card.name.to_string() } else { scene.t("no-guest") }
}

/// The doors in one line.
pub(in crate::ui) fn doors(scene: &Scene<'_>, doors: Option<&[std::sync::Arc<str>]>) -> String {
    match doors {
        None => scene.t("doors-not-known"),
        Some([]) => scene.t("doors-none"),
        Some(doors) => doors.join(&scene.t("list-between")),
    }
}

/// A row in words, for a screen reader.
pub(in crate::ui) fn spoken_row(scene: &Scene<'_>, card: &Card) -> String {
    let validity = scene.clock_in(&card.zone).range(card.validity.starts_at, card.validity.ends_at);
    let doors = doors(scene, card.doors.as_deref());
    let parts =
        [holder(card), &*under_holder(scene, card), &*doors, &*validity, &*mark(scene, card).text].map(str::to_owned);
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The last thing known about an encoder, and what its dot may say.
pub(in crate::ui) fn encoder_detail(scene: &Scene<'_>, view: &EncoderView, is_own: bool) -> (Evidence, String) {
    let place = if is_own { "desk" } else { "other" };
    let clock = scene.clock();
    let say = |key: &str, time: &str| scene.t_with(key, &[("place", place), ("time", time)]);
    if view.encoder.removed().is_some() {
        return (Evidence::Bad, say("encoder-removed", ""));
    }
    if let Some(job) = view.busy {
        let in_doubt = |job: &&JobView| matches!(job.stage, Stage::Uncertain(..));
        let is_in_doubt = scene.snapshot.jobs.iter().find(|known| known.job == job).filter(in_doubt).is_some();
        return (evidence(view), say(if is_in_doubt { "encoder-in-doubt" } else { "encoder-busy" }, ""));
    }
    if let Some(desk) = &view.busy_at {
        let values = [("place", place), ("desk", &*desk.0)];
        return (Evidence::None, scene.t_with("encoder-busy-at", &values));
    }
    if let Some(failure) = &view.history.last_failure {
        let text = say(failure_key(failure.code), &clock.recent(failure.at));
        let count = usize::try_from(view.history.failures_in_row).unwrap_or(usize::MAX);
        let text = if count > 1 { scene.t_count("encoder-failures", count, &[("known", &text)]) } else { text };
        return (evidence(view), text);
    }
    match view.history.last_success {
        Some(at) => (Evidence::Good, say("encoder-last-card", &clock.recent(at))),
        None => (Evidence::None, say("encoder-nothing-known", "")),
    }
}

/// A bad light is for what the encoder itself did; a missing card says nothing against it.
fn evidence(view: &EncoderView) -> Evidence {
    let last = view.history.last_failure.as_ref().map(|failure| failure.code.origin());
    match last {
        Some(Origin::Encoder) => Evidence::Bad,
        Some(Origin::Link | Origin::Unknown | Origin::Desk | Origin::Access) => Evidence::Doubt,
        Some(Origin::Card | Origin::Record) | None if view.history.last_success.is_some() => Evidence::Good,
        Some(Origin::Card | Origin::Record) | None => Evidence::None,
    }
}

fn failure_key(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::EncoderOffline => "encoder-offline",
        ProblemCode::EncoderTimeout | ProblemCode::AttemptExpired => "encoder-silent",
        ProblemCode::NoCard => "encoder-no-card",
        ProblemCode::CardRemovedEarly
        | ProblemCode::IncompatibleCard
        | ProblemCode::BridgeDisconnected
        | ProblemCode::CannotBeReissued
        | ProblemCode::CredentialDeleted
        | ProblemCode::Uncategorized
        | ProblemCode::OutcomeUnknown
        | ProblemCode::TokenRejected
        | ProblemCode::NotFound
        | ProblemCode::SlowDown
        | ProblemCode::NotSent
        | ProblemCode::SeamTrouble
        | ProblemCode::JournalUnwritable
        | ProblemCode::Unexpected => "encoder-failed",
    }
}

/// Why the button is off.
pub(in crate::ui) fn blocker(scene: &Scene<'_>, blocker: &Blocker) -> String {
    scene.t(match blocker {
        Blocker::NoCardChosen => "blocked-no-card",
        Blocker::NoEncoderChosen => "blocked-no-encoder",
        Blocker::EncoderRemoved => "blocked-encoder-removed",
        Blocker::EncoderBusy => "blocked-encoder-busy",
        Blocker::SubjectBusy => "blocked-card-busy",
        Blocker::NotACard => "blocked-not-a-card",
        Blocker::NotReady => "blocked-not-ready",
        Blocker::BeingDeleted => "blocked-being-deleted",
        Blocker::OtherSystem => "blocked-other-system",
        Blocker::Offline => "blocked-offline",
        Blocker::TokenRejected => "blocked-token-rejected",
        Blocker::JournalUnwritable => "blocked-journal",
        Blocker::NotApproved => "blocked-not-approved",
        Blocker::NobodySignedIn => "blocked-nobody",
        Blocker::OtherEncoder => "blocked-other-encoder",
    })
}

/// Whether and when the card was written before.
pub(in crate::ui) fn encoded_before(scene: &Scene<'_>, card: &Card) -> String {
    match card.issued {
        Issued::No => scene.t("no"),
        Issued::Unknown => scene.t("not-known"),
        Issued::Yes(None) => scene.t("yes"),
        Issued::Yes(Some(at)) => scene.clock_in(&card.zone).long(at),
    }
}

/// "ends in 2 d 21 h", "ended 3 h ago"; empty when it has no end.
pub(in crate::ui) fn ends_in(scene: &Scene<'_>, end: Option<Timestamp>) -> String {
    let Some(end) = end else { return String::new() };
    let minutes = end.duration_since(scene.now).as_mins();
    if end <= scene.now {
        return scene.t_with("ended", &[("ago", &scene.clock().ago(end))]);
    }
    let number = |value: i64| value.to_string();
    match minutes {
        ..1 => scene.t("ends-soon"),
        1..60 => scene.t_with("ends-in-minutes", &[("minutes", &number(minutes))]),
        60..1440 => {
            scene.t_with("ends-in-hours", &[("hours", &number(minutes / 60)), ("minutes", &number(minutes % 60))])
        }
        _ => {
            scene.t_with("ends-in-days", &[("days", &number(minutes / 1440)), ("hours", &number(minutes % 1440 / 60))])
        }
    }
}

/// "Guest card · Visionline".
pub(in crate::ui) fn subtitle(scene: &Scene<'_>, card: &Card, system: Option<&System>) -> String {
    let vendor = system.and_then(|system| system.vendor.as_deref()).or(card.product.as_deref());
    match vendor {
        Some(vendor) => scene.t_with("name-and-vendor", &[("name", &card.name), ("vendor", vendor)]),
        None => card.name.to_string(),
    }
}

/// Seam's warnings on a card, explained. That a fresh card waits to be made is no warning to a clerk.
pub(in crate::ui) fn warnings(scene: &Scene<'_>, notices: &[Notice]) -> Vec<String> {
    let worth = notices.iter().filter(|notice| &*notice.code != "waiting_to_be_issued");
    worth.map(|notice| warning(scene, notice)).collect()
}

/// One of Seam's warnings on a card, explained; Seam's own words for one that is not known.
fn warning(scene: &Scene<'_>, notice: &Notice) -> String {
    match &*notice.code {
        "needs_to_be_reissued" => scene.t("warning-needs-card"),
        "schedule_modified" => scene.t("warning-schedule-modified"),
        "schedule_externally_modified" => scene.t("warning-schedule-external"),
        "being_deleted" => scene.t("warning-being-deleted"),
        "updating_access_times" => scene.t("warning-updating-times"),
        "delay_in_issuing" => scene.t("warning-delay"),
        _ => notice.message.to_string(),
    }
}

/// The key of a tab's name.
pub(in crate::ui) fn tab_key(tab: Tab) -> &'static str {
    match tab {
        Tab::ToEncode => "tab-to-encode",
        Tab::Encoded => "tab-encoded",
        Tab::NeedsAttention => "tab-needs-attention",
        Tab::All => "tab-all",
    }
}

/// Where another job stands, in a word.
pub(in crate::ui) fn job_mark(scene: &Scene<'_>, job: &JobView) -> Mark {
    let say = |key: &str| scene.t(key);
    match &job.stage {
        Stage::Queued | Stage::Submitting => Mark::new(Tone::Accent, Icon::Clock, say("job-sending")),
        Stage::Waiting => Mark::new(Tone::Accent, Icon::Clock, say("job-waiting")),
        Stage::LetGo => Mark::new(Tone::Warn, Icon::Clock, say("job-let-go")),
        Stage::Uncertain(..) => Mark::new(Tone::Warn, Icon::Warning, say("job-uncertain")),
        Stage::Succeeded { .. } => Mark::new(Tone::Ok, Icon::Check, say("job-ready")),
        Stage::Failed(_) | Stage::NotExecuted(_) => Mark::new(Tone::Bad, Icon::Cross, say("job-failed")),
        Stage::NotWritten(_) => Mark::new(Tone::Neutral, Icon::Check, say("job-not-written")),
        Stage::Decided(_) => Mark::new(Tone::Neutral, Icon::Check, say("job-decided")),
    }
}

/// Who a job's card is for.
pub(in crate::ui) fn job_holder(job: &JobView) -> &str {
    job.guest.as_ref().map_or(&job.card_name, |guest| guest.full_name())
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
