//! What a list leaves out because its reader muted it, and what they chose about what it is a list of.

use serde::Serialize;

use crate::forum::follows::pages::FollowView;
use crate::forum::follows::{Level, Mutes, Subject, listing as follows};
use crate::forum::listing::{List, Which};
use crate::forum::visit::pages::ForumSeen;
use crate::platform::db::{Connection, Result};

/// Says so in the address of a list that what is muted is to be shown.
const SHOWN: &str = "show";

/// What one reader wants to see of a list.
pub(super) struct Heard {
    mutes: Mutes,
    level: Option<Level>,
    is_member: bool,
    shows_muted: bool,
}

/// How the page says it.
#[derive(Serialize)]
pub(super) struct MutedView {
    /// What is muted is shown nevertheless.
    shown: bool,
    /// The same list the other way.
    url: String,
}

impl Heard {
    /// Asks what a reader muted, and chose about a subject. Visitors mute nothing.
    pub fn by(conn: &mut Connection, seen: &ForumSeen, subject: Option<Subject>, muted: Option<&str>) -> Result<Self> {
        let member = seen.viewer.id();
        let (mutes, level) = member.map_or(Ok(Default::default()), |member| follows::mutes(conn, member, subject))?;
        Ok(Self { mutes, level, is_member: member.is_some(), shows_muted: muted == Some(SHOWN) })
    }

    /// The list as the reader wants it.
    pub fn list(&self, which: Which, seen: &ForumSeen) -> List {
        let list = List::in_languages(which, &seen.reads);
        if self.shows_muted { list } else { list.without(&self.mutes) }
    }

    /// The word that something is left out; none where nothing is muted that would stand in such a list.
    pub fn view(&self, which: &Which, url: &str) -> Option<MutedView> {
        if List::all(which.clone()).without(&self.mutes).mutes.is_empty() {
            return None;
        }
        Some(MutedView { shown: self.shows_muted, url: first_page(url, !self.shows_muted) })
    }

    /// The address of the list's first page that shows the same.
    pub fn first(&self, url: &str) -> String {
        first_page(url, self.shows_muted)
    }

    /// What the addresses of other pages of the list must say, so that they show the same.
    pub fn kept(&self) -> &'static str {
        if self.shows_muted { "&muted=show" } else { "" }
    }

    /// The control that follows what this is a list of; for members.
    pub fn follow(&self, action: String) -> Option<FollowView> {
        self.is_member.then(|| FollowView::new(action, self.level, true))
    }
}

fn first_page(url: &str, shows_muted: bool) -> String {
    let join = if url.contains('?') { '&' } else { '?' };
    if shows_muted { format!("{url}{join}muted={SHOWN}") } else { url.to_owned() }
}
