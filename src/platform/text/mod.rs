//! Text as people write it: made uniform where it comes in, checked, rendered, compared.
//!
//! Everything here is pure: no database, no request, no language file. What a person typed
//! becomes a type that can only hold valid values, and only the renderer makes HTML.

pub mod email;
pub mod excerpt;
pub mod language;
pub mod markdown;
pub mod names;
pub mod normalise;
pub mod slug;
pub mod stored_html;
pub mod tag;
pub mod website;
pub mod word_diff;
pub mod words;

pub use email::{EmailAddress, EmailError};
pub use markdown::{
    Limits, Links, MarkdownSource, Member, MentionTyped, PostAddress, PostHtml, Quotation, Quoted, RENDERER, Rendered, TextError, Title, Unnamed, masked,
    mention_candidates, plain, post_linked, quoted_posts, render, with_quotations, without_pictures,
};
pub use names::{NameError, ShownName, Username, UsernameError};
pub use tag::{TagError, TagName};
pub use website::{Website, WebsiteError};
