//! Small snapshots for the tests of this screen's rules.

use std::{sync::Arc, time::Duration};

use jiff::{Timestamp, tz::TimeZone};

use super::form::EncodeForm;
use crate::{
    domain::{
        AccessMethodKind, Card, Catalog, Details, Encoder, EncoderHistory, Guest, Issued, JobId, Problem, ProblemCode,
        Query, Subject, Validity, Workspace,
    },
    engine::{Binding, EncoderView, JobView, Link, Session, Snapshot, Stage, TokenSource},
};

/// Monday afternoon.
pub(in crate::ui) fn now() -> Timestamp {
    "2026-11-23T12:41:12Z".parse().unwrap()
}

/// A card that waits to be made, until Thursday.
pub(in crate::ui) fn card(id: &str, guest: &str) -> Card {
    Card {
        subject: Subject::Credential(id.into()),
        kind: AccessMethodKind::Card,
        name: "Guest card".into(),
        guest: Some(Guest::new(guest)),
        doors: Some(["412".into(), "Pool".into()].into()),
        system: Some("system".into()),
        product: None,
        validity: Validity {
            starts_at: Some("2026-11-23T13:00:00Z".parse().unwrap()),
            ends_at: Some("2026-11-26T10:00:00Z".parse().unwrap()),
        },
        zone: TimeZone::UTC,
        issued: Issued::No,
        is_ready: true,
        card_number: None,
        synced: None,
        warnings: Vec::new(),
        errors: Vec::new(),
        vendor: None,
    }
}

/// An encoder of which nothing is known.
pub(in crate::ui) fn encoder(id: &str, name: &str) -> EncoderView {
    let encoder = Encoder { id: id.into(), system: "system".into(), name: name.into(), errors: Vec::new() };
    EncoderView { encoder, history: EncoderHistory::default(), busy: None, busy_at: None }
}

/// Two guests, two encoders, bound to the first.
pub(in crate::ui) fn desk() -> Snapshot {
    desk_with(vec![card("hart", "Amelia Hart"), card("ravi", "Ravi Natarajan")])
}

/// The same with other cards.
pub(in crate::ui) fn desk_with(cards: Vec<Card>) -> Snapshot {
    let haystacks = cards.iter().map(crate::domain::haystack).collect();
    let catalog =
        Catalog { generation: 1, haystacks, cards: cards.into(), loaded_at: Some(now()), ..Catalog::default() };
    let found = catalog.find(&Query::default(), now());
    Snapshot {
        session: Session::Connected {
            workspace: Workspace {
                id: "hotel".into(),
                name: "Hotel Aurora".into(),
                is_sandbox: false,
                is_suspended: false,
            },
            source: TokenSource::Keyring,
            token_rejected: false,
        },
        link: Link::Up,
        catalog: Arc::new(catalog),
        found: Arc::new(found),
        encoders: [encoder("one", "Front Desk 1"), encoder("two", "Front Desk 2")].into(),
        binding: Some(Binding { encoder: "one".into(), name: "Front Desk 1".into() }),
        ..Snapshot::default()
    }
}

/// A form that has taken in [`desk`], with its first guest chosen.
pub(in crate::ui) fn form_with_guest() -> EncodeForm {
    form_on(&desk())
}

/// A form that has taken in a snapshot, with its first guest chosen.
pub(in crate::ui) fn form_on(snapshot: &Snapshot) -> EncodeForm {
    let mut form = EncodeForm::default();
    let _asked = form.take_in(snapshot);
    form.select_row(0);
    let _asked = form.take_in(snapshot);
    form
}

/// A job about the first guest on the first encoder.
pub(in crate::ui) fn job(stage: Stage) -> JobView {
    let card = card("hart", "Amelia Hart");
    let is_over = stage.is_terminal();
    JobView {
        job: JobId::generate(),
        subject: card.subject,
        encoder: "one".into(),
        encoder_name: "Front Desk 1".into(),
        card_name: card.name,
        guest: card.guest,
        doors: card.doors.unwrap_or_default(),
        stage,
        started_at: now() - jiff::SignedDuration::from_secs(4),
        shown_from: now() - jiff::SignedDuration::from_secs(4),
        accepted_after: None,
        took: is_over.then(|| Duration::from_secs(3)),
        attempt: None,
        request: None,
        usual: None,
        has_journal_gap: false,
        evidence: Default::default(),
        is_reading_card: false,
        card_trouble: None,
        is_parked: false,
        is_resumed: false,
    }
}

/// The desk with one job.
pub(in crate::ui) fn desk_with_job(stage: Stage) -> Snapshot {
    Snapshot { jobs: [job(stage)].into(), ..desk() }
}

/// A problem that says no more than its cause.
pub(in crate::ui) fn problem(code: ProblemCode) -> Problem {
    Problem::new(code, Details::default())
}
