//! `keydesk shared`: the record of many desks, for whoever looks after it, and how this desk stands with it.

mod admin;

use std::io::{IsTerminal, Read};

use clap::{Args, Subcommand};
use secrecy::SecretString;
use zeroize::Zeroizing;

use super::{Exit, Starter, out};
use crate::journal::{
    Journal,
    shared::{self, AddressError, SharedAddress, SharedError, SharedRecord},
};

/// `keydesk shared`.
#[derive(Debug, Args)]
pub struct SharedArgs {
    #[command(subcommand)]
    verb: SharedVerb,
}

#[derive(Debug, Subcommand)]
enum SharedVerb {
    /// Prepare a database, or bring it up to date. The password comes from PGPASSWORD or standard input.
    Init(Address),
    /// Make a login for a desk; its password is printed once.
    AddDesk(Named),
    /// Let a desk read everything too, or make a login that only reads.
    AddSupervisor(Named),
    /// Remove a desk's login; what it shipped stays.
    RemoveDesk(Named),
    /// Say whether the record answers, and how many events wait here.
    Status(OwnAddress),
    /// Read a login's password from standard input and keep it in the keyring.
    Password {
        #[command(flatten)]
        address: OwnAddress,
        /// Remove it from the keyring instead.
        #[arg(long)]
        forget: bool,
    },
    /// Walk along the chain of every desk.
    Verify(OwnAddress),
    /// Drop the months before this one.
    DropBefore {
        #[command(flatten)]
        address: Address,
        /// The first month that stays.
        #[arg(value_name = "YYYY-MM")]
        month: String,
    },
}

#[derive(Debug, Args)]
struct Address {
    /// Where the record is: postgres://LOGIN@HOST/DATABASE, without a password.
    #[arg(long, env = "KEYDESK_SHARED_URL", value_name = "URL")]
    url: String,
}

/// That of this desk.
#[derive(Debug, Args)]
struct OwnAddress {
    /// Where the record is, if not where the settings say (`journal.shared`).
    #[arg(long, env = "KEYDESK_SHARED_URL", value_name = "URL")]
    url: Option<String>,
}

#[derive(Debug, Args)]
struct Named {
    #[command(flatten)]
    address: Address,
    /// The desk's or the person's name.
    name: String,
}

impl Address {
    fn parse(&self) -> Result<SharedAddress, SharedError> {
        Ok(self.url.parse()?)
    }
}

impl OwnAddress {
    /// # Errors
    /// The exit code, after the reason was said.
    fn find(&self, starter: &Starter) -> Result<SharedAddress, Exit> {
        let found = match &self.url {
            Some(url) => url.parse().map(Some).map_err(|error: AddressError| error.to_string()),
            None => starter.config.shared.clone().map_err(|reason| reason.to_string()),
        };
        let nowhere = "no shared record is named: say --url, or journal.shared in the settings".to_owned();
        found.and_then(|address| address.ok_or(nowhere)).map_err(|reason| {
            out::sentence(reason);
            Exit::Usage
        })
    }
}

pub(super) async fn shared(args: SharedArgs, starter: &Starter) -> Exit {
    let done = match args.verb {
        SharedVerb::Init(address) => admin::init(&address).await,
        SharedVerb::AddDesk(named) => admin::add_desk(&named).await,
        SharedVerb::AddSupervisor(named) => admin::add_supervisor(&named).await,
        SharedVerb::RemoveDesk(named) => admin::remove_desk(&named).await,
        SharedVerb::Verify(address) => return admin::verify(&address, starter).await,
        SharedVerb::DropBefore { address, month } => return admin::drop_before(&address, &month).await,
        SharedVerb::Status(address) => match address.find(starter) {
            Ok(address) => status(&address, starter).await,
            Err(exit) => return exit,
        },
        SharedVerb::Password { address, forget } => return password(&address, forget, starter).await,
    };
    ended(done)
}

fn ended(done: Result<(), SharedError>) -> Exit {
    match done {
        Ok(()) => Exit::Done,
        Err(error) => {
            out::sentence(error.to_string());
            if matches!(error, SharedError::Address(_)) { Exit::Usage } else { Exit::Failed }
        }
    }
}

async fn status(address: &SharedAddress, starter: &Starter) -> Result<(), SharedError> {
    let password = kept_password(address, starter).await;
    let record = SharedRecord::connect(address, password.as_ref()).await?;
    if !starter.journal.exists() {
        out::line("the shared record answers; this desk has no journal yet");
        return Ok(());
    }
    let journal = Journal::open_read_only(&starter.journal).await?;
    let waiting = shared::waiting(&journal, &record).await;
    journal.close().await;
    out::line(format!("the shared record answers; {} events wait here", waiting?));
    record.close().await;
    Ok(())
}

/// From the environment, else from the keyring. A keyring that does not answer is said, and the server asked without.
async fn kept_password(address: &SharedAddress, starter: &Starter) -> Option<SecretString> {
    if let Some(password) = from_environment() {
        return Some(password);
    }
    let kept = starter.config.keychain.password(&address.keyring_name()).await;
    kept.unwrap_or_else(|error| {
        out::sentence(error.to_string());
        None
    })
}

async fn password(address: &OwnAddress, forget: bool, starter: &Starter) -> Exit {
    let address = match address.find(starter) {
        Ok(address) => address,
        Err(exit) => return exit,
    };
    let (keychain, name) = (&starter.config.keychain, address.keyring_name());
    let (done, words) = if forget {
        (keychain.forget(&name).await, "the password is no longer in this computer's keyring")
    } else {
        let Some(password) = from_input() else {
            out::sentence("nothing came in; pipe the password into standard input");
            return Exit::Usage;
        };
        (keychain.keep_password(&name, password).await, "the password is kept in this computer's keyring")
    };
    match done {
        Ok(()) => out::line(words),
        Err(error) => {
            out::sentence(error.to_string());
            return Exit::Token;
        }
    }
    Exit::Done
}

fn from_environment() -> Option<SecretString> {
    std::env::var("PGPASSWORD").ok().filter(|text| !text.is_empty()).map(SecretString::from)
}

/// A line of standard input; never typed in where it could be seen.
pub(super) fn from_input() -> Option<SecretString> {
    let mut input = std::io::stdin();
    if input.is_terminal() {
        return None;
    }
    let mut text = Zeroizing::new(String::new());
    input.read_to_string(&mut text).ok()?;
    let password = text.trim_end_matches(['\r', '\n']);
    (!password.is_empty()).then(|| SecretString::from(password))
}
