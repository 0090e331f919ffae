//! Where an import begins: a place for its topics, and numbers that nobody else gets meanwhile.

use super::scratch::Scratch;
use super::store::{Import, NewImport, insert, of_site, prepare};
use super::{ImportError, Progress};
use crate::accounts::bulk::store as members;
use crate::accounts::{Acting, Right};
use crate::forum::CategoryId;
use crate::forum::bulk::store::{NewCategory, category_at, insert_category, reserve_numbers};
use crate::platform::db::{Db, Durability, Error, Result as DbResult, Tx};

/// Where imported topics live.
const CATEGORY: &str = "imported";
/// Its name and description in each language.
const CATEGORY_NAMES: &[(&str, &str, &str)] = &[
    ("en", "Imported", "Questions and answers from the former community."),
    ("nb", "Importert", "Spørsmål og svar fra det tidligere forumet."),
    ("zh-Hant", "匯入的主題", "來自先前社群的提問與回答。"),
];

/// Finds the import of this dump, or begins it. Another state of the same site is refused: what of it is new nobody can say.
pub(super) fn begin(db: &Db, scratch: &mut Scratch, progress: &dyn Progress) -> Result<Import, ImportError> {
    db.read_blocking(prepare)?;
    db.write_blocking(Acting::Command, Durability::Soon, |tx, _| prepare(tx.conn()))?;
    let (site, fingerprint) = (scratch.fact("site")?.unwrap_or_default(), scratch.fact("fingerprint")?.unwrap_or_default());
    let figures = scratch.figures()?;
    let (wanted, state) = (site.clone(), fingerprint.clone());
    let import = db.write_blocking(Acting::Command, Durability::Full, move |tx, _| {
        if let Some(begun) = of_site(tx.conn(), &wanted)? {
            return Ok::<_, Error>(begun);
        }
        let bases = reserve_numbers(tx, figures.last_topic, figures.last_post)?;
        let member_base = members::reserve_numbers(tx, figures.last_member)?;
        let category = category(tx)?;
        insert(tx, &NewImport { site: &wanted, fingerprint: &state, category, bases: (member_base, bases.0, bases.1) })?;
        of_site(tx.conn(), &wanted)?.ok_or(Error::NotFound)
    })?;
    if import.fingerprint != fingerprint {
        return Err(ImportError::OtherState { begun: import.started_at.rfc3339(), is_finished: import.finished_at.is_some() });
    }
    progress.stage("begun", 0);
    Ok(import)
}

fn category(tx: &mut Tx<'_>) -> DbResult<CategoryId> {
    if let Some(id) = category_at(tx.conn(), CATEGORY)? {
        return Ok(id);
    }
    let names: Vec<(String, String, String)> = CATEGORY_NAMES.iter().map(|(lang, name, about)| ((*lang).into(), (*name).into(), (*about).into())).collect();
    let access = [("everyone".to_owned(), Right::Read), ("members".to_owned(), Right::Ask)];
    insert_category(tx, &NewCategory { parent: None, slug: CATEGORY, icon: "chat", names: &names, access: &access })
}
