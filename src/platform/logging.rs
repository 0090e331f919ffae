//! The log for operators: lines on the error output, as text or as JSON.
//!
//! No address, text, token or password stands in any line; whoever logs sees to that, and libraries
//! that would name such things are kept quiet here.

use std::io::IsTerminal;
use tracing::Level;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::prelude::*;

use super::config::LogFormat;

/// Speak of addresses, queries and request lines below this weight.
const TALKATIVE: &[&str] = &["lettre", "actix_web", "actix_server", "mio", "h2", "rustls"];

/// The one calls every request that it cannot read an error of the server's: whoever sends a thousand of them would fill
/// the log. The other warns of every answer but the best; what it means is decided where it was asked.
const NOISY: &[&str] = &["actix_http", "meilisearch_sdk"];

/// Starts logging for the whole process; a second start changes nothing.
pub fn start(format: LogFormat, level: Level) {
    let quiet = LevelFilter::from_level(level).min(LevelFilter::WARN);
    let filter = NOISY.iter().fold(Targets::new().with_default(level), |filter, target| filter.with_target(*target, LevelFilter::OFF));
    let filter = TALKATIVE.iter().fold(filter, |filter, target| filter.with_target(*target, quiet));
    let registry = tracing_subscriber::registry().with(filter);
    let is_terminal = std::io::stderr().is_terminal();
    let started = match format {
        LogFormat::Text => registry.with(tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(is_terminal).with_target(false)).try_init(),
        LogFormat::Json => registry
            .with(tracing_subscriber::fmt::layer().json().flatten_event(true).with_span_list(false).with_writer(std::io::stderr).with_target(true))
            .try_init(),
    };
    if started.is_ok() {
        std::panic::set_hook(Box::new(log_panic));
    }
}

/// A panic is a line like any other: it carries the request's id. Words put together at run time may hold what a person typed and stay out.
fn log_panic(panic: &std::panic::PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let words = panic.payload().downcast_ref::<&str>().copied().unwrap_or("");
    tracing::error!(place, words, "a mistake in the program stopped a task");
}
