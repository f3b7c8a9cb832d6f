//! The words of causes, outcomes, bars and patterns.

use crate::{
    domain::{About, Advice, AttemptRow, Bar, Decision, FollowUpState, Outcome, OutcomeFilter, Pattern, ProblemCode},
    ui::{
        kit::{Icon, Tone},
        screens::Scene,
    },
};

use super::rules::{self, BarStep};
use crate::ui::screens::problem::short;

/// What a cause is called among others.
pub(in crate::ui) fn cause(scene: &Scene<'_>, code: Option<ProblemCode>) -> String {
    code.map_or_else(|| scene.t("cause-not-known"), |code| short(scene, code))
}

/// How an attempt stands: tone, sign and words. A failure says its cause.
pub(in crate::ui) fn outcome(scene: &Scene<'_>, row: &AttemptRow) -> (Tone, Icon, String) {
    let say = |tone: Tone, icon, key: &str| (tone, icon, scene.t(key));
    match row.outcome {
        Outcome::Open => say(Tone::Accent, Icon::Clock, "outcome-open"),
        Outcome::Uncertain => say(Tone::Warn, Icon::Warning, "outcome-uncertain"),
        Outcome::LetGo => say(Tone::Warn, Icon::Clock, "outcome-let-go"),
        Outcome::Succeeded => say(Tone::Ok, Icon::Check, "outcome-succeeded"),
        Outcome::Failed | Outcome::NotExecuted => {
            (Tone::Bad, Icon::Cross, cause(scene, row.problem.as_ref().map(|problem| problem.code)))
        }
        Outcome::NotWritten => say(Tone::Bad, Icon::Cross, "outcome-not-written"),
        Outcome::Decided(Decision::Written) => say(Tone::Ok, Icon::Check, "outcome-decided-written"),
        Outcome::Decided(Decision::NotWritten) => say(Tone::Bad, Icon::Cross, "outcome-decided-not-written"),
    }
}

/// Who an attempt was for, or that nobody is on record any more.
pub(in crate::ui) fn guest(scene: &Scene<'_>, row: &AttemptRow) -> String {
    match &row.guest {
        Some(guest) => guest.full_name().to_owned(),
        None if rules::is_erased(row.at, scene.now) => scene.t("activity-erased"),
        None => scene.t("no-guest"),
    }
}

/// Where the work on a failure stands.
pub(in crate::ui) fn follow_up(scene: &Scene<'_>, state: FollowUpState) -> String {
    scene.t(match state {
        FollowUpState::Open => "follow-up-open",
        FollowUpState::InHand => "follow-up-in-hand",
        FollowUpState::Solved => "follow-up-solved",
    })
}

/// What a choice of outcomes is called.
pub(super) fn outcome_filter(scene: &Scene<'_>, filter: OutcomeFilter) -> String {
    scene.t(match filter {
        OutcomeFilter::All => "activity-outcome-all",
        OutcomeFilter::Encoded => "activity-outcome-encoded",
        OutcomeFilter::Failures => "activity-outcome-failures",
        OutcomeFilter::Unsettled => "activity-outcome-unsettled",
    })
}

/// The one thing to do.
pub(in crate::ui) fn advice(scene: &Scene<'_>, advice: Advice) -> String {
    scene.t(match advice {
        Advice::ShowTheTeam => "advice-show-the-team",
        Advice::ShowThePerson => "advice-show-the-person",
        Advice::ChangeCards => "advice-change-cards",
        Advice::CheckEncoder => "advice-check-encoder",
        Advice::CheckBridge => "advice-check-bridge",
        Advice::CheckNetwork => "advice-check-network",
        Advice::CheckRecords => "advice-check-records",
        Advice::ReplaceToken => "advice-replace-token",
        Advice::SettleFirst => "advice-settle-first",
        Advice::AskSupport => "advice-ask-support",
    })
}

/// A pattern in one sentence, and what to do about it.
pub(super) fn pattern(scene: &Scene<'_>, pattern: &Pattern) -> (String, String) {
    let about = match &pattern.about {
        About::Encoder { name, .. } => name.to_string(),
        About::Operator(operator) => operator.0.to_string(),
        About::Everywhere => scene.t("pattern-everywhere"),
    };
    let (failed, of) = (pattern.failed.to_string(), pattern.of.to_string());
    let values = [("about", &*about), ("failed", &*failed), ("of", &*of)];
    let mut sentence = match pattern.cause {
        Some(code) => {
            let cause = cause(scene, Some(code));
            scene.t_with("pattern-cause", &[&values[..], &[("cause", &*cause)]].concat())
        }
        None => scene.t_with("pattern-mixed", &values),
    };
    if pattern.in_row > 1 {
        let count = pattern.in_row.to_string();
        sentence = scene.t_with("pattern-in-row", &[("pattern", &sentence), ("n", &count)]);
    }
    let advice = advice(scene, pattern.advice);
    let todo = if pattern.is_thin { scene.t_with("pattern-thin", &[("advice", &advice)]) } else { advice };
    (sentence, todo)
}

/// The chart's title, which names its step.
pub(super) fn chart_title(scene: &Scene<'_>, step: BarStep) -> String {
    scene.t(match step {
        BarStep::Hour => "activity-by-hour",
        BarStep::Day => "activity-by-day",
        BarStep::Week => "activity-by-week",
        BarStep::Month => "activity-by-month",
    })
}

/// What stands under a bar, and the bar in words. A day is among many: its label needs no year.
pub(super) fn bar(scene: &Scene<'_>, step: BarStep, bar: &Bar) -> (String, String) {
    let clock = scene.clock();
    let last = bar.until.saturating_sub(jiff::SignedDuration::from_secs(1)).unwrap_or(bar.until);
    let span = |from: String, until: String| scene.t_with("activity-span", &[("from", &from), ("until", &until)]);
    let (label, when) = match step {
        BarStep::Hour => (clock.time(bar.from), span(clock.time(bar.from), clock.time(bar.until))),
        BarStep::Day => (clock.day(bar.from), clock.day(bar.from)),
        BarStep::Week | BarStep::Month => (clock.day(bar.from), span(clock.day(bar.from), clock.day(last))),
    };
    let [encoded, failed] = [bar.encoded, bar.failed].map(|count| number(scene, count));
    let spoken = [("when", &*when), ("encoded", &*encoded), ("failed", &*failed)];
    (label, scene.t_with("activity-bar", &spoken))
}

/// A count as it is written.
pub(super) fn number(scene: &Scene<'_>, count: u64) -> String {
    scene.texts.number(usize::try_from(count).unwrap_or(usize::MAX))
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
