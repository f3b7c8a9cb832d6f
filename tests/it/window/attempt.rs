//! The sheet of one attempt.

use keydesk::{
    domain::{Deed, FactKind, FollowUp, FollowUpState, JobId, Outcome, Reasked, UncertainReason},
    engine::{AttemptDetails, Event, FollowUpOrder},
};

use super::*;

fn opened(details: AttemptDetails) -> Window {
    Window::of(past::showing(details))
}

fn shown(window: &mut Window, details: AttemptDetails) {
    window.show(past::showing(details));
}

fn follow_ups(window: &Window) -> Vec<FollowUpOrder> {
    let order = |command: &'_ Command| if let Command::FollowUp(order) = command { Some(order.clone()) } else { None };
    window.told.iter().filter_map(order).collect()
}

fn copied(window: &Window) -> String {
    let texts = window.harness.output().platform_output.commands.iter().rev();
    let mut texts =
        texts.filter_map(
            |command| {
                if let egui::OutputCommand::CopyText(text) = command { Some(text.clone()) } else { None }
            },
        );
    texts.next().expect("something was copied")
}

/// Presses a button and keeps the frame in which it acted.
fn copy(window: &mut Window) -> String {
    window.harness.get_by_label("Copy for support").click();
    window.harness.step();
    for _ in 0..3 {
        if !window.harness.output().platform_output.commands.is_empty() {
            break;
        }
        window.harness.step();
    }
    copied(window)
}

#[test]
fn every_attempt_and_every_event_speaks_in_sentences() {
    for details in past::all() {
        let outcome = details.row.outcome;
        let mut window = opened(details);
        by_key(&mut window, "Show milliseconds and IDs");
        assert_eq!(raw_keys(&window), Vec::<String>::new(), "{outcome:?}");
        let words = window.words();
        let jargon = |word: &&String| word.to_lowercase().contains("action attempt");
        assert_eq!(words.iter().find(jargon), None, "{outcome:?}");
        assert!(window.says("13:39:48.120"), "{outcome:?}: {words:?}");
    }
}

#[test]
fn a_failure_says_who_why_what_to_do_and_every_id() {
    let window = opened(past::followed_up());
    for text in [
        "No card for Oliver Brandt",
        "No card on the encoder",
        "Front Desk 2 waited but found no card.",
        "You can fix this yourself.",
        "J. Silva",
        "118, Pool",
        "a3f6d8aa-11d2-4e53-9e0a-5c7d81b2c7f4",
        "1b4e28ba-2fa1-4f00-8000-000000000001",
        "7f31c0d2-9a00-4000-8000-000000000002\n9c11aa00-1111-4000-8000-00000000000f",
        "Type: no_credential_on_encoder",
        "Message: No credential was found on the encoder.",
        "M. Kern followed up: Open",
        "The reader was unplugged when the night shift ended.",
        "Network: 214 ms",
        "This desk: 12 ms",
        "Card and encoder: 3,623 ms",
        "From the press of the button to the end: 3,849 ms",
        "Seam still says: failed (No card on encoder)",
    ] {
        assert!(window.says(text), "{text}: {:?}", window.words());
    }
}

#[test]
fn what_is_not_on_record_is_said_so() {
    let mut details = past::uncertain();
    (details.facts[1].kind, details.times) = (FactKind::LetGo, Default::default());
    let window = opened(details);
    assert!(window.says("Network: not recorded") && window.says("the end: not recorded"), "{:?}", window.words());
    let mut erased = past::erased();
    erased.related.clear();
    let window = opened(erased);
    assert!(window.says("Card made for a guest (name erased)"), "{:?}", window.words());
    assert!(window.says("Erased, as the retention rule says") && !window.says("for Oliver Brandt"));
}

#[test]
fn escape_hides_it_and_the_keyboard_goes_back_to_where_it_was() {
    let mut window = Window::of(desk::desk());
    window.find("ravi");
    let search = |window: &Window| window.harness.get_by_label("Search guests and cards").is_focused();
    assert!(search(&window));
    shown(&mut window, past::failed());
    assert!(!search(&window) && window.harness.get_by_label("Close").is_focused());
    window.press(Key::Escape);
    assert!(matches!(window.deeds()[..], [Command::HideAttempt]), "{:?}", window.deeds());
    window.show(desk::desk());
    assert!(search(&window), "the search has the keyboard again");
    assert_eq!(window.searched().as_deref(), Some("ravi"), "and keeps its text");
}

#[test]
fn the_keyboard_stays_inside_and_the_desk_behind_hears_nothing() {
    let mut window = at_hart(desk::desk());
    shown(&mut window, past::failed());
    let behind = |window: &Window| window.harness.get_by_label("Encode card").is_focused();
    for _ in 0..30 {
        window.press(Key::Tab);
        assert!(!behind(&window), "Tab leads out of the sheet");
        window.press(Key::ArrowDown);
    }
    window.harness.get_by_label("Close").focus();
    window.settle();
    window.press(Key::Enter);
    assert!(window.orders().is_empty(), "Enter closed the sheet and made no card");
    assert!(matches!(window.deeds()[..], [Command::HideAttempt]));
}

#[test]
fn a_note_is_written_and_saved_by_keyboard_alone() {
    let mut window = opened(past::failed());
    window.press(Key::Tab);
    assert!(window.harness.get_by_label("Open").is_focused());
    window.press(Key::ArrowRight);
    for _ in 0..2 {
        window.press(Key::Tab);
    }
    assert!(window.harness.get_by_label("Note").is_focused(), "past the last state, into the note");
    window.harness.event(egui::Event::Paste("Cable changed,\nasked IT for a spare".into()));
    window.settle();
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    window.settle();
    let orders = follow_ups(&window);
    assert_eq!(orders.len(), 1);
    assert_eq!((orders[0].job, orders[0].state), (past::job(), FollowUpState::InHand));
    assert_eq!(orders[0].note.as_deref(), Some("Cable changed,\nasked IT for a spare"));
    assert!(!window.is_on("Save"), "once is enough");
    let mut saved = past::failed();
    saved.row.follow_up = Some(FollowUpState::InHand);
    let said =
        FollowUp { state: FollowUpState::InHand, note: orders[0].note.clone(), operator: past::operator("M. Kern") };
    saved.facts.push(past::fact(60_000, FactKind::FollowedUp(said)));
    shown(&mut window, saved);
    assert!(window.says("Saved") && window.says("M. Kern followed up: In hand"));
    window.press(Key::Escape);
    assert!(matches!(window.deeds().last(), Some(Command::HideAttempt)), "nothing is left to lose");
}

#[test]
fn an_unsaved_note_is_not_lost_by_escape() {
    let mut window = opened(past::failed());
    window.harness.get_by_label("Note").focus();
    window.settle();
    window.harness.event(egui::Event::Text("The bridge was asleep".into()));
    window.settle();
    window.press(Key::Escape);
    assert!(window.says("Discard what you wrote?") && window.deeds().is_empty());
    window.press(Key::Escape);
    assert!(!window.says("Discard what you wrote?") && window.says("The bridge was asleep"));
    assert!(window.harness.get_by_label("Note").is_focused());
    window.press(Key::Escape);
    by_key(&mut window, "Discard it");
    assert!(matches!(window.deeds()[..], [Command::HideAttempt]));
}

#[test]
fn a_note_that_is_too_long_keeps_its_text_and_says_by_how_much() {
    let mut window = opened(past::failed());
    window.harness.get_by_label("Note").focus();
    window.settle();
    window.harness.event(egui::Event::Paste("x".repeat(950)));
    window.settle();
    assert!(window.says("950 of 1,000 characters") && window.is_on("Save"));
    window.harness.event(egui::Event::Paste("y".repeat(60)));
    window.settle();
    assert!(window.says("10 characters too many") && !window.is_on("Save"));
    assert!(window.says(&"y".repeat(60)), "nothing is cut");
}

#[test]
fn a_follow_up_that_cannot_be_written_down_can_be_sent_again() {
    let mut window = opened(past::failed());
    by_key(&mut window, "Solved");
    by_key(&mut window, "Save");
    assert!(!window.is_on("Save"));
    window.show(Snapshot { journal_trouble: Some("the disk is full".into()), ..past::showing(past::failed()) });
    assert!(window.says("cannot write it down") && window.is_on("Save"));
    assert_eq!(follow_ups(&window).len(), 1);
}

#[test]
fn a_follow_up_that_nobody_approves_stays_and_is_not_lost_unasked() {
    let mut window = opened(past::failed());
    window.harness.get_by_label("Note").focus();
    window.settle();
    window.harness.event(egui::Event::Text("The bridge was asleep".into()));
    window.settle();
    by_key(&mut window, "Save");
    assert!(!window.is_on("Save"));
    window.end.events.send(Event::NotApproved(Deed::FollowUp)).unwrap();
    window.settle();
    assert!(window.is_on("Save") && window.says("The bridge was asleep"));
    window.press(Key::Escape);
    assert!(window.says("Discard what you wrote?"));
}

#[test]
fn only_failures_are_followed_up() {
    for details in past::all() {
        let (outcome, is_failure) = (details.row.outcome, details.row.outcome.is_failure());
        let window = opened(details);
        assert_eq!(window.harness.query_by_label("Note").is_some(), is_failure, "{outcome:?}");
    }
}

#[test]
fn seam_is_asked_again_where_it_can_be_and_else_the_reason_is_said() {
    let mut window = opened(past::failed());
    by_key(&mut window, "Ask Seam again");
    assert!(matches!(window.deeds()[..], [Command::AskSeamAgain(job)] if *job == past::job()));
    let mut asking = past::failed();
    asking.is_asking = true;
    shown(&mut window, asking);
    assert!(!window.is_on("Ask Seam again") && window.says("Seam is being asked…"));
    let mut nameless = past::failed();
    nameless.row.attempt = None;
    shown(&mut window, nameless);
    assert!(!window.is_on("Ask Seam again") && window.says("Seam never named an attempt"));
    let mut foreign = past::failed();
    foreign.is_own = false;
    shown(&mut window, foreign);
    assert!(!window.is_on("Ask Seam again") && window.says("at the desk and in the workspace in which"));
    shown(&mut window, past::uncertain());
    assert!(!window.is_on("Ask Seam again") && window.says("Keydesk still follows it"));
    let down = Link::Down { problem: desk::problem(ProblemCode::NotSent), since: desk::now(), retry_at: desk::now() };
    window.show(Snapshot { link: down, ..past::showing(past::failed()) });
    assert!(!window.is_on("Ask Seam again") && window.says("once the connection is back"));
    let mut trouble = past::failed();
    trouble.ask_trouble = Some(desk::problem(ProblemCode::SeamTrouble));
    shown(&mut window, trouble);
    assert!(window.says("Seam could not be asked: Seam has trouble."), "{:?}", window.words());
}

#[test]
fn seam_that_changes_its_mind_is_said_aloud_with_what_to_do() {
    let asked = |answer| FactKind::Reasked { answer, request: None };
    let mut details = past::failed();
    details.facts.push(past::fact(90_000, asked(Reasked::Succeeded(None))));
    let window = opened(details);
    assert!(window.says("Seam has changed its mind: the card was written"), "{:?}", window.words());
    assert!(window.says("Look for it before another is made."));
    let mut details = past::succeeded();
    details.facts.push(past::fact(90_000, asked(Reasked::Failed(past::no_card()))));
    let window = opened(details);
    assert!(window.says("Seam has changed its mind: failed (No card on encoder)"));
    assert!(window.says("may not work"));
}

#[test]
fn what_goes_to_support_names_neither_guest_nor_card() {
    let mut details = past::followed_up();
    details.row.card_number = Some(past::NUMBER.into());
    let FactKind::Failed(problem) = &mut details.facts[2].kind else { panic!("the failure comes third") };
    let surname = past::GUEST.rsplit(' ').next().unwrap().to_uppercase();
    let message = format!("Card {} of {} is missing. Was it {surname}?", past::NUMBER, past::GUEST);
    problem.details.message = Some(message.into());
    let mut window = opened(details);
    let text = copy(&mut window);
    for canary in [past::GUEST, &surname, past::NUMBER, "unplugged", "M. Kern", "J. Silva"] {
        assert!(!text.contains(canary), "{canary} in {text}");
    }
    for needed in [
        "1b4e28ba-2fa1-4f00-8000-000000000001",
        "7f31c0d2-9a00-4000-8000-000000000002",
        "9c11aa00-1111-4000-8000-00000000000f",
        "a3f6d8aa-11d2-4e53-9e0a-5c7d81b2c7f4",
        "7b2f0c4e-7d11-4a43-9a50-1d4b0f6b7c02",
        "no_credential_on_encoder",
        "Card … of … is missing. Was it …?",
        "2026-11-23T12:39:48.120Z",
        "network 214 ms",
        env!("CARGO_PKG_VERSION"),
    ] {
        assert!(text.contains(needed), "{needed} not in {text}");
    }
}

#[test]
fn once_names_are_erased_seams_own_words_stay_here() {
    let mut details = past::followed_up();
    details.row.guest = None;
    details.row.card_number = None;
    let FactKind::Intended(intent) = &mut details.facts[0].kind else { panic!("the intent comes first") };
    intent.card_name = "".into();
    let FactKind::Failed(problem) = &mut details.facts[2].kind else { panic!("the failure comes third") };
    problem.details.message = Some("No card of Amelia Hart".into());
    let mut window = opened(details);
    let text = copy(&mut window);
    assert!(!text.contains("Amelia") && text.contains("no_credential_on_encoder"), "{text}");
}

#[test]
fn closing_the_window_over_an_unsaved_note_asks_first() {
    let mut window = opened(past::failed());
    window.harness.get_by_label("Note").focus();
    window.settle();
    window.harness.event(egui::Event::Text("The bridge was asleep".into()));
    window.settle();
    let viewport = window.harness.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default();
    viewport.events.push(egui::ViewportEvent::Close);
    window.settle();
    assert!(window.says("A note is not saved"), "{:?}", window.words());
    window.click("Stay");
    assert!(window.says("The bridge was asleep"));
}

#[test]
fn related_attempts_lead_on_and_back() {
    let mut window = opened(past::failed());
    let other = past::failed().related[0].clone();
    let rows = window.harness.root().query_all_by(|node| {
        node.role() == Role::Button && node.label().is_some_and(|label| label.contains("Encoder offline"))
    });
    rows.last().expect("the related failure").focus();
    window.settle();
    window.press(Key::Space);
    assert!(matches!(window.deeds()[..], [Command::ShowAttempt(job)] if *job == other.job));
    let mut next = past::succeeded();
    next.row.job = other.job;
    shown(&mut window, next);
    assert!(window.says("Card made for Oliver Brandt"));
    by_key(&mut window, "Back to the attempt before");
    assert!(matches!(window.deeds().last(), Some(Command::ShowAttempt(job)) if *job == past::job()));
    shown(&mut window, past::failed());
    assert!(window.harness.query_by_label("Back to the attempt before").is_none());
}

#[test]
fn a_try_leads_to_the_one_it_repeats() {
    let mut window = opened(past::followed_up());
    by_key(&mut window, "Show the attempt that it tries again");
    let first = past::followed_up().row.retry_of.unwrap();
    assert!(matches!(window.deeds()[..], [Command::ShowAttempt(job)] if *job == first));
}

fn doubtful() -> Snapshot {
    let stage = Stage::Uncertain(UncertainReason::ReplyLost, desk::problem(ProblemCode::OutcomeUnknown));
    let job = JobView { job: past::job(), ..desk::job(&hart(), "enc-2", stage, 3_100) };
    Snapshot { jobs: vec![job].into(), ..past::showing(past::uncertain()) }
}

#[test]
fn what_nobody_knows_is_settled_on_the_sheet_after_a_question() {
    let mut window = Window::of(doubtful());
    by_key(&mut window, "Read the card");
    by_key(&mut window, "The card works");
    assert!(window.says("Does the card work?"));
    window.press(Key::Enter);
    assert!(matches!(window.deeds()[..], [Command::ReadCard(_)]), "Enter is the safe answer");
    by_key(&mut window, "No card was made");
    let buttons: Vec<_> = window.harness.query_all_by_label("No card was made").collect();
    buttons.last().expect("the answer").click();
    window.settle();
    let [_, Command::Decide(job, Decision::NotWritten)] = window.deeds()[..] else { panic!("{:?}", window.deeds()) };
    assert_eq!(*job, past::job());
}

#[test]
fn another_desks_doubt_is_settled_there() {
    let mut details = past::uncertain();
    details.is_own = false;
    let window = opened(details);
    assert!(window.says("It is settled at Desk 1"), "{:?}", window.words());
    assert!(window.harness.query_by_label("The card works").is_none());
}

#[test]
fn everything_on_the_sheet_has_a_name_and_room() {
    for (size, zoom) in [([1280.0, 800.0], 1.0), ([1024.0, 640.0], 1.0), ([1280.0, 800.0], 1.5)] {
        let points = egui::Vec2::from(size) / zoom;
        for details in past::all() {
            let outcome = details.row.outcome;
            let window = Window::sized(past::showing(details), points);
            let roles = [Role::Button, Role::Link, Role::RadioButton, Role::TextInput, Role::MultilineTextInput];
            for node in window.harness.root().query_all_by(move |node| roles.contains(&node.role())) {
                let name = node.accesskit_node().label().unwrap_or_default();
                assert!(!name.trim().is_empty(), "{outcome:?}: {:?}", node.accesskit_node().role());
                assert!(node.rect().right() <= points.x + 1.0, "{outcome:?} {name}: {:?}", node.rect());
            }
            let is_named = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
                node.role() == Role::Dialog && node.label().is_some_and(|label| !label.is_empty())
            };
            let dialogs = window.harness.root().query_all_by(is_named).count();
            assert_eq!(dialogs, 1, "{outcome:?}");
        }
    }
}

#[test]
fn a_sheet_that_nobody_touches_asks_for_no_frame() {
    let mut window = opened(past::followed_up());
    window.harness.run_steps(4);
    let delay = window.harness.output().viewport_output.values().map(|viewport| viewport.repaint_delay).min().unwrap();
    assert!(delay >= std::time::Duration::from_secs(40), "{delay:?}");
}

#[test]
fn what_the_keyboard_comes_to_is_scrolled_into_sight() {
    let mut window = opened(past::followed_up());
    let sheet = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1280.0, 800.0));
    window.harness.get_by_label("Note").focus();
    window.settle();
    for _ in 0..12 {
        window.press(Key::Tab);
        let focused = window.harness.root().query_all_by(|node| node.is_focused()).next();
        let (name, rect) = focused.map(|node| (node.accesskit_node().label(), node.rect())).expect("a focus");
        assert!(sheet.contains_rect(rect), "{name:?}: {rect:?}");
    }
}

#[test]
fn the_attempt_that_was_shown_never_lends_its_note_to_the_next() {
    let mut window = opened(past::failed());
    window.harness.get_by_label("Note").focus();
    window.settle();
    window.harness.event(egui::Event::Text("half a thought".into()));
    window.settle();
    let mut other = past::failed();
    other.row.job = JobId::generate();
    shown(&mut window, other);
    assert!(!window.says("half a thought"));
    assert_eq!(past::failed().row.outcome, Outcome::Failed);
}
