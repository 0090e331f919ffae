//! Around everything else: counts answers, and lets connections end when the program stops.

use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServiceRequest, ServiceResponse};
use actix_web::http::ConnectionType;
use actix_web::middleware::Next;
use actix_web::{App, Error, HttpResponse, HttpServer, web};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::platform::db::{self, Db};
use crate::platform::jobs::store;
use crate::platform::metrics::{self, Gauges, Requests};

/// Prometheus asks every few seconds; a database that takes longer counts as away.
const PATIENCE: Duration = Duration::from_secs(1);

/// What the server notes of itself; cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    requests: Requests,
    stopping: AtomicBool,
}

impl Observed {
    /// From now on each answer is the last one of its connection: kept-alive ones would outlast the server.
    pub fn stop(&self) {
        self.inner.stopping.store(true, Ordering::Release);
    }

    /// The middleware.
    pub async fn around<B: MessageBody + 'static>(self, req: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
        let started = Instant::now();
        let mut response = next.call(req).await?;
        self.inner.requests.note(response.status().as_u16(), started.elapsed());
        if self.inner.stopping.load(Ordering::Acquire) {
            response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
        }
        Ok(response)
    }
}

/// Serves `/metrics` on an address of its own.
pub fn metrics_server(observed: Observed, db: Db, gauges: Gauges, listener: TcpListener) -> std::io::Result<Server> {
    let server =
        HttpServer::new(move || App::new().app_data(web::Data::new((observed.clone(), db.clone(), gauges.clone()))).route("/metrics", web::get().to(show)))
            .workers(1)
            .disable_signals()
            .listen(listener)?
            .run();
    Ok(server)
}

async fn show(state: web::Data<(Observed, Db, Gauges)>) -> HttpResponse {
    let (observed, db, gauges) = state.get_ref();
    let now = db.now();
    let table = db.read(move |conn| Ok::<_, db::Error>((store::counts(conn)?, store::due(conn, now)?)));
    let jobs = tokio::time::timeout(PATIENCE, table).await.ok().and_then(Result::ok);
    let read = gauges.clone();
    let gauges = tokio::time::timeout(PATIENCE, tokio::task::spawn_blocking(move || read())).await.ok().and_then(Result::ok).unwrap_or_default();
    let text = metrics::render(&observed.inner.requests, db.metrics(), jobs.as_ref(), now, &gauges);
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(text)
}
