//! The page of the figures of moderation.

use serde::Serialize;

use crate::admin::visit::Fields;
use crate::admin::visit::pages::{AdminVisit, FieldError, error_of};
use crate::forum::visit::pages::ForumSeen;
use crate::moderation::thresholds::{Threshold, ThresholdError, Thresholds, change_thresholds};
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};

const PAGE: &str = "/admin/flags";

/// The context of `templates/admin/flags.html`.
#[derive(Serialize)]
struct FlagsPage {
    tab: &'static str,
    form: FlagsForm,
}

#[derive(Serialize)]
struct FlagsForm {
    fields: Vec<ThresholdField>,
    errors: Vec<FieldError>,
}

#[derive(Serialize)]
struct ThresholdField {
    name: &'static str,
    label: String,
    hint: String,
    value: String,
    error: String,
}

/// `GET /admin/flags`.
pub async fn show(visit: AdminVisit) -> PageResult {
    let (seen, thresholds) = visit.look(|conn, _| Ok(Thresholds::load(conn)?)).await?;
    let values = Threshold::OF_FLAGS.iter().map(|threshold| (*threshold, threshold.written(thresholds.get(*threshold)))).collect();
    let page = page(&visit, &seen, values, Vec::new());
    visit.show(&seen, "admin/flags.html", &page)
}

/// `POST /admin/flags`.
pub async fn change(visit: AdminVisit, Form(fields): Form<Fields>) -> PageResult {
    let typed: Vec<(Threshold, String)> = Threshold::OF_FLAGS.iter().map(|threshold| (*threshold, fields.get(threshold.as_str()).to_owned())).collect();
    let written = typed.clone();
    match visit.write(move |tx, by| change_thresholds(tx, by, &written)).await? {
        Ok(()) => visit.done(PAGE, "admin-notice-settings-changed"),
        Err(ThresholdError::NotAllowed) => Err(PageError::NotFound),
        Err(ThresholdError::Wrong(threshold)) => {
            let (seen, ()) = visit.look(|_, _| Ok(())).await?;
            let range = threshold.range();
            let (least, most) = (threshold.written(*range.start()), threshold.written(*range.end()));
            let text = visit.words_with(&seen, "flags-error-threshold", &[("least", least.into()), ("most", most.into())]);
            let page = page(&visit, &seen, typed, vec![FieldError { field: threshold.as_str().into(), text }]);
            visit.show_mistakes(&seen, "admin/flags.html", &page)
        }
    }
}

fn page(visit: &AdminVisit, seen: &ForumSeen, values: Vec<(Threshold, String)>, errors: Vec<FieldError>) -> FlagsPage {
    let field = |(threshold, value): (Threshold, String)| ThresholdField {
        name: threshold.as_str(),
        label: visit.words(seen, threshold.key()),
        hint: visit.words_with(seen, "flags-threshold-usual", &[("usual", threshold.written(threshold.usual()).into())]),
        error: error_of(&errors, threshold.as_str()),
        value,
    };
    let fields = values.into_iter().map(field).collect();
    FlagsPage { tab: "flags", form: FlagsForm { fields, errors } }
}
