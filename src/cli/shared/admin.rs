//! What whoever looks after the record does with it.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use secrecy::ExposeSecret;

use super::{Address, Named, OwnAddress, ended, from_environment, from_input, kept_password};
use crate::{
    cli::{Exit, Starter, out},
    journal::shared::{Login, SharedAddress, SharedAdmin, SharedError, SharedRecord, StreamVerdict},
};

async fn connect(address: &Address) -> Result<(SharedAddress, SharedAdmin), SharedError> {
    let address = address.parse()?;
    let password = from_environment().or_else(from_input);
    let admin = SharedAdmin::connect(&address, password.as_ref()).await?;
    Ok((address, admin))
}

pub(super) async fn init(address: &Address) -> Result<(), SharedError> {
    let (_, admin) = connect(address).await?;
    admin.init().await?;
    out::line("the database holds the shared record, as this Keydesk uses it");
    Ok(())
}

pub(super) async fn add_desk(named: &Named) -> Result<(), SharedError> {
    let (address, admin) = connect(&named.address).await?;
    say(&address, &admin.add_desk(&named.name).await?);
    Ok(())
}

pub(super) async fn add_supervisor(named: &Named) -> Result<(), SharedError> {
    let (address, admin) = connect(&named.address).await?;
    say(&address, &admin.add_supervisor(&named.name).await?);
    Ok(())
}

pub(super) async fn remove_desk(named: &Named) -> Result<(), SharedError> {
    let (_, admin) = connect(&named.address).await?;
    admin.remove_desk(&named.name).await?;
    out::line("its login is removed; what it shipped stays");
    Ok(())
}

/// The password goes to whoever reads the output, this once: nobody else has it.
fn say(address: &SharedAddress, login: &Login) {
    out::line(format!("Login: {}", login.login));
    match &login.password {
        Some(password) => {
            out::line(format!("Password: {}", password.expose_secret()));
            out::sentence("this password is shown once; there, pipe it into `keydesk shared password --url …` with:");
        }
        None => out::sentence("this desk may read everything now, with the password that it has, at:"),
    }
    out::sentence(address.with_login(&login.login).keyring_name());
}

pub(super) async fn verify(address: &OwnAddress, starter: &Starter) -> Exit {
    let address = match address.find(starter) {
        Ok(address) => address,
        Err(exit) => return exit,
    };
    let verified = async {
        let password = kept_password(&address, starter).await;
        SharedRecord::connect(&address, password.as_ref()).await?.verify().await
    };
    match verified.await {
        Ok(verdicts) => {
            verdicts.iter().for_each(|verdict| out::line(verdict_text(verdict)));
            if verdicts.iter().all(|verdict| verdict.head.is_ok()) { Exit::Done } else { Exit::Failed }
        }
        Err(error) => ended(Err(error)),
    }
}

fn verdict_text(verdict: &StreamVerdict) -> String {
    let StreamVerdict { desk, genesis, rows, erased, removed, head } = verdict;
    let journal = genesis.get(..12).unwrap_or(genesis);
    match head {
        Ok(head) => format!(
            "{}, journal {journal}: {rows} events, {erased} erased of what is personal, {removed} removed; nothing was \
             changed. Head: {} {}",
            desk.0, head.seq, head.hash
        ),
        Err(broken) => format!("{}, journal {journal}: {broken}", desk.0),
    }
}

pub(super) async fn drop_before(address: &Address, month: &str) -> Exit {
    let Some(before) = month_begin(month) else {
        out::sentence("the month reads YYYY-MM");
        return Exit::Usage;
    };
    let dropped = async {
        let (_, admin) = connect(address).await?;
        admin.drop_before(before).await
    };
    match dropped.await {
        Ok(months) => {
            out::line(format!("{months} months were dropped"));
            Exit::Done
        }
        Err(error) => ended(Err(error)),
    }
}

fn month_begin(month: &str) -> Option<Timestamp> {
    let date: Date = format!("{month}-01").parse().ok()?;
    TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_in_utc() {
        assert_eq!(month_begin("2026-03").unwrap().to_string(), "2026-03-01T00:00:00Z");
        for wrong in ["2026", "2026-13", "2026-03-01", "March"] {
            assert!(month_begin(wrong).is_none(), "{wrong}");
        }
    }
}
