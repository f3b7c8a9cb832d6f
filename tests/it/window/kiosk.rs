//! The kiosk: what guests see of it, what they can do, and what they cannot.

use std::cell::Cell;

use eframe::egui::{ViewportCommand, ViewportEvent, ViewportId};
use keydesk::{
    domain::{Deed, Duty, Operator, Person, Role as Right},
    engine::{Mode, PinRefused, PinView},
    ui::kit::Density,
};

use super::*;

pub const SCREEN: egui::Vec2 = egui::vec2(1280.0, 800.0);

pub fn guests() -> Duty {
    Duty::Unattended(Operator("Kiosk".into()))
}

pub fn staff() -> Duty {
    Duty::SignedIn(Person { name: Operator("Mia".into()), role: Right::Clerk })
}

/// A kiosk at which this one is.
pub fn at_work(duty: Duty, jobs: Vec<JobView>) -> Snapshot {
    Snapshot { mode: Mode::Kiosk, duty, ..desk::with_jobs(jobs) }
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

    fn rows(&self) -> Vec<String> {
        let nodes = self.harness.root().query_all_by(|node| node.role() == Role::ListBoxOption);
        nodes.filter_map(|node| node.accesskit_node().label()).collect()
    }
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
    assert_eq!(window.rows(), ["A••••• H•••, Today 14:00 – Thu 11:00, To encode"], "covered, and without a room");
    assert!(!window.says("Amelia") && !window.says("412"));
    window.chooses("A•••••");
    assert!(window.says("Amelia Hart") && window.says("412, Pool"));
    assert!(window.is_on("Encode card"));
}

#[test]
fn who_says_the_room_sees_the_room() {
    let mut window = kiosk(at_work(guests(), Vec::new()));
    window.types("412");
    assert_eq!(window.rows(), ["A••••• H•••, 412, Pool · Today 14:00 – Thu 11:00, To encode"]);
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
    let mut snapshot = at_work(staff(), Vec::new());
    let mut settings = (*snapshot.settings).clone();
    settings.loaded.settings.kiosk.mask_names = false;
    snapshot.settings = Arc::new(settings);
    assert!(kiosk(snapshot).rows()[0].starts_with("Amelia Hart, 412, Pool"));
    assert!(kiosk(at_work(staff(), Vec::new())).rows()[0].starts_with("A••••• H•••, 412, Pool"));
}

#[test]
fn a_card_is_made_with_three_touches_and_a_name() {
    let mut window = kiosk(at_work(guests(), Vec::new()));
    window.harness.get_by_role(Role::SearchInput).click();
    window.settle();
    for key in ["H", "A", "R", "T"] {
        window.harness.get_by_role_and_label(Role::Button, key).click();
        window.settle();
    }
    assert_eq!(window.searched().as_deref(), Some("hart"));
    window.chooses("A•••••");
    assert!(!window.says("Delete the last letter"), "the keyboard makes room");
    window.click("Encode card");
    let orders = window.orders();
    assert_eq!(orders.len(), 1);
    assert_eq!((orders[0].subject.clone(), orders[0].encoder.as_str()), (hart().subject, "enc-1"));
}

#[test]
fn the_job_of_somebody_before_is_not_shown_to_guests() {
    let mut job = desk::job(&hart(), "enc-1", Stage::Waiting, 3_100);
    job.is_resumed = true;
    let window = kiosk(at_work(guests(), vec![job]));
    assert!(!window.says("Hart") && !window.says("Place a card"));
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
    for snapshot in every_first_screen() {
        let is_starting = matches!(snapshot.session, Session::Starting | Session::Connecting);
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
    assert!(kiosk(unbound).says("no encoder is chosen"));
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
    assert!(window.says("Card ready") && window.says("Take your card"));
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
