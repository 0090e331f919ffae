//! How much of the machine a walk over everything takes.

use std::time::Instant;

/// How work that goes over everything shares the machine with pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// All of it: a command for which somebody waits.
    All,
    /// A quarter: after each step it rests three times as long as the step took. For threads of its own.
    Quarter,
}

impl Share {
    /// Does one step, then rests.
    pub fn step<T>(self, work: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let done = work();
        if self == Self::Quarter {
            std::thread::sleep(began.elapsed() * 3);
        }
        done
    }
}
