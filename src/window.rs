//! Part of the program, not of the library: the window, its renderer, and a plain sentence when there can be none.

#[path = "window_kiosk.rs"]
mod kiosk;

use std::{
    cell::{Cell, RefCell},
    path::Path,
    process::ExitCode,
    rc::Rc,
    sync::mpsc::{Receiver, channel},
    time::{Duration, Instant},
};

use eframe::{CreationContext, NativeOptions, egui};
use keydesk::{
    cli::{Arguments, Exit, RendererArg, ThemeArg},
    domain::{LoadedSettings, SettingKey, Theme},
    engine::{self, Ending, EngineConfig, Mode},
    platform::{
        Awake, Clip, DataDirs, Handoff, Player, Renderer, RendererChoice, RendererMemory, Start, console, dialog,
        renderer,
    },
    ui::{About, App, SaveAs, Shown, Sound, UiOptions, kit::Look, text::Texts},
};
use tokio::runtime::Runtime;

pub use kiosk::{mode, wait_until_alone};

/// The size of a first window, and the smallest in which everything has its place, in points.
const FIRST_SIZE: [f32; 2] = [1280.0, 800.0];
const LEAST_SIZE: [f32; 2] = [1024.0, 640.0];

/// How long the engine's last writes may hold up the end of the program.
const LAST_WRITES: Duration = Duration::from_secs(7);

const ICON: &[u8] = include_bytes!("../assets/icon.png");

/// What a window is made from.
pub struct Opening<'a> {
    /// The runtime on which the engine lives.
    pub runtime: &'a Runtime,
    /// The command line.
    pub arguments: &'a Arguments,
    /// The settings.
    pub loaded: &'a LoadedSettings,
    /// Where files lie.
    pub dirs: &'a DataDirs,
    /// When the program started.
    pub started: Instant,
}

/// Opens the window and stays until it is closed.
pub fn open(opening: &Opening<'_>, config: EngineConfig) -> ExitCode {
    match config.mode {
        Mode::Desk | Mode::Script => open_desk(opening, config).into(),
        Mode::Kiosk => kiosk::open(opening, config).into(),
    }
}

fn open_desk(opening: &Opening<'_>, config: EngineConfig) -> Exit {
    if console::leave().unwrap_or(false) {
        return Exit::Done;
    }
    if !dialog::has_display() {
        dialog::tell("Keydesk", renderer::NO_DISPLAY);
        return Exit::Usage;
    }
    let _lock = match Start::begin(&opening.dirs.data) {
        Ok(Start::First(lock)) => lock,
        Ok(Start::HandedOver) => return Exit::Done,
        Err(error) => {
            dialog::tell("Keydesk", &error.to_string());
            return Exit::Usage;
        }
    };
    match show_with_either(opening, config, &Kind::Desk) {
        Ok(()) => Exit::Done,
        Err(error) => {
            tracing::error!(%error, "no window");
            dialog::tell("Keydesk", renderer::NEITHER_WORKS);
            Exit::Usage
        }
    }
}

/// What kind of window it is.
enum Kind {
    /// In front of a clerk.
    Desk,
    /// Where guests are; it says here that it was left with a PIN.
    Kiosk(Rc<Cell<bool>>),
}

/// Shows the window, and where the first renderer does not work, shows it with the other one.
fn show_with_either(opening: &Opening<'_>, config: EngineConfig, kind: &Kind) -> eframe::Result {
    let memory = Rc::new(RefCell::new(RendererMemory::open(&opening.dirs.logs)));
    let config = Rc::new(Cell::new(Some(config)));
    let choice = choice(opening.arguments.renderer);
    let plan = memory.borrow().plan(choice);
    let first = show(opening, plan.renderer, &config, &memory, kind);
    match (&first, choice) {
        (Err(_), RendererChoice::Auto) if Renderer::BUILT_IN.len() > 1 => {
            let other = memory.borrow().plan(choice).renderer;
            show(opening, other, &config, &memory, kind)
        }
        (Ok(()) | Err(_), RendererChoice::Auto | RendererChoice::Fixed(_)) => first,
    }
}

fn choice(argument: RendererArg) -> RendererChoice {
    match argument {
        RendererArg::Auto => RendererChoice::Auto,
        RendererArg::Wgpu => RendererChoice::Fixed(Renderer::Wgpu),
        RendererArg::Glow => RendererChoice::Fixed(Renderer::Glow),
    }
}

fn show(
    opening: &Opening<'_>,
    renderer: Renderer,
    config: &Rc<Cell<Option<EngineConfig>>>,
    memory: &Rc<RefCell<RendererMemory>>,
    kind: &Kind,
) -> eframe::Result {
    note(memory.borrow_mut().starting(renderer));
    let native = native_options(renderer, kind);
    let alive = Rc::new(Cell::new(None));
    let (config, memory, kept) = (Rc::clone(config), Rc::clone(memory), Rc::clone(&alive));
    let options = UiOptions {
        play: Some(sounds(&opening.dirs.cache)),
        about: about(opening, renderer),
        on_first_frame: Some(first_frame(memory, renderer, opening.started)),
        keep_awake: Some(keep_awake()),
        ..match kind {
            Kind::Desk => desk_options(opening),
            Kind::Kiosk(left) => kiosk::options(theme(opening), left),
        }
    };
    let create: eframe::AppCreator<'_> = Box::new(move |context| {
        let config = config.take().ok_or("the window was opened twice")?;
        Ok(Box::new(app(opening, context, config, options, &kept)))
    });
    let shown = eframe::run_native("Keydesk", native, create);
    if let Some(Alive { ending, handoff }) = alive.take() {
        drop(handoff);
        let _ = opening.runtime.block_on(async { tokio::time::timeout(LAST_WRITES, Ending::wait(ending)).await });
    }
    shown
}

fn desk_options(opening: &Opening<'_>) -> UiOptions {
    UiOptions {
        look: Look { theme: theme(opening), ..Look::default() },
        save_dialog: Some(Box::new(|window, save| Box::pin(dialog::save_file(window, new_file(save))))),
        folder: dialog::folder_for_files(),
        ..UiOptions::default()
    }
}

/// Without its thread the screen goes dark as the system has it.
fn keep_awake() -> Box<dyn Fn(bool)> {
    let awake = Awake::start();
    Box::new(move |on| awake.set(on))
}

/// What lives beside the window.
struct Alive {
    ending: Ending,
    handoff: Option<Handoff>,
}

fn app(
    opening: &Opening<'_>,
    context: &CreationContext<'_>,
    config: EngineConfig,
    options: UiOptions,
    kept: &Cell<Option<Alive>>,
) -> App {
    let ctx = context.egui_ctx.clone();
    ctx.set_zoom_factor(opening.loaded.settings.ui.scale as f32);
    let _on_runtime = opening.runtime.enter();
    let woken = ctx.clone();
    let handle = engine::start(config, move || woken.request_repaint());
    let (handoff, calls) = listen(&opening.dirs.data, &ctx);
    kept.set(Some(Alive { ending: handle.ending(), handoff }));
    let options = UiOptions { calls: Some(calls), ..options };
    App::new(&ctx, handle, options, Texts::choose(opening.loaded.settings.ui.language.as_deref()))
}

/// Hears second starts, and wakes the window for them. Without it they say that this one runs.
fn listen(folder: &Path, ctx: &egui::Context) -> (Option<Handoff>, Receiver<Shown>) {
    let (call, calls) = channel::<Shown>();
    let woken = ctx.clone();
    let heard = Handoff::listen(folder, move |summons| {
        // What a window that is gone does not take goes unanswered.
        let _ = call.send(Box::new(|| summons.answer()));
        woken.request_repaint();
    });
    (heard.inspect_err(|error| tracing::warn!(%error, "a second start cannot be heard")).ok(), calls)
}

fn new_file(save: &SaveAs) -> dialog::NewFile<'_> {
    let kind = (&*save.kind, save.extension);
    dialog::NewFile { title: &save.title, name: &save.name, kind, folder: save.folder.as_deref() }
}

fn first_frame(memory: Rc<RefCell<RendererMemory>>, renderer: Renderer, started: Instant) -> Box<dyn FnOnce()> {
    Box::new(move || {
        tracing::info!(%renderer, after_ms = started.elapsed().as_millis(), "first frame");
        note(memory.borrow_mut().reached(renderer));
    })
}

fn native_options(renderer: Renderer, kind: &Kind) -> NativeOptions {
    let viewport = egui::ViewportBuilder::default().with_title("Keydesk").with_app_id("keydesk");
    let mut viewport = match kind {
        Kind::Desk => viewport.with_inner_size(FIRST_SIZE).with_min_inner_size(LEAST_SIZE),
        Kind::Kiosk(_) => kiosk::viewport(viewport),
    };
    if let Ok(icon) = eframe::icon_data::from_png_bytes(ICON) {
        viewport = viewport.with_icon(icon);
    }
    NativeOptions {
        viewport,
        renderer: match renderer {
            #[cfg(feature = "wgpu")]
            Renderer::Wgpu => eframe::Renderer::Wgpu,
            #[cfg(not(feature = "wgpu"))]
            Renderer::Wgpu => eframe::Renderer::Glow,
            Renderer::Glow => eframe::Renderer::Glow,
        },
        run_and_return: true,
        persist_window: false,
        system_font_fallback: true,
        ..NativeOptions::default()
    }
}

fn theme(opening: &Opening<'_>) -> egui::ThemePreference {
    let from_settings = match opening.loaded.settings.ui.theme {
        Theme::System => egui::ThemePreference::System,
        Theme::Light => egui::ThemePreference::Light,
        Theme::Dark => egui::ThemePreference::Dark,
    };
    match opening.arguments.theme.filter(|_| !opening.loaded.is_locked(SettingKey::UiTheme)) {
        None => from_settings,
        Some(ThemeArg::System) => egui::ThemePreference::System,
        Some(ThemeArg::Light) => egui::ThemePreference::Light,
        Some(ThemeArg::Dark) => egui::ThemePreference::Dark,
    }
}

fn sounds(cache: &Path) -> Box<dyn Fn(Sound)> {
    let player = Player::new(cache);
    Box::new(move |sound| player.play(clip(sound)))
}

fn clip(sound: Sound) -> Clip {
    match sound {
        Sound::Success => Clip { name: "success.wav", wav: include_bytes!("../assets/sounds/success.wav") },
        Sound::Attention => Clip { name: "attention.wav", wav: include_bytes!("../assets/sounds/attention.wav") },
    }
}

fn about(opening: &Opening<'_>, renderer: Renderer) -> About {
    About {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        renderer: renderer.to_string(),
        system: format!("{}, {}", std::env::consts::OS, std::env::consts::ARCH),
        data: opening.dirs.data.display().to_string(),
        logs: opening.dirs.logs.display().to_string(),
    }
}

/// A memory that cannot be written costs a flip at the next start, not this one.
fn note(kept: std::io::Result<()>) {
    if let Err(error) = kept {
        tracing::warn!(%error, "the memory of renderers could not be written");
    }
}
