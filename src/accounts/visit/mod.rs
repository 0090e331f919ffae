//! A visit: one request, who makes it, in which language it is answered.

pub mod pages;
