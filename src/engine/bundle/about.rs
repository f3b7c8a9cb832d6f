//! What a file for support says about itself, about this computer and about the moment.

use std::{collections::HashMap, env::consts, fmt::Write as _};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::system;
use crate::{
    domain::{EncoderHistory, EncoderId},
    engine::{BundleOrder, EncoderView, Link, Session, SharedState, Snapshot},
};

const README: &str = "\
A file for support, written by Keydesk at a hotel's front desk.

about.txt       the program, this computer, and how the desk stood at that moment
encoders.json   the encoders with what this desk knows about them
failures.json   the latest 20 failures and what is open, each with every event on record
calls.jsonl     calls to Seam within two minutes of a failure: path, status, request id and time, no contents
journal.json    the state of the record of attempts
settings.toml   settings of this desk: values of known keys alone; policy.toml: what is set for all desks
logs/           logs and crash files, the newest first up to 10 MB

Not in it, ever: keys to Seam, passwords, PINs and what they are checked against, and what was sent to Seam or answered.
Card ids, door names, the names of encoders and of this desk are in it.
";

pub(super) fn readme(with_guests: bool, left_out: &[String]) -> String {
    let mut text = README.to_owned();
    text += if with_guests {
        "Names of guests, numbers of cards and names of staff ARE in it, since whoever saved it wished so.\n"
    } else {
        "Names of guests, numbers of cards and names of staff are left out; \"person 1\" stands for somebody at the desk.\n"
    };
    for name in left_out {
        let _ = writeln!(text, "Left out for its size: {name}");
    }
    text
}

/// How everything stands, a line each.
pub(super) fn state(order: &BundleOrder, snapshot: &Snapshot, now: Timestamp) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| _ = writeln!(text, "{name}: {value}");
    line("written at", &now.to_string());
    line("version", env!("CARGO_PKG_VERSION"));
    line("system", &format!("{} {}", consts::OS, consts::ARCH));
    if let Some(release) = system::release() {
        line("release", &release);
    }
    order.about.iter().for_each(|(name, value)| line(name, value));
    line("mode", &format!("{:?}", snapshot.mode));
    line("endpoint", &snapshot.endpoint);
    line("session", session(&snapshot.session));
    if let Session::Connected { workspace, source, .. } = &snapshot.session {
        line("workspace", workspace.id.as_str());
        line("key from", &format!("{source:?}"));
    }
    line("way to Seam", &link(snapshot));
    line("shared record", &shared(&snapshot.shared));
    if let Some(skew) = snapshot.clock_skew {
        line("this clock is ahead of the server's by", &format!("{skew:#}"));
    }
    line("time zone", snapshot.zone.iana_name().unwrap_or("unnamed"));
    line("rows read", &snapshot.catalog.cards.len().to_string());
    line("jobs open or not dismissed", &snapshot.jobs.len().to_string());
    if let Some(trouble) = &snapshot.journal_trouble {
        line("journal", trouble);
    }
    for notice in &snapshot.settings.loaded.notices {
        line(&format!("setting {}", notice.key.as_deref().unwrap_or("file")), &notice.reason);
    }
    text
}

fn session(session: &Session) -> &'static str {
    match session {
        Session::Starting => "starting",
        Session::Welcome(None) => "no key",
        Session::Welcome(Some(_)) => "no key that can be used",
        Session::Connecting => "connecting",
        Session::Confirming { .. } => "asks whether this is the workspace",
        Session::Connected { token_rejected: true, .. } => "connected, but Seam refuses the key",
        Session::Connected { token_rejected: false, .. } => "connected",
    }
}

fn link(snapshot: &Snapshot) -> String {
    match &snapshot.link {
        Link::Unknown if snapshot.session == Session::Connecting => "asked, and not answered yet".to_owned(),
        Link::Unknown => "not tried".to_owned(),
        Link::Up => "up".to_owned(),
        Link::Down { problem, since, .. } => format!("down since {since} ({})", problem.code.key()),
    }
}

fn shared(state: &SharedState) -> String {
    match state {
        SharedState::Off => "off".to_owned(),
        SharedState::Connecting => "connecting".to_owned(),
        SharedState::Up { waiting } => format!("up, {waiting} events waiting"),
        SharedState::Away { reason, since } => format!("away since {since}: {reason}"),
    }
}

/// With what the record tells of them, also where no engine has read it.
pub(super) fn encoders(snapshot: &Snapshot, histories: &HashMap<EncoderId, EncoderHistory>) -> String {
    let told = |view: &EncoderView| encoder(view, histories.get(&view.encoder.id).unwrap_or(&view.history));
    let encoders: Vec<Value> = snapshot.encoders.iter().map(told).collect();
    json!({ "encoders": encoders, "bound_to": snapshot.binding.as_ref().map(|own| own.encoder.as_str()) }).to_string()
}

fn encoder(view: &EncoderView, history: &EncoderHistory) -> Value {
    json!({
        "id": view.encoder.id.as_str(),
        "name": &*view.encoder.name,
        "system": view.encoder.system.as_str(),
        "errors": view.encoder.errors.iter().map(|error| &*error.code).collect::<Vec<_>>(),
        "busy": view.busy.map(|job| job.to_string()),
        "last_success": history.last_success.map(|at| at.to_string()),
        "last_failure": history.last_failure.as_ref().map(|last| json!([last.at.to_string(), last.code.key()])),
        "failures_in_row": history.failures_in_row,
        "usual_ms": history.usual.map(|usual| usual.as_millis()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_was_asked_and_does_not_answer_is_no_server_that_was_not_tried() {
        let way = |session| {
            let snapshot = Snapshot { session, ..Snapshot::default() };
            let order = BundleOrder { path: "x.zip".into(), with_guests: false, about: vec![] };
            let text = state(&order, &snapshot, Timestamp::UNIX_EPOCH);
            text.lines().find_map(|line| line.strip_prefix("way to Seam: ")).unwrap().to_owned()
        };
        assert_eq!(way(Session::Connecting), "asked, and not answered yet");
        assert_eq!(way(Session::Starting), "not tried", "the keyring is asked first");
        assert_eq!(way(Session::Welcome(None)), "not tried");
    }
}
