//! Activity as a clerk sees it: their own attempts at this desk, to the last one, and words that say so.

use jiff::{SignedDuration, Timestamp};
use keydesk::{
    domain::{
        ActivityQuery, Deed, Desk as DeskName, Fact, FactKind, Guest, Intent, Issued, JobId, Operator, OutcomeFilter,
        Overview, Period, Role as Trust, Scope, Subject,
    },
    engine::{ActivityView, Asked, ExportFormat, SharedState},
    journal::Journal,
};

use super::{activity_desk, lock::signed_in, real::Desk, *};
use crate::{
    access::{BOS, staffed},
    desk::Setup,
};

const OWN_ALONE: &str = "Your own attempts; a supervisor sees all";
/// More than come with the first answer, and more than a question for rows brings.
const ATTEMPTS: u32 = 130;

fn made(nth: u32, at: Timestamp) -> [Fact; 2] {
    let job = JobId::generate();
    let intent = Intent {
        job,
        subject: Subject::Credential(format!("card-{nth}").into()),
        encoder: "enc-1".into(),
        encoder_name: "Front Desk 1".into(),
        system: "system-1".into(),
        workspace: "workspace-1".into(),
        card_name: "Guest card".into(),
        guest: Some(Guest::new(format!("Guest {nth}"))),
        doors: vec![],
        operator: Operator("Bo".into()),
        desk: DeskName("front".into()),
        issued_before: Issued::No,
        card_number_before: None,
        server_time: None,
        retry_of: None,
    };
    let end = FactKind::Succeeded { card: None, credential: None, proof: None };
    [Fact { job, at, kind: FactKind::Intended(Box::new(intent)) }, Fact { job, at, kind: end }]
}

/// Lays so many attempts of Bo's into the desk's record, of which guest 1's is the oldest.
fn lay(setup: &Setup) {
    let began = Timestamp::now() - SignedDuration::from_mins(10);
    let facts: Vec<_> =
        (1..=ATTEMPTS).flat_map(|nth| made(nth, began + SignedDuration::from_secs(nth.into()))).collect();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let journal = Journal::open(&setup.folder.path().join("journal.sqlite")).await.unwrap();
        journal.record_all(&facts).await.unwrap();
        journal.close().await;
    });
}

#[test]
fn a_clerk_comes_to_the_last_of_many_attempts_of_their_own() {
    let setup = staffed();
    lay(&setup);
    let mut desk = Desk::open(&setup);
    desk.until("the locked desk", Desk::is_locked);
    desk.enter(BOS);
    desk.until_says("Bo is signed in");
    desk.until_says("Amelia Hart");
    desk.with_ctrl(Key::Num2);
    // Ten minutes ago may have been yesterday.
    desk.click("7 days");
    desk.until("the newest", |desk| desk.says("Guest 130"));
    assert!(!desk.words().iter().any(|word| word.contains(", Guest 1,")), "{:?}", desk.words());
    desk.harness.get_by_label("Attempts").focus();
    desk.harness.run_steps(3);
    desk.press(Key::End);
    desk.until("the oldest", |desk| desk.words().iter().any(|word| word.contains(", Guest 1,")));
    desk.harness.run_steps(90);
    assert!(!desk.says("Bringing up to date…"), "{:?}", desk.words());
}

fn bos() -> Snapshot {
    Snapshot { shared: SharedState::Up { waiting: 0 }, ..signed_in("Jon Ash", Trust::Clerk) }
}

fn nothing(query: &ActivityQuery) -> ActivityView {
    ActivityView { query: query.clone(), ..ActivityView::default() }
}

#[test]
fn a_clerk_is_told_whose_attempts_these_are() {
    let mut window = Window::at_activity_of(bos(), egui::vec2(1280.0, 800.0));
    assert!(window.says(OWN_ALONE), "{:?}", window.words());
    assert!(!window.says("This desk") && !window.says("All desks"), "no desk can be chosen: {:?}", window.words());
    window.click("More filters");
    assert!(window.says("Jon Ash") && !window.says("All clerks"), "{:?}", window.words());
    assert_eq!(raw_keys(&window), Vec::<String>::new());
    window.answer(nothing);
    assert!(window.says("Nothing was tried in this time"));
    let told = window.words().iter().filter(|word| *word == OWN_ALONE).count();
    assert_eq!(told, 2, "beside the filters, and where nothing is listed");
}

#[test]
fn a_supervisor_is_told_no_such_thing_and_chooses_among_all() {
    let snapshot = Snapshot { shared: SharedState::Up { waiting: 0 }, ..signed_in("Anna Berg", Trust::Supervisor) };
    let mut window = Window::at_activity_of(snapshot, egui::vec2(1280.0, 800.0));
    window.click("More filters");
    assert!(!window.says(OWN_ALONE) && window.says("All clerks") && window.says("This desk"), "{:?}", window.words());
    window.answer(nothing);
    assert!(!window.says(OWN_ALONE));
}

#[test]
fn what_a_clerk_exports_is_said_as_it_will_be() {
    let mut window = Window::at_activity_of(bos(), egui::vec2(1280.0, 800.0));
    let ctx = window.harness.ctx.clone();
    let asked = ActivityQuery {
        scope: Scope::AllDesks,
        desk: Some(DeskName("Night desk".into())),
        operator: Some(Operator("M. Kern".into())),
        ..ActivityQuery::default()
    };
    let view = activity_desk::view(&asked);
    let view = ActivityView { overview: Overview { total: 7, ..view.overview.clone() }, ..view };
    window.snapshot.activity = Some(Arc::new(view));
    window.publish();
    window.settle();
    let before = window.words();
    window.harness.state_mut().ask_export(&ctx, asked);
    window.settle();
    assert!(window.says("Exactly the 7 attempts"), "{:?}", window.words());
    let said: Vec<_> = window.words().into_iter().filter(|word| !before.contains(word)).collect();
    let is_said = |text: &str| said.iter().any(|word| word.contains(text));
    assert!(is_said("This desk") && !is_said("Night desk") && !is_said("M. Kern"), "{said:?}");
    assert!(window.says("Jon Ash"), "{:?}", window.words());
}

#[test]
fn a_supervisor_reads_which_attempts_a_clerks_file_will_hold_and_how_many() {
    let query = ActivityQuery {
        period: Period::Days(7),
        encoder: Some("enc-2".into()),
        outcome: OutcomeFilter::Failures,
        cause: Some(ProblemCode::NoCard),
        ..ActivityQuery::default()
    };
    let view = ActivityView {
        overview: Overview { total: 1_207, ..Overview::default() },
        query: query.clone(),
        ..ActivityView::default()
    };
    let (scope, filter) = bos().duty.visible(query.scope, query.filter(desk::now(), &desk::zone()));
    let asked =
        Asked::Export { scope, filter, path: "/home/desk/a.csv".into(), format: ExportFormat::Csv, with_guests: false };
    let waiting = |view: ActivityView| Snapshot {
        approval: Some(Deed::Export),
        asked: Some(Arc::new(asked.clone())),
        activity: Some(Arc::new(view)),
        ..bos()
    };
    let parts =
        "Tue 17 Nov – Today · This desk · Front Desk 2 · Only attempts of Jon Ash · Failures · No card on encoder";
    let counted = format!("{parts} · 1,207 attempts at present");
    let window = Window::of(waiting(view.clone()));
    assert!(window.words().contains(&counted), "{:?}", window.words());
    assert_eq!(raw_keys(&window), Vec::<String>::new());
    let others = ActivityQuery { cause: None, ..query };
    for uncounted in [ActivityView { is_loading: true, ..view.clone() }, ActivityView { query: others, ..view }] {
        let window = Window::of(waiting(uncounted));
        assert!(window.words().iter().any(|word| word == parts), "{:?}", window.words());
    }
}
