//! Members: users of the dump, and those of whom only posts are left.

use std::collections::{BTreeMap, HashMap};

use super::ImportError;
use super::outline::{Outline, Writer};
use super::report::Report;
use super::usernames::Taken;
use crate::accounts::bulk::{PastMember, store};
use crate::accounts::{Acting, MemberId, MemberState, profile_url};
use crate::forum::old_urls;
use crate::platform::db::{Db, Timestamp, in_pieces};
use crate::platform::i18n::Lang;

/// Who is who.
pub(super) struct People {
    members: HashMap<Writer, MemberId>,
}

impl People {
    /// The member who wrote something.
    pub fn member(&self, writer: &Writer) -> MemberId {
        self.members[writer]
    }

    /// Everybody.
    pub fn all(&self) -> Vec<MemberId> {
        let mut all: Vec<MemberId> = self.members.values().copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Writes them all. Nobody has an address or a password.
pub(super) fn write(db: &Db, outline: &Outline, lang: Lang, report: &mut Report) -> Result<People, ImportError> {
    let (keys, skeletons, badge_wearers) = db.read_blocking(store::names_taken)?;
    let mut taken = Taken { keys: keys.into_iter().collect(), skeletons: skeletons.into_iter().collect(), badge_wearers: badge_wearers.into_iter().collect() };
    let mut renamed = 0;
    let mut past: Vec<(i64, PastMember)> = Vec::new();
    for user in &outline.users {
        let username = taken.username(&user.name, user.id).as_str().to_owned();
        let name = taken.shown(&user.name).unwrap_or_else(|| {
            renamed += 1;
            username.clone()
        });
        past.push((user.id, PastMember { username, name, lang: lang.tag(), state: MemberState::Active, trust: 0, created_at: user.created_at }));
    }
    if renamed > 0 {
        report.notes.push(format!("{renamed} users are shown by a username: nobody here may go by the name they had."));
    }
    let ids: Vec<i64> = past.iter().map(|(id, _)| *id).collect();
    let members = in_pieces(db, Acting::Command, past, |tx, (id, member)| {
        old_urls::store::insert(tx, &format!("/users/{id}"), &profile_url(&member.username))?;
        store::insert(tx, member)
    })?;
    let mut members: HashMap<Writer, MemberId> = ids.into_iter().map(Writer::User).zip(members).collect();
    let lost = lost(outline, &members);
    if !lost.is_empty() {
        report.notes.push(format!("{} writers are not among the users; each became a closed account.", lost.len()));
    }
    let (writers, times): (Vec<Writer>, Vec<Timestamp>) = lost.into_iter().unzip();
    let former = in_pieces(db, Acting::Command, times, move |tx, at| store::insert_former(tx, lang.tag(), *at))?;
    members.extend(writers.into_iter().zip(former));
    Ok(People { members })
}

/// Writers who are no users, with the time of the first thing they wrote; the first comes first.
fn lost(outline: &Outline, known: &HashMap<Writer, MemberId>) -> Vec<(Writer, Timestamp)> {
    let mut first: HashMap<&Writer, Timestamp> = HashMap::new();
    for post in outline.posts.values().chain(outline.comments.values()).filter(|post| !known.contains_key(&post.writer)) {
        let at = first.entry(&post.writer).or_insert(post.created_at);
        *at = (*at).min(post.created_at);
    }
    let ordered: BTreeMap<(Timestamp, String), &Writer> = first.into_iter().map(|(writer, at)| ((at, format!("{writer:?}")), writer)).collect();
    ordered.into_iter().map(|((at, _), writer)| (writer.clone(), at)).collect()
}
