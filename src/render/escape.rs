//! Data in Markdown: every character that a reader of Markdown could take for markup is disarmed.

use std::io::Write;

use syntax::visible;

/// Takes the meaning out of markup and keeps each value on one line.
///
/// What a host of repositories links without any markup (`@name`, `#12`, `GH-12`, an address of mail)
/// is set as code, which it does not look into: a backslash does not keep it from that.
pub(super) fn markdown(text: &str, out: &mut dyn Write) -> std::io::Result<()> {
    let text = visible(text);
    let mut before: Option<char> = None;
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut position = 0;
    while let Some(rest) = text.get(position..).filter(|rest| !rest.is_empty()) {
        // Looked at once for each word, at its first letter.
        if before.is_none_or(|last| !in_word(last)) {
            let length = rest.find(|letter| !in_word(letter)).unwrap_or(rest.len());
            let (word, _) = rest.split_at(length);
            if is_linked(word) {
                write!(out, "`{word}`")?;
                before = word.chars().last();
                position += length;
                continue;
            }
        }
        let mut letters = rest.chars();
        let Some(letter) = letters.next() else { break };
        let after = letters.next();
        let is_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        match letter {
            '<' => write!(out, "&lt;")?,
            // A lone ampersand may stay; one that could begin an entity may not.
            '&' if after.is_some_and(|next| !next.is_alphanumeric() && next != '#') => {
                write!(out, "&")?;
            }
            '&' => write!(out, "&amp;")?,
            // Inside a word an underscore means nothing.
            '_' if is_word(before) && is_word(after) => write!(out, "_")?,
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '#' => {
                write!(out, "\\{letter}")?;
            }
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

/// What can be part of a name, a number or an address, and means nothing inside code.
fn in_word(letter: char) -> bool {
    letter.is_alphanumeric() || "@#./:+-_%=".contains(letter)
}

/// Whether a host makes a link of a word: to a person, an issue, a commit or a mailbox.
fn is_linked(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let at = |place: usize| letters.get(place).copied();
    let is = |place: Option<usize>, test: fn(char) -> bool| place.and_then(at).is_some_and(test);
    let follows = |place: usize| is(Some(place + 1), |letter| letter.is_alphanumeric());
    letters.iter().enumerate().any(|(place, letter)| match letter {
        '@' if follows(place) => {
            let named =
                is(place.checked_sub(1), |last| last.is_alphanumeric() || "._+-".contains(last));
            // `OWN-01@server/crm` names no host, so that ids of findings stay as they are.
            !named || has_host(letters.get(place + 1..).unwrap_or_default())
        }
        '#' => is(Some(place + 1), |next| next.is_ascii_digit()),
        'G' | 'g' => {
            let begins = !is(place.checked_sub(1), char::is_alphanumeric);
            begins
                && is(Some(place + 1), |next| next.eq_ignore_ascii_case(&'h'))
                && at(place + 2) == Some('-')
                && is(Some(place + 3), |next| next.is_ascii_digit())
        }
        _ => false,
    })
}

/// Whether a text begins with a name of a host, which has a dot in it.
fn has_host(text: &[char]) -> bool {
    let in_host = |letter: &&char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let host: Vec<&char> = text.iter().take_while(in_host).collect();
    let dot = host.iter().position(|letter| **letter == '.');
    dot.is_some_and(|dot| dot > 0 && host.get(dot + 1).is_some_and(|next| next.is_alphanumeric()))
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
                out += &format!("`{}`", visible(piece).replace('|', "\\|"));
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
            let read = read(&to_markdown(name)).replace("<code>", "").replace("</code>", "");
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
        assert!(page.contains("a | b\\u{a}| c") && !page.contains("<h1"), "{page}");
    }

    #[test]
    fn no_mention_and_no_link_is_made_by_accident() {
        for (text, written) in [
            ("@octocat", "`@octocat`"),
            ("(@octocat), @a/b", "(`@octocat`), `@a/b`"),
            ("OWN-01@server/a_b", "OWN-01@server/a_b"),
            ("see #12 and gh-7, o/r#3", "see `#12` and `gh-7`, `o/r#3`"),
            ("high-12 # 1 a@b", "high-12 \\# 1 a@b"),
            ("<ada@x.example>", "&lt;`ada@x.example`>"),
            ("xmpp:ada@x.example/room", "`xmpp:ada@x.example/room`"),
            ("mailto:ada@x.example|b", "`mailto:ada@x.example`\\|b"),
            ("`ada@x.example`", "\\``ada@x.example`\\`"),
            ("https://x www.x", "https\\://x www\\.x"),
        ] {
            assert_eq!(to_markdown(text), written);
        }
    }

    #[test]
    fn what_is_set_as_code_is_read_as_it_was_written() {
        for text in ["(@octocat)", "`a@x.example`", "a@x.example|b#1", "*@b*", "\\@b", "_#1_"] {
            let page = read(&to_markdown(text));
            let plain = page.replace("<code>", "").replace("</code>", "");
            assert_eq!(plain, format!("<p>{text}</p>\n"));
        }
    }

    #[test]
    fn breaks_and_what_cannot_be_seen_are_shown() {
        assert_eq!(
            to_markdown("a\r\n# b\u{202e}\u{200b}"),
            "a\\\\u{d}\\\\u{a}\\# b\\\\u{202e}\\\\u{200b}"
        );
    }
}
