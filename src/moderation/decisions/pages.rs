//! `POST /review/{case}/decide`, undoing, and what a member reads of decisions about them.

pub mod form;
pub mod own;

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use actix_web::web::Path;
use serde::Serialize;

use self::form::Typed;
use super::store::{all_posts, name_of, origins_of, others_from};
use super::{Decide, DecideError, Verdict, decide, undo};
use crate::accounts::MemberId;
use crate::forum::PostId;
use crate::forum::duplicates::DuplicateError;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::moderation::cases::listing::{self, Wanted};
use crate::moderation::cases::pages::show::{Extra, with, with_trouble};
use crate::moderation::cases::pages::{PAGE, admit, case_url, refusal_key};
use crate::moderation::cases::{sees_case, store as cases};
use crate::moderation::flags::FlagReason;
use crate::moderation::letters::Letters;
use crate::moderation::{CaseId, DecisionId};
use crate::platform::db::{Connection, Failure};
use crate::platform::i18n::Arg;
use crate::platform::i18n::format::count;
use crate::platform::text::normalise::{graphemes, single_line};
use crate::platform::web::forms::{FieldErrors, Form};
use crate::platform::web::{PageError, PageResult};

/// The longest words to an author, in characters: a paragraph.
pub const WORDS_MAX: usize = 1_000;
/// Listed on the page that asks once more.
const LISTED: i64 = 10_000;

/// `POST /review/{case}/decide`.
pub async fn send(visit: ForumVisit, case: Path<i64>, Form(typed): Form<Typed>) -> PageResult {
    let case = CaseId(*case);
    let (seen, member) = visit.look(|_, seen| admit(seen)).await?;
    let (what, errors) = checked(&visit, &seen, case, &typed);
    let Some(what) = what.filter(|_| errors.is_empty()) else { return mistakes(visit, case, typed, errors).await };
    if what.verdict == Verdict::Spammer && typed.confirmed.is_empty() {
        return confirm(visit, case, typed).await;
    }
    let letters = Letters::of(visit.web.i18n());
    match visit.write(member, move |tx, who| decide(tx, who, &what, &letters)).await {
        Ok(_) => next(visit, case).await,
        Err(Failure::Database(error)) => Err(error.into()),
        Err(Failure::Refused(error)) => refused(visit, &seen, case, typed, error).await,
    }
}

fn checked(visit: &ForumVisit, seen: &ForumSeen, case: CaseId, typed: &Typed) -> (Option<Decide>, FieldErrors) {
    let mut errors = FieldErrors::default();
    let say = |key: &str| seen.text(&visit.web, key);
    let verdict = Verdict::parse(&typed.verdict);
    if verdict.is_none() {
        errors.add("verdict", say("moderation-error-verdict"));
    }
    let words = single_line(&typed.words);
    if graphemes(&words) > WORDS_MAX {
        errors.add("words", seen.text_with(&visit.web, "moderation-error-words-long", &[("most", (WORDS_MAX as i64).into())]));
    }
    let own_host = visit.web.base_url().host_str().unwrap_or_default().to_owned();
    let what = verdict.map(|verdict| Decide {
        case,
        version: typed.version.parse().unwrap_or(-1),
        verdict,
        rule: FlagReason::parse(&typed.rule).unwrap_or(FlagReason::Other),
        words,
        days: typed.days(verdict),
        original: typed.original(),
        only: typed.only(),
        blocks: typed.blocks(),
        category: typed.category(),
        own_host,
    });
    (what, errors)
}

async fn mistakes(visit: ForumVisit, case: CaseId, typed: Typed, errors: FieldErrors) -> PageResult {
    with(visit, case, Extra { typed, errors, status: StatusCode::UNPROCESSABLE_ENTITY, ..Extra::default() }).await
}

async fn refused(visit: ForumVisit, seen: &ForumSeen, case: CaseId, typed: Typed, error: DecideError) -> PageResult {
    let (field, key) = match error {
        DecideError::Case(error) => {
            let key = refusal_key(error).ok_or(PageError::NotFound)?;
            return with(visit, case, Extra { typed, trouble: Some(key), status: StatusCode::CONFLICT, ..Extra::default() }).await;
        }
        DecideError::Term => ("verdict", "moderation-error-term"),
        DecideError::NoWords => ("words", "moderation-error-words"),
        DecideError::Nobody => ("verdict", "moderation-error-nobody"),
        DecideError::NoPost => ("verdict", "moderation-error-no-post"),
        DecideError::Original(DuplicateError::Circle) => ("original", "moderation-error-circle"),
        DecideError::Original(_) => ("original", "moderation-error-original"),
        DecideError::Category => ("category", "moderation-error-category"),
        DecideError::Standing(error) => ("verdict", error.key()),
    };
    let mut errors = FieldErrors::default();
    errors.add(field, seen.text(&visit.web, key));
    mistakes(visit, case, typed, errors).await
}

/// On to the next case, or back to the queue when nothing waits.
async fn next(visit: ForumVisit, done: CaseId) -> PageResult {
    let work = move |conn: &mut Connection, seen: &ForumSeen| -> Result<Option<CaseId>, PageError> {
        let (waiting, _) = listing::page(conn, &seen.viewer, &seen.sight, Wanted::default(), None)?;
        let free = waiting.iter().find(|case| case.id != done && case.claimant(seen.now).is_none_or(|claimant| Some(claimant) == seen.viewer.id()));
        Ok(free.map(|case| case.id))
    };
    let (_, next) = visit.look(work).await?;
    Ok(visit.see_other(&next.map_or_else(|| PAGE.to_owned(), case_url), Some("moderation-notice-decided")))
}

/// The context of `templates/moderation/spammer.html`.
#[derive(Serialize)]
struct ConfirmPage {
    accounts: Vec<Account>,
    action: String,
    back_url: String,
    blocks: Vec<Block>,
    fields: Vec<(&'static str, String)>,
}

#[derive(Serialize)]
struct Account {
    id: i64,
    name: String,
    posts: String,
}

#[derive(Serialize)]
struct Block {
    kind: &'static str,
    name: String,
    value: String,
    /// How many others it would meet, in words.
    others: String,
}

/// What will happen to the spammers of a case, before it does.
async fn confirm(visit: ForumVisit, case: CaseId, typed: Typed) -> PageResult {
    let host = visit.web.base_url().host_str().unwrap_or_default().to_owned();
    let work = move |conn: &mut Connection, seen: &ForumSeen| -> Result<_, PageError> {
        let row = cases::find(conn, case)?.filter(|row| sees_case(&seen.viewer, &seen.sight, row)).ok_or(PageError::NotFound)?;
        let mut authors: Vec<MemberId> = [row.author].into_iter().chain(cases::open_items(conn, case)?.into_iter().map(|item| item.author)).collect();
        let mut known = BTreeSet::new();
        authors.retain(|author| known.insert(*author));
        let (mut accounts, mut origins) = (Vec::new(), BTreeSet::new());
        for author in authors {
            let posts = all_posts(conn, author, LISTED)?;
            let texts: Vec<PostId> = posts.iter().map(|(post, ..)| *post).take(100).collect();
            origins.extend(origins_of(conn, author, &texts, &host)?);
            accounts.push(Account { id: author.0, name: listing::standing(conn, author)?.name, posts: count(seen.lang, posts.len() as i64) });
        }
        let networks: Vec<String> = origins.iter().filter(|(kind, _)| *kind == "network").map(|(_, network)| network.clone()).collect();
        let known: Vec<MemberId> = known.into_iter().collect();
        let others = others_from(conn, &networks, &known)?;
        Ok((accounts, origins, others))
    };
    let (seen, (accounts, origins, others)) = visit.look(work).await?;
    let others = |value: &str| {
        others.get(value).map_or_else(String::new, |number| seen.text_with(&visit.web, "moderation-block-others", &[("count", Arg::Number(*number))]))
    };
    let blocks = origins.into_iter().map(|(kind, value)| Block { kind, name: name_of(kind, &value), others: others(&value), value }).collect();
    let Typed { version, verdict, rule, words, .. } = typed;
    let mut fields = vec![("version", version), ("verdict", verdict), ("rule", rule), ("words", words), ("confirmed", "1".into()), ("listed", "1".into())];
    fields.extend((accounts.len() > 1).then(|| ("chosen", "1".into())));
    let page = ConfirmPage { accounts, action: format!("{}/decide", case_url(case)), back_url: case_url(case), blocks, fields };
    visit.forum_page(&seen, StatusCode::OK, "moderation/spammer.html", &page)
}

/// `POST /decisions/{decision}/undo`.
pub async fn take_back(visit: ForumVisit, decision: Path<i64>) -> PageResult {
    let decision = DecisionId(*decision);
    let (_, member) = visit.look(|_, seen| admit(seen)).await?;
    match visit.write(member, move |tx, who| undo(tx, who, decision)).await {
        Ok(case) => Ok(visit.see_other(&case_url(case), Some("moderation-notice-undone"))),
        Err(Failure::Database(error)) => Err(error.into()),
        Err(Failure::Refused(error)) => {
            let case = visit.look(move |conn, _| Ok::<_, PageError>(super::store::find(conn, decision)?)).await?.1;
            let key = match error {
                DecideError::Case(error) => refusal_key(error).ok_or(PageError::NotFound)?,
                DecideError::Standing(error) => error.key(),
                _ => "moderation-error-changed",
            };
            with_trouble(visit, case.ok_or(PageError::NotFound)?.case, key).await
        }
    }
}
