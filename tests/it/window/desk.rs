//! A make-believe front desk as the window sees it: snapshots made by hand, and the engine's end of the channels.

use std::{collections::HashMap, sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use keydesk::{
    domain::{
        AccessMethodKind, ActionAttemptId, Card, Catalog, Credential, CredentialId, Details, Encoder, EncoderHistory,
        Guest, Issued, IssuedCard, JobId, LastFailure, Notice, People, Problem, ProblemCode, Progress, Query,
        RequestId, Subject, System, SystemId, Validity, VendorDetails, Workspace,
    },
    engine::{Binding, EncoderView, JobView, Link, Session, SettingsView, Snapshot, Stage, TokenSource},
};

/// Monday, 13:41:12 at the hotel.
pub fn now() -> Timestamp {
    at("2026-11-23T12:41:12Z")
}

/// A time.
pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The hotel's zone.
pub fn zone() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

fn system_id() -> SystemId {
    SystemId::from("system-1")
}

/// What the journal knows about an encoder.
pub fn history(success: Option<&str>, failure: Option<(&str, ProblemCode, u32)>) -> EncoderHistory {
    EncoderHistory {
        last_success: success.map(at),
        last_failure: failure.map(|(time, code, _)| LastFailure { at: at(time), code }),
        failures_in_row: failure.map_or(0, |(.., count)| count),
        usual: success.map(|_| Duration::from_millis(4_200)),
    }
}

/// An encoder.
pub fn encoder(id: &str, name: &str, history: EncoderHistory) -> EncoderView {
    let encoder = Encoder { id: id.into(), system: system_id(), name: name.into(), errors: Vec::new() };
    EncoderView { encoder, history, busy: None, busy_at: None }
}

/// The three encoders of the hotel.
pub fn encoders() -> Vec<EncoderView> {
    vec![
        encoder("enc-1", "Front Desk 1", history(Some("2026-11-23T12:38:00Z"), None)),
        encoder("enc-2", "Front Desk 2", history(None, Some(("2026-11-23T12:39:00Z", ProblemCode::EncoderOffline, 2)))),
        encoder("enc-3", "Concierge", history(Some("2026-11-23T12:30:00Z"), None)),
    ]
}

/// A card that waits to be made.
pub fn card(id: &str, guest: &str, doors: &[&str], from: &str, until: &str) -> Card {
    Card {
        subject: Subject::Credential(CredentialId::from(id)),
        kind: AccessMethodKind::Card,
        name: "Guest card".into(),
        guest: Some(Guest::new(guest)),
        doors: Some(doors.iter().map(|&door| door.into()).collect()),
        system: Some(system_id()),
        product: Some("Visionline Card".into()),
        validity: Validity { starts_at: Some(at(from)), ends_at: Some(at(until)) },
        zone: zone(),
        issued: Issued::No,
        is_ready: true,
        card_number: None,
        synced: None,
        warnings: Vec::new(),
        errors: Vec::new(),
        vendor: None,
    }
}

/// One of Seam's warnings or errors.
pub fn notice(code: &str, message: &str) -> Notice {
    Notice { code: code.into(), message: message.into(), created_at: None }
}

/// Today's arrivals, in the order of the mock-ups, and a few cards in every other state.
pub fn cards() -> Vec<Card> {
    let until = |day: u8| format!("2026-11-{day:02}T10:00:00Z");
    let from = |hour: u8| format!("2026-11-23T{:02}:00:00Z", hour - 1);
    let mut cards: Vec<_> = [
        ("c-hart", "Amelia Hart", &["412", "Pool"][..], 14, 26),
        ("c-ravi", "Ravi Natarajan", &["508"], 14, 28),
        ("c-ravi-2", "Ravi Natarajan", &["508"], 14, 28),
        ("c-chen", "Chen Wei 陈伟", &["301", "Spa"], 15, 27),
        ("c-lucia", "Lucía Fernández", &["219"], 15, 25),
        ("c-tomasz", "Tomasz Zieliński", &["614", "Lounge"], 16, 29),
        ("c-nadia", "Nadia Haddad نادية", &["405"], 16, 26),
        ("c-oliver", "Oliver Brandt", &["118"], 17, 24),
        ("c-maya", "Maya Okafor", &["702"], 18, 27),
        ("c-jun", "Jun Takahashi 高橋", &["330"], 19, 25),
    ]
    .into_iter()
    .map(|(id, guest, doors, hour, day)| card(id, guest, doors, &from(hour), &until(day)))
    .collect();
    cards[2].name = "Second card".into();
    cards[4].issued = Issued::Yes(Some(at("2026-11-22T15:00:00Z")));
    cards[4].warnings = vec![notice("needs_to_be_reissued", "The access of this credential has changed.")];
    cards[7].errors = vec![notice("failed_to_issue", "The access system did not accept the credential.")];
    cards.extend(odd_cards());
    cards
}

fn odd_cards() -> Vec<Card> {
    let one = |id: &str, guest: &str| card(id, guest, &["101"], "2026-11-20T13:00:00Z", "2026-11-29T10:00:00Z");
    let mut made = one("c-made", "Ines Duarte");
    made.issued = Issued::Yes(Some(at("2026-11-23T12:38:00Z")));
    made.card_number = Some("58e1aa02".into());
    let mut over = one("c-over", "Noah Lindqvist");
    over.validity.ends_at = Some(at("2026-11-22T10:00:00Z"));
    let mut deleted = one("c-deleted", "Priya Raman");
    deleted.warnings = vec![notice("being_deleted", "This credential is being deleted.")];
    let mut not_ready = one("c-not-ready", "Kofi Mensah");
    not_ready.is_ready = false;
    let mut unknown = one("c-unknown", "Sofia Rossi");
    unknown.issued = Issued::Unknown;
    let mut later = one("c-later", "Elif Şahin");
    later.validity.starts_at = Some(at("2026-11-25T13:00:00Z"));
    let mut nobody = one("c-nobody", "");
    (nobody.guest, nobody.doors) = (None, None);
    let mut phone = one("c-phone", "Amelia Hart");
    phone.kind = AccessMethodKind::MobileKey;
    vec![made, over, deleted, not_ready, unknown, later, nobody, phone]
}

/// The lists.
pub fn catalog(cards: Vec<Card>, encoders: &[EncoderView]) -> Catalog {
    let system = System {
        id: system_id(),
        name: "Aurora Visionline".into(),
        vendor: Some("Visionline".into()),
        is_credential_manager: false,
        zone: Some(zone()),
        errors: Vec::new(),
        warnings: Vec::new(),
    };
    Catalog {
        generation: 1,
        haystacks: cards.iter().map(keydesk::domain::haystack).collect(),
        by_issue: (0..u32::try_from(cards.len()).unwrap()).collect(),
        progress: Progress { rows: cards.len(), pages: 1, is_complete: true },
        cards: cards.into(),
        encoders: encoders.iter().map(|view| view.encoder.clone()).collect(),
        systems: Arc::new(HashMap::from([(system_id(), system)])),
        skipped: Arc::default(),
        loaded_at: Some(at("2026-11-23T12:41:00Z")),
    }
}

/// A desk at work: connected in practice mode, lists read, bound to Front Desk 1.
pub fn desk() -> Snapshot {
    desk_with(cards(), encoders())
}

/// The same with other cards and encoders.
pub fn desk_with(cards: Vec<Card>, encoders: Vec<EncoderView>) -> Snapshot {
    let catalog = catalog(cards, &encoders);
    let found = catalog.find(&Query::default(), now());
    Snapshot {
        session: Session::Connected { workspace: workspace(), source: TokenSource::Practice, token_rejected: false },
        link: Link::Up,
        catalog: Arc::new(catalog),
        found: Arc::new(found),
        binding: Some(Binding { encoder: "enc-1".into(), name: "Front Desk 1".into() }),
        encoders: encoders.into(),
        zone: zone(),
        settings: Arc::new(settings()),
        ..Snapshot::default()
    }
}

/// The settings of a desk at which one person works.
pub fn settings() -> SettingsView {
    let mut view = SettingsView { file: "/home/desk/settings.toml".into(), ..SettingsView::default() };
    view.loaded.settings.desk.people = Some(People::One);
    view
}

/// The hotel.
pub fn workspace() -> Workspace {
    Workspace { id: "workspace-1".into(), name: "Hotel Aurora".into(), is_sandbox: true, is_suspended: false }
}

/// A job about a card of the desk, started so many milliseconds ago.
pub fn job(card: &Card, encoder: &str, stage: Stage, millis: i64) -> JobView {
    let names = [("enc-1", "Front Desk 1"), ("enc-2", "Front Desk 2"), ("enc-3", "Concierge")];
    let name = names.into_iter().find(|(id, _)| *id == encoder).map_or("Encoder", |(_, name)| name);
    let is_over = stage.is_terminal();
    JobView {
        job: JobId::generate(),
        subject: card.subject.clone(),
        encoder: encoder.into(),
        encoder_name: name.into(),
        card_name: Arc::clone(&card.name),
        guest: card.guest.clone(),
        doors: card.doors.clone().unwrap_or_default(),
        stage,
        started_at: now() - SignedDuration::from_millis(millis),
        shown_from: now() - SignedDuration::from_millis(millis),
        accepted_after: Some(Duration::from_millis(200)),
        took: is_over.then(|| Duration::from_millis(3_800)),
        attempt: Some(ActionAttemptId::from("1b4e28ba-2fa1-4f00-8000-000000000001")),
        request: Some(RequestId::from("7f31c0d2-9a00-4000-8000-000000000002")),
        usual: Some(Duration::from_secs(4)),
        has_journal_gap: false,
        evidence: Default::default(),
        is_reading_card: false,
        card_trouble: None,
        is_parked: false,
        is_resumed: false,
    }
}

/// A problem with everything that Seam may say about it.
pub fn problem(code: ProblemCode) -> Problem {
    Problem::new(
        code,
        Details {
            error_type: Some("foreign_type".into()),
            message: Some("Foreign words.".into()),
            http_status: Some(418),
            request: Some(RequestId::from("7f31c0d2-9a00-4000-8000-000000000002")),
            attempt: Some(ActionAttemptId::from("1b4e28ba-2fa1-4f00-8000-000000000001")),
            retry_after: None,
        },
    )
}

/// A success with the card that Seam describes.
pub fn success(card: &Card) -> Stage {
    let Subject::Credential(id) = &card.subject else { panic!("a credential") };
    let credential = Credential {
        id: id.clone(),
        system: system_id(),
        user: None,
        identity: None,
        kind: AccessMethodKind::Card,
        name: Arc::clone(&card.name),
        product: card.product.clone(),
        validity: card.validity,
        issued: Issued::Yes(Some(at("2026-11-23T12:41:07Z"))),
        card_number: Some("164d29dc4a09b65f".into()),
        synced: Some(true),
        warnings: Vec::new(),
        errors: Vec::new(),
        vendor: Some(Box::new(VendorDetails { card_id: Some("5".into()), ..VendorDetails::default() })),
    };
    Stage::Succeeded { card: Some(Box::new(IssuedCard { credential, reported: "{}".into() })), proof: None }
}

/// The desk with jobs.
pub fn with_jobs(jobs: Vec<JobView>) -> Snapshot {
    Snapshot { jobs: jobs.into(), ..desk() }
}
