//! Who is at the other end: the socket's address, or what a trusted proxy says of it.

use actix_web::HttpRequest;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr};

/// Networks whose forwarding headers are believed; nobody's by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(pub Vec<IpNet>);

impl TrustedProxies {
    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|net| net.contains(&address))
    }

    /// The client's address. From the right, each forwarded address is believed as long as the one that
    /// told it is trusted; the first that is not a trusted proxy is the client.
    pub fn client(&self, peer: IpAddr, forwarded: &str) -> IpAddr {
        let mut client = peer;
        for hop in forwarded.rsplit(',') {
            if !self.trusts(client) {
                break;
            }
            let Ok(address) = hop.trim().parse() else { break };
            client = address;
        }
        client
    }
}

/// The other end of a request.
#[derive(Clone, Debug)]
pub struct Client {
    /// Its address.
    pub address: IpAddr,
}

impl Client {
    /// The client of a request.
    pub fn of(req: &HttpRequest, proxies: &TrustedProxies) -> Self {
        let peer = req.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.ip());
        let forwarded = req.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok()).unwrap_or("");
        Self { address: proxies.client(peer, forwarded).to_canonical() }
    }

    /// What limits are counted by: the address, or the /64 of an IPv6 address.
    pub fn network(&self) -> String {
        crate::platform::limits::network(self.address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn forwarding_headers_are_believed_from_trusted_proxies_only() {
        let proxies = TrustedProxies(vec!["10.0.0.0/8".parse().unwrap()]);
        assert_eq!(proxies.client(address("203.0.113.9"), "1.1.1.1"), address("203.0.113.9"));
        assert_eq!(proxies.client(address("10.0.0.1"), "1.1.1.1"), address("1.1.1.1"));
        assert_eq!(proxies.client(address("10.0.0.1"), "6.6.6.6, 1.1.1.1, 10.0.0.2"), address("1.1.1.1"));
        assert_eq!(proxies.client(address("10.0.0.1"), "nonsense"), address("10.0.0.1"));
        assert_eq!(TrustedProxies::default().client(address("127.0.0.1"), "1.1.1.1"), address("127.0.0.1"));
    }
}
