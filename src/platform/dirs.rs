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
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
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
    fn a_folder_below_a_file_is_refused_with_its_name() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("file"), "").unwrap();
        let error = DataDirs::below(&root.path().join("file/desk")).create().unwrap_err();
        assert!(error.to_string().contains("--data-dir"), "{error}");
    }
}
