//! The rows of categories.

use diesel::prelude::*;
use guildhall_schema::{categories, category_access, category_names};
use std::sync::Arc;

use super::{Categories, Category};
use crate::accounts::{CategoryId, Right};
use crate::platform::db::{Connection, Db, Generation, Kept, Result};

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
