//! Posts to be found.

use guildhall::accounts::MemberId;
use guildhall::forum::visibility::{PostFacts, TopicFacts};
use guildhall::forum::{Audience, CategoryId, PostId, PostState, TopicId, TopicKind};
use guildhall::platform::db::Timestamp;
use guildhall::search::document::{Document, DocumentFacts, Status};

/// A post by the numbers of its topic and itself: a visible question in category 1, in English, of no merit.
pub fn post(topic: i64, post: i64, title: &str, text: &str) -> Document {
    let author = MemberId(1);
    let facts = DocumentFacts {
        post: PostId(post),
        number: 1,
        version: 1,
        topic: TopicId(topic),
        title: title.to_owned(),
        tags: Vec::new(),
        category: CategoryId(1),
        kind: TopicKind::Question,
        status: Status::Unanswered,
        topic_lang: "en".into(),
        lang: "en".into(),
        author,
        by_staff: false,
        accepted: false,
        votes: 0,
        created_at: Timestamp(post * Timestamp::DAY),
        sight: PostFacts {
            topic: TopicFacts { category: CategoryId(1), state: PostState::Visible, author },
            state: PostState::Visible,
            audience: Audience::Everyone,
            author,
        },
    };
    Document { facts, text: text.to_owned() }
}

/// The same with other facts.
pub fn with(mut document: Document, change: impl FnOnce(&mut DocumentFacts)) -> Document {
    change(&mut document.facts);
    document
}

/// In another language.
pub fn in_language(document: Document, tag: &str) -> Document {
    with(document, |facts| (facts.lang, facts.topic_lang) = (tag.into(), tag.into()))
}
