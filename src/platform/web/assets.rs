//! Stylesheet, scripts and pictures: hashed address, long caching, compressed beforehand.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use anyhow::Context;
use rust_embed::RustEmbed;
use std::collections::HashMap;
use std::io::Write;

use super::compress::{Coding, accepted};
use super::{PageError, PageResult, Web};

/// Embedded in a release; read from the disk in a debug build.
#[derive(RustEmbed)]
#[folder = "assets"]
#[include = "css/*.css"]
#[include = "js/*.js"]
#[include = "icons/*.svg"]
#[include = "img/*"]
struct Files;

/// All icons in one file, as symbols.
const ICONS: &str = "icons.svg";

struct Asset {
    kind: &'static str,
    plain: Vec<u8>,
    gzip: Vec<u8>,
    zstd: Vec<u8>,
}

/// Every asset, compressed once at start. All stand under one hash, so that scripts can import one another by relative address.
pub struct Assets {
    hash: String,
    files: HashMap<String, Asset>,
}

/// Addresses that the layout needs.
#[derive(Clone, serde::Serialize)]
pub struct AssetUrls {
    /// The one stylesheet.
    pub css: String,
    /// The module that pages wait for before they are shown.
    pub times: String,
    /// The entry module of all others.
    pub js: String,
    /// The icon of the tab.
    pub favicon: String,
}

impl Assets {
    /// Reads and compresses all assets.
    pub fn load() -> anyhow::Result<Self> {
        let mut plain: Vec<(String, &'static str, Vec<u8>)> = Vec::new();
        let (mut css, mut icons) = (Vec::new(), String::new());
        let mut names: Vec<_> = Files::iter().collect();
        names.sort();
        for name in names {
            let data = Files::get(&name).map(|file| file.data.into_owned()).unwrap_or_default();
            match name.rsplit_once('.').map(|(_, ending)| ending) {
                Some("css") => css.extend_from_slice(&data),
                Some("js") => plain.push((name.into_owned(), "text/javascript; charset=utf-8", data)),
                Some("svg") if name.starts_with("icons/") => icons.push_str(&symbol(&name, &data)?),
                Some("svg") => plain.push((name.into_owned(), "image/svg+xml", data)),
                Some("png") => plain.push((name.into_owned(), "image/png", data)),
                _ => {}
            }
        }
        plain.push(("guildhall.css".into(), "text/css; charset=utf-8", css));
        plain.push((ICONS.into(), "image/svg+xml", format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{icons}</svg>").into()));
        let mut hasher = blake3::Hasher::new();
        for (name, _, data) in &plain {
            hasher.update(name.as_bytes()).update(data);
        }
        let hash = hasher.finalize().to_hex()[..12].to_owned();
        let files = plain.into_iter().map(|(name, kind, data)| Ok((name, Asset::compress(kind, data)?))).collect::<anyhow::Result<_>>()?;
        Ok(Self { hash, files })
    }

    /// The addresses of this build's assets.
    pub fn urls(&self) -> AssetUrls {
        let at = |name: &str| format!("/assets/{}/{name}", self.hash);
        AssetUrls { css: at("guildhall.css"), times: at("js/times.js"), js: at("js/app.js"), favicon: at("img/favicon.svg") }
    }

    /// The address of the icons: one file that a browser keeps, each a `<symbol>` in it.
    pub fn icons(&self) -> String {
        format!("/assets/{}/{ICONS}", self.hash)
    }

    /// The address of the picture for those who show a link to a page: they want one of dots, and square.
    pub fn picture(&self) -> String {
        format!("/assets/{}/img/mark.png", self.hash)
    }
}

impl Asset {
    fn compress(kind: &'static str, plain: Vec<u8>) -> anyhow::Result<Self> {
        let level = if cfg!(debug_assertions) { 1 } else { 19 };
        // In one piece: without knowing how much is to come, zstd makes ready for megabytes, which takes longer than the work.
        let zstd = zstd::bulk::compress(&plain, level)?;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(if cfg!(debug_assertions) { 1 } else { 9 }));
        encoder.write_all(&plain)?;
        Ok(Self { kind, gzip: encoder.finish()?, zstd, plain })
    }
}

/// An icon as a page uses it: `icons/up.svg` with `<svg viewBox="..">..</svg>` becomes `<symbol id="i-up" viewBox="..">..</symbol>`.
fn symbol(file: &str, drawing: &[u8]) -> anyhow::Result<String> {
    let name = file.trim_start_matches("icons/").trim_end_matches(".svg");
    let inside = std::str::from_utf8(drawing)?.trim().strip_prefix("<svg").and_then(|rest| rest.strip_suffix("</svg>"));
    let inside = inside.with_context(|| format!("{file} is not one <svg>"))?;
    Ok(format!("<symbol id=\"i-{name}\"{inside}</symbol>"))
}

/// `GET /assets/{hash}/{file}`: kept for a year; another hash is another address.
pub async fn show(web: web::Data<Web>, path: web::Path<(String, String)>, req: HttpRequest) -> PageResult {
    let (hash, name) = path.into_inner();
    let assets = web.assets();
    let asset = assets.files.get(&name).filter(|_| hash == assets.hash).ok_or(PageError::NotFound)?;
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CONTENT_TYPE, asset.kind));
    response.insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"));
    response.insert_header((header::VARY, "Accept-Encoding"));
    let body = match accepted(&req) {
        Some(Coding::Zstd) => &asset.zstd,
        Some(Coding::Gzip) => &asset.gzip,
        None => &asset.plain,
    };
    if let Some(coding) = accepted(&req) {
        response.insert_header((header::CONTENT_ENCODING, coding.as_str()));
    }
    Ok(response.body(body.clone()))
}
