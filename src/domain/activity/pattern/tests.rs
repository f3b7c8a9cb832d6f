//! What holds for any attempts.

use std::collections::HashSet;

use jiff::Timestamp;
use proptest::{collection::vec, prelude::*, sample::select};

use super::*;
use crate::domain::{Desk, Details, Outcome, Problem, Subject};

prop_compose! {
    fn any_row()(
        second in 0_i64..4_000,
        encoder in 0..4_u8,
        operator in 0..4_u8,
        outcome in select(&Outcome::ALL[..]),
        code in prop::option::weighted(0.9, select(&ProblemCode::ALL[..])),
    ) -> AttemptRow {
        AttemptRow {
            job: JobId(uuid::Uuid::nil()),
            at: Timestamp::from_second(second * 60).unwrap(),
            encoder: format!("enc_{encoder}").as_str().into(),
            encoder_name: "Front Desk".into(),
            subject: Subject::Credential("cred_1".into()),
            guest: None,
            doors: Vec::new(),
            operator: Operator(format!("op_{operator}").into()),
            desk: Desk("desk-1".into()),
            outcome,
            problem: code.map(|code| Problem::new(code, Details::default())),
            attempt: None,
            request: None,
            card_number: None,
            duration: None,
            retry_of: None,
            follow_up: None,
        }
    }
}

/// Jobs of their own; many of one cause, so that there is something to find.
fn any_rows() -> impl Strategy<Value = Vec<AttemptRow>> {
    (vec(any_row(), 0..120), prop::option::of(select(&ProblemCode::ALL[..]))).prop_map(|(mut rows, frequent)| {
        for (row, number) in rows.iter_mut().zip(1_u128..) {
            row.job = JobId(uuid::Uuid::from_u128(number));
            if let Some(code) = frequent.filter(|_| number % 2 == 0) {
                row.problem = Some(Problem::new(code, Details::default()));
            }
        }
        rows
    })
}

proptest! {
    #[test]
    fn evidence_is_failures_once_each_the_newest_first(rows in any_rows()) {
        let mut used = HashSet::new();
        for pattern in find_patterns(&rows) {
            let evidence: Vec<&AttemptRow> =
                pattern.evidence.iter().map(|job| rows.iter().find(|row| row.job == *job).unwrap()).collect();
            prop_assert!(evidence.iter().all(|row| row.outcome.is_failure() && row.outcome != Outcome::Open));
            prop_assert!(pattern.evidence.iter().all(|job| used.insert(*job)), "a failure counts twice");
            prop_assert!(evidence.windows(2).all(|pair| (pair[0].at, pair[0].job) > (pair[1].at, pair[1].job)));
            prop_assert_eq!(pattern.evidence.len(), pattern.failed as usize);
            prop_assert!(pattern.failed >= 2 && pattern.in_row <= pattern.failed && pattern.failed <= pattern.of);
            prop_assert!(pattern.of >= 5 || pattern.is_thin);
            let is_cause = |row: &&AttemptRow| row.problem.as_ref().map(|problem| problem.code) == pattern.cause;
            prop_assert!(pattern.cause.is_none() || evidence.iter().all(is_cause));
        }
    }

    #[test]
    fn neither_order_nor_equal_times_change_anything(rows in any_rows(), same in any::<bool>(), turn in 0..120_usize) {
        let mut rows = rows;
        if same {
            rows.iter_mut().for_each(|row| row.at = Timestamp::UNIX_EPOCH);
        }
        let told = find_patterns(&rows);
        let middle = turn.min(rows.len());
        rows.rotate_left(middle);
        rows[..middle / 2].reverse();
        prop_assert_eq!(told, find_patterns(&rows));
    }
}
