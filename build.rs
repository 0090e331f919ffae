//! The migrations are embedded by a macro, which cannot say itself that it reads them.
#![allow(clippy::print_stdout)]

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
