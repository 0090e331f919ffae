//! The forum: categories, topics, posts, and what people do with them.

pub mod answers;
pub mod bookmarks;
pub mod bulk;
pub mod canned;
pub mod categories;
pub mod check;
pub mod community_pages;
pub mod counts;
pub mod desk;
pub mod duplicates;
pub mod events;
mod feature;
pub mod feeds;
pub mod follows;
pub mod former_names;
pub mod listing;
pub mod members;
pub mod old_urls;
mod own_data;
pub mod participant;
pub mod periods;
pub mod posts;
pub mod quotations;
pub mod rerender;
pub mod screening;
pub mod sitemaps;
pub mod tags;
pub mod texts;
pub mod topics;
pub mod visibility;
pub mod visit;
pub mod votes;
pub mod writing;

use crate::{id, text_enum};

pub use crate::accounts::CategoryId;
pub use feature::Forum;

id! {
    /// The number of a topic: in its address, never reused.
    TopicId
}

id! {
    /// The number of a post in the whole community.
    PostId
}

text_enum! {
    /// What a topic is.
    TopicKind {
        /// Wants an answer.
        Question = "question",
        /// Wants opinions.
        Discussion = "discussion",
        /// Tells; only staff open them.
        Announcement = "announcement",
    }
}

text_enum! {
    /// Whether a post is there for others. A topic's state is that of its first post.
    PostState {
        /// There.
        Visible = "visible",
        /// Waits for approval.
        Held = "held",
        /// Taken away by flags or a moderator; its author reads why.
        Hidden = "hidden",
        /// Taken away by its author or a moderator.
        Deleted = "deleted",
        /// Text, HTML and revisions physically gone.
        Erased = "erased",
    }
}

text_enum! {
    /// Who a post is for.
    Audience {
        /// All who may read the category.
        Everyone = "everyone",
        /// Form fields for staff: the author and staff.
        AuthorAndStaff = "author_and_staff",
        /// Internal notes.
        Staff = "staff",
    }
}

text_enum! {
    /// Who says that a reply solved the question.
    AcceptedBy {
        /// "This solved it."
        Asker = "asker",
        /// "Recommended by staff."
        Staff = "staff",
    }
}
