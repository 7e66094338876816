//! How much of people's own prose is printed. It is written by hand and short; what is longer, or nests
//! deeper, is a slip or an attack, and must not keep a report from being written.

use pulldown_cmark::{Event, Tag, TagEnd};

/// How many bytes of prose are printed.
const MAX_PROSE: usize = 256 * 1024;

/// How many quotes, lists, items, tables and emphases may be open at once: each level of a list takes
/// two. Layout nests at each of them.
const MAX_PROSE_DEPTH: usize = 12;

/// How many parts (texts, beginnings and ends) of prose are printed.
const MAX_PROSE_EVENTS: usize = 30_000;

/// How many columns of a table are printed.
pub(super) const MAX_PROSE_COLUMNS: usize = 32;

/// How long the address of a link may be; a longer one is printed as its text.
pub(super) const MAX_LINK: usize = 2_048;

/// The beginning of a prose that is too long, up to the end of a line where there is one.
pub(super) fn beginning(prose: &str) -> (&str, bool) {
    if prose.len() <= MAX_PROSE {
        return (prose, false);
    }
    let cut = (0..=MAX_PROSE).rev().find(|at| prose.is_char_boundary(*at)).unwrap_or_default();
    let start = prose.get(..cut).unwrap_or_default();
    let line = start.rfind('\n').filter(|at| *at > 0).unwrap_or(cut);
    (start.get(..line).unwrap_or_default(), true)
}

/// Keeps what can be printed of a prose, and counts what cannot.
#[derive(Default)]
pub(super) struct Limits<'p> {
    events: Vec<Event<'p>>,
    /// What is open, and whether its beginning was kept.
    open: Vec<(TagEnd, bool)>,
    depth: usize,
    column: usize,
    /// Whether a cell of a table is open: they do not nest.
    in_cell: bool,
    flattened: bool,
    full: bool,
}

impl<'p> Limits<'p> {
    /// Takes one more event; false where no more are taken.
    pub(super) fn take(&mut self, event: Event<'p>) -> bool {
        if self.events.len() >= MAX_PROSE_EVENTS {
            self.full = true;
            return false;
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            other => self.push(other),
        }
        true
    }

    fn start(&mut self, tag: Tag<'p>) {
        let end = tag.to_end();
        match end {
            TagEnd::TableHead | TagEnd::TableRow => self.column = 0,
            TagEnd::TableCell => {
                self.column += 1;
                self.in_cell = true;
            }
            _ => {}
        }
        let keeps = self.depth < MAX_PROSE_DEPTH && !self.is_beyond();
        self.flattened |= !keeps;
        self.depth += usize::from(keeps);
        self.open.push((end, keeps));
        if keeps {
            self.events.push(Event::Start(tag));
        }
    }

    fn end(&mut self, tag: TagEnd) {
        self.in_cell &= tag != TagEnd::TableCell;
        if self.open.pop().is_some_and(|(_, kept)| kept) {
            self.depth = self.depth.saturating_sub(1);
            self.events.push(Event::End(tag));
        }
    }

    fn push(&mut self, event: Event<'p>) {
        if !self.is_beyond() {
            self.events.push(event);
        }
    }

    /// Whether the place is in a column that is not printed.
    fn is_beyond(&self) -> bool {
        self.in_cell && self.column > MAX_PROSE_COLUMNS
    }

    /// The events that are printed, with a note where something is not printed as it is written.
    pub(super) fn finish(mut self, was_cut: bool) -> Vec<Event<'p>> {
        let open: Vec<TagEnd> =
            self.open.drain(..).rev().filter(|(_, kept)| *kept).map(|(end, _)| end).collect();
        self.events.extend(open.into_iter().map(Event::End));
        if was_cut || self.full {
            self.note("The rest of this text is not printed: it is too long.");
        }
        if self.flattened {
            self.note("Parts of this text are nested too deeply, or in too wide a table: they are printed without their deepest levels, and without the last columns.");
        }
        self.events
    }

    fn note(&mut self, words: &'static str) {
        self.events.extend([
            Event::Start(Tag::Paragraph),
            Event::Start(Tag::Emphasis),
            Event::Text(words.into()),
            Event::End(TagEnd::Emphasis),
            Event::End(TagEnd::Paragraph),
        ]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::prose::tame;

    fn depth(events: &[Event<'_>]) -> (usize, usize) {
        let (mut open, mut most) = (0_usize, 0);
        for event in events {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                _ => {}
            }
            most = most.max(open);
        }
        (open, most)
    }

    fn words(events: &[Event<'_>]) -> String {
        let text = |event: &Event<'_>| match event {
            Event::Text(text) | Event::Code(text) => Some(text.to_string()),
            _ => None,
        };
        events.iter().filter_map(text).collect()
    }

    #[test]
    fn what_nests_too_deeply_keeps_its_words_and_is_noted() {
        for prose in [
            format!("{}deep", ">".repeat(100_000)),
            format!("{}deep", "> ".repeat(20)),
            format!("{}deep", "- ".repeat(1_000)),
            format!("{}deep", "1. > ".repeat(400)),
        ] {
            let events = tame(&prose);
            let (open, most) = depth(&events);
            assert!(open == 0 && most <= MAX_PROSE_DEPTH, "{open} {most}");
            let text = words(&events);
            assert!(text.contains("deep") && text.contains("nested too deeply"), "{}", text.len());
        }
        let honest = "> - *a* **b** `c`\n>   1. [d](https://d.example)\n";
        assert!(!words(&tame(honest)).contains("nested"));
    }

    #[test]
    fn long_prose_is_cut_and_noted() {
        for prose in ["word ".repeat(100_000), "a\n\n".repeat(50_000), "ä".repeat(200_000)] {
            let events = tame(&prose);
            assert_eq!(depth(&events).0, 0);
            assert!(events.len() <= MAX_PROSE_EVENTS + 20, "{}", events.len());
            assert!(words(&events).ends_with("it is too long."));
        }
        let links = "a[[[[[[[[[[".repeat(4_000);
        assert!(words(&tame(&links)).starts_with("a[[[[[[[[[[a["));
    }

    #[test]
    fn wide_tables_lose_their_last_columns() {
        let row = "| x ".repeat(500);
        let events = tame(&format!("{row}|\n{}|\n{row}|\n", "|---".repeat(500)));
        let cells = events.iter().filter(|it| matches!(it, Event::Start(Tag::TableCell))).count();
        assert_eq!(cells, 2 * MAX_PROSE_COLUMNS);
        assert!(words(&events).contains("too wide a table"));
    }
}
