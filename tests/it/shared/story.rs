//! The story that this desk's own record is held against, told by the shared one.

use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use super::shared_with;
use crate::journal::{activity::attempts, story::story};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn the_shared_record_answers_as_the_desks_own_does() {
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    for _ in 0..3 {
        let facts = attempts(60..120).new_tree(&mut runner).unwrap().current();
        let shared = shared_with(&facts).await;
        story(&shared.record, &facts).await;
    }
}
