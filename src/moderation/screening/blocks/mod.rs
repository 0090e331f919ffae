//! Domains, addresses and networks that are kept out for a term: links to such a domain hold a post, from such an address or network
//! nobody signs up, and posts from there wait. Pure, but for the rows.

mod change;
pub mod pages;

pub use change::{BlockError, add_block, lift_block, may_block};

use ipnet::IpNet;
use std::net::IpAddr;
use url::Url;

use crate::platform::db::Timestamp;
use crate::{id, text_enum};

/// An address or a domain is not longer.
const LENGTH: usize = 254;
/// Wider networks are half of the world.
const WIDEST: (u8, u8) = (8, 20);

id! {
    /// The number of a block.
    BlockId
}

text_enum! {
    /// What is blocked.
    BlockKind {
        /// The domain of links, with those below it.
        Domain = "domain",
        /// A mail address; `*` stands for anything.
        Address = "address",
        /// A network address, or a network.
        Network = "network",
    }
}

impl BlockKind {
    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Domain => "screening-kind-domain",
            Self::Address => "screening-kind-address",
            Self::Network => "screening-kind-network",
        }
    }

    /// What was typed, as it is kept; none for what makes no sense, or would keep out everybody.
    pub fn parse_value(self, typed: &str) -> Option<String> {
        let typed = typed.trim().to_lowercase();
        if typed.is_empty() || typed.len() > LENGTH || typed.chars().any(char::is_whitespace) {
            return None;
        }
        match self {
            Self::Domain => domain_typed(&typed),
            Self::Address => {
                let (_, domain) = typed.rsplit_once('@')?;
                (domain.contains('.') && domain.chars().any(char::is_alphanumeric) && domain.split('.').next_back()? != "*").then_some(typed)
            }
            Self::Network => {
                let network = network_of(&typed)?.trunc();
                let least = if matches!(network, IpNet::V4(_)) { WIDEST.0 } else { WIDEST.1 };
                (network.prefix_len() >= least).then(|| network.to_string())
            }
        }
    }
}

fn domain_typed(typed: &str) -> Option<String> {
    let url = if typed.contains("://") { Url::parse(typed) } else { Url::parse(&format!("http://{typed}")) };
    let host = url.ok()?.host_str()?.trim_start_matches("www.").trim_end_matches('.').to_owned();
    (host.contains('.') && host.parse::<IpAddr>().is_err()).then_some(host)
}

/// `203.0.113.7`, `203.0.113.0/24`, or the /64 by which an address is counted.
fn network_of(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}

/// A block as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockRow {
    /// Its number.
    pub id: BlockId,
    /// What is blocked.
    pub kind: BlockKind,
    /// Which one.
    pub value: String,
    /// The decision about a spammer put it there.
    pub is_by_decision: bool,
    /// Since when.
    pub at: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// Why, as whoever put it there wrote.
    pub reason: String,
}

/// Everything that is kept out, ready to be looked for.
#[derive(Default)]
pub struct Blocks {
    domains: Vec<(String, Timestamp)>,
    addresses: Vec<(String, Timestamp)>,
    networks: Vec<(IpNet, String, Timestamp)>,
}

impl Blocks {
    /// Blocks as they are stored; what ended is passed over whenever it is looked for.
    pub fn new(rows: Vec<BlockRow>) -> Self {
        let mut blocks = Self::default();
        for BlockRow { kind, value, until, .. } in rows {
            match kind {
                BlockKind::Domain => blocks.domains.push((value.to_lowercase(), until)),
                BlockKind::Address => blocks.addresses.push((value.to_lowercase(), until)),
                BlockKind::Network => blocks.networks.extend(network_of(&value).map(|network| (network, value, until))),
            }
        }
        blocks
    }

    /// The block that a domain falls under, or one above it.
    pub fn domain(&self, host: &str, now: Timestamp) -> Option<&str> {
        let host = host.to_lowercase();
        let fits = |blocked: &str| host == blocked || host.strip_suffix(blocked).is_some_and(|before| before.ends_with('.'));
        self.domains.iter().find(|(blocked, until)| *until > now && fits(blocked)).map(|(blocked, _)| blocked.as_str())
    }

    /// The block that a mail address falls under. What stands behind a plus makes no other letter box.
    pub fn address(&self, address: &str, now: Timestamp) -> Option<&str> {
        let address = address.to_lowercase();
        let bare = without_tag(&address);
        let fits = |pattern: &str| fits(pattern, &address) || fits(without_tag(pattern).as_str(), &bare);
        self.addresses.iter().find(|(pattern, until)| *until > now && fits(pattern)).map(|(pattern, _)| pattern.as_str())
    }

    /// Is any address blocked?
    pub fn has_addresses(&self) -> bool {
        !self.addresses.is_empty()
    }

    /// The block that a network falls under: an address, or the network by which it is counted.
    pub fn network(&self, network: &str, now: Timestamp) -> Option<&str> {
        let own = network_of(network)?;
        self.networks.iter().find(|(blocked, _, until)| *until > now && blocked.contains(&own)).map(|(_, value, _)| value.as_str())
    }
}

fn without_tag(address: &str) -> String {
    let Some((name, domain)) = address.rsplit_once('@') else { return address.to_owned() };
    format!("{}@{domain}", name.split('+').next().unwrap_or(name))
}

/// Does a text fit a pattern in which `*` stands for anything? Goes over the text once for each star, never back.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000);

    fn blocks(all: &[(BlockKind, &str)]) -> Blocks {
        let row = |(kind, value): &(BlockKind, &str)| BlockRow {
            id: BlockId(1),
            kind: *kind,
            value: (*value).to_owned(),
            is_by_decision: false,
            at: Timestamp(0),
            until: NOW.plus(1),
            reason: String::new(),
        };
        Blocks::new(all.iter().map(row).collect())
    }

    #[test]
    fn a_domain_stands_for_those_below_it() {
        let blocks = blocks(&[(BlockKind::Domain, "cheap.example")]);
        for host in ["cheap.example", "very.cheap.example", "CHEAP.example"] {
            assert_eq!(blocks.domain(host, NOW), Some("cheap.example"), "{host}");
        }
        for host in ["notcheap.example", "cheap.example.org", "example", ""] {
            assert_eq!(blocks.domain(host, NOW), None, "{host}");
        }
        assert_eq!(blocks.domain("cheap.example", NOW.plus(1)), None, "its term is over");
    }

    #[test]
    fn a_star_in_an_address_stands_for_anything() {
        let blocks = blocks(&[(BlockKind::Address, "*@cheap.example"), (BlockKind::Address, "bob@example.com"), (BlockKind::Address, "seo*@*.example.net")]);
        for address in ["ann@cheap.example", "Bob@Example.com", "bob+2@example.com", "seo77@mail.example.net", "ann+x@cheap.example"] {
            assert!(blocks.address(address, NOW).is_some(), "{address}");
        }
        for address in ["ann@very.cheap.example", "bobby@example.com", "seo@example.net", "ann@example.net", ""] {
            assert_eq!(blocks.address(address, NOW), None, "{address}");
        }
    }

    #[test]
    fn a_network_holds_its_addresses() {
        let blocks = blocks(&[(BlockKind::Network, "203.0.113.7"), (BlockKind::Network, "198.51.100.0/24"), (BlockKind::Network, "2001:db8:1::/64")]);
        for network in ["203.0.113.7", "198.51.100.200", "2001:db8:1::/64", "2001:db8:1::5"] {
            assert!(blocks.network(network, NOW).is_some(), "{network}");
        }
        for network in ["203.0.113.8", "198.51.101.1", "2001:db8:2::/64", "nonsense", ""] {
            assert_eq!(blocks.network(network, NOW), None, "{network}");
        }
    }

    #[test]
    fn what_is_typed_makes_sense_or_is_refused() {
        let domain = |typed: &str| BlockKind::Domain.parse_value(typed);
        assert_eq!(domain(" https://www.Cheap.example/now?x=1 ").as_deref(), Some("cheap.example"));
        assert_eq!(domain("blåbær.example").as_deref(), Some("xn--blbr-roah.example"));
        assert_eq!([domain("com"), domain("203.0.113.7"), domain(""), domain("two words.example")], [None, None, None, None]);
        let address = |typed: &str| BlockKind::Address.parse_value(typed);
        assert_eq!(address("*@Cheap.example").as_deref(), Some("*@cheap.example"));
        assert_eq!([address("*@*"), address("*@*.*"), address("ann"), address("*")], [None, None, None, None]);
        let network = |typed: &str| BlockKind::Network.parse_value(typed);
        assert_eq!(network("198.51.100.9/24").as_deref(), Some("198.51.100.0/24"));
        assert_eq!(network("203.0.113.7").as_deref(), Some("203.0.113.7/32"));
        assert_eq!([network("0.0.0.0/0"), network("::/0"), network("10.0.0.0/7"), network("x")], [None, None, None, None]);
    }
}
