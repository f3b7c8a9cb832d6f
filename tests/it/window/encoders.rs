//! What the card screen says about an encoder that fails again and again, and about one that another desk uses.

use keydesk::domain::{ActivityQuery, Desk, EncoderHistory, OutcomeFilter, Period, SettingKey, SettingOrigin};

use super::*;

fn at_failing(count: u32) -> Snapshot {
    let mut encoders = desk::encoders();
    let failure = Some(("2026-11-23T12:39:00Z", ProblemCode::NoCard, count));
    encoders[0].history = EncoderHistory { last_success: None, ..desk::history(None, failure) };
    desk::desk_with(desk::cards(), encoders)
}

#[test]
fn three_failures_in_a_row_are_said_and_lead_to_activity() {
    assert!(!Window::of(at_failing(2)).says("in a row"));
    let mut window = Window::of(at_failing(3));
    assert!(window.says("Front Desk 1 failed 3 times in a row: No card on encoder"), "{:?}", window.words());
    window.click("Show in Activity");
    let [Command::ShowActivity(query)] = window.deeds()[..] else { panic!("{:?}", window.deeds()) };
    let expected = ActivityQuery {
        encoder: Some("enc-1".into()),
        outcome: OutcomeFilter::Failures,
        period: Period::Days(7),
        ..ActivityQuery::default()
    };
    assert_eq!(*query, expected);
    window.show(desk::desk());
    assert!(!window.says("in a row"), "the next card takes it away");
}

#[test]
fn another_encoders_failures_are_not_this_desks_band() {
    let mut encoders = desk::encoders();
    encoders[1].history.failures_in_row = 5;
    assert!(!Window::of(desk::desk_with(desk::cards(), encoders)).says("in a row"));
}

#[test]
fn an_encoder_at_another_desk_is_said_before_the_press_and_forbids_nothing() {
    let mut encoders = desk::encoders();
    encoders[0].busy_at = Some(Desk("Desk 2".into()));
    let window = at_hart(desk::desk_with(desk::cards(), encoders));
    assert!(window.says("This desk · busy at Desk 2"), "{:?}", window.words());
    assert!(window.says("Desk 2 is making a card on this encoder"));
    assert!(window.is_on("Encode card"));
}

#[test]
fn an_encoder_at_another_desk_is_said_before_another_try_too() {
    let mut snapshot = hart_in(Stage::Failed(desk::problem(ProblemCode::NoCard)));
    let mut encoders = snapshot.encoders.to_vec();
    encoders[0].busy_at = Some(Desk("Desk 2".into()));
    snapshot.encoders = encoders.into();
    let window = at_hart(snapshot);
    assert!(window.says("Desk 2 is making a card on this encoder") && window.is_on("Try again"));
}

#[test]
fn an_encoder_that_the_policy_has_chosen_is_not_offered_another_place() {
    let offer = "Use Concierge at this desk from now on";
    let mut window = at_hart(desk::desk());
    window.click("Concierge, Last card 13:30");
    assert!(window.says(offer));
    for key in [SettingKey::DeskEncoder, SettingKey::DeskEncoderName] {
        for binding in [desk::desk().binding, None] {
            let mut snapshot = Snapshot { binding, ..desk::desk() };
            Arc::make_mut(&mut snapshot.settings).loaded.origins.insert(key, SettingOrigin::Locked);
            let mut window = at_hart(snapshot);
            window.click("Concierge, Last card 13:30");
            assert!(!window.says(offer) && window.deeds().is_empty(), "{key:?}: {:?}", window.told);
        }
    }
}
