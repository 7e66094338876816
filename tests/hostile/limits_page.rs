//! `docs/limits.md` lists every limit with the number that the code has.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::files;

/// A constant: its file and its name.
type Name = (String, String);

/// What the page states.
fn stated(page: &str) -> BTreeMap<Name, u64> {
    let mut rows = BTreeMap::new();
    for row in page.lines().filter(|line| line.starts_with("| ") && line.contains('`')) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [_, limit, _, constant, file, reason, _] = cells.as_slice() else {
            panic!("a row with other columns: {row}");
        };
        assert!(!reason.is_empty(), "{row}");
        let (digits, unit) = limit.split_once(' ').unwrap_or((limit, ""));
        let number: u64 = digits.replace(',', "").parse().unwrap_or_else(|_| panic!("{row}"));
        let unit = match unit {
            "" => 1,
            "KiB" => 1 << 10,
            "MiB" => 1 << 20,
            other => panic!("an unknown unit {other}: {row}"),
        };
        let name = ((*file).to_string(), constant.trim_matches('`').to_string());
        assert!(rows.insert(name, number * unit).is_none(), "two rows: {row}");
    }
    rows
}

/// The value of `64 * 1024`, `64 << 20` or `16_384`.
fn value(expression: &str) -> Option<u64> {
    if let Some((left, right)) = expression.split_once("<<") {
        return Some(value(left)? << value(right)?);
    }
    let factors = expression.split('*').map(|factor| factor.trim().replace('_', "").parse::<u64>());
    factors.product::<Result<u64, _>>().ok()
}

/// The limits in the code: whole numbers under such a name.
fn written() -> BTreeMap<Name, u64> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeMap::new();
    for path in files(&top.join("src")).into_iter().chain(files(&top.join("crates"))) {
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let file = path.strip_prefix(top).expect("below").to_string_lossy().replace('\\', "/");
        for line in std::fs::read_to_string(&path).expect("text").lines() {
            let Some((_, rest)) = line.split_once("const ") else { continue };
            let Some((name, rest)) = rest.split_once(": ") else { continue };
            let Some((kind, expression)) = rest.split_once(" = ") else { continue };
            let number = matches!(kind, "usize" | "u64" | "u32" | "u16" | "i64");
            let limit = ["MAX_", "MOST_", "BUDGET_"].iter().any(|start| name.starts_with(start));
            if (limit || name == "MOST") && number {
                let value = value(expression.trim_end_matches(';'));
                let value = value.unwrap_or_else(|| panic!("{file}: {name} = {expression}"));
                found.insert((file.clone(), name.to_string()), value);
            }
        }
    }
    found
}

#[test]
fn the_page_of_limits_agrees_with_the_code() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/limits.md");
    let stated = stated(&std::fs::read_to_string(page).expect("the page"));
    let written = written();
    assert!(written.len() > 30, "{written:?}");
    let missing: Vec<_> = written.keys().filter(|name| !stated.contains_key(*name)).collect();
    assert!(missing.is_empty(), "not on the page: {missing:?}");
    for (name, number) in &stated {
        assert_eq!(written.get(name), Some(number), "{name:?}");
    }
}
