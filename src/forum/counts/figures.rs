//! A topic's figures as a function of its rows.

use super::{TopicFigures, hot};
use crate::accounts::MemberId;
use crate::forum::{PostId, TopicKind};
use crate::platform::db::Timestamp;

/// A visible post for everyone: its number in the community, its number in the topic, the post it comments on, who wrote it and when.
pub type VisiblePost = (PostId, i64, Option<PostId>, MemberId, Timestamp);

/// What a topic's figures follow from.
#[derive(Clone, Debug)]
pub struct TopicRows<'a> {
    /// Who opened it.
    pub author: MemberId,
    /// Question, discussion, announcement.
    pub kind: TopicKind,
    /// When it was opened.
    pub created_at: Timestamp,
    /// Score of the opening post, visible or not.
    pub votes: i64,
    /// "I have this too".
    pub me_too: i64,
    /// One of its accepted replies is visible for everyone.
    pub has_visible_answer: bool,
    /// Its visible posts for everyone, by number.
    pub visible: &'a [VisiblePost],
}

/// Counts what is stored beside a topic. `is_staff` says who is of the company's people.
pub fn topic_figures(rows: &TopicRows<'_>, is_staff: impl Fn(MemberId) -> bool) -> TopicFigures {
    let later = || rows.visible.iter().filter(|(_, number, ..)| *number > 1);
    let replies = later().filter(|(_, _, parent, ..)| parent.is_none());
    let answers = replies.clone().filter(|(_, _, _, by, _)| *by != rows.author).count() as i64;
    let replies = replies.count() as i64;
    let last = rows.visible.last();
    TopicFigures {
        replies,
        posts: rows.visible.len() as i64,
        votes: rows.votes,
        me_too: rows.me_too,
        answers,
        staff_replies: later().filter(|(_, _, _, by, _)| is_staff(*by)).count() as i64,
        last_post: last.map(|(id, ..)| *id),
        last_author: last.map(|(_, _, _, by, _)| *by),
        last_at: last.map_or(rows.created_at, |(.., at)| *at),
        bumped_at: later().map(|(.., at)| *at).max().unwrap_or(rows.created_at).max(rows.created_at),
        solved: rows.kind == TopicKind::Question && rows.has_visible_answer,
        answered: answers > 0,
        hot: hot(rows.votes, replies, rows.me_too, rows.created_at),
    }
}
