//! The menu of categories, written once for all who may read the same ones in the same language.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use crate::forum::CategoryId;
use crate::forum::categories::{Categories, Category};
use crate::platform::i18n::Lang;
use crate::platform::web::{FrameCategory, Part};

/// Menus kept at most: languages times the sets of categories that groups may read. Beyond it they are written anew each time.
const MENUS_MOST: usize = 256;

/// The menus of the categories as they are now; another list of categories begins with none.
#[derive(Default)]
pub struct KeptMenus(RwLock<Menus>);

#[derive(Default)]
struct Menus {
    of: Arc<Categories>,
    written: HashMap<Readers, Part>,
}

/// Whom a menu suits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Readers {
    /// Their language.
    pub lang: Lang,
    /// The community's own, for names that are not translated.
    pub own: Lang,
    /// What they may read.
    pub readable: Vec<CategoryId>,
}

impl KeptMenus {
    /// The menu of these readers.
    pub fn get(&self, categories: &Arc<Categories>, readers: Readers) -> anyhow::Result<Part> {
        {
            let menus = self.0.read().unwrap_or_else(|e| e.into_inner());
            if Arc::ptr_eq(&menus.of, categories)
                && let Some(menu) = menus.written.get(&readers)
            {
                return Ok(menu.clone());
            }
        }
        let menu = Part::of(&menu(categories, &readers))?;
        self.keep(categories, readers, menu.clone());
        Ok(menu)
    }

    fn keep(&self, categories: &Arc<Categories>, readers: Readers, menu: Part) {
        let mut menus = self.0.write().unwrap_or_else(|e| e.into_inner());
        if !Arc::ptr_eq(&menus.of, categories) {
            *menus = Menus { of: categories.clone(), written: HashMap::new() };
        }
        if menus.written.len() < MENUS_MOST {
            menus.written.insert(readers, menu);
        }
    }
}

fn menu(categories: &Categories, readers: &Readers) -> Vec<FrameCategory> {
    let entry = |category: &Category, children: Vec<FrameCategory>| FrameCategory {
        name: category.name(readers.lang, readers.own).to_owned(),
        url: category.url(),
        icon: category.icon.clone(),
        children,
    };
    let readable: Vec<&Category> = categories.all().iter().filter(|category| readers.readable.contains(&category.id)).collect();
    let below = |parent: &Category| readable.iter().filter(|child| child.parent == Some(parent.id)).map(|child| entry(child, Vec::new())).collect();
    readable.iter().filter(|category| category.parent.is_none()).map(|category| entry(category, below(category))).collect()
}
