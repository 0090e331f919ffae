//! The posts that texts quote, as they are now.

use super::store::{self, QuotedPost};
use super::{Whereabouts, quoted_places};
use crate::forum::{PostState, TopicId};
use crate::platform::db::{Connection, Result};
use crate::platform::text::{PostAddress, Quoted, with_quotations};

/// What is known of the posts that some texts quote.
pub struct Quotes<'a> {
    posts: Vec<QuotedPost>,
    base_url: &'a str,
}

impl<'a> Quotes<'a> {
    /// Finds them, by one query; by none where nothing is quoted.
    pub fn of<'s>(conn: &mut Connection, base_url: &'a str, sources: impl IntoIterator<Item = &'s str>) -> Result<Self> {
        let mut places: Vec<_> = sources.into_iter().flat_map(|source| quoted_places(source, base_url)).collect();
        places.sort_unstable();
        places.dedup();
        Ok(Self { posts: store::quoted(conn, &places)?, base_url })
    }

    /// No text quotes a post that is there.
    pub fn is_empty(&self) -> bool {
        self.posts.is_empty()
    }

    /// A text as it may be read there: quotations under the names of today, without words that not everybody may see who
    /// reads it there. None where that is the same text.
    pub fn as_shown(&self, source: &str, at: &Whereabouts<'_>) -> Option<String> {
        self.with(source, |post| Some(at.shows(post)))
    }

    /// The same with names as they were typed.
    pub fn as_typed(&self, source: &str, at: &Whereabouts<'_>) -> Option<String> {
        self.with(source, |post| (!at.shows(post)).then_some(false))
    }

    /// A text without words that were erased where they came from; none where it holds no such words.
    pub fn without_erased(&self, source: &str) -> Option<String> {
        self.with(source, |post| (post.facts.state == PostState::Erased).then_some(false))
    }

    fn with(&self, source: &str, is_shown: impl Fn(&QuotedPost) -> Option<bool>) -> Option<String> {
        if self.is_empty() {
            return None;
        }
        let quoted = |post: &QuotedPost| Some(Quoted { name: post.name.clone(), is_shown: is_shown(post)? });
        with_quotations(source, self.base_url, &|quotation| quoted(self.post(quotation.post)?))
    }

    fn post(&self, at: PostAddress) -> Option<&QuotedPost> {
        self.posts.iter().find(|post| post.place == (TopicId(at.topic), at.number))
    }
}
