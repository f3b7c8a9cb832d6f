//! Short sounds through the system's own player, since a sound library would be the largest part of this program.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::mpsc::{Sender, channel},
    thread,
};

/// How many sounds may wait: a desk whose player hangs falls silent instead of playing an hour later.
const WAITING: usize = 2;

/// Plays what it is handed, one after the other, in a thread of its own.
#[derive(Debug, Clone)]
pub struct Player {
    sounds: Sender<Clip>,
}

/// A sound as it is shipped.
#[derive(Debug, Clone, Copy)]
pub struct Clip {
    /// The name of its file in the cache.
    pub name: &'static str,
    /// A WAV file.
    pub wav: &'static [u8],
}

impl Player {
    /// A player that keeps its files in the folder `cache`.
    #[must_use]
    pub fn new(cache: &Path) -> Self {
        let (sounds, wanted) = channel::<Clip>();
        let cache = cache.to_owned();
        let played = thread::Builder::new().name("sounds".to_owned()).spawn(move || {
            let mut is_told = false;
            while let Ok(clip) = wanted.recv() {
                // What piled up while the system was at something is old news.
                let clip = wanted.try_iter().skip(WAITING).last().unwrap_or(clip);
                if let Err(error) = play(&cache, clip)
                    && !std::mem::replace(&mut is_told, true)
                {
                    tracing::warn!(%error, "no sound can be played");
                }
            }
        });
        if let Err(error) = played {
            tracing::warn!(%error, "no sound can be played");
        }
        Self { sounds }
    }

    /// Plays it; never waits.
    pub fn play(&self, clip: Clip) {
        // A thread that could not be started was told about.
        let _ = self.sounds.send(clip);
    }
}

fn play(cache: &Path, clip: Clip) -> io::Result<()> {
    let file = kept(cache, clip)?;
    let mut missing = io::Error::from(io::ErrorKind::NotFound);
    for mut command in players(&file) {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        match command.status() {
            Ok(status) if status.success() => return Ok(()),
            Ok(status) => missing = io::Error::other(format!("{:?} ended with {status}", command.get_program())),
            Err(error) => missing = error,
        }
    }
    Err(missing)
}

/// The sound as a file: players read files.
fn kept(cache: &Path, clip: Clip) -> io::Result<PathBuf> {
    let file = cache.join(clip.name);
    if fs::read(&file).ok().is_none_or(|there| there != clip.wav) {
        fs::create_dir_all(cache)?;
        fs::write(&file, clip.wav)?;
    }
    Ok(file)
}

#[cfg(target_os = "linux")]
fn players(file: &Path) -> Vec<Command> {
    let with = |name: &str, arguments: &[&str]| {
        let mut command = Command::new(name);
        command.args(arguments).arg(file);
        command
    };
    vec![with("pw-play", &[]), with("paplay", &[]), with("aplay", &["-q"])]
}

#[cfg(target_os = "macos")]
fn players(file: &Path) -> Vec<Command> {
    let mut command = Command::new("afplay");
    command.arg(file);
    vec![command]
}

#[cfg(windows)]
fn players(file: &Path) -> Vec<Command> {
    use std::os::windows::process::CommandExt;
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    let mut command = Command::new("powershell.exe");
    let script = "(New-Object Media.SoundPlayer $env:KEYDESK_SOUND).PlaySync()";
    command.args(["-NoProfile", "-NonInteractive", "-Command", script]).env("KEYDESK_SOUND", file);
    command.creation_flags(CREATE_NO_WINDOW);
    vec![command]
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn players(_file: &Path) -> Vec<Command> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIPS: [&[u8]; 2] =
        [include_bytes!("../../assets/sounds/success.wav"), include_bytes!("../../assets/sounds/attention.wav")];

    #[test]
    fn the_sounds_are_small_plain_wav_files() {
        for wav in CLIPS {
            assert!(wav.len() <= 20_000);
            assert_eq!((wav.get(..4), wav.get(8..12)), (Some(&b"RIFF"[..]), Some(&b"WAVE"[..])));
            assert_eq!(wav.get(20..24), Some(&[1, 0, 1, 0][..]), "PCM, one channel");
            assert_eq!(wav.get(34..36), Some(&[16, 0][..]), "16 bits");
        }
    }

    #[test]
    fn a_file_in_the_cache_is_made_once_and_mended_when_it_is_another() {
        let folder = tempfile::tempdir().unwrap();
        let clip = Clip { name: "tone.wav", wav: CLIPS[0] };
        let cache = folder.path().join("cache");
        let file = kept(&cache, clip).unwrap();
        let made = fs::metadata(&file).unwrap().modified().unwrap();
        kept(&cache, clip).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), made, "left as it is");
        fs::write(&file, b"half").unwrap();
        kept(&cache, clip).unwrap();
        assert_eq!(fs::read(&file).unwrap(), CLIPS[0]);
    }

    #[test]
    fn a_cache_that_cannot_be_written_is_an_error_and_no_panic() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(play(&file.join("cache"), Clip { name: "tone.wav", wav: CLIPS[0] }).is_err());
    }
}
