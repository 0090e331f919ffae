//! What members say of themselves: a biography and a website, there for everybody.

mod erase_introduction;
pub mod store;

pub use erase_introduction::{EraseRefused, Parts, erase_introduction};

use crate::platform::db::{Db, Durability, Error, Result, in_pieces};
use crate::platform::text::{Limits, Links, MarkdownSource, Member, PostHtml, TextError, Unnamed, Website, render};

use super::{Acting, MemberId};

/// A biography ready to be written; the empty one is none.
#[derive(Clone, Debug, Default)]
pub struct Biography {
    /// As typed.
    pub source: String,
    /// As shown.
    pub html: PostHtml,
}

/// All that a member says.
#[derive(Clone, Debug, Default)]
pub struct Introduction {
    /// Who they are.
    pub biography: Biography,
    /// Where their own pages are.
    pub website: Option<Website>,
}

/// Renders a biography as posts are rendered, but that it calls nobody: names in it stay text.
pub fn biography(typed: &str, base_url: &str) -> Result<Biography, TextError> {
    let source = MarkdownSource::parse(typed, Limits::BIOGRAPHY)?;
    Ok(rendered(source.into_string(), base_url))
}

fn rendered(source: String, base_url: &str) -> Biography {
    let html = render(&source, &Alone(base_url)).html;
    Biography { source, html }
}

/// Nobody is mentioned; links to this address are not foreign.
struct Alone<'a>(&'a str);

impl Links for Alone<'_> {
    fn member(&self, _: &str) -> Option<Member> {
        None
    }

    fn base_url(&self) -> &str {
        self.0
    }
}

/// Rendered together.
const BATCH: i64 = 100;

/// Brings biographies up to this program's renderer; answers how many.
pub fn rerender(db: &Db, base_url: &str) -> Result<u64, Error> {
    let mut number = 0;
    loop {
        let outdated = db.read_blocking(|conn| store::outdated(conn, BATCH))?;
        if outdated.is_empty() {
            return Ok(number);
        }
        number += outdated.len() as u64;
        let rendered: Vec<_> = outdated.into_iter().map(|(member, source)| (member, rendered(source, base_url))).collect();
        db.write_blocking(Acting::System, Durability::Full, move |tx, _| {
            rendered.iter().try_for_each(|(member, biography)| store::put_html(tx, *member, biography))
        })?;
    }
}

/// Takes the names of a member who left out of what others say of themselves.
pub fn forget(db: &Db, unnamed: &Unnamed<'_>) -> Result<(), Error> {
    let mut after = MemberId(i64::MIN);
    loop {
        let found = db.read_blocking(move |conn| store::naming(conn, after, BATCH))?;
        let Some((last, _)) = found.last() else { return Ok(()) };
        after = *last;
        let changed = found.into_iter().filter_map(|(member, was)| Some((member, rendered(unnamed.text(&was)?, unnamed.base_url), was))).collect();
        in_pieces(db, Acting::System, changed, |tx, (member, biography, was): &(MemberId, Biography, String)| store::reword(tx, *member, was, biography))?;
    }
}
