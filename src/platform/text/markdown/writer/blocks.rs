//! Blocks: paragraphs, headings, quotes, lists, tables, code.

use pulldown_cmark::{Alignment, CodeBlockKind, HeadingLevel, Tag, TagEnd};

use super::{CONTAINERS_MAX, Code, EMPHASIS_MAX, EMPTY_CELLS_MAX, Table, Writer};
use crate::platform::text::markdown::code;

impl Writer<'_> {
    pub(super) fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.block("<p>"),
            Tag::Heading { level, .. } => self.block(&format!("<{}>", heading(level))),
            Tag::BlockQuote(_) => self.open_container("<blockquote>\n"),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => code::language(&info),
                    CodeBlockKind::Indented => None,
                };
                self.code = Some(Code { language, text: String::new() });
            }
            Tag::HtmlBlock => self.html_block = Some(String::new()),
            Tag::List(None) => self.open_container("<ul>\n"),
            Tag::List(Some(1)) => self.open_container("<ol>\n"),
            Tag::List(Some(start)) => self.open_container(&format!("<ol start=\"{start}\">\n")),
            Tag::Item => self.open_container("<li>"),
            Tag::FootnoteDefinition(label) => {
                self.end_inline();
                let outer = std::mem::take(&mut self.out);
                self.notes.outer.push((label.into_string(), outer));
                self.containers.push(false);
            }
            Tag::Table(alignments) => {
                self.block("<div class=\"table-scroll\" tabindex=\"0\"><table>\n");
                let empty_cells = self.table.empty_cells;
                self.table = Table { alignments, empty_cells, ..Table::default() };
            }
            Tag::TableHead => {
                self.table.head = true;
                self.out.push_str("<thead>\n<tr>\n");
            }
            Tag::TableRow => {
                if !std::mem::replace(&mut self.table.body, true) {
                    self.out.push_str("<tbody>\n");
                }
                self.table.column = 0;
                self.out.push_str("<tr>\n");
            }
            Tag::TableCell => self.open_cell(),
            Tag::Emphasis => self.open_emphasis("<em>"),
            Tag::Strong => self.open_emphasis("<strong>"),
            Tag::Strikethrough => self.open_emphasis("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => self.open_link(link_type, &dest_url, &title),
            Tag::Image { dest_url, title, .. } => self.open_image(&dest_url, &title),
            Tag::Superscript | Tag::Subscript | Tag::DefinitionList | Tag::DefinitionListTitle | Tag::DefinitionListDefinition | Tag::MetadataBlock(_) => {}
        }
    }

    pub(super) fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.close_block("</p>\n"),
            TagEnd::Heading(level) => self.close_block(&format!("</{}>\n", heading(level))),
            TagEnd::BlockQuote(_) => self.close_container("</blockquote>\n"),
            TagEnd::CodeBlock => self.close_code(),
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html_block.take() {
                    self.raw_html(&html, true);
                }
            }
            TagEnd::List(ordered) => self.close_container(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => self.close_container("</li>\n"),
            TagEnd::FootnoteDefinition => self.close_definition(),
            TagEnd::Table => {
                self.out.push_str(if self.table.body { "</tbody>\n</table></div>\n" } else { "</table></div>\n" });
            }
            TagEnd::TableHead => {
                self.table.head = false;
                self.out.push_str("</tr>\n</thead>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => self.close_cell(),
            TagEnd::Emphasis => self.close_emphasis("</em>"),
            TagEnd::Strong => self.close_emphasis("</strong>"),
            TagEnd::Strikethrough => self.close_emphasis("</del>"),
            TagEnd::Link => {
                if self.link.pop() == Some(true) {
                    self.out.push_str("</a>");
                }
            }
            TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn close_block(&mut self, tag: &str) {
        self.end_inline();
        self.out.push_str(tag);
    }

    fn open_container(&mut self, tag: &str) {
        let written = self.containers.len() < CONTAINERS_MAX;
        if written {
            self.block(tag);
        } else {
            self.end_inline();
            self.leave_table();
        }
        self.containers.push(written);
    }

    fn close_container(&mut self, tag: &str) {
        self.end_inline();
        self.close_raw(self.containers.len());
        if self.containers.pop() == Some(true) {
            self.out.push_str(tag);
        }
    }

    fn close_definition(&mut self) {
        self.end_inline();
        self.close_raw(self.containers.len());
        self.containers.pop();
        if let Some((label, outer)) = self.notes.outer.pop() {
            let text = std::mem::replace(&mut self.out, outer);
            // The first definition of a label counts, as with links.
            self.notes.texts.entry(label).or_insert(text);
        }
    }

    fn open_emphasis(&mut self, tag: &str) {
        let written = self.emphasis.len() < EMPHASIS_MAX;
        if written {
            self.out.push_str(tag);
        }
        self.emphasis.push(written);
    }

    fn close_emphasis(&mut self, tag: &str) {
        if self.emphasis.pop() == Some(true) {
            self.out.push_str(tag);
        }
    }

    fn close_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        self.block("<pre tabindex=\"0\"><code");
        if let Some(language) = &code.language {
            self.out.push_str(&format!(" class=\"language-{language}\""));
        }
        self.out.push('>');
        code::write(&mut self.out, &code.text, code.language.as_deref(), &mut self.highlight);
        self.out.push_str("</code></pre>\n");
    }

    fn open_cell(&mut self) {
        let alignment = self.table.alignments.get(self.table.column);
        let class = match alignment {
            None | Some(Alignment::None) => "",
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
        };
        self.out.push_str(if self.table.head { "<th" } else { "<td" });
        self.out.push_str(class);
        self.out.push('>');
        self.table.column += 1;
        self.table.cell = self.out.len();
    }

    fn close_cell(&mut self) {
        self.end_inline();
        if self.out.len() == self.table.cell {
            self.table.empty_cells += 1;
            if self.table.empty_cells > EMPTY_CELLS_MAX {
                let start = self.out.rfind('<').unwrap_or(self.table.cell);
                self.out.truncate(start);
                return;
            }
        }
        self.out.push_str(if self.table.head { "</th>\n" } else { "</td>\n" });
    }
}

/// A page has one `h1`, and a topic's page puts `h2` above its posts.
fn heading(level: HeadingLevel) -> &'static str {
    match level {
        HeadingLevel::H1 => "h3",
        HeadingLevel::H2 => "h4",
        HeadingLevel::H3 => "h5",
        HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => "h6",
    }
}
