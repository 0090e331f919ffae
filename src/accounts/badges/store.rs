//! Badges follow from roles and from groups that carry one.

use diesel::prelude::*;
use guildhall_schema::{group_members, groups, member_roles};
use std::sync::Arc;

use super::{Badge, Badges};
use crate::accounts::{MemberId, Role};
use crate::platform::db::{Connection, Db, Generation, Kept, Result};

/// The badges in memory, read anew when a role or a group changed.
pub struct KeptBadges(Kept<Badges>);

impl Default for KeptBadges {
    fn default() -> Self {
        Self(Kept::new(Generation::Badges))
    }
}

impl KeptBadges {
    /// The badges as they are now.
    pub fn get(&self, db: &Db, conn: &mut Connection) -> Result<Arc<Badges>> {
        self.0.get(db, conn, load)
    }
}

/// Reads who wears what. A category moderator wears no badge: it would claim more than the role gives.
pub fn load(conn: &mut Connection) -> Result<Badges> {
    let roles: Vec<(MemberId, Role)> =
        member_roles::table.filter(member_roles::category.is_null()).select((member_roles::member, member_roles::role)).load(conn)?;
    let partners: Vec<MemberId> =
        group_members::table.inner_join(groups::table).filter(groups::badge.eq("partner")).select(group_members::member).load(conn)?;
    let by_role = roles.into_iter().filter_map(|(member, role)| Some((member, badge(role)?)));
    Ok(Badges::new(by_role.chain(partners.into_iter().map(|member| (member, Badge::Partner)))))
}

fn badge(role: Role) -> Option<Badge> {
    match role {
        Role::Staff => Some(Badge::Staff),
        Role::Moderator => Some(Badge::Moderator),
        Role::Expert => Some(Badge::Expert),
        Role::Admin => None,
    }
}
