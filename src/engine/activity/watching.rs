//! Keeping a picture of Activity true.

use std::sync::Arc;

use super::{Asked, Picture, Question, Source, latest::Latest};
use crate::{
    domain::{ActivityQuery, AttemptRow, Scope},
    engine::{ActivityTrouble, ActivityView, SharedState, actor::Engine, news::News},
};

/// How many rows come with the first answer: more than a tall screen shows.
const FIRST_ROWS: u32 = 60;
/// So many rows are handed out at most at a time.
const MOST_ROWS: u32 = 500;

/// What somebody looks at.
pub(in crate::engine) struct Watching {
    view: Arc<ActivityView>,
    /// What was asked last.
    question: Question,
    /// Of the latest question: what an older one brings back is dropped.
    number: Asked,
    is_asked: bool,
    /// Something became true since the question was asked.
    is_stale: bool,
    asking: Latest,
    /// The same for rows alone.
    paging: Latest,
}

impl Watching {
    fn change(&mut self, change: impl FnOnce(&mut ActivityView)) {
        change(Arc::make_mut(&mut self.view));
    }
}

impl Engine {
    pub(in crate::engine) fn activity_view(&self) -> Option<Arc<ActivityView>> {
        self.activity.as_ref().map(|watching| Arc::clone(&watching.view))
    }

    /// The view carries the query as it was asked, so that whoever asked knows it again; the question is what of it they may see.
    pub(in crate::engine) fn show_activity(&mut self, query: ActivityQuery) {
        self.sharing.refused = None;
        let question = self.question(&query, 0, FIRST_ROWS);
        let number = self.numbers.next();
        let view = self.activity.take().map_or_else(Arc::default, |watching| watching.view);
        let (asking, paging) = Default::default();
        let mut watching = Watching { view, question, number, is_asked: false, is_stale: false, asking, paging };
        watching.change(|view| {
            view.query = query;
            view.is_loading = true;
        });
        self.activity = Some(watching);
        self.ask_activity();
    }

    pub(in crate::engine) fn hide_activity(&mut self) {
        self.activity = None;
    }

    /// Another record is worked with from here on.
    pub(in crate::engine) fn look_away(&mut self) {
        self.activity = None;
        self.attempt = None;
        self.retain_at = None;
        self.cancel_export();
        self.stop_sharing();
    }

    fn question(&self, query: &ActivityQuery, offset: u64, limit: u32) -> Question {
        let (now, zone) = (self.clock.now().wall, self.zone());
        let only = self.only_own().map(|operator| (operator, self.config.desk.clone()));
        let (scope, filter) = self.visible(query.scope, query.filter(now, &zone));
        Question { scope, filter, bars: query.period.bars(now, &zone), offset, limit, only }
    }

    /// Something that may be among what is looked at became true.
    pub(in crate::engine) fn activity_changed(&mut self) {
        match &mut self.activity {
            Some(watching) if watching.is_asked => watching.is_stale = true,
            Some(_) => self.ask_activity(),
            None => {}
        }
        self.reread_attempt();
    }

    /// "Today" becomes another day at midnight.
    pub(in crate::engine) fn turn_the_day(&mut self) -> bool {
        let Some(watching) = &self.activity else { return false };
        let (offset, limit) = (watching.question.offset, watching.question.limit);
        let has_turned = self.question(&watching.view.query, offset, limit).filter != watching.question.filter;
        if has_turned {
            self.ask_activity();
        }
        has_turned
    }

    fn ask_activity(&mut self) {
        let Some(watching) = &self.activity else { return };
        let (offset, limit) = (watching.question.offset, watching.question.limit);
        let question = self.question(&watching.view.query, offset, limit);
        let (source, trouble) = self.source(question.scope);
        let Some(watching) = &mut self.activity else { return };
        let Some(source) = source else { return };
        watching.number = self.numbers.next();
        watching.question = question.clone();
        (watching.is_asked, watching.is_stale) = (true, false);
        watching.change(|view| view.trouble = trouble);
        let number = watching.number;
        let broken = News::Activity(number, Err("the task that counts broke off".to_owned()));
        let until = watching.asking.begin(&self.cancel);
        watching.paging.end();
        let ask = async move { News::Activity(number, source.ask(&question).await.map(Box::new)) };
        self.spawn_answered_until(until, ask, broken);
    }

    /// The record to ask, and why it is not the one that was meant.
    fn source(&self, scope: Scope) -> (Option<Source>, Option<ActivityTrouble>) {
        let own = self.work.as_ref().map(|work| Source::Desk(work.journal.clone()));
        let away = |reason: &Arc<str>| Some(ActivityTrouble::SharedAway(Arc::clone(reason)));
        match (scope, &self.sharing.record, &self.sharing.state) {
            (Scope::ThisDesk, ..) => (own, None),
            (Scope::AllDesks, Some(shared), SharedState::Up { .. }) => match &self.sharing.refused {
                None => (Some(Source::Shared(shared.clone())), None),
                Some(reason) => (own, away(reason)),
            },
            (Scope::AllDesks, _, SharedState::Away { reason, .. }) => (own, away(reason)),
            (Scope::AllDesks, _, SharedState::Off | SharedState::Connecting | SharedState::Up { .. }) => {
                (own, away(&Arc::default()))
            }
        }
    }

    pub(in crate::engine) fn on_activity(&mut self, number: Asked, answer: Result<Box<Picture>, String>) {
        let Some(watching) = self.activity.as_mut().filter(|watching| watching.number == number) else { return };
        watching.is_asked = false;
        watching.change(|view| view.is_loading = false);
        match answer {
            Ok(answer) => watching.take_in(*answer),
            Err(reason) => self.activity_failed(reason),
        }
        if self.activity.as_ref().is_some_and(|watching| watching.is_stale) {
            self.ask_activity();
        }
    }

    /// A shared record that does not answer a question, or may not, makes way for this desk's own.
    fn activity_failed(&mut self, reason: String) {
        tracing::warn!(%reason, "what was tried could not be counted");
        let scope = self.activity.as_ref().map(|watching| watching.question.scope);
        let was_shared = scope == Some(Scope::AllDesks) && matches!(self.source(Scope::AllDesks), (_, None));
        if was_shared {
            self.sharing.refused = Some(reason.into());
            return self.ask_activity();
        }
        self.say_in_activity(reason);
    }

    /// Other rows of the same answer.
    pub(in crate::engine) fn show_rows(&mut self, offset: u64, limit: u32) {
        let Some(watching) = &mut self.activity else { return };
        watching.question.offset = offset;
        watching.question.limit = limit.min(MOST_ROWS);
        let (number, limit, filter) = (watching.number, watching.question.limit, watching.question.filter.clone());
        let scope = watching.question.scope;
        let (Some(source), _) = self.source(scope) else { return };
        let wanted = (offset, limit);
        let Some(watching) = &mut self.activity else { return };
        let until = watching.paging.begin(&self.cancel);
        self.spawn_until(until, async move {
            News::ActivityRows(number, wanted, source.rows(&filter, offset, limit).await)
        });
    }

    /// Rows of an older answer, or that nobody waits for any more, are dropped.
    pub(in crate::engine) fn on_activity_rows(
        &mut self,
        number: Asked,
        wanted: (u64, u32),
        rows: Result<Vec<AttemptRow>, String>,
    ) {
        let Some(watching) = &mut self.activity else { return };
        if (watching.number, watching.question.offset, watching.question.limit) != (number, wanted.0, wanted.1) {
            return;
        }
        match rows {
            Ok(rows) => watching.change(|view| (view.offset, view.rows) = (wanted.0, rows)),
            Err(reason) => self.activity_failed(reason),
        }
    }

    /// Says why something is not shown, where it would be.
    pub(in crate::engine) fn say_in_activity(&mut self, reason: String) {
        if let Some(watching) = &mut self.activity {
            watching.change(|view| view.trouble = Some(ActivityTrouble::Journal(reason.into())));
        }
    }

    /// What an export writes is what is looked at, be it asked for a moment later.
    pub(in crate::engine) fn source_of(&self, scope: Scope) -> Option<Source> {
        match self.source(scope) {
            (source, None) => source,
            (_, Some(_)) => None,
        }
    }
}

impl Watching {
    /// Rows that somebody moved away from meanwhile are not shown: those asked for since are on their way.
    fn take_in(&mut self, answer: Picture) {
        let Picture { overview, choices, unsettled, patterns, wanted, offset, rows } = answer;
        let is_still_wanted = (self.question.offset, self.question.limit) == wanted;
        if is_still_wanted {
            self.question.offset = offset;
        }
        self.change(|view| {
            view.overview = overview;
            view.choices = choices;
            view.unsettled = unsettled;
            view.patterns = patterns;
            if is_still_wanted {
                (view.offset, view.rows) = (offset, rows);
            }
        });
    }
}
