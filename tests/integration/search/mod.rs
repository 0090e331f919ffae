mod away;
mod finding;
mod helping;
