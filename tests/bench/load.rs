//! What the benchmark sends: pages and posts at a steady rate, over connections that stay open.
//!
//! `load addresses DATABASE FILE NEWEST OPEN` writes the addresses of all topics that everybody reads, of the newest 1,000,
//! and of those that take replies.
//! `load run HOST:PORT SECONDS [pages RATE FILE NEWEST] [posts RATE FILE COOKIES]` sends, and prints what came back.
//! One page in five is drawn from the newest. An answer's time counts from the moment at which it was to be sent, so that
//! whoever waits in line is counted too.

use diesel::prelude::*;
use guildhall::platform::db::{Location, Use, open_connection};
use guildhall_schema::{category_access, topics};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// Topics that are newest.
const NEWEST: i64 = 1_000;
/// Connections for each kind of request.
const CONNECTIONS: u64 = 32;
/// What a reply says; each says something else, too.
const SAYING: &str = "We had the same after the move to the new bank. The **transfer** itself is fine: it is the name on the account that has to match, letter for letter.\n\n- open *Settings*, then *Payouts*\n- compare the name with the bank's letter\n\n";

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["addresses", database, all, newest, open] => addresses(database, all, newest, open),
        ["run", address, seconds, kinds @ ..] => run(address, Duration::from_secs(seconds.parse()?), kinds),
        _ => Err("load addresses DATABASE FILE NEWEST OPEN | load run HOST:PORT SECONDS [pages RATE FILE NEWEST] [posts RATE FILE COOKIES]".into()),
    }
}

// --- addresses ---

fn addresses(database: &str, all: &str, newest: &str, open: &str) -> Result<(), Failure> {
    let mut conn = open_connection(&Location::parse(database)?, Use::Read, &Default::default())?;
    let readable: Vec<i64> = category_access::table.filter(category_access::grantee.eq("everyone")).select(category_access::category).load(&mut conn)?;
    let visible = || topics::table.filter(topics::state.eq("visible")).filter(topics::category.eq_any(&readable)).select((topics::id, topics::slug));
    write_lines(all, visible().order(topics::id).load(&mut conn)?)?;
    write_lines(newest, visible().order(topics::id.desc()).limit(NEWEST).load(&mut conn)?)?;
    write_lines(open, visible().filter(topics::closed.eq(false)).order(topics::id).load(&mut conn)?)
}

fn write_lines(file: &str, topics: Vec<(i64, String)>) -> Result<(), Failure> {
    let lines: Vec<String> = topics.iter().map(|(id, slug)| format!("/t/{}/{id}\n", encoded(slug))).collect();
    Ok(std::fs::write(file, lines.concat())?)
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { (byte as char).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn lines(file: &str) -> Result<Arc<Vec<String>>, Failure> {
    Ok(Arc::new(std::fs::read_to_string(file)?.lines().map(str::to_owned).collect()))
}

// --- sending ---

/// What came back to one thread: how long each answer took, and how many were none.
#[derive(Default)]
struct Outcome {
    took: Vec<Duration>,
    failed: usize,
}

fn run(address: &str, length: Duration, kinds: &[&str]) -> Result<(), Failure> {
    let (mut running, began) = (Vec::new(), Instant::now());
    for kind in kinds.chunks(4) {
        let [name, rate, first, second] = kind else { return Err("four words for each kind".into()) };
        let (rate, first, second) = (rate.parse::<f64>()?, lines(first)?, lines(second)?);
        let threads: Vec<_> = (0..CONNECTIONS)
            .map(|place| {
                let (address, first, second) = (address.to_owned(), first.clone(), second.clone());
                let is_page = *name == "pages";
                thread::spawn(move || {
                    let mut sender = Sender { address, stream: None, chance: 0x9e37_79b9 + place * 7_919, place };
                    sender.send_all(length, rate / CONNECTIONS as f64, |sender, number| {
                        if is_page { sender.page(&first, &second) } else { sender.post(&first, &second, number) }
                    })
                })
            })
            .collect();
        running.push((*name, threads));
    }
    for (name, threads) in running {
        let mut all = Outcome::default();
        for thread in threads {
            let outcome = thread.join().map_err(|_| "a thread panicked")?;
            all.took.extend(outcome.took);
            all.failed += outcome.failed;
        }
        // What came too late has made the run longer.
        report(name, all, began.elapsed().max(length))?;
    }
    Ok(())
}

fn report(name: &str, mut all: Outcome, length: Duration) -> Result<(), Failure> {
    all.took.sort();
    let at = |share: f64| all.took.get(((all.took.len() as f64 * share) as usize).min(all.took.len().saturating_sub(1))).map_or(0.0, |d| d.as_secs_f64() * 1e3);
    let rate = all.took.len() as f64 / length.as_secs_f64();
    writeln!(
        std::io::stdout(),
        "{name}_answered={} {name}_failed={} {name}_rate={rate:.0} {name}_p50={:.1} {name}_p99={:.1} {name}_most={:.1}",
        all.took.len(),
        all.failed,
        at(0.5),
        at(0.99),
        at(1.0)
    )?;
    Ok(())
}

struct Sender {
    address: String,
    stream: Option<BufReader<TcpStream>>,
    chance: u64,
    place: u64,
}

impl Sender {
    fn send_all(&mut self, length: Duration, rate: f64, request: impl Fn(&mut Self, u64) -> (String, &'static str)) -> Outcome {
        let (began, step) = (Instant::now(), Duration::from_secs_f64(1.0 / rate));
        // Threads begin one after the other, not all at once.
        let mut due = began + step.mul_f64(self.place as f64 / CONNECTIONS as f64);
        let mut outcome = Outcome::default();
        for number in 0.. {
            if due.duration_since(began) >= length {
                break;
            }
            thread::sleep(due.saturating_duration_since(Instant::now()));
            let (text, expected) = request(self, number);
            match self.ask(&text) {
                Ok(status) if status == expected => outcome.took.push(due.elapsed()),
                Ok(status) => {
                    outcome.failed += 1;
                    if outcome.failed == 1 {
                        eprintln!("answered with {status} instead of {expected}");
                    }
                }
                Err(_) => {
                    outcome.failed += 1;
                    self.stream = None;
                }
            }
            due += step;
        }
        outcome
    }

    fn below(&mut self, end: usize) -> usize {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        (self.chance % end as u64) as usize
    }

    fn page(&mut self, all: &[String], newest: &[String]) -> (String, &'static str) {
        let from = if self.below(5) == 0 { newest } else { all };
        let path = &from[self.below(from.len())];
        (format!("GET {path} HTTP/1.1\r\nHost: {}\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n\r\n", self.address), "200")
    }

    fn post(&mut self, topics: &[String], cookies: &[String], number: u64) -> (String, &'static str) {
        let id = topics[self.below(topics.len())].rsplit('/').next().unwrap_or("1").to_owned();
        let cookie = &cookies[self.below(cookies.len())];
        let case = self.below(1_000_000);
        let text = format!("Number {number} of {}: {SAYING}That was case {case}.", self.place);
        let body = format!("body={}&key={}-{}-{}", encoded(&text), self.place, number, self.chance);
        let head = format!("POST /t/{id}/reply HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n", self.address);
        (format!("{head}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}", body.len()), "303")
    }

    /// Sends a request and reads the answer; gives its status.
    fn ask(&mut self, request: &str) -> Result<String, Failure> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(&self.address)?;
            stream.set_nodelay(true)?;
            self.stream = Some(BufReader::new(stream));
        }
        let stream = self.stream.as_mut().ok_or("no connection")?;
        stream.get_mut().write_all(request.as_bytes())?;
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).ok_or("the connection was closed")?.to_owned();
        let (mut length, mut is_chunked) = (0, false);
        loop {
            line.clear();
            stream.read_line(&mut line)?;
            let head = line.trim().to_ascii_lowercase();
            if head.is_empty() {
                break;
            }
            if let Some(value) = head.strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
            is_chunked |= head == "transfer-encoding: chunked";
        }
        if is_chunked {
            skip_chunks(stream)?
        } else {
            skip(stream, length)?
        }
        Ok(status)
    }
}

fn skip(stream: &mut BufReader<TcpStream>, length: u64) -> Result<(), Failure> {
    let skipped = std::io::copy(&mut stream.take(length), &mut std::io::sink())?;
    if skipped == length { Ok(()) } else { Err("the answer ended early".into()) }
}

fn skip_chunks(stream: &mut BufReader<TcpStream>) -> Result<(), Failure> {
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let length = u64::from_str_radix(line.trim(), 16)?;
        skip(stream, length + 2)?;
        if length == 0 {
            return Ok(());
        }
    }
}
