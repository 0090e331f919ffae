//! What a case has in common with other posts: those that its author wrote lately, and those of others, in cases or not.

use serde::Serialize;

use super::show::state_key;
use crate::accounts::MemberId;
use crate::forum::PostId;
use crate::forum::topics::{post_url, topic_url};
use crate::forum::visibility::can_see;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::moderation::cases::likeness::{Gist, Mark, domain, links};
use crate::moderation::cases::listing::{self, CasePost};
use crate::platform::db::{Connection, Result};
use crate::platform::i18n::format::Moment;
use crate::platform::text::excerpt::{excerpt, plain_text};

/// As much of another text as reminds of it.
const EXCERPT: usize = 160;
/// From so much in common on, in hundredths, it is said of a text of the same author.
const ALIKE: i64 = 40;
/// And a text of somebody else is shown: two who ask about the same thing share many words.
const NEARLY_THE_SAME: i64 = 60;
/// What the author wrote last, alike or not.
const LATELY: usize = 8;
/// Posts of a case with which others are compared: those that belong together say the same.
const COMPARED_WITH: usize = 5;
/// Posts of others, at most.
const OTHERS_MOST: usize = 30;

/// A post that is shown beside a case.
#[derive(Serialize)]
pub(super) struct AlikeView {
    url: String,
    title: String,
    excerpt: String,
    how: String,
    by: String,
    state: String,
    at: Moment,
}

/// What two posts have in common.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// Nothing.
    Nothing,
    /// All their words, a link, the domain of a link.
    Mark(Mark),
    /// So many hundredths of their words.
    Words(i64),
}

/// The other posts.
#[derive(Default)]
pub(super) struct Others {
    /// Of the author.
    own: Vec<(CasePost, How)>,
    /// Of others.
    others: Vec<(CasePost, How)>,
}

impl Others {
    /// Reads them, as far as the moderator sees them. `posts` are those of the case that they see, `ids` all of them.
    pub fn read(conn: &mut Connection, seen: &ForumSeen, author: MemberId, posts: &[CasePost], ids: &[PostId], host: &str) -> Result<Self> {
        let case = Compared::of(posts, host);
        let visible = |post: &CasePost| can_see(&seen.sight, &post.facts);
        let newest = listing::newest_of(conn, author)?.into_iter().filter(|post| !ids.contains(post)).collect();
        let own = listing::posts_of(conn, newest)?.into_iter().filter(visible).rev().map(|post| (case.words(&post, ALIKE), post));
        let own =
            own.map(|(how, post)| (post, how)).enumerate().filter(|(place, (_, how))| *place < LATELY || *how != How::Nothing).map(|(_, post)| post).collect();
        let mut others = marked(conn, seen, ids)?;
        let looked_at: Vec<PostId> = listing::newest_of_others(conn, author)?
            .into_iter()
            .filter(|post| !ids.contains(post) && !others.iter().any(|(known, _)| known.id == *post))
            .collect();
        let elsewhere = listing::posts_of(conn, looked_at)?.into_iter().filter(visible).map(|post| (case.anything(&post, host), post));
        others.extend(elsewhere.filter(|(how, _)| *how != How::Nothing).map(|(how, post)| (post, how)));
        others.sort_by_key(|(post, _)| std::cmp::Reverse(post.id));
        others.truncate(OTHERS_MOST);
        Ok(Self { own, others })
    }

    /// Who wrote what others wrote.
    pub fn authors(&self) -> impl Iterator<Item = MemberId> {
        self.others.iter().map(|(post, _)| post.facts.author)
    }

    /// What the author wrote lately, the newest first.
    pub fn own_views(&self, visit: &ForumVisit, seen: &ForumSeen) -> Vec<AlikeView> {
        self.own.iter().map(|(post, how)| view(visit, seen, post, *how, String::new())).collect()
    }

    /// What others wrote, the newest first.
    pub fn views(&self, visit: &ForumVisit, seen: &ForumSeen, name: impl Fn(MemberId) -> String) -> Vec<AlikeView> {
        self.others.iter().map(|(post, how)| view(visit, seen, post, *how, name(post.facts.author))).collect()
    }
}

/// Posts of others that stood in cases and have a mark of those of this one.
fn marked(conn: &mut Connection, seen: &ForumSeen, ids: &[PostId]) -> Result<Vec<(CasePost, How)>> {
    let mut found: Vec<(PostId, Mark)> = Vec::new();
    for post in ids {
        let alike = listing::alike(conn, *post)?;
        found.extend(alike.into_iter().filter(|(other, _)| !ids.contains(other)));
    }
    let posts = listing::posts_of(conn, found.iter().map(|(post, _)| *post).collect())?;
    let posts = posts.into_iter().filter(|post| can_see(&seen.sight, &post.facts));
    Ok(posts.filter_map(|post| found.iter().find(|(id, _)| *id == post.id).map(|(_, mark)| (post.clone(), How::Mark(*mark)))).collect())
}

/// The posts of a case, ready to be compared with many.
struct Compared {
    gists: Vec<Gist>,
    domains: Vec<String>,
}

impl Compared {
    fn of(posts: &[CasePost], host: &str) -> Self {
        let gists = posts.iter().take(COMPARED_WITH).map(|post| Gist::of(&plain_text(&post.source))).collect();
        Self { gists, domains: posts.iter().flat_map(|post| links(&post.source, host)).map(|url| domain(&url)).collect() }
    }

    fn words(&self, other: &CasePost, least: i64) -> How {
        let gist = Gist::of(&plain_text(&other.source));
        let most = self.gists.iter().map(|own| own.likeness(&gist)).max().unwrap_or(0);
        if most >= least { How::Words(most) } else { How::Nothing }
    }

    fn anything(&self, other: &CasePost, host: &str) -> How {
        match self.words(other, NEARLY_THE_SAME) {
            How::Nothing if self.shares_domain(other, host) => How::Mark(Mark::Domain),
            how => how,
        }
    }

    fn shares_domain(&self, other: &CasePost, host: &str) -> bool {
        !self.domains.is_empty() && links(&other.source, host).iter().any(|url| self.domains.contains(&domain(url)))
    }
}

fn view(visit: &ForumVisit, seen: &ForumSeen, post: &CasePost, how: How, by: String) -> AlikeView {
    let (topic, title, slug, _) = post.topic.clone();
    AlikeView {
        url: if post.number == 1 { topic_url(&slug, topic) } else { post_url(&slug, topic, post.number) },
        title,
        excerpt: excerpt(&post.source, EXCERPT),
        how: match how {
            How::Nothing => String::new(),
            How::Mark(mark) => seen.text(&visit.web, mark_key(mark)),
            How::Words(percent) => seen.text_with(&visit.web, "moderation-alike", &[("percent", percent.into())]),
        },
        by,
        state: seen.text(&visit.web, state_key(post.facts.state)),
        at: seen.moment(post.created_at),
    }
}

fn mark_key(mark: Mark) -> &'static str {
    match mark {
        Mark::Text => "moderation-same-text",
        Mark::Link => "moderation-same-link",
        Mark::Domain => "moderation-same-domain",
    }
}
