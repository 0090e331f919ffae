//! A migrated, empty database for each test: a copied SQLite file, or a PostgreSQL database of the test's own.
//!
//! `GUILDHALL_TEST_DATABASE_URL` names a PostgreSQL server (any database of it, as a superuser) and turns
//! every test to it. Databases are made once from a template and emptied between tests. Migrations write no
//! rows, so that an emptied database equals a new one.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use guildhall::platform::clock::Clock;
use guildhall::platform::db::migrations::Until;
use guildhall::platform::db::{Connection, Db, Location, Options, Use, migrations, open_connection};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};

/// Names the server that tests run on instead of SQLite.
const VARIABLE: &str = "GUILDHALL_TEST_DATABASE_URL";
/// First of the advisory locks: this one for the template, the next ones for the databases.
#[cfg(feature = "postgres")]
const LOCKS: i64 = 7_150_224_000;
/// More tests than this never run at once.
#[cfg(feature = "postgres")]
const SLOTS: i64 = 64;

/// A test's own database and folder; both are free for others when it is dropped.
pub struct TestDatabase {
    location: Location,
    folder: PathBuf,
    // Holds the advisory lock on a PostgreSQL database until the test ends. Locked by nobody: it makes a test shareable between threads.
    _slot: Option<Mutex<Connection>>,
}

impl TestDatabase {
    /// A migrated database without rows, on whatever the environment asks for.
    pub fn fresh() -> (Location, Self) {
        let database = match std::env::var(VARIABLE) {
            #[cfg(feature = "postgres")]
            Ok(server) if !server.is_empty() => postgres(&server),
            #[cfg(not(feature = "postgres"))]
            Ok(server) if !server.is_empty() => panic!("{VARIABLE} is set, but PostgreSQL is not built in"),
            _ => sqlite(),
        };
        (database.location.clone(), database)
    }

    /// An empty folder of the test's own, for everything that the program keeps in files.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The doors of a database: one connection behind each, no jobs written, nobody woken.
pub fn open_database(location: &Location) -> Db {
    Db::open(Options {
        location: location.clone(),
        readers: 1,
        writers: 1,
        limit_factor: 1,
        clock: Clock::System,
        subscriptions: Default::default(),
        wake: Box::new(|_| {}),
    })
}

/// Fails unless PostgreSQL has looked at a table since it was filled, and SQLite at none: its plans need no figures.
pub fn assert_looked_over(location: &Location, table: &str) {
    #[derive(QueryableByName)]
    struct Known {
        #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::BigInt>)]
        rows: Option<i64>,
    }
    let conn = &mut open_connection(location, Use::Write, &Default::default()).expect("the database answers");
    let mut ask = |query: String| diesel::sql_query(query).get_result::<Known>(conn).unwrap().rows;
    match location {
        Location::Sqlite(_) => assert_eq!(ask("SELECT count(*) AS rows FROM sqlite_schema WHERE name LIKE 'sqlite_stat%'".into()), Some(0)),
        Location::Postgres(_) => {
            let there = ask(format!("SELECT count(*) AS rows FROM {table}"));
            assert_eq!(ask(format!("SELECT reltuples::bigint AS rows FROM pg_class WHERE oid = '{table}'::regclass")), there, "{table}");
        }
    }
}

/// In memory where the machine has that.
fn root() -> PathBuf {
    let shared_memory = Path::new("/dev/shm");
    let root = if shared_memory.is_dir() { shared_memory.join("guildhall-tests") } else { Path::new(env!("CARGO_TARGET_TMPDIR")).join("databases") };
    fs::create_dir_all(&root).expect("a folder for test databases");
    root
}

fn new_folder() -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let folder = root().join(format!("{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed)));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

/// Changes whenever a migration does.
fn fingerprint() -> &'static str {
    static FINGERPRINT: OnceLock<String> = OnceLock::new();
    FINGERPRINT.get_or_init(|| {
        let mut hasher = blake3::Hasher::new();
        for kind in ["sqlite", "postgres"] {
            for folder in super::migration_folders(kind) {
                hasher.update(folder.file_name().unwrap().as_encoded_bytes());
                hasher.update(&fs::read(folder.join("up.sql")).unwrap());
            }
        }
        hasher.finalize().to_hex()[..12].to_owned()
    })
}

fn sqlite() -> TestDatabase {
    static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
    let template = TEMPLATE.get_or_init(sqlite_template);
    let folder = new_folder();
    let path = folder.join("guildhall.db");
    fs::copy(template, &path).expect("a copy of the template");
    TestDatabase { location: Location::Sqlite(path), folder, _slot: None }
}

/// Made once by whichever test comes first; a rename shows it to the others whole.
fn sqlite_template() -> PathBuf {
    let template = root().join(format!("template-{}.db", fingerprint()));
    let lock = File::create(template.with_extension("making")).unwrap();
    lock.lock().expect("the template's lock");
    if !template.exists() {
        remove_left_behind();
        let making = new_folder();
        let location = Location::Sqlite(making.join("template.db"));
        migrations::run(&location, Until::Started).expect("the migrations run");
        fs::rename(making.join("template.db"), &template).unwrap();
        let _ = fs::remove_dir_all(making);
    }
    template
}

/// Folders of tests that were killed.
fn remove_left_behind() {
    for entry in fs::read_dir(root()).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some((process, _)) = name.split_once('-') else { continue };
        if process.parse::<u32>().is_ok() && Path::new("/proc/self").exists() && !Path::new("/proc").join(process).exists() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(feature = "postgres")]
fn postgres(server: &str) -> TestDatabase {
    let mut admin = connect(server);
    let template = format!("guildhall_test_{}", fingerprint());
    let slot = (1..SLOTS).find(|slot| is_true(&mut admin, &format!("pg_try_advisory_lock({})", LOCKS + slot))).expect("a database that no test uses");
    let name = format!("{template}_{slot}");
    let location = Location::Postgres(on(server, &name));
    if exists(&mut admin, &name) {
        empty(&mut connect(&on(server, &name)));
    } else {
        admin.batch_execute(&format!("SELECT pg_advisory_lock({LOCKS})")).unwrap();
        if !exists(&mut admin, &template) {
            make_template(&mut admin, server, &template);
        }
        admin.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).unwrap();
        admin.batch_execute(&format!("SELECT pg_advisory_unlock({LOCKS})")).unwrap();
    }
    TestDatabase { location, folder: new_folder(), _slot: Some(Mutex::new(admin)) }
}

#[cfg(feature = "postgres")]
fn make_template(admin: &mut Connection, server: &str, template: &str) {
    let making = format!("{template}_making");
    admin.batch_execute(&format!("DROP DATABASE IF EXISTS {making} WITH (FORCE)")).unwrap();
    admin.batch_execute(&format!("CREATE DATABASE {making} TEMPLATE template0 ENCODING 'UTF8'")).unwrap();
    migrations::run(&Location::Postgres(on(server, &making)), Until::Started).expect("the migrations run");
    admin.batch_execute(&format!("ALTER DATABASE {making} RENAME TO {template}")).unwrap();
}

#[cfg(feature = "postgres")]
fn connect(url: &str) -> Connection {
    let mut conn = open_connection(&Location::Postgres(url.to_owned()), Use::Write, &Default::default()).expect("the server for tests answers");
    conn.batch_execute("SET lock_timeout = 0; SET statement_timeout = 0").unwrap();
    conn
}

/// The same server, another database.
#[cfg(feature = "postgres")]
fn on(server: &str, database: &str) -> String {
    let mut url = url::Url::parse(server).expect("a postgres:// URL");
    url.set_path(database);
    url.to_string()
}

#[cfg(feature = "postgres")]
fn is_true(conn: &mut Connection, expression: &str) -> bool {
    diesel::select(diesel::dsl::sql::<diesel::sql_types::Bool>(expression)).get_result(conn).unwrap()
}

#[cfg(feature = "postgres")]
fn exists(conn: &mut Connection, database: &str) -> bool {
    is_true(conn, &format!("EXISTS (SELECT 1 FROM pg_database WHERE datname = '{database}')"))
}

/// Takes every row out, after whoever still writes there for a test before: a program that was killed is gone before
/// its server process is. As a replica, so that the log's triggers, which forbid just that, do not fire.
#[cfg(feature = "postgres")]
fn empty(conn: &mut Connection) {
    conn.batch_execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        .expect("nobody else writes");
    conn.batch_execute(
        "SET session_replication_role = replica; \
         DO $$ BEGIN EXECUTE (SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') || ' RESTART IDENTITY CASCADE' \
           FROM pg_tables WHERE schemaname = 'public' AND tablename <> '__diesel_schema_migrations'); END $$",
    )
    .expect("the tables are emptied");
}
