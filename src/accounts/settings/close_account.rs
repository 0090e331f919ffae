//! A member leaves. The row stays as `former-<id>`, so that what was written has an author; everything else goes.

use super::store;
use crate::accounts::events::AccountEvent;
use crate::accounts::{
    MemberId, address, deliveries, groups, hand_over, names, origins, own_data, passwords, profiles, reset, roles, sessions, sign_up, store as members, tokens,
    uploads,
};
use crate::platform::db::{DomainError, Failure, Generation, Tx};
use crate::platform::text::EmailAddress;

/// Why an account stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseError {
    /// Without this one nobody could configure the community.
    LastAdmin,
}

impl DomainError for CloseError {}

/// Closes an account: what lets somebody in and what nobody else sees goes at once, each feature takes out the rest in a
/// job ([`crate::accounts::feature::ANONYMISE`]). Nobody else gets the username for a year. Mails that wait
/// are dropped.
pub fn close_account(tx: &mut Tx<'_>, member: MemberId) -> Result<(), Failure<CloseError>> {
    // The generation's row is the lock under which the last two admins cannot leave at once.
    tx.bump(Generation::Badges)?;
    if roles::store::is_last_admin(tx.conn(), member)? {
        return Err(CloseError::LastAdmin.into());
    }
    let mut address_key = None;
    if let Some(mailbox) = members::mailbox(tx.conn(), member)?
        && let Ok(address) = EmailAddress::parse(&mailbox.address)
    {
        sign_up::store::delete_of(tx, &address.key())?;
        tx.drop_jobs(&reset::MAIL, &reset::job_key(&address))?;
        address_key = Some(address.key());
    }
    deliveries::store::forget(tx, member, address_key.as_deref())?;
    for mail in [&reset::CHANGED_MAIL, &address::MAIL, &address::CHANGED_MAIL, &hand_over::MAIL] {
        tx.drop_jobs(mail, &member.to_string())?;
    }
    names::store::keep_former(tx, member)?;
    profiles::store::delete(tx, member)?;
    uploads::store::delete_of(tx, member)?;
    address::store::delete(tx, member)?;
    passwords::store::delete(tx, member)?;
    sessions::store::end_others(tx, member, None)?;
    origins::store::delete_of(tx, member)?;
    own_data::store::delete_of(tx, member)?;
    tokens::store::delete_all(tx, member)?;
    roles::store::delete_all(tx, member)?;
    groups::store::leave_all(tx, member)?;
    store::close(tx, member)?;
    tx.record(&AccountEvent::MemberClosed(member))?;
    Ok(())
}
