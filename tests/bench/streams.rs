//! Opens streams and listens: what `tests/bench/live` measures with.
//!
//! `streams HOST:PORT COUNT PATH` opens so many, says `open=COUNT open_ms=TIME` once each has begun, and then, for each line
//! on its input, waits until each heard an event that is not a comment: `heard=COUNT first_ms=TIME last_ms=TIME`, counted
//! from that line on. Ends with its input.

use actix_web::rt::{self, net::TcpStream};
use std::io::{BufRead, Write};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Opened at the same time: what a server that was started anew meets.
const AT_ONCE: usize = 500;
/// Whoever hears nothing for so long has lost it.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the streams heard since the last line, in microseconds since the start.
#[derive(Default)]
struct Heard {
    begun: AtomicUsize,
    events: AtomicUsize,
    first: AtomicU64,
    last: AtomicU64,
}

fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [address, count, path] = args.as_slice() else { return Err("streams HOST:PORT COUNT PATH".into()) };
    let (count, start, heard) = (count.parse::<usize>()?, Instant::now(), Arc::<Heard>::default());
    let (address, path, noted) = (address.clone(), path.clone(), heard.clone());
    std::thread::spawn(move || rt::System::new().block_on(listen(address, path, count, start, noted)));
    wait(|| heard.begun.load(Ordering::Relaxed) == count)?;
    say(&format!("open={count} open_ms={}", start.elapsed().as_millis()))?;
    for line in lines() {
        let now = start.elapsed().as_micros() as u64;
        heard.events.store(0, Ordering::Relaxed);
        heard.first.store(u64::MAX, Ordering::Relaxed);
        heard.last.store(0, Ordering::Relaxed);
        say(&format!("listening={line}"))?;
        wait(|| heard.events.load(Ordering::Relaxed) >= count)?;
        let after = |at: &AtomicU64| at.load(Ordering::Relaxed).saturating_sub(now) / 1_000;
        say(&format!("heard={count} first_ms={} last_ms={}", after(&heard.first), after(&heard.last)))?;
    }
    Ok(())
}

fn lines() -> mpsc::IntoIter<String> {
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || std::io::stdin().lock().lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    lines.into_iter()
}

fn say(line: &str) -> Result<(), Failure> {
    writeln!(std::io::stdout(), "{line}")?;
    Ok(std::io::stdout().flush()?)
}

fn wait(is_done: impl Fn() -> bool) -> Result<(), Failure> {
    let began = Instant::now();
    while !is_done() {
        if began.elapsed() > PATIENCE {
            return Err("some heard nothing".into());
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    Ok(())
}

async fn listen(address: String, path: String, count: usize, start: Instant, heard: Arc<Heard>) {
    let request: Rc<str> = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nSec-Fetch-Site: same-origin\r\n\r\n").into();
    let address: Rc<str> = address.into();
    let (mut open, begun) = (Vec::new(), heard.clone());
    for number in 0..count {
        let (address, request, heard) = (address.clone(), request.clone(), heard.clone());
        open.push(rt::spawn(async move {
            if let Err(error) = one(&address, &request, start, &heard).await {
                let _ = writeln!(std::io::stderr(), "a stream was lost: {error}");
            }
        }));
        while number >= begun.begun.load(Ordering::Relaxed) + AT_ONCE {
            rt::time::sleep(Duration::from_millis(1)).await;
        }
    }
    for stream in open {
        let _ = stream.await;
    }
}

async fn one(address: &str, request: &str, start: Instant, heard: &Heard) -> Result<(), Failure> {
    let stream = TcpStream::connect(address).await?;
    let mut sent = 0;
    while sent < request.len() {
        stream.writable().await?;
        match stream.try_write(&request.as_bytes()[sent..]) {
            Ok(length) => sent += length,
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error.into()),
        }
    }
    let (mut has_begun, mut buffer) = (false, [0; 1024]);
    loop {
        stream.readable().await?;
        let length = match stream.try_read(&mut buffer) {
            Ok(0) => return Err("ended".into()),
            Ok(length) => length,
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => continue,
            Err(error) => return Err(error.into()),
        };
        let text = String::from_utf8_lossy(&buffer[..length]);
        if !has_begun && text.contains("retry: ") {
            has_begun = true;
            heard.begun.fetch_add(1, Ordering::Relaxed);
        } else if text.contains("HTTP/1.1 ") && !text.contains("HTTP/1.1 200") {
            return Err(text.lines().next().unwrap_or_default().to_owned().into());
        }
        if text.contains("event: ") {
            let now = start.elapsed().as_micros() as u64;
            heard.first.fetch_min(now, Ordering::Relaxed);
            heard.last.fetch_max(now, Ordering::Relaxed);
            heard.events.fetch_add(1, Ordering::Relaxed);
        }
    }
}
