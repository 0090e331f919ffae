//! The administration.

mod access;
mod categories;
mod community_pages;
mod groups;
mod jobs;
mod mail;
mod members;
mod set_up;
mod settings;

use crate::support::{Client, TestApp, fixtures};
use guildhall::accounts::{CategoryId, Right};
use guildhall::platform::log::store::{Entry, newest};

/// A category where everybody reads and members ask.
async fn category(app: &TestApp, slug: &str) -> CategoryId {
    let slug = slug.to_owned();
    app.rows(move |conn| fixtures::insert_category(conn, &slug, None, &[("everyone", Right::Read), ("members", Right::Ask)])).await
}

/// The log, newest first, without the roles that a test gives.
async fn log(app: &TestApp) -> Vec<Entry> {
    let mut entries = app.read(|conn| newest(conn, &Default::default(), 1_000)).await;
    entries.retain(|entry| entry.via == guildhall::platform::log::Via::Web);
    entries
}

/// Sends a form and reads the notice on the page that it leads to.
async fn done(client: &Client, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = client.post(path, fields).await.expect(303);
    client.follow(answer).await.expect(200).text(".flash p")
}
