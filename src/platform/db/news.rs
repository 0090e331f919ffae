//! News of what changed, told once it is committed: to this process at once, to others through the database. A server tells
//! them on a connection that only does that: PostgreSQL lets no two transactions commit at the same time that both tell something.
//! What does not listen itself, a command for one, tells within its transaction.
//!
//! News hold numbers only. They may come twice, and where a process dies or a line is cut they may not come at all: whoever
//! hears of something looks at the database, and a word that anything may have changed comes whenever news may be missing.

use std::fmt;
use std::str::FromStr;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use super::connection::{AnyConnection, Location, Use, open};
use super::{Db, Result};

/// A file that another process wrote to is noticed within this.
const LOOK: Duration = Duration::from_secs(1);
/// Where the server is away, everything is looked at so often.
const AWAY: Duration = Duration::from_secs(1);

/// Something that changed, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum News {
    /// A topic: what its page shows, or that there is one more.
    Topic(i64),
    /// How many notices a member has not read.
    Unread(i64),
    /// A topic in which a member writes; stored nowhere.
    Writing(i64, i64),
    /// Anything: look at all that matters.
    Anything,
}

impl fmt::Display for News {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Topic(topic) => write!(f, "t{topic}"),
            Self::Unread(member) => write!(f, "u{member}"),
            Self::Writing(topic, member) => write!(f, "w{topic}:{member}"),
            Self::Anything => f.write_str("*"),
        }
    }
}

impl FromStr for News {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let number = |digits: &str| digits.parse().map_err(|_| ());
        match text.split_at_checked(1).ok_or(())? {
            ("t", topic) => Ok(Self::Topic(number(topic)?)),
            ("u", member) => Ok(Self::Unread(number(member)?)),
            ("w", both) => both.split_once(':').ok_or(()).and_then(|(topic, member)| Ok(Self::Writing(number(topic)?, number(member)?))),
            ("*", "") => Ok(Self::Anything),
            _ => Err(()),
        }
    }
}

/// Who hears the news in this process; called in the thread that wrote, so it may only note them.
pub type Hearer = Box<dyn Fn(&[News]) + Send + Sync>;

/// News once each, in order.
pub(super) fn once(mut told: Vec<News>) -> Vec<News> {
    told.sort_unstable();
    told.dedup();
    told
}

/// Hears what other processes tell, and tells them what came about here, for as long as this one lives.
pub fn watch(db: &Db, whispers: &Receiver<News>) {
    let mut was_away = false;
    loop {
        let outcome = match db.location() {
            Location::Sqlite(_) => watch_file(db, whispers),
            Location::Postgres(_) => server::listen(db, whispers, || was_away = false),
        };
        if let Err(error) = outcome {
            if !was_away {
                tracing::warn!(%error, "news of other processes do not come by themselves; the database is asked each second");
            }
            was_away = true;
            db.hear(&[News::Anything]);
            std::thread::sleep(AWAY);
        }
    }
}

/// A file says that somebody wrote, not what.
fn watch_file(db: &Db, whispers: &Receiver<News>) -> Result<()> {
    let mut conn = open(db.location(), Use::Read, &Default::default())?;
    let mut known = data_version(&mut conn)?;
    loop {
        let asked = Instant::now();
        // There is nobody else to whisper to.
        while whispers.recv_timeout(LOOK.saturating_sub(asked.elapsed())).is_ok() {}
        std::thread::sleep(LOOK.saturating_sub(asked.elapsed()));
        let version = data_version(&mut conn)?;
        if version != known {
            known = version;
            db.hear(&[News::Anything]);
        }
    }
}

/// Another number whenever any other connection committed, of this process or another.
fn data_version(conn: &mut AnyConnection) -> Result<i64> {
    use diesel::prelude::*;
    use diesel::sql_types::BigInt;

    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        data_version: i64,
    }
    match conn {
        AnyConnection::Sqlite(conn) => Ok(diesel::sql_query("PRAGMA data_version").get_result::<Row>(conn)?.data_version),
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => Ok(0),
    }
}

pub(super) use server::tell;

#[cfg(feature = "postgres")]
mod server {
    use diesel::prelude::*;
    use diesel::sql_types::Text;
    use std::sync::mpsc::{Receiver, RecvTimeoutError};
    use std::time::{Duration, Instant};

    use super::{News, once};
    use crate::platform::db::connection::{AnyConnection, Use, answers, open};
    use crate::platform::db::{Db, Error, Result};

    /// How the news are called at the server.
    const CHANNEL: &str = "guildhall_news";
    /// A message of the server's is shorter than 8,000 bytes.
    const LONGEST: usize = 7_900;
    /// What the server sent is looked for so often: nothing is asked for that.
    const HEAR: Duration = Duration::from_millis(50);
    /// What is told within this goes together.
    const GATHER: Duration = Duration::from_millis(10);
    /// The server is asked so often whether it is there.
    const ASK: Duration = Duration::from_secs(5);
    /// And everything is looked at so often, whatever was told.
    const LOOK_AT_ALL: Duration = Duration::from_secs(30);

    /// Tells other processes; inside a transaction, once that is committed.
    pub fn tell(conn: &mut AnyConnection, node: u64, news: &[News]) -> Result<()> {
        let AnyConnection::Postgres(conn) = conn else { return Ok(()) };
        let mut message = format!("{node:x}");
        for (index, one) in news.iter().enumerate() {
            message.push_str(&format!(" {one}"));
            if message.len() + 64 > LONGEST || index + 1 == news.len() {
                diesel::sql_query(format!("SELECT pg_notify('{CHANNEL}', $1)")).bind::<Text, _>(&message).execute(conn)?;
                message = format!("{node:x}");
            }
        }
        Ok(())
    }

    /// Listens until the server is gone; `begun` is called once it hears.
    pub fn listen(db: &Db, whispers: &Receiver<News>, begun: impl FnOnce()) -> Result<()> {
        let mut conn = open(db.location(), Use::Write, &Default::default())?;
        hear(&mut conn, |conn| Ok(diesel::sql_query(format!("LISTEN {CHANNEL}")).execute(conn).map(drop)?))?;
        // Whatever was told before is looked for, here and by those who may have missed it.
        db.hear(&[News::Anything]);
        tell(&mut conn, db.node(), &[News::Anything])?;
        begun();
        let (mut asked, mut looked) = (Instant::now(), Instant::now());
        loop {
            match whispers.recv_timeout(HEAR) {
                Ok(news) => {
                    std::thread::sleep(GATHER);
                    tell(&mut conn, db.node(), &once([news].into_iter().chain(whispers.try_iter()).collect()))?;
                }
                Err(RecvTimeoutError::Timeout) => {}
                // Nobody can whisper any more.
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(HEAR),
            }
            let told = hear(&mut conn, |conn| conn.notifications_iter().map(|told| Ok(told?.payload)).collect::<Result<Vec<_>>>())?;
            let news: Vec<News> = told.iter().flat_map(|message| parse(message, db.node())).collect();
            if !news.is_empty() {
                db.hear(&news);
            }
            if asked.elapsed() > ASK {
                asked = Instant::now();
                if !answers(&mut conn) {
                    return Err(Error::Gone("the server of the database does not answer".into()));
                }
            }
            if looked.elapsed() > LOOK_AT_ALL {
                looked = Instant::now();
                db.hear(&[News::Anything]);
            }
        }
    }

    fn hear<T>(conn: &mut AnyConnection, work: impl FnOnce(&mut PgConnection) -> Result<T>) -> Result<T> {
        match conn {
            AnyConnection::Postgres(conn) => work(conn),
            AnyConnection::Sqlite(_) => Err(Error::Gone("a file tells no news".into())),
        }
    }

    /// The news in a message; none in one's own.
    fn parse(message: &str, own: u64) -> Vec<News> {
        let (node, news) = message.split_once(' ').unwrap_or((message, ""));
        if node == format!("{own:x}") {
            return Vec::new();
        }
        // A later release may tell of more.
        news.split(' ').filter_map(|one| one.parse().ok()).collect()
    }

    #[cfg(test)]
    mod tests {
        use super::{News, parse};

        #[test]
        fn messages_are_read_as_written_and_ones_own_are_not_news() {
            let news = [News::Topic(12), News::Unread(7), News::Writing(12, 7), News::Anything];
            let message = format!("a1 {}", news.map(|one| one.to_string()).join(" "));
            assert_eq!(parse(&message, 0xb2), news);
            assert_eq!(parse(&message, 0xa1), []);
            assert_eq!(parse("b2 t1 x9 t w3 t2", 1), [News::Topic(1), News::Topic(2)]);
        }
    }
}

#[cfg(not(feature = "postgres"))]
mod server {
    use std::sync::mpsc::Receiver;

    use super::News;
    use crate::platform::db::connection::AnyConnection;
    use crate::platform::db::{Db, Error, Result};

    /// There is nobody to tell.
    pub fn tell(_: &mut AnyConnection, _: u64, _: &[News]) -> Result<()> {
        Ok(())
    }

    /// There is nobody to listen to.
    pub fn listen(_: &Db, _: &Receiver<News>, _: impl FnOnce()) -> Result<()> {
        Err(Error::Gone("built without PostgreSQL".into()))
    }
}
