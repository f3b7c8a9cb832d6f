//! What goes to whoever is asked for help: ids, times, versions and Seam's words; no guest, no card number, no note.

use super::{events, facts, outcome, parts, words};
use crate::{
    domain::{Fact, FactKind},
    engine::AttemptDetails,
    ui::screens::Scene,
};

/// The text for support.
pub(super) fn text(scene: &Scene<'_>, details: &AttemptDetails) -> String {
    let row = &details.row;
    let (title, _) = outcome::told(scene, details);
    let mut lines = vec![title, scene.t_with("detail-encoder", &[("value", &row.encoder_name)])];
    let named = |(key, value): (&'static str, String)| {
        let name = scene.t(key);
        value
            .lines()
            .map(|value| scene.t_with("support-line", &[("name", &name), ("value", value)]))
            .collect::<Vec<_>>()
    };
    lines.extend(facts::ids(details).into_iter().flat_map(named));
    lines.push(times(scene, details));
    lines.extend(details.facts.iter().flat_map(|fact| event(scene, details, fact)));
    lines.push(version(scene));
    without_people(lines.join("\n"), details)
}

fn times(scene: &Scene<'_>, details: &AttemptDetails) -> String {
    let times = details.times;
    let amount = |time| parts::amount(scene, time);
    let [ours, network] = [times.ours, times.network].map(amount);
    let [waiting, total] = [times.waiting, times.total].map(amount);
    let values = [("ours", &*ours), ("network", &*network), ("waiting", &*waiting), ("total", &*total)];
    scene.t_with("support-times", &values)
}

/// An event with its time in UTC. Notes and names of staff stay here.
fn event(scene: &Scene<'_>, details: &AttemptDetails, fact: &Fact) -> Vec<String> {
    let told = events::told(scene, details, fact);
    let title = match &fact.kind {
        FactKind::Intended(_) => scene.t("support-intended"),
        FactKind::Decided { .. } => scene.t("support-decided"),
        FactKind::FollowedUp(follow_up) => scene.t(words::follow_up_key(follow_up.state)),
        FactKind::NotExecuted(_)
        | FactKind::Accepted { .. }
        | FactKind::Succeeded { .. }
        | FactKind::Failed(_)
        | FactKind::BecameUncertain(..)
        | FactKind::Learned(_)
        | FactKind::ProvedNotWritten(_)
        | FactKind::LetGo
        | FactKind::Reasked { .. }
        | FactKind::RetentionRan(_)
        | FactKind::Access(_) => told.title,
    };
    let time = format!("{:.3}", fact.at);
    let first = scene.t_with("support-event", &[("time", &time), ("title", &title)]);
    // Once the names are erased nobody can tell any more whether Seam's words hold one of them.
    let message = scene.t_with("detail-message", &[("value", "")]);
    let is_told = |line: &String| !words::is_erased(details) || !line.starts_with(message.trim_end());
    std::iter::once(first).chain(told.foreign.into_iter().filter(is_told)).chain(told.exact).collect()
}

fn version(scene: &Scene<'_>) -> String {
    let values =
        [("version", env!("CARGO_PKG_VERSION")), ("system", std::env::consts::OS), ("machine", std::env::consts::ARCH)];
    scene.t_with("support-version", &values)
}

/// Seam's own words may name the guest or the card; that part is left out.
fn without_people(text: String, details: &AttemptDetails) -> String {
    let row = &details.row;
    let before = words::intent(details).and_then(|intent| intent.card_number_before.as_deref());
    let names = [row.guest.as_ref().map(|guest| guest.full_name()), row.card_number.as_deref(), before];
    let known = names.into_iter().flatten().filter(|name| !name.trim().is_empty());
    let text = known.clone().fold(text, |text, name| text.replace(name, "…"));
    let parts = known.flat_map(str::split_whitespace).filter(|part| part.chars().count() >= SHORTEST_NAME);
    parts.fold(text, |text, part| without_word(&text, part))
}

/// A shorter word stands in many a sentence by chance.
const SHORTEST_NAME: usize = 3;

/// Leaves a word out wherever it stands alone, in whatever case.
fn without_word(text: &str, word: &str) -> String {
    let is_it = |found: &str| found.to_lowercase() == word.to_lowercase();
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(char::is_alphanumeric) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(from.len());
        let (found, after) = from.split_at(end);
        kept.push_str(before);
        kept.push_str(if is_it(found) { "…" } else { found });
        rest = after;
    }
    kept.push_str(rest);
    kept
}
