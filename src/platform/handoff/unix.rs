//! A Unix domain socket. Besides the rights of the file, each side looks at whose process the other one is.

use std::{
    env,
    ffi::OsString,
    fs, io,
    os::unix::{
        ffi::{OsStrExt, OsStringExt},
        fs::{FileTypeExt, MetadataExt, PermissionsExt},
    },
    path::{Path, PathBuf},
};

use tokio::net::{UnixListener, UnixStream};
use uuid::Uuid;

use super::address;

/// The socket, and where it and its address lie.
pub(super) struct Door {
    listener: UnixListener,
    socket: PathBuf,
    folder: PathBuf,
    owner: u32,
}

impl Door {
    /// Needs a runtime around it. What an instance that crashed has left is taken away.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        remove_stale(folder);
        let (listener, socket) = bind(folder)?;
        let opened = fs::set_permissions(&socket, fs::Permissions::from_mode(0o600))
            .and_then(|()| address::write(folder, socket.as_os_str().as_bytes()))
            .and_then(|file| file.metadata());
        match opened {
            Ok(mine) => Ok(Self { listener, socket, folder: folder.to_owned(), owner: mine.uid() }),
            Err(error) => {
                let _ = fs::remove_file(&socket);
                Err(error)
            }
        }
    }

    pub(super) async fn accept(&mut self) -> io::Result<UnixStream> {
        let (peer, _) = self.listener.accept().await?;
        of_owner(peer, self.owner)
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        address::remove(&self.folder);
        let _ = fs::remove_file(&self.socket);
    }
}

/// Reaches the instance whose address stands in the folder, if it runs as the user who wrote the address.
pub(super) async fn connect(folder: &Path) -> io::Result<UnixStream> {
    let (address, file) = address::read(folder)?;
    let owner = file.metadata()?.uid();
    of_owner(UnixStream::connect(PathBuf::from(OsString::from_vec(address))).await?, owner)
}

fn of_owner(peer: UnixStream, owner: u32) -> io::Result<UnixStream> {
    if peer.peer_cred()?.uid() == owner { Ok(peer) } else { Err(io::ErrorKind::PermissionDenied.into()) }
}

/// The first place that takes a socket: the folder, unless its path is too long (about 100 bytes) or its file system has
/// no sockets; then the user's own folder for such things, then the one for temporary files.
fn bind(folder: &Path) -> io::Result<(UnixListener, PathBuf)> {
    let mut refused = io::ErrorKind::NotFound.into();
    for socket in places(folder) {
        match UnixListener::bind(&socket) {
            Ok(listener) => return Ok((listener, socket)),
            Err(error) => refused = error,
        }
    }
    Err(refused)
}

fn places(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let name = format!("keydesk-{}.sock", Uuid::new_v4().simple());
    let own = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|place| place.is_absolute());
    let shared = [own, Some(env::temp_dir())].into_iter().flatten();
    std::iter::once(folder.join("keydesk.sock")).chain(shared.map(move |place| place.join(&name)))
}

/// Only the holder of the lock gets here, so nobody listens at either of them.
fn remove_stale(folder: &Path) {
    let named = address::read(folder).map(|(address, _)| PathBuf::from(OsString::from_vec(address)));
    for socket in std::iter::once(folder.join("keydesk.sock")).chain(named) {
        if is_our_socket(&socket) {
            let _ = fs::remove_file(socket);
        }
    }
}

fn is_our_socket(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_bytes().starts_with(b"keydesk"))
        && fs::symlink_metadata(path).is_ok_and(|found| found.file_type().is_socket())
}
