//! Choosing the language of the pages: a cookie for visitors, the account for members.

pub mod pages;
