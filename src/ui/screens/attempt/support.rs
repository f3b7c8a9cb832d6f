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
        | FactKind::RetentionRan(_) => told.title,
    };
    let time = format!("{:.3}", fact.at);
    let first = scene.t_with("support-event", &[("time", &time), ("title", &title)]);
    std::iter::once(first).chain(told.foreign).chain(told.exact).collect()
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
    known.fold(text, |text, name| text.replace(name, "…"))
}
