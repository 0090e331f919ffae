//! The languages that somebody reads: lists of topics show these and leave the others out.

pub mod pages;

use crate::platform::i18n::Lang;

/// Where a visitor's choice is kept.
pub const COOKIE: &str = "reads";

/// Reads tags parted by dots, as they are stored; what is no language is left out.
pub fn parse(text: &str) -> Vec<Lang> {
    let named: Vec<Lang> = text.split('.').filter_map(Lang::parse).collect();
    Lang::all().filter(|lang| named.contains(lang)).collect()
}

/// Languages as they are stored.
pub fn write(languages: &[Lang]) -> String {
    languages.iter().map(|lang| lang.tag()).collect::<Vec<_>>().join(".")
}

/// Those of the chosen languages that a community has; none when they are all it has, which leaves nothing out.
pub fn narrowed(chosen: &[Lang], offered: &[Lang]) -> Vec<Lang> {
    let narrowed: Vec<Lang> = offered.iter().copied().filter(|lang| chosen.contains(lang)).collect();
    if narrowed.len() == offered.len() { Vec::new() } else { narrowed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_read_as_written() {
        let all: Vec<Lang> = Lang::all().collect();
        assert_eq!(parse(&write(&all)), all);
        assert_eq!(parse("zh-Hant.en.en.xx"), [all[0], all[2]]);
        assert_eq!((parse(""), write(&[])), (vec![], String::new()));
    }

    #[test]
    fn all_that_there_is_leaves_nothing_out() {
        let all: Vec<Lang> = Lang::all().collect();
        assert_eq!(narrowed(&all, &all), []);
        assert_eq!(narrowed(&all[1..], &all), all[1..]);
        assert_eq!(narrowed(&all[1..], &all[..1]), [], "a language that the community gave up");
    }
}
