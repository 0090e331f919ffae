//! What a member's page of a topic needs beside its rows, where these are kept: who they are, what the topic is to them, and what
//! they marked. On PostgreSQL it is asked for all who come at the same time together: the way to the server and back costs more
//! than the answer.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Topic;
use super::listing::{self, OwnMarks};
use super::rows::Rows;
use crate::accounts::MemberId;
use crate::accounts::sessions::store::{self as sessions, Open};
use crate::forum::{PostId, TopicId};
use crate::platform::db::{Connection, Line, Result, Timestamp};

/// Where members come who look at topics whose rows are kept.
pub type Looks = Line<Look, Looked>;

/// A member's look at a page.
#[derive(Clone, Debug)]
pub struct Look {
    /// The hash of their session's token.
    pub token_hash: String,
    /// The topic.
    pub topic: TopicId,
    /// The posts on the page, as far as is known.
    pub posts: Arc<[PostId]>,
    /// The moment.
    pub now: Timestamp,
}

/// What there is to be seen.
#[derive(Debug)]
pub struct Looked {
    /// The session; none where it is over.
    pub session: Option<Open>,
    /// The topic, whoever may see it, as it is for this member.
    pub topic: Option<Topic>,
    /// What the member did with the posts.
    pub marks: OwnMarks,
}

impl Look {
    /// A look at rows that were kept, whether or not they are as they were.
    pub fn at(rows: &Rows, topic: TopicId, token_hash: String, now: Timestamp) -> Self {
        let posts = rows.posts.iter().map(|post| post.id).collect();
        Self { token_hash, topic, posts, now }
    }
}

/// A line for them.
pub fn line() -> Looks {
    Line::of_snapshots(look_all)
}

/// Answers all of them, with few statements.
pub fn look_all(conn: &mut Connection, looks: &[Look]) -> Result<Vec<Looked>> {
    let Some(now) = looks.iter().map(|look| look.now).max() else { return Ok(Vec::new()) };
    let hashes: HashSet<&str> = looks.iter().map(|look| look.token_hash.as_str()).collect();
    let sessions = sessions::open_all(conn, &hashes.into_iter().collect::<Vec<_>>(), now)?;
    let whose: Vec<Option<&Open>> = looks.iter().map(|look| sessions.get(&look.token_hash)).collect();
    let members: Vec<Option<MemberId>> = whose.iter().map(|session| session.and_then(|session| session.viewer.id())).collect();
    let asked: Vec<(TopicId, Option<MemberId>)> = looks.iter().zip(&members).map(|(look, member)| (look.topic, *member)).collect();
    let topics = listing::topics_for(conn, &asked)?;
    let readers: HashSet<MemberId> = members.iter().flatten().copied().collect();
    let posts: Vec<PostId> = looks.iter().flat_map(|look| look.posts.iter().copied()).collect();
    let marks: HashMap<MemberId, OwnMarks> = listing::marks_of(conn, &readers.into_iter().collect::<Vec<_>>(), &posts)?;
    let of_page = |marks: &HashSet<PostId>, look: &Look| look.posts.iter().copied().filter(|post| marks.contains(post)).collect();
    let own = |member: &Option<MemberId>, look: &Look| {
        let all = member.and_then(|member| marks.get(&member));
        all.map(|all| OwnMarks { voted: of_page(&all.voted, look), kept: of_page(&all.kept, look) }).unwrap_or_default()
    };
    let answers = looks.iter().zip(&members).zip(whose).zip(topics);
    Ok(answers.map(|(((look, member), session), topic)| Looked { session: session.cloned(), topic, marks: own(member, look) }).collect())
}
