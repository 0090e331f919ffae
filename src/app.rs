//! The one place where parts are put together.

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::web::{Data, ServiceConfig};
use actix_web::{App, HttpServer};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use crate::accounts::visit::pages::SeenSessions;
use crate::forum::visit::ForumMemory;
use crate::platform::mail::Mailer;
use crate::platform::web::{CrossSiteExempt, Web, forms, guard};
use crate::routes;

/// Everything a request can reach; cheap to clone.
#[derive(Clone)]
pub struct Parts {
    /// The platform.
    pub web: Web,
    /// Writes and sends mail; used by jobs only.
    pub mailer: Mailer,
    /// Sessions seen since the last flush.
    pub seen: SeenSessions,
    /// What the forum keeps in memory.
    pub forum: Arc<ForumMemory>,
}

impl Parts {
    /// Parts with nothing in memory yet.
    pub fn new(web: Web, mailer: Mailer) -> Self {
        Self { web, mailer, seen: SeenSessions::default(), forum: Arc::default() }
    }

    /// Puts routes and state into an application: the server's and the tests'.
    pub fn configure(&self, config: &mut ServiceConfig) {
        config
            .app_data(Data::new(self.web.clone()))
            .app_data(Data::new(self.seen.clone()))
            .app_data(Data::from(self.forum.clone()))
            .app_data(Data::new(CrossSiteExempt(routes::CROSS_SITE_EXEMPT)))
            .app_data(forms::payload_config())
            .configure(routes::configure);
    }
}

/// Serves on a listener until told to stop; then requests in flight get their answers.
pub fn server(parts: Parts, listener: TcpListener, workers: usize) -> std::io::Result<Server> {
    let server = HttpServer::new(move || {
        let parts = parts.clone();
        App::new().wrap(from_fn(guard::<actix_web::body::BoxBody>)).configure(move |config| parts.configure(config))
    })
    .workers(workers)
    .client_request_timeout(Duration::from_secs(5))
    .keep_alive(Duration::from_secs(60))
    .shutdown_timeout(8)
    .listen(listener)?
    .run();
    Ok(server)
}
