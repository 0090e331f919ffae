//! Pages found by a row of the page before: nothing is counted, nothing skipped over.

/// Which page of rows in an order; `C` is a row's place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk<C> {
    /// The first.
    First,
    /// What comes after a row.
    After(C),
    /// What comes before a row: read backwards.
    Before(C),
}

/// The rows of a page in their order, and what lies around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walked<R> {
    /// The rows.
    pub rows: Vec<R>,
    /// Others come before the first of them.
    pub is_before: bool,
    /// Others come after the last of them.
    pub is_after: bool,
}

impl<C> Walk<C> {
    /// The page that was walked to. `found` are the rows in the direction of the walk: a page of `limit`, and one more
    /// where there are more.
    pub fn page<R>(&self, mut found: Vec<R>, limit: usize) -> Walked<R> {
        let more = found.len() > limit;
        found.truncate(limit);
        let (is_before, is_after) = match self {
            Self::First => (false, more),
            Self::After(_) => (true, more),
            Self::Before(_) => {
                found.reverse();
                (more, true)
            }
        };
        Walked { rows: found, is_before, is_after }
    }
}

impl<R> Walked<R> {
    /// The first row, where others come before it.
    pub fn before(&self) -> Option<&R> {
        self.rows.first().filter(|_| self.is_before)
    }

    /// The last row, where others come after it.
    pub fn after(&self) -> Option<&R> {
        self.rows.last().filter(|_| self.is_after)
    }
}

#[cfg(test)]
mod tests {
    use super::Walk;

    #[test]
    fn a_page_knows_what_lies_around_it() {
        let around = |walk: Walk<i32>, found: &[i32]| {
            let page = walk.page(found.to_vec(), 2);
            (page.rows.clone(), page.before().copied(), page.after().copied())
        };
        assert_eq!(around(Walk::First, &[1, 2]), (vec![1, 2], None, None));
        assert_eq!(around(Walk::First, &[1, 2, 3]), (vec![1, 2], None, Some(2)));
        assert_eq!(around(Walk::After(2), &[3, 4]), (vec![3, 4], Some(3), None));
        assert_eq!(around(Walk::After(2), &[3, 4, 5]), (vec![3, 4], Some(3), Some(4)));
        assert_eq!(around(Walk::Before(5), &[4, 3, 2]), (vec![3, 4], Some(3), Some(4)));
        assert_eq!(around(Walk::Before(3), &[2, 1]), (vec![1, 2], None, Some(2)));
        assert_eq!(around(Walk::After(9), &[]), (vec![], None, None));
    }
}
