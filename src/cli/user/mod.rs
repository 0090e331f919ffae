//! `guildhall user`: members made, given roles, let in again, silenced or suspended from the command line.
//! Each act stands in the log as the command line's.

mod hand_over;

use anyhow::{anyhow, bail};
use std::io::{BufRead, Write};

use super::database;
use crate::accounts::names::UsernameRefused;
use crate::accounts::passwords::{self, Cost, PasswordError};
use crate::accounts::roles::{Grant, RoleError, give_role, take_role};
use crate::accounts::standing::{StandingError, lift, silence, suspend};
use crate::accounts::store::{self, Found, MemberRow};
use crate::accounts::{Acting, CategoryId, CreateError, MemberState, Ordered, Role, create_member, reset};
use crate::platform::config::Config;
use crate::platform::db::{Db, Durability, Failure, Timestamp, Tx};
use crate::platform::log::Act;
use crate::platform::settings::Settings;
use crate::platform::text::EmailAddress;
use std::path::PathBuf;

/// Options of `guildhall user`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Make a member whose address counts as confirmed; prints a password unless one is given.
    Create {
        /// 3 to 30 letters, digits and _ - . of one script.
        username: String,
        /// The mail address.
        #[arg(long)]
        address: String,
        /// A role everywhere; may be given several times.
        #[arg(long = "role", value_name = "ROLE", value_parser = role)]
        roles: Vec<Role>,
        /// Read the password from the first line of the input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Give or take a role: staff, moderator, admin or expert.
    Role {
        /// Whose.
        username: String,
        /// give or take.
        #[arg(value_parser = ["give", "take"])]
        act: String,
        /// Which.
        #[arg(value_parser = role)]
        role: Role,
        /// The number of a category; for moderators of that category only.
        #[arg(long, value_name = "ID")]
        category: Option<i64>,
    },
    /// Set a new password and end every session; prints one unless one is given.
    Password {
        /// Whose.
        username: String,
        /// Read the password from the first line of the input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Silence, suspend, or let take part again.
    State {
        /// Whose.
        username: String,
        /// active, silenced or suspended.
        #[arg(value_parser = ["active", "silenced", "suspended"])]
        state: String,
        /// For so many days; for ever without it.
        #[arg(long, value_parser = clap::value_parser!(i64).range(1..=36_500))]
        days: Option<i64>,
        /// Why; stands in the log.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Hand an account that nobody signs in to over to an address: a link is mailed there, its owner chooses a password.
    HandOver {
        /// Whose.
        #[arg(required_unless_present = "csv", requires = "address")]
        username: Option<String>,
        /// The owner's mail address.
        address: Option<String>,
        /// Many at once: a file with a line username,address for each. All of them, or none when a line is wrong.
        #[arg(long, value_name = "FILE", conflicts_with_all = ["username", "address"])]
        csv: Option<PathBuf>,
    },
}

fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| "write staff, moderator, admin or expert".into())
}

/// Does what was asked.
pub(super) fn run(args: &Args, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let db = database::open(config)?;
    match &args.what {
        What::Create { username, address, roles, password_stdin } => create(&db, username, address, roles, *password_stdin, out),
        What::Role { username, act, role, category } => set_role(&db, username, act == "give", (*role, category.map(CategoryId)), out),
        What::Password { username, password_stdin } => set_password(&db, username, *password_stdin, out),
        What::HandOver { csv: Some(file), .. } => hand_over::all(&db, file, out),
        What::HandOver { username, address, .. } => hand_over::one(&db, username.as_deref().unwrap_or(""), address.as_deref().unwrap_or(""), out),
        What::State { username, state, days, reason } => set_state(&db, username, state, *days, reason, out),
    }
}

fn create(db: &Db, username: &str, address: &str, roles: &[Role], from_input: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let address = EmailAddress::parse(address).map_err(|error| anyhow!("{error}"))?;
    let settings = db.read_blocking(Settings::load)?;
    let (password, is_new) = password(from_input, &[username, address.as_str(), &settings.name])?;
    let phc = passwords::hash_now(Cost::Full, &password)?;
    let ordered = Ordered { username: username.to_owned(), address, phc, lang: settings.language(), roles: roles.to_vec() };
    let made = db.write_blocking(Acting::Command, Durability::Full, move |tx, by| create_member(tx, by, &ordered));
    let member = made.map_err(|failure| refusal(failure, create_words))?;
    writeln!(out, "Member {member} made: {username}")?;
    tell(&password, is_new, out)
}

fn set_role(db: &Db, username: &str, give: bool, (role, category): (Role, Option<CategoryId>), out: &mut dyn Write) -> anyhow::Result<()> {
    let row = member(db, username)?;
    let grant = Grant { member: row.id, role, category };
    let done = db.write_blocking(Acting::Command, Durability::Full, move |tx, by| if give { give_role(tx, by, &grant) } else { take_role(tx, by, &grant) });
    done.map_err(|failure| refusal(failure, role_words))?;
    let place = category.map(|category| format!(" in category {category}")).unwrap_or_default();
    Ok(writeln!(out, "{} {} {}{place}", row.username, if give { "now is" } else { "no longer is" }, role.as_str())?)
}

fn set_password(db: &Db, username: &str, from_input: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let row = member(db, username)?;
    let about = {
        let id = row.id;
        db.read_blocking(move |conn| reset::password_words(conn, id))?
    };
    let (password, is_new) = password(from_input, &about.iter().map(String::as_str).collect::<Vec<_>>())?;
    let (id, phc) = (row.id, passwords::hash_now(Cost::Full, &password)?);
    db.write_blocking(Acting::Command, Durability::Full, move |tx, _| {
        reset::change(tx, id, &phc, None)?;
        tx.log(&Act { act: "member.password", subject_kind: "member", subject: id.0, ..Act::default() })
    })?;
    writeln!(out, "{} has a new password and is signed out everywhere", row.username)?;
    tell(&password, is_new, out)
}

fn set_state(db: &Db, username: &str, state: &str, days: Option<i64>, reason: &str, out: &mut dyn Write) -> anyhow::Result<()> {
    let row = member(db, username)?;
    let until = days.map(|days| db.now().plus(days * Timestamp::DAY));
    let (id, reason, wanted) = (row.id, reason.to_owned(), MemberState::parse(state));
    let done = db.write_blocking(Acting::Command, Durability::Full, move |tx: &mut Tx<'_>, by| match wanted {
        Some(MemberState::Suspended) => suspend(tx, by, id, until, &reason),
        Some(MemberState::Silenced) => silence(tx, by, id, until, &reason),
        _ => lift(tx, by, id, &reason),
    });
    done.map_err(|failure| refusal(failure, standing_words))?;
    let until = until.filter(|_| state != "active").map(|until| format!(" until {}", until.rfc3339())).unwrap_or_default();
    Ok(writeln!(out, "{} is {state}{until}", row.username)?)
}

fn member(db: &Db, username: &str) -> anyhow::Result<MemberRow> {
    let typed = username.to_owned();
    match db.read_blocking(move |conn| store::find_by_username(conn, &typed))? {
        Found::Member(row) => Ok(row),
        Found::Moved(now) => bail!("{username} goes by {now} now; write that"),
        Found::None => bail!("there is no member {username}"),
    }
}

/// The password to keep, and whether its owner must be told.
fn password(from_input: bool, about: &[&str]) -> anyhow::Result<(String, bool)> {
    if !from_input {
        return Ok((passwords::generate(), true));
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    passwords::check(&password, about).map_err(|error| anyhow!("{}", password_words(error)))?;
    Ok((password, false))
}

fn tell(password: &str, is_new: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    if is_new {
        writeln!(out, "Password: {password}")?;
    }
    Ok(())
}

fn refusal<E>(failure: Failure<E>, words: impl FnOnce(E) -> String) -> anyhow::Error {
    match failure {
        Failure::Refused(reason) => anyhow!("{}", words(reason)),
        Failure::Database(error) => error.into(),
    }
}

fn create_words(error: CreateError) -> String {
    match error {
        CreateError::Username(UsernameRefused::Form(error)) => error.to_string(),
        CreateError::Username(UsernameRefused::Taken) => "somebody has this username, had it within a year, or has one that looks the same".into(),
        CreateError::AddressTaken => "another member has this address".into(),
        CreateError::Role(error) => role_words(error),
    }
}

fn role_words(error: RoleError) -> String {
    match error {
        RoleError::NotAllowed => "only admins give roles",
        RoleError::NoSuchMember => "the account is closed",
        RoleError::NotInOneCategory => "only moderators have their role in one category",
        RoleError::LastAdmin => "this is the last admin; make somebody else an admin first",
    }
    .into()
}

fn standing_words(error: StandingError) -> String {
    match error {
        StandingError::LastAdmin => "this is the last admin; make somebody else an admin first",
        StandingError::NoSuchMember => "the account is closed",
        StandingError::NotAllowed | StandingError::Oneself | StandingError::NoSuchTrust => "this cannot be changed",
    }
    .into()
}

fn password_words(error: PasswordError) -> &'static str {
    match error {
        PasswordError::TooShort => "a password has at least 8 characters",
        PasswordError::TooLong => "a password has at most 1,024 bytes",
        PasswordError::Common => "this password is among the first that anybody tries",
        PasswordError::Guessable => "this password is built around the name, the address or the community's name",
    }
}
