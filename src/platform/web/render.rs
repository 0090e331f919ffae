//! Templates: one Tera for each language, so that words cost nothing when a page is rendered.

use memchr::{memchr, memchr_iter, memmem};
use rust_embed::RustEmbed;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use tera::{Context, Kwargs, State, Tera, Value};

use super::assets::icons;
use crate::platform::i18n::{Arg, I18n, Lang};

/// Embedded in a release; read from the disk in a debug build.
#[derive(RustEmbed)]
#[folder = "templates"]
#[include = "**/*.html"]
#[include = "**/*.txt"]
struct Files;

/// The sprite of the icons that a page uses stands at its end.
const PAGE_END: &[u8] = b"</body>";
/// How a template uses an icon.
const ICON_USE: &[u8] = b"#i-";
/// What stands before that.
const ICON_BEFORE: &[u8] = b"href=\"";

/// Every template in every language; cheap to clone.
#[derive(Clone)]
pub struct Templates {
    inner: Arc<Inner>,
}

struct Inner {
    languages: Vec<(Lang, Tera)>,
    icons: Icons,
}

/// The icons that pages use, as symbols of a sprite, by name.
struct Icons {
    symbols: Vec<String>,
    places: HashMap<String, usize>,
}

impl Templates {
    /// Parses all templates in all languages; fails on the first that does not parse.
    pub fn load(i18n: &I18n) -> anyhow::Result<Self> {
        let languages = Lang::all().map(|lang| Ok((lang, load_language(i18n, lang)?))).collect::<anyhow::Result<_>>()?;
        Ok(Self { inner: Arc::new(Inner { languages, icons: Icons::load() }) })
    }

    /// Renders a template.
    pub fn render(&self, lang: Lang, template: &str, context: &Context) -> anyhow::Result<String> {
        let mut out = Vec::new();
        self.write(lang, template, context, &mut out)?;
        Ok(String::from_utf8(out)?)
    }

    /// Renders a page, with the sprite of the icons it uses, to the end of `out`. What Tera writes is UTF-8; a page is not
    /// looked through once more for that.
    pub fn render_page(&self, lang: Lang, template: &str, context: &Context, out: &mut Vec<u8>) -> anyhow::Result<()> {
        self.write(lang, template, context, out)?;
        self.inner.icons.write_used(out);
        Ok(())
    }

    fn write(&self, lang: Lang, template: &str, context: &Context, out: &mut Vec<u8>) -> anyhow::Result<()> {
        let Some((_, tera)) = self.inner.languages.iter().find(|(l, _)| *l == lang) else { anyhow::bail!("no templates for {}", lang.tag()) };
        tera.render_to(template, context, out).map_err(|error| anyhow::anyhow!("{template}: {error}"))
    }
}

impl Icons {
    fn load() -> Self {
        let drawn: BTreeMap<String, String> = icons().into_iter().filter_map(|(name, svg)| Some((name.clone(), symbol(&name, &svg)?))).collect();
        let places = drawn.keys().cloned().zip(0..).collect();
        Self { symbols: drawn.into_values().collect(), places }
    }

    /// Writes the icons that a page uses before its end, in the order of their names.
    fn write_used(&self, page: &mut Vec<u8>) {
        let Some(end) = memmem::rfind(page, PAGE_END) else { return };
        let mut is_used = vec![false; self.symbols.len()];
        for name in memchr_iter(b'#', page).filter_map(|at| icon_used(page, at)) {
            match self.places.get(name) {
                Some(place) => is_used[*place] = true,
                None => tracing::error!(icon = name, "a page uses an icon that is not drawn"),
            }
        }
        let after = page.split_off(end);
        page.extend_from_slice(b"<svg class=\"sprite\" aria-hidden=\"true\" width=\"0\" height=\"0\">");
        for (symbol, _) in self.symbols.iter().zip(is_used).filter(|(_, is_used)| *is_used) {
            page.extend_from_slice(symbol.as_bytes());
        }
        page.extend_from_slice(b"</svg>");
        page.extend_from_slice(&after);
    }
}

/// The icon that is used where a `#` stands.
fn icon_used(page: &[u8], at: usize) -> Option<&str> {
    let name = page[..at].ends_with(ICON_BEFORE).then(|| page[at..].strip_prefix(ICON_USE))??;
    std::str::from_utf8(&name[..memchr(b'"', name)?]).ok()
}

/// `<svg viewBox="..">..</svg>` becomes `<symbol id="i-name" viewBox="..">..</symbol>`.
fn symbol(name: &str, svg: &str) -> Option<String> {
    let open = svg.find("<svg")?;
    let head_end = open + svg[open..].find('>')?;
    let body_end = svg.rfind("</svg>")?;
    let view_box = svg[open..head_end].split("viewBox=\"").nth(1)?.split('"').next()?;
    Some(format!("<symbol id=\"i-{name}\" viewBox=\"{view_box}\">{}</symbol>", svg[head_end + 1..body_end].trim()))
}

fn load_language(i18n: &I18n, lang: Lang) -> anyhow::Result<Tera> {
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
        let source = String::from_utf8(file.data.into_owned())?;
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
