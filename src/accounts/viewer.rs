//! Who looks at a page, with roles and groups as the database has them in this very snapshot.

use super::{CategoryId, MemberId, MemberState, Role, Theme};
use crate::platform::db::Timestamp;
use crate::platform::i18n::{Lang, Zone};

/// A signed-in member's own facts.
#[derive(Clone, Debug)]
pub struct Account {
    /// The member.
    pub id: MemberId,
    /// For addresses and mentions.
    pub username: String,
    /// As shown.
    pub name: String,
    /// Whether the member takes part, with an ended silence or suspension already lifted.
    pub state: MemberState,
    /// 0 to 4.
    pub trust: i32,
    /// The language the account reads in.
    pub lang: Option<Lang>,
    /// The languages of the topics that lists show; empty for all.
    pub reads: Vec<Lang>,
    /// Where their clock hangs.
    pub zone: Zone,
    /// Light, dark, or as the system has it.
    pub theme: Theme,
    /// The public id of their picture; empty when there is none.
    pub picture: String,
    /// Since when.
    pub created_at: Timestamp,
    /// Notices that they have not read.
    pub unread: i64,
    /// Mail that nobody asked for goes to their address no more: too much came back.
    pub mail_stopped: bool,
}

/// A viewer: a visitor, a member, or the program itself.
#[derive(Clone, Debug, Default)]
pub struct Viewer {
    account: Option<Account>,
    roles: Vec<(Role, Option<CategoryId>)>,
    groups: Vec<String>,
    is_system: bool,
}

impl Viewer {
    /// Nobody signed in.
    pub fn visitor() -> Self {
        Self { groups: vec!["everyone".into()], ..Self::default() }
    }

    /// The program itself, or whoever holds the command line: everything but authorship.
    pub fn system() -> Self {
        let roles = vec![(Role::Staff, None), (Role::Moderator, None), (Role::Admin, None)];
        Self { account: None, groups: computed_groups(None, &roles), roles, is_system: true }
    }

    /// A member with roles and the groups that have rows. A suspended member reads as a visitor does.
    pub fn member(account: Account, roles: Vec<(Role, Option<CategoryId>)>, groups: Vec<String>) -> Self {
        if matches!(account.state, MemberState::Suspended | MemberState::Closed) {
            return Self { account: Some(account), ..Self::visitor() };
        }
        let mut all = computed_groups(Some(&account), &roles);
        all.extend(groups);
        Self { account: Some(account), roles, groups: all, is_system: false }
    }

    /// The account, suspended ones too.
    pub fn account(&self) -> Option<&Account> {
        self.account.as_ref()
    }

    /// The member as author and voter: none for visitors and suspended members.
    pub fn id(&self) -> Option<MemberId> {
        self.account.as_ref().filter(|account| matches!(account.state, MemberState::Active | MemberState::Silenced)).map(|account| account.id)
    }

    /// True for the program itself and the command line.
    pub fn is_system(&self) -> bool {
        self.is_system
    }

    /// Has the role everywhere.
    pub fn is(&self, role: Role) -> bool {
        self.roles.iter().any(|(r, category)| *r == role && category.is_none())
    }

    /// The company's people.
    pub fn is_staff(&self) -> bool {
        self.is(Role::Staff)
    }

    /// Configures the community.
    pub fn is_admin(&self) -> bool {
        self.is(Role::Admin)
    }

    /// Moderates in a category, by a role there or everywhere.
    pub fn moderates(&self, category: CategoryId) -> bool {
        self.roles.iter().any(|(role, place)| *role == Role::Moderator && place.is_none_or(|place| place == category))
    }

    /// The categories moderated one by one; everywhere is [`Viewer::is`]`(Role::Moderator)`.
    pub fn moderated(&self) -> Vec<CategoryId> {
        self.roles.iter().filter(|(role, _)| *role == Role::Moderator).filter_map(|(_, category)| *category).collect()
    }

    /// Every group the viewer is in, computed ones first.
    pub fn groups(&self) -> &[String] {
        &self.groups
    }

    /// Is in a group.
    pub fn is_in(&self, group: &str) -> bool {
        self.groups.iter().any(|g| g == group)
    }

    /// Silenced members' posts are held.
    pub fn is_silenced(&self) -> bool {
        self.account.as_ref().is_some_and(|account| account.state == MemberState::Silenced)
    }
}

/// The groups that have no rows: they follow from who one is.
pub const COMPUTED_GROUPS: &[&str] = &["everyone", "members", "trust-1", "trust-2", "trust-3", "trust-4", "staff", "moderators", "admins"];

fn computed_groups(account: Option<&Account>, roles: &[(Role, Option<CategoryId>)]) -> Vec<String> {
    let mut groups = vec!["everyone".to_owned()];
    if let Some(account) = account {
        groups.push("members".into());
        groups.extend((1..=account.trust).map(|level| format!("trust-{level}")));
    }
    let everywhere = |role: Role| roles.iter().any(|(r, category)| *r == role && category.is_none());
    if everywhere(Role::Staff) {
        groups.push("staff".into());
    }
    if everywhere(Role::Moderator) {
        groups.push("moderators".into());
    }
    if everywhere(Role::Admin) {
        groups.push("admins".into());
    }
    groups
}
