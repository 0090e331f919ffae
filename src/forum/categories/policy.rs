//! Which rights a category may give: a lower one never more than the one above it.

use crate::accounts::Right;

/// Who may do what in a category: rows of group and right.
pub type Access = [(String, Right)];

/// Is everybody in `inner` in `outer` too, whoever they are? Computed groups follow from one another;
/// a group that has rows may have anybody, but only members.
pub fn contains(outer: &str, inner: &str) -> bool {
    if outer == inner || outer == "everyone" {
        return true;
    }
    match (trust_level(outer), trust_level(inner)) {
        (Some(low), Some(high)) => low <= high,
        _ => outer == "members" && inner != "everyone",
    }
}

fn trust_level(group: &str) -> Option<u8> {
    group.strip_prefix("trust-")?.parse().ok()
}

/// The highest right that everybody in a group has by these rows.
pub fn right_of(access: &Access, group: &str) -> Option<Right> {
    access.iter().filter(|(outer, _)| contains(outer, group)).map(|(_, right)| *right).max()
}

/// The groups to which `below` gives more than `above` does.
pub fn wider_than<'a>(below: &'a Access, above: &Access) -> Vec<&'a str> {
    below.iter().filter(|(group, right)| right_of(above, group) < Some(*right)).map(|(group, _)| group.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::viewer::COMPUTED_GROUPS;

    fn rows(rows: &[(&str, Right)]) -> Vec<(String, Right)> {
        rows.iter().map(|(group, right)| ((*group).to_owned(), *right)).collect()
    }

    #[test]
    fn computed_groups_follow_from_one_another() {
        assert!(COMPUTED_GROUPS.iter().all(|group| contains("everyone", group) && contains(group, group)));
        assert!(contains("members", "staff") && contains("members", "trust-1") && contains("members", "partners"));
        assert!(contains("trust-1", "trust-3") && !contains("trust-3", "trust-1"));
        assert!(!contains("members", "everyone") && !contains("staff", "admins") && !contains("trust-1", "staff"));
        assert!(!contains("partners", "staff") && !contains("trust-x", "trust-y"));
    }

    #[test]
    fn a_lower_category_is_never_wider() {
        let above = rows(&[("everyone", Right::Read), ("members", Right::Reply), ("staff", Right::Ask)]);
        assert!(wider_than(&above, &above).is_empty());
        assert!(wider_than(&rows(&[("trust-2", Right::Reply), ("partners", Right::Reply), ("staff", Right::Ask)]), &above).is_empty());
        assert_eq!(wider_than(&rows(&[("members", Right::Ask)]), &above), ["members"]);
        assert_eq!(wider_than(&rows(&[("everyone", Right::Reply)]), &above), ["everyone"]);
        let closed = rows(&[("partners", Right::Ask)]);
        assert_eq!(wider_than(&rows(&[("staff", Right::Read), ("partners", Right::Read)]), &closed), ["staff"]);
        assert!(wider_than(&[], &closed).is_empty());
    }
}
