//! What stands beside a name. Who wears which badge is kept in memory: few do, every page asks.

pub mod store;

use std::collections::HashMap;

use super::MemberId;
use crate::text_enum;

text_enum! {
    /// A badge, the weightiest first: at most two stand beside a name.
    Badge {
        /// The company's people.
        Staff = "staff",
        /// Keeps order.
        Moderator = "moderator",
        /// Of a partner company.
        Partner = "partner",
        /// Known to know.
        Expert = "expert",
    }
}

/// Who wears which badge.
#[derive(Debug, Default)]
pub struct Badges {
    by_member: HashMap<MemberId, Vec<Badge>>,
}

impl Badges {
    /// Gathers rows; order and doubles do not matter.
    pub fn new(rows: impl IntoIterator<Item = (MemberId, Badge)>) -> Self {
        let mut by_member: HashMap<MemberId, Vec<Badge>> = HashMap::new();
        for (member, badge) in rows {
            by_member.entry(member).or_default().push(badge);
        }
        for badges in by_member.values_mut() {
            badges.sort_unstable();
            badges.dedup();
        }
        Self { by_member }
    }

    /// A member's badges, the weightiest first.
    pub fn of(&self, member: MemberId) -> &[Badge] {
        self.by_member.get(&member).map_or(&[], Vec::as_slice)
    }

    /// Everybody who wears one.
    pub fn wearers(&self) -> impl Iterator<Item = (MemberId, &[Badge])> {
        self.by_member.iter().map(|(member, badges)| (*member, badges.as_slice()))
    }

    /// True for the company's people.
    pub fn is_staff(&self, member: MemberId) -> bool {
        self.of(member).contains(&Badge::Staff)
    }
}
