//! What of a topic's page is personal: own votes, own buttons. The shared part is the same without it.

use serde::Serialize;
use std::collections::BTreeMap;

use super::view::Shown;
use super::{PostLine, Read};
use crate::accounts::rights::{Deed, Place, may};
use crate::forum::canned::pages as canned;
use crate::forum::categories::Category;
use crate::forum::follows::pages::FollowView;
use crate::forum::screening::stamp::form_key;
use crate::forum::visit::pages::ForumSeen;
use crate::forum::{AcceptedBy, Audience, PostState, TopicKind};
use crate::platform::web::forms::Choice;

/// The context `personal` of `templates/forum/topics/show.html`.
#[derive(Serialize)]
pub struct PersonalView {
    key: String,
    topic: TopicRights,
    follow: Option<FollowView>,
    reply: Option<ReplyBox>,
    posts: BTreeMap<String, PostRights>,
}

#[derive(Serialize)]
struct TopicRights {
    can_me_too: bool,
    me_too: bool,
    can_close: bool,
    can_reopen: bool,
    can_pin: bool,
    can_unpin: bool,
    can_move: bool,
    can_flag: bool,
}

#[derive(Serialize)]
struct ReplyBox {
    body: String,
    /// They may write a note, and nothing else.
    can_note: bool,
    only_note: bool,
    canned: Vec<Choice>,
}

/// What the viewer may do with a post. What is false is left out: twenty posts have hundreds of these, and most are false.
#[derive(Default, Serialize)]
struct PostRights {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    can_vote: bool,
    voted: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    can_keep: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    kept: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    can_quote: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    can_comment: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    answers: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    accept_asker: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    withdraw_asker: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    accept_staff: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    withdraw_staff: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    menu: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    can_approve: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    can_edit: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    can_see_history: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    can_delete: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    can_restore: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    can_erase: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    can_flag: bool,
}

/// What the viewer may do on this page; none for visitors.
pub fn personal(seen: &ForumSeen, category: &Category, read: &Read, shown: &Shown<'_>) -> Option<PersonalView> {
    seen.viewer.account()?;
    let topic = &read.topic;
    let own_topic = seen.viewer.id() == Some(topic.author);
    let visible = topic.state == PostState::Visible;
    let place = Place { topic_closed: topic.closed, own_topic, own_post: own_topic, visible, ..seen.place(category) };
    let may = |deed| may(&seen.viewer, deed, &place).is_ok();
    let is_open = shown.is_open;
    let rights = TopicRights {
        can_me_too: topic.kind == TopicKind::Question && may(Deed::MeToo),
        me_too: topic.own_me_too,
        can_close: is_open && !topic.closed && may(Deed::Close),
        can_reopen: is_open && topic.closed && may(Deed::Close),
        can_pin: is_open && !topic.pinned && may(Deed::Pin),
        can_unpin: is_open && topic.pinned && may(Deed::Pin),
        can_move: is_open && may(Deed::Move),
        can_flag: is_open && may(Deed::Flag),
    };
    let can_reply = may(Deed::Reply);
    let asks = Asks { seen, read, place, can_reply };
    let mut posts = BTreeMap::new();
    for line in &shown.whole {
        posts.insert(line.id.to_string(), asks.rights(line));
    }
    for line in &shown.lines {
        let can_restore = asks.may(Deed::Restore, line);
        posts.insert(line.id.to_string(), PostRights { menu: can_restore, can_restore, ..PostRights::default() });
    }
    let can_note = is_open && may(Deed::Note);
    let canned = || canned::choices(&read.canned, "");
    let reply = (can_reply || can_note).then(|| ReplyBox { body: read.quotation.clone(), can_note, only_note: !can_reply, canned: canned() });
    let follow = seen.viewer.id().map(|_| FollowView::new(format!("/t/{}/follow", topic.id), topic.follow, false));
    let key = form_key(&seen.settings.forms_key.0, seen.viewer.id(), seen.now);
    Some(PersonalView { key, topic: rights, follow, reply, posts })
}

struct Asks<'a> {
    seen: &'a ForumSeen,
    read: &'a Read,
    place: Place,
    can_reply: bool,
}

impl Asks<'_> {
    fn place(&self, post: &PostLine) -> Place {
        let own_post = self.seen.viewer.id() == Some(post.author);
        let removal = self.read.removals.get(&post.id);
        let removed_by = removal.and_then(|removal| removal.actor);
        let is_by_flags = post.state == PostState::Hidden && removal.is_some_and(|removal| removal.actor.is_none());
        Place {
            own_post,
            visible: self.place.visible && post.state == PostState::Visible,
            others_replied: post.number == 1 && self.read.others_replied,
            amendable: is_by_flags && post.edited_at.is_none_or(|edited| removal.is_some_and(|removal| edited < removal.at)),
            deleted_by_author: post.state == PostState::Deleted && removed_by == Some(post.author),
            ..self.place
        }
    }

    fn may(&self, deed: Deed, post: &PostLine) -> bool {
        may(&self.seen.viewer, deed, &self.place(post)).is_ok()
    }

    fn rights(&self, post: &PostLine) -> PostRights {
        let may = |deed| self.may(deed, post);
        let is_gone = matches!(post.state, PostState::Hidden | PostState::Deleted);
        // A note is among staff: nothing to be found helpful, and no matter of whoever keeps order.
        let is_note = post.audience == Audience::Staff;
        let mut rights = PostRights {
            can_vote: !is_note && may(Deed::Vote),
            voted: self.read.marks.voted.contains(&post.id),
            can_keep: self.seen.viewer.id().is_some() && post.parent.is_none(),
            kept: self.read.marks.kept.contains(&post.id),
            can_quote: self.can_reply,
            can_comment: post.parent.is_none() && may(Deed::Comment),
            can_approve: post.state == PostState::Held && may(Deed::Close),
            can_edit: may(Deed::Edit),
            can_see_history: post.edited_at.is_some(),
            can_delete: post.state != PostState::Deleted && may(Deed::Delete),
            can_restore: is_gone && may(Deed::Restore),
            can_erase: may(Deed::Erase),
            can_flag: !is_note && may(Deed::Flag),
            ..PostRights::default()
        };
        rights.menu =
            rights.can_approve || rights.can_edit || rights.can_see_history || rights.can_delete || rights.can_restore || rights.can_erase || rights.can_flag;
        self.answers(post, &mut rights);
        rights
    }

    /// Accepting: only what can be an answer has these.
    fn answers(&self, post: &PostLine, rights: &mut PostRights) {
        let can_answer = post.position.is_some() && self.read.topic.kind == TopicKind::Question && post.audience == Audience::Everyone;
        if !can_answer {
            return;
        }
        let is_accepted = |by| self.read.rows.accepted.iter().any(|acceptance| acceptance.by == by && acceptance.post == post.id);
        let (by_asker, by_staff) = (is_accepted(AcceptedBy::Asker), is_accepted(AcceptedBy::Staff));
        let (may_accept, may_recommend) = (self.may(Deed::Accept, post), self.may(Deed::Recommend, post));
        rights.accept_asker = may_accept && !by_asker;
        rights.withdraw_asker = may_accept && by_asker;
        rights.accept_staff = may_recommend && !by_staff;
        rights.withdraw_staff = may_recommend && by_staff;
        rights.answers = may_accept || may_recommend;
    }
}
