//! `GET /review/panel`: one's own work, and what the others leave behind.

use actix_web::http::StatusCode;
use serde::{Deserialize, Serialize};

use super::{NOTE_MAX, hand_over, listing, store};
use crate::accounts::MemberId;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::moderation::cases::listing as cases;
use crate::moderation::cases::pages::{admit, admit_or_explain};
use crate::platform::db::{Connection, Timestamp};
use crate::platform::i18n::format::{Moment, count};
use crate::platform::text::normalise::{graphemes, single_line};
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};

const PAGE: &str = "/review/panel";
/// What was decided within this is looked at.
const SINCE: i64 = 90 * Timestamp::DAY;
/// Notes of others.
const NOTES: i64 = 20;

/// The context of `templates/moderation/panel.html`.
#[derive(Serialize)]
struct PanelPage {
    waiting: String,
    own: Figures,
    team: Vec<Figures>,
    notes: Vec<NoteView>,
    note: String,
    note_error: String,
}

#[derive(Default, Serialize)]
struct Figures {
    name: String,
    decided: String,
    appealed: String,
    overturned: String,
    rate: String,
}

#[derive(Serialize)]
struct NoteView {
    by: String,
    body: String,
    at: Moment,
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    note: String,
}

/// `GET /review/panel`. To others nothing is here.
pub async fn show(visit: ForumVisit) -> PageResult {
    page(visit, StatusCode::OK, None).await
}

/// `POST /review/panel`: the note for those who take over.
pub async fn save(visit: ForumVisit, Form(typed): Form<Typed>) -> PageResult {
    let (_, member) = visit.look(|_, seen| admit(seen)).await?;
    let body = single_line(&typed.note);
    if graphemes(&body) > NOTE_MAX {
        return page(visit, StatusCode::UNPROCESSABLE_ENTITY, Some(typed.note)).await;
    }
    visit.write(member, move |tx, who| hand_over(tx, who, &body)).await?;
    Ok(visit.see_other(PAGE, Some("moderation-notice-noted")))
}

async fn page(visit: ForumVisit, status: StatusCode, typed: Option<String>) -> PageResult {
    let work = |conn: &mut Connection, seen: &ForumSeen| -> Result<_, PageError> {
        let member = admit_or_explain(seen)?;
        let work = listing::work(conn, seen.now.plus(-SINCE))?;
        let notes = store::newest(conn, NOTES)?;
        let names = cases::names(conn, work.keys().copied().chain(notes.iter().map(|note| note.0)).collect())?;
        Ok((member, work, notes, names, cases::count_open(conn, &seen.viewer, &seen.sight)?))
    };
    let (seen, (member, work, notes, names, waiting)) = visit.look(work).await?;
    let name = |member: MemberId| names.get(&member).map(|(name, _)| name.clone()).unwrap_or_default();
    let figures = |member: MemberId, work: &listing::Work| Figures {
        name: name(member),
        decided: count(seen.lang, work.decided),
        appealed: count(seen.lang, work.appealed),
        overturned: count(seen.lang, work.overturned),
        rate: seen.text_with(&visit.web, "moderation-percent", &[("percent", work.overturn_rate().into())]),
    };
    let own_note = notes.iter().find(|note| note.0 == member).map(|note| note.1.clone()).unwrap_or_default();
    let is_wrong = typed.is_some();
    let page = PanelPage {
        waiting: if waiting >= 100 { "100+".to_owned() } else { count(seen.lang, waiting) },
        own: figures(member, &work.get(&member).copied().unwrap_or_default()),
        team: work.iter().map(|(member, work)| figures(*member, work)).collect(),
        notes: notes
            .iter()
            .filter(|note| note.0 != member)
            .map(|(by, body, at)| NoteView { by: name(*by), body: body.clone(), at: seen.moment(*at) })
            .collect(),
        note: typed.unwrap_or(own_note),
        note_error: if is_wrong { seen.text(&visit.web, "moderation-error-note-long") } else { String::new() },
    };
    visit.forum_page(&seen, status, "moderation/panel.html", &page)
}
