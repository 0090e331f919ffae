//! `guildhall user hand-over`: accounts of a former community go to their owners.

use anyhow::{Context, anyhow, bail};
use std::collections::HashMap;
use std::io::Write;
use std::path::Path;

use super::{member, refusal};
use crate::accounts::hand_over::{HandOverError, check, hand_over, waiting};
use crate::accounts::store::{Found, find_by_username};
use crate::accounts::{Acting, MemberId};
use crate::platform::db::{Connection, Db, Durability, Error, Failure, in_pieces};
use crate::platform::text::EmailAddress;

/// Lines checked in one snapshot.
const BATCH: usize = 500;

/// Hands one account over.
pub(super) fn one(db: &Db, username: &str, address: &str, out: &mut dyn Write) -> anyhow::Result<()> {
    let address = EmailAddress::parse(address).map_err(|error| anyhow!("{error}"))?;
    let row = member(db, username)?;
    let (id, to) = (row.id, address.clone());
    let done = db.write_blocking(Acting::Command, Durability::Full, move |tx, by| hand_over(tx, by, id, &to));
    done.map_err(|failure| refusal(failure, |error| words(error).to_owned()))?;
    Ok(writeln!(out, "A link is on its way to {address}: {} is whoever's who follows it within two weeks", row.username)?)
}

/// A line of the file that can be done.
#[derive(Clone)]
struct Line {
    number: usize,
    username: String,
    address: EmailAddress,
}

/// Hands over every account of a file. Every line is looked at first; one that is wrong keeps all of them from being done.
pub(super) fn all(db: &Db, file: &Path, out: &mut dyn Write) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let (lines, mut wrong) = read(&text);
    let mut found: Vec<(MemberId, EmailAddress)> = Vec::new();
    for lines in lines.chunks(BATCH) {
        let lines = lines.to_vec();
        for (number, outcome) in db.read_blocking(move |conn| looked_up(conn, &lines))? {
            match outcome {
                Ok(member) => found.push(member),
                Err(words) => wrong.push((number, words)),
            }
        }
    }
    if !wrong.is_empty() {
        wrong.sort();
        for (number, words) in &wrong {
            writeln!(out, "line {number}: {words}")?;
        }
        let s = if wrong.len() == 1 { "line is" } else { "lines are" };
        bail!("{} {s} wrong; nothing was done", wrong.len());
    }
    let written = in_pieces(db, Acting::Command, found, |tx, (member, address)| {
        let now = tx.now();
        // Killed in the middle and done again, nobody gets a second mail.
        if waiting(tx.conn(), *member, now)?.is_some_and(|(to, _)| to == address.as_str()) {
            return Ok(false);
        }
        match hand_over(tx, &crate::accounts::Viewer::system(), *member, address) {
            Ok(()) => Ok(true),
            // It got an owner since it was looked at: there is nothing left to do.
            Err(Failure::Refused(_)) => Ok(false),
            Err(Failure::Database(error)) => Err(error),
        }
    })?;
    let mailed = written.iter().filter(|mailed| **mailed).count();
    Ok(writeln!(out, "{mailed} links are on their way; {} were already, or have an owner now", written.len() - mailed)?)
}

/// The lines that can be read, and the numbers of those that cannot, with what is wrong.
fn read(text: &str) -> (Vec<Line>, Vec<(usize, String)>) {
    let (mut lines, mut wrong) = (Vec::new(), Vec::new());
    let (mut usernames, mut addresses): (HashMap<String, usize>, HashMap<String, usize>) = (HashMap::new(), HashMap::new());
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let fields: Vec<&str> = line.split(',').map(|field| field.trim().trim_matches('"').trim()).collect();
        let is_heading = number == 1 && fields == ["username", "address"];
        if line.trim().is_empty() || is_heading {
            continue;
        }
        let [username, address] = fields[..] else {
            wrong.push((number, "write username,address".to_owned()));
            continue;
        };
        let address = match EmailAddress::parse(address) {
            Ok(address) => address,
            Err(error) => {
                wrong.push((number, error.to_string()));
                continue;
            }
        };
        let key = crate::platform::text::names::username_key(username);
        if let Some(before) = usernames.insert(key, number) {
            wrong.push((number, format!("{username} stands on line {before} already")));
        } else if let Some(before) = addresses.insert(address.key(), number) {
            wrong.push((number, format!("{address} stands on line {before} already")));
        } else {
            lines.push(Line { number, username: username.to_owned(), address });
        }
    }
    (lines, wrong)
}

type LookedUp = (usize, Result<(MemberId, EmailAddress), String>);

fn looked_up(conn: &mut Connection, lines: &[Line]) -> Result<Vec<LookedUp>, Error> {
    let mut outcomes = Vec::with_capacity(lines.len());
    for line in lines {
        let outcome = match find_by_username(conn, &line.username)? {
            Found::Member(row) => match check(conn, row.id, &line.address) {
                Ok(()) => Ok((row.id, line.address.clone())),
                Err(Failure::Refused(error)) => Err(words(error).to_owned()),
                Err(Failure::Database(error)) => return Err(error),
            },
            Found::Moved(now) => Err(format!("{} goes by {now} now; write that", line.username)),
            Found::None => Err(format!("there is no member {}", line.username)),
        };
        outcomes.push((line.number, outcome));
    }
    Ok(outcomes)
}

fn words(error: HandOverError) -> &'static str {
    match error {
        HandOverError::NotAllowed => "only admins hand accounts over",
        HandOverError::NoSuchMember => "the account is closed",
        HandOverError::HasPassword => "somebody signs in to this account already",
        HandOverError::AddressTaken => "another member has this address",
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn lines_are_read_and_bad_ones_named() {
        let (lines, wrong) =
            read("\u{feff}username,address\r\nann,ann@example.com\r\n\r\n\"bea\", bea@example.com\ncid\nANN,x@example.com\ndan,ANN@example.com\neve,eve\n");
        assert_eq!(lines.iter().map(|line| (line.number, line.username.as_str())).collect::<Vec<_>>(), [(2, "ann"), (4, "bea")]);
        assert_eq!(wrong.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [5, 6, 7, 8]);
        assert!(wrong[1].1.contains("line 2") && wrong[2].1.contains("line 2"), "{wrong:?}");
    }
}
