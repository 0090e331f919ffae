//! A category's form: fields in, draft out, and back with what is wrong.

use crate::accounts::viewer::COMPUTED_GROUPS;
use crate::accounts::{CategoryId, Right};
use crate::admin::visit::Fields;
use crate::forum::categories::{Category, CategoryDraft, Mistake};
use crate::platform::i18n::Lang;

/// The draft that the fields hold. Languages that the community does not offer now keep what `present` has.
pub fn draft(fields: &Fields, offered: &[Lang], groups: &[String], present: Option<&Category>) -> CategoryDraft {
    let kept = present.map(CategoryDraft::of).unwrap_or_default().names.into_iter().filter(|(lang, ..)| !offered.contains(lang));
    let typed = offered.iter().map(|lang| (*lang, fields.get(&name_field(*lang)).to_owned(), fields.get(&about_field(*lang)).to_owned()));
    let granted = |group: &str| Some((group.to_owned(), Right::parse(fields.get(&access_field(group)))?));
    CategoryDraft {
        slug: fields.get("slug").to_owned(),
        parent: fields.number("parent").map(CategoryId),
        icon: fields.get("icon").to_owned(),
        names: typed.chain(kept).collect(),
        access: COMPUTED_GROUPS.iter().copied().chain(groups.iter().map(String::as_str)).filter_map(granted).collect(),
    }
}

/// What a new category starts with: everybody reads, members ask; below another one, what that one gives.
pub fn blank(above: Option<&Category>) -> CategoryDraft {
    let access = above.map_or_else(|| vec![("everyone".into(), Right::Read), ("members".into(), Right::Ask)], crate::forum::categories::access_below);
    CategoryDraft { parent: above.map(|above| above.id), icon: above.map_or_else(|| "list".into(), |above| above.icon.clone()), access, ..Default::default() }
}

/// The name of the field for a language's name.
pub fn name_field(lang: Lang) -> String {
    format!("name-{}", lang.tag())
}

/// The name of the field for a language's description.
pub fn about_field(lang: Lang) -> String {
    format!("about-{}", lang.tag())
}

/// The name of the field for a group's right.
pub fn access_field(group: &str) -> String {
    format!("access-{group}")
}

/// Which field a mistake belongs to.
pub fn field_of(mistake: &Mistake) -> String {
    match mistake {
        Mistake::NameMissing(lang) | Mistake::NameTooLong(lang) => name_field(*lang),
        Mistake::DescriptionTooLong(lang) => about_field(*lang),
        Mistake::SlugTaken => "slug".into(),
        Mistake::IconUnknown => "icon".into(),
        Mistake::ParentNotOnTop | Mistake::HasCategoriesBelow => "parent".into(),
        Mistake::WiderThanParent(group) => access_field(group),
        Mistake::NobodyReads | Mistake::GroupUnknown(_) | Mistake::NarrowerThanBelow(_) => "access".into(),
    }
}
