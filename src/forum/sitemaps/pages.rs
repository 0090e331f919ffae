//! The addresses of sitemaps. They hold what a visitor sees, whoever asks.

use actix_web::http::header::EntityTag;
use actix_web::web::Path;

use super::{Line, State, listing, range};
use crate::forum::topics::topic_url;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::Connection;
use crate::platform::web::conditional::{self, Known};
use crate::platform::web::kept::Document;
use crate::platform::web::xml::Xml;
use crate::platform::web::{PageError, PageResult, Web, compress};

const KIND: &str = "application/xml; charset=utf-8";
const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
/// About what an address takes with all around it.
const LINE_BYTES: usize = 160;

/// `GET /sitemap.xml`
pub async fn index(visit: ForumVisit) -> PageResult {
    let (seen, files) = visit.look_as_visitor(|conn, seen| Ok::<_, PageError>(listing::files(conn, &seen.sight)?)).await?;
    let community = seen.settings.pages.all().next().map(|_| "pages".to_owned());
    let names = std::iter::once("categories".to_owned()).chain(community).chain(files.iter().map(i64::to_string));
    let addresses: Vec<String> = names.map(|name| visit.web.address(&format!("/sitemap/{name}.xml"))).collect();
    send(&visit, ("sitemapindex", "sitemap"), &addresses)
}

/// `GET /sitemap/categories.xml`: the first page, and every category that all may read.
pub async fn categories(visit: ForumVisit) -> PageResult {
    let (seen, ()) = visit.look_as_visitor(|_, _| Ok::<_, PageError>(())).await?;
    let readable = seen.categories.all().iter().filter(|category| seen.sight.readable.contains(&category.id));
    let urls = std::iter::once("/".to_owned()).chain(readable.map(|category| category.url()));
    send(&visit, ("urlset", "url"), &urls.map(|url| visit.web.address(&url)).collect::<Vec<_>>())
}

/// `GET /sitemap/pages.xml`: the pages about the community; not there without any.
pub async fn community(visit: ForumVisit) -> PageResult {
    let (seen, ()) = visit.look_as_visitor(|_, _| Ok::<_, PageError>(())).await?;
    let addresses: Vec<String> = seen.settings.pages.all().map(|page| visit.web.address(&page.url())).collect();
    if addresses.is_empty() { Err(PageError::NotFound) } else { send(&visit, ("urlset", "url"), &addresses) }
}

/// Sends a file of addresses; the names of the whole and of each.
fn send(visit: &ForumVisit, names: (&str, &str), addresses: &[String]) -> PageResult {
    let write = || -> std::io::Result<String> {
        let mut xml = Xml::new((addresses.len() + 1) * LINE_BYTES)?;
        xml.open(names.0, &[NAMESPACE])?;
        for address in addresses {
            xml.open(names.1, &[])?;
            xml.text("loc", &[], address)?;
            xml.close(names.1)?;
        }
        xml.close(names.0)?;
        xml.finish()
    };
    Ok(conditional::send(&visit.req, KIND, write().map_err(anyhow::Error::from)?))
}

/// A file of topics on its way out.
enum Found {
    /// With whoever asks.
    Known(EntityTag),
    /// In memory.
    Made(Document),
    /// To be made.
    Lines(EntityTag, Vec<Line>),
}

/// `GET /sitemap/{file}.xml`
pub async fn topics(visit: ForumVisit, typed: Path<String>) -> PageResult {
    let file: i64 = typed.parse().ok().filter(|file: &i64| file.to_string() == *typed).ok_or(PageError::NotFound)?;
    let range = range(file).ok_or(PageError::NotFound)?;
    let (memory, known, coding) = (visit.memory().clone(), Known::of(&visit.req), compress::accepted(&visit.req));
    let here = visit.web.address(&format!("/sitemap/{file}.xml"));
    let work = move |conn: &mut Connection, seen: &ForumSeen| -> Result<Found, PageError> {
        let mark = mark(&here, seen, listing::state(conn, range)?);
        if known.has(&mark) {
            return Ok(Found::Known(mark));
        }
        if let Some(document) = memory.sitemaps.get(file, coding, &mark) {
            return Ok(Found::Made(document));
        }
        Ok(Found::Lines(mark, listing::lines(conn, &seen.sight, range)?))
    };
    let document = match visit.look_as_visitor(work).await?.1 {
        Found::Known(mark) => return Ok(conditional::not_modified(&mark, KIND)),
        Found::Made(document) => document,
        Found::Lines(_, lines) if lines.is_empty() => return Err(PageError::NotFound),
        Found::Lines(mark, lines) => {
            let document = write(&visit.web, &lines).and_then(|body| Document::new(&visit.req, mark, body)).map_err(anyhow::Error::from)?;
            visit.memory().sitemaps.keep(file, &document);
            document
        }
    };
    Ok(document.send(&visit.req, KIND))
}

/// What decides a file's bytes: its address, what visitors may read, and the state of its topics.
fn mark(here: &str, seen: &ForumSeen, state: State) -> EntityTag {
    let readable: Vec<u8> = seen.sight.readable.iter().flat_map(|category| category.0.to_le_bytes()).collect();
    conditional::mark(&[here.as_bytes(), &readable, &state.topics.to_le_bytes(), &state.versions.to_le_bytes()])
}

fn write(web: &Web, lines: &[Line]) -> std::io::Result<String> {
    let mut xml = Xml::new((lines.len() + 1) * LINE_BYTES)?;
    xml.open("urlset", &[NAMESPACE])?;
    for line in lines {
        xml.open("url", &[])?;
        xml.text("loc", &[], &web.address(&topic_url(&line.slug, line.topic)))?;
        xml.text("lastmod", &[], &line.bumped_at.rfc3339())?;
        xml.close("url")?;
    }
    xml.close("urlset")?;
    xml.finish()
}
