//! Rows put straight into the forum's tables, so that every state can be set, those too that no page sets.

use diesel::prelude::*;
use guildhall::accounts::{MemberId, Right};
use guildhall::forum::counts::hot;
use guildhall::forum::topics::titles::fold_title;
use guildhall::forum::{AcceptedBy, Audience, CategoryId, PostId, PostState, TopicId, TopicKind};
use guildhall::platform::db::{Connection, Generation, Timestamp};
use guildhall_schema::{
    accepted, categories, category_access, category_names, member_counts, members, post_removals, post_texts, posts, tag_counts, tags, topic_counts,
    topic_tags, topic_titles, topics,
};

use super::TestApp;
use super::app::START;

/// A member without address or password.
pub fn insert_member(conn: &mut Connection, username: &str) -> MemberId {
    let id: MemberId = diesel::insert_into(members::table)
        .values((
            members::username.eq(username),
            members::username_key.eq(username),
            members::username_skeleton.eq(username),
            members::name.eq(username),
            members::name_skeleton.eq(username),
            members::created_at.eq(START),
        ))
        .returning(members::id)
        .get_result(conn)
        .unwrap();
    diesel::insert_into(member_counts::table).values(member_counts::member.eq(id)).execute(conn).unwrap();
    id
}

/// A category with an English name; its path is `slug`, below its parent's.
pub fn insert_category(conn: &mut Connection, slug: &str, parent: Option<CategoryId>, access: &[(&str, Right)]) -> CategoryId {
    let above: Option<String> = parent.map(|parent| categories::table.find(parent).select(categories::path).first(conn).unwrap());
    let path = above.map_or_else(|| slug.to_owned(), |above| format!("{above}/{slug}"));
    let id: CategoryId = diesel::insert_into(categories::table)
        .values((
            categories::parent.eq(parent),
            categories::slug.eq(slug),
            categories::path.eq(path),
            categories::icon.eq("chat"),
            categories::position.eq(1),
            categories::created_at.eq(START),
        ))
        .returning(categories::id)
        .get_result(conn)
        .unwrap();
    let name = (category_names::category.eq(id), category_names::lang.eq("en"), category_names::name.eq(format!("The {slug} category")));
    diesel::insert_into(category_names::table).values(name).execute(conn).unwrap();
    for (group, right) in access {
        let row = (category_access::category.eq(id), category_access::grantee.eq(*group), category_access::may.eq(*right));
        diesel::insert_into(category_access::table).values(row).execute(conn).unwrap();
    }
    id
}

/// A topic to insert, with its first post.
#[derive(Clone, Debug)]
pub struct NewTopic {
    pub category: CategoryId,
    pub author: MemberId,
    pub kind: TopicKind,
    pub title: String,
    pub slug: String,
    pub lang: String,
    pub state: PostState,
    pub closed: bool,
    pub pinned: bool,
    pub solved: bool,
    pub answered: bool,
    pub at: Timestamp,
}

impl NewTopic {
    /// A visible, open question.
    pub fn question(category: CategoryId, author: MemberId, title: &str) -> Self {
        let slug = guildhall::platform::text::slug::slug(title);
        Self {
            category,
            author,
            kind: TopicKind::Question,
            title: title.to_owned(),
            slug,
            lang: "en".into(),
            state: PostState::Visible,
            closed: false,
            pinned: false,
            solved: false,
            answered: false,
            at: START,
        }
    }

    /// The same, bumped so many minutes after the start.
    pub fn minutes(mut self, minutes: i64) -> Self {
        self.at = START.plus(minutes * Timestamp::MINUTE);
        self
    }

    /// Writes it with post 1, which has the same state.
    pub fn insert(&self, conn: &mut Connection) -> TopicId {
        let id: TopicId = diesel::insert_into(topics::table)
            .values((
                (topics::category.eq(self.category), topics::author.eq(self.author), topics::kind.eq(self.kind)),
                (topics::title.eq(&self.title), topics::slug.eq(&self.slug), topics::lang.eq(&self.lang), topics::state.eq(self.state)),
                (topics::closed.eq(self.closed), topics::pinned.eq(self.pinned), topics::solved.eq(self.solved), topics::answered.eq(self.answered)),
                (topics::created_at.eq(self.at), topics::bumped_at.eq(self.at), topics::hot.eq(hot(0, 0, 0, self.at))),
            ))
            .returning(topics::id)
            .get_result(conn)
            .unwrap();
        let counts = (topic_counts::topic.eq(id), topic_counts::last_at.eq(self.at), topic_counts::lang.eq(&self.lang));
        diesel::insert_into(topic_counts::table).values(counts).execute(conn).unwrap();
        diesel::insert_into(topic_titles::table).values((topic_titles::topic.eq(id), topic_titles::folded.eq(fold_title(&self.title)))).execute(conn).unwrap();
        let text = format!("The text of {}", self.title);
        let post = NewPost { state: self.state, at: self.at, ..NewPost::reply(id, self.author, &text) }.insert(conn);
        diesel::update(posts::table.find(post)).set(posts::lang.eq(&self.lang)).execute(conn).unwrap();
        id
    }
}

/// A post to insert.
#[derive(Clone, Debug)]
pub struct NewPost {
    pub topic: TopicId,
    pub parent: Option<PostId>,
    pub author: MemberId,
    pub state: PostState,
    pub audience: Audience,
    pub text: String,
    pub at: Timestamp,
}

impl NewPost {
    /// A visible reply.
    pub fn reply(topic: TopicId, author: MemberId, text: &str) -> Self {
        Self { topic, parent: None, author, state: PostState::Visible, audience: Audience::Everyone, text: text.to_owned(), at: START }
    }

    /// A visible comment.
    pub fn comment(topic: TopicId, parent: PostId, author: MemberId, text: &str) -> Self {
        Self { parent: Some(parent), ..Self::reply(topic, author, text) }
    }

    /// Writes it with the topic's next number and keeps the counts that lists show.
    pub fn insert(&self, conn: &mut Connection) -> PostId {
        let counts = topic_counts::table.find(self.topic);
        let (number, position): (i64, i64) = counts.select((topic_counts::next_number, topic_counts::next_position)).first(conn).unwrap();
        let is_reply = number > 1 && self.parent.is_none();
        let id: PostId = diesel::insert_into(posts::table)
            .values((
                (posts::topic.eq(self.topic), posts::number.eq(number), posts::parent.eq(self.parent), posts::position.eq(is_reply.then_some(position))),
                (posts::author.eq(self.author), posts::state.eq(self.state), posts::audience.eq(self.audience)),
                (posts::lang.eq("en"), posts::created_at.eq(self.at)),
            ))
            .returning(posts::id)
            .get_result(conn)
            .unwrap();
        if self.state != PostState::Erased {
            let text = (post_texts::source.eq(&self.text), post_texts::html.eq(format!("<p>{}</p>", self.text)), post_texts::renderer.eq(1));
            diesel::insert_into(post_texts::table).values((post_texts::post.eq(id), text)).execute(conn).unwrap();
        }
        let is_counted = is_reply && self.state == PostState::Visible && self.audience == Audience::Everyone;
        diesel::update(counts)
            .set((
                topic_counts::next_number.eq(number + 1),
                topic_counts::next_position.eq(position + i64::from(is_reply)),
                topic_counts::replies.eq(topic_counts::replies + i64::from(is_counted)),
            ))
            .execute(conn)
            .unwrap();
        if is_counted || number == 1 {
            diesel::update(counts).set((topic_counts::last_author.eq(Some(self.author)), topic_counts::last_at.eq(self.at))).execute(conn).unwrap();
        }
        if let (Some(parent), PostState::Visible) = (self.parent, self.state) {
            diesel::update(posts::table.find(parent)).set(posts::comments.eq(posts::comments + 1)).execute(conn).unwrap();
        }
        id
    }
}

/// Says why a post is not visible.
pub fn insert_removal(conn: &mut Connection, post: PostId, actor: MemberId, reason: &str) {
    let row = (post_removals::post.eq(post), post_removals::actor.eq(Some(actor)), post_removals::reason.eq(reason), post_removals::at.eq(START));
    diesel::insert_into(post_removals::table).values(row).execute(conn).unwrap();
}

/// Marks an answer, and the topic as solved.
pub fn insert_accepted(conn: &mut Connection, topic: TopicId, by: AcceptedBy, post: PostId, member: MemberId) {
    let row = (accepted::topic.eq(topic), accepted::by.eq(by), accepted::post.eq(post), accepted::member.eq(member), accepted::at.eq(START));
    diesel::insert_into(accepted::table).values(row).execute(conn).unwrap();
    diesel::update(topics::table.find(topic)).set(topics::solved.eq(true)).execute(conn).unwrap();
}

/// Gives a topic a tag, which is made where it does not exist.
pub fn insert_tag(conn: &mut Connection, topic: TopicId, name: &str) {
    let found: Option<i64> = tags::table.filter(tags::name.eq(name)).select(tags::id).first(conn).optional().unwrap();
    let tag = found.unwrap_or_else(|| {
        diesel::insert_into(tags::table).values((tags::name.eq(name), tags::created_at.eq(START))).returning(tags::id).get_result(conn).unwrap()
    });
    let (bumped_at, lang, category, state): (Timestamp, String, i64, PostState) =
        topics::table.find(topic).select((topics::bumped_at, topics::lang, topics::category, topics::state)).first(conn).unwrap();
    if state == PostState::Visible {
        let row = tag_counts::table.find((tag, category));
        if diesel::update(row).set(tag_counts::topics.eq(tag_counts::topics + 1)).execute(conn).unwrap() == 0 {
            let row = (tag_counts::tag.eq(tag), tag_counts::category.eq(category), tag_counts::topics.eq(1_i64));
            diesel::insert_into(tag_counts::table).values(row).execute(conn).unwrap();
        }
    }
    diesel::insert_into(topic_tags::table)
        .values((topic_tags::topic.eq(topic), topic_tags::tag.eq(tag), topic_tags::bumped_at.eq(bumped_at), topic_tags::lang.eq(lang)))
        .execute(conn)
        .unwrap();
}

/// Moves a topic to the top of its lists.
pub fn bump(conn: &mut Connection, topic: TopicId, at: Timestamp) {
    diesel::update(topics::table.find(topic)).set(topics::bumped_at.eq(at)).execute(conn).unwrap();
    diesel::update(topic_tags::table.filter(topic_tags::topic.eq(topic))).set(topic_tags::bumped_at.eq(at)).execute(conn).unwrap();
}

impl TestApp {
    /// Puts rows into tables; everybody reads categories, badges and topics anew afterwards.
    pub async fn rows<T: Send + 'static>(&self, mut work: impl FnMut(&mut Connection) -> T + Send + 'static) -> T {
        self.write(move |tx| {
            let value = work(tx.conn());
            // Whatever became of topics, nothing that was kept of them is as it is now.
            diesel::update(topics::table).set(topics::version.eq(topics::version + 1)).execute(tx.conn())?;
            tx.bump(Generation::Categories)?;
            tx.bump(Generation::Badges)?;
            Ok(value)
        })
        .await
    }

    /// How many statements a piece of work runs, after things kept in memory were read.
    pub fn queries(&self) -> u64 {
        self.db().metrics().queries
    }
}
