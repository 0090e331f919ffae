//! `guildhall healthcheck`: asks the server on this machine whether it is well. Containers have no other program for that.

use anyhow::{Context, bail};
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use crate::platform::config::Config;

/// It answers within 100 ms when it is well; a machine may do something else first.
const PATIENCE: Duration = Duration::from_secs(3);
/// An answer is a line.
const LONGEST: u64 = 16 * 1_024;

/// Says what the server says of itself; fails when it is not well or not there.
pub(super) fn run(config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let address = on_this_machine(config.listen);
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE).with_context(|| format!("nothing listens on {address}"))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.write_all(format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes())?;
    let mut answer = String::new();
    stream.take(LONGEST).read_to_string(&mut answer).with_context(|| format!("no answer from {address}"))?;
    let said = answer.rsplit("\r\n\r\n").next().unwrap_or("").trim();
    if !answer.starts_with("HTTP/1.1 200 ") {
        bail!("{address} is not well: {}", if said.is_empty() { "no answer that makes sense" } else { said });
    }
    Ok(writeln!(out, "{said}")?)
}

/// Where a server that listens there is reached from this machine.
fn on_this_machine(mut listen: SocketAddr) -> SocketAddr {
    match listen.ip() {
        ip if !ip.is_unspecified() => {}
        IpAddr::V4(_) => listen.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(_) => listen.set_ip(Ipv6Addr::LOCALHOST.into()),
    }
    listen
}
