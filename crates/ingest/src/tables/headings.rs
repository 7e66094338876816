//! Which field each heading means: as the profile says, as it is written, or by a good guess.

use super::fields;
use super::synonyms::FIELDS;
use crate::secrets;
use model::reference::REFERENCE;
use model::{RecordKind, Source};
use syntax::suggestion;

/// How many headings that are not read are listed.
const MOST_LISTED: usize = 40;

/// What the headings of one table turned out to mean.
#[derive(Default)]
pub(super) struct Columns {
    /// For each column, the fields it fills.
    pub(super) targets: Vec<Vec<String>>,
    /// Guesses, in words.
    pub(super) guessed: Vec<String>,
    /// Headings that mean nothing here: the first ones.
    pub(super) unread: Vec<String>,
    /// How many more there are of those.
    pub(super) more_unread: usize,
    /// What is wrong, and the fix.
    pub(super) wrong: Vec<(String, String)>,
    /// Whether a column identifies the rows.
    pub(super) usable: bool,
}

/// Reads the headings. Each guess is reported; a heading that is almost a field stays as it is, so
/// that the misspelling is reported in its place.
pub(super) fn columns(kind: RecordKind, headings: &[String], source: Option<&Source>) -> Columns {
    // Records of every kind may have a reference.
    let fields = [fields::of(kind), &[REFERENCE]].concat();
    let fields = fields.as_slice();
    let mut columns =
        Columns { targets: vec![Vec::new(); headings.len()], usable: true, ..Columns::default() };
    let mut taken: Vec<String> = Vec::new();
    let stated = source.map(|source| &source.columns);
    for (field, heading) in stated.into_iter().flatten() {
        match place(headings, heading) {
            Some(target) if is_field(field, fields) => {
                taken.push(field.clone());
                if let Some(targets) = columns.targets.get_mut(target) {
                    targets.push(field.clone());
                }
            }
            Some(_) => {
                let message = format!("{} have no field `{field}`", label(kind));
                columns.wrong.push((message, unknown_field(kind, field, fields)));
            }
            None => columns.wrong.push((
                format!("no column has the heading that `columns` names for `{field}`"),
                "write the heading exactly as in the table".into(),
            )),
        }
    }
    // What is written as we write it comes before any guess, unless the profile says otherwise.
    let mapped = taken.clone();
    let exact = |heading: &str| {
        let written = heading.replace('-', "_");
        (is_field(&written, fields) && !mapped.contains(&written)).then_some(written)
    };
    let free: Vec<usize> = (0..headings.len())
        .filter(|at| columns.targets.get(*at).is_some_and(Vec::is_empty))
        .collect();
    taken.extend(free.iter().filter_map(|at| exact(headings.get(*at)?)));
    for at in free {
        let Some(heading) = headings.get(at).filter(|heading| !heading.is_empty()) else {
            continue;
        };
        let target = match exact(heading).or_else(|| slip(heading, fields)) {
            Some(field) => Some(field),
            None => guess(kind, heading, fields, &taken).inspect(|field| {
                taken.push(field.clone());
                if fold(heading) != *field {
                    columns.guessed.push(format!("`{}` is read as `{field}`", shown(heading)));
                }
            }),
        };
        match (target, columns.targets.get_mut(at)) {
            (Some(field), Some(targets)) => targets.push(field),
            _ if columns.unread.len() == MOST_LISTED => columns.more_unread += 1,
            _ => columns.unread.push(match elsewhere(kind, heading) {
                Some(other) => {
                    let (shown, kind, other) = (shown(heading), label(kind), label(other));
                    format!("`{shown}` ({kind} have no such field; {other} have)")
                }
                None => format!("`{}`", shown(heading)),
            }),
        }
    }
    name_records(&mut columns, fields);
    columns
}

/// What to write instead of a field that a kind of record does not have.
fn unknown_field(kind: RecordKind, field: &str, fields: &[&str]) -> String {
    if let Some(meant) = suggestion(field, fields.iter().copied()) {
        return meant;
    }
    match elsewhere(kind, field) {
        Some(other) => format!("it is a field of {}: state it there", label(other)),
        None => format!("known fields: {}", fields.join(", ")),
    }
}

/// The kind of record that has a field of this name or meaning, where this kind has none.
fn elsewhere(kind: RecordKind, heading: &str) -> Option<RecordKind> {
    let folded = fold(heading);
    let row = FIELDS.iter().find(|(meant, words)| {
        meant.contains(&folded.as_str()) || words.contains(&folded.as_str())
    });
    let field = row.and_then(|(meant, _)| meant.first().copied()).unwrap_or(&folded);
    let has = |kind: RecordKind| fields::of(kind).contains(&field);
    if has(kind) {
        return None;
    }
    RecordKind::ALL.into_iter().find(|other| has(*other))
}

/// A kind of record as a sentence names it.
fn label(kind: RecordKind) -> String {
    kind.id().replace('_', " ")
}

/// A table without ids may still have names.
fn name_records(columns: &mut Columns, fields: &[&str]) {
    let fills = |columns: &Columns, wanted: &str| {
        columns.targets.iter().position(|fields| fields.iter().any(|field| field == wanted))
    };
    if !fields.contains(&"id") || fills(columns, "id").is_some() {
        return;
    }
    match fills(columns, "name").and_then(|at| columns.targets.get_mut(at)) {
        Some(targets) => {
            targets.push("id".into());
            columns.guessed.push("names are used as ids".into());
        }
        None => {
            columns.usable = false;
            columns.wrong.push((
                "no column identifies the records".into(),
                "name the column: `columns = { id = \"…\" }` under [[source]] in muster.toml"
                    .into(),
            ));
        }
    }
}

fn place(headings: &[String], wanted: &str) -> Option<usize> {
    let wanted = wanted.trim();
    let exact = headings.iter().position(|heading| heading == wanted);
    exact.or_else(|| headings.iter().position(|heading| fold(heading) == fold(wanted)))
}

/// Whether the first step of a heading is a field.
fn is_field(written: &str, fields: &[&str]) -> bool {
    written.split('.').next().is_some_and(|first| fields.contains(&first))
}

/// A heading that looks like ours and is almost a field, unchanged.
fn slip(heading: &str, fields: &[&str]) -> Option<String> {
    let first = heading.split('.').next().unwrap_or(heading);
    let ours = first.bytes().all(|b| b.is_ascii_lowercase() || b"_-".contains(&b));
    let known = FIELDS.iter().any(|(_, words)| words.contains(&first));
    let near = |field: &&&str| syntax::slips(first, field) <= 2 && first.len() > 4;
    (ours && !known && fields.iter().any(|field| near(&field))).then(|| heading.to_string())
}

fn guess(kind: RecordKind, heading: &str, fields: &[&str], taken: &[String]) -> Option<String> {
    let normalized_id = fold(heading);
    let free = |field: &&&str| fields.contains(*field) && !taken.iter().any(|t| t == **field);
    if let Some(field) =
        fields.iter().find(|field| **field == normalized_id).filter(|field| free(field))
    {
        return Some((*field).to_string());
    }
    let plural = kind.id();
    let singular = plural.strip_suffix('s').unwrap_or(plural);
    if [singular, &format!("{singular}_id"), &format!("{singular}_name")]
        .contains(&normalized_id.as_str())
        && free(&&"id")
    {
        return Some("id".into());
    }
    let rows = FIELDS.iter().filter(|(_, words)| words.contains(&normalized_id.as_str()));
    rows.flat_map(|(meant, _)| meant.iter()).find(|field| free(field)).map(ToString::to_string)
}

/// A heading without case, blanks and signs: `Owner e-mail` becomes `owner_e_mail`.
pub(super) fn fold(heading: &str) -> String {
    let lower = heading.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_")
}

/// A heading as a message may quote it.
fn shown(heading: &str) -> String {
    let heading = secrets::redact(heading).unwrap_or_else(|| heading.to_string());
    let plain: String = heading.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match plain.char_indices().nth(40) {
        Some((cut, _)) => format!("{}…", plain.get(..cut).unwrap_or_default()),
        None => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets(kind: RecordKind, headings: &[&str]) -> (Vec<String>, Columns) {
        let headings: Vec<String> = headings.iter().map(ToString::to_string).collect();
        let columns = columns(kind, &headings, None);
        (columns.targets.iter().map(|fields| fields.join("+")).collect(), columns)
    }

    #[test]
    fn common_headings_are_guessed_and_reported() {
        let headings =
            ["Service Account", "Owner e-mail", "Last  used", "ENV", "Colour", "known_as"];
        let (fields, columns) = targets(RecordKind::ServiceAccounts, &headings);
        assert_eq!(fields, ["id", "owner", "last_used", "environment", "", "known_as"]);
        assert_eq!(columns.unread, ["`Colour`"]);
        assert_eq!(columns.guessed.len(), 3, "{:?}", columns.guessed);
        let (fields, _) =
            targets(RecordKind::Secrets, &["Secret", "Type", "Expiry date", "Created"]);
        assert_eq!(fields, ["id", "kind", "expires_at", "issued_at"]);
    }

    #[test]
    fn exact_headings_come_first_and_misspellings_stay() {
        let (fields, columns) = targets(
            RecordKind::Servers,
            &["Responsible", "owner", "id", "onwer", "domains.identity"],
        );
        assert_eq!(fields, ["", "owner", "id", "onwer", "domains.identity"]);
        assert!(columns.guessed.is_empty());
        assert_eq!(columns.unread, ["`Responsible`"]);
    }

    #[test]
    fn names_are_used_as_ids_and_without_either_nothing_is_read() {
        let (fields, columns) = targets(RecordKind::Servers, &["Display name", "Owner"]);
        assert_eq!(fields, ["name+id", "owner"]);
        assert!(columns.usable);
        assert!(!targets(RecordKind::Servers, &["Owner"]).1.usable);
        assert!(targets(RecordKind::Reviews, &["asset", "status"]).1.usable);
    }

    #[test]
    fn a_column_that_belongs_to_another_kind_of_record_is_named_with_that_kind() {
        let (fields, columns) =
            targets(RecordKind::ServiceAccounts, &["Service Account", "Last rotated"]);
        assert_eq!(fields, ["id", ""]);
        let unread = "`Last rotated` (service accounts have no such field; secrets have)";
        assert_eq!(columns.unread, [unread]);
        let source = Source {
            columns: [("last_rotated".to_string(), "Last rotated".to_string())].into(),
            ..Source::default()
        };
        let headings = ["id", "Last rotated"].map(String::from);
        let columns = super::columns(RecordKind::ServiceAccounts, &headings, Some(&source));
        let message = "service accounts have no field `last_rotated`";
        let help = "it is a field of secrets: state it there";
        assert_eq!(columns.wrong, [(message.to_string(), help.to_string())]);
    }

    #[test]
    fn columns_of_the_profile_take_precedence() {
        let map = [("owner", "Verantwortlich"), ("ownr", "id"), ("tier", "missing")];
        let source = Source {
            columns: map.map(|(field, heading)| (field.into(), heading.into())).into(),
            ..Source::default()
        };
        let headings = ["id", "owner", "Verantwortlich"].map(String::from);
        let columns = columns(RecordKind::Servers, &headings, Some(&source));
        assert_eq!(columns.targets[2], ["owner"]);
        assert_eq!(columns.wrong.len(), 2, "{:?}", columns.wrong);
    }
}
