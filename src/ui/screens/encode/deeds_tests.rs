use super::*;
use crate::{
    domain::{Blocker, Confirm, Issued, ProblemCode, UncertainReason},
    engine::{Link, Snapshot},
    ui::{
        screens::encode::sample::{self, desk, desk_with, desk_with_job, form_on, now, problem},
        text::Texts,
    },
};

/// Runs a rule on a snapshot with its first guest chosen.
fn on<T>(snapshot: &Snapshot, rule: impl FnOnce(&Scene<'_>, &mut EncodeForm) -> T) -> T {
    let texts = Texts::default();
    let scene = Scene { snapshot, texts: &texts, now: now() };
    rule(&scene, &mut form_on(snapshot))
}

fn foot_of(snapshot: &Snapshot) -> Foot {
    on(snapshot, |scene, form| foot(scene, form))
}

fn failed(code: ProblemCode) -> Snapshot {
    desk_with_job(Stage::Failed(problem(code)))
}

#[test]
fn a_card_that_may_be_made_has_its_button() {
    let foot = foot_of(&desk());
    let primary = foot.primary.unwrap();
    assert!(primary.is_on && primary.deed == Deed::Encode && primary.text == "Encode card");
}

#[test]
fn the_button_that_is_off_says_why() {
    let mut snapshot = desk();
    snapshot.journal_trouble = Some("full".into());
    let foot = foot_of(&snapshot);
    assert!(!foot.primary.unwrap().is_on);
    assert!(foot.hint.contains("cannot write down"), "{}", foot.hint);
    let offline = Snapshot {
        link: Link::Down { problem: problem(ProblemCode::NotSent), since: now(), retry_at: now() },
        ..desk()
    };
    assert!(foot_of(&offline).hint.contains("no connection"));
}

#[test]
fn a_press_that_replaces_a_card_asks_first_and_a_retry_does_not_ask_again() {
    let mut card = sample::card("hart", "Amelia Hart");
    card.issued = Issued::Yes(None);
    card.warnings =
        vec![crate::domain::Notice { code: "needs_to_be_reissued".into(), message: "".into(), created_at: None }];
    let snapshot = desk_with(vec![card]);
    on(&snapshot, |scene, form| {
        assert!(act(scene, form, Deed::Encode).is_empty(), "nothing is sent before the answer");
        let Some(Ask::Confirm { order, open }) = form.ask.take() else { panic!("a question") };
        assert_eq!(open, [Confirm::Replaces]);
        let order = super::super::form::Wish { confirmed: vec![Confirm::Replaces], ..order };
        let sent = form.order(crate::domain::JobId::generate(), order).unwrap();
        form.take_refusal(sent.job, Blocker::EncoderBusy);
        let old = sample::job(Stage::Failed(problem(ProblemCode::NoCard)));
        let again = try_again(scene, form, &old);
        assert!(
            matches!(&again[..], [Action::Encode { confirmed, retry_of, .. }]
                if confirmed[..] == [Confirm::Replaces] && *retry_of == Some(old.job)),
            "{again:?}"
        );
    });
}

#[test]
fn only_what_is_safe_to_repeat_is_repeated_by_one_press() {
    for code in ProblemCode::ALL {
        let deed = foot_of(&failed(code)).primary.unwrap().deed;
        let repeats = matches!(
            code,
            ProblemCode::NoCard
                | ProblemCode::CardRemovedEarly
                | ProblemCode::IncompatibleCard
                | ProblemCode::NotSent
                | ProblemCode::Uncategorized
                | ProblemCode::SlowDown
        );
        assert_eq!(deed == Deed::TryAgain, repeats, "{code:?} offers {deed:?}");
    }
}

#[test]
fn every_failure_has_a_way_out() {
    for code in ProblemCode::ALL {
        let foot = foot_of(&failed(code));
        let primary = foot.primary.unwrap();
        assert!(primary.is_on, "{code:?}");
        assert!(primary.deed == Deed::Close || foot.others.iter().any(|item| item.deed == Deed::Close), "{code:?}");
    }
}

#[test]
fn another_chosen_encoder_is_the_remedy_by_name() {
    let snapshot = failed(ProblemCode::EncoderOffline);
    on(&snapshot, |scene, form| {
        assert_eq!(foot(scene, form).primary.unwrap().deed, Deed::OtherEncoder);
        form.encoder = Some("two".into());
        let primary = foot(scene, form).primary.unwrap();
        assert_eq!((primary.deed, &*primary.text), (Deed::TryAgain, "Encode on Front Desk 2"));
    });
}

#[test]
fn the_pause_that_seam_asks_for_counts_down() {
    let mut slow = problem(ProblemCode::SlowDown);
    slow.details.retry_after = Some(std::time::Duration::from_secs(7));
    let primary = foot_of(&desk_with_job(Stage::NotExecuted(slow))).primary.unwrap();
    assert_eq!((primary.is_on, &*primary.text), (false, "Try again in 6 s"));
}

#[test]
fn what_the_lock_system_refused_twice_goes_to_support() {
    let snapshot = failed(ProblemCode::Uncategorized);
    on(&snapshot, |scene, form| {
        let sent = try_again(scene, form, &snapshot.jobs[0]);
        let [Action::Encode { subject, encoder, confirmed, retry_of }] = &sent[..] else { panic!("{sent:?}") };
        let wish = super::super::form::Wish {
            subject: subject.clone(),
            encoder: encoder.clone(),
            confirmed: confirmed.clone(),
            retry_of: *retry_of,
        };
        let second = form.order(crate::domain::JobId::generate(), wish).unwrap().job;
        let job = JobView { job: second, ..snapshot.jobs[0].clone() };
        let again = Snapshot { jobs: [job].into(), ..snapshot.clone() };
        let _said = form.take_in(&again);
        let scene = Scene { snapshot: &again, ..*scene };
        assert_eq!(foot(&scene, form).primary.unwrap().deed, Deed::CopyForSupport);
    });
}

fn doubt() -> Stage {
    Stage::Uncertain(UncertainReason::ReplyLost, problem(ProblemCode::OutcomeUnknown))
}

#[test]
fn nothing_about_an_open_job_is_on_enter_but_looking_at_the_card() {
    for stage in [Stage::Queued, Stage::Submitting, Stage::Waiting, Stage::LetGo] {
        let foot = foot_of(&desk_with_job(stage.clone()));
        assert!(foot.primary.is_none(), "{stage:?}");
    }
    let snapshot = desk_with_job(doubt());
    assert_eq!(foot_of(&snapshot).primary.map(|item| (item.deed, item.is_on)), Some((Deed::ReadCard, true)));
    let said = on(&snapshot, |scene, form| act(scene, form, Deed::ReadCard));
    assert!(matches!(said[..], [Action::Tell(Command::ReadCard(_))]), "{said:?}");
}

#[test]
fn a_card_is_read_once_at_a_time_and_not_without_a_key() {
    let with = |change: fn(&mut JobView)| {
        let mut snapshot = desk_with_job(doubt());
        let mut job = snapshot.jobs[0].clone();
        change(&mut job);
        snapshot.jobs = [job].into();
        foot_of(&snapshot).primary.unwrap()
    };
    assert!(with(|job| job.is_reading_card = true).is_busy);
    assert!(!with(|job| job.is_parked = true).is_on);
    let trouble = foot_of(&{
        let snapshot = desk_with_job(doubt());
        let job = JobView { card_trouble: Some(problem(ProblemCode::NoCard)), ..snapshot.jobs[0].clone() };
        Snapshot { jobs: [job].into(), ..snapshot }
    });
    assert!(trouble.hint.contains("found no card"), "{}", trouble.hint);
}

#[test]
fn a_proof_that_nothing_was_written_allows_one_press() {
    for disproof in crate::domain::Disproof::ALL {
        let foot = foot_of(&desk_with_job(Stage::NotWritten(disproof)));
        assert_eq!(foot.primary.map(|item| (item.deed, item.is_on)), Some((Deed::TryAgain, true)));
    }
}

#[test]
fn the_next_guest_dismisses_what_is_over_and_leaves_the_rest_alone() {
    let over = desk_with_job(Stage::Succeeded { card: None, proof: None });
    let said = on(&over, |scene, form| act(scene, form, Deed::NextGuest));
    assert!(matches!(said[..], [Action::Tell(Command::Dismiss(_)), Action::Tell(Command::Find(_))]), "{said:?}");
    let open = desk_with_job(Stage::LetGo);
    let said = on(&open, |scene, form| act(scene, form, Deed::NextGuest));
    assert!(matches!(said[..], [Action::Tell(Command::Find(_))]), "{said:?}");
}

#[test]
fn a_person_may_settle_what_is_in_doubt() {
    let snapshot = desk_with_job(Stage::LetGo);
    for decision in [Decision::Written, Decision::NotWritten] {
        let said = on(&snapshot, |scene, form| act(scene, form, Deed::Decide(decision)));
        assert!(matches!(said[..], [Action::Tell(Command::Decide(_, said))] if said == decision), "{said:?}");
    }
}
