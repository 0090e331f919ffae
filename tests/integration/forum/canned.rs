//! Replies that staff and moderators keep ready.

use diesel::prelude::*;
use guildhall::accounts::{CategoryId, Right, Role};
use guildhall_schema::{canned_replies, canned_reply_texts, log, members, posts, topics};

use super::scene::{ask, scene};
use crate::support::fixtures::insert_category;
use crate::support::{Client, TestApp};

const LIST: &str = "/canned-replies";

async fn make(who: &Client, name: &str, category: &str, texts: &[(&str, &str)]) -> crate::support::Answer {
    let mut fields = vec![("name", name), ("category", category)];
    fields.extend(texts);
    who.post(&format!("{LIST}/new"), &fields).await
}

/// The number of a reply.
async fn number(app: &TestApp, name: &'static str) -> i64 {
    app.read(move |conn| Ok(canned_replies::table.filter(canned_replies::name.eq(name)).select(canned_replies::id).first(conn)?)).await
}

async fn closed(app: &TestApp) -> CategoryId {
    app.rows(|conn| insert_category(conn, "inside", None, &[("staff", Right::Ask)])).await
}

#[actix_web::test]
async fn a_reply_is_put_into_the_form_with_everything_in_its_place() {
    let (app, category) = scene().await;
    let (ann, sid) = (app.member("ann").await, app.staff("sid").await);
    let topic = ask(&ann, category).await;
    let member = ann.member();
    app.rows(move |conn| {
        diesel::update(members::table.find(member)).set(members::name.eq("Ann [x](/evil) *B* {me}")).execute(conn).unwrap();
        diesel::update(topics::table.find(topic)).set((topics::lang.eq("nb"), topics::title.eq("<b>Where</b> is `it`?"))).execute(conn).unwrap();
    })
    .await;
    let texts = [("text-en", "Hello {name}."), ("text-nb", "Hei {name}, om [{topic}]({link}) i {category}: {{ shop }}.\n\n{me}")];
    make(&sid, "Greeting", "", &texts).await.expect(303);
    let page = sid.follow(sid.get(&format!("/t/{topic}")).await).await;
    assert_eq!(page.texts("#reply select[name=canned] option"), ["Choose one", "Greeting"]);
    let id = number(&app, "Greeting").await.to_string();
    let action = format!("/t/{topic}/reply");
    let typed = [("key", "k"), ("body", "Typed before."), ("note", "1"), ("canned", id.as_str()), ("insert", "1")];
    let filled = sid.post(&action, &typed).await.expect(200);
    let text = filled.text("textarea");
    assert!(text.starts_with("Typed before. Hei Ann \\[x\\]"), "{text}");
    assert!(text.contains("{{ shop }}") && text.contains("\\{me\\}") && text.contains("(http://127.0.0.1:8080/t/") && text.ends_with("sid"), "{text}");
    assert!(filled.has("input[name=note][checked]") && filled.attributes("input[name=key]", "value") == ["k"], "the rest of the form is as it was");
    let count: i64 = app.read(|conn| Ok(posts::table.count().get_result(conn)?)).await;
    assert_eq!(count, 1, "nothing is posted by itself");
    // What members called themselves is no markup in what is posted.
    sid.post(&action, &[("key", "k"), ("body", text.as_str())]).await.expect(303);
    let shown = ann.follow(ann.get(&format!("/t/{topic}")).await).await;
    assert!(shown.text(".replies .prose").contains("Ann [x](/evil) *B* {me}, om <b>Where</b> is `it`? i The payments category"), "{}", shown.text(".replies"));
    assert!(!shown.has(".replies .prose a[href$='evil']") && !shown.has(".replies .prose em") && !shown.has(".replies .prose b"));
    // Nothing chosen, and what was chosen is not there.
    for chosen in ["", "987654321", "x"] {
        let answer = sid.post(&action, &[("body", "Typed before."), ("canned", chosen), ("insert", "1")]).await.expect(422);
        assert!(answer.text("textarea").contains("Typed before.") && answer.has("#canned[aria-invalid=true]"), "{}", answer.text("main"));
    }
    // To a member who asks for it all the same, there is none.
    let answer = ann.post(&action, &[("body", "Typed before."), ("canned", id.as_str()), ("insert", "1")]).await.expect(422);
    assert!(!answer.body.contains("Hei Ann"));
    app.run_jobs();
}

#[actix_web::test]
async fn the_topics_language_decides_and_another_takes_its_place_where_it_is_missing() {
    let (app, category) = scene().await;
    let (ann, sid) = (app.member("ann").await, app.staff("sid").await);
    let topic = ask(&ann, category).await;
    make(&sid, "Both", "", &[("text-en", "in English"), ("text-nb", "på norsk")]).await.expect(303);
    make(&sid, "Chinese", "", &[("text-zh-Hant", "中文")]).await.expect(303);
    let (both, chinese) = (number(&app, "Both").await.to_string(), number(&app, "Chinese").await.to_string());
    for (lang, chosen, says) in [("nb", &both, "på norsk"), ("en", &both, "in English"), ("zh-Hant", &both, "in English"), ("en", &chinese, "中文")] {
        app.rows(move |conn| diesel::update(topics::table.find(topic)).set(topics::lang.eq(lang)).execute(conn).unwrap()).await;
        let answer = sid.post(&format!("/t/{topic}/reply"), &[("body", ""), ("canned", chosen), ("insert", "1")]).await.expect(200);
        assert_eq!(answer.text("textarea").trim(), says, "{lang}");
    }
}

#[actix_web::test]
async fn mistakes_are_named_and_what_was_typed_comes_back() {
    let (app, _) = scene().await;
    let sid = app.staff("sid").await;
    let long = "x".repeat(81);
    for (name, text, field, says) in [
        ("", "Hello", "#name[aria-invalid=true]", "Give it a name"),
        (long.as_str(), "Hello", "#name[aria-invalid=true]", "80 characters"),
        ("Empty", " ", "#texts-e", "at least one language"),
        (
            "Wrong",
            "Hello {navn}",
            "#text-nb[aria-invalid=true]",
            "Nothing can be put in place of {navn}. The placeholders are {name} {topic} {link} {me} {category}.",
        ),
    ] {
        let answer = make(&sid, name, "", &[("text-nb", text)]).await.expect(422);
        assert!(answer.has(field) && answer.text("main").contains(says), "{name}: {}", answer.text("main"));
        assert_eq!(answer.attributes("#name", "value"), [name]);
        assert_eq!(answer.text("#text-nb").trim(), text.trim());
    }
    make(&sid, "Greeting", "", &[("text-en", "Hello {name}")]).await.expect(303);
    assert!(make(&sid, "Greeting", "", &[("text-en", "Hi")]).await.expect(422).text("main").contains("this name"));
    let id = number(&app, "Greeting").await;
    let changed = [("name", "Welcome"), ("category", ""), ("text-en", "Welcome {name}"), ("text-nb", "Velkommen {name}")];
    sid.post(&format!("{LIST}/{id}"), &changed).await.expect(303);
    let page = sid.get(&format!("{LIST}/{id}")).await.expect(200);
    assert_eq!((page.attributes("#name", "value"), page.text("#text-nb").trim().to_owned()), (vec!["Welcome".to_owned()], "Velkommen {name}".to_owned()));
    assert_eq!(sid.get(LIST).await.expect(200).texts(".canned-list li").len(), 1);
    sid.get(&format!("{LIST}/{id}/remove")).await.expect(200);
    sid.post(&format!("{LIST}/{id}/remove"), &[]).await.expect(303);
    sid.post(&format!("{LIST}/{id}/remove"), &[]).await.expect(404);
    let left: (i64, i64) = app.read(|conn| Ok((canned_replies::table.count().get_result(conn)?, canned_reply_texts::table.count().get_result(conn)?))).await;
    assert_eq!(left, (0, 0));
    let acts: Vec<String> = app.read(|conn| Ok(log::table.filter(log::subject_kind.eq("canned")).order(log::id).select(log::act).load(conn)?)).await;
    assert_eq!(acts, ["canned.make", "canned.change", "canned.remove"]);
}

#[actix_web::test]
async fn replies_are_kept_by_staff_everywhere_and_by_moderators_where_they_keep_order() {
    let (app, category) = scene().await;
    let inside = closed(&app).await;
    let (sid, mia, ann) = (app.staff("sid").await, app.moderator("mia").await, app.member("ann").await);
    let cat = app.member("cat").await;
    app.give_role(cat.member(), Role::Moderator, Some(category)).await;
    let (here, there) = (category.to_string(), inside.to_string());
    make(&sid, "For all", "", &[("text-en", "a")]).await.expect(303);
    make(&sid, "Inside", &there, &[("text-en", "b")]).await.expect(303);
    make(&mia, "Of mia", "", &[("text-en", "c")]).await.expect(303);
    make(&cat, "Here", &here, &[("text-en", "d")]).await.expect(303);
    make(&cat, "Not here", "", &[("text-en", "e")]).await.expect(403);
    // What may not be read is not there, not even to keep something for it.
    make(&mia, "Not there", &there, &[("text-en", "f")]).await.expect(404);
    let names = |answer: crate::support::Answer| answer.texts(".canned-list li bdi");
    assert_eq!(names(sid.get(LIST).await), ["For all", "Here", "Inside", "Of mia"]);
    assert_eq!(names(mia.get(LIST).await), ["For all", "Here", "Of mia"]);
    assert_eq!(cat.get(LIST).await.texts(".canned-list a"), ["Here"], "others stand there to be read");
    let (all, hidden, own) = (number(&app, "For all").await, number(&app, "Inside").await, number(&app, "Here").await);
    mia.get(&format!("{LIST}/{hidden}")).await.expect(404);
    cat.get(&format!("{LIST}/{all}")).await.expect(403);
    cat.post(&format!("{LIST}/{all}/remove"), &[]).await.expect(403);
    // Both ends of a move are looked at.
    cat.post(&format!("{LIST}/{own}"), &[("name", "Here"), ("category", ""), ("text-en", "d")]).await.expect(403);
    cat.post(&format!("{LIST}/{all}"), &[("name", "For all"), ("category", here.as_str()), ("text-en", "a")]).await.expect(403);
    // In a topic those are offered that suit it.
    let topic = ask(&ann, category).await;
    let offered = |answer: crate::support::Answer| answer.texts("#reply select[name=canned] option").split_off(1);
    for who in [&sid, &mia, &cat] {
        assert_eq!(offered(who.follow(who.get(&format!("/t/{topic}")).await).await), ["For all", "Here", "Of mia"]);
    }
    assert!(!ann.follow(ann.get(&format!("/t/{topic}")).await).await.has("select[name=canned]"));
    for who in [ann, app.visitor(), app.admin("ada").await] {
        for address in [LIST.to_owned(), format!("{LIST}/new"), format!("{LIST}/{all}"), format!("{LIST}/{all}/remove")] {
            who.get(&address).await.expect(404);
        }
        make(&who, "Of nobody", "", &[("text-en", "g")]).await.expect(404);
        who.post(&format!("{LIST}/{all}/remove"), &[]).await.expect(404);
    }
}
