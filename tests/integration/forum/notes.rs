//! Notes among staff: on no path does anybody else see one, or hear that there is one.

use diesel::prelude::*;
use guildhall::accounts::CategoryId;
use guildhall::forum::{PostId, TopicId};
use guildhall::notifications::notices::Reason;
use guildhall::platform::db::Timestamp;
use guildhall_schema::{log, notices, posts, topic_counts, topics};

use super::scene::{ask, figures_are_right, post, reply, scene, state};
use crate::live::{Listening, address, version};
use crate::support::{Answer, Client, TestApp};

/// A word that stands nowhere else.
const WORD: &str = "qzsecretword";

async fn note(app: &TestApp, who: &Client, topic: TopicId, body: &str) -> PostId {
    let answer = who.post(&format!("/t/{topic}/reply"), &[("key", ""), ("body", body), ("note", "1")]).await.expect(303);
    let number = answer.location().and_then(|path| path.rsplit('/').next()?.parse::<i64>().ok()).expect("a number");
    post(app, topic, number).await
}

/// Whatever others can look at.
fn addresses(topic: TopicId) -> Vec<String> {
    let of_topic = ["", ".atom", "/similar", "?order=votes"].map(|rest| format!("/t/{topic}{rest}"));
    let fixed = [
        "/",
        "/hot",
        "/unsolved",
        "/unanswered",
        "/latest.atom",
        "/c/payments",
        "/c/payments.atom",
        "/u/sid",
        "/u/sid/replies",
        "/u/sid/topics",
        "/sitemap.xml",
        "/sitemap/1.xml",
        "/tags",
        "/search?q=qzsecretword",
        "/search.json?q=qzsecretword",
        "/search/suggest?q=qzsecret",
        "/search/similar?title=About+qzsecretword",
        "/notices",
        "/bookmarks",
        "/settings/follows",
        "/settings/mail",
        "/flags",
        "/decisions",
        "/review",
        "/admin/members",
        "/admin/searches",
        "/transparency",
    ];
    of_topic.into_iter().chain(fixed.map(str::to_owned)).collect()
}

/// A page without what is made anew each time: the keys of its forms.
fn normalised(answer: &Answer) -> (u16, String) {
    let mut body = answer.body.clone();
    for key in answer.attributes("form[action$='/reply'] input[name=key]", "value") {
        body = body.replace(&key, "KEY");
    }
    (answer.status, body)
}

async fn everything(who: &Client, topic: TopicId) -> Vec<(String, (u16, String))> {
    let mut pages = Vec::new();
    for address in addresses(topic) {
        // What just went right is told once, on the next page, whichever that is.
        who.forget("notice");
        let answer = who.follow(who.get(&address).await).await;
        pages.push((address, normalised(&answer)));
    }
    pages
}

/// Fails with the first page that is other than before.
async fn assert_as_before(who: &Client, topic: TopicId, before: &[(String, (u16, String))], what: &str) {
    for ((address, (status, body)), (_, (now, after))) in before.iter().zip(&everything(who, topic).await) {
        assert_eq!(status, now, "{what}: {address}");
        for (line, other) in body.lines().zip(after.lines()) {
            assert_eq!(line, other, "{what}: {address}");
        }
        assert_eq!(body.len(), after.len(), "{what}: {address}");
        // Where it was searched for, the page repeats it.
        assert!(address.contains(WORD) || !after.contains(WORD), "{what}: {address}");
    }
}

type Figures = (i64, Timestamp, bool, i64, i64, Option<PostId>);

async fn figures(app: &TestApp, topic: TopicId) -> Figures {
    app.read(move |conn| {
        let row = topics::table.inner_join(topic_counts::table).filter(topics::id.eq(topic));
        Ok(row
            .select((topics::version, topics::bumped_at, topics::answered, topic_counts::replies, topic_counts::posts, topic_counts::last_post))
            .first(conn)?)
    })
    .await
}

async fn acts(app: &TestApp, post: PostId) -> Vec<(String, bool)> {
    app.read(move |conn| {
        let rows = log::table.filter(log::subject_kind.eq("post")).filter(log::subject.eq(post.0)).order(log::id);
        Ok(rows.select((log::act, log::public)).load(conn)?)
    })
    .await
}

struct Others {
    all: Vec<(&'static str, Client)>,
    before: Vec<Vec<(String, (u16, String))>>,
    streams: Vec<Listening>,
}

impl Others {
    /// Everybody but staff, with whatever they can look at now, and with the topic and the first page open before them.
    async fn of(app: &TestApp, ann: &Client, topic: TopicId, category: CategoryId) -> Self {
        let (bob, mia, ada) = (app.member("bob").await, app.moderator("mia").await, app.admin("ada").await);
        for path in [format!("/t/{topic}/follow"), "/u/sid/follow".to_owned(), format!("/c/{category}/follow")] {
            bob.post(&path, &[("level", "all")]).await.expect(303);
        }
        let all = vec![("a visitor", app.visitor()), ("the asker", ann.clone()), ("a member", bob), ("a moderator", mia), ("an admin", ada)];
        let (mut before, mut streams) = (Vec::new(), Vec::new());
        app.index();
        app.run_jobs();
        for (_, who) in &all {
            before.push(everything(who, topic).await);
            streams.push(Listening::at(app, who, &address(who, topic, version(app, topic).await)).await);
        }
        app.tell();
        for stream in &mut streams {
            stream.heard().await;
        }
        Self { all, before, streams }
    }

    async fn notice_nothing(&mut self, app: &TestApp, topic: TopicId, note: PostId, number: i64, after: &str) {
        app.run_jobs();
        app.index();
        app.tell();
        for (((name, who), before), stream) in self.all.iter().zip(&self.before).zip(&mut self.streams) {
            let heard = stream.heard().await;
            assert!(heard.is_empty(), "{name} hears after {after}: {heard:?}");
            assert_as_before(who, topic, before, &format!("{name} after {after}")).await;
            for address in
                [format!("/p/{note}"), format!("/t/{topic}/{number}"), format!("/p/{note}/edit"), format!("/p/{note}/history"), format!("/p/{note}/flag")]
            {
                let nowhere = address.replacen(&format!("/{note}"), "/987654321", 1).replace(&format!("/{number}"), "/987654321");
                let (answer, nothing) = (who.get(&address).await, who.get(&nowhere).await);
                assert_eq!(answer.status, nothing.status, "{name}: {address} and {nowhere}");
            }
            for act in ["comment", "vote", "delete", "restore", "flag", "bookmark", "accept"] {
                let answer = who.post(&format!("/p/{note}/{act}"), &[("body", "Is there anything?"), ("key", "k"), ("value", "1"), ("by", "staff")]).await;
                let fields = [("body", "Is there anything?"), ("key", "k"), ("value", "1"), ("by", "staff")];
                let nothing = who.post(&format!("/p/987654321/{act}"), &fields).await;
                assert!(answer.status == nothing.status && !answer.body.contains(WORD), "{name}: {act} answers {}", answer.status);
            }
            let page = who.get(&format!("/t/{topic}")).await.location().expect("its own address");
            assert!(!who.get(&format!("{page}?quote={number}")).await.body.contains(WORD), "{name}: quoting");
        }
        app.tell();
        for stream in &mut self.streams {
            stream.heard().await;
        }
    }
}

#[actix_web::test]
async fn nobody_but_staff_sees_a_note_or_hears_that_there_is_one() {
    let (app, category) = scene().await;
    let (ann, sid, sue) = (app.member("ann").await, app.staff("sid").await, app.staff("sue").await);
    let topic = ask(&ann, category).await;
    let mut others = Others::of(&app, &ann, topic, category).await;
    let was = figures(&app, topic).await;
    let mails = app.mails().len();

    let written = note(&app, &sid, topic, &format!("The {WORD} of @ann, @bob and @mia is for @sue to look at.")).await;
    others.notice_nothing(&app, topic, written, 2, "a note").await;
    assert_eq!(figures(&app, topic).await, was, "nothing is counted, nothing bumped");
    figures_are_right(&app, topic).await;
    assert_eq!(acts(&app, written).await, [("post.note".to_owned(), false)]);

    sue.post(&format!("/p/{written}/comment"), &[("key", ""), ("body", &format!("I have seen the {WORD}."))]).await.expect(303);
    let remark = post(&app, topic, 3).await;
    others.notice_nothing(&app, topic, remark, 3, "a comment on a note").await;
    sid.post(&format!("/p/{written}/edit"), &[("version", "1"), ("body", &format!("The other {WORD} is for @sue.")), ("reason", "")]).await.expect(303);
    others.notice_nothing(&app, topic, written, 2, "an edit of a note").await;
    sue.post(&format!("/p/{written}/vote"), &[("value", "1")]).await.expect(303);
    others.notice_nothing(&app, topic, written, 2, "a vote for a note").await;
    assert_eq!(figures(&app, topic).await, was);

    // The administration counts none of it. Its log knows who wrote something, and no words.
    let admin = others.all[4].1.get("/admin").await.expect(200);
    assert!(admin.text("dl.stats").contains("Posts1") && !admin.body.contains(WORD), "{}", admin.text("dl.stats"));

    // When mail goes out, too.
    app.later(20 * Timestamp::MINUTE);
    app.run_jobs();
    let sent = app.mails().split_off(mails);
    assert!(
        sent.iter().all(|mail| !format!("{mail:?}").contains(WORD)
            || format!("{mail:?}").contains("sue@example.com")
            || format!("{mail:?}").contains("sid@example.com")),
        "{sent:?}"
    );
    for (name, told) in [("ann", &ann), ("bob", &others.all[2].1), ("mia", &others.all[3].1)] {
        let member = told.member();
        let count: i64 = app.read(move |conn| Ok(notices::table.filter(notices::member.eq(member)).count().get_result(conn)?)).await;
        assert_eq!(count, 0, "{name} is told of nothing");
    }

    sid.post(&format!("/p/{written}/delete"), &[("reason", "")]).await.expect(303);
    assert_eq!(state(&app, written).await, "deleted");
    assert_eq!(figures(&app, topic).await, was);
    let known: Vec<String> = acts(&app, written).await.into_iter().map(|(act, public)| format!("{act} {public}")).collect();
    assert_eq!(known, ["post.note false", "post.edit false", "post.delete false"]);
}

#[actix_web::test]
async fn staff_read_a_note_find_it_and_are_told_who_is_meant() {
    let (app, category) = scene().await;
    let (ann, sid, sue) = (app.member("ann").await, app.staff("sid").await, app.staff("sue").await);
    let topic = ask(&ann, category).await;
    let form = sid.follow(sid.get(&format!("/t/{topic}")).await).await;
    assert!(form.has("form[action$='/reply'] input[type=checkbox][name=note]"));
    assert!(!ann.follow(ann.get(&format!("/t/{topic}")).await).await.has("input[name=note]"));
    note(&app, &sid, topic, &format!("The {WORD} is for @sue to look at.")).await;
    app.run_jobs();
    app.index();
    let page = sue.follow(sue.get(&format!("/t/{topic}")).await).await;
    assert!(page.text(".is-note .standing").contains("only staff"), "{}", page.text("main"));
    assert!(page.text(".is-note .prose").contains(WORD) && !page.has(".is-note form[action$='/vote']") && !page.has(".is-note a[href$='/flag']"));
    assert!(sue.get(&format!("/search?q={WORD}")).await.has(".hit"));
    let member = sue.member();
    let told: Vec<Reason> = app.read(move |conn| Ok(notices::table.filter(notices::member.eq(member)).select(notices::reason).load(conn)?)).await;
    assert_eq!(told, [Reason::Mention]);
    // A comment below it is told to who wrote the note.
    let written = post(&app, topic, 2).await;
    sue.post(&format!("/p/{written}/comment"), &[("key", ""), ("body", "I am at it.")]).await.expect(303);
    app.run_jobs();
    let member = sid.member();
    let told: Vec<Reason> = app.read(move |conn| Ok(notices::table.filter(notices::member.eq(member)).select(notices::reason).load(conn)?)).await;
    assert_eq!(told, [Reason::Comment]);
    // The index made anew has it still, for staff.
    app.index();
    assert!(sue.get(&format!("/search?q={WORD}")).await.has(".hit"));
}

#[actix_web::test]
async fn what_was_meant_as_a_note_is_never_posted_for_all() {
    let (app, category) = scene().await;
    let (ann, sid) = (app.member("ann").await, app.staff("sid").await);
    let topic = ask(&ann, category).await;
    let fields = [("key", "one"), ("body", "A note that somebody without the role typed."), ("note", "1")];
    for who in [ann, app.moderator("mia").await, app.admin("ada").await] {
        let answer = who.post(&format!("/t/{topic}/reply"), &fields).await.expect(403);
        assert!(answer.text("textarea").contains("somebody without the role"), "what was typed comes back");
    }
    // Too short: the form comes back as a note.
    let short = sid.post(&format!("/t/{topic}/reply"), &[("key", "two"), ("body", "x"), ("note", "1")]).await.expect(422);
    assert!(short.has("input[name=note][checked]"));
    // A session that ended meanwhile carries it along.
    let ended = app.visitor().post(&format!("/t/{topic}/reply"), &fields).await;
    assert!(ended.has("input[type=hidden][name$='note'][value='1']"), "{}", ended.body);
    let count: i64 = app.read(move |conn| Ok(posts::table.filter(posts::topic.eq(topic)).count().get_result(conn)?)).await;
    assert_eq!(count, 1);
    // Sent twice, it is there once.
    for _ in 0..2 {
        sid.post(&format!("/t/{topic}/reply"), &[("key", "three"), ("body", "A note of somebody with the role."), ("note", "1")]).await.expect(303);
    }
    let count: i64 = app.read(move |conn| Ok(posts::table.filter(posts::topic.eq(topic)).count().get_result(conn)?)).await;
    assert_eq!(count, 2);
    app.run_jobs();
}

#[actix_web::test]
async fn a_quotation_of_a_note_is_a_link_to_others_and_shows_its_words_among_staff() {
    let (app, category) = scene().await;
    let (ann, sid) = (app.member("ann").await, app.staff("sid").await);
    let topic = ask(&ann, category).await;
    note(&app, &sid, topic, &format!("The {WORD} is for sue to look at.")).await;
    let page = sid.get(&format!("/t/{topic}")).await.location().expect("its own address");
    let quoting = sid.get(&format!("{page}?quote=2")).await.expect(200);
    let quotation = quoting.text("#reply textarea");
    assert!(quotation.contains(WORD), "{quotation}");
    let text = format!("{quotation}\n\nThat is what I think as well.");
    reply(&app, &sid, topic, &text).await;
    note(&app, &sid, topic, &text).await;
    app.run_jobs();
    let page = ann.follow(ann.get(&format!("/t/{topic}")).await).await;
    assert!(page.text("main").contains("what I think as well") && !page.body.contains(WORD), "{}", page.text("main"));
    let own = sid.follow(sid.get(&format!("/t/{topic}")).await).await;
    let shown: Vec<String> = own.texts(".is-note .prose");
    assert!(shown.len() == 2 && shown.iter().all(|text| text.contains(WORD)), "{shown:?}");
    let typed = [("body", text.as_str()), ("action", &format!("/t/{topic}/reply"))];
    assert!(!sid.post("/preview", &typed).await.body.contains(WORD));
    assert!(sid.post("/preview", &[typed[0], typed[1], ("note", "1")]).await.body.contains(WORD));
}

#[actix_web::test]
async fn replies_go_on_as_if_there_were_no_note() {
    let (app, category) = scene().await;
    let (ann, bob, sid) = (app.member("ann").await, app.member("bob").await, app.staff("sid").await);
    let topic = ask(&ann, category).await;
    note(&app, &sid, topic, "A note before anybody has replied.").await;
    assert!(ann.get("/unanswered").await.has(&format!("a[href$='/{topic}']")));
    // Nobody but staff was there: the asker may still take the question back.
    let question = post(&app, topic, 1).await;
    assert_eq!(ann.get(&format!("/p/{question}/delete")).await.status, 200);
    for _ in 0..25 {
        reply(&app, &bob, topic, "A reply of a member, as usual.").await;
    }
    app.run_jobs();
    figures_are_right(&app, topic).await;
    let visitor = app.visitor();
    let first = visitor.follow(visitor.get(&format!("/t/{topic}")).await).await;
    assert!(first.text("main").contains("25 replies") && !first.has(".is-note"), "{}", first.text("main"));
    assert_eq!(first.texts(".replies .post").len(), 19, "a place of the first page is the note's");
    let staff = sid.follow(sid.get(&format!("/t/{topic}")).await).await;
    assert_eq!((staff.texts(".replies .post").len(), staff.texts(".is-note").len()), (20, 1));
}
