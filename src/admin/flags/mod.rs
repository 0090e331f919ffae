//! From where on flags act by themselves, as an admin sets it.

pub mod pages;
