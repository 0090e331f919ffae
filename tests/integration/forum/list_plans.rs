//! No list reads a table whole or sorts more than a page, on either database.

use super::plans::{OPEN, Plan, assert_walks_along_indexes, fill, plans};
use crate::support::TestDatabase;
use crate::support::fixtures::*;
use diesel::prelude::*;
use guildhall::accounts::MemberId;
use guildhall::forum::follows::Mutes;
use guildhall::forum::listing::{List, PER_PAGE, Place, Which, listing};
use guildhall::forum::periods::Period;
use guildhall::forum::tags::store::TagId;
use guildhall::forum::topics::show::listing as show;
use guildhall::forum::topics::show::order::Rank;
use guildhall::forum::visibility::Sight;
use guildhall::forum::{CategoryId, PostId, TopicId};
use guildhall::platform::db::{Connection, Timestamp, Use, Walk, open_connection};
use guildhall::platform::i18n::Lang;
use guildhall_schema::{follows, posts, tags};

/// Topics in the community: enough that reading them all is not the cheapest plan.
const TOPICS: i64 = 20_000;

/// A large community on either database.
struct Large {
    conn: Connection,
    sights: [Sight; 2],
    categories: Vec<CategoryId>,
    author: MemberId,
    _database: TestDatabase,
}

fn large() -> Large {
    let (location, database) = TestDatabase::fresh();
    let mut conn = open_connection(&location, Use::Write, &Default::default()).unwrap();
    let (author, _) = (insert_member(&mut conn, "asker"), insert_member(&mut conn, "other"));
    let parent = insert_category(&mut conn, "payments", None, OPEN);
    let categories = vec![parent, insert_category(&mut conn, "cards", Some(parent), OPEN), insert_category(&mut conn, "orders", None, OPEN)];
    for name in ["everything", "little", "muted"] {
        diesel::insert_into(tags::table).values((tags::name.eq(name), tags::created_at.eq(0_i64))).execute(&mut conn).unwrap();
    }
    // Only lists of who mutes something leave anything out.
    for (what, subject) in [("topic", 5_i64), ("tag", 3)] {
        let row = (follows::member.eq(author), follows::what.eq(what), follows::subject.eq(subject), follows::level.eq("muted"));
        let rest = (follows::chosen.eq(true), follows::created_at.eq(Timestamp(0)));
        diesel::insert_into(follows::table).values((row.0, row.1, row.2, row.3, rest.0, rest.1)).execute(&mut conn).unwrap();
    }
    fill(&mut conn, TOPICS);
    let visitor = Sight { readable: categories.clone(), ..Sight::default() };
    let member = Sight { member: Some(author), moderated: vec![categories[2]], ..visitor.clone() };
    Large { conn, sights: [visitor, member], categories, author, _database: database }
}

impl Large {
    fn lists(&self) -> Vec<List> {
        let (english, rare) = (Lang::parse("en").unwrap(), Lang::parse("zh-Hant").unwrap());
        let all = [
            Which::Latest,
            Which::Hot,
            Which::Top(Period::Week),
            Which::Top(Period::Year),
            Which::Top(Period::All),
            Which::Unsolved,
            Which::Unanswered,
            Which::Categories(self.categories[..2].to_vec()),
            Which::Tag(TagId(1)),
            Which::Tag(TagId(2)),
        ];
        let mut lists: Vec<List> = Vec::new();
        for which in all {
            lists.extend([vec![], vec![rare], vec![english, rare]].map(|languages| List { languages, ..List::all(which.clone()) }));
            lists.push(List::all(which).without(&Mutes { member: self.author, topics: true, tags: true, categories: vec![] }));
        }
        lists.push(List::all(Which::Author(self.author)));
        lists
    }
}

#[test]
fn no_list_scans_or_sorts() {
    let mut large = large();
    let lists = large.lists();
    for sight in large.sights.clone() {
        for list in &lists {
            let first = listing::page(&mut large.conn, &sight, list, Place::First, None).unwrap();
            let Some(cursor) = first.older else {
                assert!(list.languages.len() == 1 && first.topics.len() < PER_PAGE, "{list:?}: no second page");
                continue;
            };
            for place in [Place::First, Place::Before(cursor), Place::After(cursor)] {
                let read = |conn: &mut Connection| assert!(!listing::page(conn, &sight, list, place, Some(first.as_of)).unwrap().topics.is_empty());
                let plans: Vec<Plan> = plans(&mut large.conn, read);
                assert!(plans.len() >= 4, "{list:?}: only {} statements were heard", plans.len());
                assert_walks_along_indexes(&format!("{list:?} {place:?}"), &plans);
            }
        }
    }
}

#[test]
fn no_page_about_tags_or_members_scans_or_sorts() {
    use guildhall::forum::{members, tags};
    let mut large = large();
    for sight in large.sights.clone() {
        for place in [Walk::First, Walk::After("t2".into()), Walk::Before("t9".into())] {
            let plans = plans(&mut large.conn, |conn| assert_eq!(tags::listing::page(conn, &sight, &place).unwrap().rows.len(), 100));
            assert_walks_along_indexes(&format!("all tags {place:?}"), &plans);
        }
        let author = large.author;
        for span in [Walk::First, Walk::After(TOPICS + 1_000), Walk::Before(TOPICS + 1_000)] {
            let plans = plans(&mut large.conn, |conn| assert_eq!(members::listing::replies(conn, &sight, author, span, 25).unwrap().rows.len(), 25));
            assert_walks_along_indexes(&format!("replies {span:?}"), &plans);
        }
    }
}

#[test]
fn replies_by_votes_walk_along_their_index() {
    let mut large = large();
    let topic = TopicId(1);
    let replies: Vec<PostId> =
        posts::table.filter(posts::topic.eq(topic)).filter(posts::position.is_not_null()).select(posts::id).limit(2).load(&mut large.conn).unwrap();
    for sight in large.sights.clone() {
        for span in [Walk::First, Walk::After(Rank { score: 7, number: 2_000 }), Walk::Before(Rank { score: 7, number: 2_000 })] {
            for above in [&[], &replies[..]] {
                let read = |conn: &mut Connection| assert_eq!(show::by_votes(conn, topic, &sight, span, above).unwrap().posts.len(), 20);
                let plans = plans(&mut large.conn, read);
                assert_eq!(plans.len(), 1, "{plans:#?}");
                assert_walks_along_indexes(&format!("replies by votes {span:?}"), &plans);
                assert!(plans[0].1.iter().any(|step| step.contains("posts_by_votes")), "{span:?}: {plans:#?}");
            }
        }
    }
}

#[test]
fn a_plan_that_scans_or_sorts_is_noticed() {
    let mut large = large();
    let scan = plans(&mut large.conn, |conn| {
        use guildhall_schema::topics;
        let _: Vec<i64> = topics::table.filter(topics::slug.eq("t")).order(topics::title).select(topics::id).limit(5_000).load(conn).unwrap();
    });
    let noticed = std::panic::catch_unwind(|| assert_walks_along_indexes("a scan", &scan));
    assert!(noticed.is_err(), "{scan:?}");
}
