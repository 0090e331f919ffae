//! The worst texts that are known, of the greatest length that is taken: none holds a thread for long.

use guildhall::platform::text::{Limits, MarkdownSource, render};
use std::time::{Duration, Instant};

use super::text_conformance::Nobody;

#[path = "../../bench/worst.rs"]
mod worst;

/// No text may take longer in a program as it is released, which `cargo run --release --example texts` measures. One that is
/// not optimised, beside other tests, takes some dozen times as long: what this finds is a text whose time grows with the
/// square of its length, which takes minutes.
const MOST: Duration = if cfg!(debug_assertions) { Duration::from_secs(4) } else { Duration::from_millis(200) };

#[test]
fn no_text_takes_long() {
    let mut slowest = (Duration::ZERO, String::new());
    let mut taken = 0;
    for (name, text) in worst::texts() {
        assert!(text.chars().count() <= worst::LENGTH, "{name}");
        let Ok(source) = MarkdownSource::parse(&text, Limits::BODY) else { continue };
        let began = Instant::now();
        render(source.as_str(), &Nobody);
        let mut took = began.elapsed();
        if took > MOST {
            // Once more, before it is blamed: the machine may have done something else.
            let began = Instant::now();
            render(source.as_str(), &Nobody);
            took = took.min(began.elapsed());
        }
        assert!(took < MOST, "{name} took {took:?}");
        slowest = slowest.max((took, name));
        taken += 1;
    }
    assert!(taken > 300, "{taken} texts were taken");
    eprintln!("{taken} texts, the slowest {slowest:?}");
}
