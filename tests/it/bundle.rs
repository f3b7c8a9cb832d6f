//! The file for support, and the log: whatever somebody sends away tells of failures and of no guest, key or PIN.

use std::{
    collections::BTreeMap,
    fs,
    io::Read,
    path::Path,
    sync::{Arc, LazyLock},
};

use keydesk::{
    domain::{LoadedSettings, Operator, OperatorEntry, Person, PinHash, Role},
    engine::{BundleOrder, BundleView, Command, Moment, PinTry, Session, start},
    observe,
    sandbox::Fault,
    settings::pin,
};
use secrecy::SecretString;
use serde_json::Value;

use crate::{
    cli::Hotel,
    desk::{Setup, TestDesk, config},
    program::{complaint, keydesk},
};

const ENCODE: &str = "/acs/encoders/encode_credential";
/// As long as can be, so that it stands nowhere by chance.
const PIN: &str = "471193820564";
const WRONG_PIN: &str = "820564471193";
static HASH: LazyLock<PinHash> = LazyLock::new(|| pin::hash(PIN).unwrap());
const STAFF: &str = "Ingeborg Kanarienvogel";
const SETTINGS: &str = r#"
# canary-comment
[desk]
operator = "Ingeborg Kanarienvogel"
[journal]
shared = "postgres://desk:canary-password@db.example/keydesk"
[[operator]]
name = "Ingeborg Kanarienvogel"
role = "supervisor"
"#;

/// Name and text of each part.
type Parts = BTreeMap<String, String>;

fn unpack(path: &Path) -> Parts {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let part = |at| {
        let mut text = String::new();
        let mut file = archive.by_index(at).unwrap();
        file.read_to_string(&mut text).unwrap();
        (file.name().unwrap().into_owned(), text)
    };
    (0..archive_len(path)).map(part).collect()
}

fn archive_len(path: &Path) -> usize {
    zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap().len()
}

fn json(parts: &Parts, name: &str) -> Value {
    serde_json::from_str(&parts[name]).unwrap()
}

fn holding<'p>(parts: &'p Parts, word: &str) -> Vec<&'p str> {
    let word = word.to_lowercase();
    parts.iter().filter(|(_, text)| text.to_lowercase().contains(&word)).map(|(name, _)| name.as_str()).collect()
}

/// A desk with everything in it that must not get out.
async fn desk_with_canaries(may_log_names: bool) -> TestDesk {
    let setup = Setup::default();
    let mut desk = TestDesk::open(Setup { folder: Arc::clone(&setup.folder), ..Setup::default() }).await;
    // The first engine only opens the hotel.
    assert!(desk.send(Command::Shutdown));
    while desk.event().await != keydesk::engine::Event::Stopped {}
    fs::write(desk.folder.path().join("settings.toml"), format!("{SETTINGS}pin = \"{}\"\n", HASH.0)).unwrap();
    let mut config = config(&setup, desk.sandbox.endpoint(), desk.opening());
    config.operator = Operator(STAFF.into());
    let mut loaded = LoadedSettings::default();
    loaded.settings.logs.names = may_log_names;
    let person = Person { name: Operator(STAFF.into()), role: Role::Supervisor };
    loaded.settings.operators = vec![OperatorEntry { person, pin: HASH.clone() }];
    config.loaded = loaded;
    config.logs = desk.folder.path().join("logs");
    desk.handle = start(config, || {});
    let enter = |pin| Command::SignIn(PinTry { who: Some(Operator(STAFF.into())), pin: SecretString::from(pin) });
    desk.wait("work", |snapshot| matches!(snapshot.session, Session::Connected { .. })).await;
    assert!(desk.send(enter(WRONG_PIN)));
    desk.wait("a wrong PIN", |snapshot| snapshot.pin.refused.is_some()).await;
    assert!(desk.send(enter(PIN)));
    desk.wait("the lists", |snapshot| snapshot.catalog.progress.is_complete).await;
    desk
}

/// A card, a failure whose type names a stranger, a refusal, and an outcome that nobody knows. Gives the card's number.
async fn work(desk: &mut TestDesk) -> String {
    let job = desk.order(desk.card_of("Amelia Hart"), "Front Desk 1");
    desk.until(job, Moment::Ended).await;
    let encoder = desk.encoder("Front Desk 1");
    desk.sandbox.fail_next_encode(encoder.as_str(), "no_card_for_Zed_Unlisted");
    let job = desk.order(desk.card_of("Maya Okafor"), "Front Desk 1");
    desk.until(job, Moment::Ended).await;
    desk.control().fail_next(ENCODE, Fault::BadRequest);
    let job = desk.order(desk.card_of("Maya Okafor"), "Front Desk 1");
    desk.until(job, Moment::Ended).await;
    desk.sandbox.fail_next_encode(desk.encoder("Front Desk 2").as_str(), "encoder_communication_timeout");
    let job = desk.order(desk.card_of("Maya Okafor"), "Front Desk 2");
    desk.until(job, Moment::BecameUncertain).await;
    let rows = desk.journal().await.attempts(&keydesk::journal::AttemptFilter::default()).await.unwrap();
    rows.iter().find_map(|row| row.card_number.as_deref().map(str::to_owned)).unwrap()
}

async fn save(desk: &mut TestDesk, name: &str, with_guests: bool) -> Parts {
    let path = desk.folder.path().join(name);
    let about = vec![("renderer".into(), "glow".into())];
    assert!(desk.send(Command::SaveBundle(BundleOrder { path: path.clone(), with_guests, about })));
    let done = desk.wait("the file", |snapshot| matches!(snapshot.bundle, Some(BundleView::Done { .. }))).await;
    let Some(BundleView::Done { bytes, .. }) = &done.bundle else { panic!("{:?}", done.bundle) };
    assert_eq!(*bytes, fs::metadata(&path).unwrap().len());
    assert!(desk.send(Command::DismissBundle));
    desk.wait("the end of it", |snapshot| snapshot.bundle.is_none()).await;
    unpack(&path)
}

fn digest() -> &'static str {
    HASH.0.rsplit('$').next().unwrap()
}

/// What is never in it, whoever asks.
fn holds_no_secret(parts: &Parts, desk: &TestDesk) {
    for secret in [desk.sandbox.api_key(), &HASH.0, digest(), "$argon2", "canary", PIN, WRONG_PIN] {
        assert_eq!(holding(parts, secret), Vec::<&str>::new(), "{secret}");
    }
}

/// One thread, so that the log that is set up for it hears the engine.
#[tokio::test]
async fn names_come_only_where_they_are_wished_and_secrets_never() {
    for may_log_names in [false, true] {
        let logs = tempfile::tempdir().unwrap();
        let (subscriber, guard) = observe::subscriber(logs.path(), None).unwrap();
        let hearing = tracing::subscriber::set_default(subscriber);
        let mut desk = desk_with_canaries(may_log_names).await;
        let number = work(&mut desk).await;
        drop((hearing, guard));
        let folder = desk.folder.path().join("logs");
        fs::rename(logs.path(), &folder).unwrap();
        let log = fs::read_dir(&folder).unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
        let log = log.collect::<String>();
        assert_eq!(log.contains("\"guest\":\"Amelia Hart\""), may_log_names, "{log}");
        for secret in [desk.sandbox.api_key(), &number, &HASH.0, digest(), PIN, WRONG_PIN] {
            assert!(!log.contains(secret), "{secret} in {log}");
        }

        let bare = save(&mut desk, "bare.zip", false).await;
        holds_no_secret(&bare, &desk);
        for word in ["Amelia", "Hart", "Okafor", "Unlisted", number.as_str(), STAFF, "Kanarienvogel"] {
            assert_eq!(holding(&bare, word), Vec::<&str>::new(), "{word}");
        }
        let full = save(&mut desk, "full.zip", true).await;
        holds_no_secret(&full, &desk);
        assert!(holding(&full, "Maya Okafor").contains(&"failures.json"));
        assert!(holding(&full, STAFF).contains(&"settings.toml"));
        let logged = holding(&full, "Amelia Hart").iter().any(|name| name.starts_with("logs/"));
        assert_eq!(logged, may_log_names);
        desk.close().await;
    }
}

#[tokio::test]
async fn it_tells_what_happened_in_every_failure() {
    let logs = tempfile::tempdir().unwrap();
    let (subscriber, guard) = observe::subscriber(logs.path(), None).unwrap();
    let hearing = tracing::subscriber::set_default(subscriber);
    let mut desk = desk_with_canaries(false).await;
    work(&mut desk).await;
    let parts = save(&mut desk, "support.zip", false).await;
    drop((hearing, guard));

    let failures = json(&parts, "failures.json");
    let failures = failures["failures"].as_array().unwrap();
    let causes: Vec<_> = failures.iter().map(|failure| failure["cause"].as_str().unwrap()).collect();
    assert_eq!(causes, ["encoder-timeout", "unexpected", "uncategorized"]);
    let kinds = |failure: &Value| {
        let events = failure["events"].as_array().unwrap();
        events.iter().map(|event| event["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&failures[2]), ["intended", "accepted", "failed"]);
    assert_eq!(failures[2]["events"][2]["fact"]["error_type"], "(left out: it may name a guest)");
    assert_eq!(failures[2]["events"][0]["fact"]["operator"], "person 1");
    assert!(failures[2]["request_id"].is_string() && failures[2]["events"][0]["personal"].is_null());
    assert_eq!(json(&parts, "failures.json")["open"].as_array().unwrap().len(), 1);

    let calls: Vec<Value> = parts["calls.jsonl"].lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let encodes: Vec<_> = calls.iter().filter(|call| call["path"] == ENCODE).collect();
    assert_eq!(encodes.iter().map(|call| call["status"].as_u64().unwrap()).collect::<Vec<_>>(), [200, 200, 400, 200]);
    assert!(encodes.iter().all(|call| call["request"].is_string() && call["ms"].is_number()));
    assert!(calls.is_sorted_by_key(|call| call["at"].as_str().unwrap().to_owned()));

    let journal = json(&parts, "journal.json");
    assert!(journal["chain"].as_str().unwrap().starts_with("intact") && journal["head"]["hash"].is_string());
    assert_eq!(json(&parts, "encoders.json")["encoders"].as_array().unwrap().len(), 3);
    let workspace = format!("workspace: {}", desk.sandbox.workspace_id());
    for line in ["renderer: glow", "session: connected", "way to Seam: up", workspace.as_str()] {
        assert!(parts["about.txt"].lines().any(|told| told == line), "{line} in {}", parts["about.txt"]);
    }
    assert!(parts["settings.toml"].contains("journal.shared = \"postgres://db.example/keydesk\""));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_written_is_told_with_what_to_do() {
    let mut desk = TestDesk::ready().await;
    let path = desk.folder.path().join("absent/support.zip");
    assert!(desk.send(Command::SaveBundle(BundleOrder { path, with_guests: false, about: vec![] })));
    let told = desk.wait("the end", |snapshot| matches!(snapshot.bundle, Some(BundleView::Failed(_)))).await;
    let Some(BundleView::Failed(reason)) = &told.bundle else { panic!("{:?}", told.bundle) };
    assert!(reason.contains("absent") && reason.contains("choose another folder"), "{reason}");
    desk.close().await;
}

#[test]
fn a_desk_without_key_and_network_writes_it_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let hotel = Hotel::open(&["--fail-next", "Front Desk 1=encoding_interrupted"]);
    let id = hotel.credential(folder.path(), "amelia");
    hotel.run(folder.path(), &["encode", "--encoder", "Front Desk 1", "--credential", &id]);
    let key = hotel.key.clone();
    drop(hotel);
    let output = folder.path().join("support.zip");
    let run = |more: &[&str]| {
        let mut command = keydesk(folder.path());
        command.args(["support", "--output"]).arg(&output).args(more).output().unwrap()
    };
    let written = run(&[]);
    assert_eq!(written.status.code(), Some(0), "{}", complaint(&written));
    let parts = unpack(&output);
    assert_eq!(json(&parts, "failures.json")["failures"][0]["cause"], "card-removed-early");
    assert!(parts["calls.jsonl"].contains(ENCODE), "the calls of a run that is over come from its log");
    assert!(holding(&parts, "session: no key").contains(&"about.txt"));
    assert!(holding(&parts, "Amelia").is_empty() && holding(&parts, &key).is_empty());
    assert_eq!(run(&["--with-guests"]).status.code(), Some(0));
    assert!(holding(&unpack(&output), "Amelia Hart").contains(&"failures.json"));
    assert_eq!(run(&["--practice"]).status.code(), Some(2));
    let mut nowhere = keydesk(folder.path());
    let refused = nowhere.args(["support", "--output", "/nonexistent/x.zip"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(3), "{}", complaint(&refused));
}

#[test]
fn the_command_line_tries_the_way_to_seam_and_begins_nothing() {
    let (hotel, folder) = (Hotel::open(&[]), tempfile::tempdir().unwrap());
    let output = folder.path().join("support.zip");
    let write = |more: &[&str]| {
        let run = hotel.run(folder.path(), &[&["support", "--output", output.to_str().unwrap()], more].concat());
        assert_eq!(run.status.code(), Some(0), "{}", complaint(&run));
        (unpack(&output), complaint(&run))
    };
    let (parts, said) = write(&[]);
    let has = |parts: &Parts, line: &str| holding(parts, line).contains(&"about.txt");
    assert!(has(&parts, "session: connected") && has(&parts, "way to Seam: up"), "{}", parts["about.txt"]);
    let encoders = json(&parts, "encoders.json")["encoders"].as_array().unwrap().clone();
    let line = format!("Seam tried for this file: reached, {} encoders", encoders.len());
    assert!(!encoders.is_empty() && has(&parts, &line), "{}", parts["about.txt"]);
    assert!(said.contains("Front Desk 1"), "{said}");
    assert!(holding(&parts, &hotel.key).is_empty() && !said.contains(&hotel.key));
    assert!(!folder.path().join("journal.sqlite").exists(), "nothing but the key was tried");
    let (parts, _) = write(&["--offline"]);
    assert!(has(&parts, "way to Seam: not tried") && has(&parts, "--offline was said"), "{}", parts["about.txt"]);
    let mut gone = keydesk(folder.path());
    gone.args(["--endpoint", "http://127.0.0.1:1"]).env("SEAM_API_KEY", &hotel.key);
    let gone = gone.args(["support", "--output"]).arg(&output).output().unwrap();
    assert_eq!(gone.status.code(), Some(0), "{}", complaint(&gone));
    let parts = unpack(&output);
    assert!(has(&parts, "way to Seam: down") && has(&parts, "not reached"), "{}", parts["about.txt"]);
}

#[test]
fn a_desk_that_never_made_a_card_or_whose_journal_is_damaged_writes_it_too() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("support.zip");
    let write = || {
        let run = keydesk(folder.path()).args(["support", "--output"]).arg(&output).output().unwrap();
        assert_eq!(run.status.code(), Some(0), "{}", complaint(&run));
        json(&unpack(&output), "journal.json")["trouble"].as_str().unwrap().to_owned()
    };
    assert_eq!(write(), "there is none yet");
    fs::write(folder.path().join("journal.sqlite"), [7; 8192]).unwrap();
    assert!(write().contains("journal.sqlite"));
}

#[test]
fn nothing_that_is_printed_for_a_developer_shows_a_pin_or_its_hash() {
    let pin = || SecretString::from("4711-canary");
    let person = Person { name: Operator("Ann".into()), role: Role::Clerk };
    let tried = PinTry { who: None, pin: pin() };
    let commands = [
        Command::SignIn(PinTry { who: None, pin: pin() }),
        Command::Approve(PinTry { who: None, pin: pin() }),
        Command::AddOperator { person: person.clone(), pin: pin() },
        Command::ChangePin { who: Operator("Ann".into()), pin: pin(), present: Some(pin()) },
    ];
    let entry = OperatorEntry { person, pin: HASH.clone() };
    let mut snapshot = keydesk::engine::Snapshot::default();
    let mut loaded = LoadedSettings::default();
    loaded.settings.operators = vec![entry.clone()];
    snapshot.settings = Arc::new(keydesk::engine::SettingsView { loaded, ..Default::default() });
    let shown = format!("{tried:?} {commands:?} {entry:?} {snapshot:?}");
    assert!(shown.contains("Ann") && !shown.contains("canary") && !shown.contains("argon2"), "{shown}");
}
