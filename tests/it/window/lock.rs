//! Who is at the desk, as the window shows it: locked, taking over, approving, about to lock, and the first question.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use keydesk::{
    domain::{
        ActivityFilter, Decision, Deed, Desk, Duty, FollowUpState, Guest, JobId, Operator, OutcomeFilter, People,
        Person, Role as Trust, Scope, Setting, SettingKey, SettingNotice, SettingOrigin, SettingsFile,
    },
    engine::{Asked, AskedAttempt, CardEnd, EndedUnseen, ExportFormat, KnownAttempt, PinRefused, PinTry, PinView},
    ui::Sound,
};
use secrecy::ExposeSecret;

use super::*;

pub fn person(name: &str, role: Trust) -> Person {
    Person { name: Operator(name.into()), role }
}

/// A clerk and two supervisors, by name.
pub fn people() -> Vec<Person> {
    vec![
        person("Anna Berg", Trust::Supervisor),
        person("Jon Ash", Trust::Clerk),
        person("Mira Kovač", Trust::Supervisor),
    ]
}

/// A desk at work at which somebody is signed in.
pub fn signed_in(name: &str, role: Trust) -> Snapshot {
    Snapshot { people: people().into(), duty: Duty::SignedIn(person(name, role)), ..desk::desk() }
}

pub fn locked() -> Snapshot {
    Snapshot { people: people().into(), duty: Duty::Locked, is_resting: true, ..desk::desk() }
}

/// Types digits as one does, and presses Enter.
pub fn enter_pin(window: &mut Window, pin: &str) {
    for digit in pin.chars() {
        window.harness.event(egui::Event::Text(digit.to_string()));
        window.harness.step();
    }
    window.press(Key::Enter);
}

fn tried(command: &Command) -> Option<(&'static str, Option<String>, String)> {
    let of = |what, tried: &PinTry| {
        let who = tried.who.as_ref().map(|who| who.0.to_string());
        Some((what, who, tried.pin.expose_secret().to_owned()))
    };
    if let Command::SignIn(tried) = command {
        return of("sign in", tried);
    }
    if let Command::Approve(tried) = command { of("approve", tried) } else { None }
}

fn tries(window: &Window) -> Vec<(&'static str, Option<String>, String)> {
    window.told.iter().filter_map(tried).collect()
}

fn touches(window: &Window) -> usize {
    window.told.iter().filter(|command| matches!(command, Command::Touch)).count()
}

#[test]
fn a_locked_desk_shows_who_may_come_and_nothing_else() {
    let mut window = Window::of(locked());
    for said in ["Hotel Aurora", "Anna Berg, Supervisor", "Jon Ash, Clerk", "PIN of Anna Berg"] {
        assert!(window.says(said), "{said}: {:?}", window.words());
    }
    for hidden in ["Amelia", "Hart", "412", "Front Desk 1", "Settings", "Activity", "Help", "To encode"] {
        assert!(!window.says(hidden), "{hidden}: {:?}", window.words());
    }
    assert_eq!(raw_keys(&window), Vec::<String>::new());
    for key in [Key::F1, Key::F5, Key::Escape] {
        window.press(key);
    }
    for key in [Key::Num1, Key::Num2, Key::Num3, Key::F, Key::L] {
        window.harness.key_press_modifiers(Modifiers::COMMAND, key);
        window.settle();
    }
    assert!(window.deeds().is_empty() && !window.says("Find a guest"), "{:?}", window.told);
}

#[test]
fn one_signs_in_with_the_keyboard_alone() {
    let mut window = Window::of(locked());
    window.press(Key::ArrowDown);
    enter_pin(&mut window, "4711");
    window.harness.event(egui::Event::Text("m".to_owned()));
    window.settle();
    enter_pin(&mut window, "258025");
    let said = |who: &str, pin: &str| ("sign in", Some(who.to_owned()), pin.to_owned());
    assert_eq!(tries(&window), [said("Jon Ash", "4711"), said("Mira Kovač", "258025")]);
}

#[test]
fn one_signs_in_with_the_mouse_alone_and_nothing_typed_for_another_person_is_left() {
    let mut window = Window::of(locked());
    window.click("1");
    window.click("Jon Ash, Clerk");
    for digit in ["4", "7", "1", "1"] {
        window.click(digit);
    }
    window.click("Sign in");
    assert_eq!(tries(&window), [("sign in", Some("Jon Ash".to_owned()), "4711".to_owned())]);
}

#[test]
fn whoever_was_here_last_is_probably_the_next() {
    let mut window = Window::of(signed_in("Jon Ash", Trust::Clerk));
    let before = window.snapshot.clone();
    window.show(Snapshot { rests: before.rests + 1, ..locked() });
    assert!(window.says("PIN of Jon Ash"));
}

#[test]
fn a_wrong_pin_is_said_and_a_pause_is_counted_down_and_then_over() {
    let mut window = Window::of(locked());
    enter_pin(&mut window, "1111");
    let refused = |next_at| PinView { is_checking: false, refused: Some(PinRefused::Wrong { next_at }) };
    window.show(Snapshot { pin: refused(None), ..locked() });
    assert!(window.says("Wrong PIN") && !window.says("Try again"));
    let next_at = Some(desk::now() + SignedDuration::from_secs(12));
    window.show(Snapshot { pin: refused(next_at), ..locked() });
    assert!(window.says("Wrong PIN. Try again in 12 s"), "{:?}", window.words());
    window.told.clear();
    enter_pin(&mut window, "258025");
    assert!(tries(&window).is_empty(), "nobody may try now");
    let output = window.harness.output();
    let delay = output.viewport_output.values().map(|viewport| viewport.repaint_delay).min().unwrap();
    assert!(delay <= std::time::Duration::from_millis(1_001), "the countdown goes on: {delay:?}");
    window.show(Snapshot { pin: refused(Some(desk::now())), ..locked() });
    enter_pin(&mut window, "258025");
    assert_eq!(tries(&window).len(), 1);
}

#[test]
fn while_a_pin_is_checked_no_other_is_taken() {
    let mut window = Window::of(locked());
    enter_pin(&mut window, "258025");
    window.show(Snapshot { pin: PinView { is_checking: true, refused: None }, ..locked() });
    assert!(window.says("Checking…") && !window.is_on("Sign in"));
    enter_pin(&mut window, "258025");
    assert_eq!(tries(&window).len(), 1);
}

#[test]
fn every_refusal_of_a_pin_is_a_sentence_of_its_own() {
    let all = [
        PinRefused::Wrong { next_at: None },
        PinRefused::TooSoon { next_at: desk::now() },
        PinRefused::NotSupervisor,
        PinRefused::Unknown,
        PinRefused::NotRecorded("the disk is full".into()),
        PinRefused::NotSaved("the disk is full".into()),
        PinRefused::LockedByPolicy,
    ];
    let mut said = BTreeSet::new();
    for refused in all {
        let mut window = Window::of(locked());
        let before: BTreeSet<_> = window.words().into_iter().collect();
        enter_pin(&mut window, "258025");
        window.show(Snapshot { pin: PinView { is_checking: false, refused: Some(refused.clone()) }, ..locked() });
        assert_eq!(raw_keys(&window), Vec::<String>::new(), "{refused:?}");
        let new: Vec<_> = window.words().into_iter().filter(|word| !before.contains(word)).collect();
        assert!(said.insert(new.clone()) && !new.is_empty(), "{refused:?}: {new:?}");
    }
}

#[test]
fn a_job_whose_end_nobody_knows_is_named_by_its_encoder_alone() {
    let uncertain = Stage::Uncertain(UncertainReason::ReplyLost, desk::problem(ProblemCode::EncoderTimeout));
    let window = Window::of(Snapshot { jobs: hart_in(uncertain).jobs, ..locked() });
    assert!(
        window.says("It is not certain whether the card at Front Desk 1 was made: sign in") && !window.says("Hart")
    );
}

#[test]
fn a_card_that_ended_behind_the_lock_is_told_there_and_leads_to_it_after_signing_in() {
    let made = "The card is finished";
    let not_made = "The card was not made: sign in and see Activity";
    let job = JobId::generate();
    let ended = |end, may_look| Some(EndedUnseen { job, end, may_look });
    assert!(!Window::of(locked()).says(made) && !Window::of(locked()).says(not_made));
    let window = Window::of(Snapshot { ended_unseen: ended(CardEnd::Made, false), ..locked() });
    assert!(window.says(made) && !window.says("Hart") && !window.says("Look at it"));
    assert!(Window::of(Snapshot { ended_unseen: ended(CardEnd::NotMade, false), ..locked() }).says(not_made));
    let bo = || signed_in("Jon Ash", Trust::Clerk);
    let mut window = Window::of(Snapshot { ended_unseen: ended(CardEnd::NotMade, true), ..bo() });
    assert!(window.says("A card was not made after the screen was cleared"));
    window.click("Look at it");
    assert!(window.told.iter().any(|told| matches!(told, Command::ShowAttempt(of) if *of == job)));
    let mut window = Window::of(Snapshot { ended_unseen: ended(CardEnd::Made, false), ..bo() });
    assert!(!window.says("Look at it"), "it is a colleague's");
    window.click("Understood");
    assert!(window.told.iter().any(|told| matches!(told, Command::Dismiss(of) if *of == job)));
}

#[test]
fn a_desk_without_a_key_is_locked_all_the_same() {
    let window = Window::of(Snapshot { session: Session::Welcome(None), ..locked() });
    assert!(window.says("PIN of Anna Berg") && !window.says("Connect"), "{:?}", window.words());
}

#[test]
fn a_colleague_takes_over_and_the_guest_stays_chosen() {
    let mut window = at_hart(signed_in("Jon Ash", Trust::Clerk));
    window.click("Switch person, or lock. Jon Ash is signed in");
    assert!(window.says("Who takes over?") && !window.says("PIN of Jon Ash"));
    window.press(Key::ArrowDown);
    enter_pin(&mut window, "258025");
    assert_eq!(tries(&window), [("sign in", Some("Mira Kovač".to_owned()), "258025".to_owned())]);
    let chosen = window.chosen_row();
    window.show(Snapshot { duty: Duty::SignedIn(person("Mira Kovač", Trust::Supervisor)), ..window.snapshot.clone() });
    assert!(!window.says("Who takes over?") && window.says("Mira Kovač is signed in as a supervisor"));
    assert!(chosen.is_some() && window.chosen_row() == chosen, "{chosen:?}");
}

#[test]
fn ctrl_l_locks() {
    let lock = |window: &mut Window| {
        window.harness.key_press_modifiers(Modifiers::COMMAND, Key::L);
        window.settle();
    };
    let locks = |window: &Window| window.told.iter().filter(|command| matches!(command, Command::Lock)).count();
    let mut window = Window::of(signed_in("Jon Ash", Trust::Clerk));
    lock(&mut window);
    assert_eq!(locks(&window), 1);
}

#[test]
fn a_lock_that_waits_for_a_card_says_so_and_can_be_taken_back() {
    let waits =
        |rest_waits| Snapshot { jobs: hart_in(Stage::Waiting).jobs, rest_waits, ..signed_in("Jon Ash", Trust::Clerk) };
    let stays = |window: &Window| window.told.iter().filter(|told| matches!(told, Command::Stay)).count();
    let told = "This desk locks when the card is finished";
    let mut window = Window::of(waits(false));
    assert!(!window.says(told), "nobody wants it");
    window.show(waits(true));
    assert!(window.says(told), "{:?}", window.words());
    window.press(Key::F2);
    assert_eq!(stays(&window), 0, "a key alone takes nothing back");
    window.click("Stay");
    assert_eq!(stays(&window), 1);
    window.show(waits(false));
    assert!(!window.says(told) && window.harness.query_by_label("Stay").is_none());
}

#[test]
fn where_nobody_signs_in_ctrl_l_forgets_what_is_on_the_screen() {
    let lock = |window: &mut Window| {
        window.harness.key_press_modifiers(Modifiers::COMMAND, Key::L);
        window.settle();
    };
    let mut window = Window::of(desk::desk());
    window.press(Key::F1);
    assert!(window.says("Forget what is on the screen") && !window.says("Lock this desk"));
    window.press(Key::Escape);
    window.told.clear();
    lock(&mut window);
    assert!(matches!(window.deeds()[..], [Command::Lock]), "{:?}", window.told);
    let mut window = Window::of(Snapshot { rest_waits: true, ..hart_in(Stage::Waiting) });
    assert!(window.says("What is on the screen goes when the card is finished"));
    window.click("Stay");
    assert!(window.told.iter().any(|told| matches!(told, Command::Stay)));
    let mut window = Window::of(signed_in("Jon Ash", Trust::Clerk));
    window.press(Key::F1);
    assert!(window.says("Lock this desk") && !window.says("Forget what is on the screen"));
}

#[test]
fn a_first_start_asks_nothing_that_the_policy_answers() {
    for key in [SettingKey::DeskPeople, SettingKey::Operators] {
        let mut snapshot = desk::desk();
        snapshot.settings = Arc::default();
        Arc::make_mut(&mut snapshot.settings).loaded.origins.insert(key, SettingOrigin::Locked);
        if let Session::Connected { source, .. } = &mut snapshot.session {
            *source = TokenSource::Keyring;
        }
        let window = Window::of(snapshot);
        assert!(!window.says("Who works at this desk?") && window.says("Amelia Hart"), "{key:?}");
    }
}

#[test]
fn a_supervisor_with_a_clerks_pin_is_told_how_to_work_as_one() {
    let weak = || {
        let people = people().into_iter().map(|known| Person { role: Trust::Supervisor, ..known }).collect();
        Snapshot { people, ..signed_in("Jon Ash", Trust::Clerk) }
    };
    let told = "Choose a PIN of at least 6 digits to work as a supervisor";
    assert!(!Window::of(signed_in("Jon Ash", Trust::Clerk)).says(told));
    let mut window = Window::of(weak());
    assert!(window.says(told));
    window.click("Change my PIN…");
    assert!(window.says("Present PIN"), "{:?}", window.words());
    let mut locked = weak();
    Arc::make_mut(&mut locked.settings).loaded.origins.insert(SettingKey::Operators, SettingOrigin::Locked);
    let window = Window::of(locked);
    assert!(!window.says(told) && window.says("Ask your IT for one") && !window.says("Change my PIN"));
}

#[test]
fn a_locked_desk_says_when_somebody_cannot_be_used() {
    let with = |key: &str| {
        let mut snapshot = locked();
        Arc::make_mut(&mut snapshot.settings).loaded.notices = vec![SettingNotice {
            file: SettingsFile::Desk,
            key: Some(key.into()),
            reason: "must be a hash".to_owned(),
            aside: None,
        }];
        Window::of(snapshot)
    };
    let told = "An entry of the people in the settings cannot be used: ask your IT";
    assert!(with("operator[2].pin").says(told) && with("operator").says(told));
    assert!(!with("desk.operator").says(told) && !Window::of(locked()).says(told));
}

#[test]
fn whoever_takes_over_in_activity_asks_for_what_they_may_see() {
    let asked = |window: &Window| window.told.iter().filter(|told| matches!(told, Command::ShowActivity(_))).count();
    let mut window = Window::of(signed_in("Jon Ash", Trust::Clerk));
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Num2);
    window.settle();
    assert_eq!(asked(&window), 1);
    window.show(signed_in("Mira Kovač", Trust::Supervisor));
    assert_eq!(asked(&window), 2, "the engine has hidden it");
    window.show(window.snapshot.clone());
    assert_eq!(asked(&window), 2);
}

#[test]
fn a_desk_that_is_about_to_lock_says_when_and_any_key_keeps_it() {
    let mut window = Window::of(signed_in("Jon Ash", Trust::Clerk));
    let rests_at = Some(desk::now() + SignedDuration::from_secs(118));
    window.show(Snapshot { rests_at, ..window.snapshot.clone() });
    assert!(window.says("This desk locks in 1:58"), "{:?}", window.words());
    let output = window.harness.output();
    let delay = output.viewport_output.values().map(|viewport| viewport.repaint_delay).min().unwrap();
    assert!(delay <= std::time::Duration::from_millis(1_001), "{delay:?}");
    window.told.clear();
    window.click("Stay");
    assert!(touches(&window) > 0);
}

#[test]
fn the_engine_hears_of_somebody_once_a_second_where_people_sign_in_and_never_elsewhere() {
    let type_much = |window: &mut Window| {
        for _ in 0..30 {
            window.harness.event(egui::Event::PointerMoved(egui::pos2(300.0, 300.0)));
            window.harness.step();
        }
        window.settle();
    };
    let mut window = Window::of(signed_in("Jon Ash", Trust::Clerk));
    type_much(&mut window);
    let seconds = window.harness.ctx.input(|input| input.time).ceil() as usize;
    assert!((1..=seconds + 1).contains(&touches(&window)), "{} in {seconds} s", touches(&window));
    let mut window = Window::of(desk::desk());
    type_much(&mut window);
    assert_eq!(touches(&window), 0);
}

#[test]
fn a_supervisor_approves_what_a_clerk_may_not_and_each_deed_has_its_sentence() {
    let all = [
        Deed::EncodeExpired,
        Deed::Settle,
        Deed::ChangeToken,
        Deed::Practice,
        Deed::RecoverJournal,
        Deed::BindEncoder,
        Deed::FollowUp,
        Deed::Export,
        Deed::SaveBundle,
        Deed::Change(SettingKey::IdleLock),
        Deed::ChangeOperators,
        Deed::LeaveKiosk,
    ];
    let mut sentences = BTreeSet::new();
    for deed in all {
        let mut window = Window::of(Snapshot { approval: Some(deed), ..signed_in("Jon Ash", Trust::Clerk) });
        assert!(window.says("A supervisor approves this") && raw_keys(&window).is_empty(), "{deed:?}");
        let sentence = window
            .words()
            .into_iter()
            .find(|word| word.contains("supervisor can"))
            .or_else(|| window.words().into_iter().find(|word| word.contains("A supervisor can have")));
        assert!(sentences.insert(sentence.clone()) && sentence.is_some(), "{deed:?}: {sentence:?}");
        assert!(!window.says("Jon Ash, Clerk"), "only supervisors are asked");
        enter_pin(&mut window, "258025");
        assert_eq!(tries(&window), [("approve", Some("Anna Berg".to_owned()), "258025".to_owned())], "{deed:?}");
        window.press(Key::Escape);
        assert!(matches!(window.told.last(), Some(Command::CancelApproval)), "{deed:?}: {:?}", window.told.last());
    }
}

#[test]
fn a_supervisor_sees_what_exactly_is_approved() {
    let at = |n: &str| Some(Arc::<str>::from(n));
    let file: Arc<str> = "/home/desk/a.csv".into();
    let filter = ActivityFilter {
        desk: Some(Desk("Front desk".into())),
        operator: Some(Operator("Jon Ash".into())),
        outcome: OutcomeFilter::Failures,
        ..ActivityFilter::default()
    };
    let export = |with_guests| Asked::Export {
        scope: Scope::AllDesks,
        filter: filter.clone(),
        path: file.clone(),
        format: ExportFormat::Csv,
        with_guests,
    };
    let known = KnownAttempt {
        guest: Some(Guest::new("Amelia Hart")),
        card_name: "Guest card".into(),
        encoder_name: "Concierge".into(),
        at: desk::now(),
    };
    let attempt = AskedAttempt { job: JobId::generate(), known: Some(known) };
    let unknown = AskedAttempt { known: None, ..attempt };
    let id = attempt.job.to_string();
    let follow_up = |attempt: &AskedAttempt| Asked::FollowUp {
        attempt: attempt.clone(),
        state: FollowUpState::Solved,
        note: Some("New battery in 1204".into()),
    };
    let bundle = |with_guests| Asked::Bundle { path: "/home/desk/a.zip".into(), with_guests };
    let card = Asked::Encode {
        guest: Some(Guest::new("Amelia Hart")),
        card_name: "Guest card".into(),
        doors: ["1204".into(), "Spa".into()].into(),
    };
    let [with, without] = ["With names of guests", "Without names of guests"];
    let all: [(Deed, Asked, &[&str]); 21] = [
        (Deed::ChangeOperators, Asked::AddOperator(person("Zed", Trust::Supervisor)), &["New: Zed, Supervisor"]),
        (Deed::ChangeOperators, Asked::ChangeRole(person("Zed", Trust::Clerk)), &["From now on: Zed, Clerk"]),
        (Deed::ChangeOperators, Asked::ChangePin(Operator("Zed".into())), &["A new PIN for Zed"]),
        (Deed::ChangeOperators, Asked::RemoveOperator(Operator("Zed".into())), &["Zed does not sign in here any more"]),
        (
            Deed::Change(SettingKey::Proxy),
            Asked::Set(Setting::Proxy(at("http://p:8080"))),
            &["New value: http://p:8080"],
        ),
        (Deed::Change(SettingKey::Proxy), Asked::Set(Setting::Proxy(None)), &["New value: none"]),
        (Deed::Change(SettingKey::LogNames), Asked::Set(Setting::LogNames(true)), &["New value: On"]),
        (Deed::Change(SettingKey::KeepMonths), Asked::Set(Setting::KeepMonths(6)), &["New value, Months: 6"]),
        (Deed::BindEncoder, Asked::BindEncoder("Concierge".into()), &["New encoder: Concierge"]),
        (Deed::EncodeExpired, card, &["Amelia Hart, Guest card", "Opens 1204, Spa"]),
        (
            Deed::Settle,
            Asked::Settle { attempt: attempt.clone(), decision: Decision::NotWritten },
            &["Amelia Hart, Concierge, ", "no card was made"],
        ),
        (
            Deed::FollowUp,
            follow_up(&attempt),
            &["Amelia Hart, Concierge, ", "Follow-up: Solved", "Note: “New battery in 1204”"],
        ),
        (Deed::FollowUp, follow_up(&unknown), &[id.as_str()]),
        (Deed::ChangeToken, Asked::Connect(None), &["shown before it is kept"]),
        (Deed::ChangeToken, Asked::Connect(Some("ws-1".into())), &["Workspace: ws-1"]),
        (Deed::ChangeToken, Asked::Workspace("Hotel Aurora".into()), &["Workspace: Hotel Aurora"]),
        (Deed::ChangeToken, Asked::LeaveWorkspace("Hotel Aurora".into()), &["Leaves the workspace Hotel Aurora"]),
        (
            Deed::Export,
            export(true),
            &["CSV, saved as /home/desk/a.csv", "At any time · Front desk · Only attempts of Jon Ash · ", with],
        ),
        (Deed::Export, export(false), &[without]),
        (Deed::SaveBundle, bundle(true), &["Saved as /home/desk/a.zip", with]),
        (Deed::SaveBundle, bundle(false), &[without]),
    ];
    for (deed, asked, lines) in all {
        let clerk = signed_in("Jon Ash", Trust::Clerk);
        let window = Window::of(Snapshot { approval: Some(deed), asked: Some(Arc::new(asked)), ..clerk });
        assert!(raw_keys(&window).is_empty(), "{lines:?}");
        for line in lines {
            assert!(window.says(line), "{line}: {:?}", window.words());
        }
    }
}

#[test]
fn all_that_is_asked_of_a_supervisor_is_seen_on_a_small_screen_above_the_pin() {
    let size = egui::vec2(1024.0, 600.0);
    let known = KnownAttempt {
        guest: Some(Guest::new("Amelia Hart")),
        card_name: "Guest card".into(),
        encoder_name: "Front desk, behind the counter".into(),
        at: desk::now(),
    };
    let attempt = AskedAttempt { job: JobId::generate(), known: Some(known) };
    let note = Some("The battery of 1204 was empty; housekeeping put a new one in at ten".into());
    let shared =
        "postgres://front_desk@records.hotel.example/keydesk?sslmode=verify-full&sslrootcert=/etc/ssl/hotel.pem";
    for (deed, asked) in [
        (Deed::FollowUp, Asked::FollowUp { attempt, state: FollowUpState::Solved, note }),
        (Deed::Change(SettingKey::SharedJournal), Asked::Set(Setting::SharedJournal(Some(shared.into())))),
        (
            Deed::Export,
            Asked::Export {
                scope: Scope::AllDesks,
                filter: ActivityFilter {
                    since: Some(desk::now()),
                    until: Some(desk::now()),
                    operator: Some(Operator("Jon Ash".into())),
                    outcome: OutcomeFilter::Failures,
                    ..ActivityFilter::default()
                },
                path: "/home/desk/Documents/keydesk-activity-2026-11-24.csv".into(),
                format: ExportFormat::Csv,
                with_guests: true,
            },
        ),
    ] {
        let clerk = signed_in("Jon Ash", Trust::Clerk);
        let mut window = Window::of(Snapshot { approval: Some(deed), asked: Some(Arc::new(asked)), ..clerk });
        window.harness.set_size(size);
        window.settle();
        let room = egui::Rect::from_min_size(egui::Pos2::ZERO, size);
        for part in ["Follow-up: ", "Note: ", "New value: ", "saved as ", "Amelia Hart, Front", "With names of"] {
            let words = window
                .harness
                .root()
                .query_all_by(|node| node.label().or(node.value()).is_some_and(|said| said.starts_with(part)));
            for node in words {
                assert!(room.contains_rect(node.rect()), "{part} of {deed:?} is at {:?}", node.rect());
            }
        }
        let fields = window.harness.query_all_by_label("PIN of Anna Berg");
        assert!(fields.map(|field| field.rect()).all(|rect| room.contains_rect(rect)), "{deed:?}");
        let last = window.harness.get_by_label("Not now").rect();
        assert!(room.contains_rect(last), "Not now of {deed:?} is at {last:?}");
        let digits = window.harness.query_all_by_label("7").count();
        assert_eq!(digits, 0, "the keyboard has digits too");
        window.harness.set_size(egui::vec2(1280.0, 800.0));
        window.settle();
        assert_eq!(window.harness.query_all_by_label("7").count(), 1);
    }
}

/// A screen of 1280×800 at 150 %.
#[test]
fn a_wrong_pin_is_said_in_sight_where_letters_are_large() {
    let clerk = Snapshot { approval: Some(Deed::ChangeToken), ..signed_in("Jon Ash", Trust::Clerk) };
    let mut window = Window::of(clerk.clone());
    let size = egui::vec2(853.0, 533.0);
    window.harness.set_size(size);
    window.settle();
    enter_pin(&mut window, "4711");
    let pin = PinView { is_checking: false, refused: Some(PinRefused::Wrong { next_at: None }) };
    window.show(Snapshot { pin, ..clerk });
    let room = egui::Rect::from_min_size(egui::Pos2::ZERO, size);
    for part in ["Wrong PIN", "Not now"] {
        let said = |node: &egui_kittest::Node<'_>| {
            let node = node.accesskit_node();
            node.bounding_box().is_some() && node.label().or(node.value()).is_some_and(|said| said == part)
        };
        let rect = window.harness.root().query_all_by(|_| true).find(said).unwrap().rect();
        assert!(room.contains_rect(rect), "{part} is at {rect:?}");
    }
}

#[test]
fn what_changed_before_its_approval_is_said_until_somebody_has_seen_it() {
    let lapsed = Snapshot { approval_lapsed: true, ..signed_in("Jon Ash", Trust::Clerk) };
    let mut window = Window::of(lapsed);
    assert!(window.says("has changed meanwhile, so it did not happen"), "{:?}", window.words());
    assert!(raw_keys(&window).is_empty());
    window.press(Key::Escape);
    assert!(matches!(window.told.last(), Some(Command::CancelApproval)), "{:?}", window.told);
    window.told.clear();
    window.press(Key::Enter);
    assert!(matches!(window.told.last(), Some(Command::CancelApproval)), "{:?}", window.told);
}

#[test]
fn the_question_of_a_first_start_is_answered_with_enter_or_leads_to_the_first_supervisor() {
    let first = || {
        let mut snapshot = desk::desk();
        snapshot.settings = Arc::default();
        if let Session::Connected { source, .. } = &mut snapshot.session {
            *source = TokenSource::Keyring;
        }
        snapshot
    };
    let mut window = Window::of(first());
    assert!(window.says("Who works at this desk?") && !window.says("Amelia Hart") && raw_keys(&window).is_empty());
    window.press(Key::Enter);
    assert!(matches!(window.deeds()[..], [Command::Set(Setting::DeskPeople(People::One))]), "{:?}", window.told);
    assert!(window.says("Amelia Hart"), "straight to work");
    let mut window = Window::of(first());
    window.click("Several people, each with a PIN…");
    assert!(window.says("The first supervisor") && settings::has_keyboard(&window, "Name"));
    for unasked in [TokenSource::Practice, TokenSource::Environment] {
        let mut snapshot = first();
        if let Session::Connected { source, .. } = &mut snapshot.session {
            *source = unasked;
        }
        assert!(!Window::of(snapshot).says("Who works at this desk?"), "{unasked:?}");
    }
}

#[test]
fn the_end_of_a_card_is_heard_once_where_sounds_are_wanted() {
    let ended = |window: &mut Window, stage: Stage| {
        let job = Box::new(desk::job(&hart(), "enc-1", stage, 3_000));
        for moment in [keydesk::engine::Moment::Sent, keydesk::engine::Moment::Ended] {
            window.end.events.send(keydesk::engine::Event::Job { job: job.clone(), moment }).unwrap();
        }
        window.settle();
    };
    for wants in [true, false] {
        let heard = Rc::new(RefCell::new(Vec::new()));
        let ear = Rc::clone(&heard);
        let options =
            UiOptions { play: Some(Box::new(move |sound| ear.borrow_mut().push(sound))), ..UiOptions::default() };
        let mut snapshot = desk::desk();
        Arc::make_mut(&mut snapshot.settings).loaded.settings.ui.sounds = wants;
        let mut window = Window::with(snapshot, egui::vec2(1280.0, 800.0), options);
        ended(&mut window, desk::success(&hart()));
        ended(&mut window, Stage::Failed(desk::problem(ProblemCode::NoCard)));
        let expected = if wants { vec![Sound::Success, Sound::Attention] } else { Vec::new() };
        assert_eq!(*heard.borrow(), expected);
        heard.borrow_mut().clear();
        let doubt = Stage::Uncertain(UncertainReason::EncoderSilent, desk::problem(ProblemCode::NoCard));
        for (stage, moment) in [
            (doubt.clone(), keydesk::engine::Moment::BecameUncertain),
            (doubt, keydesk::engine::Moment::Learned),
            (Stage::Decided(Decision::Written), keydesk::engine::Moment::Ended),
        ] {
            let job = Box::new(desk::job(&hart(), "enc-1", stage, 3_000));
            window.end.events.send(keydesk::engine::Event::Job { job, moment }).unwrap();
        }
        window.settle();
        let expected = if wants { vec![Sound::Attention] } else { Vec::new() };
        assert_eq!(*heard.borrow(), expected, "somebody should look when nobody knows, not when somebody has said");
    }
}

#[test]
fn everything_one_can_press_at_a_locked_desk_has_a_name_and_a_size() {
    let approving = Snapshot { approval: Some(Deed::Export), ..signed_in("Jon Ash", Trust::Clerk) };
    for snapshot in [locked(), approving] {
        let window = Window::of(snapshot);
        let roles = [Role::Button, Role::RadioButton, Role::PasswordInput];
        for node in window.harness.root().query_all_by(move |node| roles.contains(&node.role())) {
            let name = node.accesskit_node().label().unwrap_or_default();
            assert!(!name.trim().is_empty(), "{:?}", node.accesskit_node().role());
            assert!(node.rect().size().min_elem() >= 23.9 || node.rect().area() == 0.0, "{name}: {:?}", node.rect());
        }
    }
}
