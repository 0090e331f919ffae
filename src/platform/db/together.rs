//! Several queries of one kind in one statement.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};

use super::connection::{AnyConnection, Backend};

/// Queries with the same columns, asked together: `UNION ALL` around each with its own order and limit. The rows of
/// each query come in its order; which query's rows come first is the database's to choose.
#[derive(Debug)]
pub struct Together<Q>(Vec<Q>);

/// The most queries in one statement: SQLite takes 500 at most, and plans of so many cost more than they save.
pub const MOST_TOGETHER: usize = 64;

impl<Q> Together<Q> {
    /// At least one query, at most [`MOST_TOGETHER`].
    pub fn new(queries: Vec<Q>) -> Self {
        debug_assert!(!queries.is_empty() && queries.len() <= MOST_TOGETHER);
        Self(queries)
    }
}

impl<Q: QueryFragment<Backend>> QueryFragment<Backend> for Together<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        if let [only] = self.0.as_slice() {
            return only.walk_ast(out);
        }
        for (place, query) in self.0.iter().enumerate() {
            out.push_sql(if place == 0 { "SELECT * FROM (" } else { " UNION ALL SELECT * FROM (" });
            query.walk_ast(out.reborrow())?;
            out.push_sql(&format!(") AS walk_{place}"));
        }
        Ok(())
    }
}

impl<Q: Query> Query for Together<Q> {
    type SqlType = Q::SqlType;
}

impl<Q> QueryId for Together<Q> {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q> RunQueryDsl<AnyConnection> for Together<Q> {}
