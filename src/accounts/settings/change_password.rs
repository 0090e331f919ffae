//! Another password, by whoever knows the present one.

use crate::accounts::reset::{Ended, change};
use crate::accounts::{MemberId, passwords};
use crate::platform::db::{Failure, Tx};

/// Keeps a new password and ends every session but the one of `keep`. `present` is what was kept when the old
/// password was compared: of two changes at once the second finds it gone.
pub fn change_password(tx: &mut Tx<'_>, member: MemberId, present: &str, phc: &str, keep: Option<&str>) -> Result<(), Failure<Ended>> {
    if passwords::store::of_member(tx.conn(), member)?.as_deref() != Some(present) {
        return Err(Ended.into());
    }
    change(tx, member, phc, keep)?;
    Ok(())
}
