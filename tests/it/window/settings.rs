//! The settings as the window shows them, and what it asks of the engine when somebody changes one.

use std::collections::BTreeMap;

use eframe::egui::ThemePreference;
use keydesk::{
    domain::{
        Deed, Duty, LoadedSettings, Operator, OperatorEntry, Person, PinHash, Role as Trust, Setting, SettingKey,
        SettingNotice, SettingOrigin, SettingsFile, Theme,
    },
    engine::{BundleView, Event, PinRefused, PinView, SettingsView},
    ui::About,
};
use secrecy::ExposeSecret;

use super::{
    lock::{enter_pin, people, person, signed_in},
    *,
};

const PARTS: [&str; 9] =
    ["This desk", "People", "Look and sound", "When nobody is here", "Connection", "Record", "Kiosk", "Log", "About"];

pub fn about() -> About {
    About {
        version: "1.2.3".to_owned(),
        renderer: "glow".to_owned(),
        system: "linux, x86_64".to_owned(),
        data: "/home/desk/data".to_owned(),
        logs: "/home/desk/logs".to_owned(),
    }
}

fn opened(snapshot: Snapshot) -> Window {
    let options = UiOptions { about: about(), ..UiOptions::default() };
    let mut window = Window::with(snapshot, egui::vec2(1280.0, 800.0), options);
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Num3);
    window.settle();
    window.told.clear();
    window
}

fn at(part: &str, snapshot: Snapshot) -> Window {
    let mut window = opened(snapshot);
    to(&mut window, part);
    window
}

/// Chooses a part in the index.
pub fn to(window: &mut Window, part: &str) {
    let is_tab = |node: &egui_kittest::Node<'_>| {
        node.accesskit_node().role() == Role::Tab && node.accesskit_node().label().as_deref() == Some(part)
    };
    window.harness.root().query_all_by(|_| true).find(is_tab).unwrap().click();
    window.settle();
}

fn with(change: impl FnOnce(&mut LoadedSettings)) -> Snapshot {
    let mut snapshot = desk::desk();
    change(&mut Arc::make_mut(&mut snapshot.settings).loaded);
    snapshot
}

fn sets(window: &Window) -> Vec<&Setting> {
    let set = |command: &'_ Command| matches!(command, Command::Set(_));
    window.told.iter().filter(|command| set(command)).map(setting).collect()
}

fn setting(command: &Command) -> &Setting {
    let Command::Set(setting) = command else { panic!("{command:?}") };
    setting
}

/// Writes into the field of this name, and leaves it with a key.
fn write(window: &mut Window, field: &str, text: &str, key: Key) {
    let is_field = |node: &egui_kittest::Node<'_>| {
        node.accesskit_node().role() == Role::TextInput && node.accesskit_node().label().as_deref() == Some(field)
    };
    window.harness.root().query_all_by(|_| true).find(is_field).unwrap().focus();
    window.settle();
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.harness.event(egui::Event::Text(text.to_owned()));
    window.settle();
    window.press(key);
}

#[test]
fn every_part_speaks_in_sentences_and_every_control_has_a_name_in_light_and_dark() {
    let trouble = "The settings cannot be saved: the disk is full";
    let mut snapshot = signed_in("Jon Ash", Trust::Clerk);
    let view = Arc::make_mut(&mut snapshot.settings);
    (view.trouble, view.policy) = (Some(trouble.into()), Some("/etc/keydesk/policy.toml".into()));
    view.loaded.settings.logs.names = true;
    for theme in [Theme::Light, Theme::Dark] {
        let mut window = opened(snapshot.clone());
        Arc::make_mut(&mut window.snapshot.settings).loaded.settings.ui.theme = theme;
        window.show(window.snapshot.clone());
        assert_eq!(window.harness.ctx.global_style().visuals.dark_mode, theme == Theme::Dark);
        for part in PARTS {
            to(&mut window, part);
            assert_eq!(raw_keys(&window), Vec::<String>::new(), "{part}");
            let roles = [Role::Button, Role::Link, Role::Tab, Role::RadioButton, Role::TextInput, Role::ComboBox];
            for node in window.harness.root().query_all_by(move |node| roles.contains(&node.role())) {
                let name = node.accesskit_node().label().unwrap_or_default();
                assert!(!name.trim().is_empty(), "{part}: {:?}", node.accesskit_node().role());
                let side = node.rect().size().min_elem();
                assert!(side >= 23.9 || node.rect().area() == 0.0, "{part}, {name}: {:?}", node.rect());
            }
        }
        assert!(window.says(trouble));
    }
}

#[test]
fn the_layout_holds_in_small_windows_and_at_twice_the_size() {
    for size in [egui::vec2(1024.0, 640.0), egui::vec2(640.0, 400.0), egui::vec2(512.0, 350.0)] {
        let mut window = Window::sized(desk::desk(), size);
        window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Num3);
        window.settle();
        let nodes = window.harness.root().query_all_by(|node| {
            [Role::Button, Role::TextInput, Role::RadioButton, Role::ComboBox].contains(&node.role())
        });
        for node in nodes {
            let (rect, name) = (node.rect(), node.accesskit_node().label());
            assert!(rect.right() <= size.x + 1.0, "{name:?}: {rect:?} in {size:?}");
        }
        assert!(window.says("Name of this desk"), "{size:?}");
    }
}

#[test]
fn a_text_is_taken_on_enter_and_on_leaving_and_taken_back_by_escape() {
    let mut window = at("This desk", desk::desk());
    write(&mut window, "Name of this desk", " Concierge ", Key::Enter);
    assert!(
        matches!(sets(&window)[..], [Setting::DeskName(Some(name))] if **name == *"Concierge"),
        "{:?}",
        window.told
    );
    window.show(with(|loaded| loaded.settings.desk.name = Some("Concierge".into())));
    window.told.clear();
    write(&mut window, "Name of this desk", "Lobby", Key::Escape);
    assert!(sets(&window).is_empty() && window.says("Concierge") && !window.says("Lobby"));
    write(&mut window, "Name of this desk", "Lobby", Key::Tab);
    assert!(matches!(sets(&window)[..], [Setting::DeskName(Some(name))] if **name == *"Lobby"));
    window.show(with(|loaded| loaded.settings.desk.name = Some("Lobby".into())));
    window.told.clear();
    write(&mut window, "Name of this desk", " ", Key::Enter);
    assert!(matches!(sets(&window)[..], [Setting::DeskName(None)]), "empty means the default: {:?}", window.told);
}

#[test]
fn what_was_typed_and_cannot_be_saved_stays_beside_the_reason() {
    let mut window = at("Connection", desk::desk());
    write(&mut window, "Proxy", "ftp://proxy", Key::Enter);
    let mut snapshot = desk::desk();
    Arc::make_mut(&mut snapshot.settings).trouble = Some("An address begins with http://".into());
    window.show(snapshot);
    assert!(window.says("ftp://proxy") && window.says("An address begins with http://"), "{:?}", window.words());
}

#[test]
fn what_no_supervisor_approved_waits_unsaved() {
    let mut window = at("Connection", signed_in("Jon Ash", Trust::Clerk));
    assert!(window.says("A supervisor approves a change"));
    write(&mut window, "Proxy", "http://proxy", Key::Enter);
    assert!(!window.says("Not saved"), "it is on its way");
    let approval = Some(Deed::Change(SettingKey::Proxy));
    window.show(Snapshot { approval, ..window.snapshot.clone() });
    assert!(window.says("A supervisor can change “Proxy”"));
    window.click("Not now");
    assert!(matches!(window.told.last(), Some(Command::CancelApproval)));
    window.end.events.send(Event::NotApproved(Deed::Change(SettingKey::Proxy))).unwrap();
    window.show(Snapshot { approval: None, ..window.snapshot.clone() });
    assert!(window.says("http://proxy") && window.says("Not saved"), "{:?}", window.words());
}

#[test]
fn a_number_out_of_its_bounds_is_said_and_not_sent() {
    let mut window = at("When nobody is here", desk::desk());
    write(&mut window, "Minutes", "0", Key::Enter);
    assert!(window.says("Enter a number from 1 to 240") && sets(&window).is_empty());
    write(&mut window, "Minutes", "5", Key::Enter);
    assert!(matches!(sets(&window)[..], [Setting::IdleLock(5)]), "{:?}", window.told);
    window.show(with(|loaded| loaded.settings.idle.lock_after_minutes = 5));
    window.told.clear();
    window.harness.get_by_label("Seconds").focus();
    window.settle();
    window.press(Key::ArrowUp);
    window.press(Key::ArrowUp);
    window.press(Key::Enter);
    assert!(matches!(sets(&window)[..], [Setting::IdleReset(62)]), "{:?}", window.told);
}

#[test]
fn switches_and_choices_are_sent_at_once() {
    let mut window = at("Look and sound", desk::desk());
    window.click("On");
    by_key(&mut window, "Dark");
    assert!(window.told.iter().any(|told| matches!(told, Command::Set(Setting::UiSounds(true)))));
    assert!(matches!(sets(&window).last(), Some(Setting::UiTheme(Theme::Dark))), "{:?}", window.told);
    let is_size = |node: &egui_kittest::Node<'_>| node.accesskit_node().role() == Role::ComboBox;
    window.harness.root().query_all_by(|_| true).find(is_size).unwrap().click();
    window.settle();
    window.click("150 %");
    assert!(matches!(sets(&window).last(), Some(Setting::UiScale(scale)) if (*scale - 1.5).abs() < 1e-9));
}

#[test]
fn the_encoder_that_the_desk_has_is_asked_for_by_nobody() {
    let mut window = at("This desk", signed_in("Jon Ash", Trust::Clerk));
    let open = |window: &mut Window| {
        let is_list = |node: &egui_kittest::Node<'_>| node.accesskit_node().role() == Role::ComboBox;
        window.harness.root().query_all_by(|_| true).find(is_list).unwrap().click();
        window.settle();
    };
    open(&mut window);
    window.press(Key::Enter);
    assert!(window.told.iter().all(|told| !matches!(told, Command::BindEncoder(_))), "{:?}", window.told);
    open(&mut window);
    window.press(Key::ArrowDown);
    window.press(Key::Enter);
    assert!(window.told.iter().any(|told| matches!(told, Command::BindEncoder(id) if id.as_str() == "enc-2")));
}

#[test]
fn theme_size_and_language_take_effect_at_once() {
    let mut window = opened(desk::desk());
    let dark = |window: &Window| window.harness.ctx.global_style().visuals.dark_mode;
    assert!(!dark(&window));
    window.show(with(|loaded| (loaded.settings.ui.theme, loaded.settings.ui.scale) = (Theme::Dark, 1.5)));
    assert!(dark(&window));
    assert!((window.harness.ctx.zoom_factor() - 1.5).abs() < f32::EPSILON);
}

#[test]
fn what_the_window_was_started_with_holds_until_somebody_sets_something_else() {
    let snapshot = with(|loaded| loaded.settings.ui.theme = Theme::Dark);
    let mut window = Window::of(snapshot);
    assert!(!window.harness.ctx.global_style().visuals.dark_mode, "as with --theme light");
    window.click("Dark");
    assert!(matches!(sets(&window)[..], [Setting::UiTheme(Theme::Dark)]), "{:?}", window.told);
    assert!(window.harness.ctx.global_style().visuals.dark_mode, "at once");
    assert_eq!(window.harness.ctx.options(|options| options.theme_preference), ThemePreference::Dark);
}

#[test]
fn a_setting_that_the_policy_locks_says_so_and_cannot_be_changed() {
    let mut window = at(
        "Kiosk",
        with(|loaded| {
            let origins =
                [(SettingKey::KioskEnabled, SettingOrigin::Locked), (SettingKey::KioskSignIn, SettingOrigin::Preset)];
            loaded.origins = BTreeMap::from(origins);
        }),
    );
    assert!(window.says("Set by your IT and locked") && window.says("Preset by your IT"));
    let ons: Vec<_> = window.harness.get_all_by_label("On").map(|node| node.accesskit_node().is_disabled()).collect();
    assert_eq!(ons, [true, false, false]);
    window.harness.get_all_by_label("On").next().unwrap().click();
    window.settle();
    assert!(sets(&window).is_empty());
}

#[test]
fn where_the_policy_keeps_the_list_of_people_nothing_leads_to_adding_one() {
    let kept = || with(|loaded| loaded.origins = BTreeMap::from([(SettingKey::Operators, SettingOrigin::Locked)]));
    let window = at("This desk", kept());
    assert!(window.says("Set by your IT and locked"), "{:?}", window.words());
    for choice in ["One", "Several"] {
        assert!(window.harness.get_by_label(choice).accesskit_node().is_disabled(), "{choice}");
    }
    let window = at("People", kept());
    assert!(window.says("your IT keeps it so") && !window.says("The first person you add"), "{:?}", window.words());
    let window = at("People", Snapshot { people: people().into(), ..kept() });
    assert!(window.says("Your IT keeps this list") && !window.says("Remove everybody"), "{:?}", window.words());
}

#[test]
fn settings_that_cannot_be_used_are_said_where_cards_are_made_and_listed_here() {
    let notice = |key: Option<&str>, reason: &str| SettingNotice {
        file: SettingsFile::Desk,
        key: key.map(Into::into),
        reason: reason.to_owned(),
        aside: None,
    };
    let broken = || {
        with(|loaded| {
            loaded.notices = vec![
                notice(Some("ui.scale"), "it is not from 0.5 to 3"),
                notice(Some("ui.tehme"), "there is no such setting"),
            ];
        })
    };
    let mut window = Window::of(broken());
    window.click("Show in Settings");
    for said in ["2 settings are not used", "ui.scale: it is not from 0.5 to 3", "/home/desk/settings.toml"] {
        assert!(window.says(said), "{said}: {:?}", window.words());
    }
    let clerk = Snapshot { duty: Duty::SignedIn(person("Jon Ash", Trust::Clerk)), people: people().into(), ..broken() };
    assert!(!Window::of(clerk).says("settings are not used"), "a clerk can do nothing about them");
}

#[test]
fn of_a_file_that_was_moved_aside_the_path_is_copied_that_it_has_now() {
    let aside = "/home/desk/settings.toml.broken-1";
    let mut window = Window::of(with(|loaded| {
        loaded.notices = vec![SettingNotice {
            file: SettingsFile::Desk,
            key: None,
            reason: "is no TOML from line 2, column 3 on".to_owned(),
            aside: Some(aside.into()),
        }];
    }));
    window.click("Show in Settings");
    assert!(window.says("settings.toml is no TOML from line 2") && window.says(aside), "{:?}", window.words());
    window.harness.get_by_label("Copy path").click();
    let mut copied = Vec::new();
    for _ in 0..4 {
        window.harness.step();
        copied.extend(window.harness.output().platform_output.commands.clone());
    }
    assert_eq!(copied, [egui::OutputCommand::CopyText(aside.to_owned())]);
}

#[test]
fn the_first_supervisor_comes_with_a_pin_that_is_entered_twice() {
    let mut window = at("People", desk::desk());
    window.click("Add the first supervisor…");
    window.harness.event(egui::Event::Text("Mira Kovač".to_owned()));
    window.press(Key::Enter);
    enter_pin(&mut window, "111111");
    assert!(window.says("This one is tried first by anybody"), "{:?}", window.words());
    enter_pin(&mut window, "2580");
    assert!(window.says("Use at least 6 digits"));
    enter_pin(&mut window, "258025");
    enter_pin(&mut window, "258024");
    assert!(window.says("The two PINs differ") && window.told.is_empty());
    enter_pin(&mut window, "258025");
    enter_pin(&mut window, "258025");
    let [Command::AddOperator { person: added, pin }] = &window.told[..] else { panic!("{:?}", window.told) };
    assert_eq!(*added, person("Mira Kovač", Trust::Supervisor));
    assert_eq!(pin.expose_secret(), "258025");
    assert!(window.says("Saving…"));
    let people: Vec<Person> = vec![added.clone()];
    let duty = Duty::SignedIn(added.clone());
    window.show(Snapshot { people: people.into(), duty, ..desk::desk() });
    assert!(!window.says("Saving…") && window.says("Role of Mira Kovač"), "{:?}", window.words());
}

#[test]
fn a_name_that_is_taken_is_said_on_the_sheet_and_what_was_typed_stays() {
    let mut window = at("People", signed_in("Anna Berg", Trust::Supervisor));
    window.click("Add a person…");
    window.harness.event(egui::Event::Text("jon  ash".to_owned()));
    window.press(Key::Enter);
    enter_pin(&mut window, "4711");
    enter_pin(&mut window, "4711");
    assert!(matches!(&window.told[..], [.., Command::AddOperator { .. }]), "{:?}", window.told);
    let pin = PinView { is_checking: false, refused: Some(PinRefused::NameTaken) };
    window.show(Snapshot { pin, ..window.snapshot.clone() });
    assert!(window.says("Somebody of this name signs in here already") && window.says("jon  ash"));
}

#[test]
fn ones_own_pin_is_changed_with_the_present_one_and_anothers_without() {
    let held = |mark: &str| {
        let mut snapshot = signed_in("Anna Berg", Trust::Supervisor);
        let operators = people().into_iter().map(|person| OperatorEntry { person, pin: PinHash(mark.into()) });
        Arc::make_mut(&mut snapshot.settings).loaded.settings.operators = operators.collect();
        snapshot
    };
    let mut window = at("People", held("before"));
    window.click("Change the PIN of Anna Berg…");
    for pin in ["258025", "471147", "471147"] {
        enter_pin(&mut window, pin);
    }
    let told = window.told.iter().find(|told| matches!(told, Command::ChangePin { .. }));
    let Some(Command::ChangePin { who, pin, present: Some(present) }) = told else { panic!("{:?}", window.told) };
    assert_eq!(
        (who, pin.expose_secret(), present.expose_secret()),
        (&Operator("Anna Berg".into()), "471147", "258025")
    );
    window.show(held("after"));
    assert!(!window.says("A new PIN for Anna Berg"), "it is kept");
    window.told.clear();
    window.click("Change the PIN of Jon Ash…");
    for pin in ["4711", "4711"] {
        enter_pin(&mut window, pin);
    }
    assert!(
        window.told.iter().any(|told| matches!(told, Command::ChangePin { present: None, .. })),
        "{:?}",
        window.told
    );
}

#[test]
fn a_supervisor_gets_another_pin_with_the_role_and_nobody_is_removed_without_a_question() {
    let mut window = at("People", signed_in("Anna Berg", Trust::Supervisor));
    let all: Vec<_> = window.harness.get_all_by_label("Supervisor").collect();
    all[1].click();
    drop(all);
    window.settle();
    assert!(window.says("A new PIN for Jon Ash, supervisor from now on"), "{:?}", window.words());
    enter_pin(&mut window, "4711");
    assert!(window.says("Use at least 6 digits"), "{:?} {:?}", window.words(), window.told);
    enter_pin(&mut window, "258025");
    enter_pin(&mut window, "258025");
    let Some(Command::ChangeRole { who, role: Trust::Supervisor, pin: Some(pin) }) = window.deeds().last() else {
        panic!("{:?}", window.told)
    };
    assert_eq!((&*who.0, pin.expose_secret()), ("Jon Ash", "258025"));
    window.press(Key::Escape);
    window.told.clear();
    let all: Vec<_> = window.harness.get_all_by_label("Clerk").collect();
    all[0].click();
    drop(all);
    window.settle();
    assert!(window.says("Only another supervisor can undo this"), "{:?}", window.words());
    window.press(Key::Enter);
    let is_demoted = |told: &Command| matches!(told, Command::ChangeRole { role: Trust::Clerk, pin: None, .. });
    assert!(!window.told.iter().any(is_demoted), "Enter keeps: {:?}", window.told);
    window.harness.get_all_by_label("Clerk").next().unwrap().click();
    window.settle();
    window.click("Make Anna Berg a clerk");
    assert!(window.told.iter().any(is_demoted), "{:?}", window.told);
    window.click("Remove Jon Ash…");
    window.press(Key::Enter);
    assert!(!window.told.iter().any(|told| matches!(told, Command::RemoveOperator(_))), "Enter keeps");
    window.click("Remove Jon Ash…");
    window.click("Remove Jon Ash");
    assert!(matches!(window.told.last(), Some(Command::RemoveOperator(who)) if *who.0 == *"Jon Ash"));
    let pin = PinView { is_checking: false, refused: Some(PinRefused::LastSupervisor) };
    window.show(Snapshot { pin, ..window.snapshot.clone() });
    assert!(window.says("no supervisor would be left"));
    window.click("Remove Anna Berg…");
    window.press(Key::Escape);
    assert!(!window.says("no supervisor would be left"), "that was about another wish");
    window.click("Add a person…");
    window.harness.event(egui::Event::Text(" jon ASH ".to_owned()));
    window.press(Key::Enter);
    enter_pin(&mut window, "147369");
    assert!(window.says("of this name signs in here already") && !window.says("once more"), "{:?}", window.words());
}

#[test]
fn what_was_begun_by_keyboard_gives_the_keyboard_back_where_it_was() {
    let mut window = at("People", signed_in("Anna Berg", Trust::Supervisor));
    window.harness.get_by_label("Remove Jon Ash…").focus();
    window.settle();
    for leave in [Key::Enter, Key::Escape] {
        window.press(Key::Enter);
        assert!(window.says("Remove Jon Ash?"));
        window.press(leave);
        assert!(!window.says("Remove Jon Ash?") && has_keyboard(&window, "Remove Jon Ash…"), "{leave:?}");
    }
    window.press(Key::F1);
    window.press(Key::Escape);
    assert!(has_keyboard(&window, "Remove Jon Ash…"));
}

#[test]
fn a_number_that_does_not_fit_keeps_the_keyboard_so_that_escape_takes_it_back() {
    let mut window = at("When nobody is here", desk::desk());
    write(&mut window, "Minutes", "0", Key::Enter);
    assert!(window.says("Enter a number from 1 to 240") && has_keyboard(&window, "Minutes"), "{:?}", window.words());
    window.press(Key::Escape);
    assert!(!window.says("Enter a number from 1 to 240") && window.says("When nobody is here"));
    assert!(sets(&window).is_empty());
}

#[test]
fn one_person_or_several_leads_to_the_people() {
    let mut window = at("This desk", desk::desk());
    window.click("Several");
    assert!(window.says("The first supervisor"));
    let mut window = at("This desk", signed_in("Anna Berg", Trust::Supervisor));
    window.click("One");
    let alone = "Remove everybody, the last supervisor last, to work without PINs";
    assert!(has_keyboard(&window, alone) && sets(&window).is_empty(), "{:?}", window.words());
    let mut undecided = desk::desk();
    undecided.settings = Arc::new(SettingsView::default());
    let locked = with(|loaded| loaded.origins = BTreeMap::from([(SettingKey::Operators, SettingOrigin::Locked)]));
    let mut window = at("This desk", locked);
    window.click("Several");
    assert!(!window.says("The first supervisor") && window.says("Set by your IT and locked"));
    let mut window = at("This desk", undecided);
    window.press(Key::Escape);
    assert!(window.says("Amelia Hart"), "Esc leads back to the cards");
}

#[test]
fn the_key_is_parted_with_after_a_question() {
    let mut snapshot = desk::desk();
    if let Session::Connected { source, .. } = &mut snapshot.session {
        *source = TokenSource::Keyring;
    }
    let mut window = at("Connection", snapshot);
    window.click("Forget the key…");
    window.press(Key::Enter);
    assert!(window.told.is_empty(), "Enter is the safe answer");
    window.click("Forget the key…");
    window.click("Forget the key");
    window.click("Use another key…");
    assert!(matches!(window.told[..], [Command::ForgetToken, Command::ReplaceToken]), "{:?}", window.told);
}

#[test]
fn what_runs_here_is_copied_by_one_or_whole() {
    let mut window = at("About", desk::desk());
    for said in ["1.2.3", "Hotel Aurora", "workspace-1", "/home/desk/settings.toml", "/home/desk/logs", "glow"] {
        assert!(window.says(said), "{said}");
    }
    window.click("Copy Log folder");
    assert!(window.says("Log folder copied"));
    let copied = |window: &Window| {
        let mut commands = window.harness.output().platform_output.commands.iter();
        commands.find_map(
            |command| {
                if let egui::OutputCommand::CopyText(text) = command { Some(text.clone()) } else { None }
            },
        )
    };
    window.harness.get_by_label("Copy all").click();
    window.harness.step();
    let whole = copied(&window)
        .or_else(|| {
            window.harness.step();
            copied(&window)
        })
        .unwrap();
    assert!(whole.contains("Version: 1.2.3\n") && whole.contains("Log folder: /home/desk/logs"), "{whole}");
}

#[test]
fn a_file_for_support_is_ordered_without_names_and_its_end_is_said() {
    let mut window = at("About", desk::desk());
    write(&mut window, "Path of the file", "/tmp/support.zip", Key::Tab);
    window.click("Save the file for support");
    let order =
        window.told.iter().find_map(|told| if let Command::SaveBundle(order) = told { Some(order) } else { None });
    let order = order.unwrap();
    assert!(!order.with_guests && order.path.ends_with("support.zip"));
    assert!(order.about.iter().any(|(name, value)| &**name == "Version" && &**value == "1.2.3"), "{:?}", order.about);
    assert!(window.says("Writing the file…"));
    window.end.events.send(Event::NotApproved(Deed::SaveBundle)).unwrap();
    window.settle();
    assert!(!window.says("Writing the file…"), "nobody approved it");
    let bundle = Some(BundleView::Failed("the disk is full".into()));
    window.show(Snapshot { bundle, ..window.snapshot.clone() });
    assert!(window.says("No file was saved") && window.says("the disk is full"));
    let bundle = Some(BundleView::Done { path: "/tmp/support.zip".into(), bytes: 48_200 });
    window.show(Snapshot { bundle, ..window.snapshot.clone() });
    assert!(window.says("/tmp/support.zip (49 kB)"), "{:?}", window.words());
    window.click("Done");
    assert!(matches!(window.told.last(), Some(Command::DismissBundle)));
}

#[test]
fn the_settings_can_be_reached_before_there_is_a_key() {
    let mut window = Window::of(welcome(None));
    window.click("Settings");
    assert!(window.says("Name of this desk"));
    window.click("Back");
    assert!(window.says("Welcome to Keydesk"));
    let mut window = Window::sized(welcome(None), egui::vec2(640.0, 400.0));
    by_key(&mut window, "Settings");
    window.click("Back");
    assert!(window.says("Welcome to Keydesk"), "also where there is no room for the index");
}

fn types(window: &mut Window, text: &str) {
    for letter in text.chars() {
        window.harness.event(egui::Event::Text(letter.to_string()));
        window.harness.step();
    }
    window.settle();
}

#[test]
fn escape_out_of_a_place_gives_the_keyboard_to_the_search() {
    for place in [Key::Num2, Key::Num3] {
        let mut window = Window::of(desk::desk());
        window.harness.key_press_modifiers(Modifiers::COMMAND, place);
        window.settle();
        window.harness.key_press(Key::Escape);
        window.harness.run_steps(2);
        types(&mut window, "har");
        assert_eq!(window.searched().as_deref(), Some("har"), "{place:?}");
    }
}

#[test]
fn whoever_comes_back_to_the_first_start_types_the_key() {
    let mut window = Window::of(welcome(None));
    window.click("Settings");
    window.press(Key::Escape);
    assert!(window.harness.get_by_label("Seam API key").is_focused());
    types(&mut window, "seam_k");
    window.press(Key::Enter);
    let sent = window
        .told
        .iter()
        .any(|told| matches!(told, Command::Connect { token, .. } if token.expose_secret() == "seam_k"));
    assert!(sent, "{:?}", window.told);
}

#[test]
fn the_index_is_gone_through_with_the_arrows_and_tab_leads_into_the_page() {
    let mut window = opened(desk::desk());
    let entry = |window: &Window, part: &str| {
        let is_it = |node: &egui_kittest::Node<'_>| {
            node.accesskit_node().role() == Role::Tab && node.accesskit_node().label().as_deref() == Some(part)
        };
        window.harness.root().query_all_by(|_| true).find(is_it).unwrap().is_focused()
    };
    assert!(entry(&window, "This desk"), "Ctrl 3 leads to the index");
    window.press(Key::ArrowUp);
    assert!(entry(&window, "This desk"), "it is the first");
    window.press(Key::ArrowDown);
    window.press(Key::ArrowDown);
    assert!(entry(&window, "Look and sound") && window.says("Theme"));
    window.press(Key::ArrowUp);
    assert!(entry(&window, "People"));
    window.press(Key::Tab);
    assert!(window.harness.get_by_label("Add the first supervisor…").is_focused());
}

#[test]
fn a_number_is_nobodys_name() {
    let mut window = at("People", signed_in("Anna Berg", Trust::Supervisor));
    window.click("Add a person…");
    assert!(!window.says("A supervisor approves this"), "one is here");
    types(&mut window, "258025");
    window.press(Key::Enter);
    assert!(window.says("A name needs at least one letter") && has_keyboard(&window, "Name"));
    enter_pin(&mut window, "4711");
    enter_pin(&mut window, "4711");
    assert!(!window.told.iter().any(|told| matches!(told, Command::AddOperator { .. })), "{:?}", window.told);
    let mut window = at("People", signed_in("Jon Ash", Trust::Clerk));
    window.click("Add a person…");
    assert!(window.says("A supervisor approves this with a PIN at the end"));
    window.press(Key::Escape);
    window.click("Change the PIN of Jon Ash…");
    assert!(!window.says("A supervisor approves this"), "one's own needs nobody");
}

#[test]
fn what_has_come_to_hold_about_people_is_told_and_has_the_keyboard() {
    let told = |window: &Window, text: &str| {
        assert!(has_keyboard(window, text), "{text}: {:?}", window.words());
    };
    let mut window = at("People", signed_in("Jon Ash", Trust::Clerk));
    window.click("Add a person…");
    types(&mut window, "Mia Berg");
    window.press(Key::Enter);
    enter_pin(&mut window, "4711");
    enter_pin(&mut window, "4711");
    let asked = Snapshot { approval: Some(keydesk::domain::Deed::ChangeOperators), ..window.snapshot.clone() };
    window.show(asked);
    assert!(!window.says("Mia Berg signs in here from now on"));
    let mut more = people();
    more.push(person("Mia Berg", Trust::Clerk));
    window.show(Snapshot { people: more.into(), approval: None, ..window.snapshot.clone() });
    told(&window, "Mia Berg signs in here from now on");
    window.click("Remove Mia Berg…");
    window.click("Remove Mia Berg");
    assert!(!window.says("no longer signs in here"), "not yet");
    window.show(Snapshot { people: people().into(), ..window.snapshot.clone() });
    told(&window, "Mia Berg no longer signs in here");
    window.click("Change the PIN of Anna Berg…");
    assert!(!window.says("no longer signs in here"));
    enter_pin(&mut window, "369258");
    enter_pin(&mut window, "369258");
    let mut changed = window.snapshot.clone();
    let entry = OperatorEntry { person: person("Anna Berg", Trust::Supervisor), pin: PinHash("other".into()) };
    Arc::make_mut(&mut changed.settings).loaded.settings.operators = vec![entry];
    window.show(changed);
    told(&window, "The PIN of Anna Berg is changed");
    window.harness.get_all_by_label("Clerk").next().unwrap().click();
    window.settle();
    window.click("Make Anna Berg a clerk");
    let demoted = people().into_iter().map(|known| Person { role: Trust::Clerk, ..known }).collect();
    window.show(Snapshot { people: demoted, ..window.snapshot.clone() });
    told(&window, "Anna Berg is a clerk from now on");
}

#[test]
fn the_practice_hotel_names_no_address_outside() {
    let mut practice = Snapshot { endpoint: "https://connect.getseam.com".into(), ..desk::desk() };
    if let Session::Connected { source, .. } = &mut practice.session {
        *source = TokenSource::Practice;
    }
    let window = at("About", practice);
    assert!(window.says("Practice hotel on this computer") && !window.says("connect.getseam.com"));
}

/// Whether a screen reader would read out what has this name.
pub fn has_keyboard(window: &Window, label: &str) -> bool {
    let is_it =
        |node: &egui_kittest::Node<'_>| node.is_focused() && node.accesskit_node().label().as_deref() == Some(label);
    window.harness.root().query_all_by(|_| true).any(|node| is_it(&node))
}
