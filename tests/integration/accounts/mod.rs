//! Members: signing up and in, settings, roles.

mod sessions;
