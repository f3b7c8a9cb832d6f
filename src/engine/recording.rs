//! Writing facts down: strictly in order, and again and again where the journal does not take them after a request was sent.

use super::{actor::Engine, jobs::BACKLOG_PAUSE, news::News};
use crate::{
    domain::{Fact, JobId},
    flow::encode::{Input, Stage},
};

impl Engine {
    /// One durable write. While older facts of the job are not written, a later one queues behind them.
    pub(super) fn record(&mut self, id: JobId, fact: Fact) {
        let Some(job) = self.jobs.get_mut(&id) else { return };
        if !job.backlog.is_empty() {
            job.backlog.push(fact);
            return;
        }
        job.writing = Some(fact.clone());
        let journal = job.journal.clone();
        let write = async move {
            let written = journal.record(&fact).await;
            News::Recorded(id, written.map_err(|error| error.to_string()))
        };
        self.spawn_to_the_end(write, News::Recorded(id, Err("the write to the journal broke off".to_owned())));
    }

    pub(super) fn on_recorded(&mut self, id: JobId, written: Result<(), String>) {
        let Some(job) = self.jobs.get_mut(&id) else { return };
        let fact = job.writing.take();
        match written {
            Ok(()) => {
                self.journal_trouble = None;
                self.record_grew();
                self.feed(id, Input::Recorded);
                self.drop_left(id);
                self.drop_dismissed(id);
            }
            Err(reason) if *job.flow.stage() == Stage::Queued => {
                self.journal_trouble = Some(reason.as_str().into());
                self.feed(id, Input::RecordFailed(reason));
            }
            Err(reason) => {
                tracing::error!(%reason, job = %id, "a fact could not be written after the request was sent");
                job.backlog.extend(fact);
                self.journal_trouble = Some(reason.into());
                self.retry_backlog(id);
                self.pump(id);
            }
        }
    }

    /// Sees to it that the next job finds room on the disk, and learns early when there is none.
    pub(super) fn make_room(&self) {
        let Some(work) = &self.work else { return };
        let journal = work.journal.clone();
        self.spawn(async move { News::Room(journal.make_room().await.map_err(|error| error.to_string())) });
    }

    /// What the journal cannot take keeps the button off until it can; that is tried again by itself.
    pub(super) fn on_room(&mut self, room: Result<(), String>) {
        let has_room = room.is_ok();
        self.journal_trouble = match room {
            Ok(()) if self.jobs.values().all(|job| job.backlog.is_empty()) => None,
            Ok(()) => self.journal_trouble.take(),
            Err(reason) => Some(reason.into()),
        };
        if has_room {
            self.write_notes();
        }
    }

    pub(super) fn retry_backlog(&mut self, id: JobId) {
        let Some(job) = self.jobs.get(&id) else { return };
        let (journal, facts, clock) = (job.journal.clone(), job.backlog.clone(), self.clock);
        let retry = async move {
            clock.sleep(BACKLOG_PAUSE).await;
            let mut written = Vec::new();
            for fact in facts {
                if journal.record(&fact).await.is_err() {
                    break;
                }
                written.push(fact);
            }
            News::Backlog(id, written)
        };
        self.spawn_answered(retry, News::Backlog(id, Vec::new()));
    }

    pub(super) fn on_backlog(&mut self, id: JobId, written: Vec<Fact>) {
        let Some(job) = self.jobs.get_mut(&id) else { return };
        job.backlog.drain(..written.len().min(job.backlog.len()));
        if job.backlog.is_empty() {
            self.journal_trouble = None;
            self.record_grew();
            self.drop_left(id);
            self.drop_dismissed(id);
        } else {
            self.retry_backlog(id);
        }
    }
}
