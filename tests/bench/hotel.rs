//! A year of a hotel's attempts, made anew and alike each time.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use keydesk::{
    domain::{
        CredentialId, Decision, Desk, Details, Fact, FactKind, FollowUp, FollowUpState, Guest, Intent, Issued, JobId,
        Operator, Problem, ProblemCode, Subject, UncertainReason,
    },
    journal::Journal,
};

const DAYS: usize = 365;
pub const ENCODERS: u64 = 5;
pub const OPERATORS: u64 = 12;
/// The part of the day, in microseconds, in which somebody works: from six in the morning to midnight.
const OPENS: i64 = 6 * 3_600 * 1_000_000;
const OPEN_FOR: i64 = 18 * 3_600 * 1_000_000;
const CAUSES: [ProblemCode; 6] = [
    ProblemCode::NoCard,
    ProblemCode::NoCard,
    ProblemCode::EncoderOffline,
    ProblemCode::NotSent,
    ProblemCode::CardRemovedEarly,
    ProblemCode::Unexpected,
];

/// So many attempts in the year up to a moment, at one desk.
#[derive(Debug, Clone)]
pub struct Hotel {
    pub attempts: usize,
    pub until: Timestamp,
    pub desk: Desk,
    /// Other numbers make other attempts.
    pub seed: u64,
}

impl Hotel {
    /// The facts of each attempt, the oldest first.
    pub fn attempts(&self) -> impl Iterator<Item = Vec<Fact>> + '_ {
        let mut random = fastrand::Rng::with_seed(self.seed);
        (0..self.attempts).map(move |number| self.attempt(number, &mut random))
    }

    fn attempt(&self, number: usize, random: &mut fastrand::Rng) -> Vec<Fact> {
        let at = self.moment(number);
        let mut bytes = [0; 10];
        random.fill(&mut bytes);
        let millisecond = u64::try_from(at.as_millisecond()).unwrap();
        let job = JobId(uuid::Builder::from_unix_timestamp_millis(millisecond, &bytes).into_uuid());
        let left = self.attempts - number;
        let kinds = std::iter::once(self.intent(job, number, random)).chain(course(random, left));
        let takes = random.i64(2_000_000..9_000_000);
        let steps = [0, 350_000, takes, takes + 60_000_000];
        kinds.zip(steps).map(|(kind, us)| Fact { job, at: at + SignedDuration::from_micros(us), kind }).collect()
    }

    fn moment(&self, number: usize) -> Timestamp {
        let (of_day, per_day) = (number * DAYS % self.attempts, self.attempts);
        let day = i64::try_from(DAYS - number * DAYS / self.attempts).unwrap();
        let share = i64::try_from(of_day).unwrap() * (OPEN_FOR / i64::try_from(per_day).unwrap());
        let midnight = self.until.as_microsecond().div_euclid(86_400_000_000) * 86_400_000_000;
        Timestamp::from_microsecond(midnight - day * 86_400_000_000 + OPENS + share).unwrap()
    }

    fn intent(&self, job: JobId, number: usize, random: &mut fastrand::Rng) -> FactKind {
        let (encoder, operator) = (random.u64(..ENCODERS), random.u64(..OPERATORS));
        // A guest stays for some days, and has about three cards made in that time.
        let guest = u64::try_from(number / 3).unwrap() + random.u64(..600);
        FactKind::Intended(Box::new(Intent {
            job,
            subject: Subject::Credential(CredentialId::new(format!("5d0c7d3a-77e1-4d8f-9b55-{guest:012x}"))),
            encoder: encoder_id(encoder).into(),
            encoder_name: format!("Front Desk {}", encoder + 1).into(),
            system: "5d0c7d3a-77e1-4d8f-9b55-0000000000aa".into(),
            workspace: "5d0c7d3a-77e1-4d8f-9b55-0000000000bb".into(),
            card_name: "Guest card".into(),
            guest: Some(Guest::new(format!("Guest {guest}"))),
            doors: vec![format!("{}", 100 + guest % 400).into(), "Pool".into(), "Garage".into()],
            operator: Operator(operator_name(operator).into()),
            desk: self.desk.clone(),
            issued_before: Issued::No,
            card_number_before: None,
            server_time: None,
            retry_of: None,
        }))
    }
}

pub fn encoder_id(number: u64) -> String {
    format!("9a4fe1c2-0b7c-4a6e-8f11-{number:012x}")
}

pub fn operator_name(number: u64) -> String {
    format!("Operator {number:02}")
}

/// How an attempt goes on: 94 of 100 end with a card. Only of the newest does nobody know the outcome yet.
fn course(random: &mut fastrand::Rng, left: usize) -> Vec<FactKind> {
    let id = random.u128(..);
    let accepted = FactKind::Accepted {
        attempt: uuid::Uuid::from_u128(id).to_string().into(),
        request: Some(uuid::Uuid::from_u128(!id).to_string().into()),
        round_trip: Some(Duration::from_micros(random.u64(80_000..400_000))),
    };
    let problem = |code| {
        let details = Details { request: Some(uuid::Uuid::from_u128(!id).to_string().into()), ..Details::default() };
        Problem::new(code, details)
    };
    let code = *random.choice(&CAUSES).unwrap();
    let unknown = || FactKind::BecameUncertain(UncertainReason::EncoderSilent, problem(ProblemCode::OutcomeUnknown));
    let decided = FactKind::Decided { decision: Decision::NotWritten, operator: Operator("Operator 00".into()) };
    match random.u32(..1_000) {
        0..2 if left < 5_000 => vec![accepted, unknown()],
        0..4 => vec![accepted, unknown(), decided],
        4..10 => vec![FactKind::NotExecuted(problem(ProblemCode::NotSent))],
        10..20 => {
            let follow_up =
                FollowUp { state: FollowUpState::Solved, note: None, operator: Operator("Operator 00".into()) };
            vec![accepted, FactKind::Failed(problem(code)), FactKind::FollowedUp(follow_up)]
        }
        20..60 => vec![accepted, FactKind::Failed(problem(code))],
        _ => vec![accepted, FactKind::Succeeded { card: None, credential: None, proof: None }],
    }
}

/// Writes a whole hotel down.
pub async fn fill(journal: &Journal, hotel: &Hotel) {
    let mut attempts = hotel.attempts();
    loop {
        let facts: Vec<_> = attempts.by_ref().take(2_000).flatten().collect();
        if facts.is_empty() {
            return;
        }
        journal.record_all(&facts).await.unwrap();
    }
}
