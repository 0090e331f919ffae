//! The rows of categories.

use diesel::prelude::*;
use guildhall_schema::{categories, category_access, category_names, groups};
use std::sync::Arc;

use super::{Categories, Category, CategoryDraft};
use crate::accounts::{CategoryId, Right};
use crate::platform::db::{Connection, Db, Generation, Kept, Result, Tx};

type CategoryRow = (CategoryId, Option<CategoryId>, String, String, String, i32, bool);

/// The categories in memory, read anew when an admin changed them.
pub struct KeptCategories(Kept<Categories>);

impl Default for KeptCategories {
    fn default() -> Self {
        Self(Kept::new(Generation::Categories))
    }
}

impl KeptCategories {
    /// The categories as they are now.
    pub fn get(&self, db: &Db, conn: &mut Connection) -> Result<Arc<Categories>> {
        self.0.get(db, conn, load)
    }
}

/// Reads all categories.
pub fn load(conn: &mut Connection) -> Result<Categories> {
    let rows: Vec<CategoryRow> = categories::table
        .select((categories::id, categories::parent, categories::slug, categories::path, categories::icon, categories::position, categories::closed))
        .load(conn)?;
    let names: Vec<(CategoryId, String, String, String)> = category_names::table
        .order(category_names::lang)
        .select((category_names::category, category_names::lang, category_names::name, category_names::description))
        .load(conn)?;
    let access: Vec<(CategoryId, String, Right)> =
        category_access::table.select((category_access::category, category_access::grantee, category_access::may)).load(conn)?;
    let all = rows
        .into_iter()
        .map(|(id, parent, slug, path, icon, position, closed)| Category {
            id,
            parent,
            slug,
            path,
            icon,
            position,
            closed,
            names: names.iter().filter(|row| row.0 == id).map(|(_, lang, name, about)| (lang.clone(), name.clone(), about.clone())).collect(),
            access: access.iter().filter(|row| row.0 == id).map(|(_, group, right)| (group.clone(), *right)).collect(),
        })
        .collect();
    Ok(Categories::new(all))
}

/// The groups that have rows, beside the computed ones.
pub fn group_slugs(conn: &mut Connection) -> Result<Vec<String>> {
    Ok(groups::table.order(groups::slug).select(groups::slug).load(conn)?)
}

/// Writes a category with its words and rights.
pub fn insert(tx: &mut Tx<'_>, draft: &CategoryDraft, path: &str, position: i32) -> Result<CategoryId> {
    let now = tx.now();
    let id: CategoryId = diesel::insert_into(categories::table)
        .values((
            categories::parent.eq(draft.parent),
            categories::slug.eq(&draft.slug),
            categories::path.eq(path),
            categories::icon.eq(&draft.icon),
            categories::position.eq(position),
            categories::created_at.eq(now),
        ))
        .returning(categories::id)
        .get_result(tx.conn())?;
    insert_words_and_access(tx, id, draft)?;
    Ok(id)
}

/// Writes a category anew; words and rights are replaced as a whole.
pub fn update(tx: &mut Tx<'_>, id: CategoryId, draft: &CategoryDraft, path: &str, position: i32) -> Result<()> {
    diesel::update(categories::table.find(id))
        .set((
            categories::parent.eq(draft.parent),
            categories::slug.eq(&draft.slug),
            categories::path.eq(path),
            categories::icon.eq(&draft.icon),
            categories::position.eq(position),
        ))
        .execute(tx.conn())?;
    diesel::delete(category_names::table.filter(category_names::category.eq(id))).execute(tx.conn())?;
    diesel::delete(category_access::table.filter(category_access::category.eq(id))).execute(tx.conn())?;
    insert_words_and_access(tx, id, draft)
}

fn insert_words_and_access(tx: &mut Tx<'_>, id: CategoryId, draft: &CategoryDraft) -> Result<()> {
    for (lang, name, description) in &draft.names {
        diesel::insert_into(category_names::table)
            .values((
                category_names::category.eq(id),
                category_names::lang.eq(lang.tag()),
                category_names::name.eq(name),
                category_names::description.eq(description),
            ))
            .execute(tx.conn())?;
    }
    for (group, right) in &draft.access {
        diesel::insert_into(category_access::table)
            .values((category_access::category.eq(id), category_access::grantee.eq(group), category_access::may.eq(*right)))
            .execute(tx.conn())?;
    }
    Ok(())
}

/// Takes a group out of every category's rights; answers from which.
pub fn delete_grantee(tx: &mut Tx<'_>, group: &str) -> Result<Vec<CategoryId>> {
    let rows = || category_access::table.filter(category_access::grantee.eq(group.to_owned()));
    let had: Vec<CategoryId> = rows().order(category_access::category).select(category_access::category).load(tx.conn())?;
    diesel::delete(rows()).execute(tx.conn())?;
    Ok(had)
}

/// Sets the address below `/c/`.
pub fn set_path(tx: &mut Tx<'_>, id: CategoryId, path: &str) -> Result<()> {
    diesel::update(categories::table.find(id)).set(categories::path.eq(path)).execute(tx.conn())?;
    Ok(())
}

/// Sets the place among the neighbours.
pub fn set_position(tx: &mut Tx<'_>, id: CategoryId, position: i32) -> Result<()> {
    diesel::update(categories::table.find(id)).set(categories::position.eq(position)).execute(tx.conn())?;
    Ok(())
}

/// Closes a category to new topics, or opens it again.
pub fn set_closed(tx: &mut Tx<'_>, id: CategoryId, closed: bool) -> Result<()> {
    diesel::update(categories::table.find(id)).set(categories::closed.eq(closed)).execute(tx.conn())?;
    Ok(())
}
