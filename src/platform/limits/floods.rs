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

impl Floods {
    /// Allows `factor` times as much as usual.
    pub fn new(factor: i64) -> Self {
        let limiters = [Limit::Preview, Limit::Search, Limit::Typing].map(|limit| (limit, limiter(limit, factor)));
        Self { limiters: limiters.into(), clock: DefaultClock::default() }
    }

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

    /// Networks that are counted now, for each limit on its own.
    pub fn known(&self) -> usize {
        self.limiters.iter().map(|(_, limiter)| limiter.len()).sum()
    }
}

fn limiter(limit: Limit, factor: i64) -> Limiter {
    let rate = limit.rate();
    debug_assert!(rate.window > Timestamp::SECOND);
    let most = u32::try_from(rate.hits.saturating_mul(factor)).ok().and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MAX);
    let each = Duration::from_micros(rate.window as u64) / most.get();
    RateLimiter::keyed(Quota::with_period(each).unwrap_or(Quota::per_second(most)).allow_burst(most))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factor_allows_so_many_times_as_much() {
        let usual = Limit::Search.rate().hits;
        for factor in [1, 3] {
            let floods = Floods::new(factor);
            let taken = (0..usual * 10).take_while(|_| floods.take(Limit::Search, "a").is_ok()).count() as i64;
            assert!((usual * factor..usual * factor + 5).contains(&taken), "{taken} with {factor}");
            assert!(floods.take(Limit::Search, "b").is_ok(), "each network for itself");
        }
        assert!(Floods::new(i64::MAX).take(Limit::Preview, "a").is_ok());
    }

    #[test]
    fn networks_that_have_been_quiet_are_forgotten() {
        // A million times as much: whoever searched once may do so again as often as ever after a moment.
        let floods = Floods::new(1_000_000);
        (0..500).for_each(|number| floods.take(Limit::Search, &format!("203.0.{number}.1")).unwrap());
        assert_eq!(floods.known(), 500);
        std::thread::sleep(Duration::from_millis(5));
        floods.tidy();
        assert_eq!(floods.known(), 0);
        let floods = Floods::new(1);
        floods.take(Limit::Search, "203.0.113.1").unwrap();
        floods.tidy();
        assert_eq!(floods.known(), 1, "one that was here just now stays counted");
    }
}
