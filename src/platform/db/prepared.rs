//! Statements that are prepared once for each connection although diesel would prepare them anew each time.
//!
//! Diesel takes every update, and every statement written as text, for one whose text may change from time to time. Where it
//! does not, preparing it each time costs a server more than running it.

use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};

/// A statement whose text is one of a few, whatever its values are. It is known by that text.
#[derive(Clone, Copy, Debug)]
pub struct Prepared<Q>(Q);

/// Says so of a statement.
pub trait PreparedDsl: Sized {
    /// The same statement, prepared once. Not for one with a list in it (`eq_any` on SQLite, several rows): each length of the list
    /// would be kept as another statement, for as long as the connection lasts.
    fn prepared(self) -> Prepared<Self> {
        Prepared(self)
    }
}

impl<Q> PreparedDsl for Q {}

impl<Q> QueryId for Prepared<Q> {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<DB: Backend, Q: QueryFragment<DB>> QueryFragment<DB> for Prepared<Q> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }

    fn is_safe_to_cache_prepared(&self, _: &DB) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Q: Query> Query for Prepared<Q> {
    type SqlType = Q::SqlType;
}

impl<Q, Conn> RunQueryDsl<Conn> for Prepared<Q> {}
