//! `keydesk support`: the file for support, on a desk that may have no display, no key and no network.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, Starter, encode::close, out};
use crate::engine::{BundleOrder, BundleView, Command, Handle, Opening};

/// `keydesk support`.
#[derive(Debug, Args)]
pub struct SupportArgs {
    /// The archive (ZIP) to write; a file that stands there is replaced.
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
    /// Write names of guests, numbers of cards and names of staff too.
    #[arg(long)]
    with_guests: bool,
}

pub(super) async fn support(args: SupportArgs, starter: Starter) -> Exit {
    if matches!(starter.config.opening, Opening::Practice) {
        out::sentence("the practice hotel has nothing for support; leave out --practice");
        return Exit::Usage;
    }
    let about = vec![
        ("data".into(), starter.config.data.to_string_lossy().into()),
        ("logs".into(), starter.config.logs.to_string_lossy().into()),
    ];
    let order = BundleOrder { path: args.output, with_guests: args.with_guests, about };
    let mut handle = starter.idle();
    let exit = save(&mut handle, order).await;
    close(handle).await;
    exit
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
