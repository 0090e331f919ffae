//! Counts for Prometheus, and how they are written.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::db::{self, Timestamp};
use super::jobs::store::{Count, Due};

/// Upper ends of the histogram, in microseconds: most pages take a few milliseconds, none may take 5 s.
const BOUNDS: [u64; 12] = [500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000];
/// Classes of status, from 1xx.
const CLASSES: usize = 5;

/// Requests answered since the start.
#[derive(Debug, Default)]
pub struct Requests {
    classes: [AtomicU64; CLASSES],
    buckets: [AtomicU64; BOUNDS.len() + 1],
    micros: AtomicU64,
}

impl Requests {
    /// Counts one answer.
    pub fn note(&self, status: u16, took: Duration) {
        let micros = took.as_micros() as u64;
        let class = usize::from(status / 100).clamp(1, CLASSES) - 1;
        let bucket = BOUNDS.partition_point(|bound| *bound < micros);
        self.classes[class].fetch_add(1, Ordering::Relaxed);
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    fn write(&self, out: &mut Text) {
        out.head("guildhall_requests_total", "counter", "Requests answered, by class of status.");
        for (index, count) in self.classes.iter().enumerate() {
            out.line(&format!("guildhall_requests_total{{class=\"{}xx\"}}", index + 1), count.load(Ordering::Relaxed));
        }
        out.head("guildhall_request_duration_seconds", "histogram", "Time from a request's arrival to its answer.");
        let mut total = 0;
        for (bound, count) in BOUNDS.iter().zip(&self.buckets) {
            total += count.load(Ordering::Relaxed);
            out.line(&format!("guildhall_request_duration_seconds_bucket{{le=\"{}\"}}", seconds(*bound)), total);
        }
        total += self.buckets[BOUNDS.len()].load(Ordering::Relaxed);
        out.line("guildhall_request_duration_seconds_bucket{le=\"+Inf\"}", total);
        out.line("guildhall_request_duration_seconds_sum", seconds(self.micros.load(Ordering::Relaxed)));
        out.line("guildhall_request_duration_seconds_count", total);
    }
}

fn seconds(micros: u64) -> f64 {
    micros as f64 / 1_000_000.0
}

/// A figure of a feature.
#[derive(Clone, Copy, Debug)]
pub struct Gauge {
    /// Its name, with `guildhall_` before it.
    pub name: &'static str,
    /// What it says.
    pub about: &'static str,
    /// How much it is now.
    pub value: i64,
}

/// Reads the figures of features; may take a while.
pub type Gauges = std::sync::Arc<dyn Fn() -> Vec<Gauge> + Send + Sync>;

/// The job table: how many of each kind, and what is due.
pub type Jobs = (Vec<Count>, Vec<Due>);

/// Everything in the text format of Prometheus. Without `jobs` the database did not answer.
pub fn render(requests: &Requests, database: db::Metrics, jobs: Option<&Jobs>, now: Timestamp, gauges: &[Gauge]) -> String {
    let mut out = Text::default();
    requests.write(&mut out);
    out.one("guildhall_database_up", "gauge", "1 when the database answered just now.", u8::from(jobs.is_some()));
    out.one("guildhall_database_queries_total", "counter", "Statements run.", database.queries);
    out.one("guildhall_database_writes_total", "counter", "Transactions that wrote.", database.writes);
    out.one("guildhall_database_synced_commits_total", "counter", "Commits that were on the disk before anybody heard of them.", database.synced);
    out.one("guildhall_database_writing_seconds_total", "counter", "Time in which a writer was held.", seconds(database.writing_micros));
    out.one("guildhall_database_readers_waiting", "gauge", "Reads that wait for a thread.", database.readers_waiting);
    out.one("guildhall_database_writers_waiting", "gauge", "Writes that wait for a thread.", database.writers_waiting);
    if let Some((counts, due)) = jobs {
        out.head("guildhall_jobs", "gauge", "Jobs in the table, by kind and state. Those that are due wait as well.");
        for count in counts {
            out.line(&format!("guildhall_jobs{{kind=\"{}\",state=\"waiting\"}}", count.kind), count.waiting);
            out.line(&format!("guildhall_jobs{{kind=\"{}\",state=\"parked\"}}", count.kind), count.parked);
        }
        for due in due {
            out.line(&format!("guildhall_jobs{{kind=\"{}\",state=\"due\"}}", due.kind), due.number);
        }
        out.head("guildhall_jobs_oldest_seconds", "gauge", "For how long the oldest job of each kind that is due should have been done.");
        for due in due {
            out.line(&format!("guildhall_jobs_oldest_seconds{{kind=\"{}\"}}", due.kind), (now.0 - due.since.0).max(0) / Timestamp::SECOND);
        }
    }
    for gauge in gauges {
        out.one(gauge.name, "gauge", gauge.about, gauge.value);
    }
    out.0
}

#[derive(Default)]
struct Text(String);

impl Text {
    fn head(&mut self, name: &str, kind: &str, about: &str) {
        let _ = writeln!(self.0, "# HELP {name} {about}\n# TYPE {name} {kind}");
    }

    fn line(&mut self, series: &str, value: impl std::fmt::Display) {
        let _ = writeln!(self.0, "{series} {value}");
    }

    fn one(&mut self, name: &str, kind: &str, about: &str, value: impl std::fmt::Display) {
        self.head(name, kind, about);
        self.line(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_answer_is_counted_once_in_its_class_and_from_its_bucket_on() {
        let requests = Requests::default();
        requests.note(200, Duration::from_micros(1_000));
        requests.note(404, Duration::from_micros(1_001));
        requests.note(503, Duration::from_secs(60));
        let database = db::Metrics { queries: 7, writes: 2, synced: 1, writing_micros: 1_500_000, readers_waiting: 0, writers_waiting: 1 };
        let count = Count { kind: "send-mail".into(), waiting: 3, parked: 1 };
        let jobs = (vec![count], vec![Due { kind: "send-mail".into(), number: 2, since: Timestamp(4 * Timestamp::SECOND) }]);
        let gauges = [Gauge { name: "guildhall_search_documents", about: "Posts in the search index.", value: 12 }];
        let text = render(&requests, database, Some(&jobs), Timestamp(10 * Timestamp::SECOND), &gauges);
        for expected in [
            "guildhall_requests_total{class=\"2xx\"} 1",
            "guildhall_requests_total{class=\"4xx\"} 1",
            "guildhall_requests_total{class=\"5xx\"} 1",
            "guildhall_request_duration_seconds_bucket{le=\"0.0005\"} 0",
            "guildhall_request_duration_seconds_bucket{le=\"0.001\"} 1",
            "guildhall_request_duration_seconds_bucket{le=\"0.0025\"} 2",
            "guildhall_request_duration_seconds_bucket{le=\"5\"} 2",
            "guildhall_request_duration_seconds_bucket{le=\"+Inf\"} 3",
            "guildhall_request_duration_seconds_sum 60.002001",
            "guildhall_request_duration_seconds_count 3",
            "guildhall_database_up 1",
            "guildhall_database_synced_commits_total 1",
            "guildhall_database_writing_seconds_total 1.5",
            "guildhall_jobs{kind=\"send-mail\",state=\"waiting\"} 3",
            "guildhall_jobs{kind=\"send-mail\",state=\"parked\"} 1",
            "guildhall_jobs{kind=\"send-mail\",state=\"due\"} 2",
            "guildhall_jobs_oldest_seconds{kind=\"send-mail\"} 6",
            "guildhall_search_documents 12",
        ] {
            assert!(text.lines().any(|line| line == expected), "{expected} is missing in {text}");
        }
        assert!(render(&requests, database, None, Timestamp(0), &[]).contains("guildhall_database_up 0"));
    }
}
