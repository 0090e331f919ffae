//! Invented words for every mail, to look at.

use serde_json::{Value, json};

use crate::platform::i18n::{Arg, Lang};
use crate::platform::mail::{Context, Letter, Mail, MailError, Mailer};

/// Every mail, by its name.
pub(super) const MAILS: &[&str] = &[
    "notice",
    "digest",
    "digest-asked",
    "confirm",
    "have-account",
    "reset",
    "password-changed",
    "address-confirm",
    "address-changed",
    "address-taken",
    "hand-over",
    "own-data",
    "search-answer",
    "test",
];

const TITLE: &str = "Payouts stopped after the bank changed our account";
const AT: &str = "2026-11-22 13:26";

/// A mail as it would be written.
pub(super) fn letter(mailer: &Mailer, name: &'static str, lang: Lang, community: &str) -> Result<Letter, MailError> {
    let words = words(mailer, name, lang);
    let context = Context::from_serialize(&words).map_err(|error| MailError::Writing(error.to_string()))?;
    let is_series = ["notice", "digest", "digest-asked"].contains(&name);
    let further = [("mail-stop-topic", url("/stop-mail/…/topic-1")), ("mail-stop-all", url("/stop-mail/…/all"))];
    let title = format!("Re: {TITLE}");
    let stop = url("/stop-mail/…/reply");
    mailer.write(&Mail {
        to: "",
        lang,
        name,
        community,
        context,
        subject: &[("title", title.as_str().into()), ("community", community.into()), ("query", "bank account".into())],
        stop_url: is_series.then_some(stop.as_str()),
        further_stops: if is_series { &further } else { &[] },
        thread: None,
    })
}

fn url(path: &str) -> String {
    format!("https://forum.example.com{path}")
}

fn words(mailer: &Mailer, name: &str, lang: Lang) -> Value {
    match name {
        "notice" => json!({
            "title": TITLE, "actor": "Sigrid Bakke", "words": mailer.i18n().text(lang, "notices-reply"), "why": "", "may_solve": true,
            "excerpt": "The bank has to confirm the account again. It took three banking days with us.", "url": url("/t/1/2"),
        }),
        "digest" | "digest-asked" => json!({
            "items": [{ "title": TITLE, "url": url("/p/2"), "actor": "Sigrid Bakke", "words": mailer.i18n().text(lang, "notices-reply"),
                "others": mailer.i18n().text_with(lang, "mail-digest-more", &[("count", Arg::Number(3))]) }],
            "has_more": true,
            "questions": [{ "title": "Which scanner reads codes on glossy labels?", "url": url("/t/2"), "actor": "", "words": "", "others": "" }],
            "notices_url": url("/notices"), "settings_url": url("/settings/notices"), "url": url("/stop-mail/…/go-on"),
        }),
        "search-answer" => json!({ "query": "bank account", "found": true, "title": TITLE, "url": url("/t/1") }),
        _ => json!({
            "username": "sigrid", "name": "Sigrid Bakke", "url": url("/…"), "sign_in_url": url("/sign-in"), "reset_url": url("/forgotten-password"),
            "at": AT, "until": AT, "zone": "UTC", "is_former": false,
        }),
    }
}
