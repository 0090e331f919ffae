//! How a process is asked to stop.

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Listens for SIGTERM and SIGINT from when it was made: what comes before anybody waits is not missed.
#[cfg(unix)]
pub struct Stop {
    terminate: Signal,
    interrupt: Signal,
}

#[cfg(unix)]
impl Stop {
    /// Begins to listen. Needs a runtime.
    pub fn listen() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Waits until it is asked (once more).
    pub async fn asked(&mut self) -> std::io::Result<()> {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
        Ok(())
    }
}

/// Listens for Ctrl-C.
#[cfg(not(unix))]
pub struct Stop;

#[cfg(not(unix))]
impl Stop {
    /// Begins to listen.
    pub fn listen() -> std::io::Result<Self> {
        Ok(Self)
    }

    /// Waits until it is asked (once more).
    pub async fn asked(&mut self) -> std::io::Result<()> {
        tokio::signal::ctrl_c().await
    }
}
