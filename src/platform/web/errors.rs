//! What a handler can fail with, and the status it has. The guard turns each into a page with a way on.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use crate::platform::db::Error as DbError;
use crate::platform::limits::TooOften;

/// A failed request. Hidden and missing look the same: [`PageError::NotFound`].
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// Not there, or not for this viewer.
    #[error("not found")]
    NotFound,
    /// Visible, but this may not be done; the key of the message that says why.
    #[error("not allowed: {0}")]
    Forbidden(&'static str),
    /// Signed out: the guard leads to the sign-in page and back to this path.
    #[error("sign in first")]
    SignIn(String),
    /// The request makes no sense; the key of the message.
    #[error("bad request: {0}")]
    Bad(&'static str),
    /// Too large.
    #[error("too large")]
    TooLarge,
    /// Too slow.
    #[error("too slow")]
    TooSlow,
    /// Too often.
    #[error("too often")]
    TooOften(TooOften),
    /// Sent from a page that is not ours.
    #[error("cross-site request refused")]
    CrossSite,
    /// The database is busy or away.
    #[error("unavailable: {0}")]
    Unavailable(DbError),
    /// A file cannot be read: a broken disk, a shared folder that is away.
    #[error("a file cannot be read: {0}")]
    Unreadable(std::io::Error),
    /// A fault of ours.
    #[error("internal error: {0:#}")]
    Internal(anyhow::Error),
}

impl From<DbError> for PageError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::NotFound => Self::NotFound,
            DbError::Busy | DbError::Gone(_) | DbError::Retry => Self::Unavailable(error),
            other => Self::Internal(other.into()),
        }
    }
}

impl crate::platform::db::FromDatabase for PageError {
    fn database(&self) -> Option<&DbError> {
        match self {
            Self::Unavailable(error) => Some(error),
            _ => None,
        }
    }
}

impl From<anyhow::Error> for PageError {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<TooOften> for PageError {
    fn from(error: TooOften) -> Self {
        Self::TooOften(error)
    }
}

/// What the guard must know of an error to render its page.
#[derive(Clone, Debug)]
pub struct ErrorFacts {
    /// The message's stem: `error-not-found`.
    pub key: &'static str,
    /// A key that says more, if there is one.
    pub detail: Option<&'static str>,
    /// Where a signed-out member should go first.
    pub sign_in_from: Option<String>,
}

impl PageError {
    fn facts(&self) -> ErrorFacts {
        let (key, detail) = match self {
            Self::NotFound => ("error-not-found", None),
            Self::Forbidden(detail) => ("error-forbidden", Some(*detail)),
            Self::SignIn(_) => ("error-sign-in", None),
            Self::Bad(detail) => ("error-bad-request", Some(*detail)),
            Self::TooLarge => ("error-too-large", None),
            Self::TooSlow => ("error-too-slow", None),
            Self::TooOften(too_often) => ("error-too-often", Some(too_often.limit.key())),
            Self::CrossSite => ("error-cross-site", None),
            Self::Unavailable(_) | Self::Unreadable(_) => ("error-unavailable", None),
            Self::Internal(_) => ("error-internal", None),
        };
        let sign_in_from = match self {
            Self::SignIn(path) => Some(path.clone()),
            _ => None,
        };
        ErrorFacts { key, detail, sign_in_from }
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden(_) | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::SignIn(_) => StatusCode::SEE_OTHER,
            Self::Bad(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable(_) | Self::Unreadable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        match self {
            Self::TooOften(too_often) => {
                response.insert_header(("Retry-After", too_often.retry_after.to_string()));
            }
            Self::Unavailable(_) | Self::Unreadable(_) => {
                tracing::warn!(error = %self, "unavailable");
                response.insert_header(("Retry-After", "5"));
            }
            Self::Internal(error) => tracing::error!(error = format!("{error:#}"), "a fault of ours"),
            _ => {}
        }
        let mut response = response.finish();
        response.extensions_mut().insert(self.facts());
        response
    }
}
