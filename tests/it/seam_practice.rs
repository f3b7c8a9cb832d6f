//! The client and the practice server, which share no type, speak with each other.

#![allow(clippy::unwrap_used, reason = "where a helper fails, its test has failed")]

use std::time::Duration;

use keydesk::{
    domain::{AccessMethodKind, AttemptReport, AttemptStatus, Credential, Issued, Subject},
    sandbox::{Sandbox, SandboxConfig},
    seam::{Client, EntranceFilter, Patience, ScanStatus, SimulatedEncodeFailure, SimulatedScan, Token, TokenKind},
};
use secrecy::SecretString;

use crate::seam_server::config;

const ONCE: Patience = Patience::Once;

async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::start(SandboxConfig { encode_ms: 30..=60, ..SandboxConfig::default() }).await.unwrap();
    let client = client(&sandbox, sandbox.api_key(), None);
    (sandbox, client)
}

fn client(sandbox: &Sandbox, token: &str, workspace: Option<&str>) -> Client {
    let mut config = config(sandbox.endpoint(), 20_000);
    config.token = Token::parse(&SecretString::from(token), workspace).unwrap();
    Client::new(&config).unwrap()
}

async fn fresh_card(client: &Client) -> Credential {
    let all = client.credentials(ONCE).all().await.unwrap().value;
    let is_fresh = |card: &&Credential| card.kind == AccessMethodKind::Card && card.issued == Issued::No;
    all.iter().find(is_fresh).unwrap().clone()
}

async fn ended(client: &Client, mut report: AttemptReport) -> AttemptStatus {
    while report.status == AttemptStatus::Pending {
        tokio::time::sleep(Duration::from_millis(10)).await;
        report = client.attempt(ONCE, &report.id).await.unwrap().value;
    }
    report.status
}

#[tokio::test]
async fn everything_is_listed_and_nothing_is_skipped() {
    let (_sandbox, client) = start().await;
    assert!(client.workspace(ONCE).await.unwrap().value.is_sandbox);
    let systems = client.systems(ONCE).all().await.unwrap();
    assert!(systems.value.iter().any(|system| system.zone.is_some()));
    let ids: Vec<_> = systems.value.iter().map(|system| system.id.clone()).collect();
    let encoders = client.encoders(ONCE, &ids).all().await.unwrap();
    let credentials = client.credentials(ONCE).all().await.unwrap();
    let users = client.users(ONCE).all().await.unwrap();
    let doors = client.entrances(ONCE, &EntranceFilter::All).all().await.unwrap();
    let grants = client.grants(ONCE).all().await.unwrap();
    for (count, skipped) in [
        (systems.value.len(), systems.skipped),
        (encoders.value.len(), encoders.skipped),
        (credentials.value.len(), credentials.skipped),
        (users.value.len(), users.skipped),
        (doors.value.len(), doors.skipped),
        (grants.value.len(), grants.skipped),
    ] {
        assert!(count > 0 && skipped.is_empty(), "{count} {skipped:?}");
    }
    assert!(users.value.iter().all(|user| user.guest.is_some()));
    assert!(credentials.value.iter().any(|card| card.vendor.is_some()));
    let grant = grants.value.iter().find(|grant| grant.wants_card).unwrap();
    let methods = client.access_methods(ONCE, &grant.id).all().await.unwrap().value;
    assert!(methods.iter().any(|method| method.kind == AccessMethodKind::Card));
    let one = client.encoder(ONCE, &encoders.value[0].id).await.unwrap();
    assert_eq!(one.value, encoders.value[0]);
    assert!(one.request.is_some() && one.server_time.is_some());
}

#[tokio::test]
async fn a_card_is_written_and_followed_to_its_end() {
    let (_sandbox, client) = start().await;
    let card = fresh_card(&client).await;
    let encoders = client.encoders(ONCE, std::slice::from_ref(&card.system)).all().await.unwrap().value;
    let encoder = encoders.iter().find(|encoder| encoder.system == card.system).unwrap();
    let subject = Subject::Credential(card.id.clone());
    let answer = client.encode(&encoder.id, &subject).await.unwrap();
    assert_eq!(answer.value.status, AttemptStatus::Pending);
    assert!(answer.value.request.is_some());
    let known = client.attempts(ONCE, std::slice::from_ref(&answer.value.id)).await.unwrap().value;
    assert_eq!(known.len(), 1);
    let AttemptStatus::Success(Some(written)) = ended(&client, answer.value).await else { panic!("no card") };
    assert_eq!(written.credential.id, card.id);
    assert!(matches!(written.credential.issued, Issued::Yes(Some(_))));
    assert!(written.reported.contains(card.id.as_str()));
    let state = client.subject_state(ONCE, &subject).await.unwrap().value;
    assert_eq!((state.issued, state.card_number), (written.credential.issued, written.credential.card_number));
    let events =
        client.events(ONCE, "2000-01-01T00:00:00Z".parse().unwrap(), Some(&card.id)).all().await.unwrap().value;
    assert!(events.iter().any(|event| &*event.kind == "acs_credential.issued"), "{events:?}");
}

#[tokio::test]
async fn an_armed_failure_comes_back_as_seams_type() {
    let (_sandbox, client) = start().await;
    let card = fresh_card(&client).await;
    let encoders = client.encoders(ONCE, std::slice::from_ref(&card.system)).all().await.unwrap().value;
    client.simulate_encode_failure(&encoders[0].id, &SimulatedEncodeFailure::Interrupted).await.unwrap();
    let answer = client.encode(&encoders[0].id, &Subject::Credential(card.id)).await.unwrap();
    let AttemptStatus::Error { error_type, .. } = ended(&client, answer.value).await else { panic!("no error") };
    assert_eq!(&*error_type, "encoding_interrupted");
}

#[tokio::test]
async fn a_blank_card_is_scanned() {
    let (_sandbox, client) = start().await;
    let encoder = client.encoders(ONCE, &[]).all().await.unwrap().value.remove(0).id;
    client.simulate_scan_success(&encoder, &SimulatedScan::Blank).await.unwrap();
    let mut report = client.scan(&encoder).await.unwrap().value;
    while report.status == ScanStatus::Pending {
        tokio::time::sleep(Duration::from_millis(10)).await;
        report = client.scan_attempt(ONCE, &report.id).await.unwrap().value;
    }
    let ScanStatus::Success(Some(card)) = report.status else { panic!("{:?}", report.status) };
    assert!(!card.has_data);
}

#[tokio::test]
async fn wrong_tokens_and_wrong_ids_are_told_apart() {
    let (sandbox, client_of_desk) = start().await;
    let wrong = client(&sandbox, "seam_test_wrong", None);
    assert!(wrong.workspace(ONCE).await.unwrap_err().is_token_rejected());
    let personal = client(&sandbox, sandbox.personal_access_token(), Some(sandbox.workspace_id()));
    assert_eq!(personal.token().kind(), TokenKind::PersonalAccess);
    personal.workspace(ONCE).await.unwrap();
    let unknown = "11111111-1111-4111-8111-111111111111";
    let error = client_of_desk.encoder(ONCE, &unknown.into()).await.unwrap_err();
    assert!(error.is_not_found() && error.request().is_some(), "{error:?}");
    let error = client_of_desk.encoder(ONCE, &"no id".into()).await.unwrap_err();
    assert_eq!(error.status(), Some(400));
}
