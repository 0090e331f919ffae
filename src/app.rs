//! The one place where parts are put together.

use actix_web::body::{BoxBody, EitherBody};
use actix_web::dev::{Server, ServerHandle};
use actix_web::middleware::from_fn;
use actix_web::web::{Data, ServiceConfig};
use actix_web::{App, HttpServer};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::accounts::own_data::ExportFolder;
use crate::accounts::sign_in::CarriedPaths;
use crate::accounts::sign_up::Gate;
use crate::accounts::visit::pages::SeenSessions;
use crate::forum::visit::ForumMemory;
use crate::live::{Live, Room};
use crate::moderation::screening::Screen;
use crate::notifications::notices::reading::Read;
use crate::platform::clock::Clock;
use crate::platform::config::Config;
use crate::platform::db::migrations::Until;
use crate::platform::db::{Db, Options, migrations};
use crate::platform::i18n::I18n;
use crate::platform::jobs::Wake;
use crate::platform::mail::Mailer;
use crate::platform::metrics::Gauges;
use crate::platform::signals::Stop;
use crate::platform::storage::Folder;
use crate::platform::web::{CrossSiteExempt, Observed, TrustedProxies, TurnAway, Web, WebOptions, forms, guard, metrics_server};
use crate::search::engine::Engine;
use crate::search::queries::QueryLog;
use crate::search::{self, Search};
use crate::{routes, subscriptions};

/// Writers on PostgreSQL: each is held for milliseconds, and every node has its own.
const WRITERS: usize = 4;
/// Requests in flight have so long to end when the server stops; workers need the rest of the 10 s that are promised.
const STOP_SECONDS: u64 = 7;
/// Kept-alive connections learn by their next answer that it is the last one: time for those in use to hear of it.
const LAST_ANSWERS: Duration = Duration::from_millis(1_000);
/// A request on a connection that was just taken is read within this.
const FIRST_BYTES: Duration = Duration::from_millis(15);

/// Connections of a thread of the server, at most, where streams do not want more.
const CONNECTIONS_MOST: usize = 25_600;
/// Besides streams, and what their pages ask for when they are told something.
const OTHER_CONNECTIONS: usize = 8_192;

/// Everything a request can reach; cheap to clone.
#[derive(Clone)]
pub struct Parts {
    /// The platform.
    pub web: Web,
    /// Writes and sends mail; pages only look at what it writes.
    pub mailer: Mailer,
    /// Sessions seen since the last flush.
    pub seen: SeenSessions,
    /// What the forum keeps in memory.
    pub forum: Arc<ForumMemory>,
    /// Archives of members' own data.
    pub exports: ExportFolder,
    /// Finds posts.
    pub search: Arc<Search>,
    /// Searches since the last flush.
    pub queries: Arc<QueryLog>,
    /// Posts that members read since the last flush: notices of them are read.
    pub read: Arc<Read>,
    /// Pages that hear what changes.
    pub live: Arc<Live>,
    /// Who may not sign up.
    pub gate: Arc<dyn Gate>,
}

impl Parts {
    /// Parts with nothing in memory yet, the only ones of their database, and their files below a folder; `page_bytes` of them for pages that were made before.
    pub fn new(web: Web, mailer: Mailer, data_dir: &Path, page_bytes: u64, engine: Arc<dyn Engine>) -> Self {
        let live = Arc::<Live>::default();
        let hearer = live.clone();
        let screen = Arc::new(Screen::of(web.base_url()));
        web.db().on_news(Box::new(move |news| hearer.hear(news)));
        Self {
            web,
            mailer,
            seen: SeenSessions::default(),
            forum: Arc::new(ForumMemory::within(data_dir, page_bytes).screened_by(screen.clone())),
            exports: ExportFolder::below(data_dir),
            search: Arc::new(Search::by(engine)),
            queries: Arc::default(),
            read: Arc::default(),
            live,
            gate: screen,
        }
    }

    /// Everything as configured, on a database that is brought up to date first. A commit that wrote jobs rings `wake`.
    pub fn assemble(config: &Config, wake: &Wake) -> anyhow::Result<Self> {
        migrations::run(&config.database, Until::Started)?;
        let bell = wake.clone();
        let db = Db::open(Options {
            location: config.database.clone(),
            readers: config.readers,
            limit_factor: config.limit_factor,
            writers: WRITERS,
            clock: Clock::System,
            subscriptions: subscriptions::subscriptions(),
            wake: Box::new(move |lanes| bell.ring(lanes)),
        });
        Self::on(db, config)
    }

    /// Everything as configured, on a database that somebody opened.
    pub fn on(db: Db, config: &Config) -> anyhow::Result<Self> {
        let i18n = I18n::load()?;
        let proxies = TrustedProxies(config.trusted_proxies.clone());
        let web = Web::new(WebOptions {
            db,
            i18n: i18n.clone(),
            base_url: config.base_url.clone(),
            proxies,
            storage: Arc::new(Folder::within(&config.data_dir)),
            fast_hashing: false,
        })?;
        let mailer = Mailer::configured(config, Clock::System, i18n, web.templates().clone())?;
        Ok(Self::new(web, mailer, &config.data_dir, config.kept_pages << 20, search::configured(config)?))
    }

    /// Makes room for streams, as many as are configured and the system allows.
    pub fn make_room(&self, config: &Config) -> Room {
        let room = Room::for_streams(config.live_streams);
        self.live.allow(room.streams, config.limit_factor);
        room
    }

    /// The figures of features, for `/metrics`.
    fn gauges(&self) -> Gauges {
        let (forum, search, live) = (self.forum.clone(), self.search.gauges(), self.live.clone());
        Arc::new(move || forum.gauges().into_iter().chain(search()).chain(live.gauges()).collect())
    }

    /// Puts routes and state into an application: the server's and the tests'.
    pub fn configure(&self, config: &mut ServiceConfig) {
        config
            .app_data(Data::new(self.web.clone()))
            .app_data(Data::new(self.mailer.clone()))
            .app_data(Data::new(self.seen.clone()))
            .app_data(Data::from(self.forum.clone()))
            .app_data(Data::new(self.exports.clone()))
            .app_data(Data::from(self.search.clone()))
            .app_data(Data::from(self.queries.clone()))
            .app_data(Data::from(self.read.clone()))
            .app_data(Data::from(self.live.clone()))
            .app_data(Data::from(self.gate.clone()))
            .app_data(Data::from(self.search.synonyms().clone()))
            .app_data(Data::new(CrossSiteExempt(routes::CROSS_SITE_EXEMPT)))
            .app_data(Data::new(CarriedPaths(routes::CARRIED)))
            .app_data(forms::payload_config())
            .configure(routes::configure);
    }
}

/// Serves until the process is asked to stop; then every request that was begun gets its answer. A second
/// request to stop ends it at once.
pub fn serve(parts: &Parts, listener: TcpListener, metrics: Option<TcpListener>) -> std::io::Result<()> {
    actix_web::rt::System::new().block_on(async {
        let mut stop = Stop::listen()?;
        let observed = Observed::default();
        if let Some(listener) = metrics {
            actix_web::rt::spawn(metrics_server(observed.clone(), parts.web.db().clone(), parts.gauges(), listener)?);
        }
        let spare = listener.try_clone()?;
        let server = server(parts.clone(), observed.clone(), listener)?;
        let handle = server.handle();
        let ended = actix_web::rt::spawn(server);
        stop.asked().await?;
        tracing::info!("stopping: requests in flight get their answers");
        tokio::select! {
            outcome = end(parts, &observed, &handle, spare) => outcome?,
            second = stop.asked() => {
                second?;
                handle.stop(false).await;
            }
        }
        ended.await.map_err(std::io::Error::other)?
    })
}

/// Ends in steps: a stopping server drops connections between two requests, and those it has not taken yet. Streams end
/// first: they would go on for ever.
async fn end(parts: &Parts, observed: &Observed, handle: &ServerHandle, spare: TcpListener) -> std::io::Result<()> {
    observed.stop();
    parts.live.close();
    tokio::time::sleep(LAST_ANSWERS).await;
    let turn_away = TurnAway::start(spare)?;
    handle.pause().await;
    tokio::time::sleep(FIRST_BYTES).await;
    handle.stop(true).await;
    turn_away.end();
    Ok(())
}

fn server(parts: Parts, observed: Observed, listener: TcpListener) -> std::io::Result<Server> {
    let most = CONNECTIONS_MOST.max(2 * parts.live.most() + OTHER_CONNECTIONS);
    let server = HttpServer::new(move || {
        let (parts, observed) = (parts.clone(), observed.clone());
        App::new()
            .wrap(from_fn(guard::<BoxBody>))
            .wrap(from_fn(move |req, next| observed.clone().around::<EitherBody<BoxBody>>(req, next)))
            .configure(move |config| parts.configure(config))
    })
    .client_request_timeout(Duration::from_secs(5))
    .keep_alive(Duration::from_secs(60))
    // Each thread: streams may gather at one of them.
    .max_connections(most)
    // Whoever closed the line is gone: a stream to nobody would wait for the next message to find out.
    .h1_allow_half_closed(false)
    .shutdown_timeout(STOP_SECONDS)
    .disable_signals()
    .listen(listener)?
    .run();
    Ok(server)
}
