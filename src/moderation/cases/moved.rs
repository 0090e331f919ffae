//! Posts stand elsewhere than before: so do the flags of them, and what is looked at is for those who keep order there.

use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::gather::{gather_post, refresh};
use super::{CaseState, store};
use crate::forum::visit::ForumMemory;
use crate::forum::{CategoryId, TopicId, posts, topics};
use crate::moderation::CaseId;
use crate::moderation::flags::store as flag_rows;
use crate::moderation::weigh::as_system;
use crate::platform::db::{Failure, Result, Tx};
use crate::platform::jobs::{Job, Kind, Lane};
use crate::platform::web::Web;

/// The job that does so.
pub static MOVED: Kind = Kind::usual("moderation.moved", Lane::Notices);

#[derive(Deserialize)]
struct About {
    topic: TopicId,
}

/// Takes flags and open cases along with the posts of a topic.
pub fn moved(web: &Web, memory: &Arc<ForumMemory>, job: &Job) -> anyhow::Result<()> {
    let topic = job.read::<About>()?.topic;
    let host = web.base_url().host_str().unwrap_or_default().to_owned();
    as_system(web.db(), memory, move |tx, _| follow(tx, topic, &host).map_err(Failure::Database))
}

fn follow(tx: &mut Tx<'_>, topic: TopicId, host: &str) -> Result<()> {
    flag_rows::put_into(tx, topic)?;
    let Some(row) = topics::store::find(tx.conn(), topic)? else { return Ok(()) };
    let cases: BTreeSet<CaseId> = store::open_cases_about(tx.conn(), topic)?.into_iter().collect();
    for case in cases {
        follow_case(tx, case, row.category, host)?;
    }
    Ok(())
}

/// A case whose posts all went, and an appeal, goes with them; of any other the posts that went are looked at apart.
fn follow_case(tx: &mut Tx<'_>, case: CaseId, to: CategoryId, host: &str) -> Result<()> {
    let Some(row) = store::lock(tx, case)?.filter(|row| row.state == CaseState::Open && row.category.is_some_and(|category| category != to)) else {
        return Ok(());
    };
    let mut gone = Vec::new();
    let items = store::open_items(tx.conn(), case)?;
    for item in &items {
        let post = match item.post {
            Some((post, _)) => posts::store::find(tx.conn(), post)?,
            None => None,
        };
        gone.extend(post.filter(|post| post.category() == to).map(|post| (item.id, item.why, post)));
    }
    if gone.len() == items.len() || row.not_for.is_some() {
        return store::set_category(tx, case, to);
    }
    for (item, why, post) in gone {
        store::set_items_open(tx, &[item], false)?;
        gather_post(tx, &post, why, host)?;
    }
    refresh(tx, case)
}
