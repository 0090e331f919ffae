//! A dump written for the test: what real ones seldom or never have.

use super::{checked, conn, imported};
use crate::support::{TestDatabase, assert_looked_over};
use diesel::prelude::*;
use guildhall::accounts::MemberState;
use guildhall::forum::PostState;
use guildhall_schema::{accepted, members, old_urls, post_removals, post_texts, posts, revisions, topic_counts, topics, votes};
use std::path::{Path, PathBuf};

/// A day of the year 2020.
fn on(day: u32) -> String {
    format!("2020-01-{day:02}T12:00:00.000")
}

/// Writes a file of a dump.
pub fn write(folder: &Path, file: &str, rows: &[String]) {
    std::fs::create_dir_all(folder).unwrap();
    let rows: String = rows.iter().map(|row| format!("  <row {row} />\r\n")).collect();
    std::fs::write(folder.join(file), format!("\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<rows>\r\n{rows}</rows>")).unwrap();
}

/// Four users; a question with a deleted answer, one accepted that is commented, a repeated question, a deleted one.
pub fn dump(folder: &Path) -> PathBuf {
    let dump = folder.join("dump");
    let user = |id: i64, name: &str| format!("Id=\"{id}\" DisplayName=\"{name}\" CreationDate=\"{}\"", on(1));
    write(&dump, "Users.xml", &[user(-1, "Community"), user(3, "Ann Lee"), user(5, "ann lee"), user(8, "Admin"), user(9, "Wang 王")]);
    let text = "Body=\"&lt;p&gt;Text &lt;em&gt;here&lt;/em&gt;&lt;/p&gt;\"";
    let post = |id: i64, kind: i64, day: u32, more: &str| format!("Id=\"{id}\" PostTypeId=\"{kind}\" CreationDate=\"{}\" {text} {more}", on(day));
    write(
        &dump,
        "Posts.xml",
        &[
            post(1, 1, 2, "Score=\"-3\" OwnerUserId=\"3\" Title=\"First\" Tags=\"&lt;a&gt;&lt;b-c&gt;\" AcceptedAnswerId=\"12\""),
            post(10, 2, 5, "Score=\"2\" OwnerUserId=\"5\" ParentId=\"1\""),
            post(12, 2, 4, "Score=\"5\" OwnerDisplayName=\"Gone Guy\" ParentId=\"1\""),
            post(12, 2, 6, "Score=\"9\" OwnerUserId=\"5\" ParentId=\"1\""),
            post(13, 2, 3, "Score=\"0\" OwnerUserId=\"77\" ParentId=\"999\""),
            post(20, 1, 3, "Score=\"1\" OwnerUserId=\"9\" Title=\"Second\" Tags=\"|a|\" AcceptedAnswerId=\"10\""),
            post(30, 1, 3, "Score=\"0\" OwnerUserId=\"77\" Title=\"Third\" Tags=\"\""),
            post(40, 5, 3, "Score=\"0\""),
        ],
    );
    let comment = |id: i64, post: i64, day: u32| {
        format!("Id=\"{id}\" PostId=\"{post}\" Score=\"1\" Text=\"Comment {id} for @Ann\" CreationDate=\"{}\" UserId=\"8\"", on(day))
    };
    write(&dump, "Comments.xml", &[comment(7, 12, 2), comment(4, 1, 9), comment(9, 40, 3)]);
    let vote = |id: i64, post: i64, kind: i64, more: &str| format!("Id=\"{id}\" PostId=\"{post}\" VoteTypeId=\"{kind}\" CreationDate=\"{}\" {more}", on(8));
    write(
        &dump,
        "Votes.xml",
        &[
            vote(1, 1, 3, ""),
            vote(2, 12, 1, ""),
            vote(3, 10, 2, "UserId=\"3\""),
            vote(4, 10, 3, "UserId=\"9\""),
            vote(5, 10, 2, "UserId=\"3\""),
            vote(6, 1, 5, "UserId=\"9\""),
            vote(7, 1, 5, "UserId=\"1234\""),
            vote(8, 5_000, 2, ""),
            vote(9, 1, 8, ""),
        ],
    );
    let event = |id: i64, post: i64, kind: i64, day: u32, edit: &str, more: &str| {
        format!("Id=\"{id}\" PostId=\"{post}\" PostHistoryTypeId=\"{kind}\" RevisionGUID=\"{edit}\" CreationDate=\"{}\" {more}", on(day))
    };
    write(
        &dump,
        "PostHistory.xml",
        &[
            event(1, 1, 1, 2, "e1", "UserId=\"3\" Text=\"Frist\""),
            event(2, 1, 2, 2, "e1", "UserId=\"3\" Text=\"One text\""),
            event(3, 1, 3, 2, "e1", "UserId=\"3\" Text=\"&lt;b-c&gt;&lt;a&gt;\""),
            event(4, 1, 4, 3, "e2", "UserId=\"8\" Text=\"First\" Comment=\"a slip\""),
            event(5, 1, 5, 3, "e2", "UserId=\"8\" Text=\"Two texts\" Comment=\"a slip\""),
            event(6, 1, 8, 6, "e3", "UserDisplayName=\"Gone Guy\" Text=\"One text\""),
            event(7, 20, 2, 3, "e4", "UserId=\"9\" Text=\"Typed\""),
            event(8, 20, 10, 4, "e5", "UserId=\"8\" Text=\"{}\""),
            event(9, 1, 10, 4, "e6", "UserId=\"8\""),
            event(10, 1, 11, 5, "e7", "UserId=\"8\""),
            event(11, 10, 12, 6, "e8", "UserId=\"8\""),
            event(12, 12, 12, 6, "e9", "UserId=\"8\""),
            event(13, 12, 13, 7, "e10", "UserId=\"8\""),
            event(14, 30, 12, 7, "e11", "UserId=\"77\""),
            event(15, 1, 14, 7, "e12", ""),
            event(16, 999, 2, 7, "e13", "Text=\"lost\""),
        ],
    );
    let link = |id: i64, post: i64, to: i64, kind: i64| {
        format!("Id=\"{id}\" PostId=\"{post}\" RelatedPostId=\"{to}\" LinkTypeId=\"{kind}\" CreationDate=\"{}\"", on(9))
    };
    write(&dump, "PostLinks.xml", &[link(1, 20, 1, 3), link(2, 20, 1, 1), link(3, 20, 20, 3), link(4, 20, 500, 1), link(5, 1, 20, 1), link(6, 1, 20, 1)]);
    dump
}

#[test]
fn states_votes_and_the_past_of_posts_are_kept() {
    let (location, database) = TestDatabase::fresh();
    let report = imported(&location, &database, &dump(database.folder())).unwrap();
    ["members", "topics", "posts"].iter().for_each(|table| assert_looked_over(&location, table));
    let mut conn = conn(&location);
    type Post = (i64, i64, Option<i64>, PostState, i64, i64, i64, i64);
    let columns = (posts::id, posts::number, posts::parent, posts::state, posts::votes, posts::vote_base, posts::version, posts::comments);
    let found: Vec<Post> = posts::table.order((posts::topic, posts::number)).select(columns).load(&mut conn).unwrap();
    assert_eq!(
        found,
        [
            (1, 1, None, PostState::Visible, 0, -3, 3, 1),
            (12, 2, None, PostState::Visible, 0, 5, 1, 1),
            // The clock of the comment was behind that of its answer.
            (37, 3, Some(12), PostState::Visible, 0, 1, 1, 0),
            (10, 4, None, PostState::Deleted, 0, 2, 1, 0),
            (34, 5, Some(1), PostState::Visible, 0, 1, 1, 0),
            (20, 1, None, PostState::Visible, 0, 1, 1, 0),
            (30, 1, None, PostState::Deleted, 0, 0, 1, 0),
        ]
    );
    // One vote up and one down with a voter each; the third is a second one of the same member.
    let cast: Vec<(i64, i64, i32)> = votes::table.order(votes::member).select((votes::post, votes::member, votes::value)).load(&mut conn).unwrap();
    assert_eq!(cast, [(10, 3, 1), (10, 9, -1)]);
    let found: Vec<(i64, bool, bool)> = topics::table.order(topics::id).select((topics::id, topics::closed, topics::solved)).load(&mut conn).unwrap();
    assert_eq!(found, [(1, false, true), (20, true, false), (30, false, false)]);
    let removed: Vec<(i64, Option<i64>)> =
        post_removals::table.order(post_removals::post).select((post_removals::post, post_removals::actor)).load(&mut conn).unwrap();
    assert_eq!(removed, [(10, Some(8)), (30, None)]);
    let marks: Vec<(i64, i64, i64)> = accepted::table.select((accepted::topic, accepted::post, accepted::member)).load(&mut conn).unwrap();
    assert_eq!(marks, [(1, 12, 3)]);
    let counts: (i64, i64, i64) =
        topic_counts::table.find(1_i64).select((topic_counts::replies, topic_counts::posts, topic_counts::votes)).first(&mut conn).unwrap();
    assert_eq!(counts, (1, 4, -3));
    type Kept = (i64, String, Option<String>, Option<String>, i64, String);
    let columns = (revisions::number, revisions::source, revisions::title, revisions::tags, revisions::editor, revisions::reason);
    let kept: Vec<Kept> = revisions::table.filter(revisions::post.eq(1_i64)).order(revisions::number).select(columns).load(&mut conn).unwrap();
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        kept,
        [
            (1, "One text".to_owned(), some("Frist"), some("a b-c"), 8, "a slip".to_owned()),
            (2, "Two texts".to_owned(), some("First"), some("a b-c"), kept[1].4, String::new()),
        ]
    );
    let texts: Vec<(i64, String)> = post_texts::table.order(post_texts::post).select((post_texts::post, post_texts::source)).load(&mut conn).unwrap();
    assert_eq!(
        texts.iter().map(|(id, text)| (*id, text.as_str())).take(4).collect::<Vec<_>>(),
        [(1, "One text"), (10, "Text *here*"), (12, "Text *here*"), (20, "Typed")]
    );
    let report = report.to_string();
    for line in [
        "Posts.xml                8         5         3",
        "its number came before",
        "the description of a tag",
        "1 questions name an accepted answer",
        "Not in the dump: Tags.xml, Badges.xml.",
    ] {
        assert!(report.contains(line), "{line:?} is missing in\n{report}");
    }
    checked(&location);
}

#[test]
fn everybody_gets_a_username_and_whoever_left_a_closed_account() {
    let (location, database) = TestDatabase::fresh();
    imported(&location, &database, &dump(database.folder())).unwrap();
    let mut conn = conn(&location);
    let people: Vec<(i64, String, String, MemberState)> =
        members::table.order(members::id).select((members::id, members::username, members::name, members::state)).load(&mut conn).unwrap();
    let expected = [
        (3, "Ann-Lee", "Ann Lee", MemberState::Active),
        (5, "ann-lee-2", "ann lee", MemberState::Active),
        // Nobody goes by a name that is read for the company's people.
        (8, "imported-8", "imported-8", MemberState::Active),
        (9, "Wang", "Wang 王", MemberState::Active),
        (10, "imported-1", "imported-1", MemberState::Active),
    ];
    for (found, expected) in people.iter().zip(expected) {
        assert_eq!((found.0, found.1.as_str(), found.2.as_str(), found.3), expected);
    }
    let left: Vec<&str> = people[expected.len()..].iter().filter(|(.., state)| *state == MemberState::Closed).map(|(_, name, ..)| name.as_str()).collect();
    assert_eq!(left.len(), people.len() - expected.len());
    assert!(left.len() == 2 && left.iter().all(|name| name.starts_with("former-")), "{people:?}");
    let target: String = old_urls::table.find("/users/5").select(old_urls::target).first(&mut conn).unwrap();
    assert_eq!(target, "/u/ann-lee-2");
}
