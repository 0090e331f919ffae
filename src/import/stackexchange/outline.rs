//! What a dump says besides its texts: who wrote what, when, under what. Read whole before anything is written.

use std::collections::HashMap;
use std::path::Path;

use super::dump::{self, DumpError, Row};
use super::report::Report;
use crate::platform::db::Timestamp;
use crate::platform::text::TagName;
use crate::platform::text::normalise::single_line;

/// Names of the files, as dumps have them.
pub(super) const USERS: &str = "Users.xml";
pub(super) const POSTS: &str = "Posts.xml";
pub(super) const COMMENTS: &str = "Comments.xml";
pub(super) const TAGS: &str = "Tags.xml";
pub(super) const VOTES: &str = "Votes.xml";
pub(super) const HISTORY: &str = "PostHistory.xml";
/// Files of which nothing is taken.
const UNREAD: &[&str] = &["Badges.xml", "PostLinks.xml"];
/// Kinds of history that hold the whole text as typed: first, edited, rolled back.
const WHOLE_TEXTS: &[i64] = &[2, 5, 8];

/// Who wrote something.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Writer {
    /// A user of the dump.
    User(i64),
    /// Somebody who left; the name that stayed.
    Lost(String),
}

pub(super) struct User {
    pub id: i64,
    pub name: String,
    pub created_at: Timestamp,
}

/// A question.
pub(super) struct Topic {
    pub id: i64,
    pub title: String,
    pub tags: Vec<TagName>,
    pub closed: bool,
    pub accepted: Option<i64>,
    pub accepted_at: Option<Timestamp>,
}

/// A question, an answer or a comment, and its place.
pub(super) struct Post {
    pub topic: i64,
    pub under: Option<i64>,
    pub writer: Writer,
    pub created_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    pub score: i64,
    /// In the community to be.
    pub id: i64,
    pub number: i64,
    pub position: Option<i64>,
    /// The row of the history that holds the newest text.
    pub text_row: Option<(Timestamp, i64)>,
}

/// Everything but texts.
#[derive(Default)]
pub(super) struct Outline {
    pub users: Vec<User>,
    pub topics: Vec<Topic>,
    /// By number.
    pub posts: HashMap<i64, Post>,
    /// By the numbers that comments had.
    pub comments: HashMap<i64, Post>,
    pub has_history: bool,
}

/// Reads every file once.
pub(super) fn read(folder: &Path, report: &mut Report) -> Result<Outline, DumpError> {
    let mut outline = Outline { has_history: dump::is_there(folder, HISTORY), ..Outline::default() };
    outline.read_users(folder, report)?;
    outline.read_posts(folder, report)?;
    outline.read_comments(folder, report)?;
    outline.read_tags(folder, report)?;
    outline.read_votes(folder, report)?;
    outline.read_history(folder, report)?;
    outline.drop_false_answers(report);
    outline.number();
    let unread: Vec<&str> = UNREAD.iter().copied().filter(|file| dump::is_there(folder, file)).collect();
    if !unread.is_empty() {
        report.notes.push(format!("Not read: {}.", unread.join(", ")));
    }
    Ok(outline)
}

fn writer(row: &Row<'_>, id: &str, name: &str) -> Result<Writer, DumpError> {
    Ok(match row.number_if(id)? {
        Some(id) => Writer::User(id),
        None => Writer::Lost(single_line(row.get(name).unwrap_or_default())),
    })
}

fn post(row: &Row<'_>, id: i64, topic: i64, under: Option<i64>, writer: Writer) -> Result<Post, DumpError> {
    let (created_at, score) = (row.time("CreationDate")?, row.number_if("Score")?.unwrap_or(0));
    Ok(Post { topic, under, writer, created_at, edited_at: row.time_if("LastEditDate")?, score, id, number: 0, position: None, text_row: None })
}

impl Outline {
    fn read_users(&mut self, folder: &Path, report: &mut Report) -> Result<(), DumpError> {
        let table = report.table(USERS);
        dump::rows(folder, USERS, |row| {
            let (id, name) = (row.number("Id")?, row.get("DisplayName").unwrap_or_default().to_owned());
            self.users.push(User { id, name, created_at: row.time("CreationDate")? });
            table.wrote();
            Ok(())
        })
    }

    fn read_posts(&mut self, folder: &Path, report: &mut Report) -> Result<(), DumpError> {
        let mut answers: Vec<(i64, Post)> = Vec::new();
        dump::rows(folder, POSTS, |row| {
            let (id, writer) = (row.number("Id")?, writer(row, "OwnerUserId", "OwnerDisplayName")?);
            row.text("Body")?;
            match row.number("PostTypeId")? {
                1 => {
                    self.topics.push(topic(row, id)?);
                    self.posts.insert(id, post(row, id, id, None, writer)?);
                    report.table(POSTS).wrote();
                }
                2 => answers.push((id, post(row, id, row.number("ParentId")?, None, writer)?)),
                4 | 5 => report.table(POSTS).left("the description of a tag"),
                _ => report.table(POSTS).left("neither a question nor an answer"),
            }
            Ok::<_, DumpError>(())
        })?;
        for (id, answer) in answers {
            if self.posts.get(&answer.topic).is_some_and(|question| question.topic == question.id) {
                self.posts.insert(id, answer);
                report.table(POSTS).wrote();
            } else {
                report.table(POSTS).left("its question is not in the dump");
            }
        }
        Ok(())
    }

    fn read_comments(&mut self, folder: &Path, report: &mut Report) -> Result<(), DumpError> {
        let table = report.table(COMMENTS);
        dump::rows(folder, COMMENTS, |row| {
            let (id, under) = (row.number("Id")?, row.number("PostId")?);
            row.text("Text")?;
            let Some(topic) = self.posts.get(&under).map(|post| post.topic) else {
                table.left("its post is not in the dump, or is no question or answer");
                return Ok(());
            };
            self.comments.insert(id, post(row, 0, topic, Some(under), writer(row, "UserId", "UserDisplayName")?)?);
            table.wrote();
            Ok(())
        })
    }

    /// Tags come with the questions that wear them; the table is read for the report.
    fn read_tags(&self, folder: &Path, report: &mut Report) -> Result<(), DumpError> {
        if !dump::is_there(folder, TAGS) {
            return Ok(());
        }
        let worn: std::collections::HashSet<&str> = self.topics.iter().flat_map(|topic| topic.tags.iter().map(TagName::as_str)).collect();
        let table = report.table(TAGS);
        dump::rows(folder, TAGS, |row| {
            match TagName::parse(row.text("TagName")?) {
                Ok(tag) if worn.contains(tag.as_str()) => table.wrote(),
                Ok(_) => table.left("on no question"),
                Err(_) => table.left("longer than a tag can be"),
            }
            Ok(())
        })
    }

    /// Votes have no voter and stand in the scores; only the moment of accepting is taken.
    fn read_votes(&mut self, folder: &Path, report: &mut Report) -> Result<(), DumpError> {
        if !dump::is_there(folder, VOTES) {
            return Ok(());
        }
        let by_answer: HashMap<i64, usize> = self.topics.iter().enumerate().filter_map(|(at, topic)| Some((topic.accepted?, at))).collect();
        let table = report.table(VOTES);
        dump::rows(folder, VOTES, |row| {
            let (post, kind) = (row.number("PostId")?, row.number("VoteTypeId")?);
            match (kind, by_answer.get(&post)) {
                (1, Some(&at)) if self.posts.contains_key(&post) => {
                    self.topics[at].accepted_at = Some(row.time("CreationDate")?);
                    table.wrote();
                }
                _ if !self.posts.contains_key(&post) => table.left("its post is not in the dump, or is no question or answer"),
                (2 | 3, _) => table.left("without a voter; counted in the post's score"),
                _ => table.left("neither up, down nor accepted now"),
            }
            Ok(())
        })
    }

    fn read_history(&mut self, folder: &Path, report: &mut Report) -> Result<(), DumpError> {
        if !self.has_history {
            return Ok(());
        }
        let table = report.table(HISTORY);
        dump::rows(folder, HISTORY, |row| {
            let (id, kind) = (row.number("Id")?, row.number("PostHistoryTypeId")?);
            let post = self.posts.get_mut(&row.number("PostId")?);
            match post {
                None => table.left("its post is not in the dump, or is no question or answer"),
                Some(_) if !WHOLE_TEXTS.contains(&kind) => table.left("no text"),
                Some(_) if row.get("Text").is_none() => table.left("no text"),
                Some(post) => {
                    let this = (row.time("CreationDate")?, id);
                    match post.text_row {
                        None => table.wrote(),
                        Some(_) => table.left("a newer text of the same post took its place"),
                    }
                    post.text_row = post.text_row.max(Some(this));
                }
            }
            Ok(())
        })
    }

    /// A mark on something that is no answer to the question is none.
    fn drop_false_answers(&mut self, report: &mut Report) {
        let mut dropped = 0;
        for topic in &mut self.topics {
            let is_answer = |id: i64| self.posts.get(&id).is_some_and(|post| post.topic == topic.id && post.id != topic.id);
            if topic.accepted.is_some_and(|id| !is_answer(id)) {
                topic.accepted = None;
                dropped += 1;
            }
        }
        if dropped > 0 {
            report.notes.push(format!("{dropped} questions name an accepted answer that is not in the dump."));
        }
    }

    /// Numbers go by time in each topic; a comment comes after its post whatever the clocks said.
    fn number(&mut self) {
        type Key = (Timestamp, bool, i64);
        let mut by_topic: HashMap<i64, Vec<(Key, bool, i64)>> = HashMap::new();
        for (&id, post) in &self.posts {
            let at = if id == post.topic { Timestamp(i64::MIN) } else { post.created_at };
            by_topic.entry(post.topic).or_default().push(((at, false, id), false, id));
        }
        for (&id, comment) in &self.comments {
            let above = comment.under.and_then(|under| self.posts.get(&under)).map_or(comment.created_at, |post| post.created_at);
            by_topic.entry(comment.topic).or_default().push(((comment.created_at.max(above), true, id), true, id));
        }
        for posts in by_topic.values_mut() {
            posts.sort_unstable();
            let mut position = 0;
            for (number, (_, is_comment, id)) in (1_i64..).zip(posts.iter()) {
                let list = if *is_comment { &mut self.comments } else { &mut self.posts };
                let Some(post) = list.get_mut(id) else { continue };
                post.number = number;
                if number > 1 && !is_comment {
                    position += 1;
                    post.position = Some(position);
                }
            }
        }
        let mut next = self.posts.keys().max().copied().unwrap_or(0);
        let mut comments: Vec<(&i64, &mut Post)> = self.comments.iter_mut().collect();
        comments.sort_unstable_by_key(|(id, _)| **id);
        for (_, comment) in comments {
            next += 1;
            comment.id = next;
        }
    }
}

fn topic(row: &Row<'_>, id: i64) -> Result<Topic, DumpError> {
    // `<a><b>` in older dumps, `|a|b|` in newer ones.
    let names = row.get("Tags").unwrap_or_default().split(['<', '>', '|']).filter(|name| !name.is_empty());
    let mut tags: Vec<TagName> = names.filter_map(|name| TagName::parse(name).ok()).collect();
    tags.sort();
    tags.dedup();
    let (title, accepted) = (single_line(row.text("Title")?), row.number_if("AcceptedAnswerId")?);
    Ok(Topic { id, title, tags, closed: row.get("ClosedDate").is_some(), accepted, accepted_at: None })
}
