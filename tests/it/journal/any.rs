//! Any fact at all.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use keydesk::domain::{
    AccessMethodId, AccessMethodKind, AcsUserId, ActionAttemptId, AttemptWord, CardFound, Credential, CredentialId,
    Decision, Desk, Details, Disproof, EncoderId, EntranceId, Evidence, FactKind, FollowUp, FollowUpState, Guest,
    Intent, Issued, IssuedCard, JobId, Notice, Operator, Problem, ProblemCode, Proof, Reasked, RecordWord, RequestId,
    Subject, SystemId, UncertainReason, UserIdentityId, Validity, VendorDetails, WorkspaceId,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

fn text() -> impl Strategy<Value = Arc<str>> {
    prop_oneof![
        "\\PC{0,12}",
        select(vec!["'; DROP TABLE event; --", "\"\\\u{0}\n", "=cmd|' /C calc'!A0", "\u{202e}abc", "陈伟 🏨", ""])
            .prop_map(str::to_owned),
    ]
    .prop_map(Arc::from)
}

fn time() -> impl Strategy<Value = Timestamp> {
    (0_i64..4_000_000_000, 0_i32..1_000_000_000).prop_map(|(second, nano)| Timestamp::new(second, nano).unwrap())
}

fn issued() -> impl Strategy<Value = Issued> {
    prop_oneof![Just(Issued::No), option::of(time()).prop_map(Issued::Yes), Just(Issued::Unknown)]
}

fn notices() -> impl Strategy<Value = Vec<Notice>> {
    let notice = (text(), text(), option::of(time()));
    vec(notice.prop_map(|(code, message, created_at)| Notice { code, message, created_at }), 0..3)
}

fn ids<T: From<String> + std::fmt::Debug>() -> impl Strategy<Value = Vec<T>> {
    vec(text().prop_map(|id| T::from(id.to_string())), 0..3)
}

fn vendor() -> impl Strategy<Value = VendorDetails> {
    let parts = (
        option::of(text()),
        option::of(any::<bool>()),
        ids::<EntranceId>(),
        ids::<CredentialId>(),
        vec(text(), 0..3),
        option::of(any::<bool>()),
    );
    parts.prop_map(|(card_id, is_valid, entrances, joins, door_names, auto_join)| VendorDetails {
        card_id,
        is_valid,
        entrances,
        joins,
        door_names,
        auto_join,
    })
}

fn credential() -> impl Strategy<Value = Credential> {
    let kind = select(vec![
        AccessMethodKind::Card,
        AccessMethodKind::Code,
        AccessMethodKind::MobileKey,
        AccessMethodKind::CloudKey,
        AccessMethodKind::Other("retina".into()),
    ]);
    let names = (text(), text(), option::of(text()), option::of(text()), text(), option::of(text()));
    let state = (option::of(time()), option::of(time()), issued(), option::of(text()), option::of(any::<bool>()));
    (kind, names, state, notices(), notices(), option::of(vendor())).prop_map(
        |(kind, (id, system, user, identity, name, product), state, warnings, errors, vendor)| {
            let (starts_at, ends_at, issued, card_number, synced) = state;
            Credential {
                id: CredentialId::new(id),
                system: SystemId::new(system),
                user: user.map(AcsUserId::new),
                identity: identity.map(UserIdentityId::new),
                kind,
                name,
                product,
                validity: Validity { starts_at, ends_at },
                issued,
                card_number,
                synced,
                warnings,
                errors,
                vendor: vendor.map(Box::new),
            }
        },
    )
}

fn card() -> impl Strategy<Value = Box<IssuedCard>> {
    (credential(), text()).prop_map(|(credential, reported)| Box::new(IssuedCard { credential, reported }))
}

fn problem() -> impl Strategy<Value = Problem> {
    let texts = (option::of(text()), option::of(text()), option::of(text()), option::of(text()));
    (select(ProblemCode::ALL.to_vec()), texts, option::of(any::<u16>()), option::of(any::<u32>())).prop_map(
        |(code, (error_type, message, request, attempt), http_status, pause)| {
            let retry_after = pause.map(|pause| Duration::from_millis(u64::from(pause)));
            let (request, attempt) = (request.map(RequestId::new), attempt.map(ActionAttemptId::new));
            Problem::new(code, Details { error_type, message, http_status, request, attempt, retry_after })
        },
    )
}

pub(super) fn any_intent(job: JobId) -> impl Strategy<Value = FactKind> {
    let subject = prop_oneof![
        text().prop_map(|id| Subject::Credential(CredentialId::new(id))),
        text().prop_map(|id| Subject::AccessMethod(AccessMethodId::new(id))),
    ];
    let ids = (text(), text(), text(), text(), text());
    let people = (option::of(text()), text(), text(), vec(text(), 0..4));
    (subject, ids, people, issued(), option::of(text()), option::of(any::<u128>())).prop_map(
        move |(
            subject,
            (encoder, encoder_name, system, workspace, card_name),
            people,
            issued_before,
            number,
            retry,
        )| {
            let (guest, operator, desk, doors) = people;
            FactKind::Intended(Box::new(Intent {
                job,
                subject,
                encoder: EncoderId::new(encoder),
                encoder_name,
                system: SystemId::new(system),
                workspace: WorkspaceId::new(workspace),
                card_name,
                guest: guest.map(Guest::new),
                doors,
                operator: Operator(operator),
                desk: Desk(desk),
                issued_before,
                card_number_before: number,
                server_time: None,
                retry_of: retry.map(|id| JobId(uuid::Uuid::from_u128(id))),
            }))
        },
    )
}

fn evidence() -> impl Strategy<Value = Evidence> {
    let attempt = select(vec![
        AttemptWord::Lost,
        AttemptWord::Pending,
        AttemptWord::Gone,
        AttemptWord::Unclear,
        AttemptWord::Claimed,
    ]);
    let record = select(vec![RecordWord::Unread, RecordWord::Unchanged, RecordWord::Unclear, RecordWord::Gone]);
    let card = prop_oneof![
        select(vec![CardFound::Ours, CardFound::OursOfUnknownAge, CardFound::Unknown]),
        select(Disproof::ALL.to_vec()).prop_map(CardFound::NotOurs),
    ];
    (attempt, record, option::of(card)).prop_map(|(attempt, record, card)| Evidence { attempt, record, card })
}

pub(super) fn any_later_kind() -> impl Strategy<Value = FactKind> {
    let reason = select(vec![
        UncertainReason::ReplyLost,
        UncertainReason::PendingTooLong,
        UncertainReason::AttemptGone,
        UncertainReason::Interrupted,
        UncertainReason::EncoderSilent,
    ]);
    let proof = prop_oneof![
        Just(Proof::AttemptEnded),
        (option::of(time()), option::of(text()))
            .prop_map(|(at, card_number)| Proof::IssuedAfterwards { at, card_number }),
        option::of(time()).prop_map(|at| Proof::Announced { at }),
        option::of(text()).prop_map(|card_number| Proof::CardRead { card_number }),
    ];
    prop_oneof![
        problem().prop_map(FactKind::NotExecuted),
        (text(), option::of(text()), option::of(any::<u32>())).prop_map(|(attempt, request, us)| FactKind::Accepted {
            attempt: ActionAttemptId::new(attempt),
            request: request.map(RequestId::new),
            round_trip: us.map(|us| Duration::from_micros(us.into())),
        }),
        (option::of(card()), option::of(text()), option::of(proof)).prop_map(|(card, credential, proof)| {
            FactKind::Succeeded { card, credential: credential.map(CredentialId::new), proof }
        }),
        problem().prop_map(FactKind::Failed),
        (reason, problem()).prop_map(|(reason, problem)| FactKind::BecameUncertain(reason, problem)),
        Just(FactKind::LetGo),
        select(Disproof::ALL.to_vec()).prop_map(FactKind::ProvedNotWritten),
        evidence().prop_map(FactKind::Learned),
        (select(vec![Decision::Written, Decision::NotWritten]), text())
            .prop_map(|(decision, operator)| FactKind::Decided { decision, operator: Operator(operator) }),
        (select(FollowUpState::ALL.to_vec()), option::of(text()), text()).prop_map(|(state, note, operator)| {
            FactKind::FollowedUp(FollowUp { state, note, operator: Operator(operator) })
        }),
        (reasked(), option::of(text()))
            .prop_map(|(answer, request)| FactKind::Reasked { answer, request: request.map(RequestId::new) }),
    ]
}

fn reasked() -> impl Strategy<Value = Reasked> {
    prop_oneof![
        Just(Reasked::Pending),
        Just(Reasked::Gone),
        option::of(card()).prop_map(Reasked::Succeeded),
        problem().prop_map(Reasked::Failed),
    ]
}
