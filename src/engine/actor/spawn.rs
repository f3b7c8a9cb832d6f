//! Child tasks, whose ends come back as news.

use std::future::Future;

use tokio_util::sync::CancellationToken;

use super::Engine;
use crate::engine::news::{News, Origin};

impl Engine {
    /// Runs a child task whose end comes back as news, unless the engine stops first.
    pub(in crate::engine) fn spawn(&self, task: impl Future<Output = News> + Send + 'static) {
        self.spawn_until(self.cancel.clone(), task);
    }

    /// The same for a task that reads the lists.
    pub(in crate::engine) fn spawn_reading(&self, task: impl Future<Output = News> + Send + 'static) {
        self.spawn_until(self.reading.clone(), task);
    }

    /// The same, until this token is cancelled: then it is given up without a word.
    pub(in crate::engine) fn spawn_until(
        &self,
        cancel: CancellationToken,
        task: impl Future<Output = News> + Send + 'static,
    ) {
        let (news, origin) = (self.news.clone(), self.origin());
        self.tasks.spawn(async move {
            if let Some(end) = cancel.run_until_cancelled(task).await {
                let _ = news.send((origin, end));
            }
        });
    }

    /// The same for a task that somebody waits for: `fallback` speaks for it if it panics.
    pub(in crate::engine) fn spawn_answered(&self, task: impl Future<Output = News> + Send + 'static, fallback: News) {
        let inner = self.tasks.spawn(task);
        self.spawn(async move { inner.await.unwrap_or(fallback) });
    }

    /// The same for a task that somebody may stop waiting for: then it is given up, and nothing speaks for it.
    pub(in crate::engine) fn spawn_answered_until(
        &self,
        cancel: CancellationToken,
        task: impl Future<Output = News> + Send + 'static,
        fallback: News,
    ) {
        let until = cancel.clone();
        let inner = self.tasks.spawn(async move { until.run_until_cancelled(task).await });
        self.spawn_until(cancel, async move { inner.await.ok().flatten().unwrap_or(fallback) });
    }

    /// Runs a child task that must not be given up, such as a write to the journal. `fallback` speaks for it if it panics.
    pub(in crate::engine) fn spawn_to_the_end(
        &self,
        task: impl Future<Output = News> + Send + 'static,
        fallback: News,
    ) {
        let (news, origin) = (self.news.clone(), self.origin());
        let inner = self.tasks.spawn(task);
        self.tasks.spawn(async move {
            let _ = news.send((origin, inner.await.unwrap_or(fallback)));
        });
    }

    /// What a child task that begins now belongs to.
    pub(in crate::engine) fn origin(&self) -> Origin {
        Origin { session: self.epoch, rests: self.access.rests }
    }
}
