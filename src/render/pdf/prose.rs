//! The organisation's own Markdown, tamed as for every format → a tree of plain nodes that the
//! template draws.

use pulldown_cmark::{Event, HeadingLevel, Tag};
use serde_json::{Value, json};

use crate::render::prose::tame;

/// The first heading level that is ours to give: the section around it has level 1.
const TOP: u8 = 2;
/// The deepest heading level.
const DEEPEST: u8 = 4;
/// How many characters of a heading are printed: it is a bookmark too, and archival PDF limits those.
const MAX_HEADING: usize = 300;

/// Markdown as a list of nodes `{t: kind, c: children, …}`.
pub(super) fn tree(markdown: &str) -> Vec<Value> {
    let mut stack: Vec<(Value, Vec<Value>)> = vec![(Value::Null, Vec::new())];
    let mut heading = TOP - 1;
    for event in tame(markdown) {
        match event {
            Event::Start(tag) => stack.push((open(&tag, &mut heading), Vec::new())),
            Event::End(_) => close(&mut stack),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                push(&mut stack, json!({"t": "text", "s": text.as_ref()}));
            }
            Event::Code(text) => push(&mut stack, json!({"t": "code", "s": text.as_ref()})),
            Event::SoftBreak => push(&mut stack, json!({"t": "text", "s": " "})),
            Event::HardBreak => push(&mut stack, json!({"t": "br"})),
            Event::Rule => push(&mut stack, json!({"t": "rule"})),
            // Switched off where prose is tamed; shown as written if that ever changes.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                push(&mut stack, json!({"t": "text", "s": text.as_ref()}));
            }
            Event::TaskListMarker(_) => {}
        }
    }
    while stack.len() > 1 {
        close(&mut stack);
    }
    stack.pop().map(|(_, children)| children).unwrap_or_default()
}

fn open(tag: &Tag<'_>, heading: &mut u8) -> Value {
    match tag {
        Tag::Paragraph | Tag::HtmlBlock => json!({"t": "p"}),
        Tag::Heading { level, .. } => {
            *heading = level_after(*heading, *level);
            json!({"t": "h", "level": *heading})
        }
        Tag::BlockQuote(_) => json!({"t": "quote"}),
        Tag::CodeBlock(_) => json!({"t": "pre"}),
        Tag::List(None) => json!({"t": "ul"}),
        Tag::List(Some(start)) => json!({"t": "ol", "start": start}),
        Tag::Item => json!({"t": "li"}),
        Tag::Table(columns) => json!({"t": "table", "columns": columns.len()}),
        Tag::TableHead => json!({"t": "head"}),
        Tag::TableRow => json!({"t": "row"}),
        Tag::TableCell => json!({"t": "cell"}),
        Tag::Emphasis => json!({"t": "em"}),
        Tag::Strong => json!({"t": "strong"}),
        Tag::Strikethrough => json!({"t": "strike"}),
        Tag::Link { dest_url, .. } => json!({"t": "a", "url": dest_url.as_ref()}),
        _ => json!({"t": "span"}),
    }
}

/// Levels count from [`TOP`] and skip none, or the export refuses the document. Tamed prose begins
/// one level below.
fn level_after(last: u8, asked: HeadingLevel) -> u8 {
    let asked = (asked as u8).saturating_sub(1);
    asked.clamp(TOP, (last + 1).min(DEEPEST))
}

fn close(stack: &mut Vec<(Value, Vec<Value>)>) {
    let Some((mut node, children)) = stack.pop() else { return };
    node["c"] = if node["t"] == "pre" { lines(&children) } else { children.into() };
    if node["t"] == "h" {
        let mut left = MAX_HEADING;
        shorten(&mut node, &mut left);
    }
    push(stack, node);
}

/// Cuts the texts in a node to what is left of a length.
fn shorten(node: &mut Value, left: &mut usize) {
    if let Some(text) = node["s"].as_str() {
        let count = text.chars().count();
        if count > *left {
            let cut: String = text.chars().take(*left).collect();
            node["s"] = if *left > 0 { format!("{cut}…") } else { cut }.into();
        }
        *left = left.saturating_sub(count);
    }
    if let Some(children) = node["c"].as_array_mut() {
        children.iter_mut().for_each(|child| shorten(child, left));
    }
}

/// Code keeps its lines; each is a text of its own.
fn lines(children: &[Value]) -> Value {
    let text: String = children.iter().filter_map(|child| child["s"].as_str()).collect();
    text.trim_end_matches('\n').split('\n').map(|line| json!({"t": "text", "s": line})).collect()
}

fn push(stack: &mut [(Value, Vec<Value>)], node: Value) {
    if let Some((_, children)) = stack.last_mut() {
        children.push(node);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(markdown: &str) -> String {
        Value::from(tree(markdown)).to_string()
    }

    #[test]
    fn html_is_text_and_pictures_are_words() {
        let tree = written("a <b onclick=x>c</b> ![alt](https://x/y.png)\n\n<script>");
        assert!(tree.contains("<b onclick=x>") && tree.contains("<script>"));
        assert!(tree.contains("\"alt\"") && !tree.contains("y.png"));
    }

    #[test]
    fn links_lead_to_web_and_mail_only() {
        let tree = written(
            "[a](https://ok.example) [b](JavaScript:alert(1)) [c](data:x) [d](mailto:a@b.example) \
             <e@f.example>",
        );
        assert!(tree.contains("https://ok.example") && tree.contains("mailto:a@b.example"));
        assert!(tree.contains("mailto:e@f.example"));
        assert!(!tree.contains("alert") && !tree.contains("data:x"));
    }

    #[test]
    fn heading_levels_skip_none() {
        let tree = tree("# a\n\n#### b\n\n###### c\n\n## d\n\n# e");
        let levels: Vec<_> = tree.iter().filter_map(|node| node["level"].as_u64()).collect();
        assert_eq!(levels, [2, 3, 4, 3, 2]);
    }

    #[test]
    fn a_heading_is_no_longer_than_a_bookmark_may_be() {
        let long = tree(&format!("# {} *{}*", "a b".repeat(20_000), "c".repeat(20_000)));
        let text = long[0].to_string();
        assert!(text.chars().count() < MAX_HEADING + 200 && text.contains('…'), "{}", text.len());
        assert!(!text.contains("cc"));
        assert_eq!(tree("# Short *words*")[0]["c"][1]["c"][0]["s"], "words");
    }

    #[test]
    fn tables_and_code_keep_their_shape() {
        let tree = tree("| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx\n  y\n```");
        assert_eq!(tree[0]["columns"], 2);
        assert_eq!(tree[0]["c"][1]["c"][1]["c"][0]["s"], "2");
        assert_eq!(tree[1]["c"][1]["s"], "  y");
    }
}
