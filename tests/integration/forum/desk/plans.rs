//! However much was moved, the desk and old addresses walk along indexes.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use guildhall::forum::desk::{listing, store};
use guildhall::forum::visibility::Sight;
use guildhall::forum::{CategoryId, PostId, TopicId};
use guildhall::platform::db::{Connection, Timestamp, Use, open_connection};
use guildhall::platform::log::store as log;
use guildhall_schema::tags;

use crate::forum::plans::{self, OPEN, assert_walks_along_indexes, plans};
use crate::support::TestDatabase;
use crate::support::fixtures::{insert_category, insert_member};

/// In the community of the lists' plans: every post was moved from elsewhere, every topic has a timer, was closed and moved.
const MORE: &str = "INSERT INTO moved_posts (topic, number, post) SELECT topic, number + 9000, id FROM posts;
    INSERT INTO topic_timers (topic, what, at) SELECT id, 'close', id FROM topics;
    INSERT INTO topic_moves (kind, source, target, posts, facts, at) SELECT 'move', id, id, 1, '{}', id FROM topics;
    INSERT INTO log (at, via, act, subject_kind, subject, reason, before, after, public)
      SELECT id, 'web', 'topic.close', 'topic', id, '', '', '', 1 = 1 FROM topics;";

fn fill(conn: &mut Connection) {
    insert_member(conn, "asker");
    insert_member(conn, "other");
    for slug in ["payments", "cards", "orders"] {
        insert_category(conn, slug, None, OPEN);
    }
    for name in ["everything", "little"] {
        diesel::insert_into(tags::table).values((tags::name.eq(name), tags::created_at.eq(0_i64))).execute(conn).unwrap();
    }
    plans::fill(conn, 4_000);
    conn.batch_execute(MORE).unwrap();
    if !matches!(conn, Connection::Sqlite(_)) {
        conn.batch_execute("ANALYZE").unwrap();
    }
}

#[test]
fn the_desk_and_old_addresses_walk_along_indexes() {
    let (location, _database) = TestDatabase::fresh();
    let mut conn = open_connection(&location, Use::Write, &Default::default()).unwrap();
    fill(&mut conn);
    let all = vec![CategoryId(1), CategoryId(2), CategoryId(3)];
    let sight = Sight { readable: all.clone(), moderated: all, ..Sight::default() };
    let heard = plans(&mut conn, |conn| {
        assert_eq!(listing::replies(conn, TopicId(1), &sight, 500).unwrap().0.len(), 100);
        assert_eq!(listing::moves(conn, TopicId(7)).unwrap().len(), 2);
        assert_eq!(log::of_subject(conn, "topic", 7, 20).unwrap().len(), 1);
        assert_eq!(store::due(conn, Timestamp(50), 100).unwrap().len(), 50);
        assert!(store::moved(conn, TopicId(2), 9_001).unwrap().is_some());
        assert_eq!(store::former_places(conn, PostId(2)).unwrap().len(), 1);
        assert_eq!(store::with_comments(conn, &[PostId(2), PostId(3)], 10).unwrap().len(), 2);
    });
    assert!(heard.len() >= 8, "{heard:#?}");
    assert_walks_along_indexes("the desk", &heard);
}
