//! `keydesk journal`: whether the journal is what was written, what to do when it is not, and who worked here.

use std::path::Path;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{
    Exit, Starter,
    access::{self, AccessArgs},
    out,
};
use crate::journal::{Break, Intact, Journal, JournalError, Recovery, Verdict};

/// `keydesk journal`.
#[derive(Debug, Args)]
pub struct JournalArgs {
    #[command(subcommand)]
    verb: JournalVerb,
}

#[derive(Debug, Subcommand)]
enum JournalVerb {
    /// Check that no event was changed, removed, moved or added since it was written.
    Verify(FormatArgs),
    /// Save what is readable of a damaged journal, and keep the damaged file.
    Recover(FormatArgs),
    /// List who signed in, wrong PINs, what a supervisor approved, and what was changed; the newest first.
    Access(AccessArgs),
}

#[derive(Debug, Args)]
struct FormatArgs {
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) async fn journal(args: JournalArgs, starter: &Starter) -> Exit {
    if !starter.journal.exists() {
        out::sentence("this desk has no journal yet: no card was ever tried from here");
        return Exit::Done;
    }
    match args.verb {
        JournalVerb::Verify(args) => verify(&starter.journal, args.json).await,
        JournalVerb::Recover(args) => recover(&starter.journal, args.json).await,
        JournalVerb::Access(args) => access::access(args, starter).await,
    }
}

async fn verify(path: &Path, as_json: bool) -> Exit {
    let verified = async {
        let journal = Journal::open_read_only(path).await?;
        let verdict = journal.verify().await;
        journal.close().await;
        verdict
    };
    match verified.await {
        Ok(Verdict::Intact(intact)) => {
            say(as_json, || intact_json(&intact), || intact_text(&intact));
            Exit::Done
        }
        Ok(Verdict::Broken(broken)) => {
            if as_json {
                out::json(&broken_json(&broken));
            }
            out::sentence(broken.to_string());
            Exit::Failed
        }
        Err(error) => refused(&error),
    }
}

async fn recover(path: &Path, as_json: bool) -> Exit {
    match Journal::recover(path).await {
        Ok(recovery) => {
            say(as_json, || recovery_json(&recovery), || recovery_text(&recovery));
            Exit::Done
        }
        Err(error) => refused(&error),
    }
}

fn say(as_json: bool, json: impl FnOnce() -> Value, text: impl FnOnce() -> String) {
    if as_json {
        out::json(&json());
    } else {
        text().lines().for_each(out::line);
    }
}

fn refused(error: &JournalError) -> Exit {
    out::sentence(error.to_string());
    Exit::Failed
}

fn intact_text(intact: &Intact) -> String {
    let Intact { rows, erased, head, .. } = intact;
    let mut text = format!("{rows} events, {erased} of them erased of what is personal; nothing was changed.\n");
    if intact.sealed_to > 0 {
        text += &format!("Events up to {} are older than the chain and were sealed later.\n", intact.sealed_to);
    }
    if let Some(cut) = &intact.cut {
        text += &format!("Events up to {} were removed for their age, and the chain says so.\n", cut.seq);
    }
    if let Some(continues) = &intact.continues {
        text += &format!("It continues a damaged journal: {continues}\n");
    }
    text + &format!("Head: {} {}", head.seq, head.hash)
}

fn intact_json(intact: &Intact) -> Value {
    let continues = intact.continues.as_deref().map(|text| serde_json::from_str::<Value>(text).unwrap_or(text.into()));
    json!({
        "intact": true,
        "rows": intact.rows,
        "erased": intact.erased,
        "sealed_to": intact.sealed_to,
        "cut": intact.cut.as_ref().map(|cut| json!({ "seq": cut.seq, "hash": cut.hash })),
        "head": { "seq": intact.head.seq, "hash": intact.head.hash },
        "continues": continues,
    })
}

fn broken_json(broken: &Break) -> Value {
    json!({
        "intact": false,
        "row": broken.row,
        "job_id": broken.job.map(|job| job.to_string()),
        "fault": broken.fault.key(),
        "sentence": broken.to_string(),
    })
}

fn recovery_text(recovery: &Recovery) -> String {
    let Recovery { saved, erased, lost, open, headless, head, kept, .. } = recovery;
    let mut text = format!("{saved} events were saved, {lost} that are known to have been there are lost.\n");
    if *erased > 0 {
        text += &format!("{erased} of them were saved without their damaged personal part.\n");
    }
    if *headless > 0 {
        text += &format!("{headless} jobs have lost their beginning: look at their encoders before the next card.\n");
    }
    text += &format!("{open} jobs are open.\nThe damaged file was kept as {}.\n", kept.display());
    text + &format!("Head: {} {}", head.seq, head.hash)
}

fn recovery_json(recovery: &Recovery) -> Value {
    json!({
        "saved": recovery.saved,
        "erased": recovery.erased,
        "lost": recovery.lost,
        "gaps": recovery.gaps.iter().map(|gap| [gap.start(), gap.end()]).collect::<Vec<_>>(),
        "open": recovery.open,
        "headless": recovery.headless,
        "head": { "seq": recovery.head.seq, "hash": recovery.head.hash },
        "kept": recovery.kept.display().to_string(),
    })
}
