//! Which attempts a command is about, and the record that they are in.

use clap::Args;
use jiff::{Timestamp, tz::TimeZone};

use super::{Exit, Starter, out, when::When};
use crate::{
    domain::{ActivityFilter, Choices, Desk, EncoderId, Operator},
    journal::{Journal, JournalError, Questions},
};

/// Which attempts.
#[derive(Debug, Args)]
pub(super) struct Which {
    /// From here on: today, a day, a time with its offset (RFC 3339), or how long ago, such as 7d or 12h.
    #[arg(long, value_name = "WHEN", value_parser = When::parse)]
    pub(super) since: Option<When>,
    /// Up to here, in the same forms; a day belongs to it.
    #[arg(long, value_name = "WHEN", value_parser = When::parse)]
    until: Option<When>,
    /// On this encoder alone, by name or id.
    #[arg(long, value_name = "NAME")]
    encoder: Option<String>,
    /// At this desk alone.
    #[arg(long, value_name = "NAME")]
    desk: Option<String>,
    /// By this person alone.
    #[arg(long, value_name = "NAME")]
    operator: Option<String>,
}

impl Which {
    /// The same as moments and ids.
    ///
    /// # Errors
    /// The exit code, after it was said what does not fit.
    pub(super) async fn filter<Q: Questions>(&self, record: &Q, zone: &TimeZone) -> Result<ActivityFilter, Exit> {
        let now = Timestamp::now();
        let since = self.since.map(|since| since.start(now, zone));
        let until = self.until.map(|until| until.end(now, zone));
        if since.zip(until).is_some_and(|(since, until)| since >= until) {
            out::sentence("--until is not after --since: there can be no attempt between them");
            return Err(Exit::Usage);
        }
        let names_nobody = self.encoder.is_none() && self.desk.is_none() && self.operator.is_none();
        let choices = if names_nobody { Ok(Choices::default()) } else { record.choices().await };
        let choices = choices.map_err(|error| failed(&error))?;
        Ok(ActivityFilter {
            since,
            until,
            encoder: self.encoder.as_deref().map(|name| encoder(name, &choices)).transpose()?,
            desk: self.desk.as_deref().map(|name| desk(name, &choices)).transpose()?,
            operator: self.operator.as_deref().map(|name| operator(name, &choices)).transpose()?,
            ..ActivityFilter::default()
        })
    }
}

fn encoder(name: &str, choices: &Choices) -> Result<EncoderId, Exit> {
    if let Some(known) = choices.encoders.iter().find(|known| known.id.as_str() == name) {
        return Ok(known.id.clone());
    }
    let known: Vec<_> = choices.encoders.iter().map(|known| (&*known.name, &known.id)).collect();
    the_one("encoder", name, &known).cloned()
}

fn desk(name: &str, choices: &Choices) -> Result<Desk, Exit> {
    let known: Vec<_> = choices.desks.iter().map(|known| (&*known.0, known)).collect();
    the_one("desk", name, &known).cloned()
}

fn operator(name: &str, choices: &Choices) -> Result<Operator, Exit> {
    let known: Vec<_> = choices.operators.iter().map(|known| (&*known.0, known)).collect();
    the_one("operator", name, &known).cloned()
}

/// The one of this very name, else the one that differs in capital letters alone.
fn the_one<'a, T>(what: &str, name: &str, known: &[(&str, &'a T)]) -> Result<&'a T, Exit> {
    let exactly = known.iter().filter(|(known, _)| *known == name);
    let nearly = known.iter().filter(|(known, _)| known.to_lowercase() == name.to_lowercase());
    for found in [exactly.collect::<Vec<_>>(), nearly.collect()] {
        match found[..] {
            [] => {}
            [(_, one)] => return Ok(one),
            _ => {
                out::sentence(format!("several {what}s are called \"{name}\"; give the id"));
                return Err(Exit::Usage);
            }
        }
    }
    let names: Vec<String> = known.iter().map(|(known, _)| format!("\"{known}\"")).collect();
    out::sentence(format!("there is no attempt of {what} \"{name}\"; there are attempts of: {}", names.join(", ")));
    Err(Exit::Usage)
}

/// Asks this desk's journal and closes it. Without one there is nothing to ask, which is said.
pub(super) async fn with_journal(starter: &Starter, ask: impl AsyncFnOnce(&Journal) -> Exit) -> Exit {
    match open(starter).await {
        Ok(None) => Exit::Done,
        Ok(Some(journal)) => {
            let exit = ask(&journal).await;
            journal.close().await;
            exit
        }
        Err(exit) => exit,
    }
}

/// Opens the record of this desk, only to read it; `None` where there is none, after that was said.
///
/// # Errors
/// The exit code, after it was said what is wrong and what to do.
async fn open(starter: &Starter) -> Result<Option<Journal>, Exit> {
    if !starter.journal.exists() {
        out::sentence("this desk has no journal yet: no card was ever tried from here");
        return Ok(None);
    }
    match Journal::open_read_only(&starter.journal).await {
        Ok(journal) => Ok(Some(journal)),
        Err(error @ JournalError::Empty { .. }) => {
            out::sentence(error.to_string());
            Ok(None)
        }
        Err(error) => Err(failed(&error)),
    }
}

/// Says why a record does not answer.
pub(super) fn failed(error: &dyn std::error::Error) -> Exit {
    out::sentence(error.to_string());
    Exit::Failed
}
