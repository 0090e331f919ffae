//! Writing topics, and counting at the end.

use std::collections::HashMap;

use super::ImportError;
use super::outline::{Outline, Post};
use super::people::People;
use crate::accounts::{Acting, MemberId, Right};
use crate::forum::bulk::store::{NewCategory, category_at, insert_accepted, insert_category, insert_topic};
use crate::forum::bulk::{self, PastTopic};
use crate::forum::{AcceptedBy, CategoryId, PostId, PostState, TopicId, TopicKind, counts, old_urls, tags};
use crate::platform::db::{Db, Error, Result as DbResult, Timestamp, Tx, in_pieces};
use crate::platform::text::TagName;

/// Where imported topics live.
const CATEGORY: &str = "imported";
/// Its name and description in each language.
const CATEGORY_NAMES: &[(&str, &str, &str)] = &[
    ("en", "Imported", "Questions and answers from the former community."),
    ("nb", "Importert", "Spørsmål og svar fra det tidligere forumet."),
    ("zh-Hant", "匯入的主題", "來自先前社群的提問與回答。"),
];

/// What is written, and for whom.
pub(super) struct Plan<'a> {
    pub db: &'a Db,
    pub outline: &'a Outline,
    pub people: &'a People,
}

/// A topic's last step.
struct Finish {
    topic: TopicId,
    accepted: Option<(PostId, MemberId, Timestamp)>,
    commented: Vec<PostId>,
}

impl Plan<'_> {
    /// Writes every topic, held until its posts are there.
    pub fn topics(&self) -> Result<(), ImportError> {
        let category = in_pieces(self.db, Acting::Command, vec![()], |tx, ()| category(tx))?[0];
        let topics = self.outline.topics.iter().map(|topic| {
            let question = &self.outline.posts[&topic.id];
            let past = PastTopic {
                id: Some(TopicId(topic.id)),
                category,
                author: self.people.member(&question.writer),
                kind: TopicKind::Question,
                title: topic.title.clone(),
                lang: "en".into(),
                state: PostState::Held,
                closed: topic.closed,
                pinned: false,
                created_at: question.created_at,
            };
            (past, topic.tags.clone())
        });
        in_pieces(self.db, Acting::Command, topics.collect(), |tx, (topic, tags)| {
            let id = insert_topic(tx, topic)?;
            write_tags(tx, id, tags)?;
            old_urls::store::insert(tx, &format!("/questions/{id}"), &format!("/t/{id}"))?;
            old_urls::store::insert(tx, &format!("/q/{id}"), &format!("/t/{id}"))
        })?;
        Ok(())
    }

    /// Marks what was accepted, shows the topics, counts everything.
    pub fn finish(&self) -> Result<(), ImportError> {
        let mut commented: HashMap<i64, Vec<PostId>> = HashMap::new();
        for comment in self.outline.comments.values() {
            commented.entry(comment.topic).or_default().extend(comment.under.map(PostId));
        }
        let finishes = self.outline.topics.iter().map(|topic| {
            let accepted = topic.accepted.map(|answer| {
                let (question, answer): (&Post, &Post) = (&self.outline.posts[&topic.id], &self.outline.posts[&answer]);
                // Votes are dated by the day: a mark cannot be older than what it marks.
                let at = topic.accepted_at.map_or(answer.created_at, |at| at.max(answer.created_at));
                (PostId(answer.id), self.people.member(&question.writer), at)
            });
            let mut commented = commented.remove(&topic.id).unwrap_or_default();
            commented.sort_unstable();
            commented.dedup();
            Finish { topic: TopicId(topic.id), accepted, commented }
        });
        in_pieces(self.db, Acting::Command, finishes.collect(), |tx, finish| {
            if let Some((post, member, at)) = finish.accepted {
                insert_accepted(tx, finish.topic, AcceptedBy::Asker, post, member, at)?;
            }
            finish.commented.iter().try_for_each(|post| counts::store::refresh_comments(tx, *post))?;
            bulk::finish_topic(tx, finish.topic)
        })?;
        in_pieces(self.db, Acting::Command, self.people.all(), |tx, member| bulk::finish_member(tx, *member))?;
        Ok(())
    }
}

fn category(tx: &mut Tx<'_>) -> DbResult<CategoryId> {
    if let Some(id) = category_at(tx.conn(), CATEGORY)? {
        return Ok(id);
    }
    let names: Vec<(String, String, String)> = CATEGORY_NAMES.iter().map(|(lang, name, about)| ((*lang).into(), (*name).into(), (*about).into())).collect();
    let access = [("everyone".to_owned(), Right::Read), ("members".to_owned(), Right::Ask)];
    insert_category(tx, &NewCategory { parent: None, slug: CATEGORY, icon: "chat", names: &names, access: &access })
}

fn write_tags(tx: &mut Tx<'_>, topic: TopicId, names: &[TagName]) -> Result<(), Error> {
    let mut ids = Vec::new();
    for name in names {
        ids.push(match tags::store::find(tx.conn(), name.as_str())? {
            Some(id) => id,
            None => tags::store::insert(tx, name.as_str())?,
        });
    }
    let now = tx.now();
    tags::store::replace_of_topic(tx, topic, &ids, now)
}
