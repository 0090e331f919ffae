//! The language form in the footer.

use actix_web::HttpResponse;
use serde::Deserialize;

use crate::accounts::visit::pages::Visit;
use crate::accounts::{Acting, store};
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, cookies, notice, offered};

/// What the form sends.
#[derive(Deserialize)]
pub struct Choice {
    lang: String,
    #[serde(default)]
    next: String,
}

/// `POST /language`: remembers the language and leads back.
pub async fn choose(visit: Visit, Form(choice): Form<Choice>) -> Result<HttpResponse, PageError> {
    let seen = visit.seen().await?;
    let lang = offered(&seen.settings, &choice.lang).ok_or(PageError::Bad("error-detail-language"))?;
    if let Some(account) = seen.viewer.account() {
        let member = account.id;
        visit.web.db().write(Acting::Member(member), move |tx, _| store::set_language(tx, member, lang)).await?;
    }
    let mut response = notice::see_other(&visit.web, &choice.next, None);
    let cookie = cookies::set(&visit.web, "lang", lang.tag().to_owned(), Some(365));
    response.add_cookie(&cookie).map_err(|error| anyhow::anyhow!("cookie: {error}"))?;
    Ok(response)
}
