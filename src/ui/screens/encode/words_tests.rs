use super::*;
use crate::{
    domain::{LastFailure, Notice},
    engine::Snapshot,
    ui::{
        screens::encode::sample::{card, encoder, now},
        text::Texts,
    },
};

fn say<T>(how: impl FnOnce(&Scene<'_>) -> T) -> T {
    let (snapshot, texts) = (Snapshot::default(), Texts::default());
    how(&Scene { snapshot: &snapshot, texts: &texts, now: now() })
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn every_state_has_its_word_and_its_sign() {
    let base = card("hart", "Amelia Hart");
    let made = |at_time: Option<&str>| Card { issued: Issued::Yes(at_time.map(at)), ..base.clone() };
    let warned = |code: &str, card: Card| {
        let notice = Notice { code: code.into(), message: "".into(), created_at: None };
        Card { warnings: vec![notice], ..card }
    };
    let cases = [
        (base.clone(), "To encode", Icon::Dot),
        (made(Some("2026-11-23T12:38:00Z")), "Encoded 12:38", Icon::Check),
        (made(Some("2026-11-16T12:38:00Z")), "Encoded 16 Nov", Icon::Check),
        (made(None), "Encoded", Icon::Check),
        (warned("needs_to_be_reissued", made(None)), "Encode again", Icon::Again),
        (warned("being_deleted", base.clone()), "Being deleted", Icon::Cross),
        (Card { is_ready: false, ..base.clone() }, "Not ready", Icon::Clock),
        (Card { issued: Issued::Unknown, ..base.clone() }, "Unknown", Icon::Info),
        (Card { kind: AccessMethodKind::MobileKey, ..base.clone() }, "Mobile key", Icon::Key),
    ];
    for (card, text, icon) in cases {
        let mark = say(|scene| mark(scene, &card));
        assert_eq!((&*mark.text, mark.icon), (text, icon));
    }
}

#[test]
fn expired_and_later_cards_say_so() {
    let mut over = card("over", "Noah");
    over.validity.ends_at = Some(at("2026-11-22T10:00:00Z"));
    assert_eq!(say(|scene| mark(scene, &over)).text, "Expired");
    let mut later = card("later", "Elif");
    later.validity.starts_at = Some(at("2026-11-25T10:00:00Z"));
    assert_eq!(say(|scene| mark(scene, &later)).text, "Starts later");
}

#[test]
fn no_light_without_evidence() {
    let fresh = encoder("one", "Front Desk 1");
    assert_eq!(say(|scene| encoder_detail(scene, &fresh, false)), (Evidence::None, "Nothing known yet".into()));
    let mut made = fresh;
    made.history.last_success = Some(at("2026-11-23T12:38:00Z"));
    assert_eq!(say(|scene| encoder_detail(scene, &made, true)), (Evidence::Good, "This desk · last card 12:38".into()));
}

#[test]
fn an_encoder_answers_for_its_own_failures_alone() {
    let failing = |code, count| {
        let mut view = encoder("one", "Front Desk 1");
        view.history.last_failure = Some(LastFailure { at: at("2026-11-23T12:39:00Z"), code });
        view.history.failures_in_row = count;
        say(|scene| encoder_detail(scene, &view, false))
    };
    assert_eq!(failing(ProblemCode::EncoderOffline, 2), (Evidence::Bad, "Offline at 12:39 · 2 failures".into()));
    assert_eq!(failing(ProblemCode::NoCard, 1), (Evidence::None, "Found no card at 12:39".into()));
    assert_eq!(failing(ProblemCode::BridgeDisconnected, 1).0, Evidence::Doubt);
}

#[test]
fn the_end_of_a_stay_is_counted_down() {
    let ends = |time: &str| say(|scene| ends_in(scene, Some(at(time))));
    assert_eq!(ends("2026-11-26T10:00:00Z"), "ends in 2 d 21 h");
    assert_eq!(ends("2026-11-23T14:00:00Z"), "ends in 1 h 18 min");
    assert_eq!(ends("2026-11-23T13:00:00Z"), "ends in 18 min");
    assert_eq!(ends("2026-11-23T10:41:12Z"), "ended 2 h ago");
    assert_eq!(say(|scene| ends_in(scene, None)), "");
}

#[test]
fn every_blocker_has_a_sentence_of_its_own() {
    let all = [
        Blocker::NoCardChosen,
        Blocker::NoEncoderChosen,
        Blocker::EncoderRemoved,
        Blocker::EncoderBusy,
        Blocker::SubjectBusy,
        Blocker::NotACard,
        Blocker::NotReady,
        Blocker::BeingDeleted,
        Blocker::OtherSystem,
        Blocker::Offline,
        Blocker::TokenRejected,
        Blocker::JournalUnwritable,
        Blocker::NotApproved,
        Blocker::NobodySignedIn,
        Blocker::OtherEncoder,
    ];
    let said: std::collections::BTreeSet<_> =
        all.iter().map(|reason| say(|scene| blocker(scene, reason))).filter(|text| text.contains(' ')).collect();
    assert_eq!(said.len(), all.len());
}

#[test]
fn a_row_is_told_in_one_sentence() {
    let text = say(|scene| spoken_row(scene, &card("hart", "Amelia Hart")));
    assert_eq!(text, "Amelia Hart, Guest card, 412, Pool, Today 13:00 – Thu 10:00, To encode");
}

#[test]
fn a_card_without_a_guest_goes_by_its_own_name() {
    let mut nobody = card("x", "");
    nobody.guest = None;
    assert_eq!(holder(&nobody), "Guest card");
    assert_eq!(say(|scene| under_holder(scene, &nobody)), "No guest named");
}
