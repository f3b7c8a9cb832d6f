//! Arguments, logs, runtime, then the window or a command. The only place that ends the program.

mod boot;
mod window;

use std::{io::Write as _, process::ExitCode, time::Instant};

use anyhow::Context as _;
use clap::Parser as _;
use keydesk::{
    cli::{self, Arguments, Exit, Starter, Verb},
    domain::LoadedSettings,
    engine::{EngineConfig, Mode},
    observe,
    platform::{self, DataDirs},
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
    let dirs = DataDirs::resolve(arguments.common.data_dir.as_deref())?;
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
    let loaded = load(&arguments, &store);
    let runtime = runtime()?;
    let exit = match arguments.command.take() {
        Some(Verb::Operators(args)) => {
            runtime.block_on(cli::operators(&args, &store, &dirs.data, boot::command_line())).into()
        }
        Some(verb) => {
            let config = boot::engine_config(&arguments.common, &dirs, &loaded, &store, Mode::Script)?;
            command(&runtime, verb, config, arguments.common.practice).into()
        }
        None => window(&runtime, &arguments, &dirs, &store, (loaded, started))?,
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

fn load(arguments: &Arguments, store: &SettingsStore) -> LoadedSettings {
    let loaded = boot::judged(boot::load(arguments, store));
    for notice in &loaded.notices {
        tracing::warn!(file = ?notice.file, key = notice.key.as_deref(), reason = notice.reason, "a setting is not used");
    }
    loaded
}

/// A kiosk that had to wait for another window opens as the settings are by then.
fn window(
    runtime: &Runtime,
    arguments: &Arguments,
    dirs: &DataDirs,
    store: &SettingsStore,
    (mut loaded, mut started): (LoadedSettings, Instant),
) -> anyhow::Result<ExitCode> {
    loop {
        let mode = match window::mode(arguments, &loaded) {
            Ok(mode) => mode,
            Err(exit) => return Ok(exit.into()),
        };
        if mode == Mode::Kiosk && window::wait_until_alone(&dirs.data) {
            (loaded, started) = (load(arguments, store), Instant::now());
            continue;
        }
        let config = boot::engine_config(&arguments.common, dirs, &loaded, store, mode)?;
        let opening = window::Opening { runtime, arguments, loaded: &loaded, dirs, started };
        return Ok(window::open(&opening, config));
    }
}

fn runtime() -> anyhow::Result<Runtime> {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().context("the runtime does not start")
}

fn command(runtime: &Runtime, verb: Verb, config: EngineConfig, practice: bool) -> Exit {
    let journal = config.data.join(if practice { "practice.sqlite" } else { "journal.sqlite" });
    runtime.block_on(cli::run(verb, Starter { config, journal }))
}
