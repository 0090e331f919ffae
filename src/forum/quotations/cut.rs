//! Words that were destroyed are destroyed where others quoted them: in the texts that quote, and in their revisions. The
//! link stays.

use std::sync::Arc;

use super::{BATCH, Of, store};
use crate::accounts::{Acting, store as members};
use crate::forum::posts::{self, PostRow};
use crate::forum::texts::{self, Rerendered};
use crate::forum::topics::store::lock_topic;
use crate::forum::{PostId, PostState, TopicId, categories, desk};
use crate::platform::db::{Connection, Db, Result, in_pieces, read_in_pieces, wipe};
use crate::platform::text::{PostAddress, Quotation, Quoted, with_quotations};

/// A text that somebody edits meanwhile is looked at again, so often.
const ROUNDS: usize = 5;

/// A post of which something was destroyed.
struct Source {
    post: PostId,
    /// Where it stands, and where it stood before.
    at: Vec<PostAddress>,
    name: String,
    /// Nothing of it is there.
    is_erased: bool,
    /// It opened its topic, whose title is erased with it: addresses say no words of that.
    topic: Option<TopicId>,
    /// The texts of it that are there: what is quoted of these stays.
    kept: Vec<String>,
}

/// Cuts quotations of a post that hold words which nobody finds there any more.
pub(super) fn destroyed(db: &Db, base_url: &str, post: &PostRow) -> anyhow::Result<()> {
    let row = post.clone();
    let source = db.read_blocking(move |conn| Source::read(conn, &row))?;
    for _ in 0..ROUNDS {
        if source.cut_all(db, base_url)? {
            return Ok(());
        }
    }
    anyhow::bail!("texts that quote post {} were edited all the time", post.id)
}

impl Source {
    fn read(conn: &mut Connection, post: &PostRow) -> Result<Self> {
        let is_erased = post.state == PostState::Erased;
        let mut kept = Vec::new();
        if !is_erased {
            kept.push(texts::store::source(conn, post.id)?);
            kept.extend(posts::store::revisions_of(conn, post.id)?.into_iter().map(|revision| revision.source));
        }
        let name = members::find(conn, post.author)?.map(|author| author.name).unwrap_or_default();
        let topic = Some(post.topic).filter(|_| is_erased && post.opens_topic());
        let former = desk::store::former_places(conn, post.id)?;
        let at = former.into_iter().chain([(post.topic, post.number)]).map(|(topic, number)| PostAddress { topic: topic.0, number }).collect();
        Ok(Self { post: post.id, at, name, is_erased, topic, kept })
    }

    fn is_kept(&self, quotation: &Quotation<'_>) -> bool {
        !self.is_erased && quotation.words().all(|line| self.kept.iter().any(|text| text.contains(line)))
    }

    /// A text without the words; none where it has none of them.
    fn without(&self, text: &str, base_url: &str) -> Option<String> {
        let is_gone = |quotation: &Quotation<'_>| self.at.contains(&quotation.post) && !self.is_kept(quotation);
        let cut = with_quotations(text, base_url, &|quotation| is_gone(quotation).then(|| Quoted { name: self.name.clone(), is_shown: false }));
        let short = self.topic.and_then(|topic| without_slug(cut.as_deref().unwrap_or(text), topic));
        short.or(cut)
    }

    /// True when no text was changed by somebody else meanwhile.
    fn cut_all(&self, db: &Db, base_url: &str) -> Result<bool> {
        let (mut after, mut is_whole) = (PostId(i64::MIN), true);
        let of = self.topic.map_or(Of::Post(self.post), Of::Topic);
        loop {
            let quoting = db.read_blocking(move |conn| store::quoting(conn, of, after, BATCH))?;
            let Some((last, _)) = quoting.last() else { return Ok(is_whole) };
            after = *last;
            let quoting: Vec<PostId> = quoting.into_iter().map(|(post, _)| post).collect();
            is_whole &= self.cut_texts(db, base_url, &quoting)?;
            self.cut_revisions(db, base_url, quoting)?;
        }
    }

    fn cut_texts(&self, db: &Db, base_url: &str, quoting: &[PostId]) -> Result<bool> {
        let (ids, origin) = (quoting.to_vec(), base_url.to_owned());
        let found = db.read_blocking(move |conn| store::texts(conn, &ids))?;
        let cut: Vec<(PostId, TopicId, String, String)> =
            found.into_iter().filter_map(|(post, topic, text)| Some((post, topic, self.without(&text, base_url)?, text))).collect();
        let categories = Arc::new(db.read_blocking(categories::store::load)?);
        let again = move |conn: &mut Connection, (post, topic, text, was): &(PostId, TopicId, String, String)| {
            Ok((*post, *topic, texts::compose_from(conn, &origin, &categories, *post, text.clone())?, was.clone()))
        };
        let rendered: Vec<(PostId, TopicId, Rerendered, String)> = read_in_pieces(db, cut, again)?;
        let written = in_pieces(db, Acting::System, rendered, |tx, (post, topic, text, was)| {
            lock_topic(tx, *topic)?;
            let is_written = texts::store::reword(tx, *post, was, text)?;
            if is_written {
                texts::store::forget_mentions(tx, *post, &text.source)?;
            }
            wipe::soon(tx)?;
            Ok(is_written)
        })?;
        Ok(written.into_iter().all(|is_written| is_written))
    }

    fn cut_revisions(&self, db: &Db, base_url: &str, quoting: Vec<PostId>) -> Result<()> {
        let found = db.read_blocking(move |conn| store::earlier_texts(conn, &quoting))?;
        let cut: Vec<(i64, String)> = found.into_iter().filter_map(|(revision, _, text)| Some((revision, self.without(&text, base_url)?))).collect();
        in_pieces(db, Acting::System, cut, |tx, (revision, text)| {
            store::put_earlier_text(tx, *revision, text)?;
            wipe::soon(tx)
        })?;
        Ok(())
    }
}

/// A text with the topic's addresses in their short form; none where it has none of the long ones.
fn without_slug(text: &str, topic: TopicId) -> Option<String> {
    let mut out = String::new();
    let mut done = 0;
    for (at, path) in text.match_indices("/t/") {
        let slug = at + path.len();
        let Some((length, number)) = text[slug..].split_once('/').map(|(slug, rest)| (slug.len(), rest)) else { break };
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        // No slug is made of digits alone.
        let words = &text[slug..slug + length];
        let is_long = !words.bytes().all(|byte| byte.is_ascii_digit()) && !words.contains(|c: char| c.is_whitespace() || "()<>[]\"".contains(c));
        if slug >= done && is_long && number[..digits].parse() == Ok(topic.0) {
            out.push_str(&text[done..slug]);
            done = slug + length + 1;
        }
    }
    out.push_str(&text[done..]);
    (done > 0).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_say_no_words_of_a_title() {
        let short = |text| without_slug(text, TopicId(12));
        assert_eq!(short("> [Ann](/t/our-secret/12/3):\n> /t/our-secret/12?page=2").as_deref(), Some("> [Ann](/t/12/3):\n> /t/12?page=2"));
        assert_eq!(short("https://forum.example.com/t/機密/12 and /t/a/13").as_deref(), Some("https://forum.example.com/t/12 and /t/a/13"));
        for other in ["/t/12/3", "/t/12/12", "/t//12", "/t/12", "/t/a/123/12", "/t/a b/12", "/t/", "/t/a/", "(/t/x)/12", "no address"] {
            assert_eq!(short(other), None, "{other}");
        }
    }
}
