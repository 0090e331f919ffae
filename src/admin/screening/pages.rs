//! `GET /admin/screening`: blocked words and a text to try them on, the figures of filters, what was learnt.

use actix_web::web::Path;
use serde::Serialize;

use crate::admin::visit::Fields;
use crate::admin::visit::pages::{AdminVisit, Choice, FieldError, error_of};
use crate::forum::visit::pages::ForumSeen;
use crate::moderation::screening::words::{Pattern, PatternError, WordAct, WordError, WordId, WordRow, Words, add_word, remove_word};
use crate::moderation::screening::{Learnt, learnt, words_of};
use crate::moderation::thresholds::{Threshold, ThresholdError, Thresholds, change_thresholds};
use crate::platform::i18n::format::count;
use crate::platform::text::excerpt::marked;
use crate::platform::web::forms::Form;
use crate::platform::web::{PageError, PageResult};

const PAGE: &str = "/admin/screening";

/// The context of `templates/admin/screening.html`.
#[derive(Serialize)]
struct ScreeningPage {
    tab: &'static str,
    figures: Vec<FigureField>,
    words: Vec<WordView>,
    form: WordForm,
    tried: Option<Tried>,
    learnt: LearntView,
    errors: Vec<FieldError>,
}

#[derive(Serialize)]
struct FigureField {
    name: &'static str,
    label: String,
    hint: String,
    value: String,
    error: String,
}

#[derive(Serialize)]
struct WordView {
    id: i64,
    pattern: String,
    is_regex: bool,
    act: String,
}

#[derive(Serialize)]
struct WordForm {
    pattern: String,
    pattern_error: String,
    is_regex: bool,
    acts: Vec<Choice>,
    sample: String,
}

/// What the words fit in the sample.
#[derive(Serialize)]
struct Tried {
    places: i64,
    parts: Vec<(String, bool)>,
}

#[derive(Serialize)]
struct LearntView {
    state: String,
    spam: String,
    good: String,
    is_measured: bool,
    measured: String,
}

/// What comes back to the page.
#[derive(Default)]
struct Back {
    figures: Option<Vec<(Threshold, String)>>,
    fields: Fields,
    tried: Option<Tried>,
    errors: Vec<FieldError>,
}

/// `GET /admin/screening`.
pub async fn show(visit: AdminVisit) -> PageResult {
    page(&visit, Back::default()).await
}

/// `POST /admin/screening`: the figures.
pub async fn change(visit: AdminVisit, Form(fields): Form<Fields>) -> PageResult {
    let typed: Vec<(Threshold, String)> = Threshold::OF_SCREENING.iter().map(|threshold| (*threshold, fields.get(threshold.as_str()).to_owned())).collect();
    let written = typed.clone();
    match visit.write(move |tx, by| change_thresholds(tx, by, &written)).await? {
        Ok(()) => visit.done(PAGE, "admin-notice-settings-changed"),
        Err(ThresholdError::NotAllowed) => Err(PageError::NotFound),
        Err(ThresholdError::Wrong(threshold)) => {
            let (seen, ()) = visit.look(|_, _| Ok(())).await?;
            let range = threshold.range();
            let args = [("least", threshold.written(*range.start()).into()), ("most", threshold.written(*range.end()).into())];
            let text = visit.words_with(&seen, "flags-error-threshold", &args);
            let errors = vec![FieldError { field: threshold.as_str().into(), text }];
            page(&visit, Back { figures: Some(typed), errors, ..Back::default() }).await
        }
    }
}

/// `POST /admin/screening/words`: blocks a word, or tries one, and those there are, on a text.
pub async fn add(visit: AdminVisit, Form(fields): Form<Fields>) -> PageResult {
    let (pattern, is_regex, act) = (fields.get("pattern").to_owned(), fields.is_on("is_regex"), WordAct::parse(fields.get("act")).unwrap_or(WordAct::Hold));
    if fields.is_on("try") {
        return try_out(&visit, fields).await;
    }
    let error = match visit.write(move |tx, by| add_word(tx, by, &pattern, is_regex, act)).await? {
        Ok(_) => return visit.done(PAGE, "screening-notice-word-added"),
        Err(WordError::NotAllowed | WordError::NotFound) => return Err(PageError::NotFound),
        Err(error) => error,
    };
    let (seen, ()) = visit.look(|_, _| Ok(())).await?;
    let errors = vec![mistake(&visit, &seen, &error)];
    page(&visit, Back { fields, errors, ..Back::default() }).await
}

/// `POST /admin/screening/words/{word}/remove`.
pub async fn remove(visit: AdminVisit, word: Path<i64>) -> PageResult {
    let word = WordId(*word);
    match visit.write(move |tx, by| remove_word(tx, by, word)).await? {
        Ok(()) => visit.done(PAGE, "screening-notice-word-removed"),
        Err(_) => Err(PageError::NotFound),
    }
}

/// Shows where the typed word, or without one all that are blocked, stand in the sample. Nothing is changed.
async fn try_out(visit: &AdminVisit, fields: Fields) -> PageResult {
    let (typed, is_regex, sample) = (fields.get("pattern").trim().to_owned(), fields.is_on("is_regex"), fields.get("sample").to_owned());
    let (seen, known) = visit.look(|conn, _| Ok(words_of(conn)?)).await?;
    if let Some(Err(error)) = (!typed.is_empty()).then(|| Pattern::new(&typed, is_regex)) {
        let errors = vec![mistake(visit, &seen, &WordError::Pattern(error))];
        return page(visit, Back { fields, errors, ..Back::default() }).await;
    }
    let rows = if typed.is_empty() { known } else { vec![WordRow { id: WordId(0), pattern: typed, is_regex, act: WordAct::Hold }] };
    let places = Words::new(rows).places(&sample);
    let tried = Tried { places: places.len() as i64, parts: marked(&sample, &places) };
    page(visit, Back { fields, tried: Some(tried), ..Back::default() }).await
}

fn mistake(visit: &AdminVisit, seen: &ForumSeen, error: &WordError) -> FieldError {
    let text = match error {
        WordError::Pattern(PatternError::Unreadable(why)) => visit.words_with(seen, "screening-error-unreadable", &[("why", why.as_str().into())]),
        error => visit.words(seen, mistake_key(error)),
    };
    FieldError { field: "pattern".into(), text }
}

fn mistake_key(error: &WordError) -> &'static str {
    match error {
        WordError::Pattern(PatternError::Empty) => "screening-error-empty",
        WordError::Pattern(PatternError::TooLong) => "screening-error-long",
        WordError::Pattern(PatternError::Everything) => "screening-error-everything",
        WordError::Known => "screening-error-known",
        WordError::TooMany => "screening-error-many",
        _ => "screening-error-large",
    }
}

async fn page(visit: &AdminVisit, back: Back) -> PageResult {
    let (seen, (thresholds, words, learnt)) = visit.look(|conn, _| Ok((Thresholds::load(conn)?, words_of(conn)?, learnt(conn)?))).await?;
    let values = back.figures.unwrap_or_else(|| {
        let value = |threshold: &Threshold| (*threshold, threshold.written(thresholds.get(*threshold)));
        Threshold::OF_SCREENING.iter().map(value).collect()
    });
    let chosen = if back.fields.get("act").is_empty() { WordAct::Hold.as_str() } else { back.fields.get("act") };
    let act = |act: &WordAct| Choice::new(act.as_str(), visit.words(&seen, act.key()), chosen);
    let form = WordForm {
        pattern: back.fields.get("pattern").to_owned(),
        pattern_error: error_of(&back.errors, "pattern"),
        is_regex: back.fields.is_on("is_regex"),
        acts: WordAct::ALL.iter().map(act).collect(),
        sample: back.fields.get("sample").to_owned(),
    };
    let word = |row: WordRow| WordView { id: row.id.0, pattern: row.pattern, is_regex: row.is_regex, act: visit.words(&seen, row.act.key()) };
    let has_mistakes = !back.errors.is_empty();
    let page = ScreeningPage {
        tab: "screening",
        figures: values.into_iter().map(|(threshold, value)| figure(visit, &seen, threshold, value, &back.errors)).collect(),
        words: words.into_iter().map(word).collect(),
        form,
        tried: back.tried,
        learnt: learnt_view(visit, &seen, &learnt, &thresholds),
        errors: back.errors,
    };
    match has_mistakes {
        true => visit.show_mistakes(&seen, "admin/screening.html", &page),
        false => visit.show(&seen, "admin/screening.html", &page),
    }
}

fn figure(visit: &AdminVisit, seen: &ForumSeen, threshold: Threshold, value: String, errors: &[FieldError]) -> FigureField {
    FigureField {
        name: threshold.as_str(),
        label: visit.words(seen, threshold.key()),
        hint: visit.words_with(seen, "flags-threshold-usual", &[("usual", threshold.written(threshold.usual()).into())]),
        error: error_of(errors, threshold.as_str()),
        value,
    }
}

fn learnt_view(visit: &AdminVisit, seen: &ForumSeen, learnt: &Learnt, thresholds: &Thresholds) -> LearntView {
    let is_on = thresholds.get(Threshold::Classifier) == 1;
    let state = match (is_on, learnt.is_ready(thresholds.get(Threshold::LearnFrom))) {
        (false, _) => "screening-learnt-off",
        (true, false) => "screening-learnt-not-yet",
        (true, true) => "screening-learnt-holds",
    };
    let tenths = format!("{}.{}", learnt.mistaken / 10, learnt.mistaken % 10);
    LearntView {
        state: visit.words(seen, state),
        spam: count(seen.lang, learnt.spam),
        good: count(seen.lang, learnt.good),
        is_measured: learnt.spam > 0 && learnt.good > 0,
        measured: visit.words_with(seen, "screening-learnt-measured", &[("found", learnt.found.into()), ("mistaken", tenths.into())]),
    }
}
