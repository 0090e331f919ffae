//! Languages told apart on real questions and passages.

use guildhall::platform::text::language::{LETTERS_FOR_WORDS, detect};
use serde_json::Value;

use super::text_conformance::shared;

#[test]
fn languages_of_real_texts() {
    let candidates = ["en", "nb", "zh-Hant", "de", "fr", "es", "pt"];
    for (file, wanted) in [("search/se-answers/corpus.jsonl", "en"), ("search/norquad-nb/corpus.jsonl", "nb"), ("search/cmrc2018-zh/corpus.jsonl", "zh-Hant")] {
        let (mut right, mut wrong) = (0, 0);
        for line in shared(file).lines().take(700) {
            let document: Value = serde_json::from_str(line).unwrap();
            let text: String = document["text"].as_str().unwrap_or_default().chars().take(200).collect();
            if text.chars().filter(|c| c.is_alphabetic()).count() < LETTERS_FOR_WORDS {
                continue;
            }
            match detect(&text, &candidates) {
                Some(found) if found == wanted => right += 1,
                _ => wrong += 1,
            }
        }
        assert!(right > 400 && wrong * 50 <= right, "{file}: {right} right, {wrong} wrong or not told");
    }
}
