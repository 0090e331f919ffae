//! Categories: where topics live, and who may read and write there. All of them are kept in memory.

mod close_category;
mod draft;
mod edit_category;
mod forget_group;
mod make_category;
mod order_categories;
pub mod policy;
pub mod store;

pub use close_category::close_category;
pub use draft::{CategoryDraft, CategoryRefusal, DESCRIPTION_LENGTH, Mistake, NAME_LENGTH, access_below};
pub use edit_category::edit_category;
pub use forget_group::forget_group;
pub use make_category::make_category;
pub use order_categories::{Direction, move_category};

use crate::accounts::{CategoryId, Right, Viewer};
use crate::platform::i18n::Lang;
use policy::contains;

/// The drawings a category may have, by their names in `assets/icons`.
pub const ICONS: &[&str] = &[
    "list",
    "chat",
    "megaphone",
    "card",
    "bank",
    "box",
    "truck",
    "receipt",
    "layout",
    "code",
    "globe",
    "chart",
    "key",
    "scale",
    "star",
    "shield",
    "lock",
    "info",
    "gear",
    "user",
];

/// A category with its names and rights.
#[derive(Clone, Debug)]
pub struct Category {
    /// Its number.
    pub id: CategoryId,
    /// The category above; one level only.
    pub parent: Option<CategoryId>,
    /// The last part of its address.
    pub slug: String,
    /// Its address below `/c/`: `payments` or `payments/cards`.
    pub path: String,
    /// The name of its icon.
    pub icon: String,
    /// Its place among its neighbours.
    pub position: i32,
    /// Takes no new topics.
    pub closed: bool,
    /// Name and description for each language tag.
    pub names: Vec<(String, String, String)>,
    /// Which group has which right.
    pub access: Vec<(String, Right)>,
}

impl Category {
    /// The name in a language, else in the community's own, else the first there is.
    pub fn name(&self, lang: Lang, own: Lang) -> &str {
        self.in_language(lang, own).map_or(self.slug.as_str(), |(_, name, _)| name)
    }

    /// The description, likewise.
    pub fn description(&self, lang: Lang, own: Lang) -> &str {
        self.in_language(lang, own).map_or("", |(_, _, description)| description)
    }

    /// The address of its list.
    pub fn url(&self) -> String {
        format!("/c/{}", self.path)
    }

    fn in_language(&self, lang: Lang, own: Lang) -> Option<&(String, String, String)> {
        let find = |wanted: Lang| self.names.iter().find(|(tag, name, _)| tag == wanted.tag() && !name.is_empty());
        find(lang).or_else(|| find(own)).or_else(|| self.names.first())
    }
}

/// Every category, parents before children, in their order.
#[derive(Debug, Default)]
pub struct Categories {
    all: Vec<Category>,
}

impl Categories {
    /// Orders categories as menus show them.
    pub fn new(mut all: Vec<Category>) -> Self {
        all.sort_by_key(|category| (category.position, category.id));
        let (parents, children): (Vec<_>, Vec<_>) = all.into_iter().partition(|category| category.parent.is_none());
        let mut ordered = Vec::new();
        for parent in parents {
            let id = parent.id;
            ordered.push(parent);
            ordered.extend(children.iter().filter(|child| child.parent == Some(id)).cloned());
        }
        Self { all: ordered }
    }

    /// All of them.
    pub fn all(&self) -> &[Category] {
        &self.all
    }

    /// One by number.
    pub fn get(&self, id: CategoryId) -> Option<&Category> {
        self.all.iter().find(|category| category.id == id)
    }

    /// Those below one, in their order.
    pub fn below(&self, id: CategoryId) -> impl Iterator<Item = &Category> {
        self.all.iter().filter(move |category| category.parent == Some(id))
    }

    /// Those that stand beside one another under a parent, or on top, in their order.
    pub fn neighbours(&self, parent: Option<CategoryId>) -> impl Iterator<Item = &Category> {
        self.all.iter().filter(move |category| category.parent == parent)
    }

    /// One by its path.
    pub fn by_path(&self, path: &str) -> Option<&Category> {
        self.all.iter().find(|category| category.path == path)
    }

    /// The highest right the viewer's groups have there. A child is never wider than its parent.
    pub fn right(&self, viewer: &Viewer, id: CategoryId) -> Option<Right> {
        if viewer.is_system() {
            return Some(Right::Ask);
        }
        let category = self.get(id)?;
        let own = category.access.iter().filter(|(group, _)| viewer.is_in(group)).map(|(_, right)| *right).max()?;
        match category.parent {
            Some(parent) => self.right(viewer, parent).map(|above| own.min(above)),
            None => Some(own),
        }
    }

    /// May everybody who reads `narrow` read `wide` too, whoever they are and will be?
    pub fn is_read_by_all_of(&self, wide: CategoryId, narrow: CategoryId) -> bool {
        // Whoever reads a category is in a group of its own and in one of that above it.
        let within = |lower: &Category, upper: &Category| lower.access.iter().all(|(inner, _)| upper.access.iter().any(|(outer, _)| contains(outer, inner)));
        let (above, below) = (self.with_parent(wide), self.with_parent(narrow));
        wide == narrow || !above.is_empty() && above.iter().all(|upper| below.iter().any(|lower| within(lower, upper)))
    }

    fn with_parent(&self, id: CategoryId) -> Vec<&Category> {
        let own = self.get(id);
        own.into_iter().chain(own.and_then(|category| self.get(category.parent?))).collect()
    }

    /// The categories a viewer may read.
    pub fn readable(&self, viewer: &Viewer) -> Vec<CategoryId> {
        self.all.iter().map(|category| category.id).filter(|id| self.right(viewer, *id).is_some()).collect()
    }

    /// A category and those below it that the viewer may read.
    pub fn with_children(&self, viewer: &Viewer, id: CategoryId) -> Vec<CategoryId> {
        self.all
            .iter()
            .filter(|category| category.id == id || category.parent == Some(id))
            .map(|category| category.id)
            .filter(|id| self.right(viewer, *id).is_some())
            .collect()
    }
}
