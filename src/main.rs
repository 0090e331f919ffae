//! Arguments in, exit code out.
#![expect(unsafe_code, reason = "the allocator's settings exist in C alone")]

use libmimalloc_sys::{mi_option_set_default, mi_option_t};
use std::ffi::c_long;

// What one thread reads another renders and frees: the system's allocator makes them wait for each other. Without huge pages: the
// program takes half the memory, and no page is slower for it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// `mi_option_purge_delay` of `mimalloc.h`, for which its crate has no name.
const PURGE_DELAY: mi_option_t = 15;
/// Milliseconds after which memory that was freed goes back to the system. With a second, which is the default, the program keeps
/// a third more and is hardly faster; with none, what a page frees is faulted in again for the next, and fewer are made.
const SOON: c_long = 10;

fn main() -> std::process::ExitCode {
    give_memory_back_soon();
    guildhall::cli::main()
}

/// `MIMALLOC_PURGE_DELAY` in the environment goes before.
fn give_memory_back_soon() {
    // SAFETY: no other thread runs yet, and the allocator takes any number for any of its options.
    unsafe { mi_option_set_default(PURGE_DELAY, SOON) }
}

#[test]
fn the_option_is_the_one_that_is_meant() {
    // SAFETY: only reads; no other option of the allocator is 1,000 by default.
    let delay = || unsafe { libmimalloc_sys::mi_option_get(PURGE_DELAY) };
    assert_eq!(delay(), 1_000);
    give_memory_back_soon();
    assert_eq!(delay(), SOON);
}
