//! Where news goes.

use super::Engine;
use crate::{
    domain::Blocker,
    engine::news::{News, Origin},
};

impl Engine {
    /// Jobs outlive a session, since a card may; everything else of an older session is stale.
    pub(super) fn take_in(&mut self, origin: Origin, news: News) {
        let is_current = origin.session == self.epoch;
        match news {
            News::Recorded(job, written) => self.on_recorded(job, written),
            News::Backlog(job, facts) => self.on_backlog(job, facts),
            News::Submitted(job, heard, submission) => self.on_submitted(job, &heard, submission),
            News::Attempts(reports) => self.on_attempts(reports),
            News::Read(job, heard) => self.on_read(job, *heard),
            News::CardRead(job, number, read) => self.on_card_read(job, number, read),
            News::Histories(histories) => self.histories = histories,
            News::Noted(written) => self.on_noted(written),
            News::ExportAt(number, written, total) => self.on_export_at(number, written, total),
            News::ExportEnded(number, end) => self.on_export_ended(number, end),
            News::Shared(number, news) => self.on_shared(number, news),
            News::PinChecked(checked) => self.on_pin_checked(checked),
            News::AccessNoted(written) => self.on_access_noted(written),
            News::Changed(changed) => self.on_changed(*changed),
            News::OrderedCard(ordered) if origin.rests != self.access.rests => {
                self.refuse(ordered.0.order.job, Blocker::NobodySignedIn);
            }
            other if other.is_about_guests() && !self.is_awake_since(origin) => {
                tracing::debug!("news from before the desk came to rest dropped");
            }
            News::Bundled(end) => self.on_bundled(end),
            other if is_current => self.take_in_current(other),
            News::OrderedCard(ordered) => self.refuse(ordered.0.order.job, Blocker::Offline),
            News::Keyring(_)
            | News::Tried(_)
            | News::Kept(..)
            | News::Practice(_)
            | News::Journal(_)
            | News::Directory(..)
            | News::Rows(..)
            | News::Loaded(_)
            | News::Probed(_)
            | News::Found(_)
            | News::OpenJobs(_)
            | News::TakenOver(..)
            | News::Doors(_)
            | News::Room(_)
            | News::Recovered(_)
            | News::Activity(..)
            | News::ActivityRows(..)
            | News::Attempt(..)
            | News::Reasked(..)
            | News::Retained(_)
            | News::Reread(..) => tracing::debug!("news of an older session dropped"),
        }
    }

    fn take_in_current(&mut self, news: News) {
        match news {
            News::Keyring(stored) => self.on_keyring(stored),
            News::Tried(tried) => self.on_tried(tried),
            News::Kept(keep, result) => self.on_kept(keep, result),
            News::Practice(opened) => self.on_practice(opened),
            News::Journal(opened) => self.on_journal(opened),
            News::Directory(directory, heard) => self.on_directory(directory, &heard),
            News::Rows(catalog, progress) => self.on_rows(catalog, progress),
            News::Loaded(heard) => self.on_loaded(heard),
            News::Probed(heard) => self.on_probed(&heard),
            News::Found(found) => self.on_found(found),
            News::Doors(doors) => self.on_doors(doors),
            News::OpenJobs(open_jobs) => self.on_open_jobs(open_jobs),
            News::TakenOver(id, facts) => self.on_taken_over(id, facts),
            News::OrderedCard(ordered) => self.on_ordered_card(*ordered),
            News::Room(room) => self.on_room(room),
            News::Recovered(recovery) => self.on_recovered(recovery),
            News::Reread(subject, heard) => self.on_reread(&subject, *heard),
            News::Activity(number, answer) => self.on_activity(number, answer),
            News::ActivityRows(number, wanted, rows) => self.on_activity_rows(number, wanted, rows),
            News::Attempt(number, read) => self.on_attempt(number, read),
            News::Reasked(job, heard) => self.on_reasked(job, *heard),
            News::Retained(run) => self.on_retained(run),
            News::Recorded(..)
            | News::Backlog(..)
            | News::Submitted(..)
            | News::Attempts(_)
            | News::Read(..)
            | News::CardRead(..)
            | News::Noted(_)
            | News::ExportAt(..)
            | News::ExportEnded(..)
            | News::Shared(..)
            | News::PinChecked(_)
            | News::AccessNoted(_)
            | News::Changed(_)
            | News::Bundled(_)
            | News::Histories(_) => {}
        }
    }

    /// Whether somebody has been here ever since.
    fn is_awake_since(&self, origin: Origin) -> bool {
        origin.rests == self.access.rests && !self.access.is_resting
    }
}
