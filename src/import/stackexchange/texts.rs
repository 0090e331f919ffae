//! Texts as they were typed, else as Markdown made of the HTML that was kept.

use htmd::Element;
use htmd::element_handler::{HandlerResult, Handlers};

use crate::platform::text::normalise::{normalise, single_line};
use crate::platform::text::{Limits, MarkdownSource};

/// What was taken elsewhere is taken here: as short as it is, and longer than what is typed today.
const LIMITS: Limits = Limits { min: 0, min_han: 0, max: 120_000 };
/// Of a text beyond reading so much is kept, in characters: the more the better, but each of its lines gets longer.
const KEPT: &[usize] = &[100_000, 15_000];

/// A text, and whether it had to be changed.
pub(super) fn source(text: &str) -> (MarkdownSource, bool) {
    match MarkdownSource::parse(text, LIMITS) {
        Ok(source) => (source, false),
        Err(_) => (plain(text), true),
    }
}

/// A text beyond reading, as code: every word of it stands, nothing in it is a mark.
fn plain(text: &str) -> MarkdownSource {
    let text = normalise(text);
    let wrapped = |kept: &usize| {
        let kept: String = text.chars().filter(|c| *c != '[').take(*kept).collect();
        // Nesting is counted by the line, and indented marks count: a sign before each line keeps them from being any.
        let lines: String = kept.lines().map(|line| format!("    \u{b7} {line}\n")).collect();
        MarkdownSource::parse(&lines, LIMITS).ok()
    };
    KEPT.iter().find_map(wrapped).expect("fifteen thousand lines fit")
}

/// Markdown of HTML: what no reader sees goes.
pub(super) fn of_html(html: &str) -> String {
    let converter =
        htmd::HtmlToMarkdown::builder().skip_tags(vec!["script", "style"]).add_handler(vec!["p"], paragraph).add_handler(vec!["img"], picture).build();
    // The converter fails on nothing that can be written; if it did, the HTML itself is text that is shown cleaned.
    converter.convert(html).unwrap_or_else(|_| html.to_owned())
}

/// A paragraph that begins a line with a number is no list.
fn paragraph(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let content = handlers.walk_children(element.node).content;
    let lines: Vec<String> = content.trim_matches('\n').split('\n').map(not_an_item).collect();
    Some(format!("\n\n{}\n\n", lines.join("\n")).into())
}

/// A picture whose description may hold brackets.
fn picture(_: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let of = |name: &str| element.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| attribute.value.to_string());
    let alt = single_line(&of("alt").unwrap_or_default()).replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    let src = of("src").filter(|src| !src.contains(['<', '>', '\n']))?;
    let is_plain = !src.contains([' ', '(', ')']);
    Some(if is_plain { format!("![{alt}]({src})") } else { format!("![{alt}](<{src}>)") }.into())
}

fn not_an_item(line: &str) -> String {
    let text = line.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    let is_item = digits > 0 && rest.starts_with(['.', ')']) && rest[1..].chars().next().is_none_or(char::is_whitespace);
    if is_item { format!("{number}\\{rest}") } else { line.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_beyond_reading_stands_as_code() {
        let (deep, is_changed) = source(&format!("{} words", "> ".repeat(60)));
        assert!(is_changed && deep.as_str().ends_with("words"), "{}", deep.as_str());
        let (long, is_changed) = source(&"letter ".repeat(100_000));
        assert!(is_changed && long.as_str().len() > 40_000);
        assert_eq!(source("  ok").0.as_str(), "  ok");
    }

    #[test]
    fn html_becomes_markdown() {
        assert_eq!(of_html("<p>One <strong>two</strong></p><script>x()</script>"), "One **two**");
        assert_eq!(of_html("<p>1. One<br>2) Two</p><ol><li>three</li></ol>"), "1\\. One  \n2\\) Two\n\n1.  three");
        assert_eq!(of_html("<img alt=\"a [b]\" src=\"https://x.example/a b.png\">"), "![a \\[b\\]](<https://x.example/a b.png>)");
        assert_eq!(of_html("<p>1.5 litres, 3</p>"), "1.5 litres, 3");
    }
}
