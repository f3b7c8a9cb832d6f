//! Which of both renderers a start tries, and the memory of starts behind that choice.
//!
//! A driver may crash the process instead of returning an error, so a start is written down before the window opens and
//! again after its first frame: a start without a first frame failed, and the next one tries the other renderer.

use std::{
    fmt, fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    str::FromStr,
};

/// What draws the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Renderer {
    /// Vulkan, Direct3D 12 or Metal; on Windows also without any driver (WARP).
    Wgpu,
    /// OpenGL 2.0 or later.
    Glow,
}

impl Renderer {
    /// Those that are built in; [`Renderer::Glow`] always is.
    pub const BUILT_IN: &[Self] = if cfg!(feature = "wgpu") { &[Self::Wgpu, Self::Glow] } else { &[Self::Glow] };

    /// The stable name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Wgpu => "wgpu",
            Self::Glow => "glow",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        [Self::Wgpu, Self::Glow].into_iter().find(|renderer| renderer.key() == key)
    }

    fn other(self) -> Self {
        match self {
            Self::Wgpu => Self::Glow,
            Self::Glow => Self::Wgpu,
        }
    }

    /// Remote desktops and basic display drivers of Windows offer OpenGL 1.1 alone; elsewhere glow is smaller and
    /// starts faster.
    fn preferred() -> Self {
        if cfg!(windows) { Self::Wgpu } else { Self::Glow }
    }
}

impl fmt::Display for Renderer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// `--renderer`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RendererChoice {
    /// By the system, and by what happened at earlier starts.
    #[default]
    Auto,
    /// This one, whatever happened before.
    Fixed(Renderer),
}

impl FromStr for RendererChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "auto" {
            return Ok(Self::Auto);
        }
        let renderer = Renderer::from_key(text).ok_or("must be auto, wgpu or glow")?;
        if Renderer::BUILT_IN.contains(&renderer) {
            Ok(Self::Fixed(renderer))
        } else {
            Err(format!("{renderer} is not built into this Keydesk: use auto or glow"))
        }
    }
}

/// What a start does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// The renderer to try.
    pub renderer: Renderer,
    /// Whether each renderer that is built in has failed before this start. If this start fails too, [`NEITHER_WORKS`]
    /// is all that is left to say.
    pub is_last_resort: bool,
}

/// What a person is told when no renderer reaches its first frame.
pub const NEITHER_WORKS: &str = "Keydesk cannot draw its window on this computer: neither OpenGL nor the newer graphics \
     interfaces work. Update the graphics driver, or start Keydesk with --renderer wgpu or --renderer glow to try one of them again.";

/// What a person is told where no window could open at all; it says nothing about the renderers.
pub const NO_DISPLAY: &str =
    "There is no display here. Start Keydesk on a desktop, or use its commands: keydesk --help";

/// What the last starts came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Starts {
    /// None yet.
    #[default]
    None,
    /// The last start reached its first frame.
    Reached(Renderer),
    /// The last start did not; the flag says that the other renderer had failed just before.
    Unfinished(Renderer, bool),
}

impl Starts {
    /// A file that cannot be understood is no memory.
    fn parse(text: &str) -> Self {
        let mut words = text.split_whitespace();
        match (words.next(), words.next().and_then(Renderer::from_key)) {
            (Some("reached"), Some(renderer)) => Self::Reached(renderer),
            (Some("starting"), Some(renderer)) => Self::Unfinished(renderer, words.next() == Some("again")),
            _ => Self::None,
        }
    }

    fn starting(self, renderer: Renderer) -> Self {
        match self {
            Self::Unfinished(failed, again) => Self::Unfinished(renderer, again || failed != renderer),
            Self::None | Self::Reached(_) => Self::Unfinished(renderer, false),
        }
    }
}

impl fmt::Display for Starts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Reached(renderer) => writeln!(f, "reached {renderer}"),
            Self::Unfinished(renderer, false) => writeln!(f, "starting {renderer}"),
            Self::Unfinished(renderer, true) => writeln!(f, "starting {renderer} again"),
        }
    }
}

fn plan(choice: RendererChoice, starts: Starts, built_in: &[Renderer], preferred: Renderer) -> Plan {
    let usable = |renderer: Renderer| if built_in.contains(&renderer) { renderer } else { Renderer::Glow };
    let is_alone = built_in.len() < 2;
    let (renderer, is_last_resort) = match (choice, starts) {
        (RendererChoice::Fixed(renderer), _) => (renderer, true),
        (RendererChoice::Auto, Starts::None) => (preferred, is_alone),
        (RendererChoice::Auto, Starts::Reached(renderer)) => (renderer, is_alone),
        (RendererChoice::Auto, Starts::Unfinished(renderer, failed_both)) => {
            (renderer.other(), is_alone || failed_both)
        }
    };
    Plan { renderer: usable(renderer), is_last_resort }
}

/// The memory of starts, in a small file.
#[derive(Debug)]
pub struct RendererMemory {
    path: PathBuf,
    starts: Starts,
}

impl RendererMemory {
    /// Reads the memory in this folder; none is like a first start.
    pub fn open(folder: &Path) -> Self {
        let path = folder.join("renderer.txt");
        let starts = fs::read_to_string(&path).map(|text| Starts::parse(&text)).unwrap_or_default();
        Self { path, starts }
    }

    /// What this start tries.
    pub fn plan(&self, choice: RendererChoice) -> Plan {
        plan(choice, self.starts, Renderer::BUILT_IN, Renderer::preferred())
    }

    /// To be called before the window opens.
    ///
    /// # Errors
    /// When the file cannot be written; the start may go on, without a memory.
    pub fn starting(&mut self, renderer: Renderer) -> io::Result<()> {
        self.keep(self.starts.starting(renderer))
    }

    /// To be called after the first frame.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn reached(&mut self, renderer: Renderer) -> io::Result<()> {
        self.keep(Starts::Reached(renderer))
    }

    fn keep(&mut self, starts: Starts) -> io::Result<()> {
        self.starts = starts;
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&self.path)?;
        // An earlier version left it to be read by everybody.
        #[cfg(unix)]
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
        file.write_all(self.starts.to_string().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: &[Renderer] = &[Renderer::Wgpu, Renderer::Glow];

    fn auto(starts: Starts) -> (Renderer, bool) {
        let plan = plan(RendererChoice::Auto, starts, BOTH, Renderer::Glow);
        (plan.renderer, plan.is_last_resort)
    }

    #[test]
    fn a_start_without_a_first_frame_flips_the_next_one() {
        let first = Starts::None;
        assert_eq!(auto(first), (Renderer::Glow, false));
        let second = first.starting(Renderer::Glow);
        assert_eq!(auto(second), (Renderer::Wgpu, false));
        let third = second.starting(Renderer::Wgpu);
        assert_eq!(auto(third), (Renderer::Glow, true), "both failed");
        assert_eq!(auto(third.starting(Renderer::Glow)), (Renderer::Wgpu, true));
    }

    #[test]
    fn what_worked_is_kept() {
        assert_eq!(auto(Starts::Reached(Renderer::Wgpu)), (Renderer::Wgpu, false));
        assert_eq!(auto(Starts::Reached(Renderer::Wgpu).starting(Renderer::Wgpu)), (Renderer::Glow, false));
    }

    #[test]
    fn a_fixed_choice_is_obeyed_and_glow_stands_in_for_what_is_not_built_in() {
        let failed = Starts::Unfinished(Renderer::Wgpu, false);
        let fixed = plan(RendererChoice::Fixed(Renderer::Wgpu), failed, BOTH, Renderer::Glow);
        assert_eq!(fixed.renderer, Renderer::Wgpu);
        for starts in [Starts::None, Starts::Reached(Renderer::Wgpu), Starts::Unfinished(Renderer::Glow, false)] {
            let plan = plan(RendererChoice::Auto, starts, &[Renderer::Glow], Renderer::Wgpu);
            assert_eq!(plan, Plan { renderer: Renderer::Glow, is_last_resort: true });
        }
    }

    #[test]
    fn the_file_remembers_and_nonsense_is_no_memory() {
        let folder = tempfile::tempdir().unwrap();
        let mut memory = RendererMemory::open(folder.path());
        memory.starting(Renderer::Glow).unwrap();
        memory.starting(Renderer::Wgpu).unwrap();
        assert_eq!(RendererMemory::open(folder.path()).starts, Starts::Unfinished(Renderer::Wgpu, true));
        memory.reached(Renderer::Wgpu).unwrap();
        assert_eq!(RendererMemory::open(folder.path()).starts, Starts::Reached(Renderer::Wgpu));
        fs::write(folder.path().join("renderer.txt"), "starting pencil").unwrap();
        assert_eq!(RendererMemory::open(folder.path()).starts, Starts::None);
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_for_this_user_alone_also_one_of_an_earlier_version() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("renderer.txt");
        let rights = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        RendererMemory::open(folder.path()).starting(Renderer::Glow).unwrap();
        assert_eq!(rights(), 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        RendererMemory::open(folder.path()).starting(Renderer::Glow).unwrap();
        assert_eq!(rights(), 0o600);
    }

    #[test]
    fn the_argument_is_one_of_three_words() {
        assert_eq!("auto".parse(), Ok(RendererChoice::Auto));
        assert_eq!("glow".parse(), Ok(RendererChoice::Fixed(Renderer::Glow)));
        assert!("vulkan".parse::<RendererChoice>().is_err());
    }
}
