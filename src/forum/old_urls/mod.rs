//! Addresses that a community had elsewhere: they lead on, so that no link dies.

pub mod pages;
pub mod store;
