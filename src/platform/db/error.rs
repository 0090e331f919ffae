//! What can go wrong between a use case and its database.

use diesel::result::{DatabaseErrorKind, Error as QueryError};

/// The outcome of a query.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A fault of the database. Pages answer all of them with 503 but [`Error::Query`], which is a fault of ours.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The queue of readers or writers is full, or a lock was not had in time: come back later.
    #[error("the database is busy")]
    Busy,
    /// The database cannot be reached or refuses to work (disk full, server gone).
    #[error("the database is out of reach: {0}")]
    Gone(String),
    /// A row that must exist does not.
    #[error("no such row")]
    NotFound,
    /// A unique index refused a row.
    #[error("already there: {0}")]
    Unique(String),
    /// Anything else: a mistake in a query.
    #[error("query failed: {0}")]
    Query(QueryError),
    /// The code that ran in the door panicked; the transaction was rolled back.
    #[error("a database task panicked")]
    Panicked,
    /// Deadlock, serialization failure or lock: the whole transaction may be run again.
    #[error("the transaction lost a race")]
    Retry,
}

impl From<QueryError> for Error {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::NotFound => Self::NotFound,
            QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, info) => Self::Unique(info.message().to_owned()),
            QueryError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Self::Retry,
            QueryError::DatabaseError(
                DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand | DatabaseErrorKind::ReadOnlyTransaction,
                info,
            ) => Self::Gone(info.message().to_owned()),
            QueryError::DatabaseError(_, ref info) => Self::from_message(info.message()).unwrap_or(Self::Query(error)),
            other => Self::Query(other),
        }
    }
}

impl Error {
    /// The same for somebody else whom it concerns. A mistake in a query is one of the code that ran.
    pub(super) fn again(&self) -> Self {
        match self {
            Self::Busy => Self::Busy,
            Self::Gone(reason) => Self::Gone(reason.clone()),
            Self::Retry => Self::Retry,
            Self::NotFound => Self::NotFound,
            Self::Unique(_) | Self::Query(_) | Self::Panicked => {
                tracing::error!(error = %self, "those who asked together got no answer");
                Self::Panicked
            }
        }
    }

    /// Neither backend gives these a kind of their own; their messages are stable.
    fn from_message(message: &str) -> Option<Self> {
        let says = |words: &[&str]| words.iter().any(|word| message.contains(word));
        if says(&["deadlock detected", "database is locked", "database table is locked", "could not serialize"]) {
            return Some(Self::Retry);
        }
        if says(&["lock timeout", "statement timeout"]) {
            return Some(Self::Busy);
        }
        if says(&[
            "disk is full",
            "disk I/O error",
            "readonly database",
            "unable to open database",
            "No space left",
            "terminating connection",
            "server closed the connection",
            "no connection to the server",
            "could not connect",
            "could not extend file",
            "could not write to file",
            "could not write block",
            "could not fsync file",
            "the database system is",
            "read-only transaction",
            "could not receive data",
            "could not send data",
            "SSL connection has been closed",
        ]) {
            return Some(Self::Gone(message.to_owned()));
        }
        None
    }

    /// True when running the transaction again may succeed.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Retry)
    }
}

/// Of two transactions that insert the same row at once the second runs again, and finds it. For inserts that stand last:
/// on PostgreSQL nothing more can be asked after one that failed.
pub fn or_again<T>(inserted: diesel::QueryResult<T>) -> Result<T> {
    match inserted.map_err(Error::from) {
        Err(Error::Unique(_)) => Err(Error::Retry),
        outcome => outcome,
    }
}

/// Marks a use case's own error enum, so that `?` lifts it into a [`Failure`].
pub trait DomainError: std::fmt::Debug {}

/// What a use case gives back: refused for a reason of its own, or failed by the database.
#[derive(Debug)]
pub enum Failure<E> {
    /// The use case said no; the enum says why.
    Refused(E),
    /// The database did not answer.
    Database(Error),
}

impl<E> Failure<E> {
    /// The same failure with its reason put into the words of a use case that contains this one.
    pub fn map<F>(self, words: impl FnOnce(E) -> F) -> Failure<F> {
        match self {
            Self::Refused(reason) => Failure::Refused(words(reason)),
            Self::Database(error) => Failure::Database(error),
        }
    }
}

impl<E: DomainError> From<E> for Failure<E> {
    fn from(error: E) -> Self {
        Self::Refused(error)
    }
}

impl<E> From<Error> for Failure<E> {
    fn from(error: Error) -> Self {
        Self::Database(error)
    }
}

/// What the doors need to know of an error: whether the database is to blame.
pub trait FromDatabase: From<Error> {
    /// The database's error inside, if it is one.
    fn database(&self) -> Option<&Error>;
}

impl FromDatabase for Error {
    fn database(&self) -> Option<&Error> {
        Some(self)
    }
}

impl<E> FromDatabase for Failure<E> {
    fn database(&self) -> Option<&Error> {
        match self {
            Self::Database(error) => Some(error),
            Self::Refused(_) => None,
        }
    }
}
