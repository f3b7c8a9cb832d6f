//! Who worked at a desk, in the chain: it comes back as it was, is told the newest first, and goes with the months.

use std::time::Duration;

use keydesk::{
    domain::{AccessFact, Deed, Fact, FactKind, JobId, LockCause, Operator, OperatorChange, Person, Role, SettingKey},
    journal::{AttemptFilter, Journal, JournalError, Questions as _, Retention, Verdict},
};
use proptest::{option, prelude::*, sample::select};
use sqlx::Connection;

use super::{after, any, open, raw, run, start, succeeded};

const DAY_MS: i64 = 86_400_000;

fn operator() -> impl Strategy<Value = Operator> {
    "\\PC{0,12}".prop_map(|name| Operator(name.into()))
}

fn deed() -> impl Strategy<Value = Deed> {
    let plain = vec![
        Deed::EncodeExpired,
        Deed::Settle,
        Deed::ChangeToken,
        Deed::Practice,
        Deed::RecoverJournal,
        Deed::BindEncoder,
        Deed::FollowUp,
        Deed::Export,
        Deed::SaveBundle,
        Deed::ChangeOperators,
        Deed::LeaveKiosk,
    ];
    prop_oneof![select(plain), select(SettingKey::ALL.to_vec()).prop_map(Deed::Change)]
}

fn change() -> impl Strategy<Value = OperatorChange> {
    let role = || select(Role::ALL.to_vec());
    prop_oneof![
        role().prop_map(OperatorChange::Added),
        role().prop_map(OperatorChange::Role),
        Just(OperatorChange::Pin),
        Just(OperatorChange::Removed),
    ]
}

fn any_access() -> impl Strategy<Value = AccessFact> {
    prop_oneof![
        (operator(), select(Role::ALL.to_vec())).prop_map(|(name, role)| AccessFact::SignedIn(Person { name, role })),
        (option::of(operator()), any::<u32>(), any::<u32>()).prop_map(|(who, in_row, ms)| AccessFact::PinRefused {
            who,
            in_row,
            pause: Duration::from_millis(ms.into()),
        }),
        (operator(), select(LockCause::ALL.to_vec()))
            .prop_map(|(operator, cause)| AccessFact::Locked { operator, cause }),
        (deed(), operator(), option::of(operator()), option::of(any::<u128>())).prop_map(
            |(deed, approver, operator, job)| AccessFact::Approved {
                deed,
                approver,
                operator,
                job: job.map(|job| JobId(uuid::Uuid::from_u128(job))),
            }
        ),
        (operator(), operator(), change()).prop_map(|(by, whom, change)| AccessFact::OperatorsChanged {
            by,
            whom,
            change
        }),
        (select(SettingKey::ALL.to_vec()), operator()).prop_map(|(key, by)| AccessFact::SettingChanged { key, by }),
        Just(AccessFact::KioskBegun),
        operator().prop_map(|by| AccessFact::KioskLeft { by }),
    ]
}

fn noted(milliseconds: i64, fact: AccessFact) -> Fact {
    Fact { job: JobId::generate(), at: after(milliseconds), kind: FactKind::Access(fact) }
}

fn left(by: &str) -> AccessFact {
    AccessFact::KioskLeft { by: Operator(by.into()) }
}

async fn write(journal: &Journal, milliseconds: i64, fact: AccessFact) {
    journal.record(&noted(milliseconds, fact)).await.unwrap();
}

async fn listed(journal: &Journal) -> Vec<AccessFact> {
    journal.access(None, 1_000).await.unwrap().into_iter().map(|(_, fact)| fact).collect()
}

async fn rows(journal: &Journal) -> u64 {
    match journal.verify().await.unwrap() {
        Verdict::Intact(intact) => intact.rows,
        Verdict::Broken(broken) => panic!("{broken}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_known_of_the_door_comes_back_and_belongs_to_no_attempt(
        told in proptest::collection::vec(any_access(), 1..8),
        job in any::any_intent(JobId(uuid::Uuid::from_u128(7))),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (_folder, journal) = open().await;
            let job = Fact { job: JobId(uuid::Uuid::from_u128(7)), at: start(), kind: job };
            journal.record(&job).await.unwrap();
            let facts: Vec<Fact> = told.iter().cloned().zip(0..).map(|(fact, step)| noted(step, fact)).collect();
            journal.record_all(&facts).await.unwrap();
            assert_eq!(rows(&journal).await, u64::try_from(facts.len()).unwrap() + 1);
            let newest_first: Vec<_> = told.iter().rev().cloned().collect();
            assert_eq!(listed(&journal).await, newest_first);
            assert_eq!(journal.attempts(&AttemptFilter::default()).await.unwrap().len(), 1);
            assert_eq!(journal.open_jobs().await.unwrap().len(), 1);
            for fact in &facts {
                assert_eq!(journal.facts(fact.job).await.unwrap(), std::slice::from_ref(fact));
                assert!(journal.details(fact.job).await.unwrap().is_none());
            }
            journal.close().await;
        });
    }
}

#[tokio::test]
async fn a_list_begins_where_it_shall_and_is_as_long_as_it_shall() {
    let (_folder, journal) = open().await;
    for (number, by) in (0..).zip(["Mia", "Bo", "Ada"]) {
        write(&journal, number * 1_000, left(by)).await;
        run(&journal, number * 1_000 + 1, 5, "enc_1", succeeded()).await;
    }
    let since = journal.access(Some(after(1_000)), 10).await.unwrap();
    assert_eq!(since, [(after(2_000), left("Ada")), (after(1_000), left("Bo"))]);
    assert_eq!(journal.access(None, 1).await.unwrap(), [(after(2_000), left("Ada"))]);
    assert_eq!(journal.access(Some(after(9_000)), 10).await.unwrap(), []);
}

#[tokio::test]
async fn it_goes_with_the_months_and_stays_when_names_of_guests_are_erased() {
    let (_folder, journal) = open().await;
    write(&journal, -500 * DAY_MS, left("Mia")).await;
    run(&journal, -500 * DAY_MS + 1, 5, "enc_1", succeeded()).await;
    write(&journal, -100 * DAY_MS, left("Bo")).await;
    run(&journal, -100 * DAY_MS + 1, 5, "enc_1", succeeded()).await;
    let done = journal.retain(&Retention { erase_names_after: 30, keep_for: 12 }, start()).await.unwrap();
    assert_eq!(done.removed, 3);
    assert_eq!(listed(&journal).await, [left("Bo")], "staff's names are kept as long as attempts");
    // The run itself, and the three events of the hundredth day before.
    assert_eq!(rows(&journal).await, 4);
}

#[tokio::test]
async fn what_was_changed_is_refused_and_a_recovery_keeps_the_rest() {
    let (_folder, journal) = open().await;
    write(&journal, 0, left("Mia")).await;
    write(&journal, 1, left("Bo")).await;
    run(&journal, 2, 5, "enc_1", succeeded()).await;
    let path = journal.path().to_owned();
    let mut file = raw(&path).await;
    let forged = "UPDATE event SET payload = replace(payload, 'Mia', 'Ada') WHERE seq = 1";
    for statement in ["DROP TRIGGER event_keeps_its_words", forged] {
        sqlx::query(statement).execute(&mut file).await.unwrap();
    }
    file.close().await.unwrap();
    assert!(matches!(journal.access(None, 10).await, Err(JournalError::Unreadable { .. })));
    assert!(matches!(journal.verify().await.unwrap(), Verdict::Broken(broken) if broken.row == Some(1)));
    journal.close().await;
    let recovery = Journal::recover(&path).await.unwrap();
    assert_eq!((recovery.saved, recovery.lost, recovery.headless), (3, 1, 0), "it never had an intent");
    let again = Journal::open(&path).await.unwrap();
    assert_eq!(listed(&again).await, [left("Bo")]);
    rows(&again).await;
}
