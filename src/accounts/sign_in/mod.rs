//! Signing in and out. A wrong password, an unknown name and an account without a password get the same
//! answer after the same work.

mod attempt;
mod carried;
pub mod pages;

pub use attempt::{Attempt, SignInError, SignedIn, confirm_password, sign_in};
pub use carried::{Carried, CarriedField, CarriedPaths};
