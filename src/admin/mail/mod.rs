//! The mail of the community: what was sent to whom, and how every mail looks.

pub mod pages;
mod samples;
