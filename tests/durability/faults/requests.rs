//! Requests that are slow, endless or huge: they are ended early, and cost no memory.

use guildhall::platform::db::Location;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use super::reads_well;
use crate::Folder;
use crate::server::{self, Server};

/// Senders of each kind at once.
const SENDERS: usize = 40;
/// Growth that is no leak: buffers of a few hundred connections, and what a first use of everything keeps.
const GROWTH_KB: usize = 40_000;

fn resident_kb(process: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("a process has memory");
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Sends a head, then a piece after each pause until nobody listens any more or `patience` is over; gives the status
/// that came back, and when.
fn send(address: SocketAddr, head: &str, piece: &[u8], pause: Duration, patience: Duration) -> (Option<u16>, Duration) {
    let mut stream = TcpStream::connect(address).unwrap();
    let began = Instant::now();
    stream.set_write_timeout(Some(Duration::from_secs(2))).unwrap();
    let mut gone = stream.write_all(head.as_bytes()).is_err();
    stream.set_read_timeout(Some(pause.max(Duration::from_millis(1)))).unwrap();
    let mut answer = Vec::new();
    let mut buffer = [0; 4_096];
    while began.elapsed() < patience && !answer.starts_with(b"HTTP/1.1 ") {
        gone = gone || stream.write_all(piece).is_err();
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(n) => answer.extend_from_slice(&buffer[..n]),
            Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) && !gone => {}
            Err(_) => break,
        }
    }
    let status = String::from_utf8_lossy(&answer).split(' ').nth(1).and_then(|status| status.parse().ok());
    (status, began.elapsed())
}

/// What many send at once is answered so, within a time.
fn all_get(address: SocketAddr, head: &str, piece: &[u8], pause: Duration, status: u16, within: Duration) {
    let outcomes: Vec<(Option<u16>, Duration)> = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..SENDERS).map(|_| scope.spawn(|| send(address, head, piece, pause, within + Duration::from_secs(5)))).collect();
        senders.into_iter().map(|sender| sender.join().unwrap()).collect()
    });
    for (answered, took) in outcomes {
        // Whoever still sends when the answer is on its way may lose it: the connection is closed then, as it must be.
        assert!(answered.is_none_or(|answered| answered == status) && took < within, "{answered:?} after {took:?}, not {status}: {head:?}");
    }
    // Sent by one who listens, the answer arrives.
    let (answered, _) = send(address, head, piece, pause, within);
    assert!(answered == Some(status) || pause.is_zero() && answered.is_none(), "{answered:?}, not {status}: {head:?}");
}

#[test]
fn slow_endless_and_huge_requests_are_ended_and_cost_no_memory() {
    let folder = Folder::new("requests");
    let location = Location::Sqlite(folder.0.join("guildhall.db"));
    let mut server = Server::new(&location, &folder.0);
    server::prepare(&server, &location);
    server.start();
    let address = server.address();
    (0..20).for_each(|_| reads_well(address));
    let before = resident_kb(server.pid());
    let form = "POST /ask HTTP/1.1\r\nHost: forum\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    let seconds = Duration::from_secs;
    // A head that never ends, a letter every now and then.
    all_get(address, "GET / HTTP/1.1\r\nHost: forum\r\nX-Slow: ", b"a", Duration::from_millis(200), 408, seconds(8));
    // A body that was promised and comes as slowly.
    all_get(address, &format!("{form}Content-Length: 5000\r\n\r\nbody="), b"a", Duration::from_millis(500), 408, seconds(18));
    // One that is too long already by its own account.
    all_get(address, &format!("{form}Content-Length: 99999999999\r\n\r\n"), b"a", Duration::from_millis(50), 413, seconds(3));
    // One that never ends, as quickly as it goes.
    let piece = [b"1000\r\n".as_slice(), &[b'a'; 0x1000], b"\r\n"].concat();
    all_get(address, &format!("{form}Transfer-Encoding: chunked\r\n\r\n"), &piece, Duration::ZERO, 413, seconds(10));
    // Headers without end.
    let line = format!("X-Long: {}\r\n", "a".repeat(8_000));
    all_get(address, "GET / HTTP/1.1\r\nHost: forum\r\n", line.as_bytes(), Duration::ZERO, 431, seconds(6));
    let after = resident_kb(server.pid());
    println!("memory before {before} KB, after {after} KB");
    assert!(after < before + GROWTH_KB, "memory grew from {before} to {after} KB");
    reads_well(address);
    server.stop();
}
