//! Judged sets: `corpus.jsonl`, `queries.jsonl`, `qrels.tsv`.

use anyhow::{Context, ensure};
use serde::Deserialize;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// A document or a query.
#[derive(Clone, Debug, Deserialize)]
pub struct Text {
    /// Its id; `collection:id` where there are several collections.
    #[serde(rename = "_id")]
    pub id: String,
    /// The title of a document, if it has one.
    #[serde(default)]
    pub title: String,
    /// The words.
    pub text: String,
}

/// A judged set.
#[derive(Debug, Default)]
pub struct Judged {
    /// What can be found.
    pub documents: Vec<Text>,
    /// What is asked.
    pub queries: Vec<Text>,
    /// How well documents answer queries: by query, then by document.
    pub judged: HashMap<String, HashMap<String, f64>>,
}

impl Judged {
    /// Reads a set from its folder. A line that cannot be read is named.
    pub fn read(dir: &Path) -> anyhow::Result<Self> {
        let mut judged: HashMap<String, HashMap<String, f64>> = HashMap::new();
        // The first line names the columns.
        for (number, line) in lines(&dir.join("qrels.tsv"))?.into_iter().skip(1) {
            let mut parts = line.split('\t');
            let (Some(query), Some(document), Some(score)) = (parts.next(), parts.next(), parts.next()) else {
                anyhow::bail!("qrels.tsv, line {number}: three columns are wanted");
            };
            let score = score.trim().parse().with_context(|| format!("qrels.tsv, line {number}: the score is no number"))?;
            judged.entry(query.to_owned()).or_default().insert(document.to_owned(), score);
        }
        let set = Self { documents: texts(dir, "corpus.jsonl")?, queries: texts(dir, "queries.jsonl")?, judged };
        ensure!(!set.documents.is_empty() && !set.queries.is_empty(), "{} has no documents or no queries", dir.display());
        Ok(set)
    }
}

fn texts(dir: &Path, file: &str) -> anyhow::Result<Vec<Text>> {
    let read = |(number, line): (usize, String)| serde_json::from_str(&line).with_context(|| format!("{file}, line {number}"));
    lines(&dir.join(file))?.into_iter().map(read).collect()
}

/// Lines that are not empty, with their numbers.
fn lines(path: &Path) -> anyhow::Result<Vec<(usize, String)>> {
    let file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut lines = Vec::new();
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let line = line.with_context(|| format!("{}, line {}", path.display(), number + 1))?;
        if !line.trim().is_empty() {
            lines.push((number + 1, line));
        }
    }
    Ok(lines)
}
