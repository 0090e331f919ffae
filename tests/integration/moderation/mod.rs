//! What members flag, what follows by itself, what moderators do.

mod desk;
mod flags;
mod moves;
mod plans;
pub mod scene;
mod weigh;
