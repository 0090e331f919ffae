//! What can go wrong with a Meilisearch server, in words for whoever runs it.

use meilisearch_sdk::errors::{Error, ErrorCode};

use super::wire::TaskError;
use crate::search::engine::EngineError;

/// What a call to the server answers.
pub type Result<T> = std::result::Result<T, Fault>;

/// The rights that a key needs.
const RIGHTS: &str = "the actions search, documents.*, indexes.*, settings.*, stats.get and tasks.get on the indexes guildhall_posts*";

/// Why the server did not do what was asked.
#[derive(Debug)]
pub enum Fault {
    /// It may be asked again later.
    Away(String),
    /// There is no index.
    NoIndex,
    /// There is no such task, or it is not told of to this key.
    NoTask,
    /// One of the documents that were sent is at fault, or all are.
    Documents(String),
    /// The server failed at these documents; it may fail at any.
    Inside(String),
}

impl Fault {
    /// Of a request.
    pub fn of(error: Error, url: &str) -> Self {
        match error {
            Error::Meilisearch(error) => Self::of_code(&error.error_code, error.error_message),
            Error::MeilisearchCommunication(error) => Self::of_status(error.status_code, url),
            Error::HttpError(error) => {
                let mut cause: &dyn std::error::Error = &error;
                while let Some(deeper) = cause.source() {
                    cause = deeper;
                }
                Self::Away(format!("no connection to Meilisearch at {url}: {cause}"))
            }
            Error::ParseError(_) => Self::Away(format!("what answers at {url} is no Meilisearch, or one of another version than 1.50: see meilisearch_url")),
            other => Self::Away(format!("Meilisearch at {url}: {other}")),
        }
    }

    fn of_code(code: &ErrorCode, message: String) -> Self {
        match code {
            ErrorCode::IndexNotFound => Self::NoIndex,
            ErrorCode::TaskNotFound => Self::NoTask,
            ErrorCode::InvalidApiKey | ErrorCode::MissingAuthorizationHeader | ErrorCode::MissingMasterKey => Self::wrong_key(),
            ErrorCode::PayloadTooLarge | ErrorCode::MalformedPayload => Self::Documents(message),
            ErrorCode::NoSpaceLeftOnDevice | ErrorCode::TooManyOpenFiles | ErrorCode::DatabaseSizeLimitReached => Self::full(&message),
            _ => Self::Away(format!("Meilisearch answers: {message}")),
        }
    }

    fn of_status(status: u16, url: &str) -> Self {
        match status {
            401 | 403 => Self::wrong_key(),
            404 => Self::Away(format!("there is no Meilisearch at {url}: see meilisearch_url")),
            413 => Self::Documents("what stands before Meilisearch takes no request of this size".into()),
            429 => Self::Away("Meilisearch, or what stands before it, has too many requests (429)".into()),
            status => Self::Away(format!("Meilisearch, or what stands before it, answers with the status {status}")),
        }
    }

    /// Of a task that was taken and failed.
    pub fn of_task(error: TaskError) -> Self {
        match error.code.as_str() {
            "index_not_found" => Self::NoIndex,
            "no_space_left_on_device" | "too_many_open_files" | "database_size_limit_reached" | "io_error" => Self::full(&error.message),
            _ if error.kind == "invalid_request" => Self::Documents(error.message),
            _ => Self::Inside(error.message),
        }
    }

    fn wrong_key() -> Self {
        Self::Away(format!("Meilisearch does not take meilisearch_key; the key needs {RIGHTS}"))
    }

    fn full(message: &str) -> Self {
        Self::Away(format!("Meilisearch takes no more: give its disk room, and delete finished tasks if its queue is full ({message})"))
    }
}

impl From<Fault> for EngineError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Away(message) => Self::Away(message),
            Fault::NoIndex => Self::NoIndex,
            Fault::NoTask => Self::Away("Meilisearch has forgotten a task that was waited for".into()),
            Fault::Documents(message) => Self::Refused(message),
            Fault::Inside(message) => Self::Away(format!("Meilisearch failed: {message}")),
        }
    }
}
