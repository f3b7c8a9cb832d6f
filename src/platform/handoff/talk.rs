//! What is said: one question and one answer, each of a fixed length.

use std::{io, time::Duration};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    sync::oneshot,
    time,
};

pub(super) const QUESTION: &[u8; 23] = b"keydesk: show yourself\n";
const ANSWER: &[u8; 15] = b"keydesk: shown\n";

/// How long a peer may take to ask, and to hang up. An asker has its question ready.
const TO_ASK: Duration = Duration::from_millis(500);
/// How long the window may take to answer; an asker has given up before.
const TO_ANSWER: Duration = Duration::from_secs(5);

/// Somebody waits for the window to show itself. Dropped unanswered, the asker learns that it did not.
#[derive(Debug)]
pub struct Summons(oneshot::Sender<()>);

impl Summons {
    /// Says that the window has done what it can to be seen.
    pub fn answer(self) {
        // An asker that is gone needs no answer.
        let _ = self.0.send(());
    }
}

/// Asks, and returns when the answer is there.
pub(super) async fn ask(mut peer: impl AsyncRead + AsyncWrite + Unpin) -> io::Result<()> {
    peer.write_all(QUESTION).await?;
    expect(&mut peer, ANSWER).await
}

/// Hears one peer: passes its question on, and answers when the window has.
pub(super) async fn hear(
    mut peer: impl AsyncRead + AsyncWrite + Unpin,
    on_asked: &(impl Fn(Summons) + ?Sized),
) -> io::Result<()> {
    time::timeout(TO_ASK, expect(&mut peer, QUESTION)).await??;
    let (summons, answered) = oneshot::channel();
    on_asked(Summons(summons));
    time::timeout(TO_ANSWER, answered).await?.map_err(io::Error::other)?;
    // The asker hangs up first: a pipe of Windows throws away what was not read when it is closed.
    let last_words = async {
        peer.write_all(ANSWER).await?;
        peer.read(&mut [0]).await
    };
    time::timeout(TO_ASK, last_words).await?.map(drop)
}

async fn expect<const N: usize>(peer: &mut (impl AsyncRead + Unpin), words: &[u8; N]) -> io::Result<()> {
    let mut heard = [0; N];
    peer.read_exact(&mut heard).await?;
    if heard == *words { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
}
