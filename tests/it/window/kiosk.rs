//! The kiosk: what guests see of it, what they can do, and what they cannot.

use std::cell::Cell;

use eframe::egui::{ViewportCommand, ViewportEvent, ViewportId};
use keydesk::{
    domain::{Deed, Duty, Guest, JobId, Operator, Person, PinTrouble, Role as Right},
    engine::{Asked, AskedAttempt, KnownAttempt, Mode, PinRefused, PinView},
    ui::kit::Density,
};

use super::{
    state_pictures::{ENCODER, PROPERTY, long, long_job, two},
    *,
};

pub const SCREEN: egui::Vec2 = egui::vec2(1280.0, 800.0);

/// What kiosks stand on: wide, small and upright.
const SCREENS: [egui::Vec2; 3] = [SCREEN, egui::vec2(1024.0, 600.0), egui::vec2(800.0, 1280.0)];

pub fn guests() -> Duty {
    Duty::Unattended(Operator("Kiosk".into()))
}

pub fn staff() -> Duty {
    Duty::SignedIn(Person { name: Operator("Mia".into()), role: Right::Clerk })
}

/// A kiosk at which this one is.
pub fn at_work(duty: Duty, jobs: Vec<JobView>) -> Snapshot {
    from(TokenSource::Keyring, Snapshot { mode: Mode::Kiosk, duty, ..desk::with_jobs(jobs) })
}

/// With a key from there.
fn from(source: TokenSource, mut snapshot: Snapshot) -> Snapshot {
    if let Session::Connected { source: known, .. } = &mut snapshot.session {
        *known = source;
    }
    snapshot
}

/// A kiosk at which nobody is: it knows of no guest.
pub fn at_rest(duty: Duty) -> Snapshot {
    Snapshot {
        catalog: Arc::default(),
        found: Arc::default(),
        encoders: [].into(),
        is_resting: true,
        rests: 1,
        ..at_work(duty, Vec::new())
    }
}

pub fn options() -> UiOptions {
    UiOptions { kiosk: true, look: Look { density: Density::Touch, ..Look::default() }, ..UiOptions::default() }
}

/// Whose card is chosen by most.
pub fn choose_hart(window: &mut Window) {
    window.types("hart");
    window.chooses("A");
}

/// The job of that card.
pub fn harts_job(stage: Stage) -> Vec<JobView> {
    vec![desk::job(&hart(), "enc-1", stage, 3_100)]
}

pub fn kiosk(snapshot: Snapshot) -> Window {
    Window::with(snapshot, SCREEN, options())
}

impl Window {
    pub fn types(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.settle();
    }

    /// The row of a guest, chosen.
    pub fn chooses(&mut self, row: &str) {
        let is_row = |node: &egui_kittest::Node<'_>| {
            let node = node.accesskit_node();
            node.role() == Role::ListBoxOption && node.label().is_some_and(|label| label.starts_with(row))
        };
        let found = self.harness.root().query_all_by(|_| true).find(is_row);
        found.unwrap_or_else(|| panic!("no row begins with {row:?}: {:?}", self.words())).click();
        self.settle();
    }

    fn button(&self, label: &str) -> egui::Rect {
        self.harness.get_by_role_and_label(Role::Button, label).rect()
    }

    /// Where these words are drawn.
    fn drawn(&self, words: &str) -> egui::Rect {
        let mut nodes = self.harness.get_all_by_label(words);
        nodes.find(|node| node.accesskit_node().bounding_box().is_some()).unwrap().rect()
    }

    /// Where keys and rows stand; what stands on top is no such thing.
    fn places(&self) -> Vec<(String, egui::Rect)> {
        let is_place = |node: &egui_kittest::Node<'_>| {
            let role = node.accesskit_node().role();
            matches!(role, Role::ListBoxOption | Role::SearchInput) || role == Role::Button && node.rect().top() > 88.0
        };
        let nodes = self.harness.root().query_all_by(|_| true).filter(is_place);
        nodes.filter_map(|node| Some((node.accesskit_node().label()?, node.rect()))).collect()
    }

    fn has_keyboard(&self) -> bool {
        self.harness.query_by_label("Delete the last letter").is_some()
    }

    fn rows(&self) -> Vec<String> {
        let nodes = self.harness.root().query_all_by(|node| node.role() == Role::ListBoxOption);
        nodes.filter_map(|node| node.accesskit_node().label()).collect()
    }
}

/// A card for this guest, without end.
fn expired(guest: Option<&str>, card_name: &str) -> Asked {
    let doors = ["412".into(), "Pool".into()].into();
    Asked::Encode { guest: guest.map(Guest::new), card_name: card_name.into(), doors }
}

/// A card of this kiosk, to be settled by word.
fn settled(decision: Decision) -> Asked {
    let known = KnownAttempt {
        guest: Some(Guest::new("Amelia Hart")),
        card_name: "Guest card".into(),
        encoder_name: "Lobby".into(),
        at: desk::now(),
    };
    Asked::Settle { attempt: AskedAttempt { job: JobId::generate(), known: Some(known) }, decision }
}

/// What a kiosk asks a supervisor for, where there is more to say than the sentence.
fn approvals() -> [(Deed, Asked); 3] {
    [
        (Deed::EncodeExpired, expired(Some("Amelia Hart"), "Guest card")),
        (Deed::Settle, settled(Decision::Written)),
        (Deed::Settle, settled(Decision::NotWritten)),
    ]
}

/// A kiosk that waits for a supervisor.
fn asking(duty: Duty, deed: Deed, asked: Asked) -> Snapshot {
    Snapshot { approval: Some(deed), asked: Some(Arc::new(asked)), ..at_work(duty, Vec::new()) }
}

/// The names of this kiosk's guests are not covered.
fn uncovered(mut snapshot: Snapshot) -> Snapshot {
    Arc::make_mut(&mut snapshot.settings).loaded.settings.kiosk.mask_names = false;
    snapshot
}

/// Every state that a kiosk can be in.
fn every_state() -> Vec<Snapshot> {
    let mut all: Vec<_> = every_first_screen();
    for duty in [guests(), staff()] {
        all.push(at_work(duty.clone(), Vec::new()));
        all.extend(
            every_stage()
                .into_iter()
                .map(|stage| at_work(duty.clone(), vec![desk::job(&hart(), "enc-1", stage, 3_100)])),
        );
    }
    all.extend([at_rest(guests()), at_rest(Duty::Locked)]);
    for deed in [Deed::LeaveKiosk, Deed::EncodeExpired, Deed::Settle] {
        all.push(Snapshot { approval: Some(deed), ..at_work(guests(), Vec::new()) });
    }
    all.extend(approvals().map(|(deed, asked)| asking(guests(), deed, asked)));
    let rests_at = Some(desk::now() + jiff::SignedDuration::from_secs(12));
    all.push(Snapshot { rests_at, ..at_work(guests(), Vec::new()) });
    all.push(Snapshot { mode: Mode::Kiosk, ..troubled() });
    all
}

/// A kiosk in this state, with the first guest chosen where there is one to choose.
fn brought_to(snapshot: Snapshot) -> Window {
    let duty = snapshot.duty.clone();
    let mut window = kiosk(snapshot);
    if window.harness.query_all_by_role(Role::SearchInput).next().is_some() && window.snapshot.approval.is_none() {
        window.types("hart");
        let row = if window.rows().iter().any(|row| row.starts_with("A••••• H•••")) {
            "A••••• H•••"
        } else {
            "Amelia"
        };
        if duty != Duty::Locked {
            window.chooses(row);
        }
    }
    window
}

#[test]
fn everything_that_can_be_touched_is_large_enough_and_leads_nowhere_else() {
    for snapshot in every_state() {
        let window = brought_to(snapshot);
        for node in window.harness.root().query_all_by(|_| true) {
            let (role, label) = (node.accesskit_node().role(), node.accesskit_node().label());
            assert!(!matches!(role, Role::Link | Role::Menu | Role::MenuItem | Role::TextInput), "{role:?} {label:?}");
            let is_touched =
                matches!(role, Role::Button | Role::ListBoxOption | Role::SearchInput | Role::PasswordInput);
            if is_touched {
                let rect = node.rect();
                assert!(rect.width() >= 44.0 && rect.height() >= 44.0, "{label:?} is {:?}", rect.size());
                assert!(label.is_some_and(|label| !label.is_empty()), "{role:?} has no name");
            }
        }
        for word in ["seam_", "7f31c0d2", "1b4e28ba", "Copy", "Activity", "Help", "API key", "foreign words"] {
            assert!(!window.says(word), "{word:?} in {:?}", window.words());
        }
    }
}

#[test]
fn guests_see_nobody_until_they_say_who_they_are() {
    let mut window = kiosk(at_work(guests(), Vec::new()));
    assert!(window.rows().is_empty());
    window.types("h");
    assert!(window.rows().is_empty() && !window.says("Hart"), "one letter shows nobody");
    window.types("art");
    assert_eq!(window.rows(), ["A••••• H•••, Today 14:00 – Thu 11:00, Ready to make"], "covered, and without a room");
    assert!(!window.says("Amelia") && !window.says("412"));
    window.chooses("A•••••");
    assert!(window.says("Amelia Hart") && window.says("412, Pool"));
    assert!(window.is_on("Make my card"));
}

#[test]
fn who_says_the_room_sees_the_room() {
    let mut window = kiosk(at_work(guests(), Vec::new()));
    window.types("412");
    assert_eq!(window.rows(), ["A••••• H•••, 412, Pool · Today 14:00 – Thu 11:00, Ready to make"]);
}

#[test]
fn who_looks_for_somebody_else_sees_the_first_no_longer() {
    let mut window = kiosk(at_work(guests(), Vec::new()));
    window.types("hart");
    window.chooses("A•••••");
    window.harness.get_by_label("Clear the search").click();
    window.settle();
    assert!(!window.says("Amelia Hart"));
}

#[test]
fn names_can_be_left_uncovered_by_the_settings() {
    assert!(kiosk(uncovered(at_work(staff(), Vec::new()))).rows()[0].starts_with("Amelia Hart, 412, Pool"));
    assert!(kiosk(at_work(staff(), Vec::new())).rows()[0].starts_with("A••••• H•••, 412, Pool"));
}

#[test]
fn a_card_is_made_with_fingers_alone_and_the_keyboard_stays_until_a_row_is_touched() {
    for screen in SCREENS {
        let mut window = Window::with(at_work(guests(), Vec::new()), screen, options());
        for (at, key) in ["H", "A", "R", "T"].into_iter().enumerate() {
            window.click(key);
            assert_eq!(window.searched().as_deref(), "hart".get(..=at), "on {screen:?}");
            assert!(window.has_keyboard(), "after {key} on {screen:?}");
        }
        window.click("Delete the last letter");
        assert_eq!(window.searched().as_deref(), Some("har"));
        assert!(window.has_keyboard());
        window.chooses("A•••••");
        assert!(!window.has_keyboard(), "the keyboard makes room");
        window.click("Make my card");
        let orders = window.orders();
        assert_eq!(orders.len(), 1);
        assert_eq!((orders[0].subject.clone(), orders[0].encoder.as_str()), (hart().subject, "enc-1"));
    }
}

#[test]
fn whoever_is_done_typing_puts_the_keyboard_away() {
    let mut window = kiosk(at_work(guests(), Vec::new()));
    for key in ["H", "Done"] {
        window.click(key);
    }
    assert!(!window.has_keyboard());
    window.harness.get_by_role(Role::SearchInput).click();
    window.settle();
    assert!(window.has_keyboard());
}

#[test]
fn the_job_of_somebody_before_is_not_shown_to_guests() {
    let mut job = desk::job(&hart(), "enc-1", Stage::Waiting, 3_100);
    job.is_resumed = true;
    let window = kiosk(at_work(guests(), vec![job]));
    assert!(!window.says("Hart") && !window.says("Put a card"));
}

#[test]
fn an_encoder_whose_last_card_is_in_doubt_makes_no_other_until_staff_has_looked() {
    let unsure = || {
        let reason = UncertainReason::ReplyLost;
        let stage = Stage::Uncertain(reason, desk::problem(ProblemCode::OutcomeUnknown));
        let job = desk::job(&hart(), "enc-1", stage, 3_100);
        let mut snapshot = at_work(guests(), vec![job.clone()]);
        let mut encoders = snapshot.encoders.to_vec();
        encoders[0].busy = Some(job.job);
        snapshot.encoders = encoders.into();
        snapshot
    };
    let window = kiosk(unsure());
    assert!(window.says("This kiosk is not ready") && window.says("Please ask at the desk"));
    assert!(window.says("nobody knows how the last card on Front Desk 1 ended") && !window.says("Hart"));
    let mut window = kiosk(Snapshot { duty: staff(), ..unsure() });
    window.chooses("Amelia Hart");
    window.click("The card works");
    assert!(window.told.iter().any(|told| matches!(told, Command::Decide(_, Decision::Written))));
}

#[test]
fn a_kiosk_without_a_key_is_no_place_to_enter_one() {
    let offline = Snapshot { session: Session::Connecting, link: down(), ..Snapshot::default() };
    for snapshot in every_first_screen().into_iter().chain([offline]) {
        let is_connecting = snapshot.session == Session::Connecting && snapshot.link.trouble().is_none();
        let is_starting = snapshot.session == Session::Starting || is_connecting;
        let window = kiosk(Snapshot { mode: Mode::Kiosk, ..snapshot });
        assert_eq!(window.says("Please ask at the desk") || window.says("lost its connection"), !is_starting);
        assert!(window.harness.query_all_by_role(Role::Button).next().is_none(), "{:?}", window.words());
    }
}

#[test]
fn a_kiosk_without_its_encoder_says_so_to_staff() {
    let mut gone = at_work(guests(), Vec::new());
    gone.binding.as_mut().unwrap().encoder = "enc-9".into();
    gone.binding.as_mut().unwrap().name = "Lobby".into();
    assert!(kiosk(gone).says("Lobby is not in the lock system any more"));
    let unbound = Snapshot { binding: None, ..at_work(guests(), Vec::new()) };
    let window = kiosk(unbound);
    assert!(window.says("no encoder is chosen") && window.says("keydesk --desk"));
}

fn down() -> Link {
    let (since, retry_at) = (desk::now(), desk::now() + jiff::SignedDuration::from_secs(5));
    Link::Down { problem: desk::problem(ProblemCode::SeamTrouble), since, retry_at }
}

#[test]
fn a_kiosk_that_cannot_reach_seam_when_it_starts_says_so() {
    let connecting = |link| Snapshot {
        mode: Mode::Kiosk,
        session: Session::Connecting,
        link,
        duty: guests(),
        ..Snapshot::default()
    };
    let mut window = kiosk(connecting(down()));
    assert!(window.says("has lost its connection") && window.says("there is no connection to Seam"));
    window.show(connecting(Link::Unknown));
    assert!(!window.says("has lost its connection"));
}

#[test]
fn what_is_known_at_rest_is_said_before_anybody_begins() {
    let mut unbound = Snapshot { binding: None, ..at_rest(guests()) };
    let mut settings = (*unbound.settings).clone();
    (settings.loaded.settings.desk.encoder, settings.loaded.settings.desk.encoder_name) = (None, None);
    unbound.settings = Arc::new(settings.clone());
    assert!(kiosk(unbound.clone()).says("no encoder is chosen"));
    settings.loaded.settings.desk.encoder_name = Some("Front Desk 1".into());
    unbound.settings = Arc::new(settings);
    assert!(kiosk(unbound).says("Touch to make a key card"), "its name is enough until the lists are read");

    let unsure = Stage::Uncertain(UncertainReason::ReplyLost, desk::problem(ProblemCode::OutcomeUnknown));
    let jobs: Arc<[JobView]> = [desk::job(&hart(), "enc-1", unsure, 3_100)].into();
    let window = kiosk(Snapshot { jobs: Arc::clone(&jobs), ..at_rest(guests()) });
    assert!(window.says("nobody knows how the last card on Front Desk 1 ended") && !window.says("Hart"));
    assert!(kiosk(Snapshot { jobs, ..at_rest(Duty::Locked) }).says("Sign in to make cards"), "staff settles it here");
}

#[test]
fn a_keyring_that_was_locked_is_asked_again_by_itself() {
    let retries = |window: &Window| window.told.iter().filter(|told| matches!(told, Command::RetryKeyring)).count();
    let closed = |trouble| Snapshot { mode: Mode::Kiosk, duty: guests(), ..welcome(Some(trouble)) };
    let mut window = kiosk(closed(WelcomeTrouble::KeyringRead(KeyringTrouble::Locked)));
    window.harness.run_steps(100);
    window.settle();
    assert_eq!(retries(&window), 0, "not at once");
    window.harness.run_steps(40);
    window.settle();
    assert_eq!(retries(&window), 1);
    window.harness.run_steps(130);
    window.settle();
    assert_eq!(retries(&window), 2);
    for other in [WelcomeTrouble::Journal("foreign words".into()), WelcomeTrouble::KeyringRead(KeyringTrouble::Missing)]
    {
        let mut window = kiosk(closed(other));
        window.harness.run_steps(140);
        window.settle();
        assert_eq!(retries(&window), 0);
    }
}

#[test]
fn practice_is_seen_and_its_card_opens_no_door() {
    let made = || vec![desk::job(&hart(), "enc-1", desk::success(&hart()), 3_100)];
    let window = brought_to(from(TokenSource::Practice, at_work(guests(), made())));
    assert!(window.says("Practice") && window.says("the card opens no door") && !window.says("Enjoy your stay"));
    let window = brought_to(at_work(guests(), made()));
    assert!(!window.says("Practice") && window.says("Enjoy your stay"));
    assert!(kiosk(from(TokenSource::Practice, at_rest(guests()))).says("Practice"));
}

fn locks(window: &Window) -> usize {
    window.told.iter().filter(|told| matches!(told, Command::Lock)).count()
}

#[test]
fn one_key_hides_the_guest_at_once() {
    let escape = |window: &mut Window| window.press(Key::Escape);
    let ctrl_l = |window: &mut Window| {
        window.harness.key_press_modifiers(Modifiers::COMMAND, Key::L);
        window.settle();
    };
    let mut window = kiosk(at_work(guests(), Vec::new()));
    escape(&mut window);
    assert_eq!(locks(&window), 1, "nothing is typed");
    window.types("hart");
    escape(&mut window);
    assert_eq!(locks(&window), 1, "something is");
    let over = window.harness.get_by_role_and_label(Role::Button, "Start over").rect();
    assert!(over.width() >= 44.0 && over.height() >= 44.0);
    ctrl_l(&mut window);
    assert_eq!(locks(&window), 2);
    window.chooses("A•••••");
    ctrl_l(&mut window);
    assert_eq!(locks(&window), 3);
    window.click("Start over");
    assert_eq!(locks(&window), 4);
    let mut window = kiosk(Snapshot { approval: Some(Deed::LeaveKiosk), ..at_work(guests(), Vec::new()) });
    escape(&mut window);
    ctrl_l(&mut window);
    assert_eq!(locks(&window), 0, "the sheet takes it");
}

#[test]
fn no_key_hides_a_card_that_is_being_made_and_the_screen_says_why() {
    for stage in [Stage::Queued, Stage::Submitting, Stage::Waiting] {
        let mut window = kiosk(at_work(guests(), vec![desk::job(&hart(), "enc-1", stage, 3_100)]));
        assert!(window.says("Your card is being made"), "also while nobody is chosen");
        assert!(window.harness.query_by_label("Start over").is_none());
        window.press(Key::Escape);
        window.harness.key_press_modifiers(Modifiers::COMMAND, Key::L);
        window.settle();
        assert_eq!(locks(&window), 0);
    }
    let mut window = kiosk(at_work(guests(), Vec::new()));
    window.types("hart");
    window.chooses("A•••••");
    window.click("Make my card");
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::L);
    window.settle();
    assert_eq!(locks(&window), 0, "the order is on its way");
}

#[test]
fn every_refusal_of_a_pin_has_its_own_sentence() {
    let refusals = [
        (PinRefused::Wrong { next_at: None }, "Wrong PIN"),
        (PinRefused::NotSupervisor, "a supervisor’s is needed"),
        (PinRefused::Unknown, "Nobody of this name"),
        (PinRefused::NewPin(PinTrouble::TooSimple), "tried first by anybody"),
        (PinRefused::NewPin(PinTrouble::TooShort(6)), "6 digits"),
        (PinRefused::NameTaken, "signs in here already"),
        (PinRefused::NameUnusable, "Enter a name"),
        (PinRefused::LastSupervisor, "no supervisor would be left"),
        (PinRefused::LockedByPolicy, "Your IT decides"),
        (PinRefused::NotRecorded("the disk is full".into()), "no PIN is checked: the disk is full"),
        (PinRefused::NotSaved("the disk is full".into()), "cannot be saved: the disk is full"),
    ];
    let mut window = kiosk(at_rest(Duty::Locked));
    window.types("258013");
    window.press(Key::Enter);
    let shown = |refused| {
        let pin = PinView { is_checking: false, refused: Some(refused) };
        Snapshot { pin, ..at_rest(Duty::Locked) }
    };
    for (refused, sentence) in refusals {
        window.show(shown(refused));
        assert!(window.says(sentence), "{sentence:?}: {:?}", window.words());
    }
    let next_at = desk::now() + jiff::SignedDuration::from_secs(90);
    window.show(shown(PinRefused::TooSoon { next_at }));
    assert!(window.says("Too many wrong PINs. Try again in 1:30"), "{:?}", window.words());
    window.show(Snapshot { pin: PinView { is_checking: true, refused: None }, ..at_rest(Duty::Locked) });
    assert!(window.says("Checking…"));
}

#[test]
fn any_touch_begins_at_a_kiosk_that_rests() {
    for touch in [egui::Event::Text("x".into()), key_event(Key::F1), click_at(640.0, 400.0)] {
        let mut window = kiosk(at_rest(guests()));
        assert!(window.says("Touch to make a key card") && window.says("Hotel Aurora"));
        window.told.clear();
        window.harness.event(touch);
        window.settle();
        assert!(matches!(window.told[..], [Command::Begin]), "{:?}", window.told);
    }
}

#[test]
fn moving_a_mouse_is_no_touch() {
    let mut window = kiosk(at_rest(guests()));
    window.told.clear();
    window.harness.event(egui::Event::PointerMoved(egui::pos2(300.0, 300.0)));
    window.settle();
    assert!(window.told.is_empty(), "{:?}", window.told);
}

#[test]
fn somebody_who_has_to_sign_in_enters_a_pin_and_no_name() {
    let mut window = kiosk(at_rest(Duty::Locked));
    window.told.clear();
    window.types("258013");
    window.press(Key::Enter);
    let tried = window.told.iter().find_map(|told| if let Command::SignIn(tried) = told { Some(tried) } else { None });
    let tried = tried.unwrap_or_else(|| panic!("{:?}", window.told));
    assert!(tried.who.is_none());
    assert_eq!(secrecy::ExposeSecret::expose_secret(&tried.pin), "258013");
    let next_at = Some(desk::now() + jiff::SignedDuration::from_secs(5));
    let pin = PinView { is_checking: false, refused: Some(PinRefused::Wrong { next_at }) };
    window.show(Snapshot { pin, ..at_rest(Duty::Locked) });
    assert!(window.says("Wrong PIN. Try again in 5 s"));
}

#[test]
fn digits_that_somebody_walked_away_from_are_wiped() {
    let mut window = kiosk(at_rest(Duty::Locked));
    window.types("2580");
    assert!(window.says("••••"));
    window.harness.run_steps(100);
    assert!(!window.says("•"));
}

#[test]
fn the_countdown_is_seen_and_a_touch_stays() {
    let rests_at = Some(desk::now() + jiff::SignedDuration::from_millis(11_200));
    let mut window = kiosk(Snapshot { rests_at, ..at_work(guests(), Vec::new()) });
    assert!(window.says("Starting over in 12 s"));
    window.told.clear();
    window.click("I’m still here");
    assert!(window.told.iter().any(|told| matches!(told, Command::Touch)));
}

#[test]
fn touches_are_told_once_a_second() {
    let mut window = kiosk(at_work(guests(), Vec::new()));
    window.told.clear();
    for _ in 0..3 {
        window.harness.event(key_event(Key::F2));
        window.harness.step();
    }
    while let Ok(command) = window.end.commands.try_recv() {
        window.told.push(command);
    }
    let touches = window.told.iter().filter(|told| matches!(told, Command::Touch)).count();
    assert_eq!(touches, 1);
}

#[test]
fn a_kiosk_that_starts_over_forgets_the_guest() {
    let mut window = kiosk(at_work(guests(), Vec::new()));
    window.types("hart");
    window.chooses("A•••••");
    window.show(at_rest(guests()));
    for word in ["Amelia", "Hart", "hart", "412"] {
        assert!(!window.says(word), "{word}");
    }
    window.show(Snapshot { rests: 1, ..at_work(guests(), Vec::new()) });
    assert_eq!(window.searched().as_deref(), Some(""));
    assert!(window.rows().is_empty() && !window.says("Amelia"));
}

#[test]
fn a_guest_who_is_done_leaves_nothing() {
    let mut window = brought_to(at_work(guests(), vec![desk::job(&hart(), "enc-1", desk::success(&hart()), 3_100)]));
    assert!(window.says("Your card is ready") && window.says("Take your card"));
    assert!(!window.says("164d29dc4a09b65f"), "the number of a card is no guest's matter");
    window.told.clear();
    window.click("Done");
    assert!(window.told.iter().any(|told| matches!(told, Command::Lock)));
}

#[test]
fn a_failure_says_what_a_guest_can_do_or_who_can() {
    for code in ProblemCode::ALL {
        let job = desk::job(&hart(), "enc-1", Stage::Failed(desk::problem(code)), 3_100);
        let window = brought_to(at_work(guests(), vec![job]));
        let mut buttons = window.harness.query_all_by_role(Role::Button);
        let is_again = |label: String| label.starts_with("Try again");
        let can_help = buttons.any(|node| node.accesskit_node().label().is_some_and(is_again));
        assert_ne!(can_help, window.says("Please ask a member of staff"), "{code:?}: {:?}", window.words());
        assert!(window.harness.query_by_label("Done").is_some(), "{code:?}");
    }
}

#[test]
fn shortcuts_of_the_desk_do_nothing() {
    let mut window = kiosk(at_work(guests(), Vec::new()));
    window.types("hart");
    window.told.clear();
    let zoom = window.harness.ctx.zoom_factor();
    for key in [Key::F1, Key::F5, Key::Escape] {
        window.press(key);
    }
    for key in [Key::Num1, Key::Num2, Key::F, Key::Plus, Key::Minus, Key::C, Key::V, Key::X, Key::W, Key::Q, Key::H] {
        window.harness.key_press_modifiers(Modifiers::COMMAND, key);
        window.settle();
    }
    let is_known = |told: &Command| matches!(told, Command::Touch | Command::Find(_));
    assert!(window.told.iter().all(is_known), "{:?}", window.told);
    assert_eq!(window.harness.ctx.zoom_factor(), zoom);
    assert!(window.says("Name or room") || window.says("Find your card"));
}

#[test]
fn staff_leaves_with_a_shortcut_or_by_holding_the_name_and_a_pin() {
    let asks = |window: &Window| window.told.iter().any(|told| matches!(told, Command::LeaveKiosk));
    let mut window = kiosk(at_rest(guests()));
    window.harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::ALT, Key::Q);
    window.settle();
    assert!(asks(&window));

    let mut window = kiosk(at_work(guests(), Vec::new()));
    let name = window.harness.get_by_label("Hotel Aurora").rect().center();
    window.harness.event(egui::Event::PointerMoved(name));
    window.harness.event(pressed(name, true));
    window.settle();
    assert!(!asks(&window), "a touch alone asks nobody");
    window.harness.run_steps(20);
    window.settle();
    assert!(asks(&window));

    let approval = Some(Deed::LeaveKiosk);
    window.harness.event(pressed(name, false));
    window.show(Snapshot { approval, ..at_work(guests(), Vec::new()) });
    assert!(window.says("A supervisor’s PIN closes this kiosk"));
    window.told.clear();
    window.types("258013");
    window.press(Key::Enter);
    assert!(window.told.iter().any(|told| matches!(told, Command::Approve(_))), "{:?}", window.told);
}

#[test]
fn a_supervisor_sees_what_is_approved_and_guests_no_name() {
    let sheets = [
        vec!["A••••• H•••", "Opens 412, Pool"],
        vec!["To be on record: the card works"],
        vec!["To be on record: no card was made"],
    ];
    for ((deed, asked), lines) in approvals().into_iter().zip(sheets) {
        let window = kiosk(asking(guests(), deed, asked));
        for line in lines {
            assert!(window.says(line), "{line}: {:?}", window.words());
        }
        assert!(!window.says("Amelia") && !window.says("Hart"), "{:?}", window.words());
    }
    let named_after = || asking(guests(), Deed::EncodeExpired, expired(None, "Amelia Hart"));
    let window = kiosk(named_after());
    assert!(window.says("A••••• H•••") && !window.says("Amelia"), "a card named after its guest: {:?}", window.words());
    let of_hart = || asking(guests(), Deed::EncodeExpired, expired(Some("Amelia Hart"), "Guest card"));
    assert!(kiosk(uncovered(of_hart())).says("Amelia Hart, Guest card"));
    assert!(kiosk(uncovered(named_after())).says("No guest named, Amelia Hart"));
}

#[test]
fn the_sheet_with_all_its_lines_is_whole_on_a_small_screen() {
    for screen in [SCREEN, egui::vec2(1024.0, 768.0), egui::vec2(800.0, 1280.0)] {
        let [(deed, asked), ..] = approvals();
        let window = Window::with(asking(guests(), deed, asked), screen, options());
        let cancel = window.button("Cancel");
        assert!(cancel.bottom() < screen.y, "{cancel:?} on {screen:?}");
    }
}

#[test]
fn the_sheet_that_leaves_the_kiosk_says_so_on_a_button_no_smaller_than_cancel() {
    for screen in SCREENS {
        let at_search = Window::with(at_work(guests(), Vec::new()), screen, options());
        let key = at_search.button("5");
        let approval = Some(Deed::LeaveKiosk);
        let window = Window::with(Snapshot { approval, ..at_work(guests(), Vec::new()) }, screen, options());
        let (close, cancel) = (window.button("Close the kiosk"), window.button("Cancel"));
        assert_eq!((close.size(), close.top()), (cancel.size(), cancel.top()), "on {screen:?}");
        assert!(close.bottom() < screen.y && window.harness.query_by_label("Approve").is_none());
        // The sheet stands in the middle: what is above its first line is below its last button.
        let (above, below) = (window.drawn("For staff").top(), screen.y - close.bottom());
        assert!((above - below).abs() < 12.0, "{above} above, {below} below on {screen:?}");
        let mut digits = window
            .harness
            .query_all_by_role(Role::Button)
            .filter(|node| node.accesskit_node().label().is_some_and(|label| label == "5"));
        // The keyboard behind the sheet has a five too.
        let digit = digits.next_back().unwrap().rect();
        assert!(digit.width() >= key.width() && digit.height() >= key.height(), "{digit:?}, {key:?} on {screen:?}");
    }
}

#[test]
fn the_countdown_moves_nothing_under_a_finger() {
    for screen in SCREENS {
        let mut window = Window::with(at_work(guests(), Vec::new()), screen, options());
        window.types("508");
        let before = window.places();
        assert!(before.len() > 40, "{before:?}");
        let rests_at = Some(desk::now() + jiff::SignedDuration::from_secs(12));
        window.show(Snapshot { rests_at, found: window.snapshot.found.clone(), ..at_work(guests(), Vec::new()) });
        assert!(window.says("Starting over in 12 s"));
        assert_eq!(window.places(), before, "on {screen:?}");
        let stay = window.button("I’m still here");
        assert!(before.iter().all(|(_, place)| !place.intersects(stay)), "{stay:?} on {screen:?}");
        window.show(Snapshot { found: window.snapshot.found.clone(), ..at_work(guests(), Vec::new()) });
        assert!(!window.button("Start over").intersects(stay), "a second touch of it hits nothing");
    }
}

#[test]
fn both_cards_of_a_guest_are_in_sight_above_the_keyboard_and_can_be_told_apart() {
    for screen in SCREENS {
        let mut window = Window::with(at_work(guests(), Vec::new()), screen, options());
        window.types("508");
        assert!(window.says("2 found"));
        let rows = window.rows();
        assert!(rows[0].contains(", 1 of 2, ") && rows[1].contains(", 2 of 2, "), "{rows:?}");
        let keys = window.button("1").top();
        for (row, place) in window.places().into_iter().filter(|(label, _)| rows.contains(label)) {
            assert!(place.bottom() < keys, "{row} at {place:?} on {screen:?}, keys from {keys}");
        }
    }
    let mut staffed = kiosk(uncovered(at_work(staff(), Vec::new())));
    staffed.types("508");
    assert!(staffed.rows().iter().all(|row| row.contains("card")), "their names: {:?}", staffed.rows());
}

#[test]
fn the_panel_keeps_its_inset_and_its_sentence_is_whole_beside_the_keyboard() {
    for screen in [SCREEN, egui::vec2(1024.0, 600.0)] {
        let mut window = Window::with(at_work(guests(), Vec::new()), screen, options());
        window.types("hart");
        let place = |window: &Window, text| window.harness.get_by_label(text).rect();
        let (title, keys) = (place(&window, "Your key card"), window.button("1").top());
        let sentence = place(&window, "Find your name on the left, then touch it.");
        assert!(sentence.bottom() + 20.0 < keys, "{sentence:?} on {screen:?}, keys from {keys}");
        window.click("Done");
        assert_eq!(place(&window, "Your key card"), title, "on {screen:?}");
    }
}

#[test]
fn upright_nothing_leads_away_from_a_card_that_is_made_or_was_but_its_own_buttons() {
    let upright = |stage| {
        let jobs = vec![desk::job(&hart(), "enc-1", stage, 3_100)];
        let mut window = Window::with(at_work(guests(), jobs), egui::vec2(800.0, 1280.0), options());
        window.types("hart");
        window.chooses("A•••••");
        window
    };
    for stage in [Stage::Queued, Stage::Submitting, Stage::Waiting, desk::success(&hart())] {
        let window = upright(stage);
        assert!(window.harness.query_by_label("Back to the list").is_none(), "{:?}", window.words());
    }
    let made = upright(desk::success(&hart()));
    let card = made.harness.get_by_role(Role::Figure).rect();
    assert!((1.5..1.7).contains(&card.aspect_ratio()), "{card:?}");
    let mut window = Window::with(at_work(guests(), Vec::new()), egui::vec2(800.0, 1280.0), options());
    window.types("hart");
    window.chooses("A•••••");
    window.click("Back to the list");
    assert!(window.rows().len() == 1 && !window.says("Amelia"));
}

#[test]
fn a_guest_goes_on_to_the_next_card_without_starting_over() {
    for screen in SCREENS {
        let mut window = Window::with(two(), screen, options());
        window.types("508");
        window.chooses("R");
        assert!(window.says("Your card is ready") && window.says("then go to your next card"), "on {screen:?}");
        window.told.clear();
        window.click("Go to my next card");
        window.click("Make my card");
        let orders = window.orders();
        assert_eq!(orders.len(), 1, "on {screen:?}");
        assert_eq!(orders[0].subject, Subject::Credential("c-ravi-2".into()));
        assert_eq!(locks(&window), 0);
    }
}

#[test]
fn a_card_of_somebody_else_is_no_next_card() {
    let mut snapshot = two();
    let mut cards = snapshot.catalog.cards.to_vec();
    cards[2].guest = Some(Guest::new("Rana Natarajan"));
    snapshot.catalog = Arc::new(desk::catalog(cards, &desk::encoders()));
    let mut window = Window::with(snapshot, egui::vec2(800.0, 1280.0), options());
    window.types("508");
    window.chooses("R••• N");
    assert!(window.says("Your card is ready") && !window.says("next card"), "{:?}", window.words());
    window.click("Back to the list");
    assert_eq!(window.rows().len(), 2, "who shares the room finds the own card");
}

#[test]
fn very_long_names_cover_nothing_and_leave_every_word_of_the_end_in_sight() {
    let mode = Mode::Kiosk;
    let failed = Stage::Failed(desk::problem(ProblemCode::IncompatibleCard));
    let made = desk::success(&long().catalog.cards[0]);
    let ends = [
        (made, "Take your card from the reader. Enjoy your stay."),
        (failed, "Take another one and put it flat on the reader, then try again."),
    ];
    for (screen, (stage, last)) in SCREENS.into_iter().flat_map(|screen| ends.clone().map(|end| (screen, end))) {
        let jobs = long_job(stage).into();
        let mut window = Window::with(Snapshot { mode, duty: guests(), jobs, ..long() }, screen, options());
        window.types("412");
        window.chooses("M");
        let place = window.harness.get_by_label(&format!("{ENCODER} · 13:41")).rect();
        let name = window.harness.get_by_label(PROPERTY).rect();
        assert!(name.width() > 150.0 && name.right() < place.left(), "{name:?}, {place:?} on {screen:?}");
        assert!(place.right() < window.button("Start over").left(), "{place:?} on {screen:?}");
        let told = window.drawn(last);
        let first = window.harness.get_all_by_role(Role::Button).map(|node| node.rect());
        let first = first.filter(|rect| rect.top() > screen.y / 2.0).map(|rect| rect.top()).fold(screen.y, f32::min);
        assert!(told.bottom() <= first, "{told:?}, buttons from {first} on {screen:?}");
        for node in window.harness.get_all_by_role(Role::Button) {
            let rect = node.rect();
            let is_whole = egui::Rect::from_min_size(egui::Pos2::ZERO, screen).contains_rect(rect);
            assert!(is_whole && rect.size().min_elem() >= 44.0, "{rect:?} on {screen:?}");
        }
    }
}

#[test]
fn guests_read_of_no_encoder() {
    for stage in every_stage() {
        let window = brought_to(at_work(guests(), vec![desk::job(&hart(), "enc-1", stage, 3_100)]));
        for word in ["encoder", "Encode", "To encode", "Place a card", "lock system", "Reading the card", "in the list"]
        {
            assert!(!window.says(word), "{word:?} in {:?}", window.words());
        }
    }
    let waiting = |duty| brought_to(at_work(duty, vec![desk::job(&hart(), "enc-1", Stage::Waiting, 3_100)]));
    assert!(waiting(guests()).says("Put a card on the reader"));
    assert!(waiting(staff()).says("Place a card on the encoder"), "staff reads what it reads at the desk");
}

#[test]
fn a_wait_says_what_its_time_is() {
    let waiting = |usual| {
        let job = JobView { usual, ..desk::job(&hart(), "enc-1", Stage::Waiting, 3_100) };
        brought_to(at_work(guests(), vec![job]))
    };
    let window = waiting(Some(std::time::Duration::from_secs(4)));
    assert!(window.says("usually 4 s"), "{:?}", window.words());
    assert!(waiting(None).says(" so far"));
}

#[test]
fn a_sheet_that_nobody_touches_goes() {
    let approval = Some(Deed::LeaveKiosk);
    let mut window = kiosk(Snapshot { approval, ..at_work(guests(), Vec::new()) });
    window.told.clear();
    let cancels = |window: &Window| window.told.iter().any(|told| matches!(told, Command::CancelApproval));
    window.harness.run_steps(40);
    window.settle();
    assert!(!cancels(&window));
    window.harness.run_steps(60);
    window.settle();
    assert!(cancels(&window));
}

#[test]
fn a_wish_to_close_is_refused_until_the_engine_lets_the_kiosk_go() {
    let left = Rc::new(Cell::new(false));
    let told = Rc::clone(&left);
    let on_left: Option<Box<dyn FnOnce()>> = Some(Box::new(move || told.set(true)));
    let mut window = Window::with(at_work(guests(), Vec::new()), SCREEN, UiOptions { on_left, ..options() });
    let close = |window: &mut Window| {
        let root = window.harness.input_mut().viewports.entry(ViewportId::ROOT).or_default();
        root.events.push(ViewportEvent::Close);
        window.harness.step();
        let output = &window.harness.output().viewport_output[&ViewportId::ROOT];
        output.commands.clone()
    };
    assert!(close(&mut window).contains(&ViewportCommand::CancelClose));
    assert!(!left.get());
    window.snapshot.may_leave = true;
    window.publish();
    let commands = close(&mut window);
    assert!(!commands.contains(&ViewportCommand::CancelClose), "{commands:?}");
    assert!(left.get());
}

#[test]
fn the_screen_is_kept_on_at_a_kiosk_and_while_a_desk_waits() {
    let wishes = || Rc::new(RefCell::new(Vec::new()));
    let told = |wishes: &Rc<RefCell<Vec<bool>>>| -> Option<Box<dyn Fn(bool)>> {
        let wishes = Rc::clone(wishes);
        Some(Box::new(move |on| wishes.borrow_mut().push(on)))
    };
    let seen = wishes();
    let _kiosk = Window::with(at_rest(guests()), SCREEN, UiOptions { keep_awake: told(&seen), ..options() });
    assert_eq!(*seen.borrow(), [true]);
    let seen = wishes();
    let options = UiOptions { keep_awake: told(&seen), ..UiOptions::default() };
    let mut desk = Window::with(desk::desk(), SCREEN, options);
    assert!(seen.borrow().is_empty());
    desk.show(hart_in(Stage::Waiting));
    desk.show(hart_in(desk::success(&hart())));
    assert_eq!(*seen.borrow(), [true, false]);
}

fn key_event(key: Key) -> egui::Event {
    egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
}

fn pressed(pos: egui::Pos2, pressed: bool) -> egui::Event {
    egui::Event::PointerButton { pos, button: egui::PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
}

fn click_at(x: f32, y: f32) -> egui::Event {
    pressed(egui::pos2(x, y), true)
}
