//! How a process is asked to stop.

/// Waits for SIGTERM or SIGINT.
#[cfg(unix)]
pub async fn stop_asked() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
pub async fn stop_asked() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
