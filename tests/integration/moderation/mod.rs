//! What members flag, what follows by itself, what moderators do.

mod classifier;
mod desk;
mod flags;
mod moves;
mod opinions;
mod plans;
pub mod scene;
mod screening;
mod weigh;
