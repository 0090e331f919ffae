//! The buttons that make and end the address.

use crate::forum::follows::feed;
use crate::forum::visit::pages::ForumVisit;
use crate::platform::web::PageResult;

const PAGE: &str = "/settings/follows";

/// The address of a feed, by its secret.
pub fn url(token: &str) -> String {
    format!("/follows/{token}.atom")
}

/// `POST /settings/follows/feed`: another address, or the first.
pub async fn make(visit: ForumVisit) -> PageResult {
    let member = visit.member_for(PAGE).await?;
    visit.write(member, feed::make).await?;
    Ok(visit.see_other(PAGE, Some("follows-notice-feed-made")))
}

/// `POST /settings/follows/feed/end`.
pub async fn end(visit: ForumVisit) -> PageResult {
    let member = visit.member_for(PAGE).await?;
    visit.write(member, feed::end).await?;
    Ok(visit.see_other(PAGE, Some("follows-notice-feed-ended")))
}
