//! Communities that come from elsewhere, compared row by row with what another parser reads in their dumps.

pub mod dump;
#[cfg(unix)]
mod killed;
mod long;
mod mistakes;
mod sites;
mod small;

use crate::support::{TestDatabase, open_database};
use guildhall::import::stackexchange::{ImportError, Progress, Report, Source, import};
use guildhall::platform::db::{Connection, Location, Use, open_connection};
use guildhall::registry::checks;
pub use small::dump as small_dump;
use std::path::Path;

const BASE_URL: &str = "http://127.0.0.1:8080";

/// Listens to nothing.
struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &'static str, _: u64) {}
    fn done(&self, _: u64) {}
}

/// Imports a dump into the database of a test.
fn imported(location: &Location, database: &TestDatabase, folder: &Path) -> Result<Report, ImportError> {
    import(&open_database(location), &Source { dump: folder, work: database.folder(), base_url: BASE_URL }, &Silent)
}

fn conn(location: &Location) -> Connection {
    open_connection(location, Use::Write, &Default::default()).expect("the database answers")
}

/// Every counter and copied value agrees with what it stands for.
fn checked(location: &Location) {
    let db = open_database(location);
    for check in checks() {
        guildhall::platform::check::look(&db, check, |wrong| panic!("{wrong:?}")).unwrap();
    }
}
