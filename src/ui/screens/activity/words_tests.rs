use jiff::Timestamp;

use super::*;
use crate::{
    domain::{Details, Operator, PatternGroup, Problem},
    engine::Snapshot,
    ui::text::Texts,
};

fn with_scene<R>(say: impl FnOnce(&Scene<'_>) -> R) -> R {
    let (snapshot, texts) = (Snapshot::default(), Texts::default());
    say(&Scene { snapshot: &snapshot, texts: &texts, now: "2026-11-24T12:00:00Z".parse().unwrap() })
}

/// A key that has no text is said as it is: small letters joined by hyphens.
fn is_text(said: &str) -> bool {
    said.starts_with(char::is_uppercase) && !said.contains('{')
}

const ADVICE: [Advice; 10] = [
    Advice::ShowTheTeam,
    Advice::ShowThePerson,
    Advice::ChangeCards,
    Advice::CheckEncoder,
    Advice::CheckBridge,
    Advice::CheckNetwork,
    Advice::CheckRecords,
    Advice::ReplaceToken,
    Advice::SettleFirst,
    Advice::AskSupport,
];

fn pattern_of(about: About, cause: Option<ProblemCode>, advice: Advice, in_row: u32, is_thin: bool) -> Pattern {
    let group = PatternGroup::Encoder;
    Pattern { group, about, cause, failed: 6, of: 10, in_row, advice, is_thin, evidence: Vec::new() }
}

#[test]
fn every_cause_has_a_name_of_its_own() {
    let mut names: Vec<_> = with_scene(|scene| {
        ProblemCode::ALL.into_iter().map(Some).chain([None]).map(|code| cause(scene, code)).collect()
    });
    assert!(names.iter().all(|name| is_text(name)), "{names:?}");
    names.sort();
    names.dedup();
    assert_eq!(names.len(), ProblemCode::ALL.len() + 1);
}

#[test]
fn every_choice_and_state_has_a_name() {
    with_scene(|scene| {
        assert!(OutcomeFilter::ALL.iter().all(|filter| is_text(&outcome_filter(scene, *filter))));
        assert!(FollowUpState::ALL.iter().all(|state| is_text(&follow_up(scene, *state))));
        assert!(ADVICE.iter().all(|one| is_text(&advice(scene, *one))));
        let steps = [BarStep::Hour, BarStep::Day, BarStep::Week, BarStep::Month];
        assert!(steps.iter().all(|step| is_text(&chart_title(scene, *step))));
    });
}

#[test]
fn every_outcome_says_more_than_its_colour() {
    let row = |outcome| AttemptRow {
        job: crate::domain::JobId::generate(),
        at: Timestamp::UNIX_EPOCH,
        encoder: "enc-1".into(),
        encoder_name: "Front Desk 1".into(),
        subject: crate::domain::Subject::Credential("c".into()),
        guest: None,
        doors: Vec::new(),
        operator: Operator("M. Kern".into()),
        desk: crate::domain::Desk("Reception".into()),
        outcome,
        problem: Some(Problem::new(ProblemCode::NoCard, Details::default())),
        attempt: None,
        request: None,
        card_number: None,
        duration: None,
        retry_of: None,
        follow_up: None,
    };
    with_scene(|scene| {
        assert!(Outcome::ALL.iter().all(|one| is_text(&outcome(scene, &row(*one)).2)));
        assert_eq!(outcome(scene, &row(Outcome::Failed)).2, "No card on encoder");
        assert_eq!(guest(scene, &row(Outcome::Failed)), "Erased");
    });
}

#[test]
fn a_pattern_says_who_how_often_why_and_what_to_do() {
    let desk = About::Encoder { id: "enc-2".into(), name: "Front Desk 2".into() };
    let person = About::Operator(Operator("J. Silva".into()));
    with_scene(|scene| {
        let early = Some(ProblemCode::CardRemovedEarly);
        let (sentence, todo) = pattern(scene, &pattern_of(desk, early, Advice::ShowTheTeam, 4, false));
        let wanted = "Front Desk 2: 6 of the last 10 failed, each with “Card removed early”, the last 4 in a row";
        assert_eq!(sentence, wanted);
        assert!(todo.ends_with("the hardware is fine."), "{todo}");
        let (sentence, todo) = pattern(scene, &pattern_of(person, None, Advice::ShowThePerson, 1, true));
        assert_eq!(sentence, "J. Silva: 6 of the last 10 failed, for different reasons");
        assert!(todo.ends_with("There is too little yet to be sure."), "{todo}");
        let (sentence, _) = pattern(scene, &pattern_of(About::Everywhere, early, Advice::CheckBridge, 0, false));
        assert!(sentence.starts_with("All encoders: "), "{sentence}");
    });
}

#[test]
fn bars_say_their_stretch_of_time() {
    let one = |from: &str, until: &str, step| {
        let bar_of = Bar { from: from.parse().unwrap(), until: until.parse().unwrap(), encoded: 1_200, failed: 2 };
        with_scene(|scene| bar(scene, step, &bar_of))
    };
    let (label, spoken) = one("2026-11-24T14:00:00Z", "2026-11-24T15:00:00Z", BarStep::Hour);
    assert_eq!((&*label, &*spoken), ("14:00", "14:00–15:00: 1,200 encoded, 2 failed"));
    let (_, spoken) = one("2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z", BarStep::Day);
    assert_eq!(spoken, "24 Nov: 1,200 encoded, 2 failed");
    let (label, spoken) = one("2025-12-29T00:00:00Z", "2026-01-05T00:00:00Z", BarStep::Week);
    assert_eq!((&*label, &*spoken), ("29 Dec 2025", "29 Dec 2025–4 Jan: 1,200 encoded, 2 failed"));
}
