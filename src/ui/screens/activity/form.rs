//! What a person chose on the Activity screen; it lasts as long as the window.

use jiff::{Timestamp, tz::TimeZone};

use super::period::CustomDays;
use crate::{
    domain::{ActivityQuery, JobId, OutcomeFilter, Period},
    engine::{ActivityView, Command, Snapshot},
    ui::screens::{Action, Actions},
};

/// The state of the screen.
#[derive(Debug, Default)]
pub(in crate::ui) struct ActivityForm {
    /// What is to be shown.
    query: ActivityQuery,
    /// The days of a custom period as they are typed.
    pub(super) days: Option<CustomDays>,
    /// Whether the rarer filters are in sight.
    pub(super) shows_more: bool,
    /// Whether the technical cause of a trouble is in sight.
    pub(super) shows_cause: bool,
    /// The chosen row, and its attempt once that is known.
    pub(super) selected: Option<(u64, Option<JobId>)>,
    /// The first row in sight, and its attempt.
    pub(super) first: Option<(u64, JobId)>,
    /// The rows that were asked for last: the first, and how many.
    pub(super) asked: Option<(u64, u32)>,
    /// Whether the table goes back to its first row.
    pub(super) rewinds: bool,
    /// What had the keyboard in the last frame.
    pub(super) followed: Option<egui::Id>,
    /// Whether, when the last frame ended, Esc belonged to a list or a field.
    pub(super) holds_escape: bool,
    /// Since when, in the window's seconds, the numbers are those of an earlier question.
    pub(super) behind_since: Option<f64>,
}

impl ActivityForm {
    /// What is to be shown, now that somebody looks again.
    pub(in crate::ui) fn open(&mut self) -> ActivityQuery {
        self.start_over();
        self.query.clone()
    }

    /// Shows this from here on.
    pub(in crate::ui) fn choose(&mut self, query: ActivityQuery) {
        (self.days, self.query) = (None, query);
    }

    /// What is to be shown.
    pub(in crate::ui) fn query(&self) -> &ActivityQuery {
        &self.query
    }

    fn start_over(&mut self) {
        (self.selected, self.first, self.asked, self.behind_since) = (None, None, None, None);
        self.rewinds = true;
    }

    /// Asks something else, unless it is the same.
    pub(super) fn ask(&mut self, query: ActivityQuery) -> Actions {
        if query == self.query {
            return Vec::new();
        }
        self.query = query;
        self.start_over();
        vec![Action::Tell(Command::ShowActivity(self.query.clone()))]
    }

    /// Asks something else, with its days in the fields where the period is one of its own.
    pub(super) fn narrow_to(&mut self, query: ActivityQuery) -> Actions {
        if let Period::Custom { first, last } = query.period {
            self.days = Some(CustomDays::of(first, last));
        }
        self.ask(query)
    }

    /// Asks the same with a change.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut ActivityQuery)) -> Actions {
        let mut query = self.query.clone();
        change(&mut query);
        self.ask(query)
    }

    /// Back to what one sees first.
    pub(super) fn clear(&mut self) -> Actions {
        (self.days, self.shows_more) = (None, false);
        self.ask(ActivityQuery::default())
    }

    /// Another period. A custom one begins as the days that were shown before.
    pub(super) fn set_period(&mut self, period: Option<Period>, now: Timestamp, zone: &TimeZone) -> Actions {
        let (first, last) = self.query.period.days(now, zone);
        self.days = period.is_none().then(|| CustomDays::of(first, last));
        let period = period.unwrap_or(Period::Custom { first, last });
        self.change(|query| query.period = period)
    }

    /// Whether anything but the period and whose attempts is narrowed. Who sees their own attempts alone chooses neither desk
    /// nor clerk.
    pub(super) fn is_filtered(&self, is_own_alone: bool) -> bool {
        let ActivityQuery { scope: _, period: _, desk, encoder, operator, outcome, cause } = &self.query;
        let is_others = !is_own_alone && (desk.is_some() || operator.is_some());
        is_others || encoder.is_some() || cause.is_some() || *outcome != OutcomeFilter::All
    }

    /// Whether a filter is on that does not stand in the first line.
    pub(super) fn has_rare_filter(&self) -> bool {
        let is_rare = match self.query.outcome {
            OutcomeFilter::All | OutcomeFilter::Failures => false,
            OutcomeFilter::Encoded | OutcomeFilter::Unsettled => true,
        };
        is_rare || self.query.operator.is_some() || self.query.cause.is_some()
    }

    /// Whether what is shown answers another question than the latest, or an older state of things.
    pub(super) fn is_behind(&self, view: Option<&ActivityView>) -> bool {
        view.is_none_or(|view| view.is_loading || view.query != self.query)
    }

    /// The answer that rows may be asked of: one to the latest question.
    pub(super) fn answer<'a>(&self, snapshot: &'a Snapshot) -> Option<&'a ActivityView> {
        snapshot.activity.as_deref().filter(|view| view.query == self.query)
    }

    /// Keeps the chosen attempt chosen while newer ones push it down.
    pub(super) fn hold_selection(&mut self, view: &ActivityView) {
        let Some((row, job)) = self.selected else { return };
        let at = job.and_then(|job| place_of(view, job));
        let known = view.rows.get(usize::try_from(row.wrapping_sub(view.offset)).unwrap_or(usize::MAX));
        self.selected = match at {
            Some(at) => Some((at, job)),
            None => Some((row, known.map(|known| known.job).or(job))),
        };
    }

    /// By how many rows newer attempts have pushed down what is in sight.
    pub(super) fn pushed_down(&self, view: &ActivityView) -> Option<i64> {
        let (row, job) = self.first?;
        let by = i64::try_from(place_of(view, job)?).ok()? - i64::try_from(row).ok()?;
        (by != 0).then_some(by)
    }
}

fn place_of(view: &ActivityView, job: JobId) -> Option<u64> {
    let at = view.rows.iter().position(|row| row.job == job)?;
    Some(view.offset + at as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ProblemCode, Scope};

    fn now() -> Timestamp {
        "2026-11-24T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_change_asks_once_and_the_same_again_asks_nothing() {
        let mut form = ActivityForm { asked: Some((40, 20)), ..ActivityForm::default() };
        let asked = form.change(|query| query.cause = Some(ProblemCode::NoCard));
        assert!(matches!(&asked[..], [Action::Tell(Command::ShowActivity(query))] if query == form.query()));
        assert!(form.rewinds && form.asked.is_none() && form.is_filtered(false) && form.has_rare_filter());
        assert!(form.change(|query| query.cause = Some(ProblemCode::NoCard)).is_empty());
    }

    #[test]
    fn a_clerk_chooses_neither_desk_nor_clerk() {
        let mut form = ActivityForm::default();
        form.change(|query| query.operator = Some(crate::domain::Operator("M. Kern".into())));
        assert!(form.is_filtered(false) && !form.is_filtered(true));
        form.change(|query| query.outcome = OutcomeFilter::Failures);
        assert!(form.is_filtered(true));
    }

    #[test]
    fn one_press_clears_everything() {
        let mut form = ActivityForm::default();
        form.set_period(None, now(), &TimeZone::UTC);
        form.change(|query| query.scope = Scope::AllDesks);
        assert_eq!(form.clear().len(), 1);
        assert_eq!((form.query(), form.days.is_none()), (&ActivityQuery::default(), true));
    }

    #[test]
    fn a_custom_period_begins_as_the_one_before() {
        let mut form = ActivityForm::default();
        form.set_period(Some(Period::Days(7)), now(), &TimeZone::UTC);
        form.set_period(None, now(), &TimeZone::UTC);
        let days = ["2026-11-18", "2026-11-24"].map(|day| day.parse().unwrap());
        assert_eq!(form.query().period, Period::Custom { first: days[0], last: days[1] });
    }
}
