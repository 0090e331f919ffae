mod away;
mod finding;
