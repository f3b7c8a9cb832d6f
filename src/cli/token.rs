//! `keydesk token set|status|forget`. The value comes from standard input, never from an argument.

use std::io::Read;

use clap::{Args, Subcommand};
use secrecy::SecretString;
use zeroize::Zeroizing;

use super::{Exit, Starter, encode::close, out, session};
use crate::engine::{Command, Handle, Keep, Lists, Session, Snapshot, TokenSource, TokenTrouble};

/// `keydesk token`.
#[derive(Debug, Args)]
pub struct TokenArgs {
    #[command(subcommand)]
    action: TokenAction,
}

#[derive(Debug, Subcommand)]
enum TokenAction {
    /// Read a token from standard input, try it, and keep it in the keyring.
    Set {
        /// The workspace, which a personal access token needs.
        #[arg(long, env = "SEAM_WORKSPACE_ID", value_name = "ID")]
        workspace: Option<String>,
    },
    /// Say which token is in use and what it opens.
    Status,
    /// Remove the token from the keyring.
    Forget,
}

pub(super) async fn token(args: TokenArgs, starter: Starter) -> Exit {
    match args.action {
        TokenAction::Set { workspace } => set(workspace, starter).await,
        TokenAction::Status => status(starter).await,
        TokenAction::Forget => forget(starter).await,
    }
}

async fn set(workspace: Option<String>, starter: Starter) -> Exit {
    let mut text = Zeroizing::new(String::new());
    if let Err(error) = std::io::stdin().read_to_string(&mut text) {
        out::sentence(format!("the token could not be read from standard input: {error}"));
        return Exit::Usage;
    }
    let mut handle = starter.idle();
    let token = SecretString::from(text.trim());
    drop(text);
    if !handle.send(Command::Connect { token, workspace: workspace.map(Into::into) }) {
        return Exit::NotSent;
    }
    let exit = keep(&mut handle).await;
    close(handle).await;
    exit
}

async fn keep(handle: &mut Handle) -> Exit {
    let Some(snapshot) = handle.wait_for(is_tried).await else { return Exit::NotSent };
    let name = match &snapshot.session {
        Session::Confirming { workspace, .. } => workspace.name.clone(),
        Session::Welcome(Some(trouble)) => return session::explain(trouble),
        Session::Welcome(None) | Session::Starting | Session::Connecting | Session::Connected { .. } => {
            return snapshot.link.trouble().map_or(Exit::NotSent, session::explain_problem);
        }
    };
    if !handle.send(Command::ConfirmConnect(Keep::InKeyring)) {
        return Exit::NotSent;
    }
    let Some(snapshot) = handle.wait_for(is_kept).await else { return Exit::NotSent };
    match &snapshot.session {
        Session::Confirming { keyring: Some(trouble), .. } => {
            out::sentence(session::keyring_sentence(trouble));
            Exit::Token
        }
        Session::Welcome(Some(trouble)) => session::explain(trouble),
        Session::Welcome(None)
        | Session::Starting
        | Session::Connecting
        | Session::Confirming { .. }
        | Session::Connected { .. } => {
            out::line(format!("the token opens \"{name}\" and is kept in this computer's keyring"));
            Exit::Done
        }
    }
}

fn is_tried(snapshot: &Snapshot) -> bool {
    matches!(snapshot.session, Session::Confirming { .. } | Session::Welcome(Some(_)))
}

fn is_kept(snapshot: &Snapshot) -> bool {
    match &snapshot.session {
        Session::Confirming { keyring, .. } => keyring.is_some(),
        Session::Connected { .. } | Session::Welcome(Some(_)) => true,
        Session::Welcome(None) | Session::Starting | Session::Connecting => false,
    }
}

async fn status(starter: Starter) -> Exit {
    let handle = match starter.work(Lists::EncodersOnly, false).await {
        Ok(handle) => handle,
        Err(exit) => return exit,
    };
    if let Session::Connected { workspace, source, .. } = &handle.snapshot().session {
        let from = match source {
            TokenSource::Keyring => "from this computer's keyring",
            TokenSource::Environment => "from the environment",
            TokenSource::ThisSession => "for this session only",
            TokenSource::Practice => "of the practice hotel",
        };
        let kind = if workspace.is_sandbox { ", a sandbox" } else { "" };
        out::line(format!("the token {from} opens \"{}\"{kind}", workspace.name));
    }
    close(handle).await;
    Exit::Done
}

/// Needs no connection: a key that Seam has revoked can be removed too.
async fn forget(starter: Starter) -> Exit {
    match starter.config.keychain.forget(starter.config.endpoint.as_str()).await {
        Ok(()) => {
            out::line("the token is no longer in this computer's keyring");
            Exit::Done
        }
        Err(error) => {
            out::sentence(error.to_string());
            Exit::Token
        }
    }
}

/// Why a token is of no use, in a sentence.
pub(super) fn sentence(trouble: TokenTrouble) -> &'static str {
    match trouble {
        TokenTrouble::Empty => "nothing came in; pipe the key into standard input",
        TokenTrouble::ContainsSpaces => "it contains spaces or line breaks; give the key alone",
        TokenTrouble::Incomplete => "it breaks off after its prefix; copy all of it",
        TokenTrouble::PublishableKey => "a publishable key cannot make cards; use an API key",
        TokenTrouble::WorkspaceMissing => "it opens several workspaces; name one with --workspace or SEAM_WORKSPACE_ID",
        TokenTrouble::WorkspaceInvalid => "the workspace id contains characters that no id has",
        TokenTrouble::ClientSession => "a client session may not read what a desk needs; use an API key",
        TokenTrouble::NotSeam => "it is no key of Seam's; an API key starts with \"seam_\"",
    }
}
