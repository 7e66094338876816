//! A picture with everything that those who do not see it need.

use super::compact::compact;
use super::svg::escape;

/// Wider pictures scroll on a small screen instead of becoming unreadable.
const WIDE: i64 = 560;

/// An SVG, the same in words, and the same data as a table.
#[derive(Debug, Clone)]
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

    /// The figure of a page: the picture, and its data in a `details`.
    pub fn figure(&self) -> String {
        let svg = self.styled();
        let scroll = if self.width > WIDE {
            format!(
                "<div class=\"picture-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Picture\">{svg}</div>"
            )
        } else {
            svg
        };
        format!(
            "<figure class=\"picture\">{scroll}<details class=\"picture-data\">\
             <summary>Data of the picture</summary>\
             <div class=\"picture-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Data\">{}</div>\
             </details></figure>",
            self.table.html(&self.title)
        )
    }
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
        };
        let html = picture.figure();
        assert!(html.contains("<th scope=\"row\">&lt;b&gt;</th><td>&quot;1&quot;</td>"));
        assert!(html.contains("<caption>A &amp; B</caption>") && !html.contains("<b>"));
        assert!(
            html.contains("tabindex=\"0\" aria-label=\"Picture\"><svg>") && !html.contains("<a ")
        );
        let small = Picture { width: 300, ..picture };
        assert!(small.figure().starts_with("<figure class=\"picture\"><svg>"));
    }
}
