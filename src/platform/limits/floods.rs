//! Floods are levelled at each node, in memory.

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use super::{Limit, TooOften};
use crate::platform::db::Timestamp;

type Limiter = DefaultKeyedRateLimiter<String>;

/// The limits that are counted in memory.
pub struct Floods {
    limiters: Vec<(Limit, Limiter)>,
    clock: DefaultClock,
}

impl Default for Floods {
    fn default() -> Self {
        let limiters = [Limit::Preview, Limit::Search].map(|limit| (limit, limiter(limit)));
        Self { limiters: limiters.into(), clock: DefaultClock::default() }
    }
}

impl Floods {
    /// Counts one action from a network, or refuses it.
    pub fn take(&self, limit: Limit, network: &str) -> Result<(), TooOften> {
        let Some((_, limiter)) = self.limiters.iter().find(|(l, _)| *l == limit) else { return Ok(()) };
        limiter.check_key(&network.to_owned()).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.clock.now());
            TooOften { limit, retry_after: wait.as_secs() as i64 + 1 }
        })
    }

    /// Forgets networks that have been quiet; called now and then so that memory stays flat.
    pub fn tidy(&self) {
        for (_, limiter) in &self.limiters {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

fn limiter(limit: Limit) -> Limiter {
    let rate = limit.rate();
    let hits = NonZeroU32::new(rate.hits as u32).unwrap_or(NonZeroU32::MIN);
    let each = Duration::from_micros((rate.window / rate.hits) as u64);
    debug_assert!(rate.window > Timestamp::SECOND);
    RateLimiter::keyed(Quota::with_period(each).unwrap_or(Quota::per_minute(hits)).allow_burst(hits))
}

/// The network of an address: whoever owns one IPv6 address usually owns its /64.
pub fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let s = v6.segments();
            format!("{:x}:{:x}:{:x}:{:x}::/64", s[0], s[1], s[2], s[3])
        }
    }
}
