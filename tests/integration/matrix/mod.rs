//! Every route, seen by every role, for a thing of every kind: who may not see a thing gets exactly what an
//! id gives that never existed. The expectations are written here anew, from the rules, and do not ask the
//! program's own table of truth.

mod desk;
mod every_route;
mod expected;
mod fields;
mod headers;
mod helping;
mod live;
mod machines;
mod routes;
mod whole_topics;
mod world;
