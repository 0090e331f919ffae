//! What a browser calls itself, in the words people know it by.

/// The mark in what a browser sends, and its name. The first that is found counts: most carry the marks of those below them.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
/// The same for what it runs on.
const SYSTEMS: &[(&str, &str)] =
    &[("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux")];

/// Such as "Firefox, Windows"; empty when neither part is known.
pub fn browser_name(sent: &str) -> String {
    let found = [BROWSERS, SYSTEMS].map(|names| names.iter().find(|(mark, _)| sent.contains(mark)).map(|(_, name)| *name));
    found.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::browser_name;

    #[test]
    fn browsers_have_the_names_people_know() {
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36";
        assert_eq!(browser_name(windows), "Chrome, Windows");
        assert_eq!(browser_name(&format!("{windows} Edg/149.0.0.0")), "Edge, Windows");
        assert_eq!(browser_name("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"), "Firefox, Linux");
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1";
        assert_eq!(browser_name(phone), "Safari, iPhone");
        assert_eq!(browser_name("curl/8.9"), "");
    }
}
