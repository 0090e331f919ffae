//! Rows of a dump as they are kept in the working file: times in microseconds, texts normalised.

/// Who wrote something: a user of the dump, or somebody of whom at most a name stayed.
pub struct Writer {
    /// The user's number, if the row has one; the dump may not have the user.
    pub owner: Option<i64>,
    /// The name that stayed of somebody who left.
    pub lost: String,
}

/// A user.
pub struct User<'a> {
    /// The number.
    pub id: i64,
    /// As shown.
    pub name: &'a str,
    /// Since when.
    pub created_at: i64,
}

/// A question (kind 1), an answer (2), or something that is neither.
pub struct Post<'a> {
    /// The number.
    pub id: i64,
    /// What it is.
    pub kind: i64,
    /// An answer's question.
    pub parent: Option<i64>,
    /// Who wrote it.
    pub writer: Writer,
    /// When.
    pub created_at: i64,
    /// When it was last edited.
    pub edited_at: Option<i64>,
    /// Votes up less votes down.
    pub score: i64,
    /// A question's title.
    pub title: String,
    /// The answer that a question's asker accepted.
    pub accepted: Option<i64>,
    /// Takes no answers.
    pub closed: bool,
    /// The text as HTML.
    pub body: &'a str,
}

/// A comment.
pub struct Comment<'a> {
    /// The number; comments have numbers of their own.
    pub id: i64,
    /// The post it stands under.
    pub post: i64,
    /// Who wrote it.
    pub writer: Writer,
    /// When.
    pub created_at: i64,
    /// Votes.
    pub score: i64,
    /// The text, in a few marks of Markdown.
    pub body: &'a str,
}

/// A tag of the list of tags.
pub struct Tag<'a> {
    /// The number.
    pub id: i64,
    /// The name; none when no tag here can be called so.
    pub name: Option<&'a str>,
}

/// A vote. Up and down ones are published without their voters.
pub struct Vote {
    /// The number.
    pub id: i64,
    /// On which post.
    pub post: i64,
    /// 1 accepted, 2 up, 3 down, 5 bookmarked, and others.
    pub kind: i64,
    /// Whose, if that is known.
    pub owner: Option<i64>,
    /// On which day.
    pub created_at: i64,
}

/// An event in a post's history.
pub struct Event<'a> {
    /// The number.
    pub id: i64,
    /// Of which post.
    pub post: i64,
    /// 1 to 3 title, text and tags at first; 4 to 6 edited, 7 to 9 rolled back; 10 to 13 closed, reopened, deleted, undeleted.
    pub kind: i64,
    /// What was changed at once has the same.
    pub edit: &'a str,
    /// Who did it.
    pub writer: Writer,
    /// Why.
    pub note: String,
    /// Title, text or tags afterwards.
    pub body: Option<&'a str>,
    /// When.
    pub created_at: i64,
}

/// A link between two posts.
pub struct Link {
    /// The number.
    pub id: i64,
    /// From where.
    pub post: i64,
    /// To where.
    pub related: i64,
    /// 1 linked, 3 duplicate of.
    pub kind: i64,
    /// Since when.
    pub created_at: i64,
}

/// A badge that was awarded.
pub struct Badge {
    /// The number.
    pub id: i64,
    /// Whose.
    pub owner: i64,
    /// Its name.
    pub name: String,
    /// 1 gold, 2 silver, 3 bronze.
    pub class: i64,
    /// For answers under one tag.
    pub of_tag: bool,
    /// When.
    pub created_at: i64,
}
