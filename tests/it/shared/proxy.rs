//! A way to the server that breaks in the middle of what it carries.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// Resets every connection after some bytes in either direction, chosen by chance, until it is told to hold.
#[derive(Clone)]
pub(super) struct Proxy {
    pub(super) port: u16,
    holds: Arc<AtomicBool>,
    resets: Arc<AtomicU64>,
}

impl Proxy {
    pub(super) async fn to(port: u16, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Self { port: listener.local_addr().unwrap().port(), holds: Arc::default(), resets: Arc::default() };
        let carrying = proxy.clone();
        tokio::spawn(async move {
            let mut chance = fastrand::Rng::with_seed(seed);
            while let Ok((near, _)) = listener.accept().await {
                // Enough to log in by, mostly; a batch is larger.
                let budget = chance.u64(2_000..60_000);
                tokio::spawn(carrying.clone().carry(near, port, budget));
            }
        });
        proxy
    }

    pub(super) fn hold(&self) {
        self.holds.store(true, Ordering::SeqCst);
    }

    pub(super) fn resets(&self) -> u64 {
        self.resets.load(Ordering::SeqCst)
    }

    async fn carry(self, mut near: TcpStream, port: u16, mut budget: u64) {
        let Ok(mut far) = TcpStream::connect(("127.0.0.1", port)).await else { return };
        let (mut up, mut down) = (vec![0; 1_500], vec![0; 1_500]);
        loop {
            let (from_near, read) = tokio::select! {
                read = near.read(&mut up) => (true, read),
                read = far.read(&mut down) => (false, read),
            };
            let Ok(count @ 1..) = read else { return };
            budget = budget.saturating_sub(count as u64);
            if budget == 0 && !self.holds.load(Ordering::SeqCst) {
                self.resets.fetch_add(1, Ordering::SeqCst);
                // Half of the last piece still goes out; then both ends hear a reset.
                let piece = if from_near { &up[..count / 2] } else { &down[..count / 2] };
                let _ = if from_near { far.write_all(piece).await } else { near.write_all(piece).await };
                let _ = (near.set_zero_linger(), far.set_zero_linger());
                return;
            }
            let sent = if from_near { far.write_all(&up[..count]).await } else { near.write_all(&down[..count]).await };
            if sent.is_err() {
                return;
            }
        }
    }
}
