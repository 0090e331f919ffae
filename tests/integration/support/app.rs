//! A whole program in a test: routes, guard, database, jobs, and people with browsers.

use actix_web::App;
use actix_web::HttpMessage;
use actix_web::body::{BoxBody, EitherBody};
use actix_web::dev::ServiceResponse;
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, call_service};
use guildhall::accounts::{Acting, CategoryId, MemberId, Role, Viewer};
use guildhall::accounts::{roles, sessions, store};
use guildhall::app::Parts;
use guildhall::forum::visit::ForumMemory;
use guildhall::live::Duties;
use guildhall::platform::clock::Clock;
use guildhall::platform::db::{Connection, Db, Error, Location, Options, Timestamp, Tx};
use guildhall::platform::i18n::{I18n, Lang};
use guildhall::platform::jobs::{self, Registry};
use guildhall::platform::mail::{Mailer, MailerOptions, Sent, Transport};
use guildhall::platform::settings;
use guildhall::platform::storage::{Folder, Storage};
use guildhall::platform::text::{EmailAddress, Username};
use guildhall::platform::web::{TrustedProxies, Web, WebOptions, guard};
use guildhall::search::embedded::Embedded;
use guildhall::search::engine::Engine;
use guildhall::search::rebuild;
use guildhall::subscriptions;
use std::cell::RefCell;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use super::TestDatabase;
use super::client::{Answer, Client};

/// Where every test begins: 21 November 2026, 13:26 UTC.
pub const START: Timestamp = Timestamp(1_795_269_960_000_000);
/// Room for pages that were made before, in bytes: every test reads through them.
const KEPT_PAGES: u64 = 4 << 20;

/// The address people type, unless a test says otherwise.
pub const BASE_URL: &str = "http://127.0.0.1:8080";

/// The program with these parts, as a test calls it.
macro_rules! service {
    ($parts:expr) => {{
        let parts: Parts = $parts;
        let app = App::new().wrap(from_fn(guard::<BoxBody>)).configure(move |config| parts.configure(config));
        Rc::new(actix_web::test::init_service(app).await)
    }};
}

/// How a client reaches the program.
pub type Call = Rc<dyn Fn(actix_web::test::TestRequest) -> Pin<Box<dyn Future<Output = Answer>>>>;

/// The same, for answers that are not read to their end.
type Open = Rc<dyn Fn(TestRequest) -> Pin<Box<dyn Future<Output = ServiceResponse<EitherBody<BoxBody>>>>>>;

/// The program, running in the test's own process on a database of its own.
pub struct TestApp {
    /// What requests can reach.
    pub parts: Parts,
    /// Stands still until it is moved.
    pub clock: Clock,
    registry: Arc<Registry>,
    call: Call,
    streaming: RefCell<Option<Open>>,
    location: Location,
    /// The folder of the data.
    pub folder: PathBuf,
    base_url: String,
    // The last to go: its folder holds the database.
    _database: Option<TestDatabase>,
}

impl TestApp {
    /// A program on an empty database.
    pub async fn start() -> Self {
        Self::start_at(BASE_URL).await
    }

    /// A program that is reached at another address, such as one with https.
    pub async fn start_at(base_url: &str) -> Self {
        let (location, database) = TestDatabase::fresh();
        let folder = database.folder().to_owned();
        Self::on(location, Some(database), folder, Clock::set_to(START), base_url, Arc::new(Embedded::in_memory())).await
    }

    /// A second process on the same database.
    pub async fn another_process(&self) -> Self {
        let engine = self.parts.search.engine().clone();
        Self::on(self.location.clone(), None, self.folder.clone(), self.clock.clone(), &self.base_url, engine).await
    }

    /// A program on an empty database that searches by an engine of the test's own.
    pub async fn start_with(engine: Arc<dyn Engine>) -> Self {
        let (location, database) = TestDatabase::fresh();
        let folder = database.folder().to_owned();
        Self::on(location, Some(database), folder, Clock::set_to(START), BASE_URL, engine).await
    }

    async fn on(location: Location, database: Option<TestDatabase>, folder: PathBuf, clock: Clock, base_url: &str, engine: Arc<dyn Engine>) -> Self {
        let storage: Arc<dyn Storage> = Arc::new(Folder::within(&folder));
        let options = Options {
            location: location.clone(),
            readers: 2,
            limit_factor: 1,
            writers: 2,
            clock: clock.clone(),
            subscriptions: subscriptions::subscriptions(),
            wake: Box::new(|_| {}),
        };
        let i18n = I18n::load().expect("the messages parse");
        let base_url_parsed: url::Url = base_url.parse().expect("a URL");
        let web = WebOptions {
            db: Db::open(options),
            i18n: i18n.clone(),
            base_url: base_url_parsed.clone(),
            proxies: TrustedProxies::default(),
            storage,
            fast_hashing: true,
        };
        let web = Web::new(web).expect("templates and assets load");
        let mailer = Mailer::new(MailerOptions {
            transport: Transport::memory(),
            from: "guildhall@example.com".parse().unwrap(),
            base_url: base_url_parsed,
            clock: clock.clone(),
            i18n,
            templates: web.templates().clone(),
            signer: None,
        });
        let parts = Parts::new(web, mailer, &folder, KEPT_PAGES, engine);
        let registry = Arc::new(subscriptions::registry(&parts));
        let call = call_checked(&parts, &folder).await;
        if database.is_some() {
            mind_no_haste(&parts).await;
        }
        Self { parts, clock, registry, call, streaming: RefCell::default(), location, folder, base_url: base_url.to_owned(), _database: database }
    }

    /// The doors.
    pub fn db(&self) -> &Db {
        self.parts.web.db()
    }

    /// Reads; a refusal is a mistake of the test.
    pub async fn read<T: Send + 'static>(&self, work: impl FnOnce(&mut Connection) -> Result<T, Error> + Send + 'static) -> T {
        self.db().read(work).await.expect("the database answers")
    }

    /// Writes as the system; a refusal is a mistake of the test.
    pub async fn write<T: Send + 'static>(&self, mut work: impl FnMut(&mut Tx<'_>) -> Result<T, Error> + Send + 'static) -> T {
        self.db().write(Acting::System, move |tx, _| work(tx)).await.expect("the database answers")
    }

    /// The folder in which files are kept.
    pub fn folder(&self) -> &std::path::Path {
        self._database.as_ref().expect("the first process of its database").folder()
    }

    /// A browser in which nobody is signed in.
    pub fn visitor(&self) -> Client {
        Client::new(self.call.clone(), &self.base_url, None)
    }

    /// A new member, signed in; `ann` has the address ann@example.com and no password.
    pub async fn member(&self, username: &str) -> Client {
        let name = Username::parse(username).unwrap_or_else(|error| panic!("{username}: {error}"));
        let address = EmailAddress::parse(&format!("{}@example.com", name.key())).or_else(|_| EmailAddress::parse("member@example.com")).unwrap();
        let id = self
            .write(move |tx| {
                let id = store::insert(tx, &store::NewMember::named(&name, Lang::FIRST))?;
                store::insert_address(tx, id, &address)?;
                Ok(id)
            })
            .await;
        self.signed_in(id).await
    }

    /// A browser in which a member is signed in.
    pub async fn signed_in(&self, member: MemberId) -> Client {
        let token = sessions::new_token();
        let cookie = token.clone();
        self.write(move |tx| sessions::store::insert(tx, &token, member, "127.0.0.1", "a test")).await;
        let client = Client::new(self.call.clone(), &self.base_url, Some(member));
        client.keep(if self.base_url.starts_with("https") { "__Host-sid" } else { "sid" }, &cookie);
        client
    }

    /// A new member with a role everywhere, signed in.
    pub async fn member_with(&self, username: &str, role: Role) -> Client {
        let client = self.member(username).await;
        self.give_role(client.member(), role, None).await;
        client
    }

    /// One of the company's people.
    pub async fn staff(&self, username: &str) -> Client {
        self.member_with(username, Role::Staff).await
    }

    /// A moderator everywhere.
    pub async fn moderator(&self, username: &str) -> Client {
        self.member_with(username, Role::Moderator).await
    }

    /// An admin.
    pub async fn admin(&self, username: &str) -> Client {
        self.member_with(username, Role::Admin).await
    }

    /// Gives a role, as the command line does, and does what follows from it.
    pub async fn give_role(&self, member: MemberId, role: Role, category: Option<CategoryId>) {
        let grant = roles::Grant { member, role, category };
        self.db().write(Acting::Command, move |tx, by| roles::give_role(tx, by, &grant)).await.expect("the role is given");
        self.run_jobs();
    }

    /// Runs every job that is due, and what that brings forth; a job that fails fails the test.
    pub fn run_jobs(&self) -> usize {
        let (db, registry) = (self.db().clone(), self.registry.clone());
        let ran = apart(move || jobs::run_pending(&db, &registry)).expect("the job table answers");
        let failed = self.jobs().into_iter().filter(|job| !job.1.is_empty()).collect::<Vec<_>>();
        assert!(failed.is_empty(), "failed jobs: {failed:?}");
        ran
    }

    /// Runs every job that is due; gives kind and last error of those that are left.
    pub fn try_jobs(&self) -> Vec<(String, String)> {
        let (db, registry) = (self.db().clone(), self.registry.clone());
        apart(move || jobs::run_pending(&db, &registry)).expect("the job table answers");
        self.jobs()
    }

    /// Makes the search index of all there is: tests that write rows by themselves write no jobs.
    pub fn index(&self) {
        let (db, search) = (self.db().clone(), self.parts.search.clone());
        apart(move || rebuild::rebuild(&db, search.engine().as_ref(), |_| {})).expect("the index is made");
    }

    /// Every mail sent so far, oldest first.
    pub fn mails(&self) -> Vec<Sent> {
        self.parts.mailer.sent()
    }

    /// The newest mail to an address; its jobs must have run.
    pub fn mail_to(&self, address: &str) -> Sent {
        self.mails().into_iter().rev().find(|mail| mail.to == address).unwrap_or_else(|| panic!("no mail to {address}"))
    }

    /// Kind and last error of every job in the table.
    fn jobs(&self) -> Vec<(String, String)> {
        use diesel::prelude::*;
        use guildhall_schema::jobs;
        let db = self.db().clone();
        apart(move || db.read_blocking(|conn| Ok::<_, Error>(jobs::table.select((jobs::kind, jobs::last_error)).load(conn)?))).expect("the database answers")
    }

    /// Writes down which sessions were used, as the server does every few seconds.
    pub fn flush_seen(&self) {
        let (db, seen) = (self.db().clone(), self.parts.seen.clone());
        apart(move || seen.flush(&db)).expect("the database answers");
    }

    /// Writes down what was searched for, as the server does every few seconds.
    pub fn flush_queries(&self) {
        let (db, queries) = (self.db().clone(), self.parts.queries.clone());
        apart(move || queries.flush(&db)).expect("the database answers");
    }

    /// Marks what members read, as the server does every second.
    pub fn flush_read(&self) {
        let (db, read) = (self.db().clone(), self.parts.read.clone());
        apart(move || read.flush(&db)).expect("the database answers");
    }

    /// A browser asks for a stream: what it is answered, not read to its end, which may never come.
    pub async fn stream(&self, client: &Client, request: TestRequest) -> ServiceResponse<EitherBody<BoxBody>> {
        let known = self.streaming.borrow().clone();
        let open = match known {
            Some(open) => open,
            None => {
                let service = service!(self.parts.clone());
                let open: Open = Rc::new(move |request| {
                    let service = service.clone();
                    Box::pin(async move { call_service(&*service, request.to_request()).await })
                });
                self.streaming.borrow_mut().insert(open).clone()
            }
        };
        open(client.dressed(request)).await
    }

    /// Tells open pages what changed, as the server does all the time.
    pub fn tell(&self) {
        self.tell_with(Duties { rights: true, beat: false });
    }

    /// The same, with other duties.
    pub fn tell_with(&self, duties: Duties) {
        let (live, web, memory) = (self.parts.live.clone(), self.parts.web.clone(), self.parts.forum.clone());
        apart(move || live.look(&web, &memory, duties)).expect("the database answers");
    }

    /// Does what is done every hour.
    pub fn tidy(&self) {
        let db = self.db().clone();
        apart(move || guildhall::accounts::feature::tidy(&db, guildhall::registry::FEATURES)).expect("the database answers");
    }

    /// Moves the clock on.
    pub fn later(&self, micros: i64) {
        self.clock.advance(micros);
    }
}

/// Calls the program. Whenever it sends a page that it made before, the same program without any is asked too: both must say
/// the same, whatever the test is about.
async fn call_checked(parts: &Parts, folder: &std::path::Path) -> Call {
    let forgetful = Parts { forum: Arc::new(ForumMemory::within(folder, 0)), ..parts.clone() };
    let (service, anew) = (service!(parts.clone()), service!(forgetful));
    let memory = parts.forum.clone();
    Rc::new(move |request| {
        let (service, anew, memory, sent) = (service.clone(), anew.clone(), memory.clone(), memory.topics.sent());
        Box::pin(async move {
            let request = request.to_request();
            let mut again = TestRequest::with_uri(&request.uri().to_string()).method(request.method().clone());
            again = request.headers().iter().fold(again, |again, header| again.append_header(header));
            let address = request.peer_addr();
            let answer = Answer::read(call_service(&*service, request).await).await;
            if memory.topics.sent() > sent {
                if let Some(address) = address {
                    again = again.peer_addr(address);
                }
                let fresh = Answer::read(call_service(&*anew, again.to_request()).await).await;
                assert_eq!(answer.body, fresh.body, "a page that was kept, and as it would be made now");
                assert_eq!(answer.lasting_headers(), fresh.lasting_headers(), "its headers");
            }
            answer
        })
    })
}

/// People in tests send forms that they never opened, many at the same moment, and say the same again: nobody minds, unless a test
/// is about that.
async fn mind_no_haste(parts: &Parts) {
    let task = |tx: &mut Tx<'_>, _: &Viewer| {
        use diesel::prelude::*;
        use guildhall_schema::flag_thresholds::{name, table, value};
        for figure in ["pace_seconds", "burst_posts", "alike"] {
            diesel::insert_into(table).values((name.eq(figure), value.eq(0_i64))).execute(tx.conn())?;
        }
        settings::store::make_forms_key(tx)
    };
    parts.web.db().write(Acting::System, task).await.expect("the database answers");
}

/// What blocks must not run in a test's own runtime.
fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::spawn(work).join().expect("it does not panic")
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if self._database.is_some() && !std::thread::panicking() {
            // Whatever the story brought forth must be done without a fault, whether or not the test looks at it; what is
            // gathered for a minute, and what mails wait for, as well.
            self.run_jobs();
            self.later(15 * Timestamp::MINUTE);
            self.run_jobs();
            let left = self.jobs();
            assert!(left.is_empty(), "jobs were left behind: {left:?}; call run_jobs");
        }
    }
}
