//! From which network and with which browser somebody signed in or wrote a post: what is left when accounts are
//! attacked or misused. Kept for a while, seen by admins one member at a time, gone when the account is closed.

mod look_at;
pub mod store;

use std::ops::RangeInclusive;

pub use look_at::look_at;

/// For how many days an admin can say. Without a day there is nothing to look at when it is needed.
pub const DAYS: RangeInclusive<i64> = 1..=365;

/// The other end of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The address, or the /64 of an IPv6 address.
    pub network: String,
    /// What the browser calls itself.
    pub browser: String,
}
