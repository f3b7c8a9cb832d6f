//! A named pipe. Its name is random and stands in the data folder alone. Windows lets this user and administrators alone
//! write to such a pipe, and Tokio refuses other computers and lets the other end learn no more than who asks.

use std::{
    io, mem,
    path::{Path, PathBuf},
};

use tokio::net::windows::named_pipe::{ClientOptions, NamedPipeClient, NamedPipeServer, ServerOptions};
use uuid::Uuid;

use super::address;

/// The end of the pipe that waits for the next peer, and where its address lies.
pub(super) struct Door {
    waiting: NamedPipeServer,
    name: String,
    folder: PathBuf,
}

impl Door {
    /// Needs a runtime around it.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        let name = format!(r"\\.\pipe\keydesk-{}", Uuid::new_v4().simple());
        let waiting = ServerOptions::new().first_pipe_instance(true).create(&name)?;
        address::write(folder, name.as_bytes())?;
        Ok(Self { waiting, name, folder: folder.to_owned() })
    }

    pub(super) async fn accept(&mut self) -> io::Result<NamedPipeServer> {
        if let Err(error) = self.waiting.connect().await {
            // A peer that is gone already keeps its end until it is taken from it.
            self.waiting.disconnect()?;
            return Err(error);
        }
        let next = ServerOptions::new().create(&self.name)?;
        Ok(mem::replace(&mut self.waiting, next))
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        address::remove(&self.folder);
    }
}

/// Reaches the instance whose address stands in the folder.
pub(super) async fn connect(folder: &Path) -> io::Result<NamedPipeClient> {
    let (address, _) = address::read(folder)?;
    let name = String::from_utf8(address).map_err(|_| io::ErrorKind::InvalidData)?;
    ClientOptions::new().open(name)
}
