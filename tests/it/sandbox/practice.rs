//! The hotel itself: the pictures' first page, practice guests, seeds, sizes.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use keydesk::sandbox::{HotelSize, SandboxConfig, practice_guests};
use serde_json::{Value, json};

use super::{AT, Desk, quick};

#[tokio::test]
async fn the_standard_hotel_is_the_one_on_the_pictures() {
    let desk = Desk::new(SandboxConfig { practice_guests: false, ..quick() }).await;
    let all = desk.all("/acs/credentials/list", "acs_credentials", json!({})).await;
    let cards: Vec<&Value> = all.iter().filter(|card| card["access_method"] == "card").collect();
    let calm =
        |card: &&&Value| card["errors"] == json!([]) && !card["warnings"].to_string().contains("needs_to_be_reissued");
    let waiting = cards.iter().filter(calm).filter(|card| card["is_issued"] == false).count();
    let written = cards.iter().filter(calm).filter(|card| card["is_issued"] == true).count();
    let silent = cards.iter().filter(|card| card.get("is_issued").is_none()).count();
    assert_eq!((waiting, written, silent, cards.len()), (32, 211, 1, 246));
    let mut ready = 0;
    for grant in desk.all("/access_grants/list", "access_grants", json!({})).await {
        let methods = desk.ok("/access_methods/list", json!({"access_grant_id": grant["access_grant_id"]})).await;
        ready +=
            methods["access_methods"].as_array().unwrap().iter().filter(|m| m["is_ready_for_encoding"] == true).count();
    }
    assert_eq!(ready, 2, "with the 32 cards they make 34");
    let users = desk.all("/acs/users/list", "acs_users", json!({})).await;
    assert_eq!(users.iter().filter(|user| user.get("full_name").is_none()).count(), 1);
    let first = desk.control().credential(&desk.card("Amelia Hart")).unwrap();
    assert_eq!(
        (&first["starts_at"], &first["ends_at"]),
        (&json!("2026-11-23T14:00:00.000Z"), &json!("2026-11-26T11:00:00.000Z"))
    );
    assert_eq!(cards[0], &first);
    let without_doors = cards.iter().filter(|card| card["visionline_metadata"].is_object());
    assert!(without_doors.filter(|card| card["visionline_metadata"]["guest_acs_entrance_ids"].is_null()).count() > 3);
    let expired = cards.iter().filter(|card| card["ends_at"].as_str().unwrap() < AT).count();
    let later = cards.iter().filter(|card| card["starts_at"].as_str().unwrap() > "2026-11-24T23").count();
    assert_eq!((expired, later), (5, 4));
}

/// What a clerk's program meets when it encodes a practice guest's card: the reply, then the attempt, then the card.
async fn met(desk: &Desk, guest: &str) -> String {
    let card = desk.card(guest);
    let body = json!({"acs_encoder_id": desk.encoder("Front Desk 1"), "acs_credential_id": card});
    let reply = desk.try_call("/acs/encoders/encode_credential", &body).await;
    let begun = desk.control().encodes().pop().unwrap().action_attempt_id;
    let reply = match reply {
        Err(error) if error.is_timeout() => "silence".to_owned(),
        Err(_) => "broken off".to_owned(),
        Ok(reply) if serde_json::from_str::<Value>(&reply.text).is_err() => format!("{} not json", reply.status),
        Ok(reply) if reply.status == 200 => format!("200 on {}", &reply.headers["date"].to_str().unwrap()[17..19]),
        Ok(reply) => format!("{} {}", reply.status, reply.error_type()),
    };
    let attempt = match begun {
        None => "nothing begun".to_owned(),
        Some(id) => end(desk, &id).await,
    };
    let left = desk.control().credential(&card);
    let card = left.map_or("card gone", |card| if card["is_issued"] == true { "written" } else { "not written" });
    format!("{reply}; {attempt}; {card}")
}

/// How an attempt ends, seen from behind the curtain.
async fn end(desk: &Desk, id: &str) -> String {
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        let nothing_will_end = desk.control().next_end().is_none();
        let Some(attempt) = desk.control().action_attempt(id) else { return "vanished".to_owned() };
        let status = attempt["status"].as_str().unwrap();
        if status == "error" {
            return attempt["error"]["type"].as_str().unwrap().to_owned();
        }
        if status != "pending" || nothing_will_end {
            return status.to_owned();
        }
        assert!(Instant::now() < deadline);
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn each_practice_guest_brings_about_what_the_name_says() {
    let mut desk = Desk::open().await;
    desk.http = reqwest::Client::builder().no_proxy().timeout(Duration::from_millis(2500)).build().unwrap();
    let expected = [
        ("no card", "200 on 13; no_credential_on_encoder; not written"),
        ("no card, other spelling", "200 on 13; no_card_on_encoder; not written"),
        ("card removed too early", "200 on 13; encoding_interrupted; not written"),
        ("wrong kind of card", "200 on 13; incompatible_card_format; not written"),
        ("encoder offline", "200 on 13; encoder_not_online; not written"),
        ("encoder silent, card written", "200 on 13; encoder_communication_timeout; written"),
        ("encoder silent, card not written", "200 on 13; encoder_communication_timeout; not written"),
        ("Bridge unreachable", "200 on 13; bridge_disconnected; not written"),
        ("card already made", "200 on 13; credential_cannot_be_reissued; not written"),
        ("card deleted", "200 on 13; credential_deleted; card gone"),
        ("Seam gave up waiting", "200 on 13; action_attempt_expired; not written"),
        ("lock system refused", "200 on 13; uncategorized_error; not written"),
        ("brand-new error", "200 on 13; ribbon_cassette_empty; not written"),
        ("reply lost, card written", "broken off; success; written"),
        ("reply lost, nothing written", "broken off; nothing begun; not written"),
        ("reply never comes", "silence; success; written"),
        ("never ends", "200 on 13; pending; not written"),
        ("attempt vanishes", "200 on 13; vanished; written"),
        ("unknown status", "200 on 13; on_hold; not written"),
        ("key refused", "401 unauthorized; nothing begun; not written"),
        ("not allowed", "403 forbidden; nothing begun; not written"),
        ("something unexpected", "400 invalid_input; nothing begun; not written"),
        ("not found", "404 acs_credential_not_found; nothing begun; not written"),
        ("slow down", "429 too_many_requests; nothing begun; not written"),
        ("slow down, no time given", "429 too_many_requests; nothing begun; not written"),
        ("server error", "500 internal_server_error; nothing begun; not written"),
        ("proxy page instead of Seam", "502 not json; nothing begun; not written"),
        ("unreadable reply", "200 not json; success; written"),
        ("half a reply", "broken off; success; written"),
        ("server's clock is wrong", "200 on 10; success; written"),
        ("Seam in trouble for 20 s", "200 on 13; success; written"),
        ("Bridge down for 20 s, and Seam says so", "200 on 13; bridge_disconnected; not written"),
        ("network down for 20 s", "200 on 13; bridge_disconnected; not written"),
    ];
    let named: HashSet<String> = expected.iter().map(|(name, _)| format!("Practice: {name}")).collect();
    assert_eq!(named, practice_guests().into_iter().collect());
    for (name, outcome) in expected {
        assert_eq!(met(&desk, &format!("Practice: {name}")).await, outcome, "{name}");
        if name.starts_with("Seam in trouble") {
            let reply = desk.call("/acs/encoders/list", json!({})).await;
            assert!([502, 503].contains(&reply.status), "{}", reply.status);
            desk.control().clear_faults();
        }
    }
    let away = desk.try_call("/acs/encoders/list", &json!({})).await;
    assert!(away.is_err_and(|error| error.is_connect()), "the network is down");
}

#[tokio::test]
async fn most_practice_guests_get_their_card_when_tried_again() {
    let desk = Desk::open().await;
    for name in ["no card", "encoder offline", "key refused", "reply lost, nothing written", "slow down", "never ends"]
    {
        let guest = format!("Practice: {name}");
        met(&desk, &guest).await;
        assert_eq!(met(&desk, &guest).await, "200 on 13; success; written", "{name}");
    }
    for name in ["card already made", "card deleted"] {
        met(&desk, &format!("Practice: {name}")).await;
    }
    assert!(desk.control().cards_of("Practice: card deleted").is_empty());
    assert!(met(&desk, "Practice: card already made").await.contains("credential_cannot_be_reissued"));
}

#[tokio::test]
async fn a_seed_makes_one_hotel_and_another_seed_another() {
    let hotel = async |seed: u64| {
        let desk = Desk::new(SandboxConfig { seed, ..quick() }).await;
        let credentials = desk.call("/acs/credentials/list", json!({})).await.text;
        let url = desk.sandbox.endpoint().to_owned();
        (credentials.replace(&url, ""), desk.sandbox.api_key().to_owned())
    };
    let (first, again, other) = (hotel(7).await, hotel(7).await, hotel(8).await);
    assert!(first == again);
    assert!(first.0 != other.0 && first.1 != other.1);
}

#[tokio::test]
async fn a_large_hotel_has_as_many_credentials_as_asked_for() {
    let desk = Desk::new(SandboxConfig { hotel: HotelSize::Credentials(1234), ..quick() }).await;
    let rows = desk.all("/acs/credentials/list", "acs_credentials", json!({})).await;
    let ids: HashSet<&str> = rows.iter().map(|row| row["acs_credential_id"].as_str().unwrap()).collect();
    assert_eq!((rows.len(), ids.len()), (1234, 1234));
    let encoded = desk.encoded("Front Desk 1", ids.iter().find(|id| ready(&rows, id)).unwrap()).await;
    assert_eq!(encoded["status"], "success");
    let again = desk.all("/acs/credentials/list", "acs_credentials", json!({})).await;
    assert!(again.iter().any(|row| *row == encoded["result"]));
}

fn ready(rows: &[Value], id: &str) -> bool {
    let row = rows.iter().find(|row| row["acs_credential_id"] == id).unwrap();
    row["is_issued"] == false && row["external_type"] == "visionline_card"
}
