//! Pictures of states that are rarely seen, to be looked at: small and upright kiosks, large letters, very long names.

use std::path::PathBuf;

use keydesk::{
    domain::{Deed, Duty, JobId, Role as Trust},
    engine::{CardEnd, EndedUnseen},
};

use super::{
    kiosk::{at_rest, at_work, choose_hart, guests, harts_job},
    lock::{locked, signed_in},
    settings::about,
    *,
};

/// Where pictures go, and in which theme.
struct Album {
    folder: PathBuf,
    themes: Vec<(&'static str, egui::ThemePreference)>,
}

impl Album {
    fn new() -> Self {
        let folder = PathBuf::from(std::env::var_os("KEYDESK_PICTURES").expect("KEYDESK_PICTURES names a folder"));
        let themes = vec![("light", egui::ThemePreference::Light), ("dark", egui::ThemePreference::Dark)];
        Self { folder, themes }
    }

    fn save(&self, name: &str, mut window: Window) {
        for (theme, preference) in &self.themes {
            window.harness.ctx.set_theme(*preference);
            window.settle();
            picture::save(&window, &self.folder.join(format!("{name}-{theme}.ppm")));
        }
    }
}

fn ended(end: CardEnd, may_look: bool) -> Option<EndedUnseen> {
    Some(EndedUnseen { job: JobId::generate(), end, may_look })
}

#[test]
#[ignore = "writes pictures to look at"]
fn state_pictures_first_and_lock() {
    let album = Album::new();
    let damaged = "event 4711 of attempt 01J9: its hash does not fit the event before it";
    let folder =
        "cannot create /home/desk/.local/share/keydesk/practice/journal.sqlite3: Permission denied (os error 13)";
    album.save("a-damaged", Window::of(welcome(Some(WelcomeTrouble::JournalDamaged(damaged.into())))));
    album.save("a-journal", Window::of(welcome(Some(WelcomeTrouble::Journal(folder.into())))));
    album.save("a-journal-open", {
        let mut window = Window::of(welcome(Some(WelcomeTrouble::Journal(folder.into()))));
        window.click("Details");
        window
    });
    album.save("a-practice", Window::of(welcome(Some(WelcomeTrouble::Practice(folder.into())))));
    album.save(
        "a-keyring",
        Window::of(welcome(Some(WelcomeTrouble::KeyringRead(KeyringTrouble::Broken(
            "org.freedesktop.Secret.Error.IsLocked".into(),
        ))))),
    );
    let mut broken = welcome(None);
    let view = Arc::make_mut(&mut broken.settings);
    view.trouble = Some("The settings cannot be saved: Permission denied (os error 13)".into());
    album.save("a-settings", Window::of(broken));
    for end in [CardEnd::Made, CardEnd::NotMade] {
        album.save(&format!("b-lock-{end:?}"), Window::of(Snapshot { ended_unseen: ended(end, false), ..locked() }));
        album.save(
            &format!("b-band-{end:?}"),
            Window::of(Snapshot { ended_unseen: ended(end, true), ..signed_in("Anna Berg", Trust::Supervisor) }),
        );
    }
}

#[test]
#[ignore = "writes pictures to look at"]
fn state_pictures_kiosk() {
    let album = Album::new();
    let kiosks =
        [("small", egui::vec2(1024.0, 600.0)), ("upright", egui::vec2(800.0, 1280.0)), ("usual", super::kiosk::SCREEN)];
    for (size_name, size) in kiosks {
        let save = |name: &str, snapshot: Snapshot, then: &dyn Fn(&mut Window)| {
            let mut window = Window::with(snapshot, size, super::kiosk::options());
            then(&mut window);
            album.save(&format!("c-{size_name}-{name}"), window);
        };
        save("attract", at_rest(guests()), &|_| ());
        save("sign-in", at_rest(Duty::Locked), &|_| ());
        save("empty", at_work(guests(), Vec::new()), &|_| ());
        save("typed", at_work(guests(), Vec::new()), &|window| window.types("508"));
        save("list", at_work(guests(), Vec::new()), &|window| {
            window.types("508");
            window.click("Done");
        });
        save("chosen", at_work(guests(), Vec::new()), &choose_hart);
        save("sending", at_work(guests(), harts_job(Stage::Submitting)), &choose_hart);
        save("waiting", at_work(guests(), harts_job(Stage::Waiting)), &choose_hart);
        save(
            "waiting-long",
            at_work(guests(), vec![desk::job(&super::hart(), "enc-1", Stage::Waiting, 23_100)]),
            &choose_hart,
        );
        save("done", at_work(guests(), harts_job(desk::success(&super::hart()))), &choose_hart);
        for code in
            [ProblemCode::NoCard, ProblemCode::IncompatibleCard, ProblemCode::EncoderOffline, ProblemCode::SlowDown]
        {
            save(
                &format!("failed-{}", code.key()),
                at_work(guests(), harts_job(Stage::Failed(desk::problem(code)))),
                &choose_hart,
            );
        }
        let unsure = Stage::Uncertain(UncertainReason::ReplyLost, desk::problem(ProblemCode::OutcomeUnknown));
        save("unsure", at_work(guests(), harts_job(unsure)), &choose_hart);
        let approval = Some(Deed::LeaveKiosk);
        save("leave", Snapshot { approval, ..at_work(guests(), Vec::new()) }, &|window| window.types("2580"));
        save("two-made", two(), &|window| {
            window.types("508");
            window.chooses("R");
        });
        let rests_at = Some(desk::now() + jiff::SignedDuration::from_secs(12));
        save("countdown", Snapshot { rests_at, ..at_work(guests(), Vec::new()) }, &choose_hart);
        save("not-ready", Snapshot { binding: None, ..at_work(guests(), Vec::new()) }, &|_| ());
    }
}

/// The first of a guest's two cards was made.
pub fn two() -> Snapshot {
    let ravi = desk::cards().remove(1);
    at_work(guests(), vec![desk::job(&ravi, "enc-1", desk::success(&ravi), 3_100)])
}

#[test]
#[ignore = "writes pictures to look at"]
fn state_pictures_sizes() {
    let album = Album::new();
    for (name, size) in
        [("1920", egui::vec2(1920.0, 1080.0)), ("150", egui::vec2(853.0, 533.0)), ("200", egui::vec2(640.0, 400.0))]
    {
        at_all_places(&album, &format!("d-{name}"), size, desk::desk());
    }
}

fn at_all_places(album: &Album, name: &str, size: egui::Vec2, snapshot: Snapshot) {
    let opened = || Window::with(snapshot.clone(), size, UiOptions { about: about(), ..UiOptions::default() });
    let chosen = || {
        let mut window = opened();
        window.press(Key::ArrowDown);
        window.press(Key::Enter);
        window
    };
    album.save(&format!("{name}-desk"), opened());
    album.save(&format!("{name}-chosen"), chosen());
    let mut failed = chosen();
    let hart = failed.snapshot.catalog.cards[0].clone();
    failed.show(Snapshot {
        jobs: [desk::job(&hart, "enc-1", Stage::Failed(desk::problem(ProblemCode::NoCard)), 3_100)].into(),
        ..failed.snapshot.clone()
    });
    album.save(&format!("{name}-failed"), failed);
    let mut done = chosen();
    done.show(Snapshot {
        jobs: [desk::job(&hart, "enc-1", desk::success(&hart), 3_100)].into(),
        ..done.snapshot.clone()
    });
    album.save(&format!("{name}-done"), done);
    let mut window = opened();
    window.ctrl(Key::Num2);
    window.answer(activity_desk::view);
    album.save(&format!("{name}-activity"), window);
    for part in ["This desk", "About"] {
        let mut window = opened();
        window.ctrl(Key::Num3);
        if size.x > 700.0 {
            settings::to(&mut window, part);
        }
        album.save(&format!("{name}-{}", part.replace(' ', "-")), window);
    }
}

pub const PROPERTY: &str = "The Grand Aurora Borealis Palace, Conference Centre and Thermal Spa of Reykjavik";
pub const ENCODER: &str = "Front Desk Encoder by the Window of the Lobby, Ground Floor 1";
const GUEST: &str = "Maria-Magdalena Konstantinopoulou-Schwarzenberg";
const DOORS: [&str; 14] = [
    "412",
    "413",
    "Pool",
    "Spa",
    "Lounge",
    "Garage",
    "Gym",
    "North entrance",
    "Elevator A",
    "Elevator B",
    "Library",
    "Ski room",
    "Roof terrace",
    "Conference 2",
];

/// Everything has a very long name.
pub fn long() -> Snapshot {
    let mut cards = desk::cards();
    cards[0] = desk::card("c-hart", GUEST, &DOORS, "2026-11-23T13:00:00Z", "2026-11-26T10:00:00Z");
    cards[0].name = "Second key card for the connecting room of the family suite".into();
    let mut encoders = desk::encoders();
    encoders[0].encoder.name = ENCODER.into();
    let mut snapshot = desk::desk_with(cards, encoders);
    snapshot.binding.as_mut().unwrap().name = ENCODER.into();
    if let Session::Connected { workspace, source, .. } = &mut snapshot.session {
        workspace.name = PROPERTY.into();
        *source = TokenSource::Keyring;
    }
    snapshot
}

/// A card of such a desk in this stage.
pub fn long_job(stage: Stage) -> Vec<JobView> {
    let card = long().catalog.cards[0].clone();
    vec![JobView { encoder_name: ENCODER.into(), ..desk::job(&card, "enc-1", stage, 3_100) }]
}

#[test]
#[ignore = "writes pictures to look at"]
fn state_pictures_long() {
    let mut album = Album::new();
    album.themes.truncate(1);
    for (name, size) in [("1280", egui::vec2(1280.0, 800.0)), ("1024", egui::vec2(1024.0, 700.0))] {
        at_all_places(&album, &format!("e-{name}"), size, long());
        let mut locked = locked();
        locked.session = long().session;
        album.save(&format!("e-{name}-lock"), Window::sized(locked, size));
        let people = signed_in("Maria-Magdalena Konstantinopoulou-Schwarzenberg", Trust::Supervisor);
        album.save(
            &format!("e-{name}-signed"),
            Window::sized(Snapshot { people: people.people, duty: people.duty, ..long() }, size),
        );
    }
    for (name, size) in
        [("usual", super::kiosk::SCREEN), ("small", egui::vec2(1024.0, 600.0)), ("upright", egui::vec2(800.0, 1280.0))]
    {
        let save = |what: &str, duty: Duty, jobs, chosen: bool| {
            let mode = keydesk::engine::Mode::Kiosk;
            let mut window =
                Window::with(Snapshot { mode, duty, jobs: Vec::into(jobs), ..long() }, size, super::kiosk::options());
            window.types("412");
            if chosen {
                window.chooses("M");
            }
            album.save(&format!("e-kiosk-{name}-{what}"), window);
        };
        save("list", guests(), Vec::new(), false);
        save("chosen", guests(), Vec::new(), true);
        save("staff", super::kiosk::staff(), Vec::new(), true);
        save("waiting", super::kiosk::staff(), long_job(Stage::Waiting), true);
        save("done", guests(), long_job(desk::success(&long().catalog.cards[0])), true);
        save(
            "failed",
            super::kiosk::staff(),
            long_job(Stage::Failed(desk::problem(ProblemCode::EncoderOffline))),
            true,
        );
    }
}
