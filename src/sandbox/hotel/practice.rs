//! Practice guests: each has the name of what goes wrong when their card is encoded. The list is the table below.

use std::time::Duration;

use super::cards::Plan;
use super::{Builder, Lock};
use crate::sandbox::config::SandboxError;
use crate::sandbox::faults::{AttemptFault, Fault, Script};

/// What a practice guest's card brings about.
enum Brings {
    /// The attempt ends with this error type.
    Error(&'static str),
    /// So it does, though the card was written.
    ErrorButWritten(&'static str),
    Attempt(AttemptFault),
    Request(Fault),
}

use Brings::{Attempt, Error, ErrorButWritten, Request};

/// Whether trying again works.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Again {
    Works,
    Fails,
}

use Again::{Fails, Works};

const SPELL: Duration = Duration::from_secs(20);

/// Name behind "Practice: ", what happens, and whether the second try works.
fn guests() -> [(&'static str, Brings, Again); 33] {
    [
        ("no card", Error("no_credential_on_encoder"), Works),
        ("no card, other spelling", Error("no_card_on_encoder"), Works),
        ("card removed too early", Error("encoding_interrupted"), Works),
        ("wrong kind of card", Error("incompatible_card_format"), Works),
        ("encoder offline", Error("encoder_not_online"), Works),
        ("encoder silent, card written", ErrorButWritten("encoder_communication_timeout"), Works),
        ("encoder silent, card not written", Error("encoder_communication_timeout"), Works),
        ("Bridge unreachable", Error("bridge_disconnected"), Works),
        ("card already made", Error("credential_cannot_be_reissued"), Fails),
        ("card deleted", Error("credential_deleted"), Fails),
        ("Seam gave up waiting", Error("action_attempt_expired"), Works),
        ("lock system refused", Error("uncategorized_error"), Works),
        ("brand-new error", Error("ribbon_cassette_empty"), Works),
        ("reply lost, card written", Request(Fault::ResetAfter), Works),
        ("reply lost, nothing written", Request(Fault::ResetBefore), Works),
        ("reply never comes", Request(Fault::HangAfter), Works),
        ("Bridge down for 20 s, and Seam says so", Request(Fault::BridgeDown(SPELL)), Works),
        ("never ends", Attempt(AttemptFault::NeverEnds), Works),
        ("attempt vanishes", Attempt(AttemptFault::Vanishes), Works),
        ("unknown status", Attempt(AttemptFault::Status("on_hold".to_owned())), Works),
        ("key refused", Request(Fault::Unauthorized), Works),
        ("not allowed", Request(Fault::Forbidden), Works),
        ("not found", Request(Fault::NotFound), Works),
        ("something unexpected", Request(Fault::BadRequest), Works),
        ("slow down", Request(Fault::RateLimited { retry_after_s: Some(8) }), Works),
        ("slow down, no time given", Request(Fault::RateLimited { retry_after_s: None }), Works),
        ("server error", Request(Fault::ServerError), Works),
        ("proxy page instead of Seam", Request(Fault::BadGateway), Works),
        ("unreadable reply", Request(Fault::NotJson), Works),
        ("half a reply", Request(Fault::TruncatedBody), Works),
        ("network down for 20 s", Request(Fault::NetworkDown(SPELL)), Works),
        ("Seam in trouble for 20 s", Request(Fault::Trouble(SPELL)), Works),
        ("server's clock is wrong", Request(Fault::DateSkew(-3 * 3600)), Works),
    ]
}

/// The full names of all practice guests, in the list's order.
pub fn practice_guests() -> Vec<String> {
    guests().iter().map(|(name, ..)| full_name(name)).collect()
}

fn full_name(name: &str) -> String {
    format!("Practice: {name}")
}

fn script(brings: &Brings, again: Again) -> Script {
    let error = |kind: &str, written| Some(AttemptFault::Error { error_type: kind.to_owned(), written });
    let (request, attempt) = match brings {
        Error(kind) => (None, error(kind, false)),
        ErrorButWritten(kind) => (None, error(kind, true)),
        Attempt(fault) => (None, Some(fault.clone())),
        Request(fault) => (Some(fault.clone()), None),
    };
    Script { request, attempt, once: again == Works }
}

impl Builder {
    pub(super) fn practice(&mut self) -> Result<(), SandboxError> {
        let stay = (self.at(0, 23)?, self.at(1, 11)?);
        for (nth, (name, brings, again)) in guests().iter().enumerate() {
            let guest = self.guest(Some(&full_name(name)), Lock::Visionline, stay);
            let room = (901 + nth).to_string();
            let id = self.add(&Plan::guest_card(guest, Lock::Visionline, &[&room], stay));
            let script = script(brings, *again);
            self.adjust(id, |card| card.script = Some(script));
        }
        Ok(())
    }
}
