//! What every page stands on: state, requests, errors, headers, templates, assets.

pub mod assets;
mod client;
pub mod compress;
pub mod conditional;
pub mod cookies;
mod errors;
mod file_body;
pub mod forms;
mod frame;
mod guard;
mod head;
pub mod health;
pub mod json_ld;
pub mod kept;
pub mod kept_pages;
pub mod notice;
mod observe;
mod part;
pub mod render;
pub mod robots;
mod state;
mod theme;
mod turn_away;
pub mod upload;
pub mod xml;

pub use client::{Client, TrustedProxies};
pub use errors::PageError;
pub use file_body::FileBody;
pub use frame::{
    Frame, FrameCategory, FrameSuspension, FrameViewer, KeptPage, OwnPage, asked_language, is_plain, language, offered, respond, respond_kept, respond_part,
};
pub use guard::{ALONE, CrossSiteExempt, guard, own_frames};
pub use head::{FeedLink, Head};
pub use observe::{Observed, metrics_server};
pub use part::{Markup, Part};
pub use render::Templates;
pub use state::{Address, Web, WebOptions};
pub use turn_away::TurnAway;

/// What a handler gives back.
pub type PageResult = Result<actix_web::HttpResponse, PageError>;

/// A route that reads: GET, and HEAD for those who want the headers alone.
pub fn get() -> actix_web::Route {
    use actix_web::guard;
    actix_web::web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}
