//! How far the invented topics are.

use indicatif::{ProgressBar, ProgressStyle};
use std::cell::Cell;
use std::io::Write;
use std::time::Instant;

use super::growth::Progress;

/// A bar on a terminal; elsewhere one line at the end.
pub(super) struct Bar {
    bar: ProgressBar,
    began: Instant,
    topics: Cell<u64>,
    posts: Cell<u64>,
}

impl Bar {
    /// Draws nothing yet.
    pub fn new() -> anyhow::Result<Self> {
        let style = ProgressStyle::with_template("{wide_bar} {human_pos} of {human_len} topics, {msg}, {eta} left")?;
        let bar = ProgressBar::no_length().with_style(style);
        Ok(Self { bar, began: Instant::now(), topics: Cell::new(0), posts: Cell::new(0) })
    }

    /// Takes the bar away and says what was made, if anything was.
    pub fn finish(&self, out: &mut dyn Write) -> std::io::Result<()> {
        self.bar.finish_and_clear();
        let (topics, posts, seconds) = (self.topics.get(), self.posts.get(), self.began.elapsed().as_secs_f64());
        if posts > 0 {
            writeln!(out, "Made {topics} topics with {posts} posts in {seconds:.1} s: {:.0} posts a second.", posts as f64 / seconds)?;
        }
        Ok(())
    }
}

impl Progress for Bar {
    fn expect(&self, topics: u64, made: u64) {
        self.bar.set_length(topics);
        self.bar.set_position(made);
    }

    fn made(&self, topics: u64, posts: u64) {
        self.topics.set(self.topics.get() + topics);
        self.posts.set(self.posts.get() + posts);
        self.bar.set_message(format!("{:.0} posts a second", self.posts.get() as f64 / self.began.elapsed().as_secs_f64().max(0.1)));
        self.bar.inc(topics);
    }
}
