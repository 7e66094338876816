//! What the style sheet states about the columns of tables: figures, names of the cells of cards, what scrolls.

use super::columns::Head::{Number, Text};
use super::columns::{ALL, Head, Shape};
use crate::render::terms::TERMS;

/// The cells that hold figures, by their columns: no cell has a class for it.
fn figures() -> String {
    let mut cells: Vec<String> = Vec::new();
    for columns in ALL {
        let is_number = |head: &Head| matches!(head, Number(_));
        let last_text = columns.heads.iter().rposition(|head| !is_number(head));
        let rest = last_text.map_or(0, |at| at + 1);
        let some = (1..).zip(columns.heads).take(rest).filter(|(_, head)| is_number(head));
        cells.extend(some.map(|(at, _)| format!(".c-{} :nth-child({at})", columns.name)));
        if rest < columns.heads.len() {
            cells.push(format!(".c-{} :nth-child(n+{})", columns.name, rest + 1));
        }
    }
    // Weaker than any class, so that cards set their cells as they like.
    format!(
        "\n:is(td,th):where({}){{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}}",
        cells.join(",")
    )
}

/// The style that names the cells of cards, and states what scrolls.
pub(super) fn style() -> String {
    let mut style = figures() + "\n@media screen and (max-width:40rem){";
    for columns in ALL.iter().filter(|columns| columns.shape == Shape::Cards) {
        for (at, head) in (1..).zip(columns.heads) {
            if let Text(text) | Number(text) = head {
                style += &format!(
                    ".c-{} td:nth-child({at})::before{{content:\"{text}\"}}",
                    columns.name
                );
            }
        }
    }
    let cue = TERMS.scroll_cue;
    style
        + &format!(
            ".scrolls::before,.picture>.picture-scroll::before{{content:\"{cue} \\2192\"}}}}"
        )
}

#[cfg(test)]
mod tests {
    use super::super::columns::Head::Plain;
    use super::*;

    #[test]
    fn each_table_of_cards_names_its_cells() {
        let style = style();
        assert!(style.contains(".c-inputs td:nth-child(3)::before{content:\"Records\"}"));
        let cards = style.split_once("@media").expect("cards").1;
        assert!(!cards.contains(".c-sums") && !cards.contains(".c-weights"));
        assert!(
            style.contains(".c-inputs :nth-child(3)")
                && style.contains(".c-weights :nth-child(n+2)")
        );
        for columns in ALL {
            for head in columns.heads {
                let (Plain(text) | Text(text) | Number(text)) = head;
                assert!(!text.contains(['"', '\\', '<']), "{text} is no plain CSS string");
            }
        }
        assert_eq!(style.matches('{').count(), style.matches('}').count());
    }
}
