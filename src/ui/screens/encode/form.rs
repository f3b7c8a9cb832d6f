//! What the card screen remembers between frames, and the rules that keep it in step with the engine.

use std::{collections::HashSet, sync::Arc};

use egui::Id;

use crate::{
    domain::{
        AccessMethodKind, Blocker, Card, Catalog, Confirm, EncoderId, Filter, Found, JobId, Query, Subject, Tab,
        WorkspaceId,
    },
    engine::{Command, EncodeOrder, Session, Snapshot},
    ui::screens::{Action, Actions},
};

/// Where the keyboard shall be in the coming frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum Focus {
    /// In the search field, with its text selected.
    Search,
    /// On the side panel's first button.
    Primary,
    /// On the list of encoders.
    Encoders,
}

/// A question that stands in front of everything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui) enum Ask {
    /// The confirmations before a card is made, one after the other.
    Confirm {
        /// What is to be written, once all are given.
        order: Wish,
        /// Those still to be given; the first is on the screen.
        open: Vec<Confirm>,
    },
    /// Whether the clerk has looked that no card was written, before this failed job is tried again.
    CheckedFirst(JobId),
}

/// An order before it has a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui) struct Wish {
    /// What to write.
    pub(in crate::ui) subject: Subject,
    /// Where.
    pub(in crate::ui) encoder: EncoderId,
    /// What the clerk has said yes to.
    pub(in crate::ui) confirmed: Vec<Confirm>,
    /// The failed job that this one tries again.
    pub(in crate::ui) retry_of: Option<JobId>,
}

/// Whether the details of the chosen card are to be asked for.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::ui) enum Look {
    /// They were, or there is none.
    Done,
    /// In this many seconds, if it stays chosen.
    In(f64),
    /// Yes.
    Now(Subject),
}

/// The rows on the screen: an answer together with the very catalog that it was found in.
#[derive(Debug, Clone, Default)]
pub(in crate::ui) struct Listed {
    /// The cards.
    pub(in crate::ui) catalog: Arc<Catalog>,
    /// The rows.
    pub(in crate::ui) found: Arc<Found>,
    /// Whether the catalog holds anything but cards.
    pub(in crate::ui) has_other_kinds: bool,
}

impl Listed {
    /// The card in a row.
    pub(in crate::ui) fn card(&self, row: usize) -> Option<&Card> {
        let position = usize::try_from(*self.found.rows.get(row)?).ok()?;
        self.catalog.cards.get(position)
    }

    fn row_of(&self, subject: &Subject) -> Option<usize> {
        (0..self.found.rows.len()).find(|&row| self.card(row).is_some_and(|card| &card.subject == subject))
    }
}

/// The card screen's own state.
#[derive(Debug, Default)]
pub(in crate::ui) struct EncodeForm {
    /// Whether guests may be looking: what somebody else was at is not shown by itself.
    is_kiosk: bool,
    workspace: Option<WorkspaceId>,
    /// What was asked for last; answers to older questions leave the selection alone.
    pub(in crate::ui) query: Query,
    /// The rows on the screen.
    pub(in crate::ui) listed: Listed,
    selected: Option<Subject>,
    row: Option<usize>,
    place: Option<(u64, Option<usize>)>,
    follows_first_hit: bool,
    /// Enter was pressed before the answer to the latest key stroke was there.
    pub(in crate::ui) enter_waits: bool,
    /// The encoder chosen in this session, before the one that the desk is bound to.
    pub(in crate::ui) encoder: Option<EncoderId>,
    /// The question on the screen.
    pub(in crate::ui) ask: Option<Ask>,
    pending: Option<EncodeOrder>,
    /// Why the last order was not taken.
    pub(in crate::ui) refused: Option<(Subject, Blocker)>,
    has_shown_resumed: bool,
    said_yes: Option<(Subject, Vec<Confirm>)>,
    retries: HashSet<JobId>,
    /// Whether the foreign words behind a problem are unfolded.
    pub(in crate::ui) shows_details: bool,
    /// Whether the panel's contents were copied.
    pub(in crate::ui) copied: bool,
    /// Where the keyboard shall go.
    pub(in crate::ui) focus: Option<Focus>,
    /// The list and the side panel's first button, as drawn last.
    pub(in crate::ui) list_id: Option<Id>,
    /// See `list_id`.
    pub(in crate::ui) primary_id: Option<Id>,
    looked_at: Option<Subject>,
    chosen_at: Option<f64>,
}

/// How long a row stays chosen before its details are asked for, in seconds: holding ↓ asks for nothing.
const SETTLED: f64 = 0.15;

impl EncodeForm {
    /// A form where guests may be looking.
    pub(in crate::ui) fn at_kiosk() -> Self {
        Self { is_kiosk: true, ..Self::default() }
    }

    /// Takes in a snapshot; says what has to be told to the engine because of it.
    pub(in crate::ui) fn take_in(&mut self, snapshot: &Snapshot) -> Actions {
        let mut actions = self.open_workspace(snapshot);
        self.take_rows(snapshot);
        actions.extend(self.take_job(snapshot));
        self.take_resumed(snapshot);
        self.find_place(snapshot);
        actions
    }

    /// After a break the desk shows what it was at: the newest job that was picked up, once, while nobody chose otherwise.
    fn take_resumed(&mut self, snapshot: &Snapshot) {
        if self.is_kiosk || self.has_shown_resumed || !matches!(snapshot.session, Session::Connected { .. }) {
            return;
        }
        if let Some(job) = snapshot.jobs.iter().rev().find(|job| job.is_resumed) {
            self.has_shown_resumed = true;
            if self.selected.is_none() && self.query.text.is_empty() {
                self.choose(Some(job.subject.clone()));
            }
        }
    }

    /// Another workspace starts with a clean form; the same one, after its token was replaced, goes on where it was.
    fn open_workspace(&mut self, snapshot: &Snapshot) -> Actions {
        let Session::Connected { workspace, .. } = &snapshot.session else { return Vec::new() };
        if self.workspace.as_ref() == Some(&workspace.id) {
            return Vec::new();
        }
        let workspace = Some(workspace.id.clone());
        *self = Self { is_kiosk: self.is_kiosk, workspace, focus: Some(Focus::Search), ..Self::default() };
        vec![self.ask_again()]
    }

    fn take_rows(&mut self, snapshot: &Snapshot) {
        let (catalog, found) = (&snapshot.catalog, &snapshot.found);
        let is_same = Arc::ptr_eq(&self.listed.catalog, catalog) && Arc::ptr_eq(&self.listed.found, found);
        if is_same || found.generation != catalog.generation {
            return;
        }
        let has_other_kinds = if Arc::ptr_eq(&self.listed.catalog, catalog) {
            self.listed.has_other_kinds
        } else {
            catalog.cards.iter().any(|card| card.kind != AccessMethodKind::Card)
        };
        self.listed = Listed { catalog: Arc::clone(catalog), found: Arc::clone(found), has_other_kinds };
        if self.follows_first_hit && !self.is_stale() {
            self.select_row(0);
        }
        let is_known =
            self.row.and_then(|row| self.listed.card(row)).map(|card| &card.subject) == self.selected.as_ref();
        if !is_known || self.selected.is_none() {
            self.row = self.selected.as_ref().and_then(|subject| self.listed.row_of(subject));
        }
    }

    fn find_place(&mut self, snapshot: &Snapshot) {
        let generation = snapshot.catalog.generation;
        if self.place.is_none_or(|(known, _)| known != generation) {
            let place = self.selected.as_ref().and_then(|subject| snapshot.catalog.position(subject));
            self.place = Some((generation, place));
        }
    }

    /// The order is the engine's once its job is listed; the failure that it replaces is done with.
    fn take_job(&mut self, snapshot: &Snapshot) -> Actions {
        let Some(order) = self.pending.take_if(|order| snapshot.jobs.iter().any(|job| job.job == order.job)) else {
            return Vec::new();
        };
        order.retry_of.map(|old| Action::Tell(Command::Dismiss(old))).into_iter().collect()
    }

    /// Whether the rows on the screen answer an older question than the latest.
    pub(in crate::ui) fn is_stale(&self) -> bool {
        self.listed.found.query.number < self.query.number
    }

    /// The chosen card.
    pub(in crate::ui) fn selected(&self) -> Option<&Subject> {
        self.selected.as_ref()
    }

    /// The row of the chosen card, while it is among the rows.
    pub(in crate::ui) fn row(&self) -> Option<usize> {
        self.row
    }

    /// The chosen card as the newest list has it.
    pub(in crate::ui) fn card<'a>(&self, snapshot: &'a Snapshot) -> Option<&'a Card> {
        match self.place {
            Some((generation, place)) if generation == snapshot.catalog.generation => {
                snapshot.catalog.cards.get(place?)
            }
            Some(_) | None => self.selected.as_ref().and_then(|subject| snapshot.catalog.card(subject)),
        }
    }

    /// Chooses a card wherever it stands, or none.
    pub(in crate::ui) fn choose(&mut self, subject: Option<Subject>) {
        self.select(subject);
        self.row = self.selected.as_ref().and_then(|subject| self.listed.row_of(subject));
    }

    fn select(&mut self, subject: Option<Subject>) {
        if self.selected == subject {
            return;
        }
        self.selected = subject;
        (self.row, self.place) = (None, None);
        self.chosen_at = None;
        (self.shows_details, self.copied, self.refused) = (false, false, None);
    }

    /// Chooses the card of a row.
    pub(in crate::ui) fn select_row(&mut self, row: usize) {
        self.follows_first_hit = false;
        let subject = self.listed.card(row).map(|card| card.subject.clone());
        self.select(subject);
        self.row = Some(row).filter(|_| self.selected.is_some());
        let position = self.listed.found.rows.get(row).and_then(|position| usize::try_from(*position).ok());
        self.place = Some((self.listed.catalog.generation, position));
    }

    /// Whether the details of the chosen card are to be asked for. `time` is the window's, in seconds.
    pub(in crate::ui) fn look(&mut self, time: f64) -> Look {
        let chosen_at = *self.chosen_at.get_or_insert(time);
        if self.looked_at == self.selected {
            return Look::Done;
        }
        let rest = SETTLED - (time - chosen_at);
        if rest > 0.0 && self.selected.is_some() {
            return Look::In(rest);
        }
        self.looked_at.clone_from(&self.selected);
        self.selected.clone().map_or(Look::Done, Look::Now)
    }

    /// The text of the search was changed: the selection follows the first hit.
    pub(in crate::ui) fn typed(&mut self) -> Action {
        self.follows_first_hit = !self.query.text.trim().is_empty();
        self.enter_waits = false;
        self.ask_again()
    }

    /// Another tab.
    pub(in crate::ui) fn open_tab(&mut self, tab: Tab) -> Action {
        self.query.tab = tab;
        self.ask_again()
    }

    /// Looks for a text on a tab, without choosing anybody by itself.
    pub(in crate::ui) fn search(&mut self, text: &str, tab: Tab) -> Action {
        text.clone_into(&mut self.query.text);
        self.follows_first_hit = false;
        self.open_tab(tab)
    }

    /// Cards alone, or every kind.
    pub(in crate::ui) fn set_filter(&mut self, filter: Filter) -> Action {
        self.query.filter = filter;
        self.ask_again()
    }

    /// Looks for a text on all tabs, without touching the selection.
    pub(in crate::ui) fn search_everywhere(&mut self, text: String) -> Action {
        self.query.text = text;
        self.query.tab = Tab::All;
        self.focus = Some(Focus::Search);
        self.ask_again()
    }

    /// Empties the search and waits for the next guest.
    pub(in crate::ui) fn next_guest(&mut self) -> Action {
        self.select(None);
        self.query.text.clear();
        self.follows_first_hit = false;
        self.focus = Some(Focus::Search);
        self.ask_again()
    }

    fn ask_again(&mut self) -> Action {
        self.query.number += 1;
        Action::Tell(Command::Find(self.query.clone()))
    }

    /// Whether a confirmation of this card was given before, for a retry.
    pub(in crate::ui) fn has_said_yes(&self, subject: &Subject, confirm: Confirm) -> bool {
        self.said_yes.as_ref().is_some_and(|(card, given)| card == subject && given.contains(&confirm))
    }

    /// Whether this job was itself another try.
    pub(in crate::ui) fn is_retry(&self, job: JobId) -> bool {
        self.retries.contains(&job)
    }

    /// The order on its way to the engine, which has not listed it yet.
    pub(in crate::ui) fn pending(&self) -> Option<&EncodeOrder> {
        self.pending.as_ref()
    }

    /// Gives an order its job. `None` while another one is on its way to the engine: one press makes one card.
    pub(in crate::ui) fn order(&mut self, job: JobId, wish: Wish) -> Option<EncodeOrder> {
        if self.pending.is_some() {
            return None;
        }
        let Wish { subject, encoder, confirmed, retry_of } = wish;
        self.said_yes = Some((subject.clone(), confirmed.clone()));
        if retry_of.is_some() {
            self.retries.insert(job);
        }
        self.refused = None;
        let order = EncodeOrder { job, subject, encoder, confirmed, retry_of };
        self.pending = Some(order.clone());
        Some(order)
    }

    /// The engine did not take the order.
    pub(in crate::ui) fn take_refusal(&mut self, job: JobId, blocker: Blocker) {
        if let Some(order) = self.pending.take_if(|order| order.job == job) {
            self.refused = Some((order.subject, blocker));
        }
    }

    /// The engine wants more confirmations than were given.
    pub(in crate::ui) fn take_question(&mut self, job: JobId, confirms: Vec<Confirm>) {
        if let Some(order) = self.pending.take_if(|order| order.job == job) {
            let EncodeOrder { subject, encoder, confirmed, retry_of, .. } = order;
            let order = Wish { subject, encoder, confirmed, retry_of };
            self.ask = Some(Ask::Confirm { order, open: confirms });
        }
    }

    /// The command did not reach the engine.
    pub(in crate::ui) fn take_back(&mut self) {
        self.pending = None;
    }
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
