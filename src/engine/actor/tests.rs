//! What waits in line while other things become true.

use secrecy::SecretString;
use tempfile::TempDir;

use super::*;
use crate::{
    domain::{ActivityQuery, Desk, Operator, Scope},
    engine::{Lists, Mode, Opening},
    keychain::Keychain,
    seam::{ClientConfig, Endpoint, Timeouts, Token},
    settings::SettingsStore,
};

fn config(folder: &TempDir, endpoint: &Endpoint) -> EngineConfig {
    let settings = SettingsStore::new(folder.path().join("settings.toml"));
    EngineConfig {
        mode: Mode::Desk,
        loaded: settings.load_all(),
        settings,
        logs: folder.path().join("logs"),
        endpoint: endpoint.clone(),
        opening: Opening::Ask,
        lists: Lists::Once,
        follows_jobs: false,
        keychain: Keychain::in_memory(),
        data: folder.path().to_owned(),
        practice: Arc::new(|| Box::pin(async { Err("no practice here".to_owned()) })),
        operator: Operator("mk".into()),
        desk: Desk("front".into()),
        binding: None,
        retention: None,
        shared: Ok(None),
        timeouts: Timeouts::default(),
        speed: 1,
    }
}

/// An engine at work that takes in what a test hands it, and nothing else.
async fn engine(folder: &TempDir) -> (Handle, Engine) {
    let endpoint = Endpoint::resolve(Some("http://127.0.0.1:9"), None).unwrap();
    let config = config(folder, &endpoint);
    let token = Token::parse(&SecretString::from("seam_apikey1_token"), None).unwrap();
    let client = Client::new(&ClientConfig { uses_system_proxy: false, ..ClientConfig::new(endpoint, token) }).unwrap();
    let workspace = Workspace { id: "1".into(), name: "Hotel".into(), is_sandbox: true, is_suspended: false };
    let journal = Journal::open(&folder.path().join("journal.sqlite")).await.unwrap();
    let clock = Clock::start(1);
    let access = Access::new(&config, clock.now());
    let (handle, end) = channels(Snapshot::default());
    let mut engine = Engine::new(config, end, Arc::new(|| {}), clock, access);
    engine.work = Some(Work {
        client: Arc::new(client),
        workspace,
        source: TokenSource::Environment,
        can_list_attempts: true,
        token_rejected: false,
        journal,
    });
    (handle, engine)
}

/// What the next child task brought, in line.
async fn next(engine: &mut Engine) -> (Origin, News) {
    engine.inbox.recv().await.unwrap()
}

fn is_loading(engine: &Engine) -> bool {
    engine.activity_view().is_some_and(|view| view.is_loading)
}

#[tokio::test]
async fn an_answer_in_line_is_not_taken_for_that_to_a_question_that_was_asked_after_looking_away() {
    let folder = tempfile::tempdir().unwrap();
    let (_handle, mut engine) = engine(&folder).await;
    engine.show_activity(ActivityQuery::default());
    let (origin, old) = next(&mut engine).await;
    engine.hide_activity();
    engine.show_activity(ActivityQuery::default());
    engine.take_in(origin, old);
    assert!(is_loading(&engine), "it may be about another filter, or another person's attempts");
    let (origin, own) = next(&mut engine).await;
    engine.take_in(origin, own);
    assert!(!is_loading(&engine));
}

#[tokio::test]
async fn neither_are_rows() {
    let folder = tempfile::tempdir().unwrap();
    let (_handle, mut engine) = engine(&folder).await;
    engine.show_activity(ActivityQuery::default());
    let (origin, picture) = next(&mut engine).await;
    engine.take_in(origin, picture);
    engine.show_rows(0, 60);
    let (origin, rows) = next(&mut engine).await;
    let News::ActivityRows(number, wanted, _) = rows else { panic!("{rows:?}") };
    let old = |reason: &str| News::ActivityRows(number, wanted, Err(reason.to_owned()));
    engine.take_in(origin, old("rows that are waited for"));
    assert!(engine.activity_view().unwrap().trouble.is_some(), "else this test tells nothing");
    engine.hide_activity();
    engine.show_activity(ActivityQuery::default());
    engine.take_in(origin, old("rows of before"));
    assert_eq!(engine.activity_view().unwrap().trouble, None);
}

#[tokio::test]
async fn an_attempt_that_was_read_for_somebody_else_is_read_once_more() {
    let folder = tempfile::tempdir().unwrap();
    let (_handle, mut engine) = engine(&folder).await;
    let job = JobId::generate();
    engine.show_attempt(job);
    let (origin, old) = next(&mut engine).await;
    engine.hide_attempt();
    engine.show_attempt(job);
    engine.take_in(origin, old);
    assert!(engine.attempt.is_some(), "that it is on no record was the answer to somebody else");
    let (origin, own) = next(&mut engine).await;
    engine.take_in(origin, own);
    assert!(engine.attempt.is_none());
}

#[tokio::test]
async fn what_is_asked_for_while_there_is_no_record_has_no_older_answer() {
    let folder = tempfile::tempdir().unwrap();
    let (_handle, mut engine) = engine(&folder).await;
    engine.show_activity(ActivityQuery::default());
    let (origin, old) = next(&mut engine).await;
    engine.work = None;
    engine.show_activity(ActivityQuery { scope: Scope::AllDesks, ..ActivityQuery::default() });
    engine.take_in(origin, old);
    assert!(is_loading(&engine));
}
