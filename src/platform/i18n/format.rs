//! Numbers and dates as each language writes them.

use super::{Lang, Zone};
use crate::platform::db::{Timestamp, push_two};

/// A moment for a template: machine-readable and readable, both absolute, so that a page can be kept.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Moment {
    /// For `datetime`.
    pub iso: String,
    /// For people.
    pub text: String,
}

impl Moment {
    /// Date and time of day in a reader's zone: "17 Nov 2026, 14:06".
    pub fn new(lang: Lang, zone: &Zone, at: Timestamp) -> Self {
        Self { iso: at.rfc3339(), text: date_time(lang, zone, at) }
    }

    /// The date alone, in a reader's zone: "17 Nov 2026".
    pub fn date(lang: Lang, zone: &Zone, at: Timestamp) -> Self {
        Self { iso: at.rfc3339(), text: date(lang, zone, at) }
    }
}

const EN_MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const NB_MONTHS: [&str; 12] = ["jan.", "feb.", "mars", "apr.", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des."];

/// "17 Nov 2026", "17. nov. 2026", "2026年11月17日".
pub fn date(lang: Lang, zone: &Zone, at: Timestamp) -> String {
    date_of(lang, zone.local(at))
}

fn date_of(lang: Lang, t: time::OffsetDateTime) -> String {
    let (year, month, day) = (t.year(), usize::from(u8::from(t.month())), t.day());
    let (day, year) = (day.to_string(), year.to_string());
    // Pages are full of dates: putting pieces together is several times as quick as the general formatter.
    match lang.tag() {
        "nb" => [&day, ". ", NB_MONTHS[month - 1], " ", &year].concat(),
        "zh-Hant" => [&year, "年", &month.to_string(), "月", &day, "日"].concat(),
        _ => [&day, " ", EN_MONTHS[month - 1], " ", &year].concat(),
    }
}

/// The date with the time of day on a 24-hour clock.
pub fn date_time(lang: Lang, zone: &Zone, at: Timestamp) -> String {
    let t = zone.local(at);
    let mut text = date_of(lang, t);
    text.push_str(if lang.tag() == "en" { ", " } else { " " });
    push_two(&mut text, t.hour());
    text.push(':');
    push_two(&mut text, t.minute());
    text
}

/// A whole number with the language's thousands sign: 1,204 or 1 204 (no-break space).
pub fn grouped(tag: &str, number: i64) -> String {
    let separator = if tag == "nb" { '\u{a0}' } else { ',' };
    let digits = number.unsigned_abs().to_string();
    if (0..1_000).contains(&number) {
        return digits;
    }
    let mut out = String::with_capacity(digits.len() + 4);
    if number < 0 {
        out.push('−');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// A count where there is little room: exact below 10,000, then 12.4k (zh 1.2 萬).
pub fn count(lang: Lang, number: i64) -> String {
    if number.abs() < 10_000 {
        return grouped(lang.tag(), number);
    }
    match lang.tag() {
        "zh-Hant" => format!("{:.1} 萬", number as f64 / 10_000.0),
        "nb" => format!("{:.1}k", number as f64 / 1_000.0).replace('.', ","),
        _ => format!("{:.1}k", number as f64 / 1_000.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_as_each_language_writes_them() {
        let nb = Lang::parse("nb").unwrap();
        let zh = Lang::parse("zh-Hant").unwrap();
        assert_eq!(count(Lang::FIRST, 1_204), "1,204");
        assert_eq!(count(nb, 1_204), "1\u{a0}204");
        assert_eq!(count(nb, 12_400), "12,4k");
        assert_eq!(count(zh, 12_400), "1.2 萬");
        assert_eq!(grouped("en", -1_234_567), "−1,234,567");
    }

    #[test]
    fn dates_stand_as_each_language_writes_them() {
        let at = Timestamp(1_795_269_960_000_000);
        let utc = Zone::default();
        assert_eq!(date_time(Lang::FIRST, &utc, at), "21 Nov 2026, 14:06");
        assert_eq!(date_time(Lang::parse("nb").unwrap(), &utc, at), "21. nov. 2026 14:06");
        assert_eq!(date_time(Lang::parse("zh-Hant").unwrap(), &utc, at), "2026年11月21日 14:06");
        assert_eq!(date_time(Lang::FIRST, &Zone::stored("Asia/Tokyo"), at), "21 Nov 2026, 23:06");
        assert_eq!(date(Lang::FIRST, &Zone::stored("Pacific/Auckland"), at), "22 Nov 2026");
    }

    #[test]
    fn the_best_language_is_found() {
        let all: Vec<Lang> = Lang::all().collect();
        let best = |accept| Lang::negotiate(accept, &all).map(Lang::tag);
        assert_eq!(best("no,en;q=0.5"), Some("nb"));
        assert_eq!(best("zh-TW,zh;q=0.9"), Some("zh-Hant"));
        assert_eq!(best("nb-NO"), Some("nb"));
        assert_eq!(best("tlh"), None);
    }
}
