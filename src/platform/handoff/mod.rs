//! A second start asks the first to show its window, over a local socket that this user alone can reach.
//!
//! One thing can be asked, and it is answered once the window has acted. The listener runs on a thread of its own, so
//! that neither a busy engine nor a strange peer touches the other. Tokio's sockets rather than a library for local
//! sockets: they are linked anyway, and a pipe of Windows has a time limit only where it is not blocking.

mod address;
mod talk;
#[cfg(test)]
mod tests;
#[cfg(unix)]
#[path = "unix.rs"]
mod transport;
#[cfg(windows)]
#[path = "windows.rs"]
mod transport;

use std::{io, path::Path, sync::Arc, thread, time::Duration};

use tokio::{runtime, sync::oneshot, task::JoinSet, time};

pub use talk::Summons;
use transport::Door;

/// How many askers are heard at the same time; more wait for their turn.
const MOST_AT_ONCE: usize = 8;

/// The pause before somebody is asked again, or let in again after the system refused to.
const PAUSE: Duration = Duration::from_millis(50);

/// Hears askers for as long as it lives; then its socket and its address are gone.
#[derive(Debug)]
pub struct Handoff {
    /// Dropping it ends the thread.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Handoff {
    /// Listens for the instance that holds the lock of this folder. `on_asked` runs on the listener's thread and must
    /// not block; it hands the summons to the window, which answers it.
    ///
    /// # Errors
    /// When no place takes a socket, or its address cannot be written to the folder.
    pub fn listen(folder: &Path, on_asked: impl Fn(Summons) + Send + Sync + 'static) -> io::Result<Self> {
        let runtime = small_runtime()?;
        let door = {
            let _inside = runtime.enter();
            Door::open(folder)?
        };
        let (stop, stopped) = oneshot::channel::<()>();
        let serve = move || {
            runtime.block_on(async {
                tokio::select! {
                    () = serve(door, on_asked) => {}
                    _ = stopped => {}
                }
            });
        };
        let thread = thread::Builder::new().name("handoff".to_owned()).spawn(serve)?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Handoff {
    fn drop(&mut self) {
        self.stop = None;
        // A thread that panicked has ended as well.
        let _ = self.thread.take().map(thread::JoinHandle::join);
    }
}

/// Asks the instance that holds the lock of this folder to show its window, again and again until it has answered: it
/// may be about to start listening.
///
/// # Errors
/// [`io::ErrorKind::TimedOut`] when nobody answered within `patience`.
pub fn ask(folder: &Path, patience: Duration) -> io::Result<()> {
    small_runtime()?.block_on(async {
        let asking = async {
            while let Err(error) = ask_once(folder).await {
                tracing::debug!(%error, "the running instance does not answer yet");
                time::sleep(PAUSE).await;
            }
        };
        time::timeout(patience, asking).await.map_err(Into::into)
    })
}

async fn ask_once(folder: &Path) -> io::Result<()> {
    talk::ask(transport::connect(folder).await?).await
}

async fn serve(mut door: Door, on_asked: impl Fn(Summons) + Send + Sync + 'static) {
    let on_asked = Arc::new(on_asked);
    let mut visits = JoinSet::new();
    loop {
        while visits.try_join_next().is_some() {}
        if visits.len() >= MOST_AT_ONCE {
            visits.join_next().await;
        }
        match door.accept().await {
            Ok(peer) => {
                let on_asked = Arc::clone(&on_asked);
                visits.spawn(async move { talk::hear(peer, &*on_asked).await });
            }
            Err(error) => {
                tracing::debug!(%error, "somebody at the door was not let in");
                time::sleep(PAUSE).await;
            }
        }
    }
}

/// One that lives on the thread that runs it.
fn small_runtime() -> io::Result<runtime::Runtime> {
    runtime::Builder::new_current_thread().enable_io().enable_time().build()
}
