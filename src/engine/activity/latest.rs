//! The newest of several questions, which alone is worth an answer.

use tokio_util::sync::{CancellationToken, DropGuard};

/// The question under way. The next one ends it, and so does nobody looking any more.
#[derive(Default)]
pub(super) struct Latest(Option<DropGuard>);

impl Latest {
    /// Ends the question before. The next one runs until this token is cancelled.
    pub(super) fn begin(&mut self, engine: &CancellationToken) -> CancellationToken {
        let token = engine.child_token();
        self.0 = Some(token.clone().drop_guard());
        token
    }

    /// Ends the question without another one.
    pub(super) fn end(&mut self) {
        self.0 = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::ActivityFilter, engine::activity::Source, journal::Journal};

    #[tokio::test]
    async fn a_question_that_waits_ends_when_the_next_one_is_asked_or_nobody_looks() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::open(&folder.path().join("journal.sqlite")).await.unwrap();
        let (engine, mut latest) = (CancellationToken::new(), Latest::default());
        let ask = |token: CancellationToken| {
            let source = Source::Desk(journal.clone());
            tokio::spawn(async move {
                let endless = async { while source.rows(&ActivityFilter::default(), 0, 1).await.is_ok() {} };
                token.run_until_cancelled(endless).await
            })
        };
        let first = ask(latest.begin(&engine));
        let second = ask(latest.begin(&engine));
        assert_eq!(first.await.unwrap(), None, "nobody waits for it");
        assert!(!second.is_finished());
        latest.end();
        assert_eq!(second.await.unwrap(), None);
        let third = latest.begin(&engine);
        drop(latest);
        assert!(third.is_cancelled() && !engine.is_cancelled());
        let rows = Source::Desk(journal.clone()).rows(&ActivityFilter::default(), 0, 1).await;
        assert_eq!(rows, Ok(Vec::new()), "the connections are free again");
    }
}
