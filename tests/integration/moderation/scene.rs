//! What tests of moderation begin with.

use diesel::prelude::*;
use guildhall::accounts::MemberId;
use guildhall::forum::PostId;
use guildhall::platform::db::Timestamp;
use guildhall_schema::{flag_thresholds, flags, members};

use crate::support::{Client, TestApp};

/// A member whom the community has come to trust so far, in two months.
pub async fn trusted(app: &TestApp, username: &str, trust: i32) -> Client {
    let client = app.member(username).await;
    let member = client.member();
    let joined = app.db().now().plus(-60 * Timestamp::DAY);
    let known = (members::trust.eq(trust), members::created_at.eq(joined));
    app.rows(move |conn| diesel::update(members::table.find(member)).set(known).execute(conn).unwrap()).await;
    client
}

/// Flags a post; the form must be taken.
pub async fn flag(who: &Client, post: PostId, reason: &str) {
    who.post(&format!("/p/{post}/flag"), &[("reason", reason), ("message", "look at this")]).await.expect(303);
}

/// Sets a figure of moderation, as an admin does.
pub async fn set(app: &TestApp, name: &'static str, value: i64) {
    app.rows(move |conn| {
        diesel::insert_into(flag_thresholds::table).values((flag_thresholds::name.eq(name), flag_thresholds::value.eq(value))).execute(conn).unwrap()
    })
    .await;
}

/// The states of a member's flags, the oldest first.
pub async fn states(app: &TestApp, member: MemberId) -> Vec<String> {
    app.read(move |conn| Ok(flags::table.filter(flags::member.eq(member)).order(flags::id).select(flags::state).load(conn)?)).await
}
