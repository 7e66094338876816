//! What people wrote themselves: Markdown in, harmless HTML or Markdown out.
//!
//! Raw HTML becomes text, links lead to the web or to a mailbox or nowhere, pictures become their
//! alternative text, headings stand below those of the report.

use super::prose_limits::{Limits, MAX_LINK, MAX_PROSE_COLUMNS, beginning};
use pulldown_cmark::{
    Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd,
    html,
};

/// Prose as HTML.
pub(super) fn to_html(prose: &str) -> String {
    let events = tame(prose).into_iter().map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Event::InlineHtml(opening(&dest_url)),
        Event::End(TagEnd::Link) => Event::InlineHtml("</a>".into()),
        // A line of prose begins no line of the page.
        Event::SoftBreak => Event::Text(" ".into()),
        other => other,
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    out
}

/// The events of a prose with everything dangerous turned into text or left out, within limits.
pub(super) fn tame(prose: &str) -> Vec<Event<'static>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut open_links: Vec<bool> = Vec::new();
    let mut heading = HeadingLevel::H2;
    let mut limits = Limits::default();
    let (prose, was_cut) = beginning(prose);
    for event in Parser::new_ext(prose, options) {
        let event = match event {
            Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => continue,
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let address = address(link_type, &dest_url);
                open_links.push(address.is_some());
                let Some(address) = address else { continue };
                Event::Start(Tag::Link {
                    link_type: LinkType::Inline,
                    dest_url: address.into(),
                    title: "".into(),
                    id: "".into(),
                })
            }
            Event::End(TagEnd::Link) if open_links.pop() != Some(true) => continue,
            Event::Start(Tag::Heading { level, .. }) => Event::Start(Tag::Heading {
                level: {
                    heading = lower(level, heading);
                    heading
                },
                id: None,
                classes: Vec::new(),
                attrs: Vec::new(),
            }),
            Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Heading(heading)),
            // Alignment would be written as a style attribute, which the page's policy refuses.
            Event::Start(Tag::Table(columns)) => {
                let columns = columns.len().min(MAX_PROSE_COLUMNS);
                Event::Start(Tag::Table(vec![Alignment::None; columns]))
            }
            Event::Start(Tag::CodeBlock(_)) => {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented))
            }
            other => other,
        };
        if !limits.take(event.into_static()) {
            break;
        }
    }
    limits.finish(was_cut)
}

/// Two levels further down, but never more than one below the heading before: the report's own
/// headings end at the second level around the prose, and screen readers follow the levels.
fn lower(level: HeadingLevel, before: HeadingLevel) -> HeadingLevel {
    let next = match before {
        HeadingLevel::H1 | HeadingLevel::H2 => HeadingLevel::H3,
        HeadingLevel::H3 => HeadingLevel::H4,
        HeadingLevel::H4 => HeadingLevel::H5,
        HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    };
    let asked = match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    };
    asked.min(next)
}

fn opening(address: &str) -> CowStr<'static> {
    let safe = address.replace('&', "&amp;");
    format!("<a href=\"{safe}\" rel=\"noopener noreferrer\">").into()
}

/// The address as it may be written in an attribute, if it leads to the web or to a mailbox.
fn address(kind: LinkType, url: &str) -> Option<String> {
    match kind {
        LinkType::Email => web_address(&format!("mailto:{url}")),
        _ => web_address(url),
    }
}

/// The same for an address from anywhere else.
pub(super) fn web_address(url: &str) -> Option<String> {
    let known = ["http://", "https://", "mailto:"];
    if url.len() > MAX_LINK {
        return None;
    }
    let lowered = url.to_ascii_lowercase();
    known.iter().find(|scheme| lowered.starts_with(**scheme) && lowered.len() > scheme.len())?;
    let mut safe = String::new();
    for byte in url.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => safe.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b':' | b'/' | b'?' | b'#' | b'@' | b'!' | b'$' | b'&' => {
                safe.push(char::from(byte));
            }
            b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=' | b'%' => safe.push(char::from(byte)),
            other => safe += &format!("%{other:02X}"),
        }
    }
    Some(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_of_people_never_becomes_markup_of_the_page() {
        for hostile in [
            "<script>alert(1)</script>",
            "hello <img src=x onerror=alert(1)>",
            "<svg/onload=alert(1)>",
            "[x](JaVaScRiPt:alert(1))",
            "[x](&#106;avascript:alert(1))",
            "[x](java&Tab;script:alert(1))",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "<javascript:alert(1)>",
            "<vbscript:x>",
            "[x](//evil.example)",
            "[x](file:///etc/passwd)",
            "![x\" onerror=\"alert(1)](https://evil.example/p.png)",
            "[x]: javascript:alert(1)\n\n[x]",
            "<style>body{display:none}</style>",
            "</main></body>",
        ] {
            let page = to_html(hostile);
            for sign in ["<script", "<img", "<svg", "href", "src=\"", "<style", "</main"] {
                assert!(!page.contains(sign), "{sign} in {page}");
            }
        }
    }

    #[test]
    fn good_links_stay_and_say_no_more_than_they_must() {
        assert_eq!(
            to_html("[a](https://x.example/?a=1&b=\"2) <me@x.example> ![the plan](p.png)"),
            "<p><a href=\"https://x.example/?a=1&amp;b=%222\" rel=\"noopener noreferrer\">a</a> \
             <a href=\"mailto:me@x.example\" rel=\"noopener noreferrer\">me@x.example</a> the plan\
             </p>\n"
        );
        assert!(to_html("[m](mailto:a@b.example)").contains("href=\"mailto:a@b.example\""));
    }

    #[test]
    fn headings_stand_below_the_report() {
        assert_eq!(
            to_html("# a\n\n###### b\n\n## c\n\n# d"),
            "<h3>a</h3>\n<h4>b</h4>\n<h4>c</h4>\n<h3>d</h3>\n"
        );
    }

    #[test]
    fn tables_need_no_style_attribute() {
        let page = to_html("| a | b |\n|:-:|--:|\n| 1 | 2 |\n");
        assert!(page.contains("<table>") && !page.contains("style"), "{page}");
    }
}
