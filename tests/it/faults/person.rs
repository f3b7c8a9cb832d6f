//! The person at the desk: reads the card, else looks at it and says what is true.

use std::time::Duration;

use keydesk::{
    domain::{Decision, JobId, RecordWord},
    engine::{Command, JobView, Snapshot, Stage},
};

use super::{desk::FaultyDesk, script::Script, verdicts};

fn view(snapshot: &Snapshot, job: JobId) -> Option<&JobView> {
    snapshot.jobs.iter().find(|view| view.job == job)
}

fn is_over(snapshot: &Snapshot, job: JobId) -> bool {
    view(snapshot, job).is_none_or(|view| view.stage.is_terminal())
}

/// From the doubt to the end.
pub async fn settle(desk: &mut FaultyDesk, job: JobId, script: &Script) -> Result<Stage, String> {
    let looked = |snapshot: &Snapshot| {
        let is_known =
            |view: &JobView| view.evidence.record != RecordWord::Unread && matches!(view.stage, Stage::Uncertain(..));
        is_over(snapshot, job) || view(snapshot, job).is_some_and(is_known)
    };
    desk.wait("the first look", looked).await?;
    if script.reads_card {
        read_card(desk, job, script).await?;
    }
    decide(desk, job).await
}

/// The card on the encoder is the one that lay there. Where none lies at first, it is laid down and read once more.
async fn read_card(desk: &mut FaultyDesk, job: JobId, script: &Script) -> Result<(), String> {
    let encoder = view(&desk.desk.handle.snapshot(), job).map(|view| view.encoder.clone());
    let Some(encoder) = encoder else { return Ok(()) };
    if script.takes_card_away && verdicts::is_blank(&desk.desk.control(), encoder.as_str()) {
        desk.desk.control().take_card_away(encoder.as_str());
    }
    desk.desk.send(Command::ReadCard(job));
    let read = |snapshot: &Snapshot| {
        let is_told =
            |view: &JobView| !view.is_reading_card && (view.evidence.card.is_some() || view.card_trouble.is_some());
        is_over(snapshot, job) || view(snapshot, job).is_some_and(is_told)
    };
    // What is learned about the attempt meanwhile makes an earlier reading worthless; then there is none to wait for.
    let _ = tokio::time::timeout(Duration::from_secs(5), desk.desk.handle.wait_for(read)).await;
    let snapshot = desk.desk.handle.snapshot();
    if view(&snapshot, job).is_some_and(|view| view.card_trouble.is_some()) {
        if verdicts::is_taken_away(&desk.desk.control(), encoder.as_str()) {
            desk.desk.control().lay_blank_card(encoder.as_str());
        }
        desk.desk.send(Command::ReadCard(job));
        let again = |snapshot: &Snapshot| {
            is_over(snapshot, job) || view(snapshot, job).is_some_and(|view| view.evidence.card.is_some())
        };
        let _ = tokio::time::timeout(Duration::from_secs(2), desk.desk.handle.wait_for(again)).await;
    }
    // A proof needs two more reads of the record; where there is none to come, the person decides.
    let over = |snapshot: &Snapshot| is_over(snapshot, job);
    let _ = tokio::time::timeout(Duration::from_secs(1), desk.desk.handle.wait_for(over)).await;
    Ok(())
}

async fn decide(desk: &mut FaultyDesk, job: JobId) -> Result<Stage, String> {
    if let Some(stage) = ended(desk, job) {
        return Ok(stage);
    }
    desk.desk.control().settle_now();
    let subject = desk.booked[&job].subject.clone();
    let decision = match verdicts::is_written_now(&desk.desk.control(), &subject) {
        true => Decision::Written,
        false => Decision::NotWritten,
    };
    desk.desk.send(Command::Decide(job, decision));
    let over = |snapshot: &Snapshot| is_over(snapshot, job);
    desk.wait("the decision", over).await?;
    ended(desk, job).ok_or_else(|| "the job is gone without an end".to_owned())
}

fn ended(desk: &FaultyDesk, job: JobId) -> Option<Stage> {
    view(&desk.desk.handle.snapshot(), job).map(|view| view.stage.clone()).filter(Stage::is_terminal)
}
