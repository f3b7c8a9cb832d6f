//! The command line twin: the same engine without a window, for scripts and for desks without a display.
//!
//! Uses the engine, the journal, the settings and the sandbox. Exit codes are stable: see [`Exit`].

mod access;
mod attempts;
mod encode;
mod follow_up;
mod journal;
mod lists;
mod operators;
mod out;
mod report;
mod sandbox;
mod session;
mod settings;
mod settle;
mod shared;
mod support;
mod token;
mod told;
mod when;
mod which;
mod written;

use std::{path::PathBuf, process::ExitCode, time::Duration};

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use operators::{OperatorsArgs, look_at_operators, operators};
pub use sandbox::{SandboxArgs, serve};
pub use session::Starter;
pub use settings::{SettingsArgs, settings};

/// Key cards for hotel front desks through Seam. Without a command it opens the window.
#[derive(Debug, Parser)]
#[command(name = "keydesk", version, about, long_about = None, after_help = EXIT_CODES)]
pub struct Arguments {
    /// What to do; without it the window opens.
    #[command(subcommand)]
    pub command: Option<Verb>,
    /// What holds for all of it.
    #[command(flatten)]
    pub common: Common,
    /// How the window is drawn.
    #[arg(long, value_enum, default_value_t = RendererArg::Auto)]
    pub renderer: RendererArg,
    /// The look of the window; the settings decide when it is left out.
    #[arg(long, value_enum)]
    pub theme: Option<ThemeArg>,
    /// Open the window as a kiosk: full screen, nothing but cards, left with a supervisor's PIN alone. While another window is
    /// open for the same folder, it waits.
    #[arg(long)]
    pub kiosk: bool,
    /// Open a normal window, also where the settings say that this is a kiosk; not where the policy locks that.
    #[arg(long, conflicts_with = "kiosk")]
    pub desk: bool,
}

const EXIT_CODES: &str = "Exit codes: 0 done, 2 wrong usage, 3 failed, 4 not sure, 5 token or keyring, 6 nothing sent,\n\
    7 the kiosk ended without its PIN; start it again.\n\
    Token: from SEAM_API_KEY, or SEAM_PERSONAL_ACCESS_TOKEN with SEAM_WORKSPACE_ID, else from the keyring.";

/// Options that every command understands.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// Work with a make-believe hotel on this computer.
    #[arg(long, global = true)]
    pub practice: bool,
    /// Where Seam is, instead of SEAM_ENDPOINT or Seam's own address.
    #[arg(long, global = true, value_name = "URL")]
    pub endpoint: Option<String>,
    /// Keep settings, journal and logs below this folder.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
    /// Read this policy, where this computer has none of its own.
    #[arg(long, global = true, value_name = "FILE")]
    pub policy: Option<PathBuf>,
}

/// How the window is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RendererArg {
    /// What works on this computer.
    Auto,
    /// Direct3D, Metal or Vulkan.
    Wgpu,
    /// OpenGL.
    Glow,
}

/// The look of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ThemeArg {
    /// As the system has it.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Make a card, and follow it to its end.
    Encode(encode::EncodeArgs),
    /// List the encoders with what this desk knows about them.
    Encoders(lists::ListArgs),
    /// List the credentials and the access methods that wait for a card.
    Credentials(lists::ListArgs),
    /// List what this desk has tried, the newest first.
    Attempts(attempts::AttemptsArgs),
    /// Sum up what this desk has tried: cards, failures, times, and what is left to do.
    Report(report::ReportArgs),
    /// Pick up the attempts that are open, and look for what settles them.
    Settle(settle::SettleArgs),
    /// Say how an attempt ended whose outcome is not known.
    Decide(settle::DecideArgs),
    /// Say what is done about a failure.
    FollowUp(follow_up::FollowUpArgs),
    /// Check the journal of this desk, save what is readable of a damaged one, or list who worked here.
    Journal(journal::JournalArgs),
    /// Keep, show or forget the Seam token in this computer's keyring.
    Token(token::TokenArgs),
    /// The record of many desks: prepare it, let desks in, and see how this desk stands with it.
    Shared(shared::SharedArgs),
    /// Say what is set here and by which file, and what is wrong in the files.
    Settings(SettingsArgs),
    /// List and change who signs in at this desk.
    Operators(OperatorsArgs),
    /// Write a file for support: logs, failures, settings; without guests unless that is wished.
    Support(support::SupportArgs),
    /// Serve the make-believe hotel alone.
    Sandbox(SandboxArgs),
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// The command was not understood, or needs a yes.
    Usage = 2,
    /// It failed, and is known to have failed.
    Failed = 3,
    /// Nobody knows whether a card was written.
    Uncertain = 4,
    /// There is no token, Seam refuses it, or the keyring does not answer.
    Token = 5,
    /// Nothing was sent.
    NotSent = 6,
    /// The kiosk ended without its PIN; start it again.
    Restart = 7,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// How long a command waits for the lists before it gives up.
const LIST_PATIENCE: Duration = Duration::from_secs(120);

/// Runs a command to its end.
pub async fn run(verb: Verb, starter: Starter) -> Exit {
    match verb {
        Verb::Encode(args) => encode::encode(args, starter).await,
        Verb::Settle(args) => settle::settle_open(args, starter).await,
        Verb::Decide(args) => settle::decide(args, starter).await,
        Verb::FollowUp(args) => follow_up::follow_up(args, starter).await,
        Verb::Encoders(args) => lists::encoders(args, starter).await,
        Verb::Credentials(args) => lists::credentials(args, starter).await,
        Verb::Attempts(args) => attempts::attempts(args, &starter).await,
        Verb::Report(args) => report::report(args, &starter).await,
        Verb::Journal(args) => journal::journal(args, &starter).await,
        Verb::Token(args) => token::token(args, starter).await,
        Verb::Shared(args) => shared::shared(args, &starter).await,
        Verb::Settings(args) => settings::settings(&args, &starter.config.settings, |loaded| loaded),
        Verb::Operators(args) => {
            let crate::engine::EngineConfig { settings, data, operator, .. } = starter.config;
            operators::operators(&args, &settings, &data, operator).await
        }
        Verb::Support(args) => support::support(args, starter).await,
        Verb::Sandbox(args) => sandbox::serve(args).await,
    }
}
