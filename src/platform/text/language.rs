//! Which of a community's languages a text is written in.

use whatlang::{Detector, Lang};

use super::normalise::{is_han, is_kana};

/// From this many letters on, words tell languages of one script apart.
pub const LETTERS_FOR_WORDS: usize = 100;

/// Below this certainty the guess is worse than the author's own language.
const CERTAIN_ENOUGH: f64 = 0.02;

/// Everyday characters that only simplified texts use, and the traditional ones in their place.
const SIMPLIFIED: &str = "们这个来时说国为会对过发学经动进种开间实现与问东车长门书员单买卖货运费税钱账户网页订点击设置进选择应该还没让请谢谁怎么样图几样务认证级显条错误价优惠券积库存递邮区县银卡转线后台商铺";
const TRADITIONAL: &str = "們這個來時說國為會對過發學經動進種開間實現與問東車長門書員單買賣貨運費稅錢帳戶網頁訂點擊設置進選擇應該還沒讓請謝誰怎麼樣圖幾樣務認證級顯條錯誤價優惠券積庫存遞郵區縣銀卡轉線後臺商鋪";

/// The candidate that the text is written in, as the caller spelt it: by script, and among several
/// languages of one script by words. `None` when the text is too short or fits no candidate.
pub fn detect(text: &str, candidates: &[&str]) -> Option<String> {
    let counts = Letters::of(text);
    let found = match counts.main_script()? {
        Script::Han => chinese(text, candidates),
        script => {
            let fitting: Vec<&str> = candidates.iter().copied().filter(|c| Script::of_language(c) == Some(script)).collect();
            match fitting.as_slice() {
                [] => None,
                [only] => Some(*only),
                several if counts.total() >= LETTERS_FOR_WORDS => by_words(text, several),
                _ => None,
            }
        }
    };
    found.map(str::to_owned)
}

/// The direction in which a language is written, as HTML's `dir` wants it.
pub fn direction(lang: &str) -> &'static str {
    match primary(lang) {
        "ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "ks" | "ps" | "sd" | "ug" | "ur" | "yi" => "rtl",
        _ => "ltr",
    }
}

fn primary(lang: &str) -> &str {
    lang.split(['-', '_']).next().unwrap_or(lang)
}

/// Traditional or simplified by the characters that differ; a text without any is taken for the
/// first Chinese candidate.
fn chinese<'a>(text: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let fitting: Vec<&'a str> = candidates.iter().copied().filter(|c| primary(c) == "zh").collect();
    let differing = |own: &str, other: &str| text.chars().filter(|&c| own.contains(c) && !other.contains(c)).count();
    let simplified = differing(SIMPLIFIED, TRADITIONAL);
    let traditional = differing(TRADITIONAL, SIMPLIFIED);
    let wanted = match simplified.cmp(&traditional) {
        std::cmp::Ordering::Greater => Some(true),
        std::cmp::Ordering::Less => Some(false),
        std::cmp::Ordering::Equal => None,
    };
    let matching = fitting.iter().copied().find(|c| wanted.is_none_or(|w| is_simplified(c) == w));
    matching.or_else(|| fitting.first().copied())
}

fn is_simplified(lang: &str) -> bool {
    let lang = lang.to_ascii_lowercase();
    !["hant", "tw", "hk", "mo"].iter().any(|part| lang.split('-').any(|p| p == *part))
}

fn by_words<'a>(text: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let known: Vec<Lang> = candidates.iter().filter_map(|c| whatlang_code(c)).collect();
    let info = Detector::with_allowlist(known).detect(text)?;
    if info.confidence() < CERTAIN_ENOUGH {
        return None;
    }
    candidates.iter().copied().find(|c| whatlang_code(c) == Some(info.lang()))
}

fn whatlang_code(lang: &str) -> Option<Lang> {
    Lang::from_code(match primary(lang) {
        "en" => "eng",
        "nb" | "no" => "nob",
        "da" => "dan",
        "sv" => "swe",
        "fi" => "fin",
        "de" => "deu",
        "fr" => "fra",
        "es" => "spa",
        "pt" => "por",
        "it" => "ita",
        "nl" => "nld",
        "pl" => "pol",
        "cs" => "ces",
        "sk" => "slk",
        "hu" => "hun",
        "ro" => "ron",
        "tr" => "tur",
        "vi" => "vie",
        "id" => "ind",
        "et" => "est",
        "lv" => "lav",
        "lt" => "lit",
        "hr" => "hrv",
        "sl" => "slv",
        "ca" => "cat",
        "ru" => "rus",
        "uk" => "ukr",
        "bg" => "bul",
        "sr" => "srp",
        "be" => "bel",
        "ar" => "ara",
        "fa" => "pes",
        "ur" => "urd",
        "he" => "heb",
        "yi" => "yid",
        "hi" => "hin",
        "mr" => "mar",
        "ne" => "nep",
        _ => return None,
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Han,
    Japanese,
    Hangul,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Devanagari,
    Thai,
    Other,
}

impl Script {
    fn of_char(c: char) -> Self {
        match c {
            _ if is_han(c) => Self::Han,
            _ if is_kana(c) => Self::Japanese,
            '\u{0041}'..='\u{024F}' | '\u{1E00}'..='\u{1EFF}' | '\u{FF21}'..='\u{FF5A}' => Self::Latin,
            '\u{0370}'..='\u{03FF}' | '\u{1F00}'..='\u{1FFF}' => Self::Greek,
            '\u{0400}'..='\u{052F}' => Self::Cyrillic,
            '\u{0590}'..='\u{05FF}' => Self::Hebrew,
            '\u{0600}'..='\u{08FF}' | '\u{FB50}'..='\u{FEFE}' => Self::Arabic,
            '\u{0900}'..='\u{097F}' => Self::Devanagari,
            '\u{0E00}'..='\u{0E7F}' => Self::Thai,
            '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{AC00}'..='\u{D7AF}' => Self::Hangul,
            _ => Self::Other,
        }
    }

    /// `None` for a language whose script is not known here: it is never guessed.
    fn of_language(lang: &str) -> Option<Self> {
        Some(match primary(lang) {
            "zh" => Self::Han,
            "ja" => Self::Japanese,
            "ko" => Self::Hangul,
            "el" => Self::Greek,
            "th" => Self::Thai,
            "ru" | "uk" | "bg" | "sr" | "be" | "mk" => Self::Cyrillic,
            "ar" | "fa" | "ur" => Self::Arabic,
            "he" | "yi" => Self::Hebrew,
            "hi" | "mr" | "ne" => Self::Devanagari,
            _ if whatlang_code(lang).is_some() => Self::Latin,
            _ => return None,
        })
    }
}

/// How many letters of each script a text has.
struct Letters(Vec<(Script, usize)>);

impl Letters {
    fn of(text: &str) -> Self {
        let mut counts: Vec<(Script, usize)> = Vec::new();
        for script in text.chars().filter(|c| c.is_alphabetic()).map(Script::of_char) {
            match counts.iter_mut().find(|(s, _)| *s == script) {
                Some((_, n)) => *n += 1,
                None => counts.push((script, 1)),
            }
        }
        Self(counts)
    }

    fn count(&self, script: Script) -> usize {
        self.0.iter().find(|(s, _)| *s == script).map_or(0, |(_, n)| *n)
    }

    fn total(&self) -> usize {
        self.0.iter().map(|(_, n)| n).sum()
    }

    /// A character of Han, kana or Hangul says as much as two or three letters, and such texts are
    /// full of Latin names: weighed accordingly. Kana among Han is Japanese, unless it is a
    /// single の on a shop sign.
    fn main_script(&self) -> Option<Script> {
        let (kana, han) = (self.count(Script::Japanese), self.count(Script::Han));
        let east_asian = if kana * 10 >= (kana + han).max(1) { Script::Japanese } else { Script::Han };
        let mut best = (east_asian, (kana + han) * 3);
        for &(script, n) in &self.0 {
            let weight = match script {
                Script::Han | Script::Japanese | Script::Other => continue,
                Script::Hangul => n * 2,
                _ => n,
            };
            if weight > best.1 {
                best = (script, weight);
            }
        }
        (best.1 > 0).then_some(best.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &[&str] = &["en", "nb", "zh-Hant"];

    fn found(text: &str) -> Option<String> {
        detect(text, OURS)
    }

    #[test]
    fn by_script() {
        assert_eq!(found("超商取貨付款如何設定?").as_deref(), Some("zh-Hant"));
        assert_eq!(found("如何在 Shopline 後台設定 API webhook").as_deref(), Some("zh-Hant"));
        assert_eq!(detect("怎么设置运费", &["zh-Hant", "zh-Hans"]).as_deref(), Some("zh-Hans"));
        assert_eq!(detect("如何設定運費", &["zh-Hans", "zh-TW"]).as_deref(), Some("zh-TW"));
        assert_eq!(detect("送料の設定方法を教えてください", &["en", "ja", "zh-Hant"]).as_deref(), Some("ja"));
        assert_eq!(detect("배송비 설정 방법", &["en", "ko"]).as_deref(), Some("ko"));
        assert_eq!(found("送料の設定方法を教えてください"), None);
        assert_eq!(found("1234 !?"), None);
    }

    #[test]
    fn by_words() {
        let nb =
            "Jeg får ikke satt opp fraktpriser for kunder i Sverige, og nå lurer jeg på om det er noe jeg har gjort feil i innstillingene til butikken min.";
        let en = "I cannot set up the shipping rates for customers in Sweden, and now I am wondering whether I have done something wrong in my store settings.";
        assert_eq!(found(nb).as_deref(), Some("nb"));
        assert_eq!(found(en).as_deref(), Some("en"));
        assert_eq!(found("Payout"), None);
        assert_eq!(detect("Payout", &["en", "zh-Hant"]).as_deref(), Some("en"));
        assert_eq!(detect(nb, &["en", "nb", "de", "fr", "es", "pt"]).as_deref(), Some("nb"));
    }

    #[test]
    fn directions() {
        assert_eq!((direction("ar"), direction("he-IL"), direction("nb"), direction("zh-Hant")), ("rtl", "rtl", "ltr", "ltr"));
    }
}
