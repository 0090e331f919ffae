//! What every handler can reach.

use percent_encoding::{CONTROLS, utf8_percent_encode};
use std::sync::Arc;
use url::Url;

use super::assets::Assets;
use super::client::TrustedProxies;
use super::render::Templates;
use crate::platform::db::{Connection, Db, Result};
use crate::platform::i18n::I18n;
use crate::platform::limits::Floods;
use crate::platform::settings::{KeptSettings, Settings};
use crate::platform::storage::Storage;

/// The platform's part of the program's state; cheap to clone.
#[derive(Clone)]
pub struct Web {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    i18n: I18n,
    templates: Templates,
    assets: Assets,
    floods: Floods,
    settings: KeptSettings,
    base_url: Url,
    origin: String,
    proxies: TrustedProxies,
    storage: Arc<dyn Storage>,
    fast_hashing: bool,
}

/// What a [`Web`] is made of.
pub struct WebOptions {
    /// The doors.
    pub db: Db,
    /// The words.
    pub i18n: I18n,
    /// The address people type: decides cookies, links in mails, the origin that may post.
    pub base_url: Url,
    /// Whose forwarding headers are believed.
    pub proxies: TrustedProxies,
    /// Where files are that people bring.
    pub storage: Arc<dyn Storage>,
    /// Cheap password hashes; tests only.
    pub fast_hashing: bool,
}

/// An absolute address that is not yet written: a page for programs has one for each person on it.
#[derive(Clone, Copy, Debug)]
pub struct Address<'a> {
    root: &'a str,
    path: &'a str,
}

impl std::fmt::Display for Address<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.root)?;
        utf8_percent_encode(self.path, CONTROLS).try_for_each(|piece| out.write_str(piece))
    }
}

impl Web {
    /// Loads templates and assets and puts the parts together.
    pub fn new(options: WebOptions) -> anyhow::Result<Self> {
        let assets = Assets::load()?;
        let templates = Templates::load(&options.i18n, &assets.icons())?;
        let floods = Floods::new(options.db.limit_factor());
        let origin = options.base_url.origin().ascii_serialization();
        Ok(Self {
            inner: Arc::new(Inner {
                db: options.db,
                i18n: options.i18n,
                templates,
                assets,
                floods,
                settings: KeptSettings::default(),
                base_url: options.base_url,
                origin,
                proxies: options.proxies,
                storage: options.storage,
                fast_hashing: options.fast_hashing,
            }),
        })
    }

    /// The doors.
    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// The words.
    pub fn i18n(&self) -> &I18n {
        &self.inner.i18n
    }

    /// The templates, one set for each language.
    pub fn templates(&self) -> &Templates {
        &self.inner.templates
    }

    /// Stylesheet, scripts, pictures.
    pub fn assets(&self) -> &Assets {
        &self.inner.assets
    }

    /// The limits counted in memory.
    pub fn floods(&self) -> &Floods {
        &self.inner.floods
    }

    /// Whose forwarding headers are believed.
    pub fn proxies(&self) -> &TrustedProxies {
        &self.inner.proxies
    }

    /// The address people type.
    pub fn base_url(&self) -> &Url {
        &self.inner.base_url
    }

    /// Scheme, host and port of the base URL: the only origin that may change anything.
    pub fn origin(&self) -> &str {
        &self.inner.origin
    }

    /// An absolute address, for mails and feeds. `path` begins with a slash.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.inner.base_url.as_str().trim_end_matches('/'))
    }

    /// An absolute address of ASCII letters alone, for programs: letters of other scripts are percent-encoded.
    pub fn address(&self, path: &str) -> String {
        self.address_of(path).to_string()
    }

    /// The same, written only where it goes.
    pub fn address_of<'a>(&'a self, path: &'a str) -> Address<'a> {
        Address { root: self.inner.base_url.as_str().trim_end_matches('/'), path }
    }

    /// True when cookies are only sent over TLS.
    pub fn is_https(&self) -> bool {
        self.inner.base_url.scheme() == "https"
    }

    /// Where files are that people bring.
    pub fn storage(&self) -> &Arc<dyn Storage> {
        &self.inner.storage
    }

    /// True in tests: passwords are hashed cheaply.
    pub fn fast_hashing(&self) -> bool {
        self.inner.fast_hashing
    }

    /// The settings as last seen, for error pages.
    pub fn last_settings(&self) -> Arc<Settings> {
        self.inner.settings.last()
    }

    /// The community's settings, inside a read or write.
    pub fn settings(&self, conn: &mut Connection) -> Result<Arc<Settings>> {
        self.inner.settings.get(&self.inner.db, conn)
    }
}
