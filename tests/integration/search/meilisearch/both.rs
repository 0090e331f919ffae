//! What every engine must do, told once for both.

use guildhall::accounts::MemberId;
use guildhall::forum::visibility::{PostFacts, TopicFacts};
use guildhall::forum::{Audience, CategoryId, PostId, PostState, TopicId};
use guildhall::search::asked::Asked;
use guildhall::search::document::{Document, Status};
use guildhall::search::embedded::Embedded;
use guildhall::search::engine::{Change, Choices, Engine, Found, Limits, Sort, Wanted};
use std::collections::BTreeMap;
use time::macros::date;

use super::posts::{in_language, post, with};

fn documents() -> Vec<Document> {
    let staff = |document| with(document, |facts| facts.by_staff = true);
    let reply = |document| with(document, |facts| facts.number = 2);
    let status = |document, status| with(document, |facts| facts.status = status);
    let stopped = "Payouts stopped after the bank changed our account";
    vec![
        with(status(post(1, 1, stopped, "Since Monday no payout has reached us. What do we have to do?"), Status::Solved), |facts| facts.tags = vec![1, 2]),
        with(status(staff(reply(post(1, 2, stopped, "Please confirm your micro-deposit in the finance settings."))), Status::Solved), |facts| {
            (facts.tags, facts.accepted, facts.votes) = (vec![1, 2], true, 9);
        }),
        with(post(2, 3, "How do I print shipping labels in a batch?", "We send forty parcels a day and print each label alone."), |facts| facts.tags = vec![2]),
        with(post(3, 4, "Refund for a lost parcel", "Carriers pay nothing back. The deposit is gone."), |facts| {
            (facts.category, facts.author, facts.votes) = (CategoryId(2), MemberId(7), 3);
            facts.sight.topic.category = CategoryId(2);
        }),
        with(post(4, 5, "Bank holiday", "Nobody may read this payout but its author."), |facts| {
            let topic = TopicFacts { category: CategoryId(1), state: PostState::Hidden, author: MemberId(9) };
            facts.sight = PostFacts { topic, state: PostState::Hidden, audience: Audience::Everyone, author: MemberId(9) };
        }),
        in_language(post(5, 6, "Utbetalingene til nettbutikken i Tromsø", "Vi får ikke pengene på kontoen vår. Blåbær og kjøttdeig selger bra."), "nb"),
        in_language(post(6, 7, "請問超商貨到付款怎麼設定？", "我們的網站後台找不到發票與帳戶的選項。"), "zh-Hant"),
        in_language(post(7, 8, "ログインできない", "パスワードを忘れました。支払いの設定はどこですか。"), "ja"),
        post(8, 9, "C++ and C# clients for the API", "Is there a C++ library?"),
    ]
}

fn words(query: &str, languages: &[&str]) -> Wanted {
    Wanted {
        asked: Asked::parse(query),
        keys: vec!["c1".into(), "c2".into()],
        languages: languages.iter().map(|tag| (*tag).to_owned()).collect(),
        limit: 10,
        ..Wanted::default()
    }
}

fn topics(found: &Found) -> Vec<i64> {
    found.hits.iter().map(|hit| hit.topic.0).collect()
}

/// Everything that an engine must do, on one that may have an index of other posts.
pub fn behaves(engine: &dyn Engine) {
    let mut anew = engine.rebuild().unwrap();
    anew.add(documents()).unwrap();
    assert_eq!(anew.swap_in().unwrap(), 9);
    assert_eq!(engine.count().unwrap(), 9);
    finds_words(engine);
    narrows_down(engine);
    counts(engine);
    keeps_in_line(engine);
}

fn finds_words(engine: &dyn Engine) {
    for (query, languages, first) in [
        ("bank payout", &["en"][..], 1),
        ("account payouts stopped", &["en"], 1),
        ("paoyuts", &["en"], 1),
        ("shiping lables", &["en"], 2),
        ("labels printing", &["en"], 2),
        ("\"no payout has reached\"", &["en"], 1),
        ("micro-deposit", &["en"], 1),
        ("how do i get a refund when my parcel is lost", &["en"], 3),
        ("utbetaling nettbutikk", &["nb", "en"], 5),
        ("tromso", &["nb", "en"], 5),
        ("blabaer", &["nb", "en"], 5),
        ("kjøttdeig", &["en", "nb"], 5),
        ("utbetalingene", &["en", "nb"], 5),
        ("请问货到付款", &["zh-Hant", "en"], 6),
        ("發票 帳戶", &["zh-Hant", "en"], 6),
        ("发票", &["en"], 6),
        ("ログイン", &["en"], 7),
        ("ﾊﾟｽﾜｰﾄﾞ", &["en"], 7),
        ("支払いの設定", &["en"], 7),
        ("c++", &["en"], 8),
        ("C# client", &["en"], 8),
    ] {
        let found = engine.search(&words(query, languages)).unwrap();
        assert_eq!(topics(&found).first(), Some(&first), "{query}: {found:?}");
    }
    for query in ["payout -bank", "qqqqzzzz", "\"reached payout\"", "hidden author"] {
        let found = engine.search(&words(query, &["en"])).unwrap();
        assert!(found.hits.is_empty() && found.topics == 0, "{query}: {found:?}");
    }
    let mended = engine.search(&words("paoyuts", &["en"])).unwrap().instead;
    assert_eq!(mended.get("paoyuts").and_then(|words| words.first()).map(String::as_str), Some("payouts"));
    // A word that stands only where the reader may not look is no word.
    let hidden = |keys: &[&str]| engine.search(&Wanted { keys: keys.iter().map(|key| (*key).to_owned()).collect(), ..words("nobdoy", &["en"]) }).unwrap();
    assert!(hidden(&["c1", "c2"]).instead.is_empty() && hidden(&["c1", "c2"]).hits.is_empty());
    assert_eq!((topics(&hidden(&["c1", "c1.a9"])), hidden(&["c1", "c1.a9"]).instead.len()), (vec![4], 1));
    let typing = Wanted { typing: true, ..words("print shipp", &["en"]) };
    assert_eq!(topics(&engine.search(&typing).unwrap()).first(), Some(&2));
    let synonyms = BTreeMap::from([("courier".to_owned(), vec!["carrier".to_owned()]), ("lorry".to_owned(), vec!["shipping labels".to_owned()])]);
    for (query, first) in [("courier", 3), ("lorry", 2)] {
        let found = engine.search(&Wanted { synonyms: synonyms.clone(), ..words(query, &["en"]) }).unwrap();
        assert_eq!(topics(&found).first(), Some(&first), "{query}: {found:?}");
    }
    let best = engine.search(&words("micro-deposit confirm", &["en"])).unwrap().hits[0];
    assert_eq!((best.topic, best.post), (TopicId(1), PostId(2)), "the post that fits best stands for its topic");
}

fn narrows_down(engine: &dyn Engine) {
    let all = |wanted: Wanted| {
        let found = engine.search(&wanted).unwrap();
        assert_eq!(found.topics, found.hits.len() as u64, "{wanted:?}");
        let mut all = topics(&found);
        all.sort_unstable();
        all
    };
    let parcel = || words("parcel deposit bank", &["en"]);
    assert_eq!(all(parcel()), [1, 2, 3]);
    assert_eq!(all(Wanted { all_words: true, ..words("parcel deposit", &["en"]) }), [3]);
    assert_eq!(all(Wanted { all_words: true, ..words("貨到付款 發票", &["zh-Hant"]) }), [6]);
    assert_eq!(all(Wanted { keys: vec!["c1".into(), "c2".into(), "c1.a9".into()], ..parcel() }), [1, 2, 3, 4], "its author finds what is hidden");
    assert_eq!(all(Wanted { keys: vec!["c2".into()], ..parcel() }), [3]);
    let limited = |limits: Limits| all(Wanted { limits, ..parcel() });
    assert_eq!(limited(Limits { author: Some(MemberId(7)), ..Limits::default() }), [3]);
    assert_eq!(limited(Limits { first_only: true, ..Limits::default() }), [1, 2, 3]);
    assert_eq!(limited(Limits { in_title: true, ..Limits::default() }), [1, 3]);
    assert_eq!(limited(Limits { except: Some(TopicId(3)), ..Limits::default() }), [1, 2]);
    assert_eq!(limited(Limits { before: Some(date!(1970 - 01 - 05)), ..Limits::default() }), [1, 2]);
    assert_eq!(limited(Limits { after: Some(date!(1970 - 01 - 05)), ..Limits::default() }), [3]);
    let chosen = |choices: Choices| all(Wanted { choices, ..parcel() });
    assert_eq!(chosen(Choices { status: Some(Status::Solved), ..Choices::default() }), [1]);
    assert_eq!(chosen(Choices { categories: vec![CategoryId(2), CategoryId(5)], ..Choices::default() }), [3]);
    assert_eq!(chosen(Choices { tags: vec![2], ..Choices::default() }), [1, 2]);
    assert_eq!(chosen(Choices { tags: vec![2, 1], ..Choices::default() }), [1]);
    assert_eq!(chosen(Choices { lang: Some("nb".into()), ..Choices::default() }), Vec::<i64>::new());
    assert_eq!(chosen(Choices { by_staff: true, ..Choices::default() }), [1]);
    let ordered = |sort| topics(&engine.search(&Wanted { sort, ..parcel() }).unwrap());
    assert_eq!(ordered(Sort::Newest), [3, 2, 1]);
    assert_eq!(ordered(Sort::Votes), [1, 3, 2]);
    let everything = words("", &["en"]);
    assert_eq!(topics(&engine.search(&everything).unwrap()), [8, 7, 6, 5, 3, 2, 1], "without words the newest comes first");
    assert_eq!(topics(&engine.search(&Wanted { limit: 2, ..everything }).unwrap()), [8, 7]);
}

fn counts(engine: &dyn Engine) {
    let wanted = |choices| Wanted { choices, ..words("parcel deposit bank", &["en"]) };
    let named = |pairs: &[(&str, u64)]| pairs.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect::<BTreeMap<_, _>>();
    let found = engine.search(&wanted(Choices::default())).unwrap();
    assert_eq!((found.topics, found.counts.by_staff), (3, 1));
    assert_eq!(found.counts.status, named(&[("solved", 1), ("unanswered", 2)]));
    assert_eq!(found.counts.categories, named(&[("1", 2), ("2", 1)]));
    assert_eq!(found.counts.tags, named(&[("1", 1), ("2", 2)]));
    assert_eq!(found.counts.langs, named(&[("en", 3)]));
    let chosen = Choices { status: Some(Status::Unanswered), categories: vec![CategoryId(1)], ..Choices::default() };
    let found = engine.search(&wanted(chosen)).unwrap();
    assert_eq!((topics(&found), found.topics, found.counts.by_staff), (vec![2], 1, 0));
    assert_eq!(found.counts.status, named(&[("solved", 1), ("unanswered", 1)]), "as if no status were chosen");
    assert_eq!(found.counts.categories, named(&[("1", 1), ("2", 1)]), "as if no category were chosen");
}

fn keeps_in_line(engine: &dyn Engine) {
    let first = &documents()[0];
    let kept = engine.fingerprints(TopicId(1)).unwrap();
    assert_eq!(kept.len(), 2);
    assert_eq!(kept.get(&PostId(1)), Some(&first.facts.fingerprint()));
    let edited = with(Document { text: "Everything works again, thanks.".into(), ..first.clone() }, |facts| facts.version = 2);
    engine.apply(vec![Change::Put(Box::new(edited.clone())), Change::Delete(PostId(2)), Change::Delete(PostId(999))]).unwrap();
    assert_eq!(engine.fingerprints(TopicId(1)).unwrap().into_iter().collect::<Vec<_>>(), [(PostId(1), edited.facts.fingerprint())]);
    assert_eq!(topics(&engine.search(&words("works again", &["en"])).unwrap()), [1]);
    assert!(topics(&engine.search(&words("\"no payout has reached\"", &["en"])).unwrap()).is_empty());
    assert_eq!(engine.count().unwrap(), 8);
}

#[test]
fn the_embedded_engine_does_what_every_engine_does() {
    behaves(&Embedded::in_memory());
}
