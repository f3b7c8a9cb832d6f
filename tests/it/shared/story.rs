//! The story that this desk's own record is held against, told by the shared one.

use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use keydesk::domain::{Desk, Fact, FactKind};

use super::shared_with;
use crate::journal::{activity::attempts, story::story};

/// The record knows a desk by its login, whatever it calls itself.
fn of_one_desk(mut facts: Vec<Fact>) -> Vec<Fact> {
    for fact in &mut facts {
        if let FactKind::Intended(intent) = &mut fact.kind {
            intent.desk = Desk("Front Desk 1".into());
        }
    }
    facts
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn the_shared_record_answers_as_the_desks_own_does() {
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    for _ in 0..3 {
        let facts = of_one_desk(attempts(60..120).new_tree(&mut runner).unwrap().current());
        let shared = shared_with(&facts).await;
        story(&shared.record, &facts).await;
    }
}
