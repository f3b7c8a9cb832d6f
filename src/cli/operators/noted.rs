//! What was changed about who signs in, in the record, in the log and in the count of wrong PINs: the same as when it
//! is changed in a window.

use std::path::Path;

use super::changing::Changed;
use crate::{
    cli::out,
    domain::{AccessFact, Operator, OperatorChange},
    engine::{forget_tries, record_access},
};

/// A journal that does not take it keeps nobody from changing who signs in: a desk whose record is broken still has to be
/// closed to somebody who left.
pub(super) async fn note(changed: Changed, data: &Path, by: Operator) {
    let Changed { whom, changes, may_name } = changed;
    if changes.contains(&OperatorChange::Removed) {
        forget(data, &whom);
    }
    for change in changes {
        log(&whom, change, may_name);
        record(data, AccessFact::OperatorsChanged { by: by.clone(), whom: whom.clone(), change }).await;
    }
}

async fn record(data: &Path, fact: AccessFact) {
    if let Err(error) = record_access(&data.join("journal.sqlite"), fact).await {
        tracing::error!(%error, "a change of who signs in is not in the record");
        out::sentence(format!("it was done, but it does not stand in this desk's record: {error}"));
    }
}

fn forget(data: &Path, whom: &Operator) {
    if let Err(error) = forget_tries(data, whom) {
        tracing::error!(%error, "the count of wrong PINs of somebody who was removed stays in its file");
        out::sentence(format!("it was done, but the count of their wrong PINs stays on this computer: {error}"));
    }
}

fn log(whom: &Operator, change: OperatorChange, may_name: bool) {
    let change = match change {
        OperatorChange::Added(_) => "added",
        OperatorChange::Pin => "another PIN",
        OperatorChange::Role(_) => "another role",
        OperatorChange::Removed => "removed",
    };
    let whom = may_name.then_some(&*whom.0);
    tracing::info!(change, whom, "who signs in was changed from the command line");
}
