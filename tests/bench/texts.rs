//! How long the worst texts of 32,000 characters take to render: prints the slowest, and fails above the bound.
//!
//! `cargo run --release --example texts` takes half a minute. What counts is the best of five renders.

use guildhall::platform::text::{Limits, Links, MarkdownSource, Member, render};
use std::process::ExitCode;
use std::time::Instant;

/// The longest text that is taken.
const LENGTH: usize = 32_000;
/// No text may hold a thread for longer.
const MOST_MS: f64 = 50.0;

/// Repeated until the text is full.
const UNITS: &[&str] = &[
    "*",
    "**a ",
    "*_",
    "*a_ ",
    "***a ",
    "*a_b*c_",
    "_",
    "__a__b ",
    "~",
    "~~a ",
    "`",
    "`` ` ",
    "a``b```c",
    "[",
    "[a]",
    "[a](",
    "[a](<",
    "[a](b \"",
    "![a](",
    "[[a]](b)",
    "](",
    "[a]: b\n",
    "[a\n",
    "[^a]",
    "[^a]: b\n",
    "[^a]: > - a\n",
    "<",
    "</",
    "<a",
    "<a<a<a",
    "<a href='x' ",
    "<b>",
    "<b><i><u><s>",
    "<b><p>",
    "<p>\n\n",
    "<!",
    "<!--",
    "x<!-- ",
    "<?",
    "<![CDATA[",
    "<script>",
    "<script>\n",
    "<style>x",
    "<svg>",
    "<textarea>",
    "<table><tr><td>\n\n",
    "<details>\n\n",
    "<pre>\n\n",
    "<ul><li>",
    "<img src=http://a/>",
    "<a href=x>y</a>",
    "<a b='c' b='c' ",
    ">",
    ">a\n\n",
    "> - ",
    "- ",
    "- \n",
    "-\n",
    "- - - a\n",
    "- a\n  - b\n",
    "* a\n\n",
    "1. a\n",
    "- [x] *a*\n",
    "# ",
    "# a\n",
    "a\n===\n",
    "---\n",
    "    a\n",
    "a\n\n",
    "a  \n",
    "\\",
    "\\<",
    "\n",
    " ",
    "\t\n",
    "|",
    "|a",
    "|a|\n|-|\n",
    "|a|b\n|-|-\n",
    "a|\n-|\n",
    ":-:|",
    "&",
    "&amp",
    "&#1;",
    "&ouml;",
    "\"",
    "@",
    "@@@@",
    "@ann ",
    "@ann@",
    "@王",
    "@王小明你好",
    "a@",
    "a@b.",
    "a.b@c.d ",
    "<a@b.c>",
    "<a:b>",
    "http://",
    "http://a.b ",
    "http://a.b/((((((((((",
    "http://a.b????",
    "www.",
    "www.a.b__",
    "h",
    "é",
    "e\u{301}",
    "王",
    "\u{200b}",
    "```\n",
    "~~~\n",
    "```js\nlet a = `${b`}`;\n```\n",
    "```html\n<a b='<c>'>&d;\n",
];

/// Repeated within a block of code of 3,900 characters, in lines of so many.
const CODE: &[&str] =
    &["a", "\n", "a\n", "<<A\n", "function", "::", "(", "<a ", "\"", "'", "/", "/* ", "a.", "a:", "${", "$", "@", "=", "\\", "struct ", "{", "a,"];
const LANGUAGES: &[&str] = &["html", "js", "json", "bash", "css", "xml", "yaml", "php", "py", "rb", "sql", "diff", "java", "c", "cpp", "cs", "go", "rs"];

struct Ann;

impl Links for Ann {
    fn member(&self, username_key: &str) -> Option<Member> {
        (username_key == "ann").then(|| Member { id: 1, username: "Ann".into(), url: "/u/Ann".into() })
    }

    fn base_url(&self) -> &'static str {
        "https://forum.example.com"
    }
}

fn main() -> ExitCode {
    let mut figures: Vec<(f64, usize, String)> = texts().into_iter().filter_map(|(name, text)| measured(name, &text)).collect();
    figures.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (ms, bytes, name) in figures.iter().take(20) {
        say(&format!("{ms:7.1} ms {bytes:8} bytes  {name}"));
    }
    let worst = figures.first().map_or(0.0, |(ms, ..)| *ms);
    say(&format!("{} texts, the slowest {worst:.1} ms, at most {MOST_MS} allowed", figures.len()));
    if worst <= MOST_MS { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn say(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Milliseconds and bytes of HTML; nothing for a text that is refused before it is rendered.
fn measured(name: String, text: &str) -> Option<(f64, usize, String)> {
    let source = MarkdownSource::parse(text, Limits::BODY).ok()?;
    let mut best = f64::MAX;
    let mut bytes = 0;
    for _ in 0..5 {
        let start = Instant::now();
        bytes = render(source.as_str(), &Ann).html.as_str().len();
        best = best.min(start.elapsed().as_secs_f64() * 1_000.0);
    }
    Some((best, bytes, name))
}

fn texts() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for unit in UNITS {
        for before in ["", "x "] {
            texts.push((format!("{before}{unit:?}"), before.chars().chain(unit.chars().cycle()).take(LENGTH).collect()));
        }
    }
    for (open, close) in
        [("[", "]"), ("*a ", "a*"), ("**a ", "a**"), ("<b>", "</b>"), ("![", "](a)"), ("(", ")"), ("`", "a"), ("<details>\n\n", "</details>\n\n")]
    {
        let times = LENGTH / (open.len() + close.len());
        texts.push((format!("{open:?} then {close:?}"), open.repeat(times) + &close.repeat(times)));
    }
    for columns in [10, 100, 1_000, 4_000] {
        let rows = (LENGTH - columns * 4 - 10) / 2;
        texts.push((format!("table of {columns}"), format!("|{}\n|{}\n{}", "a|".repeat(columns), "-|".repeat(columns), "|\n".repeat(rows))));
    }
    for language in LANGUAGES {
        for unit in CODE {
            texts.push((format!("{language} {unit:?}"), format!("```{language}\n{}\n```\n", lines(unit))));
        }
    }
    texts.push(("deep list".into(), (0..170).map(|i| format!("{}- a\n", "  ".repeat(i))).collect()));
    texts.push(("deep quotes".into(), format!("{}a\n\n", ">".repeat(40)).repeat(LENGTH / 44)));
    texts.push(("items in items".into(), format!("{}a\n", "- ".repeat(40)).repeat(LENGTH / 82)));
    texts.push(("footnotes".into(), (0..1_600).map(|i| format!("[^{i}]\n\n[^{i}]: a\n")).collect()));
    texts.push(("definitions".into(), (0..1_500).map(|i| format!("[a{i}]\n\n[a{i}]: /b\n")).collect()));
    texts.push(("title used often".into(), format!("[a]: /b \"{}\"\n\n{}", "&".repeat(25_000), "[a]".repeat(1_900))));
    texts.push(("address used often".into(), format!("[a]: /{}\n\n{}", "é".repeat(25_000), "[a]".repeat(1_900))));
    texts
}

fn lines(unit: &str) -> String {
    let mut code = String::new();
    let mut column = 0;
    while code.len() < 3_900 {
        if column + unit.len() > 59 && column > 0 {
            code.push('\n');
            column = 0;
        }
        code.push_str(unit);
        column = if unit.ends_with('\n') { 0 } else { column + unit.len() };
    }
    code
}
