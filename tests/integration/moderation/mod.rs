//! What members flag, what follows by itself, what moderators do.

mod classifier;
mod desk;
mod flags;
mod plans;
pub mod scene;
mod screening;
mod weigh;
