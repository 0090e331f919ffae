//! Somebody proves who they are.

use crate::accounts::passwords::{self, Cost, Verdict};
use crate::accounts::{Acting, MemberId, Viewer, sessions, store as members};
use crate::platform::db::{Db, DomainError, Error, Failure};
use crate::platform::limits::{self, Limit, TooOften};

/// What the form sends, and from where.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// A username or an address.
    pub identity: String,
    /// The password.
    pub password: String,
    /// Counted against guessing.
    pub network: String,
    /// Shown in the list of sessions.
    pub browser: String,
    /// The session that the browser has: the new one takes its place.
    pub former: Option<String>,
}

/// A new session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The secret for the cookie.
    pub token: String,
    /// Who it is.
    pub viewer: Viewer,
}

/// Why not.
#[derive(Debug)]
pub enum SignInError {
    /// Not the name and the password of an account.
    Wrong,
    /// Guessed too often.
    TooOften(TooOften),
    /// A fault of ours.
    Fault(anyhow::Error),
}

impl DomainError for SignInError {}

/// Longer is no name and no password of anybody.
const LONGEST: usize = 1_024;

/// Counts, compares, begins a session.
pub async fn sign_in(db: &Db, cost: Cost, attempt: Attempt) -> Result<SignedIn, Failure<SignInError>> {
    if attempt.identity.len() > LONGEST || attempt.password.len() > LONGEST {
        return Err(SignInError::Wrong.into());
    }
    let kept = count(db, &attempt).await?;
    let (member, phc) = kept.map_or((None, None), |(member, phc)| (Some(member), Some(phc)));
    let verdict = passwords::verify(cost, attempt.password.clone(), phc.clone()).await.map_err(SignInError::Fault)?;
    let stronger = match verdict {
        Verdict::Wrong => return Err(SignInError::Wrong.into()),
        Verdict::Right => None,
        Verdict::RightButWeak(stronger) => Some(stronger),
    };
    let (Some(member), Some(phc)) = (member, phc) else { return Err(SignInError::Wrong.into()) };
    let token = sessions::new_token();
    let session = token.clone();
    let viewer = db
        .write(Acting::Visitor, move |tx, _| {
            // Changed or closed between comparing and now: the old password no longer opens anything.
            if passwords::store::of_member(tx.conn(), member)?.as_deref() != Some(phc.as_str()) {
                return Err(SignInError::Wrong.into());
            }
            if let Some(stronger) = &stronger {
                passwords::store::strengthen(tx, member, &phc, stronger)?;
            }
            if let Some(former) = &attempt.former {
                sessions::store::end(tx, former)?;
            }
            sessions::store::insert(tx, &session, member, &attempt.network, &attempt.browser)?;
            let now = tx.now();
            Ok::<_, Failure<SignInError>>(members::viewer(tx.conn(), member, now)?)
        })
        .await?;
    Ok(SignedIn { token, viewer })
}

/// Counts the attempt and finds what is kept of the password.
async fn count(db: &Db, attempt: &Attempt) -> Result<Option<(MemberId, String)>, Failure<SignInError>> {
    let (identity, network) = (attempt.identity.clone(), attempt.network.clone());
    let counted = db.write_soon(Acting::Visitor, move |tx, _| {
        limits::take(tx, Limit::SignInNetwork, &network)?;
        let kept = passwords::store::by_identity(tx.conn(), &identity)?;
        let key = account_key(tx.conn(), kept.as_ref().map(|(member, _)| *member), &identity, &network)?;
        limits::take(tx, Limit::SignInAccount, &key)?;
        Ok::<_, Failure<TooOften>>(kept)
    });
    counted.await.map_err(|failure| failure.map(SignInError::TooOften))
}

/// What guesses at an account are counted by. A network where its owner is signed in has a count of its own,
/// so that a stranger who guesses cannot lock the owner out.
fn account_key(conn: &mut crate::platform::db::Connection, member: Option<MemberId>, identity: &str, network: &str) -> Result<String, Error> {
    let Some(member) = member else { return Ok(format!("unknown {}", crate::platform::text::names::username_key(identity))) };
    let is_known = sessions::store::is_from(conn, member, network)?;
    Ok(if is_known { format!("{member} {network}") } else { member.to_string() })
}

/// Asks a signed-in member for the present password once more; the answer is what is kept of it.
pub async fn confirm_password(db: &Db, cost: Cost, member: MemberId, password: String) -> Result<String, Failure<SignInError>> {
    if password.len() > LONGEST {
        return Err(SignInError::Wrong.into());
    }
    let counted = db.write_soon(Acting::Member(member), move |tx, _| {
        limits::take(tx, Limit::ConfirmPassword, &member.to_string())?;
        Ok::<_, Failure<TooOften>>(passwords::store::of_member(tx.conn(), member)?)
    });
    let phc = counted.await.map_err(|failure| failure.map(SignInError::TooOften))?;
    match (passwords::verify(cost, password, phc.clone()).await.map_err(SignInError::Fault)?, phc) {
        (Verdict::Right | Verdict::RightButWeak(_), Some(phc)) => Ok(phc),
        _ => Err(SignInError::Wrong.into()),
    }
}
