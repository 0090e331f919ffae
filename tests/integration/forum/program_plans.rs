//! Neither a feed nor a sitemap reads a table whole, on either database.

use guildhall::accounts::MemberId;
use guildhall::forum::visibility::{Sight, TopicFacts};
use guildhall::forum::{CategoryId, PostState, TopicId, feeds, sitemaps};
use guildhall::platform::db::{Connection, Use, open_connection};

use super::plans::{OPEN, assert_walks_along_indexes, fill, plans};
use crate::support::TestDatabase;
use crate::support::fixtures::{insert_category, insert_member};

/// Topics in the community: six files, so that reading them all for one is not the cheapest plan.
const TOPICS: i64 = 60_000;

/// Holds the plans of a piece of work against the rules; it must have run so many statements.
fn hold(conn: &mut Connection, what: &str, statements: usize, work: impl FnOnce(&mut Connection)) {
    let plans = plans(conn, work);
    assert_eq!(plans.len(), statements, "{what}: {plans:#?}");
    assert_walks_along_indexes(what, &plans);
}

#[test]
fn no_feed_and_no_sitemap_scans_or_sorts() {
    let (location, _database) = TestDatabase::fresh();
    let mut conn = open_connection(&location, Use::Write, &Default::default()).unwrap();
    let (author, _) = (insert_member(&mut conn, "asker"), insert_member(&mut conn, "other"));
    let readable: Vec<CategoryId> = ["payments", "cards", "orders"].map(|name| insert_category(&mut conn, name, None, OPEN)).to_vec();
    diesel::connection::SimpleConnection::batch_execute(&mut conn, "INSERT INTO tags (id, name, created_at) VALUES (1, 'a', 0), (2, 'b', 0)").unwrap();
    fill(&mut conn, TOPICS);
    let sight = Sight { readable: readable.clone(), ..Sight::default() };
    let facts = TopicFacts { category: readable[1], state: PostState::Visible, author: MemberId(author.0) };
    let (long, page): (TopicId, Vec<TopicId>) = (TopicId(1), (30_000..30_025).map(TopicId).collect());
    hold(&mut conn, "what opens the topics of a list", 2, |conn| assert_eq!(feeds::listing::openings(conn, &sight, &page).unwrap().len(), 25));
    for before in [None, Some(2_500)] {
        hold(&mut conn, "the posts of a topic", 2, |conn| {
            let (posts, older) = feeds::listing::newest(conn, &sight, long, facts, before).unwrap();
            assert_eq!((posts.len(), posts.last().map(|post| post.number)), (25, older));
        });
    }
    for file in [1, 6] {
        let range = sitemaps::range(file).unwrap();
        hold(&mut conn, "the state of a file", 1, |conn| assert_eq!(sitemaps::listing::state(conn, range).unwrap().topics, 10_000));
        hold(&mut conn, "the lines of a file", 1, |conn| assert_eq!(sitemaps::listing::lines(conn, &sight, range).unwrap().len(), 10_000));
    }
    hold(&mut conn, "the files", 7, |conn| assert_eq!(sitemaps::listing::files(conn, &sight).unwrap(), [1, 2, 3, 4, 5, 6]));
}
