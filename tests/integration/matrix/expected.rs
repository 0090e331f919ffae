//! What the rules say, written a second time: category first, then audience, then state.

use guildhall::forum::{Audience, PostState};

use super::world::{Kind, Level, Part, Role, Thing};

/// May the role read the category that a thing stands in?
fn reads(role: Role, kind: Kind) -> bool {
    !kind.is_in_closed_category || role == Role::Insider
}

/// Keeps order there: a moderator keeps order where they may read.
pub fn moderates(role: Role, kind: Kind) -> bool {
    match role {
        Role::Moderator => reads(role, kind),
        Role::CategoryModerator => !kind.is_in_closed_category,
        _ => false,
    }
}

fn sees_state(role: Role, kind: Kind, state: PostState) -> bool {
    match state {
        PostState::Visible => true,
        PostState::Held | PostState::Hidden => role == Role::Author || moderates(role, kind),
        PostState::Deleted => moderates(role, kind),
        PostState::Erased => false,
    }
}

/// Sees the topic a thing stands in.
pub fn sees_topic(role: Role, kind: Kind) -> bool {
    reads(role, kind) && sees_state(role, kind, kind.topic_state)
}

/// Sees the thing itself.
pub fn sees(role: Role, kind: Kind) -> bool {
    let audience = match kind.audience {
        Audience::Everyone => true,
        Audience::AuthorAndStaff => matches!(role, Role::Staff | Role::Author),
        Audience::Staff => role == Role::Staff,
    };
    sees_topic(role, kind) && audience && sees_state(role, kind, kind.state)
}

/// Sees that the thing was there: its author, when it was deleted.
pub fn sees_that_it_was(role: Role, kind: Kind) -> bool {
    let topic_is_there = sees_topic(role, kind) || kind.level == Level::Topic;
    role == Role::Author && kind.state == PostState::Deleted && !kind.is_in_closed_category && topic_is_there
}

/// Opens the page of a topic it deleted itself, which says so.
pub fn sees_that_the_topic_was(role: Role, kind: Kind) -> bool {
    role == Role::Author && kind.topic_state == PostState::Deleted && !kind.is_in_closed_category
}

/// May the role meet this part of a thing anywhere?
pub fn may_meet(role: Role, thing: &Thing, part: Part) -> bool {
    let kind = thing.kind;
    match part {
        Part::Title | Part::Tag => sees_topic(role, kind) || sees_that_the_topic_was(role, kind),
        Part::Text | Part::Revision => sees(role, kind),
        Part::Reason => sees(role, kind) || sees_that_it_was(role, kind),
    }
}

/// The thing and its topic are visible: what is not, is not voted for, answered or edited by its author.
fn is_visible(kind: Kind) -> bool {
    kind.state == PostState::Visible && kind.topic_state == PostState::Visible
}

/// What a request that may be made is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// As if it were not there, though the role sees it: what was asked makes no sense for such a thing.
    NotFound,
    /// Led to the sign-in page.
    SignIn,
    /// Not allowed, and told why.
    Denied,
    /// A page.
    Page,
    /// Led to where it can be seen; nothing changes.
    Moved,
    /// Done, and led on.
    Done,
}

fn done_if(is_allowed: bool) -> Expected {
    if is_allowed { Expected::Done } else { Expected::Denied }
}

fn page_if(is_allowed: bool) -> Expected {
    if is_allowed { Expected::Page } else { Expected::Denied }
}

/// Signed in and not suspended.
fn takes_part(role: Role) -> bool {
    role.has_account() && role != Role::Suspended
}

/// The answer to a role that has the thing in reach.
type Rule = fn(Role, Kind) -> Expected;

fn for_members(role: Role, rule: impl FnOnce() -> Expected) -> Expected {
    if role.has_account() { rule() } else { Expected::SignIn }
}

pub const READ: Rule = |_, _| Expected::Page;

pub const LEAD_TO: Rule = |_, _| Expected::Moved;

fn may_edit(role: Role, kind: Kind) -> bool {
    moderates(role, kind) || role == Role::Author && is_visible(kind)
}

pub const EDIT_FORM: Rule = |role, kind| for_members(role, || page_if(may_edit(role, kind)));
pub const EDIT: Rule = |role, kind| for_members(role, || done_if(may_edit(role, kind)));
pub const DELETE_FORM: Rule = |role, kind| for_members(role, || page_if(may_edit(role, kind)));
pub const DELETE: Rule = |role, kind| for_members(role, || done_if(may_edit(role, kind)));
pub const ERASE_FORM: Rule = |role, kind| for_members(role, || page_if(moderates(role, kind)));
pub const MODERATE: Rule = |role, kind| for_members(role, || done_if(moderates(role, kind)));
pub const MODERATE_FORM: Rule = |role, kind| for_members(role, || page_if(moderates(role, kind)));
/// Nothing was done that could be undone.
pub const UNDO: Rule = |role, kind| for_members(role, || if moderates(role, kind) { Expected::NotFound } else { Expected::Denied });
pub const RESTORE: Rule = |role, kind| {
    let own = role == Role::Author && kind.is_withdrawn;
    for_members(role, || done_if(own || moderates(role, kind)))
};
pub const VOTE: Rule = |role, kind| for_members(role, || done_if(takes_part(role) && role != Role::Author && is_visible(kind)));
/// Whoever takes part follows what they see, in whatever state it is.
pub const FOLLOW: Rule = |role, _| for_members(role, || done_if(takes_part(role)));
/// Whoever takes part and is not silenced tells of what others wrote and everybody sees.
fn may_flag(role: Role, kind: Kind) -> bool {
    // Who keeps order need not see a note among staff.
    takes_part(role) && !matches!(role, Role::Silenced | Role::Author) && is_visible(kind) && kind.audience != Audience::Staff
}

pub const FLAG_FORM: Rule = |role, kind| for_members(role, || page_if(may_flag(role, kind)));
pub const FLAG: Rule = |role, kind| for_members(role, || done_if(may_flag(role, kind)));
/// Nobody has flagged it.
pub const TAKE_BACK: Rule = |role, _| for_members(role, || if takes_part(role) { Expected::NotFound } else { Expected::Denied });
pub const KEEP_FORM: Rule = |role, _| for_members(role, || Expected::Page);
pub const REPLY: Rule = |role, kind| for_members(role, || done_if(takes_part(role) && is_visible(kind)));
/// The desk: an admin, who could take the role, is told so.
pub const DESK: fn(Role) -> u16 = |role| match role {
    Role::Moderator | Role::CategoryModerator => 200,
    Role::Admin => 403,
    _ => 404,
};
/// Staff, and whoever keeps order anywhere.
pub const KEEPS_REPLIES: fn(Role) -> u16 = |role| if matches!(role, Role::Staff | Role::Moderator | Role::CategoryModerator) { 200 } else { 404 };
/// An empty form, for everywhere.
pub const MAKES_REPLY: fn(Role) -> u16 = |role| match role {
    Role::Staff | Role::Moderator => 422,
    Role::CategoryModerator => 403,
    _ => 404,
};
/// Whatever state the topic is in.
pub const NOTE: Rule = |role, _| for_members(role, || done_if(role == Role::Staff));
pub const WRITE: Rule = |role, kind| for_members(role, || page_if(takes_part(role) && is_visible(kind)));
pub const COMMENT: Rule = |role, kind| match kind.level {
    Level::Comment if takes_part(role) => Expected::NotFound,
    _ => REPLY(role, kind),
};
pub const ACCEPT: Rule = |role, kind| match role {
    Role::Suspended => Expected::Denied,
    _ => mark(role, kind, role == Role::Author),
};
pub const RECOMMEND: Rule = |role, kind| match role {
    Role::Suspended => Expected::Denied,
    _ => mark(role, kind, role == Role::Staff || moderates(role, kind)),
};
pub const WITHDRAW: Rule = |role, kind| mark(role, kind, role == Role::Author);

fn mark(role: Role, kind: Kind, is_allowed: bool) -> Expected {
    let can_answer = kind.level == Level::Reply && kind.audience == Audience::Everyone;
    for_members(role, || if can_answer { done_if(is_allowed && is_visible(kind)) } else { Expected::NotFound })
}
