//! Starting the engine for a command, and waiting until it can work.

use std::{path::PathBuf, sync::Arc};

use super::{Exit, LIST_PATIENCE, out};
use crate::{
    domain::{Problem, ProblemCode},
    engine::{self, EngineConfig, Event, Handle, KeyringTrouble, Lists, Opening, Session, Snapshot, WelcomeTrouble},
};

/// What `main` prepared for a command: everything but how the session begins.
pub struct Starter {
    /// The engine's configuration.
    pub config: EngineConfig,
    /// Where the journal of this command lies.
    pub journal: PathBuf,
}

impl Starter {
    /// Starts the engine and waits until it is at work.
    ///
    /// # Errors
    /// The exit code, after the reason was said.
    pub(super) async fn work(mut self, lists: Lists, follows_jobs: bool) -> Result<Handle, Exit> {
        self.config.lists = lists;
        self.config.follows_jobs = follows_jobs;
        let mut handle = engine::start(self.config, || {});
        let snapshot = handle.wait_for(is_decided).await.ok_or(Exit::NotSent)?;
        match &snapshot.session {
            Session::Connected { .. } => Ok(handle),
            Session::Welcome(None) => {
                out::sentence("there is no token for this endpoint; set SEAM_API_KEY or run `keydesk token set`");
                Err(Exit::Token)
            }
            Session::Welcome(Some(trouble)) => Err(explain(trouble)),
            Session::Starting | Session::Connecting | Session::Confirming { .. } => {
                Err(snapshot.link.trouble().map_or(Exit::NotSent, explain_problem))
            }
        }
    }

    /// Starts the engine to try the token that is there, and nothing else.
    pub(super) fn trial(mut self) -> Handle {
        self.config.lists = Lists::Trial;
        self.config.follows_jobs = false;
        engine::start(self.config, || {})
    }

    /// Starts the engine without any token.
    pub(super) fn idle(mut self) -> Handle {
        self.config.opening = Opening::Ask;
        self.config.lists = Lists::EncodersOnly;
        engine::start(self.config, || {})
    }
}

pub(super) fn is_decided(snapshot: &Snapshot) -> bool {
    match snapshot.session {
        Session::Starting => false,
        Session::Connecting => snapshot.link.trouble().is_some(),
        Session::Welcome(_) | Session::Confirming { .. } | Session::Connected { .. } => true,
    }
}

/// Waits until the lists that the command asked for are there, whatever is in them.
///
/// # Errors
/// The exit code, after Seam's reason was said.
pub(super) async fn listed(handle: &mut Handle) -> Result<Arc<Snapshot>, Exit> {
    let reading = async {
        loop {
            match handle.next_event().await {
                Some(Event::Loaded(end)) => return end.map_err(|problem| explain_problem(&problem)),
                Some(
                    Event::Job { .. } | Event::Refused { .. } | Event::ConfirmFirst { .. } | Event::NotApproved(_),
                ) => {}
                Some(Event::Stopped) | None => return Err(Exit::NotSent),
            }
        }
    };
    match tokio::time::timeout(LIST_PATIENCE, reading).await {
        Ok(end) => end?,
        Err(_) => {
            out::sentence("the lists did not arrive in time; nothing was sent");
            return Err(Exit::NotSent);
        }
    }
    Ok(handle.snapshot())
}

/// Says what stands in the way, and gives the exit code for it.
pub(super) fn explain(trouble: &WelcomeTrouble) -> Exit {
    match trouble {
        WelcomeTrouble::Token(token) => {
            out::sentence(format!("this token cannot be used: {}", super::token::sentence(*token)));
            Exit::Token
        }
        WelcomeTrouble::KeyringRead(keyring) => {
            out::sentence(keyring_sentence(keyring));
            Exit::Token
        }
        WelcomeTrouble::Seam(problem) => explain_problem(problem),
        WelcomeTrouble::Practice(reason) | WelcomeTrouble::Journal(reason) | WelcomeTrouble::JournalDamaged(reason) => {
            out::sentence(reason);
            Exit::NotSent
        }
    }
}

/// Says what Seam, or the way to it, said.
pub(super) fn explain_problem(problem: &Problem) -> Exit {
    let message = problem.details.message.as_deref().unwrap_or("no details");
    if problem.code == ProblemCode::TokenRejected {
        out::sentence(format!("Seam does not accept this token: {message}"));
        return Exit::Token;
    }
    out::sentence(format!("nothing was sent ({}): {message}", problem.code.key()));
    Exit::NotSent
}

pub(super) fn keyring_sentence(trouble: &KeyringTrouble) -> String {
    match trouble {
        KeyringTrouble::Missing => {
            "this computer has no keyring that runs; start one, or set SEAM_API_KEY for this session".to_owned()
        }
        KeyringTrouble::Locked => "the keyring is locked; unlock it, or set SEAM_API_KEY for this session".to_owned(),
        KeyringTrouble::Denied => {
            "the keyring refuses access; allow Keydesk to use it, or set SEAM_API_KEY for this session".to_owned()
        }
        KeyringTrouble::TimedOut => {
            "the keyring does not answer; look for its question behind other windows".to_owned()
        }
        KeyringTrouble::Broken(reason) => format!("the keyring failed: {reason}"),
    }
}
