mod away;
mod finding;
mod meilisearch;
