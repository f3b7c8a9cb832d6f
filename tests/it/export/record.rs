//! A record in memory, or one that makes its rows up while they are asked for.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use keydesk::{
    domain::{
        ActivityFilter, AttemptRow, Choices, Desk, Details, Fact, FollowUpState, Guest, JobId, Operator, Outcome,
        Overview, Problem, ProblemCode, Subject,
    },
    journal::{Mark, Questions},
};

#[derive(Debug, Clone)]
pub struct Record {
    count: u64,
    make: fn(u64) -> AttemptRow,
    rows: Arc<Vec<AttemptRow>>,
    /// How many rows were asked for each time.
    pub asked: Arc<Mutex<Vec<u32>>>,
}

impl Record {
    /// Rows, the oldest first.
    pub fn of(rows: Vec<AttemptRow>) -> Self {
        let count = rows.len() as u64;
        Self { count, make: |number| row(number, ""), rows: Arc::new(rows), asked: Arc::default() }
    }

    pub fn generated(count: u64) -> Self {
        Self { count, ..Self::of(Vec::new()) }
    }

    pub fn matching(&self, filter: &ActivityFilter) -> u64 {
        if filter == &ActivityFilter::default() {
            return self.count;
        }
        (0..self.count).filter(|number| matches(filter, &self.row(*number))).count() as u64
    }

    pub fn jobs(&self) -> Vec<String> {
        (0..self.count).rev().map(|number| self.row(number).job.to_string()).collect()
    }

    fn row(&self, number: u64) -> AttemptRow {
        self.rows.get(usize::try_from(number).unwrap()).cloned().unwrap_or_else(|| (self.make)(number))
    }

    /// How many rows are older than the mark.
    fn older(&self, mark: Option<Mark>) -> u64 {
        let Some(mark) = mark else { return self.count };
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = u64::midpoint(low, high);
            let row = self.row(middle);
            if (row.at, row.job) < (mark.at, mark.job) { low = middle + 1 } else { high = middle }
        }
        low
    }
}

fn matches(filter: &ActivityFilter, row: &AttemptRow) -> bool {
    filter.since.is_none_or(|since| row.at >= since)
        && filter.until.is_none_or(|until| row.at < until)
        && filter.desk.as_ref().is_none_or(|desk| row.desk == *desk)
        && filter.encoder.as_ref().is_none_or(|encoder| row.encoder == *encoder)
        && filter.operator.as_ref().is_none_or(|operator| row.operator == *operator)
        && filter.outcome.takes(row.outcome)
        && filter.cause.is_none_or(|cause| row.problem.as_ref().is_some_and(|problem| problem.code == cause))
}

impl Questions for Record {
    type Error = Infallible;

    async fn overview(&self, _: &ActivityFilter, _: &[Timestamp]) -> Result<Overview, Infallible> {
        panic!("an export counts nothing")
    }

    async fn page(&self, _: &ActivityFilter, _: u64, _: u32) -> Result<Vec<AttemptRow>, Infallible> {
        panic!("an export reads after a mark")
    }

    async fn after(
        &self,
        filter: &ActivityFilter,
        mark: Option<Mark>,
        limit: u32,
    ) -> Result<Vec<AttemptRow>, Infallible> {
        self.asked.lock().unwrap().push(limit);
        let numbers = (0..self.older(mark)).rev();
        Ok(numbers.map(|number| self.row(number)).filter(|row| matches(filter, row)).take(limit as usize).collect())
    }

    async fn choices(&self) -> Result<Choices, Infallible> {
        panic!("an export chooses nothing")
    }

    async fn unsettled(&self, _: u32) -> Result<Vec<AttemptRow>, Infallible> {
        panic!("an export reads after a mark")
    }

    async fn details(&self, _: JobId) -> Result<Option<(AttemptRow, Vec<Fact>)>, Infallible> {
        panic!("an export reads after a mark")
    }

    async fn related(&self, _: &AttemptRow, _: u32) -> Result<Vec<AttemptRow>, Infallible> {
        panic!("an export reads after a mark")
    }
}

/// An attempt a minute from ten o'clock on, three of them failures for every made card, with this name wherever one fits.
pub fn row(number: u64, name: &str) -> AttemptRow {
    let start: Timestamp = "2026-11-24T10:00:00Z".parse().unwrap();
    let details = Details {
        error_type: Some("encoding_interrupted".into()),
        message: Some(format!("a card of {name}").into()),
        http_status: Some(200),
        retry_after: Some(Duration::from_millis(1_500)),
        ..Details::default()
    };
    let outcome = [Outcome::Failed, Outcome::Succeeded, Outcome::Uncertain, Outcome::NotExecuted][number as usize % 4];
    AttemptRow {
        job: JobId(format!("00000000-0000-7000-8000-{number:012x}").parse().unwrap()),
        at: start + SignedDuration::from_mins(i64::try_from(number).unwrap()),
        encoder: format!("enc_{}", number % 2).as_str().into(),
        encoder_name: name.into(),
        subject: Subject::Credential(format!("cred_{number}").as_str().into()),
        guest: Some(Guest::new(name)),
        doors: vec!["412".into(), name.into()],
        operator: Operator(format!("Mia {}", number % 3).into()),
        desk: Desk(format!("desk-{}", number % 2).into()),
        outcome,
        problem: (!outcome.is_encoded()).then(|| Problem::new(ProblemCode::CardRemovedEarly, details)),
        attempt: Some("att_1".into()),
        request: Some("req_1".into()),
        card_number: Some("4711".into()),
        duration: Some(Duration::from_millis(2_500)),
        retry_of: None,
        follow_up: Some(FollowUpState::InHand),
    }
}

/// What somebody who means harm, or nobody in particular, is called.
pub fn hostile_names() -> Vec<String> {
    let names = [
        "=cmd|' /C calc'!A0",
        "   =HYPERLINK(\"http://x\")",
        "+1",
        "-1",
        "@SUM(A1)",
        "＝1",
        "\u{3000}＠x",
        "\t=1",
        "\r=1",
        "\n=1",
        "\u{200b}=1",
        "quoted \"twice\" \"",
        "\"",
        "\"\"",
        ",",
        ";",
        "a,b\";c",
        "line\nbreak",
        "line\r\nbreak",
        "\r\n",
        "\r",
        "end\r",
        "nul\0nul",
        "\0=1",
        "\u{1b}[31mred",
        "\u{202e}backwards",
        "\u{202e}=1",
        "\u{202b}קדיש\u{202c}",
        "👩‍👩‍👧‍👦 🗝️",
        "Lucía Fernández",
        "",
        " ",
        "\u{feff}mark",
    ];
    names.into_iter().map(str::to_owned).chain(["x".repeat(10_000), "=".repeat(10_000)]).collect()
}
