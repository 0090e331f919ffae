//! What browsers read to offer the community's search in their own box.

use actix_web::HttpResponse;

use crate::forum::visit::pages::ForumVisit;
use crate::platform::web::xml::Xml;
use crate::platform::web::{PageError, PageResult};

/// The longest short name that OpenSearch permits, in characters.
const SHORT_NAME: usize = 16;
/// The longest description.
const DESCRIPTION: usize = 1_024;

/// `GET /opensearch.xml`: the description, in the reader's language.
pub async fn describe(visit: ForumVisit) -> PageResult {
    let (seen, ()) = visit.look(|_, _| Ok::<_, PageError>(())).await?;
    let words = seen.text(&visit.web, "search-label");
    let name = &seen.settings.name;
    let url = |path: &str| format!("{}?q={{searchTerms}}", visit.web.absolute(path));
    let description = Description {
        short_name: cut(name, SHORT_NAME),
        description: cut(&format!("{name}: {words}"), DESCRIPTION),
        lang: seen.lang.tag(),
        results: url("/search"),
        suggestions: url("/search/opensearch-suggest"),
        own: visit.web.absolute("/opensearch.xml"),
        icon: visit.web.absolute(&visit.web.assets().urls().favicon),
    };
    let body = description.write().map_err(anyhow::Error::from)?;
    let mut response = HttpResponse::Ok();
    response.content_type("application/opensearchdescription+xml; charset=utf-8");
    response.insert_header(("Content-Language", seen.lang.tag())).insert_header(("Vary", "Cookie, Accept-Language"));
    Ok(response.insert_header(("Cache-Control", "private, max-age=3600")).body(body))
}

struct Description {
    short_name: String,
    description: String,
    lang: &'static str,
    results: String,
    suggestions: String,
    own: String,
    icon: String,
}

impl Description {
    fn write(&self) -> std::io::Result<String> {
        let mut xml = Xml::new(1_200)?;
        xml.open("OpenSearchDescription", &[("xmlns", "http://a9.com/-/spec/opensearch/1.1/")])?;
        xml.text("ShortName", &[], &self.short_name)?;
        xml.text("Description", &[], &self.description)?;
        xml.text("Language", &[], self.lang)?;
        xml.text("InputEncoding", &[], "UTF-8")?;
        xml.text("OutputEncoding", &[], "UTF-8")?;
        xml.text("Image", &[("width", "16"), ("height", "16"), ("type", "image/svg+xml")], &self.icon)?;
        xml.empty("Url", &[("type", "text/html"), ("method", "get"), ("template", &self.results)])?;
        xml.empty("Url", &[("type", "application/x-suggestions+json"), ("rel", "suggestions"), ("template", &self.suggestions)])?;
        xml.empty("Url", &[("type", "application/opensearchdescription+xml"), ("rel", "self"), ("template", &self.own)])?;
        xml.close("OpenSearchDescription")?;
        xml.finish()
    }
}

fn cut(text: &str, length: usize) -> String {
    text.chars().take(length).collect::<String>().trim_end().to_owned()
}
