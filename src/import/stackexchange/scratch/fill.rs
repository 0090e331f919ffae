//! Reading a dump's files into the working file, row by row.

use std::path::Path;

use super::store::rows::{Badge, Comment, Event, Link, Post, Tag, User, Vote, Writer};
use super::store::{Put, Scratch};
use super::{BADGES, COMMENTS, HISTORY, LINKS, POSTS, TAGS, USERS, VOTES};
use crate::import::stackexchange::dump::{self, DumpError, Row};
use crate::import::stackexchange::{ImportError, Progress};
use crate::platform::text::TagName;
use crate::platform::text::normalise::{normalise, single_line};

/// Reads one file; none when the dump does not have it. Gives its hash.
pub(super) fn file(scratch: &mut Scratch, dump: &Path, file: &'static str, progress: &dyn Progress) -> Result<Option<blake3::Hash>, ImportError> {
    if !dump::is_there(dump, file) {
        return Ok(None);
    }
    let each = match file {
        USERS => user,
        POSTS => post,
        COMMENTS => comment,
        TAGS => tag,
        VOTES => vote,
        HISTORY => event,
        LINKS => link,
        BADGES => badge,
        _ => unreachable!("every file has its reader"),
    };
    let (mut read, mut doubled) = (0, 0);
    let hash = dump::rows(
        dump,
        file,
        |bytes| progress.done(bytes),
        |row| {
            read += 1;
            doubled += u64::from(each(scratch, row)? == Put::Doubled);
            Ok::<_, ImportError>(())
        },
    )?;
    scratch.count_rows(file, read, doubled)?;
    Ok(Some(hash))
}

fn writer(row: &Row<'_>, id: &str, name: &str) -> Result<Writer, DumpError> {
    Ok(Writer { owner: row.number_if(id)?, lost: single_line(row.get(name).unwrap_or_default()) })
}

fn user(scratch: &mut Scratch, row: &Row<'_>) -> Result<Put, ImportError> {
    let user = User { id: row.number("Id")?, name: row.get("DisplayName").unwrap_or_default(), created_at: row.time("CreationDate")?.0 };
    Ok(scratch.put_user(&user)?)
}

fn post(scratch: &mut Scratch, row: &Row<'_>) -> Result<Put, ImportError> {
    let (id, kind) = (row.number("Id")?, row.number("PostTypeId")?);
    let title = if kind == 1 { single_line(row.text("Title")?) } else { String::new() };
    let post = Post {
        id,
        kind,
        parent: if kind == 2 { Some(row.number("ParentId")?) } else { None },
        writer: writer(row, "OwnerUserId", "OwnerDisplayName")?,
        created_at: row.time("CreationDate")?.0,
        edited_at: row.time_if("LastEditDate")?.map(|at| at.0),
        score: row.number_if("Score")?.unwrap_or(0),
        title,
        accepted: row.number_if("AcceptedAnswerId")?,
        closed: row.get("ClosedDate").is_some(),
        body: row.text("Body")?,
    };
    let put = scratch.put_post(&post)?;
    if kind == 1 && put == Put::New {
        for name in tag_names(row.get("Tags").unwrap_or_default()) {
            match TagName::parse(name) {
                Ok(tag) => scratch.put_tag_of(id, tag.as_str())?,
                Err(_) => scratch.add("tags refused", 1)?,
            }
        }
    }
    Ok(put)
}

/// `<a><b>` in older dumps, `|a|b|` in newer ones.
fn tag_names(list: &str) -> impl Iterator<Item = &str> {
    list.split(['<', '>', '|']).filter(|name| !name.is_empty())
}

fn comment(scratch: &mut Scratch, row: &Row<'_>) -> Result<Put, ImportError> {
    let comment = Comment {
        id: row.number("Id")?,
        post: row.number("PostId")?,
        writer: writer(row, "UserId", "UserDisplayName")?,
        created_at: row.time("CreationDate")?.0,
        score: row.number_if("Score")?.unwrap_or(0),
        body: row.text("Text")?,
    };
    Ok(scratch.put_comment(&comment)?)
}

fn tag(scratch: &mut Scratch, row: &Row<'_>) -> Result<Put, ImportError> {
    let name = TagName::parse(row.text("TagName")?).ok();
    Ok(scratch.put_tag(&Tag { id: row.number("Id")?, name: name.as_ref().map(TagName::as_str) })?)
}

fn vote(scratch: &mut Scratch, row: &Row<'_>) -> Result<Put, ImportError> {
    let vote = Vote {
        id: row.number("Id")?,
        post: row.number("PostId")?,
        kind: row.number("VoteTypeId")?,
        owner: row.number_if("UserId")?,
        created_at: row.time("CreationDate")?.0,
    };
    Ok(scratch.put_vote(&vote)?)
}

fn event(scratch: &mut Scratch, row: &Row<'_>) -> Result<Put, ImportError> {
    let kind = row.number("PostHistoryTypeId")?;
    // The tags before an edit are kept as our own history writes them: by name, parted by spaces.
    let body = row.get("Text").map(|text| match kind {
        1 | 4 | 7 => single_line(text),
        3 | 6 | 9 => {
            let mut names: Vec<String> = tag_names(text).filter_map(|name| TagName::parse(name).ok()).map(|tag| tag.as_str().to_owned()).collect();
            names.sort();
            names.join(" ")
        }
        _ => normalise(text),
    });
    let event = Event {
        id: row.number("Id")?,
        post: row.number("PostId")?,
        kind,
        edit: row.get("RevisionGUID").unwrap_or_default(),
        writer: writer(row, "UserId", "UserDisplayName")?,
        note: single_line(row.get("Comment").unwrap_or_default()),
        body: body.as_deref(),
        created_at: row.time("CreationDate")?.0,
    };
    Ok(scratch.put_event(&event)?)
}

fn link(scratch: &mut Scratch, row: &Row<'_>) -> Result<Put, ImportError> {
    let link = Link {
        id: row.number("Id")?,
        post: row.number("PostId")?,
        related: row.number("RelatedPostId")?,
        kind: row.number("LinkTypeId")?,
        created_at: row.time("CreationDate")?.0,
    };
    Ok(scratch.put_link(&link)?)
}

fn badge(scratch: &mut Scratch, row: &Row<'_>) -> Result<Put, ImportError> {
    let badge = Badge {
        id: row.number("Id")?,
        owner: row.number("UserId")?,
        name: single_line(row.text("Name")?),
        // Dumps made before there were classes have none: bronze, as most are.
        class: row.number_if("Class")?.filter(|class| (1..=3).contains(class)).unwrap_or(3),
        of_tag: row.get("TagBased").is_some_and(|is| is.eq_ignore_ascii_case("true")),
        created_at: row.time("Date")?.0,
    };
    Ok(scratch.put_badge(&badge)?)
}
