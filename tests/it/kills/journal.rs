//! What a killed process left in its journal, read from a copy: the next start must find it as the kill left it.

use std::path::Path;

use keydesk::{
    domain::{Fact, FactKind, Subject},
    journal::{AttemptFilter, Journal},
};
use tokio::runtime::Runtime;

pub const FILE: &str = "journal.sqlite";

/// The facts of each job about this card.
pub fn left(runtime: &Runtime, folder: &Path, card: &str) -> Vec<Vec<Fact>> {
    let copy = tempfile::tempdir().unwrap();
    for ending in ["", "-wal"] {
        let name = format!("{FILE}{ending}");
        if folder.join(&name).exists() {
            std::fs::copy(folder.join(&name), copy.path().join(&name)).unwrap();
        }
    }
    runtime.block_on(facts(&copy.path().join(FILE), card))
}

async fn facts(path: &Path, card: &str) -> Vec<Vec<Fact>> {
    let journal = Journal::open(path).await.unwrap();
    let all = AttemptFilter { limit: u32::MAX, ..AttemptFilter::default() };
    let mut jobs = Vec::new();
    for row in journal.attempts(&all).await.unwrap() {
        if row.subject == Subject::Credential(card.into()) {
            jobs.push(journal.facts(row.job).await.unwrap());
        }
    }
    journal.close().await;
    jobs
}

/// How far the journal had come, by its last fact.
pub fn stood(jobs: &[Vec<Fact>]) -> &'static str {
    match jobs.last().and_then(|facts| facts.last()).map(|fact| &fact.kind) {
        None => "nothing",
        Some(FactKind::Intended(_)) => "intended",
        Some(FactKind::Accepted { .. }) => "accepted",
        Some(FactKind::BecameUncertain(..) | FactKind::LetGo) => "uncertain",
        Some(
            FactKind::Learned(_)
            | FactKind::Reasked { .. }
            | FactKind::FollowedUp(_)
            | FactKind::RetentionRan(_)
            | FactKind::Access(_),
        ) => "learned",
        Some(
            FactKind::NotExecuted(_)
            | FactKind::Succeeded { .. }
            | FactKind::Failed(_)
            | FactKind::ProvedNotWritten(_)
            | FactKind::Decided { .. },
        ) => "ended",
    }
}
