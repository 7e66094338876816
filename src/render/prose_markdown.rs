//! What people wrote themselves, written as Markdown again: the same words, nothing dangerous.

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::{escape, prose};

/// Prose as Markdown whose headings stand below those of the report.
pub(super) fn to_markdown(text: &str) -> String {
    let mut writer = Writer::default();
    for event in prose::tame(text) {
        writer.event(&event);
    }
    writer.out.trim().to_string()
}

#[derive(Default)]
struct Writer {
    out: String,
    /// What each new line begins with: quotes and the indents of lists.
    prefix: Vec<String>,
    /// The number of the next item of each open list; none where items have no number.
    lists: Vec<Option<u64>>,
    /// Addresses of open links.
    links: Vec<String>,
    /// The text of an open code block.
    code: Option<String>,
    /// Whether a new block must start on a line of its own.
    fresh: bool,
    /// Columns of the open table.
    columns: usize,
}

impl Writer {
    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(text),
                None => self.out += &escape::to_markdown(text),
            },
            Event::Code(code) => self.code_span(code),
            Event::SoftBreak => self.out.push(' '),
            Event::HardBreak => {
                self.out.push('\\');
                self.line();
            }
            Event::Rule => {
                self.block();
                self.out += "---";
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Paragraph => self.block(),
            Tag::CodeBlock(_) => self.code = Some(String::new()),
            Tag::Heading { level, .. } => {
                self.block();
                self.out += marks(*level);
            }
            Tag::BlockQuote(_) => {
                self.block();
                self.out += "> ";
                self.prefix.push("> ".into());
                self.fresh = true;
            }
            Tag::List(first) => {
                match self.lists.len() {
                    0 => self.block(),
                    _ if self.fresh => {}
                    _ => self.line(),
                }
                self.lists.push(*first);
                self.fresh = true;
            }
            Tag::Item => {
                if !std::mem::take(&mut self.fresh) {
                    self.line();
                }
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".into(),
                };
                self.out += &mark;
                self.prefix.push(" ".repeat(mark.len()));
                self.fresh = true;
            }
            Tag::Emphasis => self.out.push('*'),
            Tag::Strong => self.out += "**",
            Tag::Strikethrough => self.out += "~~",
            Tag::Link { dest_url, .. } => {
                self.links.push(dest_url.replace('(', "%28").replace(')', "%29"));
                self.out.push('[');
            }
            Tag::Table(columns) => self.columns = columns.len(),
            Tag::TableHead => {
                self.block();
                self.out.push('|');
            }
            Tag::TableRow => {
                self.line();
                self.out.push('|');
            }
            Tag::TableCell => self.out.push(' '),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(_) | TagEnd::Item => {
                self.prefix.pop();
                self.fresh = false;
            }
            TagEnd::List(_) => _ = self.lists.pop(),
            TagEnd::Emphasis => self.out.push('*'),
            TagEnd::Strong => self.out += "**",
            TagEnd::Strikethrough => self.out += "~~",
            TagEnd::Link => {
                let address = self.links.pop().unwrap_or_default();
                self.out += &format!("](<{address}>)");
            }
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::TableCell => self.out += " |",
            TagEnd::TableHead => {
                self.line();
                self.out += &format!("|{}", "---|".repeat(self.columns));
            }
            TagEnd::Table => self.columns = 0,
            _ => {}
        }
    }

    /// Begins a block: an empty line before it, unless it is the first of a quote or an item.
    fn block(&mut self) {
        if !std::mem::take(&mut self.fresh) && !self.out.is_empty() {
            let end = self.out.trim_end_matches([' ']).len();
            self.out.truncate(end);
            self.out.push('\n');
            self.out += self.prefix.concat().trim_end();
            self.line();
        }
    }

    fn line(&mut self) {
        self.out.push('\n');
        self.out += &self.prefix.concat();
    }

    fn code_span(&mut self, code: &str) {
        let fence = "`".repeat(longest_run(code) + 1);
        // In a table even code must not hold a bare pipe.
        let code = if self.columns > 0 { code.replace('|', "\\|") } else { code.to_string() };
        self.out += &format!("{fence} {code} {fence}");
    }

    fn code_block(&mut self) {
        let Some(code) = self.code.take() else { return };
        let fence = "`".repeat(longest_run(&code).max(2) + 1);
        self.block();
        self.out += &fence;
        for line in code.lines() {
            self.line();
            self.out += line;
        }
        self.line();
        self.out += &fence;
    }
}

fn longest_run(code: &str) -> usize {
    code.split(|letter| letter != '`').map(str::len).max().unwrap_or(0)
}

fn marks(level: HeadingLevel) -> &'static str {
    match level {
        HeadingLevel::H1 => "# ",
        HeadingLevel::H2 => "## ",
        HeadingLevel::H3 => "### ",
        HeadingLevel::H4 => "#### ",
        HeadingLevel::H5 => "##### ",
        HeadingLevel::H6 => "###### ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_again_it_reads_the_same() {
        for text in [
            "# A\n\nOne *two* **three** `four` ~~five~~\nsix\\\nseven",
            "- a\n- b\n  1. d\n  2. e\n\nf",
            "> quoted\n>\n> more",
            "```\ncode ``` | x\n\n  y\n```\n\nafter",
            "| a | b |\n|---|---|\n| `x` | y |\n",
            "[site](https://x.example/a_(b)) and a@b",
            "----",
        ] {
            let again = to_markdown(text);
            // Headings sink once more when the result is read again, so they are read as they are.
            let mut page = String::new();
            let options = pulldown_cmark::Options::ENABLE_TABLES
                | pulldown_cmark::Options::ENABLE_STRIKETHROUGH;
            let parser = pulldown_cmark::Parser::new_ext(&again, options);
            pulldown_cmark::html::push_html(&mut page, parser);
            let expected = prose::to_html(text).replace(" rel=\"noopener noreferrer\"", "");
            let plain =
                |page: &str| page.replace("%28", "(").replace("%29", ")").replace('\n', " ");
            assert_eq!(plain(&page), plain(&expected), "{again}");
        }
    }

    #[test]
    fn no_html_and_no_script_survive() {
        let text = "<script>x</script>\n\n<b onclick=x>y</b> [z](javascript:x) ![p](https://p)";
        let again = to_markdown(text);
        assert!(!again.contains('<') && !again.contains("javascript"), "{again}");
    }
}
