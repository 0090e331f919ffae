//! Code with its words coloured by class.

use std::sync::OnceLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::writer::escape_into;

/// Highlighting costs a hundred times what escaping does: this much of a post's code gets it.
const HIGHLIGHT_MAX: usize = 4_000;

/// Longer lines are minified code, slow to parse and of no use in colours.
const LINE_MAX: usize = 160;

/// What grammars may cost within a post: they try each place of a line, and from there often the rest of it,
/// so a line counts with the square of its length. The 4,000 bytes may have 60 to a line, which few texts of people pass.
const WORK_MAX: usize = 60 * HIGHLIGHT_MAX;

/// Even an empty line is asked whether something begins there.
const LINE: usize = 200;

/// Each `<<END` of a shell's makes a grammar of its own, to find its end.
const HERE_TEXT: usize = 3_000;

/// Code that is nested deeper than this keeps its colours up to there.
const SCOPES_MAX: usize = 60;

/// Which parts of code get which class, by the innermost scope that matches; the first match wins.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "code-com"),
    ("string", "code-str"),
    ("constant.numeric", "code-num"),
    ("constant", "code-key"),
    ("keyword.operator", ""),
    ("keyword", "code-key"),
    ("storage", "code-key"),
    ("entity.name.tag", "code-key"),
    ("entity.other.attribute-name", "code-name"),
    ("entity.name", "code-name"),
    ("support.type.property-name", "code-name"),
    ("support", "code-name"),
    ("markup.inserted", "code-add"),
    ("markup.deleted", "code-del"),
];

/// Every class that highlighting makes.
pub(super) fn classes() -> impl Iterator<Item = &'static str> {
    CLASSES.iter().map(|(_, class)| *class).filter(|class| !class.is_empty())
}

/// Whether a class names a language the way [`language`] does.
pub(super) fn is_language_class(class: &str) -> bool {
    class.strip_prefix("language-").is_some_and(|name| language(name).as_deref() == Some(name))
}

/// The language that a fence names: its first word, lower-cased.
pub(super) fn language(info: &str) -> Option<String> {
    let word = info.split(|c: char| c.is_whitespace() || c == ',' || c == '{').next()?;
    let name = word.to_ascii_lowercase();
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"+#-.".contains(&b);
    (!name.is_empty() && name.len() <= 24 && name.bytes().all(allowed)).then_some(name)
}

/// What a post has left to spend on colours.
pub(super) struct Budget {
    bytes: usize,
    work: usize,
}

impl Budget {
    pub(super) fn whole() -> Self {
        Self { bytes: HIGHLIGHT_MAX, work: WORK_MAX }
    }

    /// Takes what this code needs, if it is there.
    fn spend(&mut self, code: &str) -> Option<()> {
        let mut left = self.work;
        for line in code.lines() {
            let here_texts = line.matches("<<").count() * HERE_TEXT;
            let work = (line.len() <= LINE_MAX).then(|| LINE + line.len().pow(2) + here_texts)?;
            left = left.checked_sub(work)?;
        }
        self.bytes = self.bytes.checked_sub(code.len())?;
        self.work = left;
        Some(())
    }
}

/// Appends the code as HTML; coloured if its language is known and the post can afford it.
pub(super) fn write(out: &mut String, code: &str, language: Option<&str>, budget: &mut Budget) {
    match language.and_then(syntax).filter(|_| budget.spend(code).is_some()) {
        Some(syntax) => highlight(out, code, syntax),
        None => escape_into(out, code),
    }
}

fn syntaxes() -> &'static SyntaxSet {
    static SYNTAXES: OnceLock<SyntaxSet> = OnceLock::new();
    SYNTAXES.get_or_init(SyntaxSet::load_defaults_newlines)
}

/// What merchants and their developers show each other. Other grammars are left out on purpose: some
/// need a second for a page of text that was made to hurt them.
fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let token = match language {
        "html" | "htm" | "liquid" | "twig" | "vue" | "svelte" => "html",
        "js" | "javascript" | "mjs" | "node" | "jsx" | "ts" | "typescript" | "tsx" => "js",
        "json" | "jsonc" | "json5" => "json",
        "bash" | "sh" | "shell" | "zsh" | "console" => "bash",
        "css" | "scss" | "less" => "css",
        "xml" | "svg" => "xml",
        "yaml" | "yml" => "yaml",
        "php" => "php",
        "py" | "python" => "py",
        "rb" | "ruby" => "rb",
        "sql" => "sql",
        "diff" | "patch" => "diff",
        "java" => "java",
        "c" | "h" => "c",
        "cpp" | "c++" => "cpp",
        "cs" | "csharp" | "c#" => "cs",
        "go" | "golang" => "go",
        "rs" | "rust" => "rs",
        _ => return None,
    };
    syntaxes().find_syntax_by_token(token)
}

fn highlight(out: &mut String, code: &str, syntax: &SyntaxReference) {
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut run = Run { out, class: "" };
    for line in code.split_inclusive('\n') {
        // White space at the end says nothing, and long runs of it are what grammars are slowest at.
        let (words, rest) = line.split_at(line.trim_end().len());
        let ops = if stack.len() > SCOPES_MAX { None } else { state.parse_line(&format!("{words}\n"), syntaxes()).ok() };
        let Some(ops) = ops else {
            run.push(line, "");
            continue;
        };
        let mut from = 0;
        for (at, op) in ops {
            let at = at.min(words.len());
            run.push(&words[from..at], class_of(&stack));
            from = at;
            if stack.apply(&op).is_err() {
                stack = ScopeStack::new();
            }
        }
        run.push(&words[from..], class_of(&stack));
        run.push(rest, "");
    }
    run.turn("");
}

fn class_of(stack: &ScopeStack) -> &'static str {
    static PREFIXES: OnceLock<Vec<(Scope, &'static str)>> = OnceLock::new();
    let prefixes = PREFIXES.get_or_init(|| CLASSES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect());
    stack.as_slice().iter().rev().find_map(|&scope| prefixes.iter().find(|(prefix, _)| prefix.is_prefix_of(scope))).map_or("", |(_, class)| class)
}

/// One span for neighbours of one class.
struct Run<'a> {
    out: &'a mut String,
    class: &'static str,
}

impl Run<'_> {
    fn push(&mut self, text: &str, class: &'static str) {
        if text.is_empty() {
            return;
        }
        let blank = text.bytes().all(|b| b.is_ascii_whitespace());
        if class != self.class && !(blank && class.is_empty() && !text.contains('\n')) {
            self.turn(class);
        }
        escape_into(self.out, text);
    }

    fn turn(&mut self, class: &'static str) {
        if !self.class.is_empty() {
            self.out.push_str("</span>");
        }
        if !class.is_empty() {
            self.out.push_str("<span class=\"");
            self.out.push_str(class);
            self.out.push_str("\">");
        }
        self.class = class;
    }
}
