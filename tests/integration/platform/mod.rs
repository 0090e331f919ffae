//! The ground that features stand on.

mod config;
