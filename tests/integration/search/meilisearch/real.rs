//! The same on a real server: the one at `MEILISEARCH_TEST_URL` (with `MEILISEARCH_TEST_KEY`), whose index is then another,
//! or one that is started where a `meilisearch` stands in the path.

use guildhall::search::engine::{Engine, EngineError};
use guildhall::search::meilisearch::Meilisearch;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::both;

const KEY: &str = "a-key-for-this-test-alone";

/// A server, where there is one.
struct Server {
    url: String,
    key: Option<String>,
    started: Option<(Child, PathBuf)>,
}

impl Server {
    fn find() -> Option<Self> {
        if let Ok(url) = std::env::var("MEILISEARCH_TEST_URL") {
            return Some(Self { url, key: std::env::var("MEILISEARCH_TEST_KEY").ok(), started: None });
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = std::env::temp_dir().join(format!("guildhall-meilisearch-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let address = format!("127.0.0.1:{port}");
        let arguments = ["--http-addr", &address, "--master-key", KEY, "--no-analytics"];
        let child = Command::new("meilisearch").args(arguments).current_dir(&folder).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let Ok(child) = child else {
            std::fs::remove_dir_all(&folder).unwrap();
            return None;
        };
        Some(Self { url: format!("http://{address}"), key: Some(KEY.to_owned()), started: Some((child, folder)) })
    }

    fn engine(&self) -> Meilisearch {
        Meilisearch::new(&self.url, self.key.as_deref()).unwrap()
    }

    /// Until it answers anything but that nobody listens.
    fn wait(&self) {
        let end = Instant::now() + Duration::from_secs(30);
        while matches!(self.engine().count(), Err(EngineError::Away(message)) if message.contains("no connection")) {
            assert!(Instant::now() < end, "the server at {} does not start", self.url);
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some((child, folder)) = &mut self.started {
            child.kill().ok();
            child.wait().ok();
            std::fs::remove_dir_all(folder).ok();
        }
    }
}

#[test]
fn a_real_server_does_what_every_engine_does() {
    let Some(server) = Server::find() else {
        eprintln!("skipped: neither MEILISEARCH_TEST_URL nor a meilisearch in the path");
        return;
    };
    server.wait();
    let engine = server.engine();
    both::behaves(&engine);
    // Once more, over the index that is there now; and what is given up leaves it as it was.
    both::behaves(&engine);
    drop(engine.rebuild().unwrap());
    assert_eq!(engine.count().unwrap(), 8);
    let stranger = Meilisearch::new(&server.url, Some("not-the-key-of-this-server")).unwrap();
    assert!(matches!(stranger.count(), Err(EngineError::Away(message)) if message.contains("documents.*")));
}
