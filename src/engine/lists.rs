//! The lists: loading, searching, and keeping single rows fresh.

use std::{sync::Arc, time::Duration};

use super::{
    Binding, Event, TokenSource,
    actor::Engine,
    calls,
    config::Lists,
    loader,
    news::{Heard, News},
};
use crate::domain::{
    AccessMethodKind, Catalog, Credential, Directory, Door, EncoderId, Found, Issued, Progress, Query, Subject,
    SubjectState,
};

/// How old the lists get before they are read again by themselves.
const FRESH: Duration = Duration::from_secs(60);

/// A list that takes long to read is read less often: at most a twentieth of the time goes into it.
const SHARE: u32 = 20;

/// How many cards whose doors the list does not name are looked up ahead of anybody choosing them.
const LOOK_AHEAD: usize = 300;

impl Engine {
    /// Reads the lists again; what is shown stays until they are complete.
    pub(super) fn refresh(&mut self) {
        let Some(work) = self.work.as_ref().filter(|work| !work.token_rejected) else { return };
        if self.board.is_loading || self.access.is_resting {
            return;
        }
        self.board.is_loading = true;
        self.board.touched.clear();
        self.board.refresh_at = None;
        self.board.load_started = self.clock.now().since_start;
        let plan = loader::Plan {
            client: Arc::clone(&work.client),
            with_cards: self.config.lists != Lists::EncodersOnly,
            show_parts: self.board.catalog.cards.is_empty(),
            news: self.news.clone(),
            origin: self.origin(),
        };
        let inner = self.tasks.spawn(self.reading.clone().run_until_cancelled_owned(loader::load(plan)));
        let broken = || News::Loaded(calls::broken_off());
        self.spawn_reading(async move { inner.await.ok().flatten().unwrap_or_else(broken) });
    }

    pub(super) fn on_directory(&mut self, directory: Arc<Directory>, heard: &Heard<()>) {
        self.learn(heard);
        if self.board.catalog.cards.is_empty() {
            let encoders = Arc::clone(directory.encoders());
            let systems = Arc::clone(directory.systems());
            self.board.catalog = Arc::new(Catalog { encoders, systems, ..self.board.catalog.as_ref().clone() });
        }
        self.bind_practice_desk(&directory);
        self.bind_by_name(&directory);
        self.board.directory = Some(directory);
    }

    /// In the practice hotel the desk has its encoder from the start; a real desk's choice is never touched by it.
    fn bind_practice_desk(&mut self, directory: &Directory) {
        let Some(practice) = self.practice.as_ref().filter(|_| self.is_practice() && self.binding.is_none()) else {
            return;
        };
        let encoder = directory.encoders().iter().find(|encoder| *encoder.name == *practice.desk_encoder);
        self.binding = encoder.map(Binding::of);
    }

    /// Which encoder the desk's is, where the settings name it and the lists know one of that name.
    fn bind_by_name(&mut self, directory: &Directory) {
        if self.binding.is_none() && !self.is_practice() {
            self.binding = self.binding_by_name(directory.encoders().iter().map(Binding::of));
        }
    }

    pub(super) fn is_practice(&self) -> bool {
        self.work.as_ref().is_some_and(|work| work.source == TokenSource::Practice)
    }

    pub(super) fn on_rows(&mut self, catalog: Catalog, progress: Progress) {
        tracing::debug!(rows = progress.rows, pages = progress.pages, "cards so far");
        self.show(catalog);
    }

    pub(super) fn on_loaded(&mut self, heard: Heard<Option<Catalog>>) {
        let problem = self.learn(&heard);
        self.board.is_loading = false;
        let now = self.clock.now().since_start;
        let took = now.saturating_sub(self.board.load_started);
        if self.config.lists == Lists::All && problem.is_none() {
            self.board.refresh_at = Some(now + FRESH.max(took * SHARE));
        }
        if let Ok(Some(catalog)) = heard.value {
            tracing::info!(rows = catalog.cards.len(), skipped = catalog.skipped.len(), ?took, "lists read");
            self.look_ahead(&catalog);
            self.show(catalog);
            for subject in std::mem::take(&mut self.board.touched) {
                self.reread(subject);
            }
        }
        self.tell(Event::Loaded(problem.map_or(Ok(()), Err)));
    }

    /// A catalog is shown together with what the search finds in it, so that rows never point into another one.
    fn show(&mut self, catalog: Catalog) {
        self.board.generation += 1;
        self.board.incoming = Some(Arc::new(Catalog { generation: self.board.generation, ..catalog }));
        self.find();
    }

    pub(super) fn search(&mut self, query: Query) {
        self.board.query = query;
        self.find();
    }

    /// Searches off this task; a change that comes meanwhile is searched right after.
    fn find(&mut self) {
        if self.board.is_finding {
            return;
        }
        self.board.is_finding = true;
        let catalog = Arc::clone(self.board.incoming.as_ref().unwrap_or(&self.board.catalog));
        let (query, now) = (self.board.query.clone(), self.clock.now().wall);
        self.spawn_reading(async move {
            let empty = Found { query: query.clone(), generation: catalog.generation, ..Found::default() };
            let search = tokio::task::spawn_blocking(move || catalog.find(&query, now));
            News::Found(search.await.unwrap_or(empty))
        });
    }

    pub(super) fn on_found(&mut self, found: Found) {
        self.board.is_finding = false;
        let newest = self.board.incoming.as_ref().unwrap_or(&self.board.catalog).generation;
        let is_current = found.query == self.board.query && found.generation == newest;
        if found.generation == newest {
            if let Some(catalog) = self.board.incoming.take() {
                self.board.catalog = catalog;
            }
            self.board.found = Arc::new(found);
        }
        if !is_current {
            self.find();
        }
    }

    /// Finds out what the list does not say about the chosen card.
    pub(super) fn look_at(&mut self, subject: Subject) {
        let is_known = self.board.catalog.card(&subject).is_none_or(|card| card.doors.is_some());
        self.looked_at = Some(subject.clone());
        if !is_known {
            self.fetch_doors(vec![subject]);
        }
    }

    fn look_ahead(&self, catalog: &Catalog) {
        let unknown = catalog.cards.iter().filter(|card| {
            card.doors.is_none() && card.kind == AccessMethodKind::Card && !matches!(card.issued, Issued::Yes(_))
        });
        let subjects: Vec<_> = unknown.map(|card| card.subject.clone()).take(LOOK_AHEAD).collect();
        if !subjects.is_empty() {
            self.fetch_doors(subjects);
        }
    }

    fn fetch_doors(&self, subjects: Vec<Subject>) {
        let Some(work) = &self.work else { return };
        let client = Arc::clone(&work.client);
        self.spawn_reading(async move {
            let mut found = Vec::new();
            for subject in subjects {
                if let Ok(doors) = calls::read_doors(&client, &subject).await {
                    found.push((subject, doors));
                }
            }
            News::Doors(found)
        });
    }

    pub(super) fn on_doors(&mut self, doors: Vec<(Subject, Vec<Door>)>) {
        if doors.is_empty() {
            return;
        }
        let shown = self.board.incoming.as_ref().unwrap_or(&self.board.catalog);
        let catalog = shown.with_doors(doors);
        self.show(catalog);
    }

    /// Takes a written card over into its row.
    pub(super) fn written(&mut self, subject: &Subject, credential: &Credential) {
        let shown = Arc::clone(self.board.incoming.as_ref().unwrap_or(&self.board.catalog));
        self.touch(subject);
        let rows = [subject.clone(), Subject::Credential(credential.id.clone())];
        let position = rows.iter().find_map(|row| shown.position(row).map(|position| (row, position)));
        let Some((row, position)) = position else { return };
        let Some(card) = shown.cards.get(position) else { return };
        let updated = match row {
            Subject::Credential(_) => card.updated(credential),
            Subject::AccessMethod(_) => crate::domain::Card {
                issued: credential.issued,
                card_number: credential.card_number.clone(),
                ..card.clone()
            },
        };
        self.show(shown.with_card(position, updated));
    }

    fn touch(&mut self, subject: &Subject) {
        if self.board.is_loading {
            self.board.touched.push(subject.clone());
        }
    }

    /// Reads one row again after something happened to it.
    pub(super) fn reread(&mut self, subject: Subject) {
        let Some(work) = self.work.as_ref().filter(|work| !work.token_rejected) else { return };
        if self.access.is_resting {
            return;
        }
        let client = Arc::clone(&work.client);
        self.spawn_reading(async move {
            let heard = calls::read_state(&client, &subject).await;
            News::Reread(subject, Box::new(heard))
        });
    }

    pub(super) fn on_reread(&mut self, subject: &Subject, heard: Heard<SubjectState>) {
        self.learn(&heard);
        self.touch(subject);
        let shown = Arc::clone(self.board.incoming.as_ref().unwrap_or(&self.board.catalog));
        let (Ok(state), Some(position)) = (heard.value, shown.position(subject)) else { return };
        let Some(card) = shown.cards.get(position) else { return };
        let updated = match &state.credential {
            Some(credential) => card.updated(credential),
            None => crate::domain::Card { issued: state.issued, ..card.clone() },
        };
        self.show(shown.with_card(position, updated));
    }

    /// A person chose the encoder of this desk. A choice in the practice hotel is forgotten with it.
    pub(super) fn bind(&mut self, encoder: EncoderId) {
        let found = self.board.catalog.encoders.iter().find(|known| known.id == encoder);
        let Some(binding) = found.map(Binding::of) else { return };
        if !self.is_practice() {
            if !self.may_bind() {
                return;
            }
            self.remember_binding(binding.clone());
            self.config.binding = Some(binding.clone());
        }
        self.binding = Some(binding);
    }
}
