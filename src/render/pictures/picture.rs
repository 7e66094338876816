//! A picture with everything that those who do not see it need.

use super::compact::compact;
use super::svg::escape;

/// Wider pictures scroll on a small screen instead of becoming unreadable.
const WIDE: i64 = 560;

/// An SVG, the same in words, and the same data as a table.
#[derive(Debug, Clone, Default)]
pub struct Picture {
    /// The SVG: safe to be put into a page as it is.
    pub svg: String,
    /// What it is, as its title.
    pub title: String,
    /// The same in words: the alternative text where there is no table beside it.
    pub words: String,
    /// The same as a table.
    pub table: Table,
    /// How wide it is drawn.
    pub(super) width: i64,
    /// The same drawn for a narrow screen, where the wide drawing would not fit.
    pub(super) narrow: Option<String>,
    /// What its marks mean, where that is not in the drawing.
    pub(super) keys: Vec<Key>,
    /// A sentence below it; empty where there is none.
    pub(super) note: String,
}

/// A mark of a picture and what it means.
#[derive(Debug, Clone)]
pub(super) struct Key {
    /// The mark, drawn in 30 by 16 pixels; empty where it is a word of the picture.
    pub(super) mark: String,
    pub(super) words: String,
}

impl Key {
    pub(super) fn new(mark: String, words: impl Into<String>) -> Self {
        Key { mark, words: words.into() }
    }

    fn html(&self) -> String {
        let words = escape(&self.words);
        if self.mark.is_empty() {
            return format!("<li>{words}</li>");
        }
        // Units are pixels, by the rule of `.keys svg`. Its words are beside it, so that it has no name.
        let mark = compact(&format!("<svg class=\"chart graph\">{}</svg>", self.mark));
        format!("<li>{}{words}</li>", mark.replacen(" class=\"chart graph\"", "", 1))
    }
}

/// The data of a picture. The first cell of each row is its name.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The names of the columns.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
    /// Where cells lead, by row and column: the picture has these links, too.
    pub links: Vec<((usize, usize), String)>,
}

impl Table {
    pub(super) fn new<'a>(head: impl IntoIterator<Item = &'a str>) -> Self {
        Table { head: head.into_iter().map(String::from).collect(), ..Table::default() }
    }

    /// The table in HTML, named by its caption. The picture has the links.
    fn html(&self, caption: &str) -> String {
        let head: String = self
            .head
            .iter()
            .map(|name| format!("<th scope=\"col\">{}</th>", escape(name)))
            .collect();
        let mut html = format!(
            "<table><caption>{}</caption><thead><tr>{head}</tr></thead><tbody>",
            escape(caption)
        );
        for row in &self.rows {
            html += "<tr>";
            for (at, cell) in row.iter().enumerate() {
                let cell = escape(cell);
                html += &match at {
                    0 => format!("<th scope=\"row\">{cell}</th>"),
                    _ => format!("<td>{cell}</td>"),
                };
            }
            html += "</tr>";
        }
        html + "</tbody></table>"
    }
}

impl Picture {
    /// The SVG for a page that has the style sheet of [`super::style`].
    pub fn styled(&self) -> String {
        compact(&self.svg)
    }

    /// The figure of a page: the picture, what its marks mean, and its data in a `details`.
    pub fn figure(&self) -> String {
        let svg = self.styled();
        let drawn = match &self.narrow {
            // One of the two is shown.
            Some(narrow) => at("wide", &svg) + &at("narrow", &compact(narrow)),
            None if self.width > WIDE => format!(
                "<div class=\"picture-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Picture\">{svg}</div>"
            ),
            None => svg,
        };
        let keys: String = self.keys.iter().map(Key::html).collect();
        let keys = match keys.is_empty() {
            true => String::new(),
            false => format!("<ul class=\"keys\">{keys}</ul>"),
        };
        let note = match self.note.is_empty() {
            true => String::new(),
            false => format!("<p>{}</p>", escape(&self.note)),
        };
        format!(
            "<figure class=\"picture\">{drawn}{keys}{note}<details class=\"picture-data\">\
             <summary>Data of the picture</summary>\
             <div class=\"picture-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Data\">{}</div>\
             </details></figure>",
            self.table.html(&self.title)
        )
    }
}

/// A drawing that is shown at one width alone.
fn at(width: &str, svg: &str) -> String {
    svg.replacen("class=\"chart", &format!("class=\"at-{width} chart"), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_has_its_data_and_no_markup_of_others() {
        let mut table = Table::new(["Name", "Value"]);
        table.rows.push(vec!["<b>".into(), "\"1\"".into()]);
        table.rows.push(vec!["<i>".into(), "2".into()]);
        table.links.push(((0, 1), "a.html?\"".into()));
        let picture = Picture {
            svg: "<svg></svg>".into(),
            title: "A & B".into(),
            words: String::new(),
            table,
            width: 700,
            narrow: None,
            keys: Vec::new(),
            note: String::new(),
        };
        let html = picture.figure();
        assert!(html.contains("<th scope=\"row\">&lt;b&gt;</th><td>&quot;1&quot;</td>"));
        assert!(html.contains("<caption>A &amp; B</caption>") && !html.contains("<b>"));
        assert!(
            html.contains("tabindex=\"0\" aria-label=\"Picture\"><svg>") && !html.contains("<a ")
        );
        let small = Picture { width: 300, ..picture };
        assert!(small.figure().starts_with("<figure class=\"picture\"><svg>"));
        let svg = String::from("<svg class=\"chart\"></svg>");
        let keys =
            vec![Key::new("<path d=\"M0 0\"/>".into(), "a <b>"), Key::new(String::new(), "c")];
        let both = Picture { narrow: Some(svg.clone()), svg, keys, note: "d & e".into(), ..small };
        let html = both.figure();
        assert!(html.contains("class=\"at-wide chart\"></svg><svg class=\"at-narrow chart\">"));
        let keys =
            "<path d=\"M0 0\"/></svg>a &lt;b&gt;</li><li>c</li></ul><p>d &amp; e</p><details";
        assert!(
            html.contains(keys) && html.contains("<ul class=\"keys\"><li><svg><path"),
            "{html}"
        );
    }
}
