//! Values in one spelling: references by variable, paths without the person and the machine.

/// How references to a person's home folder begin, and what replaces them.
#[rustfmt::skip]
const HOMES: [(&str, &str); 18] = [
    ("${env:HOME}", "~"), ("${HOME}", "~"), ("$HOME", "~"), ("$env:HOME", "~"), ("${userHome}", "~"),
    ("${homedir}", "~"), ("${env:USERPROFILE}", "~"), ("${USERPROFILE}", "~"), ("%USERPROFILE%", "~"),
    ("$env:USERPROFILE", "~"), ("%HOMEDRIVE%%HOMEPATH%", "~"), ("%HOMEPATH%", "~"),
    ("%LOCALAPPDATA%", "~/AppData/Local"), ("$env:LOCALAPPDATA", "~/AppData/Local"),
    ("%APPDATA%", "~/AppData/Roaming"), ("$env:APPDATA", "~/AppData/Roaming"),
    ("${APPDATA}", "~/AppData/Roaming"), ("${env:APPDATA}", "~/AppData/Roaming"),
];

/// How references to the project's folder begin.
const PROJECTS: [&str; 10] = [
    "${workspaceFolder}",
    "${workspaceRoot}",
    "${CLAUDE_PROJECT_DIR}",
    "${PWD}",
    "$PWD",
    "$(pwd)",
    "${cwd}",
    "%CD%",
    "${env:PWD}",
    "${projectRoot}",
];

/// Folders that hold the home folders of people.
const PEOPLE: [&str; 4] = ["/home/", "/Users/", "/var/home/", "/export/home/"];

/// Reads values, and notes on the way what in them holds for their file alone.
#[derive(Default)]
pub(super) struct Text {
    /// Inputs that a client asks for, and people's names.
    pub local: Vec<String>,
    /// Whether a path begins at the project's folder.
    pub is_relative: bool,
}

impl Text {
    /// A value.
    pub(super) fn value(&mut self, written: &str) -> String {
        let slashed = written.trim().replace('\\', "/").replace("file:///", "/");
        let text = self.places(&slashed);
        self.references(&text)
    }

    /// A value that is a path: a relative one begins at the project's folder.
    pub(super) fn path(&mut self, written: &str) -> String {
        let value = self.value(written);
        let rooted = value.starts_with(['/', '~', '$', '%']) || value.get(1..3) == Some(":/");
        if !rooted && !value.contains("://") {
            self.is_relative = true;
        }
        value.strip_prefix("./").unwrap_or(&value).to_string()
    }

    /// Home folders, project folders and drive letters, wherever a path may begin.
    fn places(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        let mut fresh = true;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            if fresh && let Some((length, put)) = self.place(rest) {
                out.push_str(&put);
                at += length;
                fresh = false;
                continue;
            }
            let Some(letter) = rest.chars().next() else { break };
            out.push(letter);
            at += letter.len_utf8();
            fresh = matches!(letter, '=' | ':' | ',' | ';' | ' ' | '"' | '\'' | '(' | '@');
        }
        out
    }

    fn place(&mut self, rest: &str) -> Option<(usize, String)> {
        let ends = |rest: &str| {
            rest.is_empty() || rest.starts_with(['/', ':', ',', ';', '"', '\'', ' ', ')'])
        };
        for (start, put) in HOMES {
            if rest.strip_prefix(start).is_some_and(ends) {
                return Some((start.len(), put.to_string()));
            }
        }
        for start in PROJECTS {
            if rest.strip_prefix(start).is_some_and(ends) {
                self.is_relative = true;
                return Some((start.len(), ".".to_string()));
            }
        }
        if rest.strip_prefix("/root").is_some_and(ends) {
            return Some(("/root".len(), "~".to_string()));
        }
        let bytes = rest.as_bytes();
        let drive =
            bytes.first().is_some_and(u8::is_ascii_alphabetic) && rest.get(1..3) == Some(":/");
        let (skip, lead) = match () {
            () if drive => (2, format!("{}:", rest.get(..1)?.to_ascii_lowercase())),
            // `/mnt/c/Users/…` of WSL and `/c/Users/…` of Git's shell are `c:/Users/…`.
            () if rest.starts_with("/mnt/") && rest.get(6..7) == Some("/") => {
                (6, format!("{}:", rest.get(5..6)?.to_ascii_lowercase()))
            }
            () if rest.starts_with('/') && rest.get(2..9) == Some("/Users/") => {
                (2, format!("{}:", rest.get(1..2)?.to_ascii_lowercase()))
            }
            () => (0, String::new()),
        };
        let path = rest.get(skip..)?;
        let folder = PEOPLE.iter().find(|folder| path.starts_with(**folder));
        if let Some(folder) = folder {
            let behind = path.get(folder.len()..)?;
            let end = behind.find(['/', ':', ',', ';', '"', '\'', ' ']).unwrap_or(behind.len());
            let person = behind.get(..end)?;
            if !person.is_empty() && !matches!(person, "Shared" | "Public") {
                self.local.push(format!("home {person}"));
                return Some((skip + folder.len() + end, "~".to_string()));
            }
        }
        (skip > 0).then_some((skip, lead))
    }

    /// Variables in one notation; what a client asks for without its name.
    fn references(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(['$', '%', '{']) {
            let (before, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
            out.push_str(before);
            match variable(tail) {
                Some((name, length)) => {
                    match name.strip_prefix("input:") {
                        Some(id) => {
                            self.local.push(format!("asked {id}"));
                            out.push_str("${asked}");
                        }
                        None => out.push_str(&format!("${{{name}}}")),
                    }
                    rest = tail.get(length..).unwrap_or_default();
                }
                None => {
                    let first = tail.chars().next().map_or(0, char::len_utf8);
                    out.push_str(tail.get(..first).unwrap_or_default());
                    rest = tail.get(first..).unwrap_or_default();
                }
            }
        }
        out.push_str(rest);
        out
    }
}

/// The variable that a text begins with, and the length of its notation: `${X}`, `${env:X}`, `$env:X`, `%X%`,
/// `{env:X}`, `{{X}}`, `$X`.
fn variable(text: &str) -> Option<(&str, usize)> {
    let of = |open: &str, close: &str| {
        let body = text.strip_prefix(open)?;
        let end = body.get(..body.floor_char_boundary(256))?.find(close)?;
        Some((body.get(..end)?.trim(), open.len() + end + close.len()))
    };
    let letters = |name: &str| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    let braced = of("${{", "}}")
        .or_else(|| of("${env:", "}"))
        .or_else(|| of("${", "}"))
        .or_else(|| of("{env:", "}"))
        .or_else(|| of("{{", "}}"))
        .map(|(name, length)| {
            (name.trim_start_matches("env.").trim_start_matches("secrets."), length)
        });
    braced.or_else(|| of("%", "%").filter(|(name, _)| letters(name))).or_else(|| {
        let (open, body) = match text.strip_prefix("$env:") {
            Some(body) => (5, body),
            None => (1, text.strip_prefix('$')?),
        };
        let end = body.bytes().position(|b| !(b.is_ascii_alphanumeric() || b == b'_'));
        let end = end.unwrap_or(body.len());
        let name = body.get(..end)?;
        let starts = name.bytes().next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
        starts.then_some((name, open + end))
    })
}
