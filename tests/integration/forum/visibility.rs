//! The table of truth, in every combination: what SQL returns, what `can_see` answers and what audience
//! keys open must be one and the same, and must be what the table says.

use super::plans::OPEN;
use crate::support::TestDatabase;
use crate::support::app::START;
use crate::support::fixtures::{NewPost, NewTopic, insert_category, insert_member};
use diesel::helper_types::InnerJoinQuerySource;
use diesel::prelude::*;
use guildhall::accounts::{Account, MemberId, MemberState, Right, Role, Theme, Viewer};
use guildhall::forum::categories::{Categories, store};
use guildhall::forum::visibility::{
    PostFacts, Presence, Sight, TopicFacts, audience_keys, can_open_topic, can_see, can_see_topic, holds_key, is_seen_by_all_of, is_seen_by_everybody,
    presence, visible_posts, visible_topics,
};
use guildhall::forum::{Audience, CategoryId, PostId, PostState, TopicId};
use guildhall::platform::db::{Connection, Use, open_connection};
use guildhall::platform::i18n::Zone;
use guildhall_schema::{posts, topics};
use std::collections::BTreeSet;

/// The group that alone reads the closed category.
const CIRCLE: &str = "partner-circle";

/// Who may read a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Readers {
    Everyone,
    Members,
    Circle,
}

/// The rows: every topic state, post state, audience, readers and authorship.
struct World {
    categories: Categories,
    rooms: Vec<(Readers, CategoryId)>,
    authors: Authors,
    topics: Vec<(TopicId, Readers, TopicFacts)>,
    posts: Vec<(PostId, Readers, PostFacts)>,
}

#[derive(Clone, Copy)]
struct Authors {
    stranger: MemberId,
    of_topics: MemberId,
    of_posts: MemberId,
    of_both: MemberId,
}

fn world(conn: &mut Connection) -> World {
    let authors = Authors {
        stranger: insert_member(conn, "stranger"),
        of_topics: insert_member(conn, "asker"),
        of_posts: insert_member(conn, "writer"),
        of_both: insert_member(conn, "both"),
    };
    let rooms = vec![
        (Readers::Everyone, insert_category(conn, "open", None, OPEN)),
        (Readers::Members, insert_category(conn, "members", None, &[("members", Right::Reply)])),
        (Readers::Circle, insert_category(conn, "closed", None, &[(CIRCLE, Right::Ask)])),
    ];
    let (mut all_topics, mut all_posts) = (Vec::new(), Vec::new());
    for (readers, category) in rooms.clone() {
        for state in PostState::ALL.iter().copied() {
            for (asker, writer) in [(authors.of_topics, authors.of_posts), (authors.of_both, authors.of_both)] {
                let topic = NewTopic { state, ..NewTopic::question(category, asker, "A topic") }.insert(conn);
                let facts = TopicFacts { category, state, author: asker };
                all_topics.push((topic, readers, facts));
                let first = posts::table.filter(posts::topic.eq(topic)).select(posts::id).first(conn).unwrap();
                all_posts.push((first, readers, PostFacts { topic: facts, state, audience: Audience::Everyone, author: asker }));
                for post_state in PostState::ALL.iter().copied() {
                    for audience in Audience::ALL.iter().copied() {
                        let post = NewPost { state: post_state, audience, ..NewPost::reply(topic, writer, "A post") }.insert(conn);
                        all_posts.push((post, readers, PostFacts { topic: facts, state: post_state, audience, author: writer }));
                    }
                }
            }
        }
    }
    World { categories: store::load(conn).unwrap(), rooms, authors, topics: all_topics, posts: all_posts }
}

/// Somebody who looks, in plain facts beside the [`Viewer`] that is made of them.
#[derive(Clone, Debug)]
struct Looker {
    member: Option<MemberId>,
    state: MemberState,
    roles: Vec<(Role, Option<CategoryId>)>,
    in_circle: bool,
}

impl Looker {
    fn viewer(&self) -> Viewer {
        let Some(id) = self.member else { return Viewer::visitor() };
        let account = Account {
            unread: 0,
            mail_stopped: false,
            id,
            username: "name".into(),
            name: "Name".into(),
            state: self.state,
            trust: 2,
            lang: None,
            reads: Vec::new(),
            zone: Zone::default(),
            theme: Theme::System,
            picture: String::new(),
            created_at: START,
        };
        let groups = if self.in_circle { vec![CIRCLE.to_owned()] } else { Vec::new() };
        Viewer::member(account, self.roles.clone(), groups)
    }

    /// A suspended member reads as a visitor does: no roles, no groups, nothing of their own.
    fn takes_part(&self) -> bool {
        self.member.is_some() && self.state != MemberState::Suspended && self.state != MemberState::Closed
    }

    fn is(&self, author: MemberId) -> bool {
        self.takes_part() && self.member == Some(author)
    }

    fn is_staff(&self) -> bool {
        self.takes_part() && self.roles.contains(&(Role::Staff, None))
    }

    fn reads(&self, readers: Readers) -> bool {
        match readers {
            Readers::Everyone => true,
            Readers::Members => self.takes_part(),
            Readers::Circle => self.takes_part() && self.in_circle,
        }
    }

    fn moderates(&self, category: CategoryId) -> bool {
        self.takes_part() && (self.roles.contains(&(Role::Moderator, None)) || self.roles.contains(&(Role::Moderator, Some(category))))
    }

    /// The table, row by row as it is written.
    fn gets(&self, state: PostState, author: MemberId, category: CategoryId) -> bool {
        match state {
            PostState::Visible => true,
            PostState::Held | PostState::Hidden => self.is(author) || self.moderates(category),
            PostState::Deleted => self.moderates(category),
            PostState::Erased => false,
        }
    }

    fn should_see_topic(&self, readers: Readers, topic: &TopicFacts) -> bool {
        self.reads(readers) && self.gets(topic.state, topic.author, topic.category)
    }

    fn should_see(&self, readers: Readers, post: &PostFacts) -> bool {
        let audience = match post.audience {
            Audience::Everyone => true,
            Audience::AuthorAndStaff => self.is(post.author) || self.is_staff(),
            Audience::Staff => self.is_staff(),
        };
        self.should_see_topic(readers, &post.topic) && audience && self.gets(post.state, post.author, post.topic.category)
    }
}

/// Everybody: each standing with each set of roles, inside the circle and outside, as each author and as none.
fn lookers(world: &World) -> Vec<Looker> {
    let somewhere = |index: usize| Some(world.rooms[index].1);
    let role_sets: Vec<Vec<(Role, Option<CategoryId>)>> = vec![
        vec![],
        vec![(Role::Staff, None)],
        vec![(Role::Moderator, None)],
        vec![(Role::Moderator, somewhere(0))],
        vec![(Role::Moderator, somewhere(1)), (Role::Moderator, somewhere(2))],
        vec![(Role::Admin, None)],
        vec![(Role::Expert, None)],
        vec![(Role::Staff, None), (Role::Moderator, None)],
        vec![(Role::Staff, None), (Role::Moderator, somewhere(2))],
        vec![(Role::Staff, None), (Role::Moderator, None), (Role::Admin, None)],
    ];
    let authors = world.authors;
    let mut all = vec![Looker { member: None, state: MemberState::Active, roles: vec![], in_circle: false }];
    for member in [authors.stranger, authors.of_topics, authors.of_posts, authors.of_both] {
        for state in [MemberState::Active, MemberState::Silenced, MemberState::Suspended] {
            for roles in &role_sets {
                for in_circle in [false, true] {
                    all.push(Looker { member: Some(member), state, roles: roles.clone(), in_circle });
                }
            }
        }
    }
    all
}

fn topics_by_sql(conn: &mut Connection, sight: &Sight) -> BTreeSet<TopicId> {
    topics::table.filter(visible_topics::<topics::table>(sight)).select(topics::id).load::<TopicId>(conn).unwrap().into_iter().collect()
}

fn posts_by_sql(conn: &mut Connection, sight: &Sight) -> BTreeSet<PostId> {
    let visible = visible_posts::<InnerJoinQuerySource<posts::table, topics::table>>(sight);
    posts::table.inner_join(topics::table).filter(visible).select(posts::id).load::<PostId>(conn).unwrap().into_iter().collect()
}

#[test]
fn sql_rows_and_keys_agree_with_the_table() {
    let (location, _database) = TestDatabase::fresh();
    let mut conn = open_connection(&location, Use::Write, &Default::default()).unwrap();
    let world = world(&mut conn);
    assert_eq!((world.topics.len(), world.posts.len()), (30, 480));
    let lookers = lookers(&world);
    assert_eq!(lookers.len(), 241);
    for looker in &lookers {
        let sight = Sight::of(&looker.viewer(), &world.categories);
        let by_sql = topics_by_sql(&mut conn, &sight);
        for (id, readers, facts) in &world.topics {
            let expected = looker.should_see_topic(*readers, facts);
            assert_eq!((by_sql.contains(id), can_see_topic(&sight, facts)), (expected, expected), "{looker:?} {readers:?} {facts:?}");
        }
        let by_sql = posts_by_sql(&mut conn, &sight);
        for (id, readers, facts) in &world.posts {
            let expected = looker.should_see(*readers, facts);
            let found = (by_sql.contains(id), can_see(&sight, facts), holds_key(&sight, &audience_keys(facts)));
            assert_eq!(found, (expected, expected, expected), "{looker:?} {readers:?} {facts:?}");
        }
    }
}

/// Words of one post are shown in another only if nobody reads these who may not read those, whatever becomes of the other;
/// and where it is plain that all may, they are shown.
#[test]
fn words_are_shown_elsewhere_to_nobody_who_may_not_read_them() {
    let (location, _database) = TestDatabase::fresh();
    let mut conn = open_connection(&location, Use::Write, &Default::default()).unwrap();
    let world = world(&mut conn);
    let lookers = lookers(&world);
    let sights: Vec<Sight> = lookers.iter().map(|looker| Sight::of(&looker.viewer(), &world.categories)).collect();
    let shown = |facts: &PostFacts| PostFacts { topic: TopicFacts { state: PostState::Visible, ..facts.topic }, state: PostState::Visible, ..*facts };
    let seeing = |facts: &PostFacts| sights.iter().map(|sight| can_see(sight, facts)).collect::<Vec<bool>>();
    let readers: Vec<(PostFacts, Vec<bool>)> = world.posts.iter().map(|(_, _, facts)| (*facts, seeing(&shown(facts)))).collect();
    let mut numbers = (0, 0);
    for (_, _, quoted) in &world.posts {
        let seen = seeing(quoted);
        for (quoting, reading) in &readers {
            let leaks = reading.iter().zip(&seen).any(|(reads, sees)| *reads && !*sees);
            let is_shown = is_seen_by_all_of(quoted, quoting, &world.categories);
            assert!(!(is_shown && leaks), "{quoted:?} in {quoting:?}");
            let is_plain = shown(quoted) == *quoted && [quoted, quoting].iter().all(|facts| facts.audience == Audience::Everyone);
            assert!(is_shown || leaks || !is_plain, "{quoted:?} in {quoting:?} hides words from nobody");
            numbers = (numbers.0 + usize::from(is_shown), numbers.1 + usize::from(leaks));
        }
        assert_eq!(is_seen_by_everybody(quoted, &world.categories), seen.iter().all(|sees| *sees), "{quoted:?}");
    }
    assert!(numbers.0 > 1_000 && numbers.1 > 100_000, "{numbers:?}");
}

#[test]
fn whoever_reads_a_category_reads_those_open_to_wider_groups() {
    let (location, _database) = TestDatabase::fresh();
    let mut conn = open_connection(&location, Use::Write, &Default::default()).unwrap();
    let mut make = |slug: &str, parent, groups: &[&str]| {
        let access: Vec<(&str, Right)> = groups.iter().map(|group| (*group, Right::Read)).collect();
        insert_category(&mut conn, slug, parent, &access)
    };
    let open = make("open", None, &["everyone"]);
    let members = make("members", None, &["members", "staff"]);
    let trusted = make("trusted", None, &["trust-2", "staff"]);
    let circle = make("circle", None, &[CIRCLE]);
    let below = make("below", Some(circle), &["everyone"]);
    let beside = make("beside", Some(members), &[CIRCLE]);
    let nobody = make("nobody", None, &[]);
    let categories = store::load(&mut conn).unwrap();
    let reads = |wide, narrow| categories.is_read_by_all_of(wide, narrow);
    for narrow in [open, members, trusted, circle, below, beside, nobody] {
        assert!(reads(narrow, narrow) && reads(open, narrow));
        assert_eq!(reads(members, narrow), narrow != open, "{narrow}");
        assert_eq!(reads(trusted, narrow), [trusted, nobody].contains(&narrow), "{narrow}");
        assert_eq!(reads(circle, narrow), [circle, below, beside, nobody].contains(&narrow), "{narrow}");
        assert_eq!(reads(below, narrow), [circle, below, beside, nobody].contains(&narrow), "{narrow}");
        assert_eq!(reads(nobody, narrow), narrow == nobody, "{narrow}");
        assert!(!reads(CategoryId(99), narrow));
    }
}

#[test]
fn the_program_itself_sees_all_but_what_is_erased() {
    let (location, _database) = TestDatabase::fresh();
    let mut conn = open_connection(&location, Use::Write, &Default::default()).unwrap();
    let world = world(&mut conn);
    let sight = Sight::of(&Viewer::system(), &world.categories);
    let by_sql = posts_by_sql(&mut conn, &sight);
    for (id, _, facts) in &world.posts {
        let is_erased = facts.state == PostState::Erased || facts.topic.state == PostState::Erased;
        assert_eq!((by_sql.contains(id), can_see(&sight, facts)), (!is_erased, !is_erased), "{facts:?}");
    }
}

#[test]
fn a_line_stands_where_the_table_has_one_and_never_for_other_eyes() {
    let (location, _database) = TestDatabase::fresh();
    let mut conn = open_connection(&location, Use::Write, &Default::default()).unwrap();
    let world = world(&mut conn);
    for looker in lookers(&world) {
        let sight = Sight::of(&looker.viewer(), &world.categories);
        for (_, readers, facts) in &world.posts {
            let is_seen = looker.should_see(*readers, facts);
            // What is for this reader but for its state.
            let is_for_them =
                looker.should_see_topic(*readers, &facts.topic) && looker.should_see(*readers, &PostFacts { state: PostState::Visible, ..*facts });
            let is_own_deleted = facts.state == PostState::Deleted && looker.is(facts.author);
            let expected = |has_comments: bool| match (is_seen, is_for_them && (has_comments || is_own_deleted)) {
                (true, _) => Presence::Whole,
                (false, true) => Presence::Line,
                (false, false) => Presence::Nothing,
            };
            for has_comments in [false, true] {
                assert_eq!(presence(&sight, facts, has_comments), expected(has_comments), "{looker:?} {facts:?} comments: {has_comments}");
            }
        }
        for (_, readers, facts) in &world.topics {
            let is_own_deleted = facts.state == PostState::Deleted && looker.is(facts.author) && looker.reads(*readers);
            assert_eq!(can_open_topic(&sight, facts), looker.should_see_topic(*readers, facts) || is_own_deleted, "{looker:?} {facts:?}");
        }
    }
}
