//! The extractor of the administration's pages, and the parts of forms they share.

use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload};
use serde::Serialize;
use std::future::{Ready, ready};
use std::ops::Deref;

use crate::accounts::rights::{Deed, Place, may};
use crate::accounts::{Acting, Viewer};
use crate::forum::visit::pages::{ForumSeen, ForumVisit};
use crate::platform::db::{Connection, Failure, Tx};
use crate::platform::i18n::Arg;
use crate::platform::web::{PageError, PageResult};

/// A request on its way to a page of the administration.
#[derive(Clone)]
pub struct AdminVisit(ForumVisit);

impl Deref for AdminVisit {
    type Target = ForumVisit;

    fn deref(&self) -> &ForumVisit {
        &self.0
    }
}

impl FromRequest for AdminVisit {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(ForumVisit::from_request(req, payload).into_inner().map(Self))
    }
}

impl AdminVisit {
    /// Reads in one snapshot what the page needs; to everybody but admins nothing is here.
    pub async fn look<T, F>(&self, work: F) -> Result<(ForumSeen, T), PageError>
    where
        F: FnOnce(&mut Connection, &ForumSeen) -> Result<T, PageError> + Send + 'static,
        T: Send + 'static,
    {
        self.0
            .look(move |conn, seen| {
                admit(&seen.viewer)?;
                work(conn, seen)
            })
            .await
    }

    /// Runs a use case as the admin. What it refuses is the page's to tell.
    pub async fn write<T, E, F>(&self, work: F) -> Result<Result<T, E>, PageError>
    where
        F: FnMut(&mut Tx<'_>, &Viewer) -> Result<T, Failure<E>> + Send + 'static,
        T: Send + 'static,
        E: Send + 'static,
    {
        let (seen, ()) = self.look(|_, _| Ok(())).await?;
        let acting = Acting::Member(seen.viewer.id().ok_or(PageError::NotFound)?);
        match self.web.db().write(acting, work).await {
            Ok(value) => Ok(Ok(value)),
            Err(Failure::Refused(refusal)) => Ok(Err(refusal)),
            Err(Failure::Database(error)) => Err(error.into()),
        }
    }

    /// Sends a page of the administration.
    pub fn show<P: Serialize>(&self, seen: &ForumSeen, template: &str, page: &P) -> PageResult {
        self.forum_page(seen, StatusCode::OK, template, page)
    }

    /// Sends a form back with what is wrong with it.
    pub fn show_mistakes<P: Serialize>(&self, seen: &ForumSeen, template: &str, page: &P) -> PageResult {
        self.forum_page(seen, StatusCode::UNPROCESSABLE_ENTITY, template, page)
    }

    /// Leads on after a change, with one line about what went right.
    pub fn done(&self, path: &str, notice: &str) -> PageResult {
        Ok::<HttpResponse, _>(self.see_other(path, Some(notice)))
    }

    /// A message in the page's language.
    pub fn words(&self, seen: &ForumSeen, key: &str) -> String {
        seen.text(&self.web, key)
    }

    /// A message with arguments.
    pub fn words_with(&self, seen: &ForumSeen, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        seen.text_with(&self.web, key, args)
    }
}

fn admit(viewer: &Viewer) -> Result<(), PageError> {
    may(viewer, Deed::Administer, &Place::default()).map(|_| ()).map_err(|_| PageError::NotFound)
}

/// One thing to mend in a form that is sent back: which field, and the sentence that says how.
#[derive(Clone, Debug, Serialize)]
pub struct FieldError {
    /// The field's name; empty for the whole form.
    pub field: String,
    /// The sentence.
    pub text: String,
}

/// The first sentence about a field, or nothing: it stands beside the field too.
pub fn error_of(errors: &[FieldError], field: &str) -> String {
    errors.iter().find(|error| error.field == field).map(|error| error.text.clone()).unwrap_or_default()
}

/// An entry of a list to choose from.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub name: String,
    /// Chosen.
    pub selected: bool,
}

impl Choice {
    /// An entry, chosen when it is the one that was.
    pub fn new(value: impl Into<String>, name: impl Into<String>, chosen: &str) -> Self {
        let value = value.into();
        Self { selected: value == chosen, value, name: name.into() }
    }
}
