//! What the oracle says beside what the wire says, cards laid by hand, time hurried on, and requests held at a moment.

use std::time::{Duration, Instant};

use keydesk::sandbox::{AttemptFault, Fault, Moment, Pause, SandboxConfig};
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedReceiver;

use super::{Desk, NOBODY, quick, read};

const ENCODE: &str = "/acs/encoders/encode_credential";

fn id_of(attempt: &Value) -> String {
    attempt["action_attempt_id"].as_str().unwrap().to_owned()
}

async fn slow_desk() -> Desk {
    Desk::new(SandboxConfig { encode_ms: 600_000..=600_000, ..quick() }).await
}

#[tokio::test]
async fn the_oracle_knows_of_each_attempt_whether_it_wrote() {
    let desk = slow_desk().await;
    let encoder = desk.encoder("Front Desk 1");
    let cases: [(&str, AttemptFault, bool, &str); 9] = [
        ("Amelia Hart", AttemptFault::Succeeds, true, "success"),
        ("Maya Okafor", AttemptFault::error("encoding_interrupted"), false, "error"),
        (
            "Chen Wei 陈伟",
            AttemptFault::Error { error_type: "encoder_communication_timeout".into(), written: true },
            true,
            "error",
        ),
        ("Tomasz Zieliński", AttemptFault::StaysPending, true, "pending"),
        ("Nadia Haddad نادية", AttemptFault::Vanishes, true, "gone"),
        ("Jun Takahashi 高橋", AttemptFault::VanishesEarly { written: true }, true, "gone"),
        ("Ravi Natarajan", AttemptFault::VanishesEarly { written: false }, false, "gone"),
        ("Lucía Fernández", AttemptFault::Result(json!(["what?"])), true, "success"),
        ("Practice: no card", AttemptFault::Status("on_hold".into()), false, "on_hold"),
    ];
    let mut begun = Vec::new();
    for (guest, fault, ..) in &cases {
        desk.control().next_encode(&encoder, fault.clone());
        let id = id_of(&desk.encode("Front Desk 1", &desk.card(guest)).await);
        assert_eq!(desk.control().wrote(&id), None, "{guest}");
        begun.push(id);
    }
    desk.control().settle_now();
    assert_eq!(desk.control().next_end(), None);
    for (id, (guest, _, written, status)) in begun.iter().zip(&cases) {
        assert_eq!(desk.control().wrote(id), Some(*written), "{guest}");
        let seen = desk.control().attempt(id).unwrap();
        assert_eq!(seen.written_at.is_some(), *written);
        let issued = desk.control().credential(&desk.card(guest)).unwrap()["issued_at"].clone();
        let told = seen.written_at.map(|at| format!("{at:.3}"));
        assert!(told.is_none_or(|at| issued == at), "{guest}");
        let shown = desk.call("/action_attempts/get", json!({"action_attempt_id": id})).await;
        match *status {
            "gone" => assert_eq!((shown.status, shown.error_type().as_str()), (404, "action_attempt_not_found")),
            status => assert_eq!(shown.json()["action_attempt"]["status"], status, "{guest}"),
        }
    }
    assert_eq!(desk.control().wrote(NOBODY), None);
}

#[tokio::test]
async fn attempts_are_told_by_encoder_and_card_with_the_request_that_began_them() {
    let desk = Desk::open().await;
    let method = desk.control().access_methods_of("Sofia Lindqvist").swap_remove(0);
    let body = json!({"acs_encoder_id": desk.encoder("Front Desk 2"), "access_method_id": method});
    let reply = desk.call("/access_methods/encode", body).await;
    let of_method = desk.control().attempts_of(&method).swap_remove(0);
    assert_eq!(reply.headers["seam-request-id"], of_method.request_id.as_str());
    assert_eq!(of_method.action_attempt_id, id_of(&reply.json()["action_attempt"]));
    let card = desk.card("Amelia Hart");
    desk.control().fail_next(ENCODE, Fault::ServerError);
    let encode = json!({"acs_encoder_id": desk.encoder("Front Desk 1"), "acs_credential_id": card});
    assert_eq!(desk.call(ENCODE, encode.clone()).await.status, 500);
    desk.control().fail_next(ENCODE, Fault::ResetAfter);
    assert!(desk.try_call(ENCODE, &encode).await.is_err());
    let of_card = desk.control().attempts_of(&card);
    let requests: Vec<_> = desk.control().encodes().into_iter().rev().take(1).map(|seen| seen.request_id).collect();
    assert_eq!(of_card.iter().map(|attempt| attempt.request_id.clone()).collect::<Vec<_>>(), requests);
    assert_eq!(desk.control().attempts_of(&desk.encoder("Front Desk 1")), of_card);
    let scan = desk.ok("/acs/encoders/scan_credential", json!({"acs_encoder_id": desk.encoder("Front Desk 1")})).await;
    let scan = desk.control().attempt(&id_of(&scan["action_attempt"])).unwrap();
    assert_eq!((scan.action_type, scan.acs_credential_id), ("SCAN_CREDENTIAL", None));
    assert_eq!(desk.control().attempts().len(), 3);
}

#[tokio::test]
async fn an_attempt_that_never_ends_writes_nothing_and_the_oracle_says_so() {
    let desk = Desk::open().await;
    desk.control().next_encode(&desk.encoder("Front Desk 1"), AttemptFault::NeverEnds);
    let endless = desk.encode("Front Desk 1", &desk.card("Amelia Hart")).await;
    desk.control().settle_now();
    assert_eq!(desk.control().wrote(&id_of(&endless)), Some(false));
    assert_eq!(desk.control().action_attempt(&id_of(&endless)).unwrap()["status"], "pending");
}

#[tokio::test]
async fn a_scan_reads_the_card_that_was_laid() {
    let desk = Desk::open().await;
    let (control, encoder) = (desk.control(), desk.encoder("Front Desk 1"));
    let scan = async || {
        let begun = desk.ok("/acs/encoders/scan_credential", json!({"acs_encoder_id": encoder})).await;
        desk.end_of(&begun["action_attempt"]).await
    };
    let on_seam = |scan: &Value| scan["result"]["acs_credential_on_seam"]["acs_credential_id"].clone();
    assert!(scan().await["result"]["acs_credential_on_encoder"].is_null(), "a blank card at first");
    let (first, second) = (desk.card("Amelia Hart"), desk.card("Maya Okafor"));
    assert!(!control.lay_card(&encoder, &first), "no card was made for it yet");
    desk.encoded("Front Desk 1", &first).await;
    desk.encoded("Front Desk 2", &second).await;
    assert_eq!(on_seam(&scan().await), json!(first));
    control.next_encode(&encoder, AttemptFault::error("encoding_interrupted"));
    desk.encoded("Front Desk 1", &desk.card("Jun Takahashi 高橋")).await;
    assert_eq!(on_seam(&scan().await), json!(first), "an encode that wrote nothing leaves the card as it was");
    assert!(control.lay_card(&encoder, &second));
    assert_eq!(on_seam(&scan().await), json!(second));
    assert!(control.lay_unknown_card(&encoder));
    assert_eq!(scan().await["result"]["warnings"][0]["warning_code"], "acs_credential_on_seam_not_found");
    assert!(control.take_card_away(&encoder));
    assert_eq!(scan().await["error"]["type"], "no_credential_on_encoder");
    assert!(control.lay_blank_card(&encoder));
    assert_eq!(scan().await["result"]["acs_credential_on_encoder"], Value::Null);
    assert!(!control.lay_blank_card(NOBODY));
}

async fn next(pauses: &mut UnboundedReceiver<Pause>) -> Pause {
    tokio::time::timeout(Duration::from_secs(10), pauses.recv()).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_request_can_be_held_before_its_work_and_before_its_answer() {
    let desk = Desk::open().await;
    let mut pauses = desk.control().on_request(ENCODE);
    let card = desk.card("Amelia Hart");
    let body = json!({"acs_encoder_id": desk.encoder("Front Desk 1"), "acs_credential_id": card}).to_string();
    let reply = tokio::spawn(read(desk.post(ENCODE).header("content-type", "application/json").body(body)));
    let received = next(&mut pauses).await;
    assert_eq!((received.moment, desk.control().attempts().len()), (Moment::Received, 0));
    assert_eq!(desk.control().requests().last().unwrap().status, None);
    drop(received);
    let worked = next(&mut pauses).await;
    assert_eq!((worked.moment, desk.control().attempts().len()), (Moment::Worked, 1));
    assert!(!reply.is_finished());
    drop(worked);
    let sent = next(&mut pauses).await;
    assert_eq!((sent.moment, sent.path.as_str()), (Moment::Sent, ENCODE));
    assert_eq!(reply.await.unwrap().unwrap().headers["seam-request-id"], sent.request_id.as_str());
    drop(pauses);
    assert_eq!(desk.encoded("Front Desk 1", &desk.card("Maya Okafor")).await["status"], "success");
}

#[tokio::test]
async fn a_request_is_worked_on_though_its_sender_has_left() {
    let desk = Desk::open().await;
    let mut pauses = desk.control().on_request(ENCODE);
    desk.control().fail_next(ENCODE, Fault::Late(Duration::from_millis(20)));
    let card = desk.card("Amelia Hart");
    let body = json!({"acs_encoder_id": desk.encoder("Front Desk 1"), "acs_credential_id": card}).to_string();
    let sender = tokio::spawn(read(desk.post(ENCODE).header("content-type", "application/json").body(body)));
    let received = next(&mut pauses).await;
    sender.abort();
    assert!(sender.await.unwrap_err().is_cancelled());
    drop((received, pauses));
    let deadline = Instant::now() + Duration::from_secs(10);
    while desk.control().attempts_of(&card).is_empty() {
        assert!(Instant::now() < deadline);
        tokio::task::yield_now().await;
    }
    desk.control().settle_now();
    assert_eq!(desk.control().credential(&card).unwrap()["is_issued"], true);
}
