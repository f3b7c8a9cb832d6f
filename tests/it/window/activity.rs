//! The Activity screen: what it asks of the engine, by pointer and by keyboard, and what it says.

use std::sync::Arc;

use eframe::egui::{self, Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT, Queryable};
use keydesk::{
    domain::{ActivityQuery, AttemptRow, Desk, Operator, OutcomeFilter, Overview, Period, ProblemCode, Scope},
    engine::{ActivityTrouble, ActivityView, Command, JobView, SharedState, Snapshot, Stage},
};

use super::{Window, activity_desk, desk, raw_keys};

impl Window {
    /// A window that has gone to Activity, with an engine that answers every question about it.
    pub(super) fn at_activity() -> Self {
        Self::at_activity_of(desk::desk(), egui::vec2(1280.0, 800.0))
    }

    pub(super) fn at_activity_of(snapshot: Snapshot, size: egui::Vec2) -> Self {
        let mut window = Self::sized(snapshot, size);
        window.ctrl(Key::Num2);
        window.answer(activity_desk::view);
        window
    }

    pub(super) fn ctrl(&mut self, key: Key) {
        self.harness.key_press_modifiers(Modifiers::COMMAND, key);
        self.settle();
    }

    /// Answers the latest question.
    pub(super) fn answer(&mut self, view: impl Fn(&ActivityQuery) -> ActivityView) {
        let query = self.asked().expect("a question about what was tried");
        self.snapshot.activity = Some(Arc::new(view(&query)));
        self.publish();
        self.settle();
    }

    /// The latest question.
    pub(super) fn asked(&self) -> Option<ActivityQuery> {
        let query = |command: &Command| {
            if let Command::ShowActivity(query) = command { Some(query.clone()) } else { None }
        };
        self.told.iter().rev().find_map(query)
    }

    pub(super) fn rows_asked(&self) -> Vec<(u64, u32)> {
        let rows = |command: &Command| {
            if let Command::ShowRows { offset, limit } = command { Some((*offset, *limit)) } else { None }
        };
        self.told.iter().filter_map(rows).collect()
    }

    fn hidden(&self) -> usize {
        self.told.iter().filter(|command| matches!(command, Command::HideActivity)).count()
    }

    pub(super) fn details(&self) -> Vec<keydesk::domain::JobId> {
        let job = |command: &Command| if let Command::ShowAttempt(job) = command { Some(*job) } else { None };
        self.told.iter().filter_map(job).collect()
    }

    /// Opens a drop-down choice and takes one of it.
    pub(super) fn choose(&mut self, name: &str, item: &str) {
        self.harness.get_by_role_and_label(Role::ComboBox, name).click();
        self.settle();
        self.harness.get_by_role_and_label(Role::ListBoxOption, item).click();
        self.settle();
        self.answer(activity_desk::view);
    }

    pub(super) fn labels(&self, role: Role) -> Vec<String> {
        let nodes = self.harness.root().query_all_by(move |node| node.role() == role);
        nodes.filter_map(|node| node.accesskit_node().label()).collect()
    }

    pub(super) fn focus_on(&self) -> Option<String> {
        self.harness
            .root()
            .query_all_by(|_| true)
            .find(|node| node.is_focused())
            .and_then(|node| node.accesskit_node().label())
    }
}

pub(super) fn query() -> ActivityQuery {
    ActivityQuery::default()
}

#[test]
fn opening_asks_and_leaving_says_so() {
    let mut window = Window::of(desk::desk());
    window.click("Activity");
    assert_eq!(window.asked(), Some(query()));
    assert!(window.says("Reading the record…"));
    window.answer(activity_desk::view);
    for text in ["Cards encoded: 236", "Failed: 13", "Success rate: 94.8 %", "3.9 s / 7.2 s", "Amelia Hart"] {
        assert!(window.says(text), "{text}");
    }
    assert_eq!(raw_keys(&window), Vec::<String>::new());
    assert_eq!(window.hidden(), 0);
    window.press(Key::Escape);
    assert_eq!(window.hidden(), 1);
    assert!(window.says("Choose a guest"), "the cards again");
}

#[test]
fn ctrl_and_a_number_change_the_place_and_the_choice_lasts() {
    let mut window = Window::at_activity();
    window.click("7 days");
    let week = ActivityQuery { period: Period::Days(7), ..query() };
    assert_eq!(window.asked(), Some(week.clone()));
    window.ctrl(Key::Num1);
    assert_eq!(window.hidden(), 1);
    let before = window.told.len();
    window.ctrl(Key::Num2);
    assert!(matches!(&window.told[before..], [Command::ShowActivity(query)] if *query == week), "{:?}", window.told);
}

#[test]
fn each_filter_asks_its_own_question_and_one_press_clears_all() {
    let shared = Snapshot { shared: SharedState::Up { waiting: 0 }, ..desk::desk() };
    let mut window = Window::at_activity_of(shared, egui::vec2(1280.0, 800.0));
    window.choose("Desk", "All desks");
    let mut wanted = ActivityQuery { scope: Scope::AllDesks, ..query() };
    assert_eq!(window.asked().as_ref(), Some(&wanted));
    window.choose("Desk", "Night desk");
    wanted.desk = Some(Desk("Night desk".into()));
    assert_eq!(window.asked().as_ref(), Some(&wanted));
    window.choose("Encoder", "Front Desk 2");
    wanted.encoder = Some("enc-2".into());
    assert_eq!(window.asked().as_ref(), Some(&wanted));
    window.click("Failures only");
    wanted.outcome = OutcomeFilter::Failures;
    assert_eq!(window.asked().as_ref(), Some(&wanted));
    window.click("More filters");
    window.choose("Clerk", "J. Silva");
    wanted.operator = Some(Operator("J. Silva".into()));
    window.choose("Outcome", "Not settled");
    wanted.outcome = OutcomeFilter::Unsettled;
    window.choose("Cause", "Encoder offline");
    wanted.cause = Some(ProblemCode::EncoderOffline);
    assert_eq!(window.asked().as_ref(), Some(&wanted));
    window.click("Reset");
    assert_eq!(window.asked(), Some(query()));
}

#[test]
fn a_long_list_is_narrowed_by_typing_wherever_the_keyboard_was_before() {
    let mut window = Window::at_activity();
    window.click("Custom");
    window.click("More filters");
    window.harness.get_by_role_and_label(Role::TextInput, "From").focus();
    window.settle();
    window.harness.get_by_role_and_label(Role::ComboBox, "Cause").click();
    window.settle();
    assert_eq!(window.focus_on().as_deref(), Some("Find in the list"));
    window.harness.event(egui::Event::Text("offl".into()));
    window.settle();
    window.press(Key::Enter);
    assert_eq!(window.asked().unwrap().cause, Some(ProblemCode::EncoderOffline));
}

#[test]
fn all_desks_can_be_chosen_only_where_a_record_is_shared() {
    let window = Window::at_activity();
    assert!(!window.labels(Role::ComboBox).contains(&"Desk".to_owned()));
    let shared = Snapshot { shared: SharedState::Up { waiting: 0 }, ..desk::desk() };
    let mut window = Window::at_activity_of(shared, egui::vec2(1280.0, 800.0));
    assert!(!window.labels(Role::ColumnHeader).contains(&"Desk".to_owned()));
    window.choose("Desk", "All desks");
    assert!(window.labels(Role::ColumnHeader).contains(&"Desk".to_owned()) && window.says("Reception"));
}

#[test]
fn a_custom_period_is_typed_and_a_wrong_day_asks_nothing() {
    let mut window = Window::at_activity();
    window.click("Custom");
    let today = "2026-11-23".parse().unwrap();
    assert_eq!(window.asked().unwrap().period, Period::Custom { first: today, last: today });
    let asked = window.told.len();
    let field = |window: &Window| window.harness.get_by_role_and_label(Role::TextInput, "From").rect().center();
    let at = field(&window);
    window.harness.get_by_role_and_label(Role::TextInput, "From").focus();
    window.settle();
    for (typed, trouble) in [("2026-02-30", "Write a day as"), ("2026-12-01", "yet to come")] {
        window.ctrl(Key::A);
        window.harness.event(egui::Event::Text(typed.into()));
        window.settle();
        assert!(window.says(trouble), "{typed}");
    }
    assert_eq!(window.told.len(), asked, "nothing is asked of a day that is none");
    window.ctrl(Key::A);
    window.harness.event(egui::Event::Text("2026-11-20".into()));
    window.settle();
    let first = "2026-11-20".parse().unwrap();
    assert_eq!(window.asked().unwrap().period, Period::Custom { first, last: today });
    window.press(Key::ArrowDown);
    let first = "2026-11-19".parse().unwrap();
    assert_eq!(window.asked().unwrap().period, Period::Custom { first, last: today });
    assert_eq!(field(&window), at, "nothing jumps while one types");
}

#[test]
fn what_is_old_stays_and_is_marked_when_the_answer_takes_long() {
    let mut window = Window::at_activity();
    window.harness.get_by_label("30 days").click();
    window.harness.run_steps(2);
    assert!(
        window.says("Cards encoded: 236") && !window.says("Bringing up to date"),
        "a quick answer does not flicker"
    );
    window.harness.run_steps(4);
    assert!(window.says("Cards encoded: 236") && window.says("Bringing up to date"));
    window.settle();
    window.answer(|query| ActivityView {
        overview: Overview { encoded: 7_000, ..activity_desk::view(query).overview },
        ..activity_desk::view(query)
    });
    assert!(window.says("Cards encoded: 7,000") && !window.says("Bringing up to date"));
    assert!(window.says("by day") && window.says("23 Nov 13:41:07"), "days stand beside times");
}

#[test]
fn trouble_is_a_sentence_and_nothing_is_lost() {
    let mut window = Window::at_activity();
    let with = |trouble: ActivityTrouble| {
        move |query: &ActivityQuery| ActivityView { trouble: Some(trouble.clone()), ..activity_desk::view(query) }
    };
    window.answer(with(ActivityTrouble::Journal("the disk is full".into())));
    assert!(window.says("This desk’s record does not answer") && window.says("Amelia Hart"));
    assert!(!window.says("the disk is full"));
    window.answer(with(ActivityTrouble::SharedAway("connection refused".into())));
    assert!(window.says("These are this desk’s attempts alone") && !window.says("connection refused"));
    window.click("Details");
    assert!(window.says("connection refused"), "{:?}", window.words());
    window.answer(with(ActivityTrouble::SharedAway("".into())));
    assert!(!window.says("details"), "there is no cause to show: {:?}", window.words());
}

#[test]
fn nothing_tried_says_what_to_do() {
    let mut window = Window::at_activity();
    let nothing = |query: &ActivityQuery| ActivityView { query: query.clone(), ..ActivityView::default() };
    window.answer(nothing);
    assert!(window.says("Nothing was tried in this time") && window.says("Success rate: –"));
    window.click("Show 30 days");
    assert_eq!(window.asked().unwrap().period, Period::Days(30));
    window.click("Failures only");
    window.answer(nothing);
    assert!(window.says("No attempt matches these filters"));
}

#[test]
fn a_cause_and_a_pattern_lead_to_their_attempts() {
    let mut window = Window::at_activity();
    window.click("No card on encoder: 3");
    assert_eq!(window.asked(), Some(ActivityQuery { cause: Some(ProblemCode::NoCard), ..query() }));
    window.answer(activity_desk::busy_view);
    let sentence = "Front Desk 2: the last 3 attempts in a row failed";
    assert!(window.says(sentence) && window.says("There is too little yet to be sure"), "{:?}", window.words());
    assert!(!window.says("6 of the last 10 failed"), "what the note on top tells is not told twice");
    window.click("Show them");
    let evidence = ActivityQuery {
        encoder: Some("enc-2".into()),
        outcome: OutcomeFilter::Failures,
        cause: Some(ProblemCode::CardRemovedEarly),
        ..query()
    };
    assert_eq!(window.asked(), Some(evidence));
}

#[test]
fn unsettled_attempts_stay_on_top_and_open() {
    let mut window = Window::at_activity();
    let view = activity_desk::busy_view(&query());
    let job = view.unsettled[0].job;
    window.answer(|_| view.clone());
    assert!(window.says("2 attempts are not settled"));
    window.click("Outcome unknown · Maya Okafor · Front Desk 1 · 13:22");
    assert_eq!(window.details(), [job]);
}

#[test]
fn names_that_were_erased_say_so() {
    let mut window = Window::at_activity();
    let erased = |row: AttemptRow| AttemptRow { guest: None, at: desk::at("2026-09-01T10:00:00Z"), ..row };
    window.answer(|query| {
        let view = activity_desk::view(query);
        ActivityView { rows: view.rows.into_iter().map(erased).collect(), ..view }
    });
    assert!(window.says("Erased"));
}

#[test]
fn a_card_that_is_being_made_stays_in_sight_and_leads_back() {
    let hart = desk::cards().remove(0);
    let job: JobView = desk::job(&hart, "enc-1", Stage::Waiting, 3_100);
    let mut window = Window::at_activity_of(desk::with_jobs(vec![job]), egui::vec2(1280.0, 800.0));
    let pill = window.harness.get_by_label("Waiting for a card · Amelia Hart · Front Desk 1");
    assert_eq!(pill.accesskit_node().live(), egui::accesskit::Live::Polite, "its end is said");
    window.click("Waiting for a card · Amelia Hart · Front Desk 1");
    assert_eq!(window.hidden(), 1);
    assert!(window.says("Place a card on the encoder"));
}

#[test]
fn a_search_leads_to_the_cards() {
    let mut window = Window::at_activity();
    window.find("ravi");
    assert_eq!((window.hidden(), window.searched().as_deref()), (1, Some("ravi")));
    window.harness.event(egui::Event::Text(" n".into()));
    window.settle();
    assert_eq!(window.searched().as_deref(), Some("ravi n"), "one goes on typing");
    window.press(Key::ArrowDown);
    assert!(window.chosen_row().is_some());
}

#[test]
fn the_help_sheet_names_the_way_here_and_escape_leaves_one_thing_at_a_time() {
    let mut window = Window::at_activity();
    window.press(Key::F1);
    assert!(window.says("To the card screen, to Activity"));
    window.press(Key::Escape);
    assert_eq!(window.hidden(), 0, "the sheet first");
    window.harness.get_by_role_and_label(Role::ComboBox, "Encoder").click();
    window.settle();
    window.press(Key::Escape);
    assert_eq!(window.hidden(), 0, "the list first");
    window.press(Key::Escape);
    assert_eq!(window.hidden(), 1);
}

#[test]
fn a_desk_that_loses_its_session_opens_at_the_cards() {
    let mut window = Window::at_activity();
    window.show(super::welcome(None));
    assert_eq!(window.hidden(), 1);
    window.show(desk::desk());
    assert!(window.says("Choose a guest"));
}

#[test]
fn everything_fits_and_has_a_name_in_every_window() {
    for (width, height) in [(1280.0, 800.0), (1024.0, 640.0), (1024.0, 700.0), (640.0, 400.0)] {
        let shared = Snapshot { shared: SharedState::Up { waiting: 0 }, ..desk::desk() };
        let mut window = Window::at_activity_of(shared, egui::vec2(width, height));
        window.click("More filters");
        window.answer(activity_desk::busy_view);
        assert_eq!(raw_keys(&window), Vec::<String>::new());
        let roles = [Role::Button, Role::Link, Role::RadioButton, Role::ComboBox, Role::CheckBox, Role::Row];
        for node in window.harness.root().query_all_by(move |node| roles.contains(&node.role())) {
            let (name, rect) = (node.accesskit_node().label().unwrap_or_default(), node.rect());
            assert!(!name.trim().is_empty(), "{:?}", node.accesskit_node().role());
            assert!(rect.left() >= 0.0 && rect.right() <= width + 1.0, "{name}: {rect:?} in {width}");
        }
        assert!(window.harness.query_by_label("Export…").is_some());
    }
}

#[test]
fn idle_activity_asks_for_no_frame() {
    let mut window = Window::at_activity();
    window.harness.run_steps(4);
    let delay = window.harness.output().viewport_output.values().map(|viewport| viewport.repaint_delay).min().unwrap();
    assert!(delay >= std::time::Duration::from_secs(40), "{delay:?}");
}
