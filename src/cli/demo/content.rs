//! The invented community as its files tell it.

use anyhow::{Context, anyhow};
use rust_embed::RustEmbed;
use serde::Deserialize;
use std::collections::BTreeMap;

use super::drawing::Drawing;
use crate::accounts::{MemberState, Right, Role};
use crate::forum::{Audience, PostState, TopicKind};
use crate::platform::community_pages::CommunityPage;
use crate::platform::i18n::Lang;

#[derive(RustEmbed)]
#[folder = "src/cli/demo/content"]
struct Files;

/// Everybody and everything.
pub(super) struct Content {
    pub members: Vec<Member>,
    pub categories: Vec<Category>,
    pub topics: Vec<Topic>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Member {
    pub username: String,
    pub name: String,
    pub lang: String,
    #[serde(default)]
    pub roles: Vec<Role>,
    #[serde(default)]
    pub groups: Vec<String>,
    pub trust: i32,
    pub joined_days_ago: i64,
    #[serde(default = "active")]
    pub state: MemberState,
    pub demo_account: Option<String>,
    /// What they say of themselves, in their language; most say nothing.
    #[serde(default)]
    pub biography: String,
    #[serde(default)]
    pub website: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Category {
    pub slug: String,
    pub parent: Option<String>,
    pub icon: String,
    pub name: BTreeMap<String, String>,
    pub description: BTreeMap<String, String>,
    #[serde(default = "usual_access")]
    pub access: Vec<Access>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Access {
    pub group: String,
    pub right: Right,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Topic {
    pub kind: TopicKind,
    pub category: String,
    pub author: String,
    pub lang: String,
    pub title: String,
    pub tags: Vec<String>,
    pub hours_ago: f64,
    #[serde(default)]
    pub votes: Vec<String>,
    #[serde(default)]
    pub me_too: Vec<String>,
    #[serde(default)]
    pub closed: bool,
    #[serde(default)]
    pub pinned: bool,
    /// That of its opening post; `reason` says why it is not there for others.
    #[serde(default = "visible")]
    pub state: PostState,
    #[serde(default)]
    pub reason: String,
    pub body: String,
    #[serde(default)]
    pub earlier: Vec<Earlier>,
    #[serde(default)]
    pub comment: Vec<Comment>,
    #[serde(default)]
    pub reply: Vec<Reply>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reply {
    pub author: String,
    pub minutes_after: i64,
    #[serde(default)]
    pub votes: Vec<String>,
    #[serde(default)]
    pub accepted_by: Vec<String>,
    #[serde(default = "visible")]
    pub state: PostState,
    #[serde(default = "everyone")]
    pub audience: Audience,
    #[serde(default)]
    pub reason: String,
    pub body: String,
    #[serde(default)]
    pub earlier: Vec<Earlier>,
    #[serde(default)]
    pub comment: Vec<Comment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Comment {
    pub author: String,
    pub minutes_after: i64,
    #[serde(default)]
    pub votes: Vec<String>,
    pub body: String,
}

/// A post before an edit.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Earlier {
    pub title: Option<String>,
    #[serde(default)]
    pub reason: String,
    pub body: String,
}

fn active() -> MemberState {
    MemberState::Active
}

fn visible() -> PostState {
    PostState::Visible
}

fn everyone() -> Audience {
    Audience::Everyone
}

fn usual_access() -> Vec<Access> {
    [("everyone", Right::Read), ("members", Right::Ask)].map(|(group, right)| Access { group: group.into(), right }).into()
}

impl Content {
    /// Reads the files, the oldest topic first; a mistake in one is named.
    pub fn load() -> anyhow::Result<Self> {
        #[derive(Deserialize)]
        struct Categories {
            category: Vec<Category>,
        }
        let mut names: Vec<String> = Files::iter().map(String::from).filter(|name| name.starts_with("topics/")).collect();
        names.sort();
        let mut topics: Vec<Topic> = names.iter().map(|name| parse(name)).collect::<anyhow::Result<_>>()?;
        // Numbers follow time, as where people wrote: lists of the newest go by them.
        topics.sort_by(|a, b| b.hours_ago.total_cmp(&a.hours_ago));
        Ok(Self { members: members()?, categories: parse::<Categories>("categories.toml")?.category, topics })
    }
}

/// Everybody.
pub(super) fn members() -> anyhow::Result<Vec<Member>> {
    #[derive(Deserialize)]
    struct Members {
        member: Vec<Member>,
    }
    Ok(parse::<Members>("members.toml")?.member)
}

/// The pictures of those who have one.
pub(super) fn drawings() -> anyhow::Result<Vec<Drawing>> {
    #[derive(Deserialize)]
    struct Pictures {
        picture: Vec<Drawing>,
    }
    Ok(parse::<Pictures>("pictures.toml")?.picture)
}

/// The pages about the community, each in the languages that it is written in.
pub(super) fn pages() -> anyhow::Result<Vec<(CommunityPage, Lang, String)>> {
    let mut pages = Vec::new();
    for (page, lang) in CommunityPage::ALL.iter().flat_map(|page| Lang::all().map(move |lang| (*page, lang))) {
        let name = format!("pages/{}.{}.md", page.as_str(), lang.tag());
        if Files::get(&name).is_some() {
            pages.push((page, lang, text(&name)?.trim_end().to_owned()));
        }
    }
    Ok(pages)
}

/// A reply that the team keeps ready.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeptReply {
    pub name: String,
    pub category: Option<String>,
    pub text: BTreeMap<String, String>,
}

/// All of them.
pub(super) fn kept_replies() -> anyhow::Result<Vec<KeptReply>> {
    #[derive(Deserialize)]
    struct Replies {
        reply: Vec<KeptReply>,
    }
    Ok(parse::<Replies>("canned_replies.toml")?.reply)
}

/// One of the files.
pub(super) fn text(name: &str) -> anyhow::Result<String> {
    let file = Files::get(name).ok_or_else(|| anyhow!("{name} is not in the program"))?;
    Ok(std::str::from_utf8(&file.data)?.to_owned())
}

fn parse<T: serde::de::DeserializeOwned>(name: &str) -> anyhow::Result<T> {
    toml::from_str(&text(name)?).with_context(|| name.to_owned())
}
