//! `keydesk support`: the file for support, on a desk that may have no display, no key and no network.

use std::{path::PathBuf, time::Duration};

use clap::Args;

use super::{
    Exit, Starter,
    encode::close,
    out,
    session::{is_decided, keyring_sentence},
    token,
};
use crate::engine::{BundleOrder, BundleView, Command, Handle, Opening, Session, Snapshot, WelcomeTrouble};

/// How long keyring and Seam may take together: what they do not say by then is told as it is.
const PATIENCE: Duration = Duration::from_secs(10);

/// `keydesk support`.
#[derive(Debug, Args)]
pub struct SupportArgs {
    /// The archive (ZIP) to write; a file that stands there is replaced.
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
    /// Write names of guests, numbers of cards and names of staff too.
    #[arg(long)]
    with_guests: bool,
    /// Do not try the way to Seam.
    #[arg(long)]
    offline: bool,
}

pub(super) async fn support(args: SupportArgs, starter: Starter) -> Exit {
    if matches!(starter.config.opening, Opening::Practice) {
        out::sentence("the practice hotel has nothing for support; leave out --practice");
        return Exit::Usage;
    }
    let mut about = vec![
        ("data".into(), starter.config.data.to_string_lossy().into()),
        ("logs".into(), starter.config.logs.to_string_lossy().into()),
    ];
    let mut handle = if args.offline { starter.idle() } else { starter.trial() };
    let tried = if args.offline { "no, since --offline was said".to_owned() } else { tried(&mut handle).await };
    about.push(("Seam tried for this file".into(), tried.into()));
    let order = BundleOrder { path: args.output, with_guests: args.with_guests, about };
    let exit = save(&mut handle, order).await;
    close(handle).await;
    exit
}

/// Tries the way to Seam once, says on the terminal how that went, and gives it in words for the file.
async fn tried(handle: &mut Handle) -> String {
    let decided = tokio::time::timeout(PATIENCE, handle.wait_for(is_decided)).await;
    let result = match decided {
        Ok(Some(snapshot)) => result(&snapshot),
        Ok(None) => "not to the end".to_owned(),
        Err(_) => unanswered(&handle.snapshot().session),
    };
    out::sentence(format!("Seam was tried: {result}"));
    result
}

/// Who did not answer in time: Seam is asked only once the keyring has given a key.
fn unanswered(session: &Session) -> String {
    let seconds = PATIENCE.as_secs();
    match session {
        Session::Starting => format!("no, since the keyring did not answer within {seconds} s"),
        Session::Connecting | Session::Welcome(_) | Session::Confirming { .. } | Session::Connected { .. } => {
            format!("no answer within {seconds} s")
        }
    }
}

fn result(snapshot: &Snapshot) -> String {
    match &snapshot.session {
        Session::Connected { .. } => {
            let names: Vec<_> = snapshot.encoders.iter().map(|view| &*view.encoder.name).collect();
            format!("reached, {} encoders: {}", names.len(), names.join(", "))
        }
        Session::Welcome(None) => "no, since neither the environment nor the keyring holds a key".to_owned(),
        Session::Welcome(Some(trouble)) => format!("no, since {}", without_seams_words(trouble)),
        Session::Starting | Session::Connecting | Session::Confirming { .. } => {
            let code = snapshot.link.trouble().map_or("no reason", |problem| problem.code.key());
            format!("not reached ({code})")
        }
    }
}

/// What Seam says may name somebody.
fn without_seams_words(trouble: &WelcomeTrouble) -> String {
    match trouble {
        WelcomeTrouble::Token(trouble) => format!("the key cannot be used: {}", token::sentence(*trouble)),
        WelcomeTrouble::KeyringRead(trouble) => keyring_sentence(trouble),
        WelcomeTrouble::Seam(problem) => format!("it was refused ({})", problem.code.key()),
        WelcomeTrouble::Practice(reason) | WelcomeTrouble::Journal(reason) | WelcomeTrouble::JournalDamaged(reason) => {
            reason.to_string()
        }
    }
}

async fn save(handle: &mut Handle, order: BundleOrder) -> Exit {
    if !handle.send(Command::SaveBundle(order)) {
        return Exit::Failed;
    }
    let ended = handle.wait_for(|snapshot| !matches!(snapshot.bundle, None | Some(BundleView::Writing))).await;
    match ended.as_ref().and_then(|snapshot| snapshot.bundle.as_ref()) {
        Some(BundleView::Done { path, bytes }) => {
            out::sentence(format!("{bytes} bytes for support were written to {path}"));
            Exit::Done
        }
        Some(BundleView::Failed(reason)) => {
            out::sentence(reason);
            Exit::Failed
        }
        Some(BundleView::Writing) | None => Exit::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_did_not_answer_is_named() {
        assert_eq!(unanswered(&Session::Connecting), "no answer within 10 s");
        assert_eq!(unanswered(&Session::Starting), "no, since the keyring did not answer within 10 s");
    }
}
