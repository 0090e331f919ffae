//! The rows of moderation that a member is given of their own data. Who flagged them is not told: that is the others'.

use diesel::prelude::*;
use guildhall_schema::{case_notes, decisions, flags};
use serde_json::json;

use crate::accounts::MemberId;
use crate::accounts::feature::{Asking, Exported, PART, Part};
use crate::forum::PostId;
use crate::moderation::appeals::store as appeals;
use crate::moderation::decisions::Verdict;
use crate::moderation::flags::{FlagReason, FlagState};
use crate::moderation::panel;
use crate::moderation::{CaseId, DecisionId, FlagId};
use crate::platform::db::{Connection, Result, Timestamp};

/// Each a file of the archive.
pub const EXPORTED: &[Exported] = &[
    Exported { file: "flags", columns: &["flags.member"], rows: flagged },
    Exported { file: "decisions", columns: &["decisions.member", "appeals.member"], rows: decided },
    Exported { file: "hand-over", columns: &["hand_over_notes.member"], rows: handed_over },
    Exported { file: "notes-on-cases", columns: &["case_notes.member"], rows: noted },
];

type Row = (FlagId, Option<PostId>, Option<MemberId>, FlagReason, String, FlagState, Timestamp);

fn flagged(conn: &mut Connection, asking: &Asking, after: i64) -> Result<Part> {
    let rows: Vec<Row> = flags::table
        .filter(flags::member.eq(asking.member))
        .filter(flags::id.gt(FlagId(after)))
        .order(flags::id)
        .limit(PART)
        .select((flags::id, flags::post, flags::profile, flags::reason, flags::message, flags::state, flags::created_at))
        .load(conn)?;
    let row = |(id, post, profile, reason, message, state, at): Row| {
        let post = post.map(|post| format!("/p/{post}"));
        (id.0, json!({ "post": post, "member": profile, "reason": reason, "message": message, "state": state, "at": at.rfc3339() }))
    };
    Ok(Part::of(rows.into_iter().map(row).collect()))
}

type DecisionRow = (DecisionId, Verdict, String, Timestamp, Option<Timestamp>);

/// What moderators decided about the member, and what the member said to that. Who decided is the moderator's.
fn decided(conn: &mut Connection, asking: &Asking, after: i64) -> Result<Part> {
    let rows: Vec<DecisionRow> = decisions::table
        .filter(decisions::member.eq(asking.member))
        .filter(decisions::id.gt(DecisionId(after)))
        .order(decisions::id)
        .limit(PART)
        .select((decisions::id, decisions::verdict, decisions::letter, decisions::at, decisions::undone_at))
        .load(conn)?;
    let mut part = Vec::with_capacity(rows.len());
    for (id, verdict, letter, at, undone_at) in rows {
        let appeal = appeals::of_decision(conn, id)?.map(|appeal| json!({ "text": appeal.body, "outcome": appeal.state, "answer": appeal.answer }));
        let row = json!({ "decision": verdict, "why": letter, "at": at.rfc3339(), "undone": undone_at.map(|at| at.rfc3339()), "appeal": appeal });
        part.push((id.0, row));
    }
    Ok(Part::of(part))
}

fn noted(conn: &mut Connection, asking: &Asking, after: i64) -> Result<Part> {
    let rows: Vec<(i64, CaseId, String, Timestamp)> = case_notes::table
        .filter(case_notes::member.eq(asking.member))
        .filter(case_notes::id.gt(after))
        .order(case_notes::id)
        .limit(PART)
        .select((case_notes::id, case_notes::case_id, case_notes::body, case_notes::at))
        .load(conn)?;
    Ok(Part::of(rows.into_iter().map(|(id, case, body, at)| (id, json!({ "case": case, "text": body, "at": at.rfc3339() }))).collect()))
}

fn handed_over(conn: &mut Connection, asking: &Asking, _: i64) -> Result<Part> {
    let note = panel::store::of(conn, asking.member)?;
    Ok(Part::whole(note.map(|(_, body, at)| json!({ "text": body, "at": at.rfc3339() })).into_iter().collect()))
}
