//! The little of HTTP that the members need.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// What came back, whole.
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub session: Option<String>,
    /// Seconds after which to come back.
    pub retry_after: Option<u64>,
    pub body: String,
}

impl Answer {
    /// The number at a place of the path one is led to: `/t/{slug}/{topic}/{number}`.
    pub fn number_at(&self, place: usize) -> Option<i64> {
        self.location.split('/').nth(place)?.parse().ok()
    }
}

/// Opens a page.
pub fn get(address: SocketAddr, path: &str, session: &str) -> std::io::Result<Answer> {
    send(address, format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: sid={session}\r\nConnection: close\r\n\r\n").as_bytes())
}

/// Sends a form as a browser does.
pub fn post(address: SocketAddr, path: &str, session: &str, fields: &[(&str, &str)]) -> std::io::Result<Answer> {
    let body = serde_urlencoded::to_string(fields).unwrap();
    send_form(address, path, session, "application/x-www-form-urlencoded", body.as_bytes())
}

/// Sends a form with a file in it as a browser does.
pub fn post_file(address: SocketAddr, path: &str, session: &str, field: &str, content: &[u8]) -> std::io::Result<Answer> {
    let head = format!("--x-y-z\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"file\"\r\n\r\n");
    let body = [head.as_bytes(), content, b"\r\n--x-y-z--\r\n"].concat();
    send_form(address, path, session, "multipart/form-data; boundary=x-y-z", &body)
}

fn send_form(address: SocketAddr, path: &str, session: &str, kind: &str, body: &[u8]) -> std::io::Result<Answer> {
    let length = body.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nCookie: sid={session}\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
         Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
    );
    send(address, &[head.as_bytes(), body].concat())
}

/// An answer counts when all of it has arrived.
fn send(address: SocketAddr, request: &[u8]) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(2))?;
    stream.set_read_timeout(Some(Duration::from_secs(6)))?;
    stream.write_all(request)?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or(std::io::ErrorKind::UnexpectedEof)?;
    let mut answer = Answer { status, location: String::new(), session: None, retry_after: None, body: String::new() };
    let mut length = 0_u64;
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "location" => answer.location = value.to_owned(),
            "retry-after" => answer.retry_after = value.parse().ok(),
            "content-length" => length = value.parse().unwrap(),
            "set-cookie" => answer.session = value.strip_prefix("sid=").and_then(|rest| rest.split(';').next()).map(ToOwned::to_owned).or(answer.session),
            _ => {}
        }
    }
    let mut body = Vec::new();
    let read = reader.take(length).read_to_end(&mut body)?;
    answer.body = String::from_utf8_lossy(&body).into_owned();
    if read as u64 == length { Ok(answer) } else { Err(std::io::ErrorKind::UnexpectedEof.into()) }
}
