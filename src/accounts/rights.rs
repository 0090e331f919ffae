//! What a person may do: one table. Pages ask it to show or hide a button, use cases ask it again
//! inside their transaction. What a person may *see* is decided in `forum/visibility.rs`, before this.

use super::{CategoryId, MemberState, Right, Role, Viewer};
use crate::platform::db::DomainError;

/// Something a person can do in the forum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Open a question or a discussion.
    Ask,
    /// Open an announcement.
    Announce,
    /// Reply to a topic.
    Reply,
    /// Comment on a post.
    Comment,
    /// Write a note that only staff see.
    Note,
    /// Keep replies ready for others.
    KeepReplies,
    /// Find a post helpful, or take that back.
    Vote,
    /// "I have this too".
    MeToo,
    /// Change a text.
    Edit,
    /// Take a post away.
    Delete,
    /// Bring a post back.
    Restore,
    /// Destroy a text for good.
    Erase,
    /// Mark an answer as the asker: "this solved it".
    Accept,
    /// Mark an answer for the company: "recommended by staff".
    Recommend,
    /// Close and reopen a topic.
    Close,
    /// Pin a topic on top of its lists.
    Pin,
    /// Move a topic or posts: asked for where they come from and for where they go.
    Move,
    /// Be seen otherwise: name, username, biography, website, picture.
    Introduce,
    /// Make a tag that did not exist.
    MakeTag,
    /// Rename, merge and translate tags.
    EditTags,
    /// Tell moderators of a post, a topic or a member.
    Flag,
    /// Configure: categories, roles, groups, settings.
    Administer,
}

/// What the deed is done to, and where.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    /// The category.
    pub category: Option<CategoryId>,
    /// The highest right the viewer's groups have there.
    pub right: Option<Right>,
    /// The category takes no new topics.
    pub category_closed: bool,
    /// The topic takes no replies.
    pub topic_closed: bool,
    /// The viewer wrote the post.
    pub own_post: bool,
    /// The viewer asked the question.
    pub own_topic: bool,
    /// Somebody else replied already (matters when the asker deletes a question).
    pub others_replied: bool,
    /// The post is visible; what is hidden or deleted is not edited or deleted by its author.
    pub visible: bool,
    /// It was deleted by its author, who may bring it back.
    pub deleted_by_author: bool,
    /// Flags hid it, and its author has not changed it since: they may, once.
    pub amendable: bool,
}

/// How a permitted deed is carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permit {
    /// At once.
    Now,
    /// Held until somebody approves it: a silenced member's post.
    Held,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// Sign in first.
    SignedOut,
    /// Suspended members read, and appeal.
    Suspended,
    /// The groups do not have this right in the category.
    NoRight,
    /// Only for staff and moderators, or admins.
    NotYourRole,
    /// Not the viewer's own.
    NotYours,
    /// One's own post cannot be voted for; one's own question cannot be "had too".
    YourOwn,
    /// The topic is closed.
    TopicClosed,
    /// The category takes no new topics.
    CategoryClosed,
    /// Others have replied: the question stays.
    OthersReplied,
    /// It is not visible now.
    NotVisible,
    /// Trust 2 makes tags.
    TrustTooLow,
}

impl DomainError for Denied {}

impl Denied {
    /// Every reason, for the test that each has words.
    pub const ALL: &'static [Self] = &[
        Self::SignedOut,
        Self::Suspended,
        Self::NoRight,
        Self::NotYourRole,
        Self::NotYours,
        Self::YourOwn,
        Self::TopicClosed,
        Self::CategoryClosed,
        Self::OthersReplied,
        Self::NotVisible,
        Self::TrustTooLow,
    ];

    /// The key of its message.
    pub fn key(self) -> &'static str {
        match self {
            Self::SignedOut => "rights-denied-signed-out",
            Self::Suspended => "rights-denied-suspended",
            Self::NoRight => "rights-denied-no-right",
            Self::NotYourRole => "rights-denied-role",
            Self::NotYours => "rights-denied-not-yours",
            Self::YourOwn => "rights-denied-your-own",
            Self::TopicClosed => "rights-denied-topic-closed",
            Self::CategoryClosed => "rights-denied-category-closed",
            Self::OthersReplied => "rights-denied-others-replied",
            Self::NotVisible => "rights-denied-not-visible",
            Self::TrustTooLow => "rights-denied-trust",
        }
    }
}

/// Making a tag needs this much trust: tags are everybody's.
pub const TRUST_FOR_TAGS: i32 = 2;

/// May `viewer` do `deed` there?
pub fn may(viewer: &Viewer, deed: Deed, place: &Place) -> Result<Permit, Denied> {
    if viewer.is_system() {
        return Ok(Permit::Now);
    }
    let account = viewer.account().ok_or(Denied::SignedOut)?;
    let moderates = place.category.map_or(viewer.is(Role::Moderator), |category| viewer.moderates(category));
    match account.state {
        MemberState::Suspended | MemberState::Closed => return Err(Denied::Suspended),
        MemberState::Active | MemberState::Silenced => {}
    }
    let posted = if viewer.is_silenced() { Permit::Held } else { Permit::Now };
    match deed {
        Deed::Ask => opens_topic(place).map(|()| posted),
        Deed::Announce => allowed(viewer.is_staff(), Denied::NotYourRole).and_then(|_| opens_topic(place)).map(|()| posted),
        Deed::Reply | Deed::Comment => {
            allowed(place.right >= Some(Right::Reply), Denied::NoRight)?;
            allowed(place.visible, Denied::NotVisible)?;
            allowed(!place.topic_closed || moderates || viewer.is_staff(), Denied::TopicClosed)?;
            Ok(posted)
        }
        // What a silenced member writes would wait for moderators, who may not see it.
        Deed::Note => allowed(!viewer.is_silenced(), Denied::Suspended).and_then(|_| allowed(viewer.is_staff(), Denied::NotYourRole)),
        Deed::KeepReplies => allowed(moderates || viewer.is_staff(), Denied::NotYourRole),
        Deed::Vote => {
            allowed(place.visible, Denied::NotVisible)?;
            allowed(!place.own_post, Denied::YourOwn)
        }
        Deed::MeToo => {
            allowed(place.visible, Denied::NotVisible)?;
            allowed(!place.own_topic, Denied::YourOwn)
        }
        Deed::Edit => {
            allowed(place.own_post || moderates, Denied::NotYours)?;
            // What flags hid stays hidden when its author mends it: moderators look at it again.
            let mends = place.own_post && place.amendable;
            allowed(place.visible || moderates || mends, Denied::NotVisible)?;
            // A silenced member's edit would publish what nobody approved.
            allowed(!viewer.is_silenced() || moderates || mends, Denied::Suspended)
        }
        Deed::Delete => {
            allowed(place.own_post || moderates, Denied::NotYours)?;
            allowed(place.visible || moderates, Denied::NotVisible)?;
            allowed(!place.others_replied || moderates, Denied::OthersReplied)
        }
        Deed::Flag => {
            allowed(!viewer.is_silenced(), Denied::Suspended)?;
            allowed(place.visible, Denied::NotVisible)?;
            allowed(!place.own_post, Denied::YourOwn)
        }
        // What a silenced member posts is held; this would be published.
        Deed::Introduce => allowed(!viewer.is_silenced(), Denied::Suspended),
        Deed::Restore => allowed(moderates || place.own_post && place.deleted_by_author, Denied::NotYours),
        Deed::Erase | Deed::Close | Deed::Pin | Deed::Move => allowed(moderates, Denied::NotYourRole),
        Deed::Accept => {
            allowed(place.own_topic, Denied::NotYours)?;
            allowed(place.visible, Denied::NotVisible)
        }
        Deed::Recommend => {
            allowed(moderates || viewer.is_staff(), Denied::NotYourRole)?;
            allowed(place.visible, Denied::NotVisible)
        }
        Deed::MakeTag => allowed(account.trust >= TRUST_FOR_TAGS || viewer.is_staff() || moderates, Denied::TrustTooLow),
        Deed::EditTags => allowed(viewer.is_staff(), Denied::NotYourRole),
        Deed::Administer => allowed(viewer.is_admin(), Denied::NotYourRole),
    }
}

fn opens_topic(place: &Place) -> Result<(), Denied> {
    if place.right < Some(Right::Ask) {
        return Err(Denied::NoRight);
    }
    if place.category_closed { Err(Denied::CategoryClosed) } else { Ok(()) }
}

fn allowed(is_allowed: bool, otherwise: Denied) -> Result<Permit, Denied> {
    if is_allowed { Ok(Permit::Now) } else { Err(otherwise) }
}
