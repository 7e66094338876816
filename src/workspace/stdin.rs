//! A name for standard input: its ending follows from what it holds.

/// The name under which standard input is read and cited.
pub(super) fn name_of(bytes: &[u8]) -> String {
    let ending = match bytes {
        [b'P', b'K', 3, 4, ..] => "xlsx",
        _ => ending(&String::from_utf8_lossy(bytes.get(..65_536).unwrap_or(bytes))),
    };
    format!("stdin.{ending}")
}

fn ending(text: &str) -> &'static str {
    let text = text.trim_start_matches('\u{feff}');
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut lines = lines.skip_while(|line| line.starts_with('#') || line.starts_with("//"));
    let first = lines.next().unwrap_or_default();
    let table = |line: &str| {
        let inner = line.trim_matches(['[', ']']);
        let name = |letter: char| letter.is_alphanumeric() || "._-\"".contains(letter);
        line.starts_with('[') && line.ends_with(']') && !inner.is_empty() && inner.chars().all(name)
    };
    // `[true]` is JSON, and nobody names a table so.
    let json = ["[true]", "[false]", "[null]"].contains(&first)
        || first.trim_matches(['[', ']']).chars().all(|c| c.is_ascii_digit() || c == '.')
        || first.trim_matches(['[', ']']).starts_with('"');
    match first {
        _ if table(first) && !json => "toml",
        _ if first.starts_with(['{', '[']) => "json",
        _ if first.contains(" = ") && !first.contains(':') => "toml",
        _ if separated(first) => "csv",
        _ => "yaml",
    }
}

/// Whether a line is the headings of a table: several cells, and no `key: value`.
fn separated(line: &str) -> bool {
    let yaml = line.contains(": ") || line.ends_with(':') || line.starts_with("- ");
    !yaml && [',', ';', '\t'].iter().any(|mark| line.contains(*mark))
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn the_ending_follows_from_the_content() {
        for (text, name) in [
            ("{\"mcpServers\": {}}", "stdin.json"),
            ("\u{feff}[\n{}]", "stdin.json"),
            ("[\"a\"]", "stdin.json"),
            ("// words\n{}", "stdin.json"),
            ("[mcp_servers.crm]\ncommand = \"x\"", "stdin.toml"),
            ("model = \"x\"\n[mcp_servers.a]", "stdin.toml"),
            ("servers:\n  - id: a", "stdin.yaml"),
            ("# words\n- id: a", "stdin.yaml"),
            ("id,owner\na,b", "stdin.csv"),
            ("id;owner\na;b", "stdin.csv"),
            ("PK\u{3}\u{4}", "stdin.xlsx"),
            ("", "stdin.yaml"),
        ] {
            assert_eq!(name_of(text.as_bytes()), name, "{text}");
        }
    }
}
