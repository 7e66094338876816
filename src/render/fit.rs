//! Markdown that fits where it is posted: cut at a line, with a line that states what was cut and where it is.

/// The longest text that forges accept as a comment, in characters. A byte is never less than a character.
pub(super) const LONGEST_COMMENT: usize = 65_536;

/// Cuts a text to a number of bytes. `rest` is where the rest is. Open `<details>` are closed.
pub(super) fn fit(text: String, most: usize, rest: &str) -> String {
    if text.len() <= most {
        return text;
    }
    let lines = text.lines().count();
    let note = |left: usize| format!("\n*Cut here: {left} more lines. {rest}*\n");
    let room = most.saturating_sub(note(lines).len() + "\n</details>\n".len());
    let (mut kept, mut count, mut open) = (String::new(), 0, false);
    for line in text.lines() {
        if kept.len() + line.len() + 1 > room {
            break;
        }
        kept += line;
        kept.push('\n');
        count += 1;
        open = match line {
            "<details>" => true,
            "</details>" => false,
            _ => open,
        };
    }
    if open {
        kept += "\n</details>\n";
    }
    kept + &note(lines - count)
}

/// A text of at most so many characters, on one line.
pub(super) fn clip(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default().trim_end()),
        None => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_fits_is_not_changed() {
        assert_eq!(fit("a\nb\n".into(), 4, "Elsewhere."), "a\nb\n");
    }

    #[test]
    fn a_cut_states_what_is_missing_and_where_it_is() {
        let text: String = (0..100).map(|line| format!("line {line}\n")).collect();
        let cut = fit(text, 200, "All of it is in posture.json.");
        assert!(cut.len() <= 200 && cut.starts_with("line 0\n"), "{cut}");
        let kept = cut.lines().filter(|line| line.starts_with("line")).count();
        assert!(cut.contains(&format!("{} more lines", 100 - kept)), "{cut}");
        assert!(cut.contains("posture.json"), "{cut}");
    }

    proptest! {
        #[test]
        fn no_text_is_longer_than_its_limit(
            lines in prop::collection::vec("[a-zä<>|]{0,60}|<details>|</details>", 0..80),
            most in 120_usize..900,
        ) {
            let cut = fit(lines.join("\n"), most, "The rest is elsewhere.");
            prop_assert!(cut.len() <= most, "{} > {most}", cut.len());
            let count = |tag: &str| cut.lines().filter(|line| *line == tag).count();
            if lines.iter().all(|line| line != "</details>") && lines.iter().filter(|l| *l == "<details>").count() <= 1 && cut.contains("Cut here") {
                prop_assert_eq!(count("<details>"), count("</details>"));
            }
        }
    }
}
