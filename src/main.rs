//! Arguments, logs, runtime, then the window or a command. The only place that ends the program.

mod boot;
mod window;

use std::{io::Write as _, process::ExitCode, time::Instant};

use anyhow::Context as _;
use clap::Parser as _;
use keydesk::{
    cli::{self, Arguments, Exit, Starter, Verb},
    engine::{EngineConfig, Mode},
    observe, platform,
    settings::SettingsStore,
};
use tokio::runtime::{Builder, Runtime};

/// Wipes every allocation when it is freed: tokens and names of guests are copied by libraries that do not do it themselves.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(exit) => exit,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "keydesk: {error:#}");
            // A disk that takes nothing is no wrong usage.
            let exit = if error.is::<platform::DirsError>() { Exit::NotSent } else { Exit::Usage };
            exit.into()
        }
    }
}

fn run(mut arguments: Arguments) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    // Guests stay in the memory of a window; a command is over soon.
    let freed = if arguments.command.is_none() { platform::freed::overwrite() } else { Ok(()) };
    let dumps = platform::dumps::forbid();
    if let Some(Verb::Sandbox(args)) = arguments.command {
        return Ok(runtime()?.block_on(cli::serve(args)).into());
    }
    let dirs = platform::DataDirs::resolve(arguments.common.data_dir.as_deref())?;
    let store = boot::settings(&arguments.common, &dirs)?;
    if let Some(exit) = look(&arguments, &store) {
        return Ok(exit.into());
    }
    dirs.create()?;
    let _logs = observe::start(&dirs.logs).inspect_err(|error| tracing::warn!(%error, "there is no log")).ok();
    if let Err(error) = dumps {
        tracing::warn!(%error, "a crash may leave its memory on the disk");
    }
    if let Err(error) = freed {
        tracing::warn!(%error, "what C libraries free is not overwritten");
    }
    observe::install_panic_hook(&dirs.logs, env!("CARGO_PKG_VERSION"));
    let loaded = boot::judged(boot::load(&arguments, &store));
    for notice in &loaded.notices {
        tracing::warn!(file = ?notice.file, key = notice.key.as_deref(), reason = notice.reason, "a setting is not used");
    }
    let runtime = runtime()?;
    let exit = match arguments.command.take() {
        Some(Verb::Operators(args)) => {
            let journal = dirs.data.join("journal.sqlite");
            runtime.block_on(cli::operators(&args, &store, &journal, boot::command_line())).into()
        }
        Some(verb) => {
            let config = boot::engine_config(&arguments.common, &dirs, &loaded, &store, Mode::Script)?;
            command(&runtime, verb, config, arguments.common.practice).into()
        }
        None => {
            let mode = match window::mode(&arguments, &loaded.settings) {
                Ok(mode) => mode,
                Err(exit) => return Ok(exit.into()),
            };
            let config = boot::engine_config(&arguments.common, &dirs, &loaded, &store, mode)?;
            let opening =
                window::Opening { runtime: &runtime, arguments: &arguments, loaded: &loaded, dirs: &dirs, started };
            window::open(&opening, config)
        }
    };
    runtime.shutdown_background();
    Ok(exit)
}

/// What only looks at the settings needs no folder, no log and no right to write.
fn look(arguments: &Arguments, store: &SettingsStore) -> Option<Exit> {
    match &arguments.command {
        Some(Verb::Settings(args)) => Some(cli::settings(args, store, boot::judged)),
        Some(Verb::Operators(args)) if args.only_looks() => Some(cli::look_at_operators(args, store)),
        Some(_) | None => None,
    }
}

fn runtime() -> anyhow::Result<Runtime> {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().context("the runtime does not start")
}

fn command(runtime: &Runtime, verb: Verb, config: EngineConfig, practice: bool) -> Exit {
    let journal = config.data.join(if practice { "practice.sqlite" } else { "journal.sqlite" });
    runtime.block_on(cli::run(verb, Starter { config, journal }))
}
