//! What an admin sets for the community; kept in memory, read anew when it changes.

use diesel::prelude::*;
use guildhall_schema::settings;
use std::fmt;
use std::sync::Arc;

use crate::platform::community_pages::{WrittenPages, store as pages};
use crate::platform::db::{Connection, Db, Generation, Kept, Result, Tx};
use crate::platform::i18n::Lang;

/// A secret that stands in no message of the program; empty where there is none.
#[derive(Clone, Default, PartialEq)]
pub struct FormsKey(pub String);

impl fmt::Debug for FormsKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FormsKey")
    }
}

/// The community's settings, typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The community's name, on every page and mail.
    pub name: String,
    /// Languages offered, the community's own first.
    pub languages: Vec<Lang>,
    /// Whether strangers may sign up.
    pub sign_up_open: bool,
    /// For how many days it is kept where sign-ins and posts came from.
    pub origin_days: i64,
    /// For how many minutes a mail about a notice waits, and is not sent where that was read meanwhile.
    pub mail_wait: i64,
    /// Mails about notices that a member gets in a day at most; the digest tells the rest.
    pub mails_a_day: i64,
    /// True once the set-up page was sent.
    pub set_up: bool,
    /// True in a folder that `demo` filled: its passwords are public.
    pub demo: bool,
    /// The secret with which forms are signed: when they were shown, and to whom. Made when pages are first served; nobody changes it.
    pub forms_key: FormsKey,
    /// Which pages about the community are written; each change of one bumps the settings.
    pub pages: WrittenPages,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: "Guildhall".into(),
            languages: Lang::all().collect(),
            sign_up_open: true,
            origin_days: 90,
            mail_wait: 10,
            mails_a_day: 50,
            set_up: false,
            demo: false,
            forms_key: FormsKey::default(),
            pages: WrittenPages::default(),
        }
    }
}

impl Settings {
    /// The community's own language.
    pub fn language(&self) -> Lang {
        self.languages.first().copied().unwrap_or(Lang::FIRST)
    }

    /// Reads the settings; a missing row leaves the default.
    pub fn load(conn: &mut Connection) -> Result<Self> {
        let mut loaded = Self { pages: pages::written(conn)?, ..Self::default() };
        for (name, value) in settings::table.select((settings::name, settings::value)).load::<(String, String)>(conn)? {
            loaded.take(&name, value);
        }
        Ok(loaded)
    }

    fn take(&mut self, name: &str, value: String) {
        match name {
            "name" => self.name = value,
            "languages" => {
                let languages: Vec<Lang> = value.split(',').filter_map(Lang::parse).collect();
                if !languages.is_empty() {
                    self.languages = languages;
                }
            }
            "sign_up_open" => self.sign_up_open = value == "true",
            "origin_days" => self.origin_days = value.parse().unwrap_or(self.origin_days),
            "mail_wait" => self.mail_wait = value.parse().unwrap_or(self.mail_wait),
            "mails_a_day" => self.mails_a_day = value.parse().unwrap_or(self.mails_a_day),
            "set_up" => self.set_up = value == "true",
            "demo" => self.demo = value == "true",
            FORMS_KEY => self.forms_key = FormsKey(value),
            DEMO_GROWTH | NAMES_KEY | MAIL_KEY => {}
            _ => tracing::warn!(name, "a setting that this program does not know is left alone"),
        }
    }

    /// Writes every setting and tells all processes. The pages are written elsewhere.
    pub fn save(&self, tx: &mut Tx<'_>) -> Result<()> {
        let languages = self.languages.iter().map(|lang| lang.tag()).collect::<Vec<_>>().join(",");
        put(tx.conn(), "name", &self.name)?;
        put(tx.conn(), "languages", &languages)?;
        put(tx.conn(), "sign_up_open", &self.sign_up_open.to_string())?;
        put(tx.conn(), "origin_days", &self.origin_days.to_string())?;
        put(tx.conn(), "mail_wait", &self.mail_wait.to_string())?;
        put(tx.conn(), "mails_a_day", &self.mails_a_day.to_string())?;
        put(tx.conn(), "set_up", &self.set_up.to_string())?;
        put(tx.conn(), "demo", &self.demo.to_string())?;
        tx.bump(Generation::Settings).map(|_| ())
    }
}

/// The settings in memory.
pub struct KeptSettings(Kept<Settings>);

impl Default for KeptSettings {
    fn default() -> Self {
        Self(Kept::new(Generation::Settings))
    }
}

impl KeptSettings {
    /// The settings as they are now.
    pub fn get(&self, db: &Db, conn: &mut Connection) -> Result<Arc<Settings>> {
        self.0.get(db, conn, Settings::load)
    }

    /// The settings as last seen, without asking the database: for pages that say it is away.
    pub fn last(&self) -> Arc<Settings> {
        self.0.last().unwrap_or_default()
    }
}

/// How far the invented topics of a demo are, as whoever makes them wrote it; no setting that anybody changes.
const DEMO_GROWTH: &str = "demo_growth";

/// What [`put_demo_growth`] wrote last.
pub fn demo_growth(conn: &mut Connection) -> Result<Option<String>> {
    Ok(settings::table.find(DEMO_GROWTH).select(settings::value).first(conn).optional()?)
}

/// Writes how far the invented topics of a demo are, in the transaction that wrote them.
pub fn put_demo_growth(tx: &mut Tx<'_>, value: &str) -> Result<()> {
    put(tx.conn(), DEMO_GROWTH, value)
}

/// The secret under which the names of those who left are kept as hashes; no setting that anybody changes.
const NAMES_KEY: &str = "names_key";

/// That secret; none where nobody has left yet.
pub fn names_key(conn: &mut Connection) -> Result<Option<String>> {
    Ok(settings::table.find(NAMES_KEY).select(settings::value).first(conn).optional()?)
}

/// That secret, made when it is first needed.
pub fn make_names_key(tx: &mut Tx<'_>) -> Result<String> {
    made(tx, NAMES_KEY)
}

/// The secret with which the names of mails are signed, so that nobody can say that one came back which never left; no setting
/// that anybody changes.
const MAIL_KEY: &str = "mail_key";

/// That secret; none where no mail was sent yet.
pub fn mail_key(conn: &mut Connection) -> Result<Option<String>> {
    Ok(settings::table.find(MAIL_KEY).select(settings::value).first(conn).optional()?)
}

/// That secret, made when it is first needed.
pub fn make_mail_key(tx: &mut Tx<'_>) -> Result<String> {
    made(tx, MAIL_KEY)
}

/// The secret with which forms are signed.
const FORMS_KEY: &str = "forms_key";

/// Makes that secret, unless there is one.
pub fn make_forms_key(tx: &mut Tx<'_>) -> Result<()> {
    let known: Option<String> = settings::table.find(FORMS_KEY).select(settings::value).first(tx.conn()).optional()?;
    if known.is_none() {
        made(tx, FORMS_KEY)?;
    }
    Ok(())
}

fn made(tx: &mut Tx<'_>, name: &str) -> Result<String> {
    // The lock: of two at once the second finds the first one's.
    tx.bump(Generation::Settings)?;
    if let Some(key) = settings::table.find(name).select(settings::value).first(tx.conn()).optional()? {
        return Ok(key);
    }
    let key = format!("{:032x}{:032x}", rand::random::<u128>(), rand::random::<u128>());
    put(tx.conn(), name, &key)?;
    Ok(key)
}

fn put(conn: &mut Connection, name: &str, value: &str) -> Result<()> {
    let row = settings::table.filter(settings::name.eq(name));
    if diesel::update(row).set(settings::value.eq(value)).execute(conn)? == 0 {
        diesel::insert_into(settings::table).values((settings::name.eq(name), settings::value.eq(value))).execute(conn)?;
    }
    Ok(())
}
