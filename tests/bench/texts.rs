//! How long the worst texts of 32,000 characters take to render: prints the slowest, and fails above the bound.
//!
//! `cargo run --release --example texts` takes half a minute. What counts is the best of five renders.

mod worst;

use guildhall::platform::text::{Limits, Links, MarkdownSource, Member, render};
use std::process::ExitCode;
use std::time::Instant;

/// No text may hold a thread for longer.
const MOST_MS: f64 = 50.0;

struct Ann;

impl Links for Ann {
    fn member(&self, username_key: &str) -> Option<Member> {
        (username_key == "ann").then(|| Member { id: 1, username: "Ann".into(), url: "/u/Ann".into() })
    }

    fn base_url(&self) -> &'static str {
        "https://forum.example.com"
    }
}

fn main() -> ExitCode {
    let mut figures: Vec<(f64, usize, String)> = worst::texts().into_iter().filter_map(|(name, text)| measured(name, &text)).collect();
    figures.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (ms, bytes, name) in figures.iter().take(20) {
        say(&format!("{ms:7.1} ms {bytes:8} bytes  {name}"));
    }
    let worst = figures.first().map_or(0.0, |(ms, ..)| *ms);
    say(&format!("{} texts, the slowest {worst:.1} ms, at most {MOST_MS} allowed", figures.len()));
    if worst <= MOST_MS { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn say(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Milliseconds and bytes of HTML; nothing for a text that is refused before it is rendered.
fn measured(name: String, text: &str) -> Option<(f64, usize, String)> {
    let source = MarkdownSource::parse(text, Limits::BODY).ok()?;
    let mut best = f64::MAX;
    let mut bytes = 0;
    for _ in 0..5 {
        let start = Instant::now();
        bytes = render(source.as_str(), &Ann).html.as_str().len();
        best = best.min(start.elapsed().as_secs_f64() * 1_000.0);
    }
    Some((best, bytes, name))
}
