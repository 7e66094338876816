//! JSON, with the comments and trailing commas that people's editors allow.

use jsonc_parser::ast::{ObjectPropName, Value as Ast};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use rayon::prelude::*;

use super::node::unique;
use super::{Budget, Entry, Fault, MAX_DEPTH, Node, Style, Value, few};

/// How many lines of NDJSON are read side by side.
const TOGETHER: usize = 4_096;
/// How many lines of a program's own words may precede its JSON.
const MAX_BANNER: usize = 5;

/// Reads one JSON document. An empty text is null. Programs print a line or two before their
/// result; such lines are passed over where they are clearly not JSON and the rest is.
///
/// # Errors
/// The first fault in the text: JSON cannot be read past it.
pub fn json(text: &str) -> Result<Node, Fault> {
    json_within(text, &mut Budget::of_input(text.len()))
}

/// The same within a budget.
///
/// # Errors
/// Those of [`json`], and where it needs more than the budget has.
pub fn json_within(text: &str, budget: &mut Budget) -> Result<Node, Fault> {
    let lines = Lines::of(text);
    let fault = match parse(text, &lines, budget) {
        Ok(node) => return Ok(node),
        Err(fault) => fault,
    };
    for start in after_banner(text, &lines) {
        let rest = format!("{}{}", blank(&text[..start]), &text[start..]);
        if let Ok(node) = parse(&rest, &Lines::of(&rest), budget) {
            return Ok(node);
        }
    }
    Err(fault)
}

/// The text with the lines before its first `{` or `[` emptied, where they are a program's own
/// words; none where there are none.
pub fn without_banner(text: &str) -> Option<String> {
    let start = after_banner(text, &Lines::of(text)).next()?;
    Some(format!("{}{}", blank(&text[..start]), &text[start..]))
}

/// Where JSON may begin, if the lines before it are words of a program: the lines that open with a
/// bracket. A log line may open with one too, so there may be several.
fn after_banner<'t>(text: &'t str, lines: &'t Lines) -> impl Iterator<Item = usize> + 't {
    let starts = lines.0.iter().copied().take(MAX_BANNER + 1);
    let opens =
        |start: &usize| text[*start..].trim_start_matches([' ', '\t']).starts_with(['{', '[']);
    // JSON of people begins with a comment at most; one that begins with a value is broken JSON.
    let first = text.trim_start();
    let words =
        first.starts_with('[') || first.starts_with(|c: char| c != '/' && c != '"' && c != '{');
    starts.filter(move |start| words && *start > 0).filter(opens)
}

/// As many line breaks as the text has, and nothing else.
fn blank(text: &str) -> String {
    "\n".repeat(text.matches('\n').count())
}

fn parse(text: &str, lines: &Lines, budget: &mut Budget) -> Result<Node, Fault> {
    let values = count(text, lines)?;
    // The parser builds a tree of its own first, of about the same size as ours.
    budget.nodes(values.saturating_mul(2), 0).map_err(|over| over.at(1))?;
    budget.spend(text.len()).map_err(|over| over.at(1))?;
    // Comments and trailing commas are allowed; anything else that is not JSON is a mistake.
    let options = ParseOptions {
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        ..ParseOptions::default()
    };
    let parsed = parse_to_ast(text, &CollectOptions::default(), &options);
    match parsed {
        Ok(result) => result.value.map_or(Ok(Node::null(1)), |value| node(value, lines)),
        Err(error) => Err(Fault::new(
            lines.at(error.range().start),
            format!("not valid JSON: {}", error.kind().to_string().to_lowercase()),
            "correct this line, or the one before it",
        )),
    }
}

/// Reads JSON documents, one a line. Blank lines are skipped; every broken line is a fault, up to the
/// number that is listed.
pub fn ndjson(text: &str) -> (Vec<Node>, Vec<Fault>) {
    ndjson_within(text, &mut Budget::of_input(text.len()))
}

/// The same within a budget; the line where it ends is the last fault.
pub fn ndjson_within(text: &str, budget: &mut Budget) -> (Vec<Node>, Vec<Fault>) {
    let lines = ndjson_lines(text);
    let (mut nodes, mut faults) = (Vec::with_capacity(lines.len()), Vec::new());
    let mut rest = lines.as_slice();
    while let Some((together, after)) = rest.split_at_checked(TOGETHER.min(rest.len()))
        && !together.is_empty()
    {
        // Each line is read as if it were the next one, and then paid for in order.
        let read = together.par_iter().map(|line| {
            let mut own = budget.clone();
            let read = own.node(0).is_ok().then(|| one_line(*line, &mut own));
            (read, own.spent() - budget.spent())
        });
        let read: Vec<_> = read.collect();
        for ((read, spent), at) in read.into_iter().zip(0..) {
            let paid = usize::try_from(spent).is_ok_and(|spent| budget.spend(spent).is_ok());
            let Some(read) = read.filter(|_| paid) else {
                // Here the budget ends, or nearly: the others are read one after another.
                in_order(rest.get(at..).unwrap_or_default(), budget, &mut nodes, &mut faults);
                return (nodes, few(faults));
            };
            match read {
                Ok(node) => nodes.push(node),
                Err(fault) => faults.push(fault),
            }
        }
        rest = after;
    }
    (nodes, few(faults))
}

/// The lines of NDJSON that hold a document, each with its position among all lines, from 0.
pub fn ndjson_lines(text: &str) -> Vec<(usize, &str)> {
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).collect()
}

/// Reads the document on one of these lines.
///
/// # Errors
/// The first fault on the line, or that it needs more than the budget has.
pub fn ndjson_line(line: (usize, &str), budget: &mut Budget) -> Result<Node, Fault> {
    let number = u32::try_from(line.0).unwrap_or(u32::MAX).saturating_add(1);
    budget.node(0).map_err(|over| over.at(number))?;
    one_line(line, budget)
}

/// Reads lines one after another, up to the one where the budget ends.
fn in_order(
    lines: &[(usize, &str)],
    budget: &mut Budget,
    nodes: &mut Vec<Node>,
    faults: &mut Vec<Fault>,
) {
    for line in lines {
        if let Err(over) = budget.node(0) {
            let number = u32::try_from(line.0).unwrap_or(u32::MAX).saturating_add(1);
            faults.push(over.at(number));
            break;
        }
        match one_line(*line, budget) {
            Ok(node) => nodes.push(node),
            Err(fault) => faults.push(fault),
        }
    }
}

/// The document on a line, which was paid for but for its content.
fn one_line((index, line): (usize, &str), budget: &mut Budget) -> Result<Node, Fault> {
    let shift = u32::try_from(index).unwrap_or(u32::MAX);
    match json_within(line, budget) {
        Ok(mut node) => {
            move_down(&mut node, shift);
            Ok(node)
        }
        Err(fault) => Err(Fault { line: fault.line.saturating_add(shift), ..fault }),
    }
}

fn node(value: Ast<'_>, lines: &Lines) -> Result<Node, Fault> {
    let line = lines.at(value.range().start);
    Ok(match value {
        Ast::NullKeyword(_) => Node::null(line),
        Ast::StringLit(text) => Node::scalar(line, text.value, Style::Quoted),
        Ast::NumberLit(number) => Node::scalar(line, number.value, Style::Plain),
        Ast::BooleanLit(flag) => Node::scalar(line, flag.value.to_string(), Style::Plain),
        Ast::Array(array) => {
            let nodes = array.elements.into_iter().map(|element| node(element, lines));
            Node { line, value: Value::List(nodes.collect::<Result<_, _>>()?) }
        }
        Ast::Object(object) => {
            let mut entries = Vec::with_capacity(object.properties.len());
            for property in object.properties {
                let line = lines.at(property.range.start);
                let key = match property.name {
                    ObjectPropName::String(text) => text.value.into_owned(),
                    ObjectPropName::Word(word) => word.value.to_string(),
                };
                entries.push(Entry { key, line, node: node(property.value, lines)? });
            }
            unique(&entries)?;
            Node { line, value: Value::Map(entries) }
        }
    })
}

fn move_down(node: &mut Node, by: u32) {
    node.line = node.line.saturating_add(by);
    match &mut node.value {
        Value::List(nodes) => nodes.iter_mut().for_each(|node| move_down(node, by)),
        Value::Map(entries) => {
            for entry in entries {
                entry.line = entry.line.saturating_add(by);
                move_down(&mut entry.node, by);
            }
        }
        Value::Null | Value::Scalar(_) => {}
    }
}

/// How many values a text can hold at most. The parser recurses and sets memory aside for each, so
/// both are looked at first.
fn count(text: &str, lines: &Lines) -> Result<usize, Fault> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    let mut values = 1_usize;
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => {
                depth += 1;
                values += 1;
                if depth > MAX_DEPTH {
                    let line = lines.at(offset);
                    return Err(Fault::new(
                        line,
                        "this is nested too deeply",
                        "flatten the document",
                    ));
                }
            }
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            b',' if !quoted => values += 1,
            _ => {}
        }
    }
    Ok(values)
}

/// Line starts, for turning an offset into a line.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Lines(std::iter::once(0).chain(breaks.map(|(offset, _)| offset + 1)).collect())
    }

    pub(super) fn at(&self, offset: usize) -> u32 {
        u32::try_from(self.0.partition_point(|start| *start <= offset)).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_trailing_commas_are_read() {
        let node = json("{\n  // why\n  \"a\": [1, 2,],\n}\n").expect("jsonc");
        assert_eq!(node.get("a").map(|a| (a.line, a.list().len())), Some((3, 2)));
    }

    #[test]
    fn a_fault_names_its_line() {
        assert_eq!(json("{\n\"a\": \n}\n").expect_err("broken").line, 3);
        assert!(json(&"[".repeat(10_000)).expect_err("deep").message.contains("deep"));
    }

    #[test]
    fn a_broken_line_does_not_affect_the_others() {
        let (nodes, faults) = ndjson("{\"a\":1}\n\n{oops\n{\"a\":2}\n");
        assert_eq!(nodes.iter().map(|node| node.line).collect::<Vec<_>>(), [1, 4]);
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [3]);
    }

    /// As one line after another: what is read, and where the budget ends.
    #[test]
    fn lines_that_are_read_side_by_side_are_paid_for_in_order() {
        let line = |number: usize| match number % 1_000 {
            7 => "{oops\n".to_string(),
            number => format!("{{\"a\": [{number}, 1, 2]}}\n"),
        };
        let text: String = (0..3 * TOGETHER).map(line).collect();
        let whole = Budget::of_input(text.len());
        let lines: Vec<(usize, &str)> = text.lines().enumerate().collect();
        let mut all = whole.clone();
        in_order(&lines, &mut all, &mut Vec::new(), &mut Vec::new());
        for share in [1, 2, 3, 4, 5, 7] {
            let mut own = whole.clone();
            let most = all.spent() / 6 * share;
            own.spend(usize::try_from(whole.most() - most).expect("small")).expect("enough");
            let (mut other, mut nodes, mut faults) = (own.clone(), Vec::new(), Vec::new());
            in_order(&lines, &mut other, &mut nodes, &mut faults);
            assert_eq!(ndjson_within(&text, &mut own), (nodes, few(faults)), "{share}");
            assert_eq!(own, other, "{share}");
        }
    }

    #[test]
    fn lines_of_a_program_before_its_result_are_passed_over() {
        for banner in ["Reading accounts...\n", "\u{1f437} scanner v3\n\n", "[INFO] two found\n"] {
            let lines = u32::try_from(banner.matches('\n').count()).expect("few");
            let node = json(&format!("{banner}{{\n  \"a\": [1]\n}}\n")).expect(banner);
            assert_eq!(node.get("a").map(|a| a.line), Some(lines + 2), "{banner}");
            assert!(json(&format!("{banner}[]\n")).is_ok(), "{banner}");
        }
        // Broken JSON stays broken, with the line of the fault.
        assert_eq!(json("{\n\"a\": ,\n\"b\":\n{}}\n").expect_err("broken").line, 2);
        assert_eq!(json("\"a\":\n{}\n").expect_err("no object").line, 1);
        assert!(json("words\nand more words\n").is_err());
        assert!(json(&format!("{}{{}}\n", "words\n".repeat(9))).is_err());
        assert_eq!(without_banner("v3\n{\"a\":1}\n{}\n").as_deref(), Some("\n{\"a\":1}\n{}\n"));
        assert_eq!(without_banner("{\"a\":1}\n{}\n"), None);
    }
}
