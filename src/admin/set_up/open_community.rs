//! Whoever holds the printed link opens the community, all in one transaction: a link that was used opens nothing.

use crate::accounts::set_up::{FirstAdmin, FirstAdminError, first_admin};
use crate::accounts::{MemberId, Viewer, sessions};
use crate::forum::categories::{CategoryDraft, CategoryRefusal, make_category};
use crate::platform::db::{DomainError, Failure, Tx};
use crate::platform::i18n::Lang;
use crate::platform::log::Act;
use crate::platform::settings::Settings;

/// Everything that the set-up page sends, checked.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The community's name.
    pub name: String,
    /// The languages offered, its own first.
    pub languages: Vec<Lang>,
    /// Who becomes the first admin, and the link's secret.
    pub admin: FirstAdmin,
    /// The categories to start with.
    pub categories: Vec<CategoryDraft>,
    /// The secret of the admin's session.
    pub session: String,
    /// From which network.
    pub network: String,
    /// With which browser.
    pub browser: String,
}

/// Why the community is not opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpeningError {
    /// The first admin cannot be made.
    Admin(FirstAdminError),
    /// A category cannot be made.
    Category(CategoryRefusal),
}

impl DomainError for OpeningError {}

/// Opens the community and signs the first admin in.
pub fn open_community(tx: &mut Tx<'_>, opening: &Opening) -> Result<MemberId, Failure<OpeningError>> {
    let member = first_admin(tx, &opening.admin).map_err(|failure| failure.map(OpeningError::Admin))?;
    let before = Settings::load(tx.conn())?;
    let settings = Settings { name: opening.name.clone(), languages: opening.languages.clone(), set_up: true, ..before };
    settings.save(tx)?;
    let after = format!("name={}; first admin={member}", opening.name);
    tx.log(&Act { act: "community.open", subject_kind: "community", after, ..Act::default() })?;
    for draft in &opening.categories {
        // The link is the right to do this: whoever holds it has just become the admin.
        make_category(tx, &Viewer::system(), draft, settings.language()).map_err(|failure| failure.map(OpeningError::Category))?;
    }
    sessions::store::insert(tx, &opening.session, member, &opening.network, &opening.browser)?;
    Ok(member)
}
