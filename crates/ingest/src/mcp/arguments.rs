//! Which setting each argument of a command line gives a value to.

use super::words::{self, Word};
use crate::secrets::{self, Inspected};
use model::Place;

/// A value, the setting it belongs to, and its place. It never leaves this crate.
pub(super) struct Candidate {
    /// Environment variable, header, argument or key.
    pub setting: String,
    /// The value.
    pub value: String,
    /// Its place.
    pub place: Place,
    /// The value is the name of a variable that holds the secret.
    pub by_name: bool,
}

impl Candidate {
    /// A value under a setting.
    pub(super) fn new(setting: &str, value: &str, place: &Place) -> Self {
        let (setting, value) = (setting.trim().to_string(), value.to_string());
        Candidate { setting, value, place: place.clone(), by_name: false }
    }

    /// A variable that is only named.
    pub(super) fn by_name(name: &str, place: &Place) -> Self {
        Candidate { by_name: true, ..Candidate::new(name, "", place) }
    }

    /// Whether the value is a secret.
    pub(super) fn is_secret(&self) -> bool {
        matches!(secrets::inspect(&self.setting, &self.value), Inspected::Secret(_))
    }
}

/// What arguments without a name of their own are called.
pub(super) const UNNAMED: &str = "argument";

/// Takes a command line apart; quoted command lines inside it too.
pub(super) fn candidates(line: &[Word]) -> Vec<Candidate> {
    nested(line, 0)
}

fn nested(line: &[Word], depth: u8) -> Vec<Candidate> {
    let container = line
        .iter()
        .any(|word| matches!(words::bare(&word.text).as_str(), "docker" | "podman" | "nerdctl"));
    let mut found = Vec::new();
    let mut flag = "";
    for word in line {
        let text = word.text.as_str();
        let candidate = one(flag, text, &word.place, container);
        let inner = match depth < 3 && text.contains(char::is_whitespace) {
            true => {
                let split = words::split(text).into_iter();
                let split: Vec<_> =
                    split.map(|text| Word { text, place: word.place.clone() }).collect();
                if split.len() > 1 { nested(&split, depth + 1) } else { Vec::new() }
            }
            false => Vec::new(),
        };
        // The innermost command line names the setting best.
        // A space inside `{{ X }}` ends no word.
        let whole = |one: &Candidate| !one.value.ends_with("{{") && one.is_secret();
        let inner: Vec<_> = inner.into_iter().filter(whole).collect();
        match inner.is_empty() || is_header(flag) {
            true => found.push(candidate),
            false => found.extend(inner),
        }
        flag = if text.starts_with('-') && !text.contains(['=', ' ']) { text } else { "" };
    }
    found
}

fn one(flag: &str, text: &str, place: &Place, container: bool) -> Candidate {
    if is_header(flag) {
        let (name, value) = text.split_once(':').unwrap_or((flag, text));
        return Candidate::new(name, value, place);
    }
    if secrets::named(flag).is_some() {
        return Candidate::new(flag, text, place);
    }
    match words::assignment(text) {
        Some((option, rest)) if is_header(option) => one(option, rest, place, container),
        Some(("--env", rest)) => one("--env", rest, place, container),
        // `Server=db;Password=…` is one value.
        Some((name, value))
            if secrets::is_connection_string(text) && !secrets::is_connection_string(value) =>
        {
            let setting = if name.starts_with('-') || flag.is_empty() { UNNAMED } else { flag };
            Candidate::new(setting, text, place)
        }
        Some((name, value)) => Candidate::new(name, value, place),
        // `-e TOKEN` hands a variable of the client over.
        None if container && matches!(flag, "-e" | "--env") => Candidate::by_name(text, place),
        None if flag.is_empty() => Candidate::new(UNNAMED, text, place),
        None => Candidate::new(flag, text, place),
    }
}

/// Whether an option sends a header.
pub(super) fn is_header(flag: &str) -> bool {
    matches!(flag, "-H" | "--header" | "--headers")
}
