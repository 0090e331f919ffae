//! The rows of topics and posts that have numbers, all columns given.

use diesel::prelude::*;
use guildhall_schema::{
    accepted, me_too, mentions, post_removals, post_texts, posts, quotes, revisions, topic_counts, topic_tags, topic_titles, topics, votes,
};

use crate::accounts::MemberId;
use crate::forum::bulk::numbered::{NumberedPost, NumberedTopic};
use crate::forum::bulk::whole::{Numbered, WholePost};
use crate::forum::posts::store::Revision;
use crate::forum::tags::store::TagId;
use crate::forum::topics::titles::fold_title;
use crate::forum::{AcceptedBy, Audience, CategoryId, PostId, PostState, TopicId, TopicKind};
use crate::platform::db::Timestamp;
use crate::platform::text::RENDERER;
use crate::platform::text::slug::slug;

/// Declares a row with all its columns given, so that many stand in one statement.
macro_rules! row {
    ($name:ident $(<$lifetime:lifetime>)?, $table:ident { $($field:ident: $kind:ty),+ $(,)? }) => {
        #[derive(Insertable)]
        #[diesel(table_name = $table, treat_none_as_default_value = false)]
        pub(super) struct $name $(<$lifetime>)? {
            $($field: $kind,)+
        }
    };
}

row!(Topic<'a>, topics {
    id: TopicId, category: CategoryId, author: MemberId, kind: TopicKind, title: &'a str, slug: String, lang: &'a str, state: PostState,
    closed: bool, pinned: bool, solved: bool, answered: bool, created_at: Timestamp, bumped_at: Timestamp, hot: f64,
});
row!(Count<'a>, topic_counts {
    topic: TopicId, replies: i64, posts: i64, votes: i64, me_too: i64, answers: i64, staff_replies: i64, next_number: i64, next_position: i64,
    last_post: Option<PostId>, last_author: Option<MemberId>, last_at: Timestamp, lang: &'a str,
});
row!(Title, topic_titles { topic: TopicId, folded: String });
row!(Tag<'a>, topic_tags { topic: TopicId, tag: TagId, bumped_at: Timestamp, lang: &'a str });
row!(Post<'a>, posts {
    id: PostId, topic: TopicId, number: i64, parent: Option<PostId>, position: Option<i64>, author: MemberId, state: PostState, audience: Audience,
    lang: &'a str, created_at: Timestamp, edited_at: Option<Timestamp>, version: i64, votes: i64, vote_base: i64, comments: i64,
});
row!(Text<'a>, post_texts { post: PostId, source: &'a str, html: &'a str, renderer: i32 });
row!(Mention<'a>, mentions { post: PostId, member: i64, typed: &'a str });
row!(Quote, quotes { post: PostId, quoted: PostId });
row!(RevisionRow<'a>, revisions {
    post: PostId, number: i64, source: &'a str, title: Option<&'a str>, tags: Option<&'a str>, editor: MemberId, reason: &'a str, created_at: Timestamp,
});
row!(Vote, votes { post: PostId, member: MemberId, value: i32, created_at: Timestamp });
row!(MeToo, me_too { topic: TopicId, member: MemberId, created_at: Timestamp });
row!(Accepted, accepted { topic: TopicId, by: AcceptedBy, post: PostId, member: MemberId, at: Timestamp });
row!(Removal<'a>, post_removals { post: PostId, actor: Option<MemberId>, reason: &'a str, at: Timestamp });

impl<'a> Topic<'a> {
    pub fn of(new: &NumberedTopic<'a>) -> Self {
        let (topic, figures) = (new.past, &new.figures);
        Self {
            id: new.id,
            category: topic.category,
            author: topic.author,
            kind: topic.kind,
            title: &topic.title,
            slug: slug(&topic.title),
            lang: &topic.lang,
            state: topic.state,
            closed: topic.closed,
            pinned: topic.pinned,
            solved: figures.solved,
            answered: figures.answered,
            created_at: topic.created_at,
            bumped_at: figures.bumped_at,
            hot: figures.hot,
        }
    }
}

impl<'a> Count<'a> {
    pub fn of(new: &NumberedTopic<'a>) -> Self {
        let figures = &new.figures;
        Self {
            topic: new.id,
            replies: figures.replies,
            posts: figures.posts,
            votes: figures.votes,
            me_too: figures.me_too,
            answers: figures.answers,
            staff_replies: figures.staff_replies,
            next_number: new.next_number,
            next_position: new.next_position,
            last_post: figures.last_post,
            last_author: figures.last_author,
            last_at: figures.last_at,
            lang: &new.past.lang,
        }
    }
}

impl Title {
    pub fn of(new: &NumberedTopic<'_>) -> Self {
        Self { topic: new.id, folded: fold_title(&new.past.title) }
    }
}

impl<'a> Tag<'a> {
    pub fn of(new: &NumberedTopic<'a>) -> Vec<Self> {
        new.tags.iter().map(|&tag| Self { topic: new.id, tag, bumped_at: new.figures.bumped_at, lang: &new.past.lang }).collect()
    }
}

impl<'a> Post<'a> {
    pub fn of(new: &NumberedPost<'a>) -> Self {
        let past = &new.past;
        Self {
            id: new.id,
            topic: past.topic,
            number: past.number,
            parent: past.parent,
            position: past.position,
            author: past.author,
            state: past.state,
            audience: past.audience,
            lang: &new.text.lang,
            created_at: past.created_at,
            edited_at: past.edited_at,
            version: past.version,
            votes: new.votes(),
            vote_base: past.vote_base,
            comments: new.comments,
        }
    }
}

impl<'a> Text<'a> {
    pub fn of(new: &NumberedPost<'a>) -> Self {
        Self { post: new.id, source: &new.text.source, html: new.text.html.as_str(), renderer: RENDERER }
    }
}

impl<'a> Mention<'a> {
    pub fn of(new: &NumberedPost<'a>) -> Vec<Self> {
        new.text.mentions.iter().map(|mention| Self { post: new.id, member: mention.member, typed: &mention.typed }).collect()
    }
}

impl Vote {
    pub fn of(new: &NumberedPost<'_>) -> Vec<Self> {
        new.votes.iter().map(|&(member, value, created_at)| Self { post: new.id, member, value, created_at }).collect()
    }
}

impl Accepted {
    pub fn of(new: &NumberedPost<'_>) -> Vec<Self> {
        new.accepted.iter().map(|&(by, member, at)| Self { topic: new.past.topic, by, post: new.id, member, at }).collect()
    }
}

impl<'a> Removal<'a> {
    pub fn of(new: &NumberedPost<'a>) -> Option<Self> {
        new.removal.map(|(actor, reason, at)| Self { post: new.id, actor, reason, at })
    }
}

impl<'a> RevisionRow<'a> {
    pub fn of(post: PostId, revision: &'a Revision) -> Self {
        Self {
            post,
            number: revision.number,
            source: &revision.source,
            title: revision.title.as_deref(),
            tags: revision.tags.as_deref(),
            editor: revision.editor,
            reason: &revision.reason,
            created_at: revision.created_at,
        }
    }
}

/// What hangs on each post of a topic, with the post's number.
fn around<'a, R>(n: &Numbered<'a>, rows: impl Fn(PostId, &'a WholePost) -> Vec<R>) -> Vec<R> {
    let whole = n.whole;
    whole.posts.iter().enumerate().flat_map(|(place, post)| rows(n.post(place), post)).collect()
}

impl Quote {
    /// Posts of the same topic only: what another topic has is not known here.
    pub fn of_whole(n: &Numbered<'_>) -> Vec<Self> {
        let written = 1..=n.whole.posts.len() as i64;
        let quoted = |(topic, number): &(TopicId, i64)| (*topic == n.id && written.contains(number)).then(|| n.post(*number as usize - 1));
        around(n, |post, whole| whole.text.quotes.iter().filter_map(quoted).filter(|quoted| *quoted != post).map(|quoted| Self { post, quoted }).collect())
    }
}

impl<'a> RevisionRow<'a> {
    pub fn of_whole(n: &Numbered<'a>) -> Vec<Self> {
        around(n, |post, whole| whole.earlier.iter().map(|revision| Self::of(post, revision)).collect())
    }
}

impl MeToo {
    pub fn of_whole(n: &Numbered<'_>) -> Vec<Self> {
        n.whole.me_too.iter().map(|&(member, created_at)| Self { topic: n.id, member, created_at }).collect()
    }
}
