//! Where words are found: in every text of every table, and in the files of a SQLite database.

use diesel::prelude::*;
use diesel::sql_types::Text;
use guildhall::platform::db::Location;

use super::TestApp;
use crate::platform::schema::written;

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    text: String,
}

impl TestApp {
    /// Each text of the database with these words, in small or capital letters, behind the name of its column. Texts as
    /// diesel knows them: a new table is looked into without a word here.
    pub async fn texts_with(&self, words: &str) -> Vec<String> {
        let words = words.to_lowercase();
        self.rows(move |conn| {
            let mut found = Vec::new();
            for (table, (_, columns)) in written() {
                for (column, _) in columns.iter().filter(|(_, kind)| kind.contains("Text")) {
                    let query = format!("SELECT \"{column}\" AS text FROM \"{table}\" WHERE \"{column}\" IS NOT NULL");
                    let texts = diesel::sql_query(query).load::<Found>(conn).unwrap();
                    found.extend(texts.into_iter().filter(|row| row.text.to_lowercase().contains(&words)).map(|row| format!("{table}.{column}: {}", row.text)));
                }
            }
            found
        })
        .await
    }

    /// The names of the database's files in which the words stand: the database itself, its write-ahead log, whatever
    /// else lies there. None on PostgreSQL, whose files are the server's.
    pub fn files_with(&self, words: &str) -> Vec<String> {
        let Location::Sqlite(path) = self.db().location() else { return Vec::new() };
        let folded = words.to_lowercase();
        let has = |bytes: &[u8]| memchr::memmem::find(&bytes.to_ascii_lowercase(), folded.as_bytes()).is_some();
        let entries = path.parent().unwrap().read_dir().unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
        entries.filter(|path| has(&std::fs::read(path).unwrap())).map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
    }
}
