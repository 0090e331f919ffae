//! The program as a person at a terminal meets it.

mod commands;
