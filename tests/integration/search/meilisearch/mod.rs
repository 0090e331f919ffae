//! The engine that asks a Meilisearch server: what it makes of each fault, by a double that scripts them, and that it
//! finds what the embedded one finds, on a real server where there is one.

mod both;
mod double;
mod faults;
mod making_anew;
mod measured;
pub(super) mod posts;
mod real;
