//! A desk that nobody touches forgets its guests.

use std::time::Duration;

use keydesk::{
    domain::{AccessFact, ActivityQuery, Duty, Guest, JobId, LockCause, Query},
    engine::{CardEnd, Command, EndedUnseen, Event, JobView, Link, Moment, Snapshot, Stage},
    sandbox::{Fault, SandboxConfig},
};

use super::{BOS, MIAS, bo, connected, fence, kiosk, name, sign_in, staffed, told, typed};
use crate::desk::{Setup, TestDesk};

/// Every word of a snapshot that may be about a guest: `Debug` would hide them.
fn words(snapshot: &Snapshot) -> Vec<String> {
    let mut words = Vec::new();
    let guest = |guest: &Option<Guest>| guest.as_ref().map(|guest| guest.full_name().to_owned());
    for card in snapshot.catalog.cards.iter() {
        words.extend(guest(&card.guest));
        words.extend(
            [Some(card.name.to_string()), card.card_number.as_ref().map(ToString::to_string)].into_iter().flatten(),
        );
    }
    words.push(snapshot.found.query.text.to_string());
    words.extend(snapshot.jobs.iter().flat_map(of_job));
    if let Some(activity) = &snapshot.activity {
        words.extend(activity.rows.iter().chain(&activity.unsettled).filter_map(|row| guest(&row.guest)));
    }
    if let Some(attempt) = &snapshot.attempt {
        words.extend(guest(&attempt.row.guest));
        words.extend(attempt.related.iter().filter_map(|row| guest(&row.guest)));
        words.push(format!("{} facts", attempt.facts.len()));
    }
    words.retain(|word| !word.is_empty());
    words
}

fn of_job(job: &JobView) -> Vec<String> {
    let mut words = vec![job.card_name.to_string()];
    words.extend(job.guest.as_ref().map(|guest| guest.full_name().to_owned()));
    words.extend(job.doors.iter().map(ToString::to_string));
    match &job.stage {
        Stage::Succeeded { card: Some(card), .. } => words.extend([card.reported.to_string()]),
        Stage::Uncertain(_, problem) | Stage::Failed(problem) | Stage::NotExecuted(problem) => {
            words.extend(problem.details.message.as_ref().map(ToString::to_string));
        }
        Stage::Succeeded { card: None, .. }
        | Stage::Queued
        | Stage::Submitting
        | Stage::Waiting
        | Stage::LetGo
        | Stage::NotWritten(_)
        | Stage::Decided(_) => {}
    }
    words
}

/// Looks at everything a desk has on its screen.
async fn look_around(desk: &mut TestDesk) {
    let query = Query { text: "Okafor".into(), ..Query::default() };
    assert!(desk.send(Command::Find(query.clone())));
    desk.wait("the search", |snapshot| snapshot.found.query == query).await;
    let job = desk.order(desk.card_of("Maya Okafor"), "Front Desk 1");
    desk.until(job, Moment::Ended).await;
    assert!(desk.send(Command::ShowActivity(ActivityQuery::default())));
    assert!(desk.send(Command::ShowAttempt(job)));
    desk.wait("the attempt", |snapshot| snapshot.attempt.is_some()).await;
    assert!(words(&desk.handle.snapshot()).len() > 10);
}

#[tokio::test]
async fn a_locked_desk_holds_no_word_of_a_guest_and_reads_no_list() {
    let mut desk = TestDesk::open(staffed()).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Bo", BOS).await;
    look_around(&mut desk).await;
    // What is on its way when the desk is locked is dropped when it comes.
    assert!(desk.send(Command::Refresh));
    assert!(desk.send(Command::Find(Query { text: "Fern".into(), ..Query::default() })));
    assert!(desk.send(Command::Lock));
    let snapshot = desk.wait("the rest", |snapshot| snapshot.is_resting).await;
    assert_eq!((&snapshot.duty, snapshot.rests), (&Duty::Locked, 1));
    let asked = desk.control().requests().len();
    for _ in 0..20 {
        fence(&mut desk).await;
        assert_eq!(words(&desk.handle.snapshot()), Vec::<String>::new());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(desk.control().requests().len(), asked, "a desk at rest asks nothing");
    let locked = AccessFact::Locked { operator: name("Bo"), cause: LockCause::Hand };
    assert_eq!(told(&desk, 2).await, [AccessFact::SignedIn(bo()), locked]);
    let snapshot = sign_in(&mut desk, "Bo", BOS).await;
    assert!(snapshot.jobs.is_empty() && snapshot.found.query.text.is_empty());
    desk.close().await;
}

#[tokio::test]
async fn a_desk_of_one_person_forgets_at_a_word_and_reads_its_lists_anew() {
    let mut desk = TestDesk::ready().await;
    look_around(&mut desk).await;
    assert!(desk.send(Command::Lock));
    let snapshot = desk.wait("the rest", |snapshot| snapshot.rests == 1).await;
    assert!(snapshot.attempt.is_none() && snapshot.found.query.text.is_empty() && snapshot.jobs.is_empty());
    let snapshot = desk.wait("the lists", |snapshot| snapshot.catalog.progress.is_complete).await;
    assert!(!snapshot.is_resting && matches!(snapshot.duty, Duty::OnePerson(_)));
    desk.close().await;
}

#[tokio::test]
async fn a_desk_that_nobody_touches_says_so_and_locks() {
    // A minute and a half by its clock in a tenth of a second.
    let mut setup = Setup { speed: 900, ..staffed() };
    setup.settings.idle.lock_after_minutes = 6;
    let mut desk = TestDesk::open(setup).await;
    connected(&mut desk).await;
    let locked_before = stay_with_a_touch(&mut desk).await;
    let snapshot = desk.wait("the rest", |snapshot| snapshot.rests > locked_before).await;
    assert_eq!((&snapshot.duty, snapshot.rests, snapshot.rests_at), (&Duty::Locked, locked_before + 1, None));
    let locked = AccessFact::Locked { operator: name("Bo"), cause: LockCause::Idle };
    assert_eq!(told(&desk, 2 * (locked_before as usize + 1)).await.last(), Some(&locked));
    desk.close().await;
}

/// Signs in and touches the desk once it warns, again where it locked before the touch could come, as on a busy machine.
/// Returns how often it did.
async fn stay_with_a_touch(desk: &mut TestDesk) -> u64 {
    for rests in 0..50 {
        assert!(desk.send(Command::SignIn(typed(Some("Bo"), BOS))));
        let warned = desk.wait("the warning", |snapshot| snapshot.rests_at.is_some() || snapshot.rests > rests).await;
        if warned.rests == rests {
            assert_eq!(warned.duty, Duty::SignedIn(bo()));
            assert!(desk.send(Command::Touch));
        }
        let after = desk.wait("its end", |snapshot| snapshot.rests_at.is_none()).await;
        if after.rests == rests {
            return rests;
        }
    }
    panic!("a touch ends no warning");
}

#[tokio::test]
async fn a_kiosk_that_came_to_rest_while_it_was_cut_off_comes_back_by_itself() {
    let mut desk = TestDesk::open(Setup { speed: 10, ..kiosk(true) }).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Bo", BOS).await;
    desk.control().switch_on("/", Fault::ResetBefore);
    assert!(desk.send(Command::Refresh));
    desk.wait("the trouble", |snapshot| matches!(snapshot.link, Link::Down { .. })).await;
    assert!(desk.send(Command::Lock));
    desk.wait("the rest", |snapshot| snapshot.is_resting).await;
    let asked = desk.control().requests().len();
    let mut latest = None;
    for _ in 0..3 {
        let snapshot = desk.wait(
            "another try",
            |snapshot| matches!(snapshot.link, Link::Down { retry_at, .. } if Some(retry_at) != latest),
        );
        let Link::Down { retry_at, .. } = snapshot.await.link else { unreachable!() };
        latest = Some(retry_at);
    }
    desk.control().switch_off("/");
    let snapshot = desk.wait("the way to Seam", |snapshot| snapshot.link == Link::Up).await;
    assert_eq!((&snapshot.duty, snapshot.is_resting, words(&snapshot)), (&Duty::Locked, true, Vec::new()));
    let requests = desk.control().requests();
    assert!(requests[asked..].iter().all(|request| request.path == "/workspaces/get"), "{requests:?}");
    sign_in(&mut desk, "Bo", BOS).await;
    desk.close().await;
}

/// A guest begins and asks for a card: as often as it takes, where the machine is slower than the kiosk is patient.
async fn ordered(desk: &mut TestDesk) -> JobId {
    loop {
        assert!(desk.send(Command::Begin));
        let is_there = |snapshot: &Snapshot| snapshot.catalog.progress.is_complete || snapshot.is_resting;
        if !desk.wait("the lists", is_there).await.catalog.progress.is_complete {
            continue;
        }
        let job = desk.order(desk.card_of("Maya Okafor"), "Front Desk 1");
        loop {
            match desk.event().await {
                Event::Job { job: view, .. } if view.job == job => return job,
                Event::Refused { job: refused, .. } if refused == job => break,
                Event::Job { .. }
                | Event::Refused { .. }
                | Event::ConfirmFirst { .. }
                | Event::NotApproved(_)
                | Event::Loaded(_)
                | Event::Stopped => {}
            }
        }
    }
}

/// Of a kiosk that rests after a second by the world's clock, and takes three for a card.
async fn slow_kiosk() -> TestDesk {
    let sandbox = SandboxConfig { encode_ms: 3_000..=3_000, ..SandboxConfig::default() };
    let mut setup = Setup { sandbox, speed: 20, ..kiosk(false) };
    setup.settings.idle.kiosk_reset_after_seconds = 20;
    let mut desk = TestDesk::open(setup).await;
    connected(&mut desk).await;
    desk
}

#[tokio::test]
async fn a_card_that_is_made_keeps_a_kiosk_awake() {
    let mut desk = slow_kiosk().await;
    let job = ordered(&mut desk).await;
    let rests = desk.handle.snapshot().rests;
    let (_, view) = desk.until(job, Moment::Ended).await;
    // Three periods have passed; what is told after a rest names nobody.
    assert!(matches!(view.stage, Stage::Succeeded { card: Some(_), .. }) && view.guest.is_some(), "{:?}", view.stage);
    let snapshot = desk.wait("the rest", |snapshot| snapshot.is_resting).await;
    assert_eq!((snapshot.rests, words(&snapshot)), (rests + 1, Vec::new()));
    desk.close().await;
}

#[tokio::test]
async fn a_lock_by_hand_waits_for_the_card_too() {
    let mut desk = slow_kiosk().await;
    let job = ordered(&mut desk).await;
    assert!(desk.send(Command::Lock));
    let (_, view) = desk.until(job, Moment::Ended).await;
    assert!(view.guest.is_some(), "it was shown to its end");
    let snapshot = desk.wait("the rest", |snapshot| snapshot.is_resting).await;
    assert_eq!(words(&snapshot), Vec::<String>::new());
    desk.close().await;
}

#[tokio::test]
async fn a_lock_that_waits_is_told_and_whoever_stays_takes_it_back() {
    let sandbox = SandboxConfig { encode_ms: 1_000..=1_000, ..SandboxConfig::default() };
    let mut desk = TestDesk::open(Setup { sandbox, ..staffed() }).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Bo", BOS).await;
    desk.wait("the lists", |snapshot| snapshot.catalog.progress.is_complete).await;
    let job = desk.order(desk.card_of("Maya Okafor"), "Front Desk 1");
    desk.wait("the job", |snapshot| snapshot.jobs.iter().any(|view| view.job == job)).await;
    assert!(desk.send(Command::Lock));
    desk.wait("the wish", |snapshot| snapshot.rest_waits && snapshot.rests == 0).await;
    assert!(desk.send(Command::Stay));
    desk.wait("the end of the wish", |snapshot| !snapshot.rest_waits).await;
    desk.until(job, Moment::Ended).await;
    fence(&mut desk).await;
    let snapshot = desk.handle.snapshot();
    assert_eq!((snapshot.rests, &snapshot.duty), (0, &Duty::SignedIn(bo())), "it stays after the card");
    assert!(desk.send(Command::Lock));
    let snapshot = desk.wait("the rest", |snapshot| snapshot.is_resting).await;
    assert!(!snapshot.rest_waits && desk.send(Command::Stay));
    fence(&mut desk).await;
    assert_eq!(desk.handle.snapshot().duty, Duty::Locked, "nobody stays at a locked desk");
    desk.close().await;
}

#[tokio::test]
async fn a_card_that_ends_as_the_desk_locks_is_told_without_a_name_until_somebody_has_looked() {
    let sandbox = SandboxConfig { encode_ms: 1_000..=1_000, ..SandboxConfig::default() };
    let mut desk = TestDesk::open(Setup { sandbox, ..staffed() }).await;
    connected(&mut desk).await;
    let cards =
        [("Maya Okafor", None, CardEnd::Made), ("Oliver Brandt", Some("no_credential_on_encoder"), CardEnd::NotMade)];
    for (guest, fault, end) in cards {
        let snapshot = sign_in(&mut desk, "Bo", BOS).await;
        assert_eq!(snapshot.ended_unseen, None);
        if let Some(fault) = fault {
            let encoder = snapshot.encoders.iter().find(|view| *view.encoder.name == *"Front Desk 1").unwrap();
            desk.sandbox.fail_next_encode(encoder.encoder.id.as_str(), fault);
        }
        let job = desk.order(desk.card_of(guest), "Front Desk 1");
        desk.wait("the job", |snapshot| snapshot.jobs.iter().any(|view| view.job == job)).await;
        assert!(desk.send(Command::Lock));
        let snapshot = desk.wait("the rest", |snapshot| snapshot.is_resting).await;
        assert_eq!(snapshot.ended_unseen, Some(EndedUnseen { job, end, may_look: false }));
        assert_eq!(words(&snapshot), Vec::<String>::new());
        let snapshot = sign_in(&mut desk, "Bo", BOS).await;
        assert_eq!(snapshot.ended_unseen, Some(EndedUnseen { job, end, may_look: true }), "it is Bo's");
        let snapshot = sign_in(&mut desk, "Mia", MIAS).await;
        assert!(snapshot.ended_unseen.as_ref().unwrap().may_look, "a supervisor may see it");
        assert!(desk.send(Command::ShowAttempt(job)));
        desk.wait("the attempt", |snapshot| snapshot.attempt.is_some() && snapshot.ended_unseen.is_none()).await;
    }
    desk.close().await;
}

#[tokio::test]
async fn what_ended_behind_the_lock_is_told_once_and_a_colleague_is_not_led_to_it() {
    let sandbox = SandboxConfig { encode_ms: 1_000..=1_000, ..SandboxConfig::default() };
    let mut desk = TestDesk::open(Setup { sandbox, ..staffed() }).await;
    connected(&mut desk).await;
    sign_in(&mut desk, "Mia", MIAS).await;
    let job = desk.order(desk.card_of("Maya Okafor"), "Front Desk 1");
    desk.wait("the job", |snapshot| snapshot.jobs.iter().any(|view| view.job == job)).await;
    assert!(desk.send(Command::Lock));
    desk.wait("the rest", |snapshot| snapshot.is_resting).await;
    let snapshot = sign_in(&mut desk, "Bo", BOS).await;
    assert_eq!(snapshot.ended_unseen, Some(EndedUnseen { job, end: CardEnd::Made, may_look: false }));
    assert!(desk.send(Command::Lock));
    let snapshot = desk.wait("the rest", |snapshot| snapshot.rests == 2).await;
    assert_eq!(snapshot.ended_unseen, None, "it was told");
    desk.close().await;
}

#[tokio::test]
async fn a_kiosk_tells_nobody_how_the_card_before_ended() {
    let mut desk = slow_kiosk().await;
    let job = ordered(&mut desk).await;
    assert!(desk.send(Command::Lock));
    desk.until(job, Moment::Ended).await;
    let snapshot = desk.wait("the rest", |snapshot| snapshot.is_resting).await;
    assert_eq!(snapshot.ended_unseen, None);
    desk.close().await;
}

#[tokio::test]
async fn an_open_outcome_holds_its_encoder_and_names_nobody_to_the_next_guest() {
    let mut desk = TestDesk::open(kiosk(false)).await;
    connected(&mut desk).await;
    assert!(desk.send(Command::Begin));
    desk.wait("the lists", |snapshot| snapshot.catalog.progress.is_complete).await;
    let snapshot = desk.handle.snapshot();
    let encoder = snapshot.binding.clone().unwrap().encoder;
    desk.sandbox.fail_next_encode(encoder.as_str(), "encoder_communication_timeout");
    let job = desk.order(desk.card_of("Maya Okafor"), "Front Desk 1");
    desk.until(job, Moment::BecameUncertain).await;
    assert!(desk.send(Command::Lock));
    let snapshot = desk.wait("the rest", |snapshot| snapshot.rests == 1).await;
    assert_eq!(words(&snapshot), Vec::<String>::new());
    assert_eq!(snapshot.jobs.len(), 1, "somebody has to settle it");
    assert!(desk.send(Command::Begin));
    let snapshot = desk.wait("the lists", |snapshot| snapshot.catalog.progress.is_complete).await;
    assert_eq!(snapshot.encoder(&encoder).unwrap().busy, Some(job));
    assert!(snapshot.jobs.iter().flat_map(of_job).all(|word| word.is_empty()));
    // A moment of it tells nobody either.
    assert!(desk.send(Command::StopWaiting(job)));
    while let Some(event) = desk.handle.try_event() {
        if let Event::Job { job: view, .. } = event {
            let words = of_job(&view);
            assert!(view.guest.is_some() || words.iter().all(String::is_empty), "{words:?}");
        }
    }
    desk.close().await;
}
