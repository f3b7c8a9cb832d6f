use std::{
    path::PathBuf,
    sync::mpsc::{self, Receiver},
};

use tempfile::TempDir;
use tokio::io::AsyncWriteExt;

use super::*;

/// Longer than anything takes here; a test that needs it fails.
const AMPLE: Duration = Duration::from_secs(60);

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// An instance whose window is played by the test.
fn listening(folder: &Path) -> (Handoff, Receiver<Summons>) {
    let (asked, summons) = mpsc::channel();
    let listening = Handoff::listen(folder, move |summons| drop(asked.send(summons))).unwrap();
    (listening, summons)
}

fn asking(folder: &Path) -> thread::JoinHandle<io::Result<()>> {
    let folder = folder.to_owned();
    thread::spawn(move || ask(&folder, AMPLE))
}

/// A peer at the door; a pipe of Windows is busy until the one before was let in.
async fn reach(folder: &Path) -> impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin {
    loop {
        match transport::connect(folder).await {
            Ok(peer) => return peer,
            Err(_) => time::sleep(PAUSE).await,
        }
    }
}

/// Says something else than an asker, then waits until the other side hangs up.
fn say(folder: &Path, words: &[u8]) {
    small_runtime().unwrap().block_on(async {
        let mut peer = reach(folder).await;
        // The other side may hang up before all of it is said.
        let _ = peer.write_all(words).await;
        let heard = tokio::io::AsyncReadExt::read(&mut peer, &mut [0]).await;
        assert!(!matches!(heard, Ok(1..)), "it answered");
    });
}

#[test]
fn asked_once_the_window_is_summoned_once() {
    let folder = folder();
    let (_listening, summons) = listening(folder.path());
    let asker = asking(folder.path());
    summons.recv().unwrap().answer();
    asker.join().unwrap().unwrap();
    assert!(summons.try_recv().is_err());
}

#[test]
fn askers_wait_for_a_window_that_is_busy() {
    let folder = folder();
    let (_listening, summons) = listening(folder.path());
    let askers = [(); 3].map(|()| asking(folder.path()));
    let waiting = [(); 3].map(|()| summons.recv().unwrap());
    assert!(askers.iter().all(|asker| !asker.is_finished()), "nobody is told of what has not happened");
    waiting.into_iter().for_each(Summons::answer);
    for asker in askers {
        asker.join().unwrap().unwrap();
    }
}

#[test]
fn a_window_that_never_answers_costs_an_asker_its_patience_alone() {
    let folder = folder();
    let (_listening, summons) = listening(folder.path());
    let unanswered = ask(folder.path(), Duration::from_millis(200)).unwrap_err();
    assert_eq!(unanswered.kind(), io::ErrorKind::TimedOut);
    drop(summons);
    let turned_away = ask(folder.path(), Duration::from_millis(200)).unwrap_err();
    assert_eq!(turned_away.kind(), io::ErrorKind::TimedOut);
}

#[test]
fn an_asker_that_is_early_is_heard_later() {
    let folder = folder();
    let asker = asking(folder.path());
    let _listening = Handoff::listen(folder.path(), Summons::answer).unwrap();
    asker.join().unwrap().unwrap();
}

#[test]
fn nobody_listens_where_nobody_is() {
    let folder = folder();
    assert_eq!(ask(folder.path(), Duration::from_millis(20)).unwrap_err().kind(), io::ErrorKind::TimedOut);
}

#[test]
fn rubbish_silence_and_hanging_up_disturb_nobody() {
    let folder = folder();
    let (_listening, summons) = listening(folder.path());
    say(folder.path(), &[0xff; 100_000]);
    say(folder.path(), b"keydesk: show yourselg\n");
    say(folder.path(), b"");
    let runtime = small_runtime().unwrap();
    let connect = || runtime.block_on(reach(folder.path()));
    drop(connect());
    // More of them than are heard at the same time.
    let silent: Vec<_> = (0..2 * MOST_AT_ONCE).map(|_| connect()).collect();
    let asker = asking(folder.path());
    summons.recv().unwrap().answer();
    asker.join().unwrap().unwrap();
    assert!(summons.try_recv().is_err(), "only the asker was heard");
    drop(silent);
}

#[test]
fn an_asker_that_leaves_before_the_answer_disturbs_nobody() {
    let folder = folder();
    let (_listening, summons) = listening(folder.path());
    let runtime = small_runtime().unwrap();
    let mut hasty = runtime.block_on(reach(folder.path()));
    runtime.block_on(hasty.write_all(talk::QUESTION)).unwrap();
    let waiting = summons.recv().unwrap();
    drop(hasty);
    waiting.answer();
    let asker = asking(folder.path());
    summons.recv().unwrap().answer();
    asker.join().unwrap().unwrap();
}

#[test]
fn an_address_of_a_crashed_instance_is_replaced() {
    let folder = folder();
    address::write(folder.path(), b"keydesk-of-yesterday").unwrap();
    assert!(ask(folder.path(), Duration::from_millis(20)).is_err());
    let _listening = Handoff::listen(folder.path(), Summons::answer).unwrap();
    ask(folder.path(), AMPLE).unwrap();
}

#[test]
fn nothing_is_left_of_a_listener_that_ended() {
    let folder = folder();
    drop(listening(folder.path()));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// A folder whose path is longer than a Unix domain socket's may be.
fn deep(folder: &TempDir) -> PathBuf {
    let deep = folder.path().join("d".repeat(120)).join("e".repeat(80));
    std::fs::create_dir_all(&deep).unwrap();
    deep
}

#[test]
fn a_long_path_is_no_obstacle() {
    let folder = folder();
    let deep = deep(&folder);
    let _listening = Handoff::listen(&deep, Summons::answer).unwrap();
    ask(&deep, AMPLE).unwrap();
}

#[cfg(unix)]
mod on_unix {
    use std::{
        fs,
        os::unix::{ffi::OsStringExt, fs::PermissionsExt, net::UnixListener},
    };

    use super::*;

    fn addressed(folder: &Path) -> PathBuf {
        std::ffi::OsString::from_vec(address::read(folder).unwrap().0).into()
    }

    #[test]
    fn a_socket_of_a_crashed_instance_is_replaced() {
        let folder = folder();
        let stale = folder.path().join("keydesk.sock");
        drop(UnixListener::bind(&stale).unwrap());
        address::write(folder.path(), stale.as_os_str().as_encoded_bytes()).unwrap();
        assert!(ask(folder.path(), Duration::from_millis(20)).is_err());
        let _listening = Handoff::listen(folder.path(), Summons::answer).unwrap();
        ask(folder.path(), AMPLE).unwrap();
    }

    #[test]
    fn what_a_crashed_instance_left_elsewhere_is_taken_away_and_nothing_else() {
        let (folder, elsewhere) = (folder(), folder());
        for (name, is_ours) in [("keydesk-0.sock", true), ("other.sock", false)] {
            let left = elsewhere.path().join(name);
            drop(UnixListener::bind(&left).unwrap());
            address::write(folder.path(), left.as_os_str().as_encoded_bytes()).unwrap();
            drop(listening(folder.path()));
            assert_eq!(!left.exists(), is_ours, "{name}");
        }
    }

    #[test]
    fn this_user_alone_may_ask() {
        let folder = folder();
        let _listening = Handoff::listen(folder.path(), Summons::answer).unwrap();
        for name in ["keydesk.sock", "keydesk.handoff"] {
            let mode = fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    }

    #[test]
    fn a_socket_elsewhere_is_for_this_user_alone_and_goes_too() {
        let folder = folder();
        let deep = deep(&folder);
        let listening = Handoff::listen(&deep, Summons::answer).unwrap();
        let socket = addressed(&deep);
        assert!(!socket.starts_with(folder.path()), "{}", socket.display());
        assert_eq!(fs::metadata(&socket).unwrap().permissions().mode() & 0o777, 0o600);
        drop(listening);
        assert!(!socket.exists());
    }

    #[test]
    fn a_folder_that_takes_no_address_gets_no_listener_and_keeps_no_socket() {
        let folder = folder();
        fs::create_dir_all(folder.path().join("keydesk.handoff/in-the-way")).unwrap();
        assert!(Handoff::listen(folder.path(), Summons::answer).is_err());
        assert!(!folder.path().join("keydesk.sock").exists());
    }
}
