//! What a supervisor would say to each of these days.

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::domain::{Decision, Desk, Details, Outcome, Problem, Subject};

/// One attempt a minute, told the oldest first: "encoder operator cause", "ok" for a card.
fn day(told: &[&str]) -> Vec<AttemptRow> {
    let noon: Timestamp = "2026-11-24T12:00:00Z".parse().unwrap();
    let told = told.iter().flat_map(|words| words.split(',')).map(str::trim);
    let mut rows: Vec<AttemptRow> =
        told.zip(1_i64..).map(|(words, minute)| row(words, noon + SignedDuration::from_mins(minute), minute)).collect();
    rows.reverse();
    rows
}

fn row(words: &str, at: Timestamp, number: i64) -> AttemptRow {
    let words: Vec<&str> = words.split(' ').collect();
    let [encoder, operator, end] = words[..] else { panic!("{words:?} is no attempt") };
    let code = ProblemCode::from_key(end.trim_end_matches(['?', '!']));
    let outcome = match (end, code) {
        ("ok", _) => Outcome::Succeeded,
        ("open", _) => Outcome::Open,
        (end, _) if end.ends_with('?') => Outcome::Uncertain,
        (end, _) if end.ends_with('!') => Outcome::Decided(Decision::NotWritten),
        (_, Some(_)) => Outcome::Failed,
        (end, None) => panic!("{end} is no end"),
    };
    AttemptRow {
        job: JobId(uuid::Uuid::from_u128(u128::try_from(number).unwrap())),
        at,
        encoder: format!("enc_{encoder}").as_str().into(),
        encoder_name: format!("Front Desk {encoder}").into(),
        subject: Subject::Credential("cred_1".into()),
        guest: None,
        doors: Vec::new(),
        operator: Operator(operator.into()),
        desk: Desk(format!("desk-{encoder}").into()),
        outcome,
        problem: code.map(|code| Problem::new(code, Details::default())),
        attempt: None,
        request: None,
        card_number: None,
        duration: None,
        retry_of: None,
        follow_up: None,
    }
}

/// "advice about: failed of of, in a row" for each pattern, and "?" where it is thin.
fn found(told: &[&str]) -> Vec<String> {
    let say = |pattern: Pattern| {
        let about = match &pattern.about {
            About::Encoder { name, .. } => name.to_string(),
            About::Operator(operator) => operator.0.to_string(),
            About::Everywhere => "everywhere".to_owned(),
        };
        let cause = pattern.cause.map_or("mixed", ProblemCode::key);
        let doubt = if pattern.is_thin { "?" } else { "" };
        let Pattern { group, advice, failed, of, in_row, .. } = pattern;
        format!("{group:?} {advice:?} {about} {cause} {failed}/{of} {in_row}{doubt}")
    };
    find_patterns(&day(told)).into_iter().map(say).collect()
}

#[test]
fn six_of_the_last_ten_removed_early_by_several_people_is_the_teams() {
    let day = [
        "2 mia ok, 2 tom card-removed-early, 2 mia card-removed-early, 2 eva ok, 2 tom card-removed-early",
        "2 eva card-removed-early, 2 mia ok, 2 eva card-removed-early, 2 tom ok, 2 mia card-removed-early",
        "1 mia ok, 1 tom ok, 1 eva ok, 1 mia ok, 1 tom ok",
    ];
    assert_eq!(found(&day), ["Habit ShowTheTeam Front Desk 2 card-removed-early 6/10 1"]);
}

#[test]
fn one_person_on_several_encoders_is_shown_how_and_the_encoders_are_not_blamed() {
    let day = [
        "1 tom card-removed-early, 1 mia ok, 2 tom no-card, 2 mia ok, 1 tom card-removed-early, 1 eva ok",
        "2 tom card-removed-early, 2 eva ok, 1 mia ok, 2 tom card-removed-early, 1 tom card-removed-early",
    ];
    assert_eq!(found(&day), ["Habit ShowThePerson tom mixed 6/6 6"]);
}

#[test]
fn one_person_whom_others_work_beside_is_shown_how() {
    let day =
        ["1 tom no-card, 1 mia ok, 1 tom no-card, 1 eva ok, 1 tom no-card, 1 mia ok, 1 tom no-card, 1 tom no-card"];
    assert_eq!(found(&day), ["Habit ShowThePerson tom no-card 5/5 5"]);
}

#[test]
fn one_person_alone_at_an_encoder_cannot_be_told_from_it() {
    let day = ["1 tom no-card, 1 tom no-card, 1 tom ok, 1 tom no-card, 1 tom no-card"];
    assert_eq!(found(&day), ["Habit ShowTheTeam Front Desk 1 no-card 4/5 2"]);
}

#[test]
fn cards_that_fit_nowhere_are_changed() {
    let day = [
        "1 mia incompatible-card, 2 tom incompatible-card, 1 mia incompatible-card, 2 tom ok",
        "1 mia incompatible-card, 2 tom incompatible-card",
    ];
    assert_eq!(found(&day), ["Card ChangeCards everywhere incompatible-card 5/6 2"]);
}

#[test]
fn one_silent_encoder_among_others_is_looked_at() {
    let day = [
        "1 mia ok, 2 tom encoder-timeout?, 1 mia ok, 2 tom encoder-timeout!, 1 eva ok, 2 tom encoder-offline",
        "1 mia ok, 2 eva encoder-offline, 1 mia ok, 2 eva encoder-offline",
    ];
    assert_eq!(found(&day), ["Encoder CheckEncoder Front Desk 2 mixed 5/5 5"]);
}

#[test]
fn encoders_that_go_silent_all_at_once_hang_on_one_thing() {
    let day = [
        "1 mia ok, 2 tom ok, 3 eva ok, 1 mia encoder-offline, 2 tom encoder-offline, 3 eva encoder-offline",
        "1 mia encoder-offline, 2 tom encoder-offline",
    ];
    assert_eq!(found(&day), ["Link CheckBridge everywhere encoder-offline 5/5 5"]);
}

#[test]
fn two_encoders_that_fail_while_they_also_work_are_two() {
    let day = [
        "1 mia ok, 1 mia encoder-timeout!, 1 mia ok, 2 tom encoder-timeout!, 1 mia ok, 2 tom encoder-timeout!, 1 mia ok",
        "1 mia encoder-timeout!, 2 tom encoder-timeout!, 1 mia ok, 2 tom encoder-timeout!, 2 tom encoder-timeout!",
    ];
    assert_eq!(
        found(&day),
        [
            "Encoder CheckEncoder Front Desk 2 encoder-timeout 5/5 5",
            "Encoder CheckEncoder Front Desk 1 encoder-timeout 2/7 0"
        ]
    );
}

#[test]
fn a_bridge_that_is_away_is_one_pattern_and_not_one_for_each_encoder() {
    let day = [
        "1 mia ok, 2 tom ok, 1 mia bridge-disconnected, 2 tom bridge-disconnected, 1 mia bridge-disconnected",
        "2 tom bridge-disconnected, 2 tom bridge-disconnected, 1 mia ok",
    ];
    assert_eq!(found(&day), ["Link CheckBridge everywhere bridge-disconnected 5/5 0"]);
}

#[test]
fn a_network_that_is_away_at_one_desk_is_that_desks() {
    let day = [
        "1 mia not-sent, 2 tom ok, 1 mia not-sent, 2 tom ok, 1 mia not-sent, 2 tom ok, 1 mia not-sent, 1 mia not-sent",
    ];
    assert_eq!(found(&day), ["Link CheckNetwork Front Desk 1 not-sent 5/5 5"]);
}

#[test]
fn records_and_tokens_are_of_no_encoder() {
    let day = ["1 mia credential-deleted, 1 mia ok, 1 tom not-found, 1 tom cannot-be-reissued, 1 mia not-found"];
    assert_eq!(found(&day), ["Record CheckRecords everywhere mixed 4/5 3"]);
    let day =
        ["1 mia ok, 2 tom ok, 1 mia token-rejected, 2 tom token-rejected, 1 mia token-rejected, 2 tom token-rejected"];
    assert_eq!(found(&day), ["Access ReplaceToken everywhere token-rejected 4/4 4?"]);
}

#[test]
fn a_token_that_was_replaced_is_not_spoken_of() {
    let day = ["1 mia token-rejected, 1 mia token-rejected, 1 mia token-rejected, 1 mia ok"];
    assert_eq!(found(&day), Vec::<String>::new());
}

#[test]
fn what_nobody_knows_is_settled_first() {
    let day = ["1 mia ok, 2 tom ok, 1 mia outcome-unknown?, 2 mia outcome-unknown?, 1 tom ok, 2 tom outcome-unknown?"];
    assert_eq!(found(&day), ["Link SettleFirst everywhere outcome-unknown 3/6 1"]);
}

#[test]
fn what_explains_nothing_goes_to_support() {
    let day = ["1 mia uncategorized, 1 tom uncategorized, 1 mia ok, 1 mia uncategorized, 1 eva outcome-unknown!"];
    assert_eq!(found(&day), ["Encoder AskSupport Front Desk 1 mixed 4/5 2"]);
}

#[test]
fn few_attempts_are_thin_and_one_failure_is_nothing() {
    assert_eq!(found(&["1 mia encoder-offline"]), Vec::<String>::new());
    assert_eq!(found(&["1 mia encoder-offline, 1 mia open"]), Vec::<String>::new());
    assert_eq!(
        found(&["1 mia encoder-offline, 1 mia encoder-offline"]),
        ["Encoder CheckEncoder Front Desk 1 encoder-offline 2/2 2?"]
    );
}

#[test]
fn what_is_as_frequent_everywhere_is_thin_on_one_encoder() {
    let here = "2 d no-card, 2 e ok, 2 d ok, 2 e no-card, 2 d no-card, 2 e ok, 2 d ok, 2 e ok, 2 d ok, 2 e ok";
    let mut told = vec!["1 a no-card, 1 b ok, 1 c ok"; 10];
    told.push(here);
    let of_two: Vec<String> = found(&told).into_iter().filter(|said| said.contains("Desk 2")).collect();
    assert_eq!(of_two, ["Habit ShowTheTeam Front Desk 2 no-card 3/10 0?"]);
}

#[test]
fn what_is_sure_and_goes_on_comes_first() {
    let day = [
        "1 mia no-card, 1 tom no-card, 3 eva encoder-timeout, 3 eva ok, 3 eva encoder-timeout, 3 eva ok",
        "2 a encoder-offline, 2 a encoder-offline, 2 a encoder-offline, 2 a encoder-offline, 2 a encoder-offline",
    ];
    let said = found(&day);
    assert_eq!(said[0], "Encoder CheckEncoder Front Desk 2 encoder-offline 5/5 5");
    assert_eq!(said.len(), 3, "{said:?}");
}
