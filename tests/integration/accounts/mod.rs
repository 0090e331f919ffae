//! Members: signing up and in, settings, roles.

mod address;
mod closing;
mod closing_at_size;
mod deliveries;
mod erase_introduction;
mod hand_over;
mod names;
mod origins;
mod own_data;
mod own_data_files;
mod passwords;
pub mod picture;
mod picture_faults;
pub mod picture_files;
mod plans;
mod preferences;
mod profile;
mod sessions;
mod settings;
mod sign_up;
mod standing;
mod suspension;
mod upload_forms;
mod username;

use crate::support::{Answer, Client, TestApp};
use guildhall::accounts::passwords::{Cost, hash_now, store};

/// A password that tests use.
pub const PASSWORD: &str = "green door seven";

/// A signed-in member who has a password.
pub async fn with_password(app: &TestApp, username: &str) -> Client {
    let client = app.member(username).await;
    let (member, phc) = (client.member(), hash_now(Cost::Test, PASSWORD).unwrap());
    app.write(move |tx| store::put(tx, member, &phc)).await;
    client
}

/// Signs in as a person does.
async fn sign_in(client: &Client, identity: &str, password: &str) -> Answer {
    client.post("/sign-in", &[("identity", identity), ("password", password), ("next", "/settings")]).await
}

/// The path of the first link to a page in a mail's text.
fn link(text: &str, page: &str) -> String {
    let start = text.find(page).unwrap_or_else(|| panic!("no {page} in {text}"));
    text[start..].split_whitespace().next().unwrap().to_owned()
}
