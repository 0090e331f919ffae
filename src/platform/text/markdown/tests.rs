use super::*;

struct Community;

impl Links for Community {
    fn member(&self, username_key: &str) -> Option<Member> {
        let id = ["ann", "王小明", "bjørn"].iter().position(|known| *known == username_key)?;
        let username = ["Ann", "王小明", "Bjørn"][id].to_owned();
        let url = format!("/u/{username}");
        Some(Member { id: i64::try_from(id).ok()? + 1, username, url })
    }

    fn base_url(&self) -> &'static str {
        "https://forum.example.com"
    }
}

fn html(source: &str) -> String {
    render(source, &Community).html.into_string()
}

#[test]
fn mentions() {
    let source = "@Ann and @王小明你好, ann@example.com, `@ann`, [@ann](/x) and @nobody; @ANN again";
    let rendered = render(source, &Community);
    let html = rendered.html.as_str();
    assert!(html.contains("<a class=\"mention\" href=\"/u/Ann\">@Ann</a> and"), "{html}");
    assert!(html.contains(">@王小明</a>你好"), "{html}");
    assert!(html.contains("<code>@ann</code>, <a href=\"/x\">@ann</a> and @nobody;"), "{html}");
    let typed: Vec<_> = rendered.mentions.iter().map(|m| (m.member, m.typed.as_str())).collect();
    assert_eq!(typed, [(1, "Ann"), (2, "王小明")]);
    assert_eq!(mention_candidates(source), ["ann", "王小明你好", "王小明你", "王小明", "nobody"]);
    assert_eq!(mention_candidates("no names here"), Vec::<String>::new());
}

#[test]
fn mentions_are_bounded() {
    let many: String = (0..200).map(|i| format!("@name{i} ")).collect();
    assert_eq!(mention_candidates(&many).len(), MENTIONS_MAX);
}

#[test]
fn links_out_are_marked() {
    assert_eq!(
        html("[a](https://forum.example.com/x) [b](https://b.example \"t\")"),
        "<p><a href=\"/x\">a</a> <a href=\"https://b.example\" title=\"t\" rel=\"nofollow ugc noopener\">b</a></p>\n"
    );
    assert_eq!(
        html("<https://a.example/?x=1&y='>"),
        "<p><a href=\"https://a.example/?x=1&amp;y='\" rel=\"nofollow ugc noopener\">https://a.example/?x=1&amp;y='</a></p>\n"
    );
}

#[test]
fn images_from_elsewhere_are_links() {
    assert_eq!(html("![a *b*](/uploads/x.png)"), "<p><img src=\"/uploads/x.png\" alt=\"a b\" loading=\"lazy\"></p>\n");
    assert_eq!(html("![](https://a.example/x.png)"), "<p><a href=\"https://a.example/x.png\" rel=\"nofollow ugc noopener\">https://a.example/x.png</a></p>\n");
    assert_eq!(html("[![shop](https://a.example/x.png)](/y)"), "<p><a href=\"/y\">shop</a></p>\n");
    assert_eq!(html("<img src='//a.example/x' alt=\"p&l\">"), "<a href=\"//a.example/x\" rel=\"nofollow ugc noopener\">p&amp;l</a>");
    assert_eq!(
        html("x <img src='https&#58;//a.example/x'> <img src=/a onerror=x width=20>"),
        "<p>x <a href=\"https://a.example/x\" rel=\"nofollow ugc noopener\">https://a.example/x</a> <img src=\"/a\" alt=\"\" width=\"20\" loading=\"lazy\"></p>\n"
    );
}

#[test]
fn tables_align_by_class() {
    let table = html("| a | b |\n|:-:|--:|\n| 1 | |\n");
    assert_eq!(
        table.replace('\n', ""),
        "<div class=\"table-scroll\" tabindex=\"0\"><table><thead><tr><th class=\"align-center\">a</th><th class=\"align-right\">b</th></tr></thead><tbody><tr><td class=\"align-center\">1</td><td class=\"align-right\"></td></tr></tbody></table></div>"
    );
}

#[test]
fn tasks_have_labels() {
    let list = html("- [x] paid *now*\n  - [ ] sent\n- [ ] done\n\n  more");
    assert_eq!(
        list.replace('\n', ""),
        "<ul><li><p><label class=\"task\"><input type=\"checkbox\" disabled=\"\" checked=\"\"> paid <em>now</em></label></p><ul><li><label class=\"task\"><input type=\"checkbox\" disabled=\"\"> sent</label></li></ul></li><li><p><label class=\"task\"><input type=\"checkbox\" disabled=\"\"> done</label></p><p>more</p></li></ul>"
    );
}

#[test]
fn headings_move_down() {
    assert_eq!(html("# a\n## b\n### c\n#### d\n##### e"), "<h3>a</h3>\n<h4>b</h4>\n<h5>c</h5>\n<h6>d</h6>\n<h6>e</h6>\n");
    assert_eq!(html("<h1 id=x onclick=y>a</h1>"), "<h3>a</h3>");
}

#[test]
fn code_is_coloured_by_class() {
    let js = html("```js title=x\nlet a = \"b\"; // 1 < 2\n```");
    assert!(js.starts_with("<pre tabindex=\"0\"><code class=\"language-js\"><span class=\"code-key\">let </span>"), "{js}");
    assert!(js.contains("<span class=\"code-str\">\"b\"</span>"), "{js}");
    assert!(js.contains("<span class=\"code-com\">// 1 &lt; 2</span>\n"), "{js}");
    let liquid = html("```liquid\n<p class=\"a\">{{ shop.name }}</p>\n```");
    assert!(liquid.contains("language-liquid\">") && liquid.contains("{{ shop.name }}"), "{liquid}");
    assert!(liquid.contains("<span class=\"code-"), "{liquid}");
    assert_eq!(html("```no\"such\n<b>\n```"), "<pre tabindex=\"0\"><code>&lt;b&gt;\n</code></pre>\n");
    assert_eq!(html("    @ann https://a.example"), "<pre tabindex=\"0\"><code>@ann https://a.example</code></pre>\n");
}

#[test]
fn footnotes_of_different_posts_do_not_meet() {
    let (one, two) = (html("a[^1]\n\n[^1]: x *y*"), html("b[^1]\n\n[^1]: x *y*"));
    let id = |html: &str| html.split("id=\"fn-").nth(1).map(|rest| rest[..10].to_owned()).unwrap();
    assert_ne!(id(&one), id(&two));
    assert!(one.contains("<p>x <em>y</em> <a href=\"#fnref-"), "{one}");
    assert_eq!(one, html("a[^1]\n\n[^1]: x *y*"));
}

#[test]
fn typed_html_stays_in_its_block() {
    assert_eq!(html("a <b>c\n\nd"), "<p>a <b>c</b></p>\n<p>d</p>\n");
    assert_eq!(html("*a <kbd>b* c</kbd> d"), "<p><em>a <kbd>b</kbd></em> c d</p>\n");
    assert_eq!(html("press <kbd>@ann</kbd> </b></p> H<sub>2</sub>O"), "<p>press <kbd>@ann</kbd>  H<sub>2</sub>O</p>\n");
    let details = html("- <details class=x open>\n  <summary>Log</summary>\n\n  *inside*\n\n- next");
    assert_eq!(details.replace('\n', ""), "<ul><li><details><summary>Log</summary><p><em>inside</em></p></details></li><li><p>next</p></li></ul>");
    assert_eq!(html("<del>\n\n*a*\n\n</del>\n\nb"), "<del>\n<p><em>a</em></p>\n</del>\n<p>b</p>\n");
    assert_eq!(html("- <blockquote>\n\n  a\n- b").replace('\n', ""), "<ul><li><blockquote><p>a</p></blockquote></li><li><p>b</p></li></ul>");
    assert_eq!(html("<pre>\n\n\na</pre>"), "<pre>a</pre>");
    assert_eq!(html("<a href='/x' class=mention id=y style=z>@ann</a>"), "<p><a href=\"/x\">@ann</a></p>\n");
}

#[test]
fn typed_tables_are_whole() {
    let table = |rows: &str| format!("<div class=\"table-scroll\" tabindex=\"0\"><table>{rows}</table></div>");
    assert_eq!(html("<table><tr><th>a<td>b<tr><td>c</table>"), table("<tbody><tr><th>a</th><td>b</td></tr><tr><td>c</td></tr></tbody>"));
    assert_eq!(
        html("<table>\n\n<tr>\n\n<td>\n\n**a**\n\n</td>\n\n</tr>\n\n</table>").replace('\n', ""),
        table("<tbody><tr><td><p><strong>a</strong></p></td></tr></tbody>")
    );
    // What stands between the cells ends the table, and one without cells is none.
    assert_eq!(html("<table><tr><td>a</td>b<td>c</table>"), table("<tbody><tr><td>a</td></tr></tbody>") + "bc");
    assert_eq!(html("<table><tr>\n\na\n\n</tr></table>"), "<p>a</p>\n");
    assert_eq!(html("<td>a</td> <table><tr><td><table><tr><td>b"), format!("a {}", table("<tbody><tr><td></td></tr><tr><td>b</td></tr></tbody>")));
}

#[test]
fn references_say_what_they_mean_and_no_more() {
    assert_eq!(html("<b>&copy; &lt;i&gt; &amp;amp; &nosuch;</b>"), "<p><b>© &lt;i&gt; &amp;amp; &amp;nosuch;</b></p>\n");
    assert_eq!(html("<p>&copy; &lt;i&gt; &amp;amp; &#8238;&#7;&#0;x"), "<p>© &lt;i&gt; &amp;amp; \u{fffd}x</p>");
    assert_eq!(html("pay &#8238;&#x2066;dnuf&#7;"), "<p>pay dnuf</p>\n");
    assert_eq!(html("<a href=\"/&ouml;?a&amp;b\" title='&quot;\"'>x</a>"), "<p><a href=\"/%C3%B6?a&amp;b\" title=\"&quot;&quot;\">x</a></p>\n");
    assert_eq!(html("<a href='\\a\\b?\\'>x</a>"), "<p><a href=\"/a/b?%5C\">x</a></p>\n");
    assert_eq!(html("<a href='\\\\a.example'>x</a>"), "<p><a href=\"//a.example\" rel=\"nofollow ugc noopener\">x</a></p>\n");
}

#[test]
fn tags_that_swallow_text_are_shown() {
    assert_eq!(html("the <iframe> tag, <TextArea rows=2> too"), "<p>the &lt;iframe&gt; tag, &lt;TextArea rows=2&gt; too</p>\n");
    assert_eq!(html("<title>a</title>"), "&lt;title&gt;a&lt;/title&gt;");
    assert_eq!(html("<script>a</script>b<style>\n\nc"), "b&lt;style&gt;\n<p>c</p>\n");
}

#[test]
fn nothing_runs() {
    for source in [
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt&colon;alert(1))",
        "[a](&#x01;javascript:alert(1))",
        "![a](data:image/svg+xml,x)",
        "<javascript:alert(1)>",
        "<a href=\"java&Tab;script:alert(1)\">a</a>",
        "[a]: javascript:alert(1)\n\n[a]",
        "<details ontoggle=alert(1) open>x</details>",
    ] {
        let html = html(source).to_ascii_lowercase();
        assert!(!html.contains("href=") && !html.contains("src=") && !html.contains("ontoggle"), "{source}: {html}");
    }
    for source in [
        "<script>alert(1)</script>",
        "<svg onload=alert(1)>",
        "<math><mi//xlink:href=\"data:x,<script>\">",
        "<form><input name=x></form>",
        "<style>*{}</style>",
        "<iframe src=x>",
        "a<base href=//x>",
    ] {
        let html = html(source);
        assert!(!html.replace("<p>", "").replace("</p>", "").contains('<'), "{source}: {html}");
    }
}

#[test]
fn same_bytes_each_time() {
    let source = "# A\n\n@ann ```x``` | [^1]\n\n[^1]: b\n\n```rust\nfn main() {}\n```\n";
    assert_eq!(render(source, &Community), render(source, &Community));
}

/// Texts made to be expensive grow the page by a factor that is known; how long they take is measured by the benchmark.
#[test]
fn worst_texts_make_bounded_pages() {
    for (name, unit) in WORST {
        bounded(name, &unit.chars().cycle().take(32_000).collect::<String>());
    }
    let rows = format!("|{}\n|{}\n{}", "a|".repeat(4_000), "-|".repeat(4_000), "|\n".repeat(7_900));
    let formats: String = (0..1_000).map(|i| format!("<b id={i}>")).collect();
    let nested: String = (0..170).map(|i| format!("{}- a\n", "  ".repeat(i))).collect();
    let notes: String = (0..1_600).map(|i| format!("[^{i}]\n\n[^{i}]: a\n")).collect();
    let definitions: String = (0..1_500).map(|i| format!("[a{i}]\n\n[a{i}]: /b\n")).collect();
    for (name, source) in [
        ("wide table", rows),
        ("open tags", format!("{formats}\n\n{}", "a\n\n".repeat(7_000))),
        ("deep list", nested),
        ("deep quotes", format!("{}a\n\n", ">".repeat(40)).repeat(700)),
        ("footnotes", notes),
        ("definitions", definitions),
        ("title used often", format!("[a]: /b \"{}\"\n\n{}", "&".repeat(25_000), "[a]".repeat(1_900))),
        ("address used often", format!("[a]: /{}\n\n{}", "b".repeat(25_000), "[a]".repeat(1_900))),
    ] {
        bounded(name, &source);
    }
}

fn bounded(name: &str, source: &str) {
    assert!(source.chars().count() <= 32_000, "{name}");
    let beginning = html(&source.chars().take(3_000).collect::<String>());
    assert_eq!(PostHtml::clean(&beginning).as_str(), beginning, "{name}: cleaned twice it is something else");
    let html = html(source);
    assert!(html.len() < 600_000, "{name}: {} bytes", html.len());
    let mut deepest = 0;
    for node in scraper::Html::parse_fragment(&html).tree.nodes() {
        deepest = deepest.max(node.ancestors().count());
    }
    assert!(deepest <= 60, "{name}: {deepest} levels");
}

const WORST: &[(&str, &str)] = &[
    ("emphasis", "*a **b "),
    ("emphasis runs", "*_"),
    ("closing emphasis", "*a_ "),
    ("strike", "~a ~~b "),
    ("brackets", "["),
    ("images", "![a]("),
    ("closing brackets", "[a]"),
    ("quotes", ">"),
    ("quotes and lists", "> - "),
    ("lists", "- a\n  - b\n"),
    ("table", "|a|b\n|-|-\n"),
    ("cells", "|"),
    ("footnote", "[^a]"),
    ("footnote texts", "[^a]: b\n"),
    ("backticks", "`` ` "),
    ("tags", "<b>"),
    ("half tags", "<a "),
    ("comments", "<!--"),
    ("declarations", "<?"),
    ("entities", "&amp"),
    ("mentions", "@ann "),
    ("long mention", "@王"),
    ("addresses", "a@b."),
    ("links", "http://a.b "),
    ("link parentheses", "http://a.b/((((((((((((((((((((((((("),
    ("code", "```js\nlet a = `${b`}`;\n```\n"),
    ("one code", "```js\nx = /a[/]b/ + \"\\\n"),
    ("html code", "```html\n<a b='<c>'>&d;\n"),
    ("headings", "# a\n"),
    ("paragraphs", "a\n\n"),
    ("typed paragraphs", "<b><p>"),
    ("typed details", "<details>\n\n"),
    ("escapes", "\\<"),
    ("autolinks", "<a:b>"),
    ("scripts", "<script>"),
    ("typed cells", "<table><tr><td>\n\n"),
    ("words with www", "www.a.b__"),
];
