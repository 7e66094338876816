//! Data in Markdown: every character that a reader of Markdown could take for markup is disarmed.

use std::io::Write;

/// Joins two characters without a gap and without being seen: it keeps GitHub from reading
/// `@name` as a mention and `#12` as an issue, which backslashes do not.
const WORD_JOINER: char = '\u{2060}';

/// Takes the meaning out of markup and keeps each value on one line.
pub(super) fn markdown(text: &str, out: &mut dyn Write) -> std::io::Result<()> {
    let mut before: Option<char> = None;
    let mut letters = text.chars().peekable();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut position = 0;
    while let Some(letter) = letters.next() {
        let after = letters.peek().copied();
        let word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        match letter {
            '\n' | '\r' | '\t' => write!(out, " ")?,
            control if control.is_control() => {}
            '<' => write!(out, "&lt;")?,
            // A lone ampersand may stay; one that could begin an entity may not.
            '&' if after.is_some_and(|next| !next.is_alphanumeric() && next != '#') => {
                write!(out, "&")?;
            }
            '&' => write!(out, "&amp;")?,
            // Inside a word an underscore means nothing.
            '_' if word(before) && word(after) => write!(out, "_")?,
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => write!(out, "\\{letter}")?,
            '#' if after.is_some_and(|next| next.is_ascii_digit()) => {
                write!(out, "\\#{WORD_JOINER}")?;
            }
            '#' => write!(out, "\\#")?,
            // `name@host` stays as it is, so that finding ids can be copied.
            '@' if !word(before) => write!(out, "@{WORD_JOINER}")?,
            // Quotes, lists and underlines of headings begin a line.
            '>' if before.is_none() => write!(out, "&gt;")?,
            '-' | '+' | '=' | ':' if before.is_none() => write!(out, "\\{letter}")?,
            '.' | ')' if position > 0 && position == digits && !after.is_some_and(not_space) => {
                write!(out, "\\{letter}")?;
            }
            // `https://` and `www.` are links without any markup.
            ':' if after == Some('/') => write!(out, "\\:")?,
            '.' if before.is_some_and(|last| matches!(last, 'w' | 'W')) => write!(out, "\\.")?,
            plain => write!(out, "{plain}")?,
        }
        before = Some(letter);
        position += letter.len_utf8();
    }
    Ok(())
}

fn not_space(letter: char) -> bool {
    !letter.is_whitespace()
}

/// The same as a string.
pub(super) fn to_markdown(text: &str) -> String {
    let mut bytes = Vec::new();
    // Writing to memory cannot fail, and escaping writes nothing but characters.
    _ = markdown(text, &mut bytes);
    String::from_utf8(bytes).unwrap_or_default()
}

/// The same, but text between paired backticks is set as code. A pipe would end a table's
/// cell even there.
pub(super) fn with_code(text: &str) -> String {
    if text.matches('`').count() % 2 == 1 {
        return to_markdown(text);
    }
    let mut out = String::new();
    for (at, piece) in text.split('`').enumerate() {
        match at % 2 {
            0 => out += &to_markdown(piece),
            _ if piece.trim().is_empty() => out += &format!("\\`{piece}\\`"),
            _ => {
                let line = piece.replace(['\n', '\r', '\t'], " ").replace('|', "\\|");
                out += &format!("`{line}`");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Options, Parser, html};

    use super::*;

    /// What a reader of GitHub's Markdown makes of it.
    fn read(markdown: &str) -> String {
        let mut page = String::new();
        html::push_html(&mut page, Parser::new_ext(markdown, Options::ENABLE_TABLES));
        page
    }

    #[test]
    fn whatever_a_name_holds_is_read_as_text() {
        for name in [
            "# a heading",
            "- a list",
            "+ a list",
            "1. a list",
            "23) a list",
            "> a quote",
            "=====",
            "-----",
            "***",
            "`code` ``more``",
            "<b>bold</b> <!-- gone -->",
            "&lt; &#60; &amp A & B",
            "[a](https://evil.example)",
            "![a](https://evil.example/p.png)",
            "*a* _b_ __c__ ~~d~~ snake_case_name",
            "a \\ b \\",
            "[^1] [x]: y",
            "$x$ $$y$$",
            ":--",
        ] {
            let read = read(&to_markdown(name)).replace(WORD_JOINER, "");
            let plain = name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            assert_eq!(read, format!("<p>{plain}</p>\n"), "{name}");
        }
    }

    #[test]
    fn a_value_stays_in_its_cell() {
        let cell = to_markdown("a | b\n| c\r\n\n# d");
        let table = format!("| x |\n|---|\n| {cell} |\n");
        let page = read(&table);
        assert_eq!(page.matches("<td>").count(), 1, "{page}");
        assert!(page.contains("a | b | c") && !page.contains("<h1"), "{page}");
    }

    #[test]
    fn no_mention_and_no_link_is_made_by_accident() {
        assert_eq!(to_markdown("@octocat"), "@\u{2060}octocat");
        assert_eq!(to_markdown("(@octocat)"), "(@\u{2060}octocat)");
        assert_eq!(to_markdown("OWN-01@server/a_b"), "OWN-01@server/a_b");
        assert_eq!(to_markdown("see #12"), "see \\#\u{2060}12");
        assert_eq!(to_markdown("https://x www.x"), "https\\://x www\\.x");
    }
}
