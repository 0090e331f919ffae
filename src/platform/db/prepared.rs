//! Statements that are prepared once for each connection although diesel would prepare them anew each time.
//!
//! Diesel takes every update, and every statement written as text, for one whose text may change from time to time. Where it
//! does not, preparing it each time costs a server more than running it.

use diesel::backend::Backend;
use diesel::deserialize::{self, QueryableByName};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::row::NamedRow;
use diesel::sql_types::Untyped;

use super::{Backend as EitherBackend, Connection};

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

impl<Q: QueryFragment<EitherBackend>> Prepared<Q> {
    /// Runs a statement that gives no rows.
    ///
    /// Not diesel's own way for these, which asks a reference to the statement whether it may be kept: a reference knows
    /// nothing of what [`Prepared`] answers, and the statement would be prepared anew each time.
    pub fn execute(self, conn: &mut Connection) -> QueryResult<()> {
        Prepared(WithoutRows(self.0)).load::<NoRow>(conn).map(drop)
    }
}

/// A statement that is read like one that gives rows.
struct WithoutRows<Q>(Q);

impl<DB: Backend, Q: QueryFragment<DB>> QueryFragment<DB> for WithoutRows<Q> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }
}

impl<Q> Query for WithoutRows<Q> {
    type SqlType = Untyped;
}

struct NoRow;

impl<DB: Backend> QueryableByName<DB> for NoRow {
    fn build<'a>(_: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        Ok(Self)
    }
}

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
