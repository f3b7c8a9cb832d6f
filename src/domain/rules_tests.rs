//! The rules that decide what a row says and whether the button is on, as tables.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::*;

fn now() -> Timestamp {
    "2026-11-23T13:41:00Z".parse().unwrap()
}

fn hours(hours: i64) -> Option<Timestamp> {
    Some(now() + SignedDuration::from_hours(hours))
}

fn card() -> Card {
    Card {
        subject: Subject::Credential("c".into()),
        kind: AccessMethodKind::Card,
        name: "Guest card".into(),
        guest: Some(Guest::new("Amelia Hart")),
        doors: None,
        system: Some("visionline".into()),
        product: None,
        validity: Validity { starts_at: hours(0), ends_at: hours(70) },
        zone: TimeZone::UTC,
        issued: Issued::No,
        is_ready: true,
        card_number: None,
        synced: None,
        warnings: vec![],
        errors: vec![],
        vendor: None,
    }
}

fn notice(code: &str) -> Vec<Notice> {
    vec![Notice { code: code.into(), message: "m".into(), created_at: None }]
}

fn encoder() -> Encoder {
    Encoder { id: "e".into(), system: "visionline".into(), name: "Front Desk 1".into(), errors: vec![] }
}

fn vendor(is_valid: Option<bool>, joins: Vec<CredentialId>) -> Option<Box<VendorDetails>> {
    Some(Box::new(VendorDetails { is_valid, joins, ..VendorDetails::default() }))
}

fn blocker(card: &Card, encoder: &Encoder, desktop: Desktop<'_>) -> Option<Blocker> {
    assess(Some(card), Some(encoder), None, desktop, now()).blocker
}

#[test]
fn a_row_says_what_matters_most() {
    let issued = Issued::Yes(hours(-5));
    let cases = [
        (card(), CardStatus::ToEncode),
        (Card { validity: Validity { starts_at: hours(30), ends_at: None }, ..card() }, CardStatus::StartsLater),
        (Card { issued, ..card() }, CardStatus::Encoded(hours(-5))),
        (Card { issued, warnings: notice("needs_to_be_reissued"), ..card() }, CardStatus::EncodeAgain),
        (Card { issued: Issued::Unknown, ..card() }, CardStatus::Unknown),
        (Card { is_ready: false, ..card() }, CardStatus::NotReady),
        (Card { errors: notice("anything"), ..card() }, CardStatus::Problem),
        (Card { issued, vendor: vendor(Some(false), vec![]), ..card() }, CardStatus::Problem),
        (Card { vendor: vendor(Some(false), vec![]), ..card() }, CardStatus::ToEncode),
        (Card { validity: Validity { starts_at: None, ends_at: hours(-1) }, ..card() }, CardStatus::Expired),
        (Card { warnings: notice("being_deleted"), errors: notice("x"), ..card() }, CardStatus::BeingDeleted),
        (Card { warnings: notice("waiting_to_be_issued"), ..card() }, CardStatus::ToEncode),
    ];
    for (card, expected) in cases {
        assert_eq!(CardStatus::of(&card, now()), expected, "{card:?}");
    }
}

#[test]
fn a_card_that_waits_and_needs_a_look_stands_on_both_tabs() {
    let on = |status: CardStatus, issued| Tab::ALL.map(|tab| status.is_on(tab, issued));
    assert_eq!(on(CardStatus::EncodeAgain, Issued::Yes(None)), [true, false, true, true]);
    assert_eq!(on(CardStatus::Problem, Issued::No), [true, false, true, true]);
    assert_eq!(on(CardStatus::Problem, Issued::Yes(None)), [false, false, true, true]);
    assert_eq!(on(CardStatus::Encoded(None), Issued::Yes(None)), [false, true, false, true]);
    assert_eq!(on(CardStatus::Expired, Issued::No), [false, false, false, true]);
}

#[test]
fn the_button_is_on_for_a_ready_card_on_its_own_system() {
    let judged = assess(Some(&card()), Some(&encoder()), None, Desktop::default(), now());
    assert!(judged.is_allowed() && judged.confirms.is_empty() && judged.troubles.is_empty());
}

#[test]
fn every_reason_against_it_is_found() {
    let (down, free) = (Problem::noticed(ProblemCode::NotSent, "x"), Desktop::default());
    let desks = [
        (Desktop { token_rejected: true, journal_broken: true, ..free }, Blocker::TokenRejected),
        (Desktop { journal_broken: true, offline: Some(&down), ..free }, Blocker::JournalUnwritable),
        (Desktop { offline: Some(&down), encoder_busy: true, ..free }, Blocker::Offline),
        (Desktop { encoder_busy: true, subject_busy: true, ..free }, Blocker::EncoderBusy),
        (Desktop { subject_busy: true, ..free }, Blocker::SubjectBusy),
    ];
    for (desktop, expected) in desks {
        assert_eq!(blocker(&card(), &encoder(), desktop), Some(expected));
    }
    let cards = [
        (Card { kind: AccessMethodKind::MobileKey, ..card() }, Blocker::NotACard),
        (Card { kind: AccessMethodKind::Other("wristband".into()), ..card() }, Blocker::NotACard),
        (Card { warnings: notice("being_deleted"), ..card() }, Blocker::BeingDeleted),
        (Card { is_ready: false, ..card() }, Blocker::NotReady),
        (Card { system: Some("vostio".into()), ..card() }, Blocker::OtherSystem),
    ];
    for (card, expected) in cards {
        assert_eq!(blocker(&card, &encoder(), free), Some(expected));
    }
    let removed = Encoder { errors: notice("acs_encoder_removed"), ..encoder() };
    assert_eq!(blocker(&card(), &removed, free), Some(Blocker::EncoderRemoved));
    assert_eq!(assess(None, Some(&encoder()), None, free, now()).blocker, Some(Blocker::NoCardChosen));
    assert_eq!(assess(Some(&card()), None, None, free, now()).blocker, Some(Blocker::NoEncoderChosen));
}

#[test]
fn an_unknown_system_blocks_nothing() {
    assert_eq!(blocker(&Card { system: None, ..card() }, &encoder(), Desktop::default()), None);
}

#[test]
fn what_writes_over_something_or_opens_nothing_is_asked_about() {
    let confirms = |card: &Card| assess(Some(card), Some(&encoder()), None, Desktop::default(), now()).confirms;
    let issued = Issued::Yes(None);
    assert_eq!(confirms(&Card { issued, ..card() }), [Confirm::Replaces]);
    let joiner = Card { issued, vendor: vendor(None, vec!["first".into()]), ..card() };
    assert_eq!(confirms(&joiner), [Confirm::ReplacesJoiner]);
    let over = Card { validity: Validity { starts_at: None, ends_at: hours(-1) }, issued, ..card() };
    assert_eq!(confirms(&over), [Confirm::Expired, Confirm::Replaces]);
}
