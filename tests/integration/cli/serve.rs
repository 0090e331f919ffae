//! The server as a process: it answers, counts, and stops without dropping anybody.

use super::{program, url};
use crate::support::TestDatabase;
use diesel::prelude::*;
use guildhall::platform::db::{Connection, Location, Use, open_connection};
use guildhall_schema::searches;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

struct Server {
    child: Child,
    pages: SocketAddr,
    metrics: SocketAddr,
    location: Location,
    _database: TestDatabase,
}

impl Server {
    fn start() -> Self {
        let (location, database) = TestDatabase::fresh();
        let args = ["serve", "--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0", "--log-level", "warn", "--database-url", &url(&location)];
        let mut child = program(database.folder(), &args).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let pages = lines.next().expect("a line about pages").replace("Guildhall listens on http://", "").parse().unwrap();
        let metrics = lines.next().expect("a line about metrics").replace("Metrics: http://", "").replace("/metrics", "").parse().unwrap();
        let room = lines.find(|line| line.starts_with("Live: ")).expect("a line about room");
        assert!(room.contains("pages may be live at once"), "{room}");
        Self { child, pages, metrics, location, _database: database }
    }

    /// Writes down that something was searched for once.
    fn note_search(&self, key: &str) {
        let row = (searches::key.eq(key), searches::query.eq(key), searches::lang.eq("en"), searches::times.eq(1_i64), searches::last_at.eq(0_i64));
        diesel::insert_into(searches::table).values(row).execute(&mut self.connection()).unwrap();
    }

    /// How often a result of the searches was opened, as far as that is written down.
    fn clicks(&self) -> i64 {
        searches::table.select(searches::clicks).first(&mut self.connection()).unwrap()
    }

    fn connection(&self) -> Connection {
        open_connection(&self.location, Use::Write, &Default::default()).unwrap()
    }

    fn ask_to_stop(&self) {
        let killed = std::process::Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(killed.success());
    }

    fn wait(&mut self) -> bool {
        self.child.wait().unwrap().success()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One answer: its head in lower case, and its body.
fn get(stream: &mut TcpStream, path: &str) -> std::io::Result<(String, String)> {
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: forum\r\n\r\n").as_bytes())?;
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
    let head = head.to_lowercase();
    let length: usize = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()).map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok((head, String::from_utf8(body).unwrap()))
}

#[test]
fn it_answers_and_counts_what_it_answered() {
    let mut server = Server::start();
    let mut stream = TcpStream::connect(server.pages).unwrap();
    let (head, body) = get(&mut stream, "/healthz").unwrap();
    assert!(head.starts_with("http/1.1 200") && body == "ok\n", "{head}{body}");
    let (head, _) = get(&mut stream, "/metrics").unwrap();
    assert!(head.starts_with("http/1.1 404"), "metrics have an address of their own: {head}");
    let (_, metrics) = get(&mut TcpStream::connect(server.metrics).unwrap(), "/metrics").unwrap();
    for expected in ["guildhall_requests_total{class=\"2xx\"} 1", "guildhall_requests_total{class=\"4xx\"} 1", "guildhall_database_up 1"] {
        assert!(metrics.lines().any(|line| line == expected), "{expected} is missing in {metrics}");
    }
    drop(stream);
    server.ask_to_stop();
    assert!(server.wait());
}

#[test]
fn what_was_only_noted_is_written_when_it_stops() {
    let mut server = Server::start();
    server.note_search("en late payout");
    let body = "q=Late+payout";
    let head = "POST /search/clicked HTTP/1.1\r\nHost: forum\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded";
    let mut stream = TcpStream::connect(server.pages).unwrap();
    stream.write_all(format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).unwrap();
    let mut line = String::new();
    BufReader::new(&stream).read_line(&mut line).unwrap();
    assert!(line.starts_with("HTTP/1.1 204"), "{line}");
    drop(stream);
    assert_eq!(server.clicks(), 0, "no page waits for that");
    server.ask_to_stop();
    assert!(server.wait());
    assert_eq!(server.clicks(), 1);
}

/// Asks one request after the other until the server takes no more connections; answers how many were begun and never answered.
fn ask_on(pages: SocketAddr, answered: &AtomicUsize, is_stopping: &AtomicBool) -> usize {
    let mut lost = 0;
    let mut kept: Option<TcpStream> = None;
    loop {
        let Some(mut stream) = kept.take().or_else(|| TcpStream::connect(pages).ok()) else {
            assert!(is_stopping.load(Ordering::Acquire), "refused before it was asked to stop");
            return lost;
        };
        stream.set_read_timeout(Some(Duration::from_secs(9))).unwrap();
        match get(&mut stream, "/healthz") {
            Ok((head, _)) => {
                answered.fetch_add(1, Ordering::Relaxed);
                if !head.contains("connection: close") {
                    kept = Some(stream);
                }
            }
            Err(_) => lost += 1,
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn asked_to_stop_under_load_it_answers_every_request_begun() {
    let mut server = Server::start();
    let (answered, is_stopping) = (AtomicUsize::new(0), AtomicBool::new(false));
    let mut took = Duration::MAX;
    let lost: usize = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..4).map(|_| scope.spawn(|| ask_on(server.pages, &answered, &is_stopping))).collect();
        let started = Instant::now();
        while answered.load(Ordering::Relaxed) < 80 {
            assert!(started.elapsed() < Duration::from_secs(20), "it does not answer");
            std::thread::sleep(Duration::from_millis(5));
        }
        is_stopping.store(true, Ordering::Release);
        let asked = Instant::now();
        server.ask_to_stop();
        let lost = clients.into_iter().map(|client| client.join().unwrap()).sum();
        took = asked.elapsed();
        lost
    });
    assert!(server.wait(), "it ends as asked");
    assert_eq!(lost, 0, "of {} requests", answered.load(Ordering::Relaxed));
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn a_port_that_is_taken_is_told_with_the_key_to_change() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let (_, database) = TestDatabase::fresh();
    let output = program(database.folder(), &["serve", "--listen", &taken.local_addr().unwrap().to_string()]).output().unwrap();
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && complaint.contains("cannot listen on") && complaint.contains("set another listen"), "{complaint}");
}

#[test]
fn a_worker_apart_stays_until_it_is_asked_to_stop() {
    let (location, database) = TestDatabase::fresh();
    let mut child = program(database.folder(), &["work", "--database-url", &url(&location)]).stdout(Stdio::piped()).spawn().unwrap();
    let first = BufReader::new(child.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    assert!(first.contains("jobs"), "{first}");
    std::thread::sleep(Duration::from_millis(100));
    assert!(child.try_wait().unwrap().is_none(), "it stays");
    assert!(std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_second_index_on_one_database_is_refused_at_start() {
    let (location, database) = TestDatabase::fresh();
    if location.is_sqlite() {
        return;
    }
    let elsewhere = database.folder().join("elsewhere");
    let work = |more: &[&str]| {
        let url = url(&location);
        let mut child =
            program(database.folder(), &[&["work", "--database-url", &url], more].concat()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut said).unwrap();
        (child, said)
    };
    let refused = |more: &[&str]| {
        let (child, said) = work(more);
        let output = child.wait_with_output().unwrap();
        let complaint = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.is_empty(), "{said}{complaint}");
        complaint
    };
    let end = |mut child: Child| {
        assert!(std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
        assert!(child.wait().unwrap().success());
    };
    let (first, said) = work(&[]);
    assert!(said.contains("jobs"), "{said}");
    let complaint = refused(&["--data-dir", elsewhere.to_str().unwrap()]);
    assert!(complaint.contains("half of the posts") && complaint.contains("set meilisearch_url to one server"), "{complaint}");
    let complaint = refused(&["--meilisearch-url", "http://127.0.0.1:9"]);
    assert!(complaint.contains("in Meilisearch"), "{complaint}");
    let (beside, said) = work(&[]);
    assert!(said.contains("jobs"), "on the same folder two may run: {said}");
    end(first);
    refused(&["--data-dir", elsewhere.to_str().unwrap()]);
    end(beside);
    let (mut moved, said) = work(&["--data-dir", elsewhere.to_str().unwrap()]);
    assert!(said.contains("jobs"), "the others have ended: {said}");
    moved.kill().unwrap();
    moved.wait().unwrap();
    // The database hears of it a moment later.
    let back = (0..50).map(|_| work(&[])).find(|(_, said)| {
        std::thread::sleep(Duration::from_millis(if said.is_empty() { 100 } else { 0 }));
        !said.is_empty()
    });
    end(back.expect("whoever crashed holds nothing").0);
}

#[test]
fn a_request_is_one_line_of_json_with_its_id_and_without_its_path() {
    let (location, database) = TestDatabase::fresh();
    let args = ["serve", "--listen", "127.0.0.1:0", "--log-format", "json", "--database-url", &url(&location)];
    let mut child = program(database.folder(), &args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let first = BufReader::new(child.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    let pages: SocketAddr = first.replace("Guildhall listens on http://", "").parse().unwrap();
    get(&mut TcpStream::connect(pages).unwrap(), "/nowhere?token=secret-token").unwrap();
    assert!(std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let log = String::from_utf8(output.stderr).unwrap();
    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    let answered: Vec<_> = lines.iter().filter(|line| line["message"] == "answered").collect();
    assert_eq!(answered.len(), 1, "{log}");
    assert_eq!(answered[0]["span"]["id"].as_str().map(str::len), Some(16), "{log}");
    assert_eq!(answered[0]["status"], 404);
    assert!(!log.contains("secret-token") && !log.contains("nowhere"), "{log}");
}

/// Opens a stream of the list of all topics, and reads its beginning.
fn listen(pages: SocketAddr) -> BufReader<TcpStream> {
    let mut stream = TcpStream::connect(pages).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(15))).unwrap();
    stream.write_all(b"GET /live?list=latest&since=0 HTTP/1.1\r\nHost: forum\r\nAccept-Encoding: gzip, zstd\r\n\r\n").unwrap();
    let mut reader = BufReader::new(stream);
    let mut begun = String::new();
    while !begun.contains("retry: ") {
        assert!(reader.read_line(&mut begun).unwrap() > 0, "{begun}");
    }
    assert!(begun.starts_with("HTTP/1.1 200") && begun.contains("text/event-stream"), "{begun}");
    reader
}

/// How many streams are open.
fn streams(server: &Server) -> usize {
    let (_, metrics) = get(&mut TcpStream::connect(server.metrics).unwrap(), "/metrics").unwrap();
    let line = metrics.lines().find_map(|line| line.strip_prefix("guildhall_live_streams "));
    line.unwrap_or_else(|| panic!("{metrics}")).parse().unwrap()
}

#[test]
fn streams_are_let_go_of_when_their_reader_leaves_and_ended_when_the_server_stops() {
    let mut server = Server::start();
    let (mut stays, leaves) = (listen(server.pages), listen(server.pages));
    assert_eq!(streams(&server), 2);
    drop(leaves);
    let began = Instant::now();
    while streams(&server) > 1 {
        assert!(began.elapsed() < Duration::from_secs(10), "a reader who left is still there");
        std::thread::sleep(Duration::from_millis(20));
    }
    server.ask_to_stop();
    let mut rest = String::new();
    stays.read_to_string(&mut rest).unwrap();
    assert!(rest.ends_with("0\r\n\r\n"), "the stream ends as it should: {rest:?}");
    assert!(server.wait(), "it ends as asked");
}
