//! The texts that take longest to render, of up to 32,000 characters: what is measured, and what tests bound.

/// The longest text that is taken.
pub const LENGTH: usize = 32_000;

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

/// Each with a name.
pub fn texts() -> Vec<(String, String)> {
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
