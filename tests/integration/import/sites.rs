//! Three real sites, each imported once and compared whole: every post and comment, mark, tag, link, badge, revision, and
//! every number of the report.

use super::dump::{Row, folder, letters, newest_texts, rows};
use super::{Connection, checked, conn, imported};
use crate::support::TestDatabase;
use diesel::prelude::*;
use guildhall::accounts::MemberState;
use guildhall::forum::{AcceptedBy, PostState};
use guildhall::import::stackexchange::Report;
use guildhall::platform::text::ShownName;
use guildhall::platform::text::normalise::normalise;
use guildhall_schema::{
    accepted, duplicates, imported_badges, member_counts, members, old_urls, post_bookmarks, post_links, post_texts, posts, revisions, tag_counts, tags,
    topic_counts, topic_tags, topics,
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

/// What a site's tables hold, by the facts that are known of each.
struct Known {
    posts: usize,
    comments: usize,
    marks: usize,
    closed: usize,
    duplicates: usize,
    links: usize,
    bookmarks: usize,
    has_history: bool,
}

struct Stored {
    topic: i64,
    number: i64,
    position: Option<i64>,
    parent: Option<i64>,
    author: (String, MemberState),
    created_at: i64,
    score: i64,
    comments: i64,
    version: i64,
    source: String,
    html: String,
}

fn stored(conn: &mut Connection) -> HashMap<i64, Stored> {
    type Own = (i64, i64, i64, Option<i64>, Option<i64>, i64, i64, i64);
    type Columns = (Own, (i64, i64, PostState), (String, String));
    let people: HashMap<i64, (String, MemberState)> = members::table
        .select((members::id, members::name, members::state))
        .load::<(i64, String, MemberState)>(conn)
        .unwrap()
        .into_iter()
        .map(|(id, name, state)| (id, (name, state)))
        .collect();
    let own = (posts::id, posts::topic, posts::number, posts::position, posts::parent, posts::author, posts::created_at, posts::comments);
    let columns = (own, (posts::votes + posts::vote_base, posts::version, posts::state), (post_texts::source, post_texts::html));
    let rows: Vec<Columns> = posts::table.inner_join(post_texts::table).select(columns).load(conn).unwrap();
    rows.into_iter()
        .map(|((id, topic, number, position, parent, author, created_at, comments), (score, version, state), (source, html))| {
            assert_eq!(state, PostState::Visible, "post {id}");
            (id, Stored { topic, number, position, parent, author: people[&author].clone(), created_at, score, comments, version, source, html })
        })
        .collect()
}

fn same_text(stored: &str, typed: &str) -> bool {
    stored.trim() == normalise(typed).trim()
}

/// A user by the name shown; somebody who is not among the users is a closed account.
fn same_author(row: &Row, id: &str, users: &HashMap<i64, String>, author: &(String, MemberState)) -> bool {
    match row.number_if(id).and_then(|id| users.get(&id)) {
        Some(name) => author.1 == MemberState::Active && (author.0 == name.split_whitespace().collect::<Vec<_>>().join(" ") || is_refused(name)),
        None => author.1 == MemberState::Closed && author.0.starts_with("former-"),
    }
}

/// A name that nobody here may go by, such as "Community": its owner is shown by the username.
fn is_refused(name: &str) -> bool {
    ShownName::parse(name).is_err()
}

/// A site as its dump has it and as the community has it.
struct Site<'a> {
    folder: &'a Path,
    users: HashMap<i64, String>,
    questions: BTreeMap<i64, &'a Row>,
    answers: BTreeMap<i64, &'a Row>,
    comments: Vec<Row>,
    events: Vec<Row>,
    stored: HashMap<i64, Stored>,
    conn: Connection,
}

fn compare(site: &str, known: &Known) {
    let (location, database) = TestDatabase::fresh();
    let folder = folder(site);
    let report = imported(&location, &database, &folder).unwrap();
    let posts = rows(&folder, "Posts.xml");
    let of_kind = |kind: &str| posts.iter().filter(|row| row.get("posttypeid") == Some(kind)).map(|row| (row.number("id"), row)).collect();
    let mut conn = conn(&location);
    let taken: HashSet<i64> = posts.iter().filter(|post| ["1", "2"].contains(&post.get("posttypeid").unwrap())).map(|post| post.number("id")).collect();
    let is_taken = |row: &Row| taken.contains(&row.number("postid"));
    let mut site = Site {
        folder: &folder,
        users: rows(&folder, "Users.xml").iter().map(|row| (row.number("id"), row.get("displayname").unwrap().to_owned())).collect(),
        questions: of_kind("1"),
        answers: of_kind("2"),
        comments: rows(&folder, "Comments.xml").into_iter().filter(is_taken).collect(),
        events: rows(&folder, "PostHistory.xml"),
        stored: stored(&mut conn),
        conn,
    };
    assert_eq!((site.questions.len() + site.answers.len(), site.comments.len()), (known.posts, known.comments));
    assert_eq!(site.stored.len(), known.posts + known.comments);
    assert_eq!(!site.events.is_empty(), known.has_history);
    site.posts();
    site.comments();
    assert_eq!(site.topics(), (known.marks, known.closed));
    site.revisions();
    assert_eq!(site.around(), (known.duplicates, known.links, known.bookmarks));
    site.tag_counts();
    site.counts();
    site.report(&report);
    checked(&location);
}

impl Site<'_> {
    fn posts(&self) {
        let texts = newest_texts(&self.events);
        for (id, row) in self.questions.iter().chain(&self.answers) {
            let post = self.stored.get(id).unwrap_or_else(|| panic!("post {id} is missing"));
            assert_eq!((post.score, post.created_at), (row.number("score"), row.micros("creationdate")), "post {id}");
            assert!(same_author(row, "owneruserid", &self.users, &post.author), "post {id} by {:?}", post.author);
            assert_eq!((post.topic, post.parent), (row.number_if("parentid").unwrap_or(*id), None), "post {id}");
            assert_eq!(post.number == 1, self.questions.contains_key(id), "post {id}");
            assert_eq!(post.position.is_none(), self.questions.contains_key(id), "post {id}");
            match texts.get(id) {
                Some(typed) => assert!(same_text(&post.source, typed), "post {id}:\n{}\n---\n{typed}", post.source),
                None => assert_eq!(letters(&post.html), letters(row.get("body").unwrap()), "post {id}:\n{}", post.source),
            }
        }
    }

    /// Comments have numbers of their own above the posts', in their old order, and come after their posts.
    fn comments(&self) {
        let mut comments: Vec<&Row> = self.comments.iter().collect();
        comments.sort_by_key(|row| row.number("id"));
        let mut ids: Vec<i64> = self.stored.iter().filter(|(_, post)| post.parent.is_some()).map(|(id, _)| *id).collect();
        ids.sort_unstable();
        assert_eq!(ids.len(), comments.len());
        let mut under: HashMap<i64, i64> = HashMap::new();
        for (id, row) in ids.into_iter().zip(comments) {
            let (comment, parent) = (&self.stored[&id], row.number("postid"));
            assert_eq!((comment.parent, comment.topic, comment.position), (Some(parent), self.stored[&parent].topic, None), "comment {id}");
            assert!(comment.number > self.stored[&parent].number, "comment {id} comes after its post");
            assert_eq!((comment.score, comment.created_at), (row.number("score"), row.micros("creationdate")), "comment {id}");
            assert!(same_author(row, "userid", &self.users, &comment.author), "comment {id} by {:?}", comment.author);
            assert!(same_text(&comment.source, row.get("text").unwrap()), "comment {id}: {}", comment.source);
            *under.entry(parent).or_default() += 1;
        }
        for (id, post) in &self.stored {
            assert_eq!(post.comments, under.get(id).copied().unwrap_or(0), "comments of {id}");
        }
        self.order();
    }

    /// Numbers go by time; positions are 1, 2, 3 .. without gaps.
    fn order(&self) {
        let mut by_topic: HashMap<i64, Vec<&Stored>> = HashMap::new();
        for post in self.stored.values() {
            by_topic.entry(post.topic).or_default().push(post);
        }
        for (topic, posts) in &mut by_topic {
            posts.sort_unstable_by_key(|post| post.number);
            assert!(posts.iter().zip(1..).all(|(post, number)| post.number == number), "numbers of {topic}");
            let replies: Vec<&&Stored> = posts.iter().filter(|post| post.position.is_some()).collect();
            assert!(replies.iter().zip(1..).all(|(post, position)| post.position == Some(position)), "positions of {topic}");
            assert!(replies.windows(2).all(|pair| pair[0].created_at <= pair[1].created_at), "replies of {topic} are in order");
        }
    }

    fn topics(&mut self) -> (usize, usize) {
        let worn: Vec<(i64, String)> = topic_tags::table.inner_join(tags::table).select((topic_tags::topic, tags::name)).load(&mut self.conn).unwrap();
        let mut wears: HashMap<i64, BTreeSet<String>> = HashMap::new();
        worn.into_iter().for_each(|(topic, tag)| {
            wears.entry(topic).or_default().insert(tag);
        });
        let marks: HashMap<i64, (AcceptedBy, i64)> =
            accepted::table.select((accepted::topic, (accepted::by, accepted::post))).load(&mut self.conn).unwrap().into_iter().collect();
        let rows: Vec<(i64, String, bool, bool)> =
            topics::table.select((topics::id, topics::title, topics::closed, topics::solved)).load(&mut self.conn).unwrap();
        assert_eq!(rows.len(), self.questions.len());
        for (id, title, closed, solved) in &rows {
            let row = self.questions[id];
            assert_eq!(title.as_str(), row.get("title").unwrap().split_whitespace().collect::<Vec<_>>().join(" "));
            assert_eq!(*closed, row.get("closeddate").is_some(), "topic {id}");
            let names = row.get("tags").unwrap().split(['<', '>', '|']).filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
            assert_eq!(wears.remove(id).unwrap_or_default(), names, "topic {id}");
            let answer = row.number_if("acceptedanswerid").filter(|answer| self.answers.contains_key(answer));
            assert_eq!(marks.get(id).copied(), answer.map(|answer| (AcceptedBy::Asker, answer)), "topic {id}");
            assert_eq!(*solved, answer.is_some(), "topic {id}");
        }
        (marks.len(), rows.iter().filter(|(_, _, closed, _)| *closed).count())
    }

    /// For each edit what stood there before it: the versions of a text in their order, but for the last.
    fn revisions(&mut self) {
        let mut edits: HashMap<i64, BTreeMap<(String, i64), &Row>> = HashMap::new();
        for event in self.events.iter().filter(|event| (1..=9).contains(&event.number("posthistorytypeid")) && event.get("text").is_some()) {
            let at = (event.get("creationdate").unwrap().to_owned(), event.number("id"));
            edits.entry(event.number("postid")).or_default().insert(at, event);
        }
        type Kept = (i64, i64, String, Option<String>, i64);
        let columns = (revisions::post, revisions::number, revisions::source, revisions::title, revisions::created_at);
        let kept: Vec<Kept> = revisions::table.order((revisions::post, revisions::number)).select(columns).load(&mut self.conn).unwrap();
        let mut kept_of: HashMap<i64, Vec<Kept>> = HashMap::new();
        kept.into_iter().for_each(|row| kept_of.entry(row.0).or_default().push(row));
        for (id, post) in self.stored.iter().filter(|(_, post)| post.parent.is_none()) {
            let (mut text, mut title, mut expected, mut seen) = (None, None, Vec::new(), BTreeSet::new());
            for event in edits.get(id).into_iter().flat_map(BTreeMap::values) {
                let kind = event.number("posthistorytypeid");
                if kind > 3 && seen.insert(event.get("revisionguid").unwrap()) && text.is_some() {
                    expected.push((text, title, event.micros("creationdate")));
                }
                match kind {
                    1 | 4 | 7 => title = event.get("text"),
                    2 | 5 | 8 => text = event.get("text"),
                    _ => {}
                }
            }
            let kept = kept_of.remove(id).unwrap_or_default();
            assert_eq!((kept.len(), post.version), (expected.len(), expected.len() as i64 + 1), "revisions of {id}");
            for ((_, number, source, kept_title, at), (place, (text, title, edited_at))) in kept.iter().zip((1..).zip(expected)) {
                assert_eq!((*number, *at), (place, edited_at), "revision {number} of {id}");
                assert!(same_text(source, text.unwrap()), "revision {number} of {id}");
                assert_eq!(kept_title.is_some(), post.number == 1, "revision {number} of {id}");
                assert!(
                    title.is_none_or(|title| kept_title.as_deref().is_none_or(|kept| kept.split_whitespace().eq(title.split_whitespace()))),
                    "revision {number} of {id}"
                );
            }
        }
        assert!(kept_of.is_empty(), "revisions of nothing");
    }

    fn around(&mut self) -> (usize, usize, usize) {
        let is_post = |id: &i64| self.questions.contains_key(id) || self.answers.contains_key(id);
        let linked = |kind: &str| -> BTreeSet<(i64, i64)> {
            let links = rows(self.folder, "PostLinks.xml").into_iter().filter(|row| row.get("linktypeid") == Some(kind));
            links.map(|row| (row.number("postid"), row.number("relatedpostid"))).filter(|(post, to)| is_post(post) && is_post(to)).collect()
        };
        let (repeats, links) = (linked("3"), linked("1"));
        let kept: BTreeSet<(i64, i64)> =
            duplicates::table.select((duplicates::topic, duplicates::original)).load(&mut self.conn).unwrap().into_iter().collect();
        assert_eq!(kept, repeats);
        let kept: BTreeSet<(i64, i64)> = post_links::table.select((post_links::post, post_links::linked)).load(&mut self.conn).unwrap().into_iter().collect();
        assert_eq!(kept, links);
        let votes = rows(self.folder, "Votes.xml");
        let marked: BTreeSet<(i64, i64)> = votes
            .iter()
            .filter(|row| row.get("votetypeid") == Some("5"))
            .filter_map(|row| Some((row.number_if("userid")?, row.number("postid"))))
            .filter(|(user, post)| self.users.contains_key(user) && is_post(post))
            .collect();
        let number: i64 = post_bookmarks::table.count().get_result(&mut self.conn).unwrap();
        assert_eq!(number, marked.len() as i64);
        let badges = rows(self.folder, "Badges.xml").iter().filter(|row| self.users.contains_key(&row.number("userid"))).count();
        let number: i64 = imported_badges::table.count().get_result(&mut self.conn).unwrap();
        assert_eq!(number, badges as i64);
        (repeats.len(), links.len(), marked.len())
    }

    /// Each tag is on as many topics as its count says.
    fn tag_counts(&mut self) {
        let mut expected: BTreeMap<String, i64> = BTreeMap::new();
        for row in self.questions.values() {
            let names = row.get("tags").unwrap().split(['<', '>', '|']).filter(|tag| !tag.is_empty());
            names.for_each(|name| *expected.entry(name.to_owned()).or_default() += 1);
        }
        let counted: Vec<(String, i64)> = tag_counts::table.inner_join(tags::table).select((tags::name, tag_counts::topics)).load(&mut self.conn).unwrap();
        assert_eq!(counted.into_iter().collect::<BTreeMap<_, _>>(), expected);
    }

    /// Counts of topics and members, and an old address for everything that had one.
    fn counts(&mut self) {
        let counted: Vec<(i64, i64, i64, i64)> =
            topic_counts::table.select((topic_counts::topic, topic_counts::replies, topic_counts::posts, topic_counts::votes)).load(&mut self.conn).unwrap();
        let mut expected: HashMap<i64, (i64, i64)> = HashMap::new();
        for post in self.stored.values() {
            let (replies, posts) = expected.entry(post.topic).or_default();
            *replies += i64::from(post.position.is_some());
            *posts += 1;
        }
        assert_eq!(counted.len(), self.questions.len());
        for (topic, replies, posts, votes) in counted {
            assert_eq!(((replies, posts), votes), (expected[&topic], self.questions[&topic].number("score")), "counts of {topic}");
        }
        let mut asked: HashMap<i64, i64> = HashMap::new();
        self.questions.values().filter_map(|row| row.number_if("owneruserid")).for_each(|user| *asked.entry(user).or_default() += 1);
        let counted: Vec<(i64, i64)> = member_counts::table.select((member_counts::member, member_counts::topics)).load(&mut self.conn).unwrap();
        for (member, topics) in counted.iter().filter(|(member, _)| self.users.contains_key(member)) {
            assert_eq!(*topics, asked.get(member).copied().unwrap_or(0), "topics of {member}");
        }
        let old: Vec<String> = old_urls::table.select(old_urls::path).load(&mut self.conn).unwrap();
        assert_eq!(old.len(), 2 * self.questions.len() + self.answers.len() + self.users.len());
    }

    /// Every row of every file is written or left out for a reason.
    fn report(&self, report: &Report) {
        for (file, table) in &report.tables {
            let read = rows(self.folder, file).len() as u64;
            assert_eq!(table.read, (read > 0).then_some(read), "{file}");
            assert_eq!(read, table.written + table.left_out.iter().map(|(_, number)| number).sum::<u64>(), "{file}: {report}");
        }
        let written = |file: &str| report.tables.iter().find(|(name, _)| *name == file).map(|(_, table)| table.written).unwrap();
        assert_eq!(written("Users.xml"), self.users.len() as u64);
        assert_eq!(written("Posts.xml"), (self.questions.len() + self.answers.len()) as u64);
        assert_eq!(written("Comments.xml"), self.comments.len() as u64);
        assert!(report.to_string().lines().count() > 10 && !report.was_done, "{report}");
    }
}

#[test]
fn conlang_meta_lands_as_it_was() {
    compare("conlang-meta", &Known { posts: 169, comments: 230, marks: 11, closed: 1, duplicates: 1, links: 19, bookmarks: 10, has_history: true });
}

#[test]
fn bicycles_meta_lands_as_it_was() {
    compare("bicycles-meta", &Known { posts: 1_424, comments: 2_448, marks: 157, closed: 15, duplicates: 9, links: 173, bookmarks: 0, has_history: true });
}

#[test]
fn cardano_lands_as_it_was() {
    compare("cardano", &Known { posts: 2_538, comments: 1_828, marks: 459, closed: 37, duplicates: 5, links: 88, bookmarks: 291, has_history: false });
}
