//! What an admin writes of a category, and everything that can be wrong with it.

use super::policy::{right_of, wider_than};
use super::{Categories, Category, store};
use crate::accounts::rights::{Deed, Place, may};
use crate::accounts::viewer::COMPUTED_GROUPS;
use crate::accounts::{CategoryId, Right, Viewer};
use crate::platform::db::{Connection, DomainError, Failure, Result};
use crate::platform::i18n::Lang;
use crate::platform::text::normalise::{graphemes, is_invisible, single_line};
use crate::platform::text::slug::slug;

/// Longest name: it stands in menus and beside titles.
pub const NAME_LENGTH: usize = 60;
/// Longest description: two lines above the category's list.
pub const DESCRIPTION_LENGTH: usize = 300;

/// What an admin writes of a category.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CategoryDraft {
    /// The last part of its address; made from the name when empty.
    pub slug: String,
    /// The category above.
    pub parent: Option<CategoryId>,
    /// The name of its icon.
    pub icon: String,
    /// Name and description in each language.
    pub names: Vec<(Lang, String, String)>,
    /// Which group has which right.
    pub access: Vec<(String, Right)>,
}

/// Why a category is not made or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CategoryRefusal {
    /// Only admins configure.
    NotAllowed,
    /// There is no such category.
    NotFound,
    /// The draft cannot stand as it is.
    Mistakes(Vec<Mistake>),
}

impl DomainError for CategoryRefusal {}

/// Something wrong with a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// The community's own language needs a name.
    NameMissing(Lang),
    /// More than [`NAME_LENGTH`] characters.
    NameTooLong(Lang),
    /// More than [`DESCRIPTION_LENGTH`] characters.
    DescriptionTooLong(Lang),
    /// Another category has this address.
    SlugTaken,
    /// No such drawing.
    IconUnknown,
    /// The category above does not exist, stands below another one itself, or is this one.
    ParentNotOnTop,
    /// It has categories below, and so must stay on top.
    HasCategoriesBelow,
    /// Nobody could read it.
    NobodyReads,
    /// There is no such group.
    GroupUnknown(String),
    /// The category above gives this group less.
    WiderThanParent(String),
    /// A category below gives a group more; it must be narrowed first.
    NarrowerThanBelow(CategoryId),
}

impl Mistake {
    /// The key of its message.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NameMissing(_) => "forum-error-category-name",
            Self::NameTooLong(_) => "forum-error-category-name-long",
            Self::DescriptionTooLong(_) => "forum-error-category-description-long",
            Self::SlugTaken => "forum-error-category-slug",
            Self::IconUnknown => "forum-error-category-icon",
            Self::ParentNotOnTop => "forum-error-category-parent",
            Self::HasCategoriesBelow => "forum-error-category-has-below",
            Self::NobodyReads => "forum-error-category-nobody",
            Self::GroupUnknown(_) => "forum-error-category-group",
            Self::WiderThanParent(_) => "forum-error-category-wider",
            Self::NarrowerThanBelow(_) => "forum-error-category-narrower",
        }
    }
}

impl CategoryDraft {
    /// The draft of a category as it stands.
    pub fn of(category: &Category) -> Self {
        let names = category.names.iter().filter_map(|(tag, name, about)| Some((Lang::parse(tag)?, name.clone(), about.clone())));
        let Category { slug, parent, icon, access, .. } = category.clone();
        Self { slug, parent, icon, names: names.collect(), access }
    }

    /// The address below `/c/`.
    pub(super) fn path(&self, categories: &Categories) -> String {
        match self.parent.and_then(|parent| categories.get(parent)) {
            Some(parent) => format!("{}/{}", parent.slug, self.slug),
            None => self.slug.clone(),
        }
    }

    /// Texts on one line, the slug as addresses have it, languages without words left out.
    pub(super) fn tidied(&self, own: Lang) -> Self {
        let mut tidy = self.clone();
        let seen = |text: &str| Some(single_line(text)).filter(|line| !line.chars().all(is_invisible)).unwrap_or_default();
        tidy.names = self.names.iter().map(|(lang, name, about)| (*lang, seen(name), seen(about))).collect();
        tidy.names.retain(|(_, name, about)| !name.is_empty() || !about.is_empty());
        let typed = match tidy.slug.trim() {
            "" => tidy.names.iter().find(|(lang, ..)| *lang == own).map_or("", |(_, name, _)| name),
            typed => typed,
        };
        tidy.slug = slug(typed);
        tidy
    }

    /// Everything that is wrong; `id` is the category that is changed, none for a new one.
    pub(super) fn mistakes(&self, categories: &Categories, groups: &[String], own: Lang, id: Option<CategoryId>) -> Vec<Mistake> {
        let mut mistakes = self.mistakes_in_words(own);
        if !super::ICONS.contains(&self.icon.as_str()) {
            mistakes.push(Mistake::IconUnknown);
        }
        mistakes.extend(self.mistake_of_place(categories, id));
        let path = self.path(categories);
        if categories.by_path(&path).is_some_and(|other| Some(other.id) != id) {
            mistakes.push(Mistake::SlugTaken);
        }
        mistakes.extend(self.mistakes_in_access(categories, groups, id));
        mistakes
    }

    fn mistakes_in_words(&self, own: Lang) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        if !self.names.iter().any(|(lang, name, _)| *lang == own && !name.is_empty()) {
            mistakes.push(Mistake::NameMissing(own));
        }
        for (lang, name, about) in &self.names {
            if *lang != own && name.is_empty() {
                mistakes.push(Mistake::NameMissing(*lang));
            }
            if graphemes(name) > NAME_LENGTH {
                mistakes.push(Mistake::NameTooLong(*lang));
            }
            if graphemes(about) > DESCRIPTION_LENGTH {
                mistakes.push(Mistake::DescriptionTooLong(*lang));
            }
        }
        mistakes
    }

    fn mistake_of_place(&self, categories: &Categories, id: Option<CategoryId>) -> Option<Mistake> {
        let parent = self.parent?;
        let is_on_top = categories.get(parent).is_some_and(|above| above.parent.is_none());
        if !is_on_top || id == Some(parent) {
            return Some(Mistake::ParentNotOnTop);
        }
        id.filter(|id| categories.below(*id).next().is_some()).map(|_| Mistake::HasCategoriesBelow)
    }

    fn mistakes_in_access(&self, categories: &Categories, groups: &[String], id: Option<CategoryId>) -> Vec<Mistake> {
        if self.access.is_empty() {
            return vec![Mistake::NobodyReads];
        }
        let is_known = |group: &str| COMPUTED_GROUPS.contains(&group) || groups.iter().any(|known| known == group);
        let mut mistakes: Vec<Mistake> =
            self.access.iter().filter(|(group, _)| !is_known(group)).map(|(group, _)| Mistake::GroupUnknown(group.clone())).collect();
        if let Some(above) = self.parent.and_then(|parent| categories.get(parent)) {
            mistakes.extend(wider_than(&self.access, &above.access).into_iter().map(|group| Mistake::WiderThanParent(group.to_owned())));
        }
        let below = id.into_iter().flat_map(|id| categories.below(id));
        mistakes.extend(below.filter(|child| !wider_than(&child.access, &self.access).is_empty()).map(|child| Mistake::NarrowerThanBelow(child.id)));
        mistakes
    }

    /// As the log keeps it: facts, with the rights in the order in which they are had.
    pub(super) fn facts(&self) -> Vec<(String, String)> {
        let mut facts = vec![("slug".to_owned(), self.slug.clone()), ("icon".into(), self.icon.clone())];
        facts.push(("parent".into(), self.parent.map_or_else(|| "none".into(), |parent| parent.to_string())));
        facts.extend(self.names.iter().map(|(lang, name, _)| (format!("name.{}", lang.tag()), name.clone())));
        let mut groups: Vec<&str> = self.access.iter().map(|(group, _)| group.as_str()).collect();
        groups.sort_unstable();
        let right = |group: &str| self.access.iter().find(|(g, _)| g == group).map_or("none", |(_, right)| right.as_str());
        facts.push(("access".into(), groups.iter().map(|group| format!("{group}:{}", right(group))).collect::<Vec<_>>().join(" ")));
        facts
    }
}

/// The facts that differ, before and after, as the log keeps them.
pub(super) fn changed(before: &[(String, String)], after: &[(String, String)]) -> (String, String) {
    let only = |these: &[(String, String)], those: &[(String, String)]| {
        these.iter().filter(|fact| !those.contains(fact)).map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    };
    (only(before, after), only(after, before))
}

/// The right to configure, asked inside the transaction.
pub(super) fn administers(by: &Viewer) -> Result<(), CategoryRefusal> {
    may(by, Deed::Administer, &Place::default()).map(|_| ()).map_err(|_| CategoryRefusal::NotAllowed)
}

/// The draft in the form in which it is kept, or everything that is wrong with it.
pub(super) fn checked(
    conn: &mut Connection,
    draft: &CategoryDraft,
    categories: &Categories,
    own: Lang,
    id: Option<CategoryId>,
) -> Result<CategoryDraft, Failure<CategoryRefusal>> {
    let draft = draft.tidied(own);
    let groups = store::group_slugs(conn)?;
    let mistakes = draft.mistakes(categories, &groups, own, id);
    if mistakes.is_empty() { Ok(draft) } else { Err(CategoryRefusal::Mistakes(mistakes).into()) }
}

/// What a new category below another one starts with: the rows of the one above.
pub fn access_below(above: &Category) -> Vec<(String, Right)> {
    above.access.iter().filter_map(|(group, _)| Some((group.clone(), right_of(&above.access, group)?))).collect()
}
