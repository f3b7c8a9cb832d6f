//! The loop that feeds the actor: commands, news, and what comes due by itself.

use std::time::Duration;

use tokio::time::sleep_until;

use super::{Engine, LAST_WORDS};
use crate::{
    domain::AccessFact,
    engine::{Command, Event, Mode, Stage, jobs::Job},
};

impl Engine {
    pub(super) async fn run(mut self) {
        self.read_tries().await;
        if self.config.mode == Mode::Kiosk {
            self.note_access(AccessFact::KioskBegun);
        }
        self.open();
        let mut has_changed = true;
        loop {
            if self.look_at_rest() || has_changed {
                self.publish();
            }
            let wake_at = self.next_wake();
            has_changed = true;
            tokio::select! {
                command = self.end.commands.recv() => match command {
                    None | Some(Command::Shutdown) => break,
                    Some(command) => has_changed = self.command(command),
                },
                Some((origin, news)) = self.inbox.recv() => self.take_in(origin, news),
                () = sleep_until(self.clock.instant(wake_at.min(self.beat_at))) => has_changed = self.come_due(),
            }
        }
        self.finish().await;
    }

    /// Lets writes and requests that are under way finish, and writes down what comes of them; whatever else is under way
    /// is given up, and nothing is begun.
    async fn finish(mut self) {
        self.is_stopping = true;
        self.cancel.cancel();
        let until = tokio::time::Instant::now() + LAST_WORDS;
        while self.has_last_words() {
            match tokio::time::timeout_at(until, self.inbox.recv()).await {
                Ok(Some((origin, news))) => self.take_in(origin, news),
                Ok(None) | Err(_) => {
                    tracing::warn!("not everything was answered in time; the next start looks into it");
                    break;
                }
            }
        }
        if let Some(work) = self.work.take() {
            let _ = tokio::time::timeout(LAST_WORDS, work.journal.close()).await;
        }
        self.tell(Event::Stopped);
        (self.wake)();
    }

    fn has_last_words(&self) -> bool {
        self.last_words > 0 || self.jobs.values().any(|job| job.is_writing() || *job.flow.stage() == Stage::Submitting)
    }

    /// The next time at which something is due by itself; far away when nothing is.
    fn next_wake(&self) -> Duration {
        let far = self.clock.since_start() + Duration::from_secs(3_600);
        let jobs = self.jobs.values().filter_map(Job::due);
        jobs.chain(self.board.refresh_at)
            .chain(self.retry_at)
            .chain(self.resume_at)
            .chain(self.retain_at)
            .chain(self.next_of_access())
            .min()
            .unwrap_or(far)
    }

    /// Whether anything was due but the look at the clocks.
    fn come_due(&mut self) -> bool {
        let now = self.clock.since_start();
        let has_leapt = self.beat(now);
        if self.next_wake() > now {
            return has_leapt;
        }
        if self.retry_at.is_some_and(|at| at <= now) {
            self.retry_at = None;
            self.try_again();
        }
        if self.board.refresh_at.is_some_and(|at| at <= now) {
            self.board.refresh_at = None;
            self.refresh();
        }
        if self.resume_at.is_some_and(|at| at <= now) {
            self.resume_at = None;
            self.read_open_jobs();
        }
        if self.retain_at.is_some_and(|at| at <= now) {
            self.retain();
        }
        self.drop_overdue(now);
        self.wake_jobs(now);
        true
    }
}
