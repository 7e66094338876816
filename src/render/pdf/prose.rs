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
/// How many characters of any other paragraph are printed: without a place to break it is one text, whose
/// length archival PDF limits, and with emphasis in it no single piece shows how long it is.
const MAX_PARAGRAPH: usize = 10_000;
/// What is printed behind the part of a paragraph that is.
const SHORTENED: &str = " … [shortened]";

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

/// The first blocks of a text, up to a number of characters; and whether that is the whole text.
pub(super) fn excerpt(markdown: &str, characters: usize) -> (Vec<Value>, bool) {
    let mut nodes = tree(markdown);
    let mut left = characters;
    let mut kept = 0;
    let mut whole = true;
    for node in &mut nodes {
        if left == 0 {
            whole = false;
            break;
        }
        whole &= length(node) <= left;
        shorten(node, &mut left);
        kept += 1;
    }
    nodes.truncate(kept);
    (nodes, whole)
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
    match node["t"].as_str() {
        Some("h") => {
            let mut left = MAX_HEADING;
            shorten(&mut node, &mut left);
        }
        Some("p" | "li" | "cell") => shorten_inline(&mut node),
        _ => {}
    }
    push(stack, node);
}

/// Cuts what is one paragraph in a node, and leaves the blocks in it, which have their own limits.
fn shorten_inline(node: &mut Value) {
    let Some(children) = node["c"].as_array_mut() else { return };
    let mut left = MAX_PARAGRAPH;
    let mut cut = false;
    for child in children.iter_mut().filter(|child| is_inline(child)) {
        cut |= length(child) > left;
        shorten(child, &mut left);
    }
    if cut {
        children.push(json!({"t": "text", "s": SHORTENED}));
    }
}

fn is_inline(node: &Value) -> bool {
    matches!(
        node["t"].as_str(),
        Some("text" | "code" | "em" | "strong" | "strike" | "a" | "span" | "br")
    )
}

/// How many characters the texts in a node have.
fn length(node: &Value) -> usize {
    let own = node["s"].as_str().map_or(0, |text| text.chars().count());
    let children = node["c"].as_array().map_or(0, |all| all.iter().map(length).sum());
    own + children
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
    let Some((_, children)) = stack.last_mut() else { return };
    // The reader of Markdown hands out a bracket or an escape at a time; apart they have no place to break.
    if node["t"] == "text"
        && let Some(more) = node["s"].as_str()
        && let Some(last) = children.last_mut().filter(|last| last["t"] == "text")
        && let Value::String(text) = &mut last["s"]
    {
        text.push_str(more);
        return;
    }
    children.push(node);
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
        assert!(tree.contains(" alt") && !tree.contains("y.png"));
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
    fn a_paragraph_is_one_text_and_has_a_longest_length() {
        let brackets = tree(&"a[[[[[[[[[[".repeat(4_000));
        let [text, note] = brackets[0]["c"].as_array().expect("pieces").as_slice() else {
            panic!("{}", brackets[0]["c"].as_array().map_or(0, Vec::len))
        };
        assert_eq!(text["s"].as_str().map(|text| text.chars().count()), Some(MAX_PARAGRAPH + 1));
        assert_eq!(note["s"], SHORTENED);
        for markdown in ["a*b*".repeat(9_000), format!("- {}", "a`b`".repeat(9_000))] {
            let whole = Value::from(tree(&markdown));
            let printed: usize = whole.as_array().expect("blocks").iter().map(length).sum();
            // A note that the reader of Markdown adds is a paragraph of its own.
            assert!(printed <= MAX_PARAGRAPH + 100, "{printed}");
            assert!(whole.to_string().contains(SHORTENED));
        }
        let words = "word ".repeat(1_000);
        assert!(!written(&words).contains(SHORTENED));
        let nested = format!("- one\n{}", "  - item\n".repeat(3_000));
        assert!(!written(&nested).contains(SHORTENED), "a list of short items is no paragraph");
    }

    #[test]
    fn tables_and_code_keep_their_shape() {
        let tree = tree("| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx\n  y\n```");
        assert_eq!(tree[0]["columns"], 2);
        assert_eq!(tree[0]["c"][1]["c"][1]["c"][0]["s"], "2");
        assert_eq!(tree[1]["c"][1]["s"], "  y");
    }
}
