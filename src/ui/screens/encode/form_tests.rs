use super::*;
use crate::{
    domain::ProblemCode,
    engine::Stage,
    ui::screens::encode::sample::{self, desk, desk_with, desk_with_job, form_on, now},
};

/// The desk after the engine answered the form's latest question.
fn answered(snapshot: &Snapshot, form: &EncodeForm) -> Snapshot {
    let found = snapshot.catalog.find(&form.query, now());
    Snapshot { found: Arc::new(found), ..snapshot.clone() }
}

fn guest(form: &EncodeForm) -> Option<&str> {
    form.selected().map(Subject::id)
}

#[test]
fn the_selection_follows_the_first_hit_of_the_latest_key_stroke_alone() {
    let snapshot = desk();
    let mut form = form_on(&snapshot);
    form.query.text = "r".into();
    let _sent = form.typed();
    let early = answered(&snapshot, &form);
    form.query.text = "ravi".into();
    let _sent = form.typed();
    let _said = form.take_in(&early);
    assert_eq!(guest(&form), Some("hart"), "an answer to an older key stroke chooses nobody");
    let _said = form.take_in(&answered(&snapshot, &form));
    assert_eq!(guest(&form), Some("ravi"));
    assert_eq!(form.row(), Some(0));
}

#[test]
fn nobody_is_chosen_when_nobody_matches() {
    let snapshot = desk();
    let mut form = form_on(&snapshot);
    form.query.text = "nobody of that name".into();
    let _sent = form.typed();
    let _said = form.take_in(&answered(&snapshot, &form));
    assert_eq!(guest(&form), None);
}

#[test]
fn rows_of_another_generation_are_not_shown() {
    let snapshot = desk();
    let mut form = form_on(&snapshot);
    let mut reloaded = desk_with(vec![sample::card("ravi", "Ravi Natarajan")]);
    let mut catalog = (*reloaded.catalog).clone();
    catalog.generation = 2;
    reloaded.catalog = Arc::new(catalog);
    let _said = form.take_in(&reloaded);
    assert_eq!(form.listed.found.rows.len(), 2, "the old pair stays until the new one is whole");
    assert_eq!(guest(&form), Some("hart"));
    assert!(form.card(&reloaded).is_none(), "the newest list has her no more");
}

#[test]
fn one_press_is_one_order_until_the_engine_has_listed_it() {
    let snapshot = desk();
    let mut form = form_on(&snapshot);
    let wish = || Wish {
        subject: Subject::Credential("hart".into()),
        encoder: "one".into(),
        confirmed: Vec::new(),
        retry_of: None,
    };
    let order = form.order(JobId::generate(), wish()).unwrap();
    assert!(form.order(JobId::generate(), wish()).is_none());
    let mut listed = desk_with_job(Stage::Queued);
    listed.jobs = listed.jobs.iter().cloned().map(|job| crate::engine::JobView { job: order.job, ..job }).collect();
    assert!(form.take_in(&listed).is_empty());
    assert!(form.pending().is_none());
}

#[test]
fn a_retry_puts_the_failure_away_only_once_it_is_listed() {
    let failed = desk_with_job(Stage::Failed(sample::problem(ProblemCode::NoCard)));
    let old = failed.jobs[0].job;
    let mut form = form_on(&failed);
    let wish = Wish {
        subject: Subject::Credential("hart".into()),
        encoder: "one".into(),
        confirmed: Vec::new(),
        retry_of: Some(old),
    };
    let order = form.order(JobId::generate(), wish).unwrap();
    assert!(form.take_in(&failed).is_empty());
    let retried = crate::engine::JobView { job: order.job, ..sample::job(Stage::Queued) };
    let both = Snapshot { jobs: [failed.jobs[0].clone(), retried].into(), ..failed };
    let said = form.take_in(&both);
    assert!(matches!(said[..], [Action::Tell(Command::Dismiss(job))] if job == old), "{said:?}");
    assert!(form.is_retry(order.job));
}

#[test]
fn a_refusal_frees_the_button_and_is_remembered_for_its_card() {
    let mut form = form_on(&desk());
    let wish =
        Wish { subject: Subject::Credential("hart".into()), encoder: "one".into(), confirmed: vec![], retry_of: None };
    let job = form.order(JobId::generate(), wish).unwrap().job;
    form.take_refusal(JobId::generate(), Blocker::Offline);
    assert!(form.pending().is_some(), "the refusal of another job changes nothing");
    form.take_refusal(job, Blocker::EncoderBusy);
    assert!(form.pending().is_none());
    assert_eq!(form.refused, Some((Subject::Credential("hart".into()), Blocker::EncoderBusy)));
}

#[test]
fn another_workspace_starts_clean_and_the_same_one_goes_on() {
    let snapshot = desk();
    let mut form = form_on(&snapshot);
    let away = Snapshot { session: Session::Connecting, ..snapshot.clone() };
    let _said = form.take_in(&away);
    let _said = form.take_in(&snapshot);
    assert_eq!(guest(&form), Some("hart"), "after the key was replaced");
    let mut other = snapshot;
    if let Session::Connected { workspace, .. } = &mut other.session {
        workspace.id = "elsewhere".into();
    }
    let _said = form.take_in(&other);
    assert_eq!(guest(&form), None);
}

#[test]
fn details_are_asked_for_once_and_only_for_a_row_that_stays_chosen() {
    let mut form = form_on(&desk());
    assert!(matches!(form.look(10.0), Look::In(_)));
    form.select_row(1);
    assert!(matches!(form.look(10.1), Look::In(_)));
    assert_eq!(form.look(10.3), Look::Now(Subject::Credential("ravi".into())));
    assert_eq!(form.look(11.0), Look::Done);
}

#[test]
fn after_a_break_the_desk_shows_what_it_was_at_once() {
    let mut snapshot = sample::desk_with_job(Stage::Waiting);
    let job = crate::engine::JobView { is_resumed: true, ..snapshot.jobs[0].clone() };
    snapshot.jobs = [job.clone()].into();
    let mut form = EncodeForm::default();
    let _asked = form.take_in(&snapshot);
    assert_eq!(form.selected(), Some(&job.subject));
    form.choose(None);
    let _asked = form.take_in(&snapshot);
    assert_eq!(form.selected(), None, "what a person chose afterwards stays");
    let mut plain = EncodeForm::default();
    let _asked = plain.take_in(&sample::desk_with_job(Stage::Waiting));
    assert_eq!(plain.selected(), None, "a job of this run chooses nothing");
}
