//! `GET /review/{case}`: what a case is about, in its context, and the form that decides it.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use serde::Serialize;
use std::collections::HashMap;

use super::alike::{AlikeView, Others};
use super::found::{FoundView, filter_key, marked_words};
use super::{PAGE, admit, case_url, category_name};
use crate::accounts::{MemberId, MemberState, Role, profile_url, store as members};
use crate::forum::screening::{self, Found};
use crate::forum::topics::post_url;
use crate::forum::visibility::can_see;
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::forum::{PostId, PostState};
use crate::moderation::CaseId;
use crate::moderation::appeals::store::AppealRow;
use crate::moderation::appeals::{AppealState, store as appeals};
use crate::moderation::cases::likeness::{domain, links};
use crate::moderation::cases::listing::{self, CasePost, Note, Standing};
use crate::moderation::cases::store::Item;
use crate::moderation::cases::{CaseRow, CaseState, sees_case, store};
use crate::moderation::decisions::pages::form::{DecideForm, Typed, decide_form};
use crate::moderation::decisions::store::DecisionRow;
use crate::moderation::decisions::{Verdict, store as decisions};
use crate::moderation::flags::store::FlagRow;
use crate::moderation::flags::{FlagState, listing as flags, store as flag_rows};
use crate::platform::db::Connection;
use crate::platform::i18n::Lang;
use crate::platform::i18n::format::{Moment, count};
use crate::platform::text::PostHtml;
use crate::platform::text::excerpt::excerpt;
use crate::platform::web::forms::FieldErrors;
use crate::platform::web::{Markup, PageError, PageResult};

/// As much of another text as reminds of it.
const EXCERPT: usize = 160;
/// Decisions about a member that stand beside a case.
const EARLIER: i64 = 10;

/// The context of `templates/moderation/case.html`.
#[derive(Serialize)]
struct CasePage {
    case: CaseView,
    posts: Vec<PostView>,
    account: Vec<FlagView>,
    author: AuthorView,
    lately: Vec<AlikeView>,
    alike: Vec<AlikeView>,
    links: Vec<LinkView>,
    notes: Vec<NoteView>,
    note: String,
    note_error: String,
    decisions: Vec<DecisionView>,
    earlier: Vec<DecisionView>,
    appeal: Option<AppealView>,
    form: Option<DecideForm>,
    trouble: String,
    /// What was typed where its form is not there any more.
    unsent: String,
}

#[derive(Serialize)]
struct CaseView {
    url: String,
    queue: &'static str,
    version: i64,
    why: String,
    category: String,
    opened: Moment,
    is_open: bool,
    is_own: bool,
    claimant: String,
    until: Option<Moment>,
    can_claim: bool,
    /// Who asked for a second opinion, and whether the reader must wait for one.
    second: String,
    waits: bool,
    can_ask: bool,
}

#[derive(Serialize)]
struct PostView {
    url: String,
    edit_url: String,
    title: String,
    lang: String,
    author: String,
    author_url: String,
    why: String,
    state: String,
    html: Markup<'static>,
    post_lang: String,
    at: Moment,
    above: String,
    flags: Vec<FlagView>,
    found: Vec<FoundView>,
    marked: Vec<(String, bool)>,
    is_masked: bool,
}

#[derive(Serialize)]
struct FlagView {
    reason: String,
    message: String,
    by: String,
    by_url: String,
    record: String,
    state: String,
    at: Moment,
}

#[derive(Serialize)]
struct AuthorView {
    name: String,
    url: String,
    state: String,
    until: Option<Moment>,
    trust: i32,
    joined: Moment,
    language: String,
    figures: Vec<(String, String)>,
}

#[derive(Serialize)]
struct LinkView {
    link: String,
    domain: String,
}

#[derive(Serialize)]
struct NoteView {
    by: String,
    body: String,
    at: Moment,
}

#[derive(Serialize)]
struct DecisionView {
    verdict: String,
    letter: String,
    by: String,
    at: Moment,
    undo: String,
    undone: String,
    progress: String,
}

#[derive(Serialize)]
struct AppealView {
    action: String,
    body: String,
    due: Moment,
    is_late: bool,
    is_open: bool,
    outcome: String,
    answer: String,
    can_decide: bool,
    /// As typed, where it comes back.
    overturn: bool,
    typed: String,
    error: String,
}

/// What a case's page is made of.
struct Read {
    case: CaseRow,
    items: Vec<Item>,
    posts: Vec<CasePost>,
    above: HashMap<PostId, String>,
    screened: HashMap<PostId, Found>,
    flags: Vec<FlagRow>,
    records: HashMap<MemberId, (i64, i64)>,
    names: HashMap<MemberId, (String, String)>,
    author: Standing,
    others: Others,
    notes: Vec<Note>,
    decisions: Vec<DecisionRow>,
    earlier: Vec<DecisionRow>,
    appeal: Option<AppealRow>,
}

/// An answer to an appeal, as typed.
#[derive(Default)]
pub(in crate::moderation) struct Answer {
    pub overturn: bool,
    pub text: String,
    pub error: Option<&'static str>,
}

/// What a page shows besides the case: what was typed, what went wrong.
#[derive(Default)]
pub(in crate::moderation) struct Extra {
    pub typed: Typed,
    pub errors: FieldErrors,
    pub trouble: Option<&'static str>,
    pub note: String,
    pub note_error: Option<&'static str>,
    pub appeal: Answer,
    pub status: StatusCode,
}

/// `GET /review/{case}`.
pub async fn show(visit: ForumVisit, case: Path<i64>) -> PageResult {
    with(visit, CaseId(*case), Extra::default()).await
}

/// The page with a sentence on what could not be done.
pub(in crate::moderation) async fn with_trouble(visit: ForumVisit, case: CaseId, key: &'static str) -> PageResult {
    with(visit, case, Extra { trouble: Some(key), status: StatusCode::CONFLICT, ..Extra::default() }).await
}

/// The page with a note that is empty or too long.
pub(super) async fn with_note(visit: ForumVisit, case: CaseId, note: String) -> PageResult {
    let error = if note.trim().is_empty() { "moderation-error-empty" } else { "moderation-error-note-long" };
    with(visit, case, Extra { note, note_error: Some(error), status: StatusCode::UNPROCESSABLE_ENTITY, ..Extra::default() }).await
}

/// The page, with whatever came back.
pub(in crate::moderation) async fn with(visit: ForumVisit, case: CaseId, extra: Extra) -> PageResult {
    let host = visit.web.base_url().host_str().unwrap_or_default().to_owned();
    let own_host = host.clone();
    let (seen, read) = visit.look(move |conn, seen| read(conn, seen, case, &own_host)).await?;
    let status = extra.status;
    let page = page(&visit, &seen, read, extra, &host);
    visit.forum_page(&seen, status, "moderation/case.html", &page)
}

fn read(conn: &mut Connection, seen: &ForumSeen, id: CaseId, host: &str) -> Result<Read, PageError> {
    admit(seen)?;
    let case = store::find(conn, id)?.filter(|case| sees_case(&seen.viewer, &seen.sight, case)).ok_or(PageError::NotFound)?;
    let items = store::items(conn, id, case.state == CaseState::Open)?;
    let ids: Vec<PostId> = items.iter().filter_map(|item| item.post).map(|(post, _)| post).collect();
    let visible = |post: &CasePost| can_see(&seen.sight, &post.facts);
    let posts: Vec<CasePost> = listing::posts_of(conn, ids.clone())?.into_iter().filter(visible).collect();
    let above = above(conn, seen, &posts)?;
    let screened = screening::store::of_posts(conn, &ids)?;
    let mut flagged = Vec::new();
    for post in &ids {
        flagged.extend(flags::of_post(conn, *post)?);
    }
    if case.category.is_none() {
        flagged.extend(flags::of_profile(conn, case.author)?);
    }
    let mut records = HashMap::new();
    for flag in &flagged {
        let record = flag_rows::record(conn, flag.member)?;
        records.insert(flag.member, (record.agreed, record.disagreed));
    }
    let others = Others::read(conn, seen, case.author, &posts, &ids, host)?;
    let notes = listing::notes(conn, id)?;
    let done = decisions::of_case(conn, id)?;
    let earlier: Vec<DecisionRow> = decisions::of_member(conn, case.author, EARLIER)?.into_iter().filter(|decision| decision.case != id).collect();
    let appeal = appeals::of_case(conn, id)?;
    let mut wanted: Vec<MemberId> = flagged.iter().map(|flag| flag.member).chain(notes.iter().map(|note| note.0)).collect();
    wanted
        .extend(items.iter().map(|item| item.author).chain(case.claimed_by).chain(done.iter().flat_map(|one| [Some(one.moderator), one.undone_by]).flatten()));
    wanted.extend(earlier.iter().map(|one| one.moderator).chain(others.authors()).chain(case.second_for));
    let names = listing::names(conn, wanted)?;
    let author = listing::standing(conn, case.author)?;
    Ok(Read { case, items, posts, above, screened, flags: flagged, records, names, author, others, notes, decisions: done, earlier, appeal })
}

/// What each post answers: the first words of the post that it comments on, or of the one that opens its topic.
fn above(conn: &mut Connection, seen: &ForumSeen, posts: &[CasePost]) -> Result<HashMap<PostId, String>, PageError> {
    let mut found = HashMap::new();
    for post in posts.iter().filter(|post| post.number > 1) {
        let parent = match post.parent {
            Some(parent) => Some(parent),
            None => crate::forum::posts::store::first_of(conn, post.topic.0)?,
        };
        let Some(parent) = parent else { continue };
        let shown = listing::posts_of(conn, vec![parent])?.into_iter().find(|parent| can_see(&seen.sight, &parent.facts));
        found.insert(post.id, shown.map(|parent| excerpt(&parent.source, EXCERPT)).unwrap_or_default());
    }
    Ok(found)
}

fn page(visit: &ForumVisit, seen: &ForumSeen, read: Read, extra: Extra, host: &str) -> CasePage {
    let writer = Writer { visit, seen, read: &read };
    let case = &read.case;
    let own = seen.viewer.id();
    let other = case.claimant(seen.now).is_some_and(|claimant| Some(claimant) != own);
    let waits = own.is_some_and(|own| case.waits_for_second(own, &read.notes));
    let may_decide = case.state == CaseState::Open && !other && !waits && own != Some(case.author) && case.not_for.is_none();
    let spam = read.author.state != MemberState::Closed;
    let form = may_decide.then(|| decide_form(visit, seen, case, &extra.typed, extra.errors, seen.viewer.is(Role::Moderator) && spam));
    let appeal = read.appeal.as_ref().map(|appeal| writer.appeal(appeal, &extra.appeal, waits));
    let is_answered = appeal.as_ref().is_none_or(|appeal| !appeal.can_decide);
    let unsent = [(form.is_none(), extra.typed.words()), (is_answered, extra.appeal.text.as_str())];
    let unsent = unsent.into_iter().filter(|(is_gone, _)| *is_gone).map(|(_, text)| text.to_owned()).collect();
    CasePage {
        case: writer.case(waits),
        posts: read.posts.iter().map(|post| writer.post(post)).collect(),
        account: read.flags.iter().filter(|flag| flag.profile.is_some()).map(|flag| writer.flag(flag)).collect(),
        author: writer.author(),
        lately: read.others.own_views(visit, seen),
        alike: read.others.views(visit, seen, |member| writer.name(member)),
        links: writer.links(host),
        notes: read.notes.iter().map(|(by, body, at)| NoteView { by: writer.name(*by), body: body.clone(), at: seen.moment(*at) }).collect(),
        note: extra.note,
        note_error: extra.note_error.map(|key| writer.text(key)).unwrap_or_default(),
        decisions: read.decisions.iter().map(|one| writer.decision(one, true)).collect(),
        earlier: read.earlier.iter().map(|one| writer.decision(one, false)).collect(),
        appeal,
        form,
        trouble: extra.trouble.map(|key| writer.text(key)).unwrap_or_default(),
        unsent,
    }
}

struct Writer<'a> {
    visit: &'a ForumVisit,
    seen: &'a ForumSeen,
    read: &'a Read,
}

impl Writer<'_> {
    fn text(&self, key: &str) -> String {
        self.seen.text(&self.visit.web, key)
    }

    fn name(&self, member: MemberId) -> String {
        self.read.names.get(&member).map(|(name, _)| name.clone()).unwrap_or_default()
    }

    fn url(&self, member: MemberId) -> String {
        self.read.names.get(&member).map(|(_, username)| profile_url(username)).unwrap_or_default()
    }

    fn case(&self, waits: bool) -> CaseView {
        let case = &self.read.case;
        let claimant = case.claimant(self.seen.now);
        let own = self.seen.viewer.id();
        let is_open = case.state == CaseState::Open;
        CaseView {
            url: case_url(case.id),
            queue: PAGE,
            version: case.version,
            why: self.text(case.why.key()),
            category: case.category.map(|category| category_name(self.seen, category)).unwrap_or_default(),
            opened: self.seen.moment(case.opened_at),
            is_open,
            is_own: is_open && claimant.is_some() && claimant == own,
            claimant: claimant.map(|member| self.name(member)).unwrap_or_default(),
            until: claimant.and(case.claimed_until).map(|until| self.seen.moment(until)),
            can_claim: is_open && claimant.is_none() && own != Some(case.author) && case.not_for != own && !waits,
            second: case.second_for.filter(|_| is_open).map(|member| self.name(member)).unwrap_or_default(),
            waits: is_open && waits,
            can_ask: is_open && own != Some(case.author) && case.not_for != own && claimant.is_none_or(|claimant| Some(claimant) == own),
        }
    }

    fn post(&self, post: &CasePost) -> PostView {
        let item = self.read.items.iter().find(|item| item.post.is_some_and(|(id, _)| id == post.id));
        let (topic, title, slug, lang) = post.topic.clone();
        let screened = self.read.screened.get(&post.id);
        let found = screened.map(|screened| screened.findings.as_slice()).unwrap_or_default();
        let original = screened.map_or("", |screened| screened.original.as_str());
        let typed = if original.is_empty() { &post.source } else { original };
        PostView {
            url: post_url(&slug, topic, post.number),
            edit_url: format!("/p/{}/edit", post.id),
            title,
            lang,
            author: self.name(post.facts.author),
            author_url: self.url(post.facts.author),
            why: item.map(|item| self.text(item.why.key())).unwrap_or_default(),
            state: self.text(state_key(post.facts.state)),
            html: Markup::from(PostHtml::from_store(post.html.clone())),
            post_lang: post.lang.clone(),
            at: self.seen.moment(post.created_at),
            above: self.read.above.get(&post.id).cloned().unwrap_or_default(),
            flags: self.read.flags.iter().filter(|flag| flag.post == Some(post.id)).map(|flag| self.flag(flag)).collect(),
            found: found.iter().map(|finding| FoundView { name: self.text(filter_key(finding.filter)), detail: finding.detail.clone() }).collect(),
            marked: marked_words(typed, found),
            is_masked: !original.is_empty(),
        }
    }

    fn flag(&self, flag: &FlagRow) -> FlagView {
        let (agreed, disagreed) = self.read.records.get(&flag.member).copied().unwrap_or_default();
        let record = [("agreed", agreed.into()), ("disagreed", disagreed.into())];
        FlagView {
            reason: self.text(flag.reason.key()),
            message: flag.message.clone(),
            by: self.name(flag.member),
            by_url: self.url(flag.member),
            record: self.seen.text_with(&self.visit.web, "moderation-record", &record),
            state: if flag.state == FlagState::Open { String::new() } else { self.text(flag.state.key()) },
            at: self.seen.moment(flag.created_at),
        }
    }

    fn author(&self) -> AuthorView {
        let author = &self.read.author;
        let (topics, replies, comments, accepted, helpful) = author.figures;
        let named = [
            ("forum-profile-topics", topics),
            ("forum-profile-replies", replies),
            ("forum-profile-comments", comments),
            ("forum-profile-accepted", accepted),
            ("forum-profile-helpful", helpful),
        ];
        let state = members::present_state(author.state, author.until, self.seen.now);
        AuthorView {
            name: author.name.clone(),
            url: if author.state == MemberState::Closed { String::new() } else { profile_url(&author.username) },
            state: self.text(member_state_key(state)),
            until: author.until.filter(|_| state != MemberState::Active).map(|until| self.seen.moment(until)),
            trust: author.trust,
            joined: self.seen.date(author.joined),
            language: Lang::parse(&author.lang).unwrap_or(Lang::FIRST).language().name.to_owned(),
            figures: named.into_iter().map(|(key, number)| (self.text(key), count(self.seen.lang, number))).collect(),
        }
    }

    fn links(&self, host: &str) -> Vec<LinkView> {
        let all = self.read.posts.iter().flat_map(|post| links(&post.source, host));
        let mut views: Vec<LinkView> = all.map(|url| LinkView { domain: domain(&url), link: url.to_string() }).collect();
        views.sort_by(|a, b| (&a.domain, &a.link).cmp(&(&b.domain, &b.link)));
        views.dedup_by(|a, b| a.link == b.link);
        views
    }

    fn decision(&self, one: &DecisionRow, is_here: bool) -> DecisionView {
        let can_undo = is_here && one.undone_by.is_none() && self.read.case.not_for.is_none();
        let progress = [("done", one.done.into()), ("total", one.total.into())];
        DecisionView {
            verdict: self.text(one.verdict.key()),
            letter: one.letter.clone(),
            by: self.name(one.moderator),
            at: self.seen.moment(one.at),
            undo: if can_undo { format!("/decisions/{}/undo", one.id) } else { String::new() },
            undone: one.undone_by.map(|by| self.name(by)).unwrap_or_default(),
            progress: if one.verdict == Verdict::Spammer { self.seen.text_with(&self.visit.web, "moderation-progress", &progress) } else { String::new() },
        }
    }

    fn appeal(&self, appeal: &AppealRow, typed: &Answer, waits: bool) -> AppealView {
        let own = self.seen.viewer.id();
        let is_open = appeal.state == AppealState::Open;
        AppealView {
            action: format!("{}/appeal", case_url(self.read.case.id)),
            body: appeal.body.clone(),
            due: self.seen.moment(appeal.due_at),
            is_late: is_open && appeal.due_at < self.seen.now,
            is_open,
            outcome: self.text(appeal.state.key()),
            answer: appeal.answer.clone(),
            can_decide: is_open && !waits && self.read.case.not_for != own && own != Some(appeal.member),
            overturn: typed.overturn,
            typed: typed.text.clone(),
            error: typed.error.map(|key| self.text(key)).unwrap_or_default(),
        }
    }
}

pub(super) fn state_key(state: PostState) -> &'static str {
    match state {
        PostState::Visible => "moderation-state-visible",
        PostState::Held => "moderation-state-held",
        PostState::Hidden => "moderation-state-hidden",
        PostState::Deleted => "moderation-state-deleted",
        PostState::Erased => "moderation-state-erased",
    }
}

fn member_state_key(state: MemberState) -> &'static str {
    match state {
        MemberState::Active => "admin-state-active",
        MemberState::Silenced => "admin-state-silenced",
        MemberState::Suspended => "admin-state-suspended",
        MemberState::Closed => "admin-state-closed",
    }
}
