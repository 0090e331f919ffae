//! What SQLite is told once for the whole process, before its first connection.
#![expect(unsafe_code, reason = "these settings exist in C alone; each call stands beside why it is sound")]

use libsqlite3_sys as ffi;
use std::ffi::{c_char, c_int};
use std::sync::Once;

/// Sets what suits connections that each belong to one thread.
pub(super) fn prepare() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Sound: no connection is open yet, both options take what they are given here, and no connection is ever
        // used by two threads at once (diesel's is not `Sync`).
        let outcomes = unsafe {
            [
                // Counts of allocated memory that nobody reads, behind one lock for all threads.
                ffi::sqlite3_config(ffi::SQLITE_CONFIG_MEMSTATUS, 0),
                ffi::sqlite3_config(ffi::SQLITE_CONFIG_MULTITHREAD),
                ffi::sqlite3_auto_extension(Some(keep_plans)),
            ]
        };
        if outcomes.iter().any(|outcome| *outcome != ffi::SQLITE_OK) {
            tracing::warn!(?outcomes, "SQLite runs with its own settings");
        }
    });
}

/// Called for each new connection: a statement keeps its plan whatever is bound to it. Otherwise SQLite plans
/// anew whenever a value changes that could matter to a plan, which is most of what a short query costs.
unsafe extern "C" fn keep_plans(db: *mut ffi::sqlite3, _: *mut *mut c_char, _: *const ffi::sqlite3_api_routines) -> c_int {
    // Sound: SQLite hands in the connection it is opening; a null pointer says that nobody wants the old value.
    unsafe { ffi::sqlite3_db_config(db, ffi::SQLITE_DBCONFIG_ENABLE_QPSG, 1, std::ptr::null_mut::<c_int>()) }
}
