//! The pages about the community, as everybody reads them: terms, privacy, imprint, contact, rules.

pub mod pages;
