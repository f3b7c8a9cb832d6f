//! Where files lie.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The folders of this program, for this user on this computer. Nothing in them roams: a desk is a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataDirs {
    /// `settings.toml`.
    pub config: PathBuf,
    /// Journals and locks.
    pub data: PathBuf,
    /// Logs, crash files, the memory of renderers.
    pub logs: PathBuf,
    /// What can be made again.
    pub cache: PathBuf,
}

/// Why there are no folders.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DirsError {
    /// The user has no home folder.
    #[error("this user has no home folder: name a folder with --data-dir")]
    NoHome,
    /// A folder cannot be made.
    #[error("the folder {} cannot be made: choose another one with --data-dir", path.display())]
    Create {
        /// The folder.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
}

impl DataDirs {
    /// The folders that the operating system provides, or everything below the folder of `--data-dir`.
    ///
    /// # Errors
    /// [`DirsError::NoHome`] without a home folder and without `data_dir`.
    pub fn resolve(data_dir: Option<&Path>) -> Result<Self, DirsError> {
        if let Some(root) = data_dir {
            return Ok(Self::below(root));
        }
        let project = directories::ProjectDirs::from("", "", "Keydesk").ok_or(DirsError::NoHome)?;
        let state = project.state_dir().unwrap_or(project.data_local_dir());
        Ok(Self {
            config: project.config_local_dir().to_owned(),
            data: project.data_local_dir().to_owned(),
            logs: state.join("logs"),
            cache: project.cache_dir().to_owned(),
        })
    }

    /// Everything below one folder.
    pub fn below(root: &Path) -> Self {
        let root = whole(root);
        Self { config: root.clone(), logs: root.join("logs"), cache: root.join("cache"), data: root }
    }

    /// The settings file.
    pub fn settings(&self) -> PathBuf {
        self.config.join("settings.toml")
    }

    /// Makes the folders that are missing, for this user alone. One that already stands keeps its rights.
    ///
    /// # Errors
    /// [`DirsError::Create`].
    pub fn create(&self) -> Result<(), DirsError> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        for path in [&self.config, &self.data, &self.logs, &self.cache] {
            builder.create(path).map_err(|source| DirsError::Create { path: path.clone(), source })?;
        }
        Ok(())
    }
}

/// Where the policy of whoever looks after this computer lies, which may be absent. `None` where the system knows no such place.
pub fn system_policy() -> Option<PathBuf> {
    system_folder().map(|folder| folder.join("policy.toml"))
}

#[cfg(windows)]
fn system_folder() -> Option<PathBuf> {
    let all_users = known_folders::get_known_folder_path(known_folders::KnownFolder::ProgramData);
    all_users.map(|folder| folder.join("Keydesk"))
}

#[cfg(target_os = "macos")]
fn system_folder() -> Option<PathBuf> {
    Some(PathBuf::from("/Library/Application Support/Keydesk"))
}

#[cfg(not(any(windows, target_os = "macos")))]
fn system_folder() -> Option<PathBuf> {
    Some(PathBuf::from("/etc/keydesk"))
}

/// Why the policy of `--policy` is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// The system's own would be overruled.
    #[error("this computer has a policy at {}, which --policy cannot replace: leave --policy out", own.display())]
    Overrules {
        /// The system's own.
        own: PathBuf,
    },
    /// Whoever names a policy counts on it.
    #[error("there is no policy at {}: check the path after --policy", path.display())]
    Absent {
        /// Where it was said to be.
        path: PathBuf,
    },
}

/// The policy to read, with its whole path, which may be absent unless it was named: the system's own, else the named one.
///
/// # Errors
/// When one is named that is not there, or beside the system's own.
pub fn policy(named: Option<&Path>, own: Option<PathBuf>) -> Result<Option<PathBuf>, PolicyError> {
    let named = named.map(whole);
    let named = named.as_deref();
    let own_is_there = own.as_deref().is_some_and(is_there);
    match (named, own) {
        (Some(named), Some(own)) if own_is_there && named != own => Err(PolicyError::Overrules { own }),
        (Some(named), _) if !is_there(named) => Err(PolicyError::Absent { path: named.to_owned() }),
        (Some(named), _) => Ok(Some(named.to_owned())),
        (None, own) => Ok(own),
    }
}

/// As the current folder has it, which is looked at no later than this.
fn whole(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Also what may not be read is there.
fn is_there(path: &Path) -> bool {
    !matches!(fs::symlink_metadata(path), Err(error) if error.kind() == io::ErrorKind::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_dir_holds_everything() {
        let root = tempfile::tempdir().unwrap();
        let dirs = DataDirs::resolve(Some(&root.path().join("desk"))).unwrap();
        dirs.create().unwrap();
        for folder in [&dirs.config, &dirs.data, &dirs.logs, &dirs.cache] {
            assert!(folder.is_dir() && folder.starts_with(root.path()), "{}", folder.display());
        }
    }

    #[test]
    fn a_named_policy_counts_only_where_the_system_has_none() {
        let root = tempfile::tempdir().unwrap();
        let (own, named) = (root.path().join("own.toml"), root.path().join("named.toml"));
        assert_eq!(policy(None, Some(own.clone())), Ok(Some(own.clone())), "it may come later");
        assert_eq!(policy(Some(&named), Some(own.clone())), Err(PolicyError::Absent { path: named.clone() }));
        fs::write(&named, "").unwrap();
        assert_eq!(policy(Some(&named), Some(own.clone())), Ok(Some(named.clone())));
        assert_eq!(policy(Some(&named), None), Ok(Some(named.clone())));
        fs::write(&own, "").unwrap();
        let refused = policy(Some(&named), Some(own.clone())).unwrap_err();
        assert!(refused.to_string().contains("own.toml") && refused.to_string().contains("--policy"), "{refused}");
        assert_eq!(policy(Some(&own), Some(own.clone())), Ok(Some(own)));
    }

    #[test]
    fn a_named_policy_is_told_with_its_whole_path() {
        let here = std::env::current_dir().unwrap();
        let own = here.join("Cargo.toml");
        assert_eq!(policy(Some(Path::new("Cargo.toml")), None), Ok(Some(own.clone())));
        assert_eq!(policy(Some(Path::new("Cargo.toml")), Some(own.clone())), Ok(Some(own)));
        let absent = PolicyError::Absent { path: here.join("absent/policy.toml") };
        assert_eq!(policy(Some(Path::new("absent/policy.toml")), None), Err(absent));
    }

    #[test]
    fn the_system_has_a_place_for_a_policy() {
        assert!(system_policy().unwrap().ends_with("policy.toml"));
    }

    #[test]
    fn a_folder_below_a_file_is_refused_with_its_name() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("file"), "").unwrap();
        let error = DataDirs::below(&root.path().join("file/desk")).create().unwrap_err();
        assert!(error.to_string().contains("--data-dir"), "{error}");
    }
}
