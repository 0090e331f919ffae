//! What accounts hand to a member who asks for their own data.

use diesel::prelude::*;
use guildhall_schema::{
    address_changes, deliveries as rows_of_mails, former_usernames, group_members, groups, imported_badges, log, member_addresses, member_counts,
    member_passwords, member_profiles, member_roles, member_settings, members, origins, sessions, uploads,
};
use serde_json::{Value, json};

use crate::accounts::deliveries::{self, Outcome};
use crate::accounts::feature::{Asking, Exported, OwnFile, PART, Part};
use crate::accounts::uploads::url as uploads_at;
use crate::platform::db::{Connection, Result, Timestamp};
use crate::platform::images::ImageKind;

/// Each a file of the archive.
pub const EXPORTED: &[Exported] = &[
    Exported {
        file: "profile",
        columns: &[
            "members.id",
            "member_addresses.member",
            "member_passwords.member",
            "member_settings.member",
            "member_counts.member",
            "member_roles.member",
            "group_members.member",
            "former_usernames.member",
            "imported_badges.member",
            "member_profiles.member",
            "address_changes.member",
            "upload_uses.member",
            "address_health.member",
        ],
        rows: profile,
    },
    Exported { file: "sessions", columns: &["sessions.member"], rows: open_sessions },
    Exported { file: "origins", columns: &["origins.member"], rows: came_from },
    Exported { file: "mails", columns: &["deliveries.member"], rows: mailed },
    Exported { file: "uploads", columns: &["uploads.owner"], rows: uploaded },
    Exported { file: "log", columns: &["log.actor", "log.subject"], rows: acts },
];

fn at(moment: Timestamp) -> String {
    moment.rfc3339()
}

type Facts = (String, String, String, Option<Timestamp>, i32, String, Timestamp, Timestamp, String);

/// One row: who they are.
fn profile(conn: &mut Connection, asking: &Asking, _: i64) -> Result<Part> {
    let member = asking.member;
    let facts: Facts = members::table
        .find(member)
        .select((
            members::username,
            members::name,
            members::state,
            members::state_until,
            members::trust,
            members::lang,
            members::created_at,
            members::seen_at,
            members::picture,
        ))
        .first(conn)?;
    let (username, name, state, until, trust, lang, created_at, seen_at, picture) = facts;
    let address: Option<(String, Timestamp)> =
        member_addresses::table.find(member).select((member_addresses::address, member_addresses::confirmed_at)).first(conn).optional()?;
    let wanted: Option<String> = address_changes::table.find(member).select(address_changes::address).first(conn).optional()?;
    let about: Option<(String, String)> =
        member_profiles::table.find(member).select((member_profiles::biography, member_profiles::website)).first(conn).optional()?;
    let password: Option<Timestamp> = member_passwords::table.find(member).select(member_passwords::changed_at).first(conn).optional()?;
    Ok(Part::whole(vec![json!({
        "number": member,
        "username": username,
        "name": name,
        "state": state,
        "state_until": until.map(at),
        "trust": trust,
        "language": lang,
        "joined": at(created_at),
        "last_seen": (seen_at.0 > 0).then(|| at(seen_at)),
        "address": address.map(|(address, confirmed_at)| json!({ "address": address, "confirmed": at(confirmed_at) })),
        "address_takes_no_mail": deliveries::store::is_dead(conn, member)?,
        "address_to_be": wanted,
        "about": about.map(|(biography, website)| json!({ "biography": biography, "website": website })),
        "picture": uploads_at(&picture),
        "password_changed": password.map(at),
        "settings": settings(conn, asking)?,
        "counts": counts(conn, asking)?,
        "roles": roles(conn, asking)?,
        "groups": groups_of(conn, asking)?,
        "former_usernames": former(conn, asking)?,
        "imported_badges": badges(conn, asking)?,
    })]))
}

fn settings(conn: &mut Connection, asking: &Asking) -> Result<Option<Value>> {
    let row: Option<(bool, String, String, String, bool, String)> = member_settings::table
        .find(asking.member)
        .select((
            member_settings::answer_mail,
            member_settings::reads,
            member_settings::zone,
            member_settings::theme,
            member_settings::follows_by_doing,
            member_settings::digest,
        ))
        .first(conn)
        .optional()?;
    Ok(row.map(|(answer_mail, reads, zone, theme, by_doing, digest)| {
        json!({ "digest": digest, "mail_about_answers": answer_mail, "languages_read": reads, "zone": zone, "theme": theme, "follows_by_taking_part": by_doing })
    }))
}

fn counts(conn: &mut Connection, asking: &Asking) -> Result<Option<Value>> {
    let row: Option<(i64, i64, i64, i64, i64)> = member_counts::table
        .find(asking.member)
        .select((member_counts::topics, member_counts::replies, member_counts::comments, member_counts::accepted, member_counts::helpful))
        .first(conn)
        .optional()?;
    Ok(row.map(|(topics, replies, comments, accepted, helpful)| {
        json!({ "topics": topics, "replies": replies, "comments": comments, "accepted": accepted, "helpful": helpful })
    }))
}

fn roles(conn: &mut Connection, asking: &Asking) -> Result<Vec<Value>> {
    let rows: Vec<(String, Option<i64>)> =
        member_roles::table.filter(member_roles::member.eq(asking.member)).select((member_roles::role, member_roles::category)).load(conn)?;
    Ok(rows.into_iter().map(|(role, category)| json!({ "role": role, "category": category })).collect())
}

fn groups_of(conn: &mut Connection, asking: &Asking) -> Result<Vec<String>> {
    Ok(group_members::table.inner_join(groups::table).filter(group_members::member.eq(asking.member)).order(groups::id).select(groups::name).load(conn)?)
}

fn former(conn: &mut Connection, asking: &Asking) -> Result<Vec<Value>> {
    let rows: Vec<(String, Timestamp)> = former_usernames::table
        .filter(former_usernames::member.eq(asking.member))
        .select((former_usernames::username_key, former_usernames::kept_until))
        .load(conn)?;
    Ok(rows.into_iter().map(|(username, until)| json!({ "username": username, "kept_until": at(until) })).collect())
}

fn badges(conn: &mut Connection, asking: &Asking) -> Result<Vec<Value>> {
    let rows: Vec<(String, i32, Timestamp)> = imported_badges::table
        .filter(imported_badges::member.eq(asking.member))
        .order(imported_badges::id)
        .select((imported_badges::name, imported_badges::class, imported_badges::awarded_at))
        .load(conn)?;
    Ok(rows.into_iter().map(|(name, class, awarded_at)| json!({ "name": name, "class": class, "awarded": at(awarded_at) })).collect())
}

fn open_sessions(conn: &mut Connection, asking: &Asking, after: i64) -> Result<Part> {
    let rows: Vec<(i64, Timestamp, Timestamp, Timestamp, String, String)> = sessions::table
        .filter(sessions::member.eq(asking.member))
        .filter(sessions::id.gt(after))
        .order(sessions::id)
        .limit(PART)
        .select((sessions::id, sessions::created_at, sessions::seen_at, sessions::expires_at, sessions::network, sessions::browser))
        .load(conn)?;
    let row = |(id, created_at, seen_at, expires_at, network, browser)| {
        (id, json!({ "began": at(created_at), "last_used": at(seen_at), "ends": at(expires_at), "network": network, "browser": browser }))
    };
    Ok(Part::of(rows.into_iter().map(row).collect()))
}

fn came_from(conn: &mut Connection, asking: &Asking, after: i64) -> Result<Part> {
    let rows: Vec<(i64, Option<i64>, String, String, Timestamp)> = origins::table
        .filter(origins::member.eq(asking.member))
        .filter(origins::id.gt(after))
        .order(origins::id)
        .limit(PART)
        .select((origins::id, origins::post, origins::network, origins::browser, origins::at))
        .load(conn)?;
    let row = |(id, post, network, browser, moment)| {
        let what = if Option::is_some(&post) { "post" } else { "sign-in" };
        (id, json!({ "what": what, "post": post, "network": network, "browser": browser, "at": at(moment) }))
    };
    Ok(Part::of(rows.into_iter().map(row).collect()))
}

/// What was sent when, and what became of it.
fn mailed(conn: &mut Connection, asking: &Asking, after: i64) -> Result<Part> {
    let rows: Vec<(i64, String, String, Outcome, String, Timestamp)> = rows_of_mails::table
        .filter(rows_of_mails::member.eq(asking.member))
        .filter(rows_of_mails::id.gt(after))
        .order(rows_of_mails::id)
        .limit(PART)
        .select((rows_of_mails::id, rows_of_mails::kind, rows_of_mails::address, rows_of_mails::outcome, rows_of_mails::answer, rows_of_mails::created_at))
        .load(conn)?;
    let row =
        |(id, kind, address, outcome, answer, moment)| (id, json!({ "kind": kind, "to": address, "outcome": outcome, "answer": answer, "at": at(moment) }));
    Ok(Part::of(rows.into_iter().map(row).collect()))
}

type UploadRow = (i64, String, ImageKind, i64, (i32, i32), Timestamp, String);

/// Each with its file as it was kept: the smaller sizes are made of that one.
fn uploaded(conn: &mut Connection, asking: &Asking, after: i64) -> Result<Part> {
    let rows: Vec<UploadRow> = uploads::table
        .filter(uploads::owner.eq(asking.member))
        .filter(uploads::id.gt(after))
        .order(uploads::id)
        .limit(PART)
        .select((uploads::id, uploads::public_id, uploads::kind, uploads::bytes, (uploads::width, uploads::height), uploads::created_at, uploads::blob))
        .load(conn)?;
    let files = rows.iter().map(|(id, _, kind, .., hash)| OwnFile { name: format!("uploads/{id}.{}", kind.as_str()), hash: hash.clone() }).collect();
    let row = |(id, public_id, kind, bytes, (width, height), moment, _): UploadRow| {
        (id, json!({ "address": uploads_at(&public_id), "kind": kind, "bytes": bytes, "width": width, "height": height, "at": at(moment) }))
    };
    Ok(Part { files, ..Part::of(rows.into_iter().map(row).collect()) })
}

type ActRow = (i64, Timestamp, Option<i64>, String, String, i64, String, String, String);

/// What the member did, and what was done to the account. Who did that is another's.
fn acts(conn: &mut Connection, asking: &Asking, after: i64) -> Result<Part> {
    let member = asking.member.0;
    let about = log::actor.eq(member).or(log::subject_kind.eq("member").and(log::subject.eq(member)));
    let rows: Vec<ActRow> = log::table
        .filter(about)
        .filter(log::id.gt(after))
        .order(log::id)
        .limit(PART)
        .select((log::id, log::at, log::actor, log::act, log::subject_kind, log::subject, log::reason, log::before, log::after))
        .load(conn)?;
    let row = |(id, moment, actor, act, kind, subject, reason, before, after): ActRow| {
        let by = if actor == Some(member) { "you" } else { "the community" };
        (id, json!({ "at": at(moment), "by": by, "act": act, "on": kind, "number": subject, "reason": reason, "before": before, "after": after }))
    };
    Ok(Part::of(rows.into_iter().map(row).collect()))
}
