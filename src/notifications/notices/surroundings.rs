//! What decides who is told of posts, read for some of them together: whom they name, what they are part of.

use std::collections::{BTreeMap, HashMap};

use super::{Reason, Reasons, listing};
use crate::accounts::MemberId;
use crate::accounts::badges::Badges;
use crate::forum::categories::Categories;
use crate::forum::follows::Subject;
use crate::forum::posts::PostRow;
use crate::forum::visit::ForumMemory;
use crate::forum::{PostId, TopicId, TopicKind, tags};
use crate::platform::db::{Connection, Db, Result};
use std::sync::Arc;

/// What is known of some posts.
pub(super) struct Surroundings {
    named: HashMap<PostId, BTreeMap<MemberId, Reasons>>,
    /// Who wrote what is commented on.
    above: HashMap<PostId, MemberId>,
    tags: HashMap<TopicId, Vec<tags::store::TagId>>,
    categories: Arc<Categories>,
    badges: Arc<Badges>,
}

impl Surroundings {
    /// Reads them.
    pub fn of(conn: &mut Connection, db: &Db, memory: &ForumMemory, posts: &[PostRow]) -> Result<Self> {
        let ids: Vec<PostId> = posts.iter().map(|post| post.id).collect();
        let topics: Vec<TopicId> = posts.iter().map(|post| post.topic).collect();
        let above: Vec<PostId> = posts.iter().filter_map(|post| post.parent).collect();
        let mut named: HashMap<PostId, BTreeMap<MemberId, Reasons>> = HashMap::new();
        let mentioned = listing::mentioned(conn, &ids)?.into_iter().map(|named| (named, Reason::Mention));
        let quoted = listing::quoted(conn, &ids)?.into_iter().map(|named| (named, Reason::Quote));
        for ((post, member), reason) in mentioned.chain(quoted) {
            let reasons = named.entry(post).or_default().entry(member).or_default();
            *reasons = reasons.and(reason);
        }
        Ok(Self {
            named,
            above: if above.is_empty() { HashMap::new() } else { listing::authors(conn, &above)? },
            tags: listing::tags_of(conn, &topics)?,
            categories: memory.categories.get(db, conn)?,
            badges: memory.badges.get(db, conn)?,
        })
    }

    /// Whom a post names and quotes.
    pub fn named_in(&self, post: &PostRow) -> BTreeMap<MemberId, Reasons> {
        self.named.get(&post.id).cloned().unwrap_or_default()
    }

    /// Whom a post answers: whoever opened the topic, or wrote what is commented on.
    pub fn addressed(&self, post: &PostRow) -> Option<(MemberId, Reason)> {
        let asker = post.topic_facts.author;
        match post.parent {
            Some(parent) => self.above.get(&parent).map(|author| (*author, Reason::Comment)),
            None if post.opens_topic() => None,
            None if self.badges.is_staff(post.author) && post.kind == TopicKind::Question => Some((asker, Reason::StaffAnswer)),
            None => Some((asker, Reason::Reply)),
        }
    }

    /// All that a post is part of and that can be followed: its topic, the category and the one above, the tags, the author.
    pub fn around(&self, post: &PostRow) -> Vec<Subject> {
        let category = post.category();
        let above = self.categories.get(category).and_then(|category| category.parent);
        let mut all = vec![Subject::Topic(post.topic), Subject::Member(post.author), Subject::Category(category)];
        all.extend(above.map(Subject::Category));
        all.extend(self.tags.get(&post.topic).into_iter().flatten().copied().map(Subject::Tag));
        all
    }
}
