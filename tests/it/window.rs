//! The window without a screen: what it shows of a snapshot, and what it tells the engine about keys and clicks.

#![allow(clippy::panic, clippy::unwrap_used, reason = "where a helper fails, its test has failed")]

mod activity;
mod activity_desk;
mod activity_pictures;
mod activity_table;
mod attempt;
mod clerk;
mod desk;
mod encoders;
mod export;
mod kiosk;
mod kiosk_desk;
mod kiosk_pictures;
mod lock;
mod past;
mod picture;
mod real;
mod rest;
mod settings;
mod state_pictures;

use std::{cell::RefCell, rc::Rc, sync::Arc};

use eframe::egui::{self, Key, Modifiers, accesskit::Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use keydesk::{
    domain::{
        Confirm, Decision, Disproof, Issued, Notice, ProblemCode, Progress, Proof, Skipped, Subject, SystemId,
        UncertainReason,
    },
    engine::{
        Command, EncodeOrder, EngineEnd, JobView, Keep, KeyringTrouble, Link, Session, Snapshot, Stage, TokenSource,
        TokenTrouble, WelcomeTrouble, channels,
    },
    ui::{App, UiOptions, kit::Look, text::Texts},
};
use secrecy::ExposeSecret;

/// A window with the engine played by the test: searches are answered at once, everything else is written down.
struct Window {
    harness: Harness<'static, App>,
    end: EngineEnd,
    snapshot: Snapshot,
    told: Vec<Command>,
}

impl Window {
    fn of(snapshot: Snapshot) -> Self {
        Self::sized(snapshot, egui::vec2(1280.0, 800.0))
    }

    fn sized(snapshot: Snapshot, size: egui::Vec2) -> Self {
        Self::with(snapshot, size, UiOptions::default())
    }

    fn with(snapshot: Snapshot, size: egui::Vec2, options: UiOptions) -> Self {
        let (handle, end) = channels(snapshot.clone());
        let look = Look { theme: egui::ThemePreference::Light, motion: false, density: options.look.density };
        let options = UiOptions { look, clock: Box::new(desk::now), ..options };
        let harness = Harness::builder()
            .with_size(size)
            .with_max_steps(20)
            .with_theme(egui::Theme::Light)
            .allow_missing_glyphs()
            .build_eframe(|cc| App::new(&cc.egui_ctx, handle, options, Texts::default()));
        let mut window = Self { harness, end, snapshot, told: Vec::new() };
        window.settle();
        window
    }

    /// Draws and answers until nothing more is said.
    fn settle(&mut self) {
        for _ in 0..6 {
            self.harness.run_steps(3);
            let mut found = None;
            while let Ok(command) = self.end.commands.try_recv() {
                if let Command::Find(query) = &command {
                    found = Some(self.snapshot.catalog.find(query, desk::now()));
                }
                self.told.push(command);
            }
            let Some(found) = found else { break };
            self.snapshot.found = Arc::new(found);
            self.publish();
        }
    }

    fn publish(&mut self) {
        self.end.snapshots.send_replace(Arc::new(self.snapshot.clone()));
    }

    fn show(&mut self, snapshot: Snapshot) {
        self.snapshot = snapshot;
        self.publish();
        self.settle();
    }

    fn press(&mut self, key: Key) {
        self.harness.key_press(key);
        self.settle();
    }

    fn find(&mut self, text: &str) {
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::F);
        self.settle();
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.settle();
    }

    fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.settle();
    }

    /// Everything a screen reader could say.
    fn words(&self) -> Vec<String> {
        let nodes = self.harness.root().query_all_by(|_| true);
        nodes.flat_map(|node| [node.accesskit_node().label(), node.value()]).flatten().collect()
    }

    fn says(&self, text: &str) -> bool {
        self.words().iter().any(|word| word.contains(text))
    }

    fn orders(&self) -> Vec<EncodeOrder> {
        let order =
            |command: &'_ Command| if let Command::Encode(order) = command { Some(order.clone()) } else { None };
        self.told.iter().filter_map(order).collect()
    }

    /// What was said about jobs: anything but searching and looking.
    fn deeds(&self) -> Vec<&Command> {
        self.told.iter().filter(|command| !matches!(command, Command::Find(_) | Command::LookAt(_))).collect()
    }

    /// What was last searched for.
    fn searched(&self) -> Option<String> {
        let text = |command: &Command| if let Command::Find(query) = command { Some(query.text.clone()) } else { None };
        self.told.iter().rev().find_map(text)
    }

    fn is_on(&self, button: &str) -> bool {
        !self.harness.get_by_label(button).accesskit_node().is_disabled()
    }

    fn chosen_row(&self) -> Option<String> {
        let is_chosen = |node: &egui_kittest::Node<'_>| {
            node.accesskit_node().role() == Role::ListBoxOption && node.accesskit_node().is_selected() == Some(true)
        };
        self.harness.root().query_all_by(|_| true).find(is_chosen).and_then(|node| node.accesskit_node().label())
    }
}

/// Presses what has this label with the keyboard, wherever it has to be scrolled to for that.
fn by_key(window: &mut Window, label: &str) {
    let nodes: Vec<_> = window.harness.get_all_by_label(label).collect();
    nodes.last().unwrap().focus();
    window.settle();
    window.press(Key::Space);
}

fn hart() -> keydesk::domain::Card {
    desk::cards().remove(0)
}

fn hart_in(stage: Stage) -> Snapshot {
    desk::with_jobs(vec![desk::job(&hart(), "enc-1", stage, 3_100)])
}

/// A window in which the first guest is chosen.
fn at_hart(snapshot: Snapshot) -> Window {
    let mut window = Window::of(snapshot);
    window.press(Key::ArrowDown);
    window.press(Key::Enter);
    window
}

fn welcome(trouble: Option<WelcomeTrouble>) -> Snapshot {
    Snapshot { session: Session::Welcome(trouble), ..Snapshot::default() }
}

fn confirming(keyring: Option<KeyringTrouble>) -> Snapshot {
    let session = Session::Confirming { workspace: desk::workspace(), encoders: 3, keyring };
    Snapshot { session, ..Snapshot::default() }
}

const KEYRINGS: [fn() -> KeyringTrouble; 5] = [
    || KeyringTrouble::Missing,
    || KeyringTrouble::Locked,
    || KeyringTrouble::Denied,
    || KeyringTrouble::TimedOut,
    || KeyringTrouble::Broken("foreign words".into()),
];

const TOKENS: [TokenTrouble; 8] = [
    TokenTrouble::Empty,
    TokenTrouble::ContainsSpaces,
    TokenTrouble::Incomplete,
    TokenTrouble::PublishableKey,
    TokenTrouble::WorkspaceMissing,
    TokenTrouble::WorkspaceInvalid,
    TokenTrouble::ClientSession,
    TokenTrouble::NotSeam,
];

fn every_first_screen() -> Vec<Snapshot> {
    let session = |session| Snapshot { session, ..Snapshot::default() };
    let mut all = vec![session(Session::Starting), session(Session::Connecting), welcome(None), confirming(None)];
    all.extend(TOKENS.map(|trouble| welcome(Some(WelcomeTrouble::Token(trouble)))));
    all.extend(ProblemCode::ALL.map(|code| welcome(Some(WelcomeTrouble::Seam(desk::problem(code))))));
    all.extend(KEYRINGS.map(|trouble| welcome(Some(WelcomeTrouble::KeyringRead(trouble())))));
    all.extend(KEYRINGS.map(|trouble| confirming(Some(trouble()))));
    all.push(welcome(Some(WelcomeTrouble::Practice("foreign words".into()))));
    all.push(welcome(Some(WelcomeTrouble::Journal("foreign words".into()))));
    all
}

fn every_stage() -> Vec<Stage> {
    let card = hart();
    let reasons = [
        UncertainReason::ReplyLost,
        UncertainReason::PendingTooLong,
        UncertainReason::AttemptGone,
        UncertainReason::Interrupted,
        UncertainReason::EncoderSilent,
    ];
    let late = |proof| {
        let Stage::Succeeded { card, .. } = desk::success(&card) else { panic!("a success") };
        Stage::Succeeded { card, proof: Some(proof) }
    };
    let mut all = vec![Stage::Queued, Stage::Submitting, Stage::Waiting, Stage::LetGo];
    all.extend(reasons.map(|reason| Stage::Uncertain(reason, desk::problem(ProblemCode::EncoderTimeout))));
    all.extend([desk::success(&card), Stage::Succeeded { card: None, proof: None }, late(Proof::AttemptEnded)]);
    all.push(late(Proof::IssuedAfterwards { at: Some(desk::at("2026-11-23T12:41:07Z")), card_number: None }));
    all.extend([Some(desk::at("2026-11-23T12:41:07Z")), None].map(|at| late(Proof::Announced { at })));
    all.push(late(Proof::CardRead { card_number: None }));
    all.extend(Disproof::ALL.map(Stage::NotWritten));
    all.extend(ProblemCode::ALL.map(|code| Stage::Failed(desk::problem(code))));
    all.extend(ProblemCode::ALL.map(|code| Stage::NotExecuted(desk::problem(code))));
    all.extend([Stage::Decided(Decision::Written), Stage::Decided(Decision::NotWritten)]);
    all
}

/// A desk on which everything that can be wrong is wrong.
fn troubled() -> Snapshot {
    let mut snapshot = desk::desk();
    let mut catalog = (*snapshot.catalog).clone();
    catalog.skipped = vec![Skipped { list: "acs_credentials", reason: "ends_at: not a time".into() }; 3].into();
    catalog.progress = Progress { rows: 1_200, pages: 3, is_complete: false };
    let id = SystemId::from("system-1");
    let mut system = catalog.systems[&id].clone();
    system.errors = vec![desk::notice("seam_bridge_disconnected", "Seam Bridge has been disconnected.")];
    catalog.systems = Arc::new([(id, system)].into());
    snapshot.catalog = Arc::new(catalog);
    let since = desk::at("2026-11-23T12:40:00Z");
    let retry_at = desk::at("2026-11-23T12:41:20Z");
    snapshot.link = Link::Down { problem: desk::problem(ProblemCode::NotSent), since, retry_at };
    snapshot.journal_trouble = Some("the disk is full".into());
    snapshot.clock_skew = Some(jiff::SignedDuration::from_secs(-130));
    if let Session::Connected { source, .. } = &mut snapshot.session {
        *source = TokenSource::Keyring;
    }
    snapshot
}

/// Fluent keys are words joined by hyphens; no sentence of the window is one.
fn raw_keys(window: &Window) -> Vec<String> {
    let files = [
        include_str!("../../assets/locales/en/main.ftl"),
        include_str!("../../assets/locales/en/activity.ftl"),
        include_str!("../../assets/locales/en/attempt.ftl"),
        include_str!("../../assets/locales/en/desk.ftl"),
        include_str!("../../assets/locales/en/kiosk.ftl"),
        include_str!("../../assets/locales/en/settings.ftl"),
    ];
    let keys = files.into_iter().flat_map(str::lines);
    let keys: Vec<_> = keys.filter_map(|line| line.split_once(" = ")).map(|(key, _)| key).collect();
    assert!(keys.len() > 200);
    let is_raw = |word: &String| word.contains("{ $") || keys.iter().any(|key| key.contains('-') && word == key);
    window.words().into_iter().filter(is_raw).collect()
}

#[test]
fn every_first_screen_speaks_in_sentences() {
    for snapshot in every_first_screen() {
        let session = format!("{:?}", snapshot.session);
        let window = Window::of(snapshot);
        assert_eq!(raw_keys(&window), Vec::<String>::new(), "{session}");
        assert!(window.words().len() > 1, "{session}");
    }
}

#[test]
fn every_stage_of_a_job_speaks_in_sentences() {
    for stage in every_stage() {
        let said = format!("{stage:?}");
        let mut window = at_hart(hart_in(stage));
        assert_eq!(raw_keys(&window), Vec::<String>::new(), "{said}");
        assert!(window.says("Amelia Hart"), "{said}");
        if window.harness.query_by_label("Details").is_some() {
            window.click("Details");
            assert!(window.says("Foreign words.") && raw_keys(&window).is_empty(), "{said}");
        }
    }
}

#[test]
fn every_problem_says_what_happened_and_what_to_do() {
    for code in ProblemCode::ALL {
        let window = at_hart(hart_in(Stage::Failed(desk::problem(code))));
        let texts = Texts::default();
        let values = [("encoder", "Front Desk 1"), ("seconds", "1")];
        for part in ["title", "cause", "next"] {
            let text = texts.t_with(&format!("problem-{}-{part}", code.key()), &values);
            assert!(window.says(&text), "{code:?}: {text}");
        }
    }
}

#[test]
fn a_troubled_desk_says_each_trouble_before_anything_is_pressed() {
    let window = at_hart(troubled());
    for text in ["Sandbox workspace", "cannot write down", "No connection to Seam since 13:40", "3 minutes behind"] {
        assert!(window.says(text), "{text}: {:?}", window.words());
    }
    for text in ["Only the first 1,200", "3 entries", "computer cannot be reached", "Seam Bridge has been disconnected"]
    {
        assert!(window.says(text), "{text}: {:?}", window.words());
    }
    assert!(!window.is_on("Encode card"));
    assert_eq!(raw_keys(&window), Vec::<String>::new());
}

#[test]
fn search_choose_and_two_enters_lead_to_one_order() {
    let mut window = Window::of(desk::desk());
    window.find("ravi");
    window.press(Key::ArrowDown);
    assert!(window.chosen_row().unwrap().contains("Second card"));
    window.press(Key::Enter);
    assert!(window.orders().is_empty(), "the first Enter shows who it is");
    window.press(Key::Enter);
    let orders = window.orders();
    assert_eq!(orders.len(), 1);
    assert_eq!(orders[0].subject, Subject::Credential("c-ravi-2".into()));
    assert_eq!(orders[0].encoder, "enc-1".into());
    assert!(orders[0].confirmed.is_empty() && orders[0].retry_of.is_none());
}

#[test]
fn pressing_again_and_again_makes_one_card() {
    let mut window = at_hart(desk::desk());
    for _ in 0..4 {
        window.press(Key::Enter);
    }
    window.harness.get_by_label("Encode card").click();
    window.harness.get_by_label("Encode card").click();
    window.settle();
    assert_eq!(window.orders().len(), 1);
}

#[test]
fn a_double_click_makes_one_card() {
    let mut window = at_hart(desk::desk());
    let at = window.harness.get_by_label("Encode card").rect().center();
    for pressed in [true, false, true, false] {
        let button = egui::PointerButton::Primary;
        window.harness.event(egui::Event::PointerMoved(at));
        window.harness.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
    }
    window.settle();
    assert_eq!(window.orders().len(), 1);
}

#[test]
fn a_key_that_is_held_down_counts_once() {
    let mut window = Window::of(desk::desk());
    window.press(Key::ArrowDown);
    for _ in 0..5 {
        window.harness.key_down(Key::Enter);
        window.settle();
    }
    assert!(window.orders().is_empty(), "the guest is shown, and nothing more happens until the key is pressed again");
    window.harness.key_up(Key::Enter);
    window.press(Key::Enter);
    assert_eq!(window.orders().len(), 1);
}

#[test]
fn enter_never_takes_a_guest_of_an_older_search() {
    let mut window = Window::of(desk::desk());
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::F);
    window.settle();
    window.harness.event(egui::Event::Text("maya".to_owned()));
    window.harness.key_press(Key::Enter);
    window.harness.run_steps(2);
    window.harness.key_press(Key::Enter);
    window.harness.run_steps(2);
    window.settle();
    assert!(window.orders().is_empty(), "nobody has seen yet who it is");
    assert!(window.chosen_row().unwrap().contains("Maya Okafor"));
    window.press(Key::Enter);
    assert_eq!(window.orders()[0].subject, Subject::Credential("c-maya".into()));
}

#[test]
fn enter_in_an_empty_search_takes_nobody() {
    let mut window = Window::of(desk::desk());
    window.press(Key::Enter);
    window.press(Key::Enter);
    assert!(window.orders().is_empty() && window.chosen_row().is_none());
}

#[test]
fn what_is_typed_right_after_ctrl_f_is_not_lost() {
    let mut window = Window::of(desk::desk());
    window.find("ravi");
    let ctrl_f = |pressed| egui::Event::Key {
        key: Key::F,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::COMMAND,
    };
    window.harness.event(ctrl_f(true));
    window.harness.event(ctrl_f(false));
    window.harness.event(egui::Event::Text("h".into()));
    window.settle();
    for letter in ["a", "r", "t"] {
        window.harness.event(egui::Event::Text(letter.into()));
        window.settle();
    }
    assert_eq!(window.searched().as_deref(), Some("hart"));
}

#[test]
fn enter_leads_a_desk_without_an_encoder_to_the_choice_of_one() {
    let mut window = Window::of(Snapshot { binding: None, ..desk::desk() });
    window.find("hart");
    window.press(Key::Enter);
    window.press(Key::Enter);
    assert!(matches!(window.deeds()[..], [Command::BindEncoder(_)]), "the second Enter takes the first encoder");
    assert!(window.orders().is_empty());
}

#[test]
fn nobody_is_encoded_when_nobody_matches() {
    let mut window = at_hart(desk::desk());
    window.find("zzz");
    assert!(window.says("No match for “zzz”"));
    window.press(Key::Enter);
    window.press(Key::Enter);
    assert!(window.orders().is_empty());
    window.click("Search all tabs");
    assert!(matches!(window.told.last(), Some(Command::Find(query)) if query.tab == keydesk::domain::Tab::All));
}

#[test]
fn escape_says_nothing_about_a_job() {
    for stage in every_stage() {
        let said = format!("{stage:?}");
        let mut window = at_hart(hart_in(stage));
        window.find("hart");
        for _ in 0..4 {
            window.press(Key::Escape);
        }
        assert!(window.deeds().is_empty(), "{said}: {:?}", window.deeds());
        assert!(window.says("Amelia Hart · Front Desk 1"), "{said}: the job stands in the strip");
    }
}

fn encoded_before() -> Snapshot {
    let mut card = hart();
    card.issued = Issued::Yes(None);
    card.warnings = vec![Notice { code: "needs_to_be_reissued".into(), message: "".into(), created_at: None }];
    desk::desk_with(vec![card], desk::encoders())
}

#[test]
fn a_question_is_answered_safely_by_enter_and_escape() {
    for key in [Key::Enter, Key::Escape] {
        let mut window = at_hart(encoded_before());
        window.press(Key::Enter);
        assert!(window.says("Make Amelia Hart’s card again?"), "{:?}", window.words());
        window.press(key);
        assert!(!window.says("Make Amelia Hart’s card again?") && window.orders().is_empty(), "{key:?}");
    }
}

#[test]
fn a_question_is_asked_once_and_its_answer_goes_along() {
    let mut window = at_hart(encoded_before());
    window.press(Key::Enter);
    window.click("Make it again");
    assert_eq!(window.orders()[0].confirmed, [Confirm::Replaces]);
    assert!(!window.says("Make Amelia Hart’s card again?"));
}

#[test]
fn waiting_can_be_stopped_and_says_what_that_means() {
    let mut window = at_hart(hart_in(Stage::Waiting));
    assert!(window.says("Sent to Front Desk 1") && window.says("3.1 s · usually 4 s here"));
    assert!(window.says("The encoder may still write"));
    window.press(Key::Enter);
    assert!(window.deeds().is_empty(), "Enter does nothing while a card is made");
    window.click("Stop waiting");
    assert!(matches!(window.deeds()[..], [Command::StopWaiting(_)]));
}

#[test]
fn a_success_stays_until_the_next_guest_is_wanted() {
    let mut window = at_hart(hart_in(desk::success(&hart())));
    for text in ["164d29dc4a09b65f", "Card ready", "in 3.8 s on Front Desk 1", "Today 13:41:07"] {
        assert!(window.says(text), "{text}: {:?}", window.words());
    }
    window.press(Key::Enter);
    assert!(matches!(window.deeds()[..], [Command::Dismiss(_)]), "{:?}", window.deeds());
    let search = window.harness.get_by_label("Search guests and cards");
    assert!(search.is_focused(), "ready for the next name");
}

#[test]
fn trying_again_is_one_press_with_the_same_guest_and_encoder() {
    let snapshot = hart_in(Stage::Failed(desk::problem(ProblemCode::NoCard)));
    let old = snapshot.jobs[0].job;
    let mut window = at_hart(snapshot);
    window.press(Key::Enter);
    let orders = window.orders();
    assert_eq!(orders.len(), 1);
    assert_eq!((orders[0].retry_of, orders[0].encoder.as_str()), (Some(old), "enc-1"));
    let job = JobView { job: orders[0].job, ..desk::job(&hart(), "enc-1", Stage::Queued, 0) };
    let mut jobs = window.snapshot.jobs.to_vec();
    jobs.push(job);
    let next = Snapshot { jobs: jobs.into(), ..window.snapshot.clone() };
    window.show(next);
    assert!(matches!(window.deeds()[..], [Command::Encode(_), Command::Dismiss(dismissed)] if *dismissed == old));
}

#[test]
fn what_may_have_been_written_is_not_repeated_without_a_look() {
    let mut window = at_hart(hart_in(Stage::Failed(desk::problem(ProblemCode::AttemptExpired))));
    window.press(Key::Enter);
    assert!(window.says("Was a card written?"));
    window.press(Key::Enter);
    assert!(window.orders().is_empty());
}

#[test]
fn doubt_is_settled_by_a_person_alone() {
    let doubt = Stage::Uncertain(UncertainReason::ReplyLost, desk::problem(ProblemCode::OutcomeUnknown));
    let mut window = at_hart(hart_in(doubt));
    assert!(window.says("Not sure if the card was written") && window.says("Do not hand the card out"));
    window.press(Key::Enter);
    assert!(matches!(window.deeds()[..], [Command::ReadCard(_)]), "Enter looks, and settles nothing");
    window.click("No card was made");
    assert!(matches!(window.deeds()[..], [Command::ReadCard(_), Command::Decide(_, Decision::NotWritten)]));
}

#[test]
fn another_job_is_one_press_away() {
    let cards = desk::cards();
    let other = desk::job(&cards[1], "enc-2", Stage::Waiting, 1_000);
    let mut window = at_hart(desk::with_jobs(vec![other]));
    window.click("Waiting for a card · Ravi Natarajan · Front Desk 2");
    assert!(window.says("Sent to Front Desk 2"));
}

#[test]
fn the_first_choice_of_an_encoder_is_remembered_and_later_ones_on_request() {
    let mut window = at_hart(Snapshot { binding: None, ..desk::desk() });
    assert!(!window.is_on("Encode card") && window.says("Choose an encoder first"));
    window.click("Concierge, Last card 13:30");
    assert!(matches!(window.deeds()[..], [Command::BindEncoder(id)] if id.as_str() == "enc-3"));
    let mut window = at_hart(desk::desk());
    window.click("Concierge, Last card 13:30");
    assert!(window.deeds().is_empty());
    window.press(Key::Enter);
    assert_eq!(window.orders()[0].encoder.as_str(), "enc-3");
}

#[test]
fn a_missing_encoder_is_named_and_replaced_by_nobody_but_a_person() {
    let snapshot = desk::desk_with(desk::cards(), desk::encoders().split_off(1));
    let mut window = at_hart(snapshot);
    assert!(window.says("Front Desk 1 is not in the list any more"));
    window.press(Key::Enter);
    assert!(window.orders().is_empty());
}

#[test]
fn one_encoder_is_named_without_a_choice() {
    let window = at_hart(desk::desk_with(desk::cards(), desk::encoders().drain(..1).collect()));
    assert!(window.says("Front Desk 1") && window.is_on("Encode card"));
    let choices = window.harness.root().query_all_by(|node| node.role() == Role::RadioButton).count();
    assert_eq!(choices, 0);
}

#[test]
fn a_rejected_key_is_one_band_with_one_way_out() {
    let mut snapshot = desk::desk();
    if let Session::Connected { token_rejected, .. } = &mut snapshot.session {
        *token_rejected = true;
    }
    let mut window = at_hart(snapshot);
    assert!(!window.is_on("Encode card"));
    window.click("Connect again");
    assert!(matches!(window.deeds()[..], [Command::ReplaceToken]));
}

#[test]
fn practice_and_sandbox_are_said_on_the_screen() {
    assert!(Window::of(desk::desk()).says("Practice"));
    let mut snapshot = desk::desk();
    if let Session::Connected { source, .. } = &mut snapshot.session {
        *source = TokenSource::ThisSession;
    }
    assert!(Window::of(snapshot).says("Sandbox workspace. Nothing here is real"));
}

#[test]
fn a_key_is_sent_once_and_leaves_the_field() {
    const CANARY: &str = "seam_canary_71c0";
    let mut window = Window::of(welcome(None));
    window.harness.event(egui::Event::Text(CANARY.to_owned()));
    window.settle();
    assert!(!window.says(CANARY), "covered while it is typed");
    window.click("Connect");
    let [Command::Connect { workspace: None, .. }] = &window.told[..] else { panic!("{:?}", window.told) };
    assert!(!window.says(CANARY) && !format!("{:?}", window.told).contains(CANARY));
    window.show(confirming(None));
    window.show(welcome(None));
    window.click("Connect");
    let [_, Command::Connect { token, .. }] = &window.told[..] else { panic!("{:?}", window.told) };
    assert_eq!(token.expose_secret(), "", "an empty field is the engine's to refuse");
}

fn keys_sent(window: &Window) -> Vec<String> {
    let key = |command: &Command| {
        if let Command::Connect { token, .. } = command { Some(token.expose_secret().to_owned()) } else { None }
    };
    window.told.iter().filter_map(key).collect()
}

#[test]
fn a_key_that_nobody_judged_stays_so_that_enter_tries_again() {
    const CANARY: &str = "seam_canary_71c0";
    for code in [ProblemCode::NotSent, ProblemCode::SeamTrouble, ProblemCode::SlowDown, ProblemCode::Unexpected] {
        let mut window = Window::of(welcome(Some(WelcomeTrouble::Seam(desk::problem(ProblemCode::TokenRejected)))));
        window.harness.event(egui::Event::Text(CANARY.to_owned()));
        window.settle();
        window.press(Key::Enter);
        window.show(welcome(Some(WelcomeTrouble::Seam(desk::problem(code)))));
        assert!(!window.says(CANARY), "covered");
        window.press(Key::Enter);
        assert_eq!(keys_sent(&window), [CANARY, CANARY], "{code:?}");
        window.show(welcome(None));
        window.harness.event(egui::Event::Text("seam_other".to_owned()));
        window.settle();
        window.press(Key::Enter);
        assert_eq!(keys_sent(&window).last().unwrap(), "seam_other", "another one takes its place");
    }
}

#[test]
fn a_key_that_was_judged_is_forgotten() {
    let rejected = || WelcomeTrouble::Seam(desk::problem(ProblemCode::TokenRejected));
    for judged in
        [welcome(Some(rejected())), welcome(Some(WelcomeTrouble::Token(TokenTrouble::NotSeam))), confirming(None)]
    {
        let mut window = Window::of(welcome(None));
        window.harness.event(egui::Event::Text("seam_canary_71c0".to_owned()));
        window.settle();
        window.press(Key::Enter);
        window.show(Snapshot { session: Session::Connecting, ..Snapshot::default() });
        window.show(judged);
        window.show(welcome(None));
        window.click("Connect");
        assert_eq!(keys_sent(&window).last().unwrap(), "");
    }
}

#[test]
fn what_is_said_about_the_keyring_stays_whatever_else_comes_up() {
    let keyring = Some(KeyringTrouble::Missing);
    let empty = Some(WelcomeTrouble::Token(TokenTrouble::Empty));
    let window = Window::of(Snapshot { keyring, ..welcome(empty) });
    assert!(window.says("Paste the key first") && window.says("This computer has no keyring"));
    assert!(window.says("Kept in memory until Keydesk is closed") && !window.says("Kept in this computer"));
}

/// Whether this lies on the clipboard after the one frame in which "Copy" is pressed.
fn copies(window: &mut Window, wanted: &str) -> bool {
    window.harness.get_by_label("Copy").click();
    window.harness.step();
    let commands = &window.harness.output().platform_output.commands;
    commands.iter().any(|command| matches!(command, egui::OutputCommand::CopyText(text) if text.contains(wanted)))
}

#[test]
fn the_technical_cause_is_one_click_away_and_can_be_copied() {
    let cause = "tcp connect error: Connection refused (os error 111)";
    let details = keydesk::domain::Details { message: Some(cause.into()), ..Default::default() };
    let problem = keydesk::domain::Problem::new(ProblemCode::NotSent, details);
    let broken = KeyringTrouble::Broken(cause.into());
    for snapshot in [
        welcome(Some(WelcomeTrouble::Seam(problem))),
        welcome(Some(WelcomeTrouble::KeyringRead(broken.clone()))),
        welcome(Some(WelcomeTrouble::Practice(cause.into()))),
        welcome(Some(WelcomeTrouble::Journal(cause.into()))),
        welcome(Some(WelcomeTrouble::JournalDamaged(cause.into()))),
        confirming(Some(broken)),
    ] {
        let mut window = Window::of(snapshot);
        assert!(!window.says(cause), "{:?}", window.words());
        window.click("Details");
        assert!(window.says(cause));
        assert!(copies(&mut window, cause));
        window.click("Hide details");
        assert!(!window.says(cause));
        assert!(window.told.is_empty(), "{:?}", window.told);
    }
}

#[test]
fn each_of_two_troubles_has_its_own_details() {
    let keyring = Some(KeyringTrouble::Broken("words of the keyring".into()));
    let trouble = Some(WelcomeTrouble::Practice("words of the practice hotel".into()));
    let mut window = Window::of(Snapshot { keyring, ..welcome(trouble) });
    let details: Vec<_> = window.harness.get_all_by_label("Details").collect();
    details[1].click();
    window.settle();
    assert!(window.says("words of the practice hotel") && !window.says("words of the keyring"));
}

#[test]
fn a_damaged_record_is_saved_from_its_note_also_beside_its_details() {
    for shows_details in [false, true] {
        let mut window = Window::of(welcome(Some(WelcomeTrouble::JournalDamaged("page 7 is torn".into()))));
        if shows_details {
            window.click("Details");
        }
        window.click("Save what can be read, and go on");
        assert!(matches!(window.told[..], [Command::RecoverJournal]), "{:?}", window.told);
    }
}

#[test]
fn why_the_record_cannot_be_written_stands_where_the_desk_tells_about_itself() {
    let mut window = Window::of(troubled());
    assert!(window.says("Ask IT to look at its disk") && !window.says("the disk is full"));
    window.click("Details");
    assert!(window.says("Cannot be written: the disk is full"), "{:?}", window.words());
}

#[test]
fn a_personal_access_token_asks_for_its_workspace() {
    let mut window = Window::of(welcome(None));
    assert!(window.harness.query_by_label("Workspace ID").is_none());
    window.harness.event(egui::Event::Text("seam_at_canary".to_owned()));
    window.settle();
    window.click("Connect");
    assert!(window.told.is_empty(), "not without a workspace");
    assert!(window.harness.get_by_label("Workspace ID").is_focused());
    window.harness.event(egui::Event::Text("workspace-9".to_owned()));
    window.settle();
    window.press(Key::Enter);
    let sent = &window.told[..];
    assert!(matches!(sent, [Command::Connect { workspace: Some(id), .. }] if id.as_str() == "workspace-9"), "{sent:?}");
}

#[test]
fn nothing_is_kept_before_the_workspace_is_confirmed() {
    let mut window = Window::of(confirming(None));
    assert!(window.says("Hotel Aurora") && window.says("3 encoders") && window.says("This is a sandbox"));
    window.press(Key::Enter);
    assert!(matches!(window.told[..], [Command::ConfirmConnect(Keep::InKeyring)]));
    let mut window = Window::of(confirming(Some(KeyringTrouble::Locked)));
    window.press(Key::Enter);
    assert!(matches!(window.told[..], [Command::ConfirmConnect(Keep::ThisSession)]));
}

#[test]
fn each_keyring_trouble_has_its_own_screen_and_a_way_on() {
    let mut titles = std::collections::BTreeSet::new();
    for trouble in KEYRINGS {
        let mut window = Window::of(welcome(Some(WelcomeTrouble::KeyringRead(trouble()))));
        assert!(window.says("for this session only"));
        let words = window.words();
        titles.insert(words.into_iter().find(|word| word.to_lowercase().contains("keyring")).unwrap());
        window.click("Look again");
        assert!(matches!(window.told[..], [Command::RetryKeyring]));
    }
    assert_eq!(titles.len(), KEYRINGS.len());
}

#[test]
fn the_layout_holds_in_small_windows_and_at_twice_the_size() {
    for (size, zoom) in [([1024.0, 700.0], 1.0), ([1280.0, 800.0], 1.5), ([1024.0, 700.0], 2.0)] {
        let points = egui::Vec2::from(size) / zoom;
        for stage in [Stage::Waiting, desk::success(&hart()), Stage::Failed(desk::problem(ProblemCode::NoCard))] {
            let mut window = Window::sized(hart_in(stage), points);
            window.press(Key::Enter);
            let buttons = window.harness.root().query_all_by(|node| node.role() == Role::Button);
            for button in buttons {
                let rect = button.rect();
                let name = button.accesskit_node().label().unwrap_or_default();
                assert!(
                    rect.right() <= points.x + 1.0 && rect.bottom() <= points.y + 1.0,
                    "{name}: {rect:?} in {points:?}"
                );
            }
        }
    }
}

#[test]
fn everything_one_can_press_has_a_name() {
    for snapshot in [desk::desk(), troubled(), hart_in(Stage::LetGo), welcome(None), confirming(None)] {
        let window = at_hart(snapshot);
        let roles = [
            Role::Button,
            Role::Link,
            Role::Tab,
            Role::RadioButton,
            Role::TextInput,
            Role::PasswordInput,
            Role::ListBox,
        ];
        let nodes = window.harness.root().query_all_by(move |node| roles.contains(&node.role()));
        for node in nodes {
            let name = node.accesskit_node().label().unwrap_or_default();
            assert!(!name.trim().is_empty(), "{:?}", node.accesskit_node().role());
            let rect = node.rect();
            assert!(rect.width().min(rect.height()) >= 23.9 || rect.area() == 0.0, "{name}: {rect:?}");
        }
    }
}

#[test]
fn outcomes_are_told_to_a_screen_reader_at_once() {
    let window = at_hart(hart_in(Stage::Failed(desk::problem(ProblemCode::NoCard))));
    let is_live = |node: &egui_kittest::Node<'_>| node.accesskit_node().live() == egui::accesskit::Live::Assertive;
    let live: Vec<_> = window.harness.root().query_all_by(|_| true).filter(is_live).collect();
    assert!(live.iter().any(|node| node.accesskit_node().label().as_deref() == Some("No card on the encoder")));
}

#[test]
fn the_help_sheet_lists_the_keys_and_leads_to_the_settings() {
    let mut window = at_hart(desk::desk());
    window.press(Key::F1);
    assert!(window.says("Find a guest, a room or a card number") && raw_keys(&window).is_empty());
    window.click("This desk’s key, look and people are in Settings");
    assert!(window.says("Name of this desk"));
}

#[test]
fn the_link_of_the_help_sheet_is_followed_by_keyboard() {
    let mut window = at_hart(desk::desk());
    window.press(Key::F1);
    window.harness.get_by_label("This desk’s key, look and people are in Settings").focus();
    window.settle();
    window.press(Key::Enter);
    assert!(window.says("Name of this desk"));
}

#[test]
fn one_key_hides_every_name_and_shows_them_again() {
    let mut window = at_hart(desk::desk());
    assert!(window.says("Amelia Hart"));
    for (modifiers, key) in [(Modifiers::COMMAND, Key::H), (Modifiers::NONE, Key::Enter)] {
        window.harness.key_press_modifiers(Modifiers::COMMAND, Key::H);
        window.settle();
        assert!(window.says("Names are hidden") && !window.says("Hart"));
        window.harness.key_press_modifiers(modifiers, key);
        window.settle();
        assert!(window.says("Amelia Hart"));
    }
    assert!(window.orders().is_empty(), "Enter only shows");
}

#[test]
fn five_refreshes_the_lists() {
    let mut window = Window::of(desk::desk());
    window.press(Key::F5);
    assert!(matches!(window.deeds()[..], [Command::Refresh]));
}

#[test]
fn a_hundred_thousand_rows_draw_a_screenful() {
    let model = hart();
    let cards: Vec<_> = (0..100_000)
        .map(|at| {
            let mut card = model.clone();
            card.subject = Subject::Credential(format!("c-{at}").into());
            card
        })
        .collect();
    let mut window = Window::of(desk::desk_with(cards, desk::encoders()));
    let rows = |window: &Window| window.harness.root().query_all_by(|node| node.role() == Role::ListBoxOption).count();
    assert!((5..40).contains(&rows(&window)), "{}", rows(&window));
    window.press(Key::Enter);
    window.harness.get_by_label("Cards").focus();
    window.settle();
    window.press(Key::End);
    assert!((5..40).contains(&rows(&window)), "{}", rows(&window));
    assert!(window.chosen_row().is_some(), "the last row is in sight");
}

#[test]
fn the_first_picture_is_reported_once() {
    let told = Rc::new(RefCell::new(0));
    let count = Rc::clone(&told);
    let (handle, _end) = channels(desk::desk());
    let options =
        UiOptions { on_first_frame: Some(Box::new(move || *count.borrow_mut() += 1)), ..UiOptions::default() };
    let mut harness = Harness::builder()
        .allow_missing_glyphs()
        .build_eframe(|cc| App::new(&cc.egui_ctx, handle, options, Texts::default()));
    harness.run_steps(3);
    assert_eq!(*told.borrow(), 1);
}

#[test]
fn an_idle_desk_asks_for_no_frame() {
    let mut window = at_hart(desk::desk());
    window.harness.run_steps(4);
    let output = window.harness.output();
    let delay = output.viewport_output.values().map(|viewport| viewport.repaint_delay).min().unwrap();
    assert!(delay >= std::time::Duration::from_secs(40), "{delay:?}");
}

#[test]
fn a_window_with_an_open_job_asks_before_it_closes() {
    let close = |window: &mut Window| {
        let viewports = &mut window.harness.input_mut().viewports;
        viewports.entry(egui::ViewportId::ROOT).or_default().events.push(egui::ViewportEvent::Close);
        window.settle();
        window.harness.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default().events.clear();
    };
    let mut window = at_hart(hart_in(Stage::Waiting));
    close(&mut window);
    assert!(window.says("A card is not finished"), "{:?}", window.words());
    window.press(Key::Enter);
    assert!(!window.says("A card is not finished"));
    let mut window = at_hart(desk::desk());
    close(&mut window);
    assert!(!window.says("A card is not finished"));
}

#[test]
fn list_and_side_stand_beside_each_other_at_every_width_and_cover_nothing_of_each_other() {
    for width in [850.0, 853.0, 900.0, 1024.0, 1280.0, 1920.0] {
        let window = Window::sized(desk::desk(), egui::vec2(width, 640.0));
        let side = window.harness.get_by_label("ENCODER").rect().left();
        let parts = window.harness.root().query_all_by(|node| matches!(node.role(), Role::Tab | Role::ListBoxOption));
        let of_list = parts.filter(|node| node.rect().left() < side);
        let rights: Vec<f32> = of_list.map(|node| node.rect().right()).collect();
        assert!(rights.len() >= 8, "{rights:?}");
        assert!(rights.iter().all(|right| *right <= side - 24.0), "{rights:?} beside {side} at {width}");
    }
}

#[test]
fn every_place_can_be_reached_with_a_mouse_however_large_the_letters() {
    for size in [egui::vec2(853.0, 533.0), egui::vec2(640.0, 400.0)] {
        let window = Window::sized(desk::desk(), size);
        for place in ["Activity", "Settings", "Help"] {
            let rect = window.harness.get_by_label(place).rect();
            assert!(egui::Rect::from_min_size(egui::Pos2::ZERO, size).contains_rect(rect), "{place} at {rect:?}");
        }
        let name = window.harness.get_by_label("Hotel Aurora").rect();
        assert!(name.width() > 80.0, "{name:?} at {size:?}");
    }
}

#[test]
fn a_very_long_property_leaves_room_for_the_way_to_seam() {
    for width in [1024.0, 1280.0] {
        let window = Window::sized(state_pictures::long(), egui::vec2(width, 700.0));
        let status = window.harness.get_by_label("Connected · updated just now").rect();
        let name = window.harness.get_by_label(state_pictures::PROPERTY).rect();
        assert!(name.right() < status.left() && name.width() > 150.0, "{name:?}, {status:?}");
    }
}

#[test]
fn a_record_that_cannot_be_used_asks_for_no_key_and_leads_to_what_helps() {
    let damaged = WelcomeTrouble::JournalDamaged("its hash does not fit".into());
    let mut window = Window::of(welcome(Some(damaged)));
    assert!(window.harness.query_by_label("Connect").is_none() && !window.says("Seam API key"));
    window.press(Key::Enter);
    assert!(matches!(window.deeds()[..], [Command::RecoverJournal]), "{:?}", window.told);
    let mut window = Window::of(welcome(Some(WelcomeTrouble::Journal("Permission denied".into()))));
    assert!(!window.says("Permission denied"));
    window.click("Details");
    assert!(window.says("Permission denied"));
    window.click("Look again");
    assert!(matches!(window.deeds()[..], [Command::RetryKeyring]), "{:?}", window.told);
}

#[test]
fn settings_that_are_not_used_are_told_on_the_first_screen() {
    let mut snapshot = welcome(None);
    let notice = keydesk::domain::SettingNotice {
        file: keydesk::domain::SettingsFile::Desk,
        key: None,
        reason: "no TOML".into(),
        aside: None,
    };
    Arc::make_mut(&mut snapshot.settings).loaded.notices.push(notice);
    let mut window = Window::of(snapshot);
    assert!(window.says("A settings file cannot be read"));
    window.click("Show in Settings");
    assert!(window.says("no TOML"), "{:?}", window.words());
}
