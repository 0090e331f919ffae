//! What becomes of a connection that arrives while the server ends: a short answer instead of a reset.

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// Whoever connected just now sends its request at once, or is no browser.
const PATIENCE: Duration = Duration::from_millis(200);
/// Heads of requests are shorter.
const HEAD: usize = 16 * 1024;
const ANSWER: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nContent-Type: text/plain\r\nContent-Length: 16\r\nConnection: close\r\n\r\nrestarting soon\n";

/// Takes what still arrives at a listener, so that the kernel need not reset it when the server lets go.
pub struct TurnAway {
    done: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl TurnAway {
    /// Starts beside the server that ends.
    pub fn start(listener: TcpListener) -> std::io::Result<Self> {
        listener.set_nonblocking(true)?;
        let done = Arc::new(AtomicBool::new(false));
        let is_done = done.clone();
        let thread = std::thread::Builder::new().name("turn-away".into()).spawn(move || run(&listener, &is_done))?;
        Ok(Self { done, thread })
    }

    /// Answers whoever waits already, then closes the listener.
    pub fn end(self) {
        self.done.store(true, Ordering::Release);
        let _ = self.thread.join();
    }
}

fn run(listener: &TcpListener, is_done: &AtomicBool) {
    loop {
        match listener.accept() {
            Ok((stream, _)) => {
                // One that went away needs no answer.
                let _ = answer(stream);
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock && !is_done.load(Ordering::Acquire) => std::thread::sleep(Duration::from_millis(1)),
            Err(_) => return,
        }
    }
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    // Closing with an unread request would reset the connection before the answer is read.
    let (mut head, mut part) = (Vec::new(), [0; 2048]);
    while !head.windows(4).any(|end| end == b"\r\n\r\n") && head.len() < HEAD {
        match stream.read(&mut part)? {
            0 => return Ok(()),
            length => head.extend_from_slice(&part[..length]),
        }
    }
    stream.write_all(ANSWER)
}
