//! A community in which every role looks at a thing of every kind. Each text holds a word of its own that
//! tells, wherever it turns up, what it belongs to.

use diesel::prelude::*;
use guildhall::accounts::{CategoryId, MemberId, Right, Role as GivenRole};
use guildhall::forum::{Audience, PostId, PostState, TopicId};
use guildhall::platform::db::Connection;
use guildhall_schema::{group_members, groups, members, post_texts, revisions};
use std::cell::RefCell;

use crate::support::fixtures::{NewPost, NewTopic, insert_category, insert_removal, insert_tag};
use crate::support::{Client, TestApp};

/// Who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Visitor,
    Member,
    Author,
    Insider,
    Trust2,
    CategoryModerator,
    Moderator,
    Staff,
    Admin,
    Silenced,
    Suspended,
    Closed,
}

impl Role {
    pub const ALL: [Self; 12] = [
        Self::Visitor,
        Self::Member,
        Self::Author,
        Self::Insider,
        Self::Trust2,
        Self::CategoryModerator,
        Self::Moderator,
        Self::Staff,
        Self::Admin,
        Self::Silenced,
        Self::Suspended,
        Self::Closed,
    ];

    /// Signed in, as far as the program goes along with it.
    pub fn has_account(self) -> bool {
        !matches!(self, Self::Visitor | Self::Closed)
    }
}

/// Where in its topic a thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Topic,
    Reply,
    Comment,
}

/// A kind of thing: what decides who sees it.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    pub level: Level,
    pub state: PostState,
    pub audience: Audience,
    /// The state of the topic it stands in; that of the thing itself where it opens the topic.
    pub topic_state: PostState,
    pub is_in_closed_category: bool,
    /// Its author took it away, nobody else.
    pub is_withdrawn: bool,
}

impl Kind {
    fn plain(level: Level, state: PostState) -> Self {
        let topic_state = if level == Level::Topic { state } else { PostState::Visible };
        Self { level, state, audience: Audience::Everyone, topic_state, is_in_closed_category: false, is_withdrawn: false }
    }

    /// Every kind that the rules tell apart.
    pub fn all() -> Vec<Self> {
        use PostState::{Deleted, Erased, Held, Hidden, Visible};
        let mut kinds = Vec::new();
        for level in [Level::Topic, Level::Reply, Level::Comment] {
            kinds.extend([Visible, Held, Hidden, Deleted, Erased].map(|state| Self::plain(level, state)));
            kinds.push(Self { is_withdrawn: true, ..Self::plain(level, Deleted) });
            kinds.push(Self { is_in_closed_category: true, ..Self::plain(level, Visible) });
        }
        for level in [Level::Reply, Level::Comment] {
            kinds.extend([Audience::Staff, Audience::AuthorAndStaff].map(|audience| Self { audience, ..Self::plain(level, Visible) }));
            kinds.extend([Held, Hidden, Deleted, Erased].map(|topic_state| Self { topic_state, ..Self::plain(level, Visible) }));
        }
        kinds.push(Self { audience: Audience::Staff, ..Self::plain(Level::Reply, Hidden) });
        kinds.push(Self { is_in_closed_category: true, ..Self::plain(Level::Topic, Hidden) });
        kinds
    }
}

/// A thing that is there, of a kind.
#[derive(Clone, Copy, Debug)]
pub struct Thing {
    pub kind: Kind,
    pub topic: TopicId,
    pub post: PostId,
    /// The post's number in its topic.
    pub number: i64,
    /// The number in its marking words.
    pub mark: usize,
}

/// What a marking word stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Title,
    Tag,
    Text,
    Revision,
    Reason,
}

const PARTS: [(Part, &str); 5] = [(Part::Title, "title"), (Part::Tag, "tag"), (Part::Text, "text"), (Part::Revision, "revision"), (Part::Reason, "reason")];

/// The word that marks a part of a thing.
pub fn word(part: Part, mark: usize) -> String {
    let name = PARTS.iter().find(|(known, _)| *known == part).unwrap().1;
    // Far from each other: a search that forgives mistakes takes none for another.
    let mut number = (mark as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut end = String::new();
    for _ in 0..6 {
        end.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
    }
    format!("qx{name}{mark}z{end}")
}

/// Every marking word in a text.
pub fn words_in(text: &str) -> Vec<(Part, usize)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("qx") {
        let rest = &text[at + 2..];
        let Some((part, name)) = PARTS.iter().find(|(_, name)| rest.starts_with(name)) else { continue };
        let digits: String = rest[name.len()..].chars().take_while(char::is_ascii_digit).collect();
        if let Ok(mark) = digits.parse() {
            found.push((*part, mark));
        }
    }
    found
}

/// The community.
pub struct World {
    pub app: TestApp,
    pub open: CategoryId,
    pub closed: CategoryId,
    people: Vec<(Role, Client)>,
    author: MemberId,
    moderator: MemberId,
    things: RefCell<Vec<Thing>>,
}

impl World {
    /// Everybody, and one thing of each kind.
    pub async fn new() -> Self {
        let app = TestApp::start().await;
        let (open, closed) = app
            .rows(|conn| {
                let open = insert_category(conn, "open", None, &[("everyone", Right::Read), ("members", Right::Ask)]);
                let closed = insert_category(conn, "closed", None, &[("insiders", Right::Ask)]);
                // Never wider than its parent, whatever its own rows say.
                insert_category(conn, "below", Some(closed), &[("everyone", Right::Ask)]);
                insert_terms(conn);
                insert_search(conn);
                (open, closed)
            })
            .await;
        let people = people(&app, open).await;
        let member = |role| people.iter().find(|(r, _)| *r == role).map(|(_, client): &(Role, Client)| client.member()).unwrap();
        let (author, moderator) = (member(Role::Author), member(Role::Moderator));
        let world = Self { app, open, closed, people, author, moderator, things: RefCell::default() };
        for kind in Kind::all() {
            world.add(kind).await;
        }
        world.app.index();
        world
    }

    /// The browser of a role.
    pub fn client(&self, role: Role) -> &Client {
        &self.people.iter().find(|(r, _)| *r == role).unwrap().1
    }

    /// All things so far.
    pub fn things(&self) -> Vec<Thing> {
        self.things.borrow().clone()
    }

    /// Another thing of a kind, in a topic of its own.
    pub async fn add(&self, kind: Kind) -> Thing {
        let mark = self.things.borrow().len();
        let category = if kind.is_in_closed_category { self.closed } else { self.open };
        let (author, moderator) = (self.author, self.moderator);
        let (topic, post, number) = self.app.write(move |tx| Ok(insert(tx.conn(), kind, category, author, moderator, mark))).await;
        let thing = Thing { kind, topic, post, number, mark };
        self.things.borrow_mut().push(thing);
        thing
    }
}

/// The only page about the community that is written.
fn insert_terms(conn: &mut Connection) {
    use guildhall_schema::community_pages as pages;
    let names = (pages::page.eq("terms"), pages::lang.eq("en"), pages::source.eq("Be fair"), pages::html.eq("<p>Be fair</p>"));
    let rest = (pages::renderer.eq(1), pages::version.eq(1_i64), pages::edited_at.eq(0_i64));
    diesel::insert_into(pages::table).values((names.0, names.1, names.2, names.3, rest.0, rest.1, rest.2)).execute(conn).unwrap();
}

/// A search that somebody made, and words that mean the same.
fn insert_search(conn: &mut Connection) {
    use guildhall_schema::{search_synonyms, searches};
    let row = (searches::key.eq("en lost"), searches::query.eq("Lost"), searches::lang.eq("en"), searches::times.eq(1_i64), searches::last_at.eq(0_i64));
    diesel::insert_into(searches::table).values(row).execute(conn).unwrap();
    diesel::insert_into(search_synonyms::table).values(search_synonyms::words.eq("lost, gone")).execute(conn).unwrap();
}

async fn people(app: &TestApp, open: CategoryId) -> Vec<(Role, Client)> {
    let mut people = vec![(Role::Visitor, app.visitor())];
    // Names of no meaning: nobody can be called after a role.
    let names = ["mimi", "aurora", "inga", "tove", "carmen", "maud", "stella", "adele", "silja", "susan", "clara"];
    for (role, name) in Role::ALL.into_iter().skip(1).zip(names) {
        people.push((role, app.member(name).await));
    }
    let id = |role| people.iter().find(|(r, _)| *r == role).unwrap().1.member();
    app.give_role(id(Role::CategoryModerator), GivenRole::Moderator, Some(open)).await;
    app.give_role(id(Role::Moderator), GivenRole::Moderator, None).await;
    app.give_role(id(Role::Staff), GivenRole::Staff, None).await;
    app.give_role(id(Role::Admin), GivenRole::Admin, None).await;
    let insider = id(Role::Insider);
    let states = [(Role::Silenced, "silenced"), (Role::Suspended, "suspended"), (Role::Closed, "closed")].map(|(role, state)| (id(role), state));
    let trusted = id(Role::Trust2);
    app.rows(move |conn| {
        let row = (groups::slug.eq("insiders"), groups::name.eq("Insiders"), groups::created_at.eq(0_i64));
        let group: i64 = diesel::insert_into(groups::table).values(row).returning(groups::id).get_result(conn).unwrap();
        diesel::insert_into(group_members::table).values((group_members::group_id.eq(group), group_members::member.eq(insider))).execute(conn).unwrap();
        for (member, state) in states {
            diesel::update(members::table.find(member)).set(members::state.eq(state)).execute(conn).unwrap();
        }
        diesel::update(members::table.find(trusted)).set(members::trust.eq(2)).execute(conn).unwrap();
    })
    .await;
    // One network for each, so that what levels floods does not level the matrix.
    people.into_iter().enumerate().map(|(n, (role, client))| (role, client.coming_from(&format!("10.0.0.{n}")))).collect()
}

fn insert(conn: &mut Connection, kind: Kind, category: CategoryId, author: MemberId, moderator: MemberId, mark: usize) -> (TopicId, PostId, i64) {
    let title = format!("Where did qxcommon {} go", word(Part::Title, mark));
    let topic = NewTopic { state: kind.topic_state, ..NewTopic::question(category, author, &title) }.insert(conn);
    insert_tag(conn, topic, &word(Part::Tag, mark));
    let opening = NewPost::reply(topic, author, "");
    let text = word(Part::Text, mark);
    let (post, number): (PostId, i64) = match kind.level {
        Level::Topic => (first_post(conn, topic), 1),
        Level::Reply => (NewPost { state: kind.state, audience: kind.audience, ..opening }.insert(conn), 2),
        Level::Comment => {
            let parent = NewPost { audience: kind.audience, text: "The post above".into(), ..opening.clone() }.insert(conn);
            (NewPost { parent: Some(parent), state: kind.state, audience: kind.audience, ..opening }.insert(conn), 3)
        }
    };
    let source = format!("The text {text} is long enough to be one");
    let row = post_texts::table.find(post);
    diesel::update(row).set((post_texts::source.eq(&source), post_texts::html.eq(format!("<p>{source}</p>")))).execute(conn).unwrap();
    if kind.state != PostState::Erased {
        insert_revision(conn, post, kind.level, author, mark);
    }
    if kind.state != PostState::Visible {
        let by = if kind.is_withdrawn { author } else { moderator };
        insert_removal(conn, post, by, &word(Part::Reason, mark));
    }
    (topic, post, number)
}

fn first_post(conn: &mut Connection, topic: TopicId) -> PostId {
    use guildhall_schema::posts;
    posts::table.filter(posts::topic.eq(topic)).filter(posts::number.eq(1)).select(posts::id).first(conn).unwrap()
}

fn insert_revision(conn: &mut Connection, post: PostId, level: Level, editor: MemberId, mark: usize) {
    let was = word(Part::Revision, mark);
    let (title, tags) = if level == Level::Topic { (Some(format!("The title {was} before")), Some(was.clone())) } else { (None, None) };
    diesel::insert_into(revisions::table)
        .values((
            revisions::post.eq(post),
            revisions::number.eq(1_i64),
            revisions::source.eq(format!("Before it said {was}")),
            revisions::title.eq(title),
            revisions::tags.eq(tags),
            revisions::editor.eq(editor),
            revisions::reason.eq(&was),
            revisions::created_at.eq(0_i64),
        ))
        .execute(conn)
        .unwrap();
}
