//! Templates: one Tera for each language, so that words cost nothing when a page is rendered.

use rust_embed::RustEmbed;
use std::sync::{Arc, OnceLock};
use tera::{Context, Kwargs, State, Tera, Value};

use crate::platform::i18n::{Arg, I18n, Lang};

/// Embedded in a release; read from the disk in a debug build.
#[derive(RustEmbed)]
#[folder = "templates"]
#[include = "**/*.html"]
#[include = "**/*.txt"]
struct Files;

/// How a template names an icon; in the page the address of the icons stands before it.
const ICON: &str = "href=\"#i-";

/// Every template in every language; cheap to clone. A language is read when a page is first asked for in it: each takes
/// some 5 MB, and few communities speak all that are shipped.
#[derive(Clone)]
pub struct Templates(Arc<Languages>);

struct Languages {
    i18n: I18n,
    icons: String,
    read: Vec<OnceLock<Result<Tera, String>>>,
}

impl Templates {
    /// Parses all templates in the first language; fails on the first that does not parse. `icons` is the address of the icons.
    pub fn load(i18n: &I18n, icons: &str) -> anyhow::Result<Self> {
        let read = Lang::all().map(|_| OnceLock::new()).collect();
        let templates = Self(Arc::new(Languages { i18n: i18n.clone(), icons: icons.to_owned(), read }));
        templates.in_language(Lang::FIRST)?;
        Ok(templates)
    }

    fn in_language(&self, lang: Lang) -> anyhow::Result<&Tera> {
        let Languages { i18n, icons, read } = &*self.0;
        let tera = read[lang.place()].get_or_init(|| load_language(i18n, lang, icons).map_err(|error| format!("{error:#}")));
        tera.as_ref().map_err(|error| anyhow::anyhow!("in {}: {error}", lang.tag()))
    }

    /// Renders a template.
    pub fn render(&self, lang: Lang, template: &str, context: &Context) -> anyhow::Result<String> {
        let mut out = Vec::new();
        self.write(lang, template, context, &mut out)?;
        Ok(String::from_utf8(out)?)
    }

    /// Renders a page to the end of `out`. What Tera writes is UTF-8; a page is not looked through once more for that.
    pub fn write(&self, lang: Lang, template: &str, context: &Context, out: &mut Vec<u8>) -> anyhow::Result<()> {
        self.in_language(lang)?.render_to(template, context, out).map_err(|error| anyhow::anyhow!("{template}: {error}"))
    }
}

fn load_language(i18n: &I18n, lang: Lang, icons: &str) -> anyhow::Result<Tera> {
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".html"]);
    let words = i18n.clone();
    tera.register_function("t", move |kwargs: Kwargs, _: &State| -> tera::TeraResult<String> {
        let key: &str = kwargs.must_get("key")?;
        let args: Vec<(&str, Arg<'_>)> =
            kwargs.iter().filter(|(name, _)| name.as_str() != Some("key")).filter_map(|(name, value)| Some((name.as_str()?, argument(value)))).collect();
        Ok(words.text_with(lang, key, &args))
    });
    let mut sources = Vec::new();
    for name in Files::iter() {
        let file = Files::get(&name).ok_or_else(|| anyhow::anyhow!("{name} vanished"))?;
        let source = String::from_utf8(file.data.into_owned())?.replace(ICON, &format!("href=\"{icons}#i-"));
        sources.push((name.to_string(), with_words(i18n, lang, &source, name.ends_with(".html"))));
    }
    tera.add_raw_templates(sources).map_err(|error| anyhow::anyhow!("templates: {error}"))?;
    Ok(tera)
}

fn argument(value: &Value) -> Arg<'static> {
    match value.as_i64() {
        Some(number) if value.is_number() => Arg::Number(number),
        _ => Arg::from(value.to_string()),
    }
}

/// Replaces `{{ t(key="..") }}` by the words themselves: a message without arguments is known when the
/// template is loaded. Inside other expressions, and with arguments, the function answers when rendering.
fn with_words(i18n: &I18n, lang: Lang, source: &str, escape: bool) -> String {
    const OPEN: &str = "{{ t(key=\"";
    const CLOSE: &str = "\") }}";
    let mut out = String::with_capacity(source.len() + 512);
    let mut rest = source;
    while let Some(start) = rest.find(OPEN) {
        out.push_str(&rest[..start]);
        let after = &rest[start + OPEN.len()..];
        let key_end = after.find('"').unwrap_or(after.len());
        let key = &after[..key_end];
        if after[key_end..].starts_with(CLOSE) && i18n.has(lang, key) {
            let words = i18n.text(lang, key);
            out.push_str(&if escape { escaped(&words) } else { words });
            rest = &after[key_end + CLOSE.len()..];
        } else {
            out.push_str(OPEN);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// As Tera escapes, with braces besides: words must not become template code.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#x27;"),
            '{' => out.push_str("&#x7b;"),
            _ => out.push(c),
        }
    }
    out
}
