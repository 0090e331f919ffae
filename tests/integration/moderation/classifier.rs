//! How well decisions teach, measured on texts that were written for it: see `measured`.
//!
//! As measured on 23 November 2026: of 80 held-out texts of spam 72 (90 %) and 70 (88 %) are held, by which half of the topics taught,
//! and none of 212 and 174 good texts. Signs as words, and the least weight that is held, were chosen while looking at 50 of the 80;
//! the last 30 of the file were written afterwards. With good posts of people who write of something else (sites of Stack Exchange)
//! none of 1,346 and 2,530 good posts is held, and of the spam only 42 (53 %) and 60 (75 %): what is good has to be learnt where it is
//! written. All of the spam was made up by one hand; what comes to a real community will differ more.

use guildhall::moderation::cases::likeness::links;
use guildhall::moderation::screening::classifier::{Lesson, Model, learn, words};
use guildhall::platform::text::excerpt::plain_text;
use guildhall::platform::text::without_pictures;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::import::dump::{folder, rows};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn words_of(text: &str) -> BTreeSet<String> {
    words("", &plain_text(text), &links(&without_pictures(text), "forum.example.com"))
}

/// Spam, a line each: other offers in other words in each of the two files.
fn spam(file: &str) -> Vec<String> {
    let path = root().join("tests/fixtures/spam").join(file);
    fs::read_to_string(&path).unwrap().lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// What merchants write to each other: every text of the demo's topics, by the topic it stands in.
fn good() -> Vec<Vec<String>> {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("src/cli/demo/content/topics")).unwrap().flatten().map(|entry| entry.path()).collect();
    files.sort();
    // The last one is an offer that somebody flagged.
    files.retain(|path| !path.ends_with("62-hidden-traffic-offer.toml"));
    files.iter().map(|path| texts(path)).collect()
}

fn texts(path: &Path) -> Vec<String> {
    fn gather(value: &toml::Value, found: &mut Vec<String>) {
        match value {
            toml::Value::Table(table) => table.iter().for_each(|(key, value)| match value {
                toml::Value::String(text) if key == "body" => found.push(text.clone()),
                value => gather(value, found),
            }),
            toml::Value::Array(values) => values.iter().for_each(|value| gather(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    gather(&fs::read_to_string(path).unwrap().parse::<toml::Table>().map(toml::Value::Table).unwrap(), &mut found);
    // A comment that the demo's own moderators have not found yet: it offers reviews for sale.
    found.retain(|text| !text.contains("dealz4u.example"));
    found
}

fn taught(spam: &[String], good: &[String]) -> Model {
    let lesson = |is_spam: bool| move |text: &String| Lesson { is_spam, words: words_of(text) };
    learn(&spam.iter().map(lesson(true)).chain(good.iter().map(lesson(false))).collect::<Vec<_>>())
}

/// Those of some texts that are held.
fn held<'a>(model: &Model, texts: &'a [String]) -> Vec<&'a String> {
    texts.iter().filter(|text| model.weigh(&words_of(text)).is_spam).collect()
}

/// Two hundred labelled posts: a hundred of spam and a hundred good ones of every other topic. Held out: eighty of spam that were
/// written apart, with none of the others' sentences, and all texts of the topics in between.
fn measured(teaching: usize) -> (Model, Vec<String>, Vec<String>) {
    let topics = good();
    let of = |half: usize| -> Vec<String> { topics.iter().enumerate().filter(|(at, _)| at % 2 == half).flat_map(|(_, texts)| texts.clone()).collect() };
    let (all, held_out) = (of(teaching), of(1 - teaching));
    // Some of every topic.
    let chosen: Vec<String> = (0..100).map(|at| all[at * all.len() / 100].clone()).collect();
    (taught(&spam("taught.txt"), &chosen), spam("held_out.txt"), held_out)
}

#[test]
fn two_hundred_decisions_teach_to_hold_most_spam_and_hardly_a_good_post() {
    for half in [0, 1] {
        let (model, spam, good) = measured(half);
        assert_eq!((model.spam + model.good, spam.len()), (200, 80));
        assert!(good.len() > 150, "{}", good.len());
        let (found, mistaken) = (held(&model, &spam), held(&model, &good));
        assert!(found.len() * 100 >= spam.len() * 80, "only {} of {}; missed: {:#?}", found.len(), spam.len(), missed(&model, &spam));
        assert!(mistaken.len() * 100 <= good.len(), "{} of {}: {mistaken:#?}", mistaken.len(), good.len());
    }
}

fn missed<'a>(model: &Model, spam: &'a [String]) -> Vec<(&'a str, f64)> {
    let weigh = |text: &'a String| (text.as_str(), model.weigh(&words_of(text)));
    spam.iter().map(weigh).filter(|(_, weighed)| !weighed.is_spam).map(|(text, weighed)| (text, weighed.weight)).collect()
}

/// On what real people wrote, who write of something else: good posts of a whole site, of which a hundred taught.
#[test]
fn hardly_a_post_of_a_real_site_is_held() {
    for site in ["bicycles-meta", "cardano"] {
        let posts: Vec<String> = rows(&folder(site), "Posts.xml").iter().filter_map(|row| row.get("body")).map(as_text).collect();
        let step = posts.len() / 100;
        let (teaching, rest): (Vec<(usize, String)>, Vec<_>) = posts.into_iter().enumerate().partition(|(at, _)| at % step == 0 && at / step < 100);
        let [teaching, rest] = [teaching, rest].map(|texts| texts.into_iter().map(|(_, text)| text).collect::<Vec<_>>());
        let model = taught(&spam("taught.txt"), &teaching);
        let mistaken = held(&model, &rest).len();
        assert!(mistaken * 100 <= rest.len(), "{site}: {mistaken} of {}", rest.len());
    }
}

/// The words of a post as the dump has it: HTML.
fn as_text(html: &str) -> String {
    let fragment = scraper::Html::parse_fragment(html);
    let links: Vec<&str> = fragment.select(&scraper::Selector::parse("a[href^=http]").unwrap()).filter_map(|link| link.attr("href")).collect();
    format!("{} {}", fragment.root_element().text().collect::<String>(), links.join(" "))
}
