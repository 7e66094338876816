//! Which field each heading means: as the profile says, as it is written, or by a good guess.

use super::fields;
use super::synonyms::FIELDS;
use crate::secrets;
use model::{RecordKind, Source};
use syntax::closest;

/// What the headings of one table turned out to mean.
#[derive(Default)]
pub(super) struct Columns {
    /// For each column, the fields it fills.
    pub(super) targets: Vec<Vec<String>>,
    /// Guesses, in words.
    pub(super) guessed: Vec<String>,
    /// Headings that mean nothing here.
    pub(super) unread: Vec<String>,
    /// What is wrong, and the mend.
    pub(super) wrong: Vec<(String, String)>,
    /// Whether rows can be told apart at all.
    pub(super) usable: bool,
}

/// Reads the headings. Each guess is told; a heading that is almost a field stays as it is, so that
/// the slip is told where it stands.
pub(super) fn columns(kind: RecordKind, headings: &[String], source: Option<&Source>) -> Columns {
    let fields = fields::of(kind);
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
                let help = match closest(field, fields.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("known fields: {}", fields.join(", ")),
                };
                columns.wrong.push((format!("{} have no field `{field}`", kind.id()), help));
            }
            None => columns.wrong.push((
                format!("no column has the heading that `columns` names for `{field}`"),
                "write the heading as it stands in the table".into(),
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
            _ => columns.unread.push(format!("`{}`", shown(heading))),
        }
    }
    name_records(&mut columns, fields);
    columns
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
            columns.guessed.push("names are taken for ids".into());
        }
        None => {
            columns.usable = false;
            columns.wrong.push((
                "no column tells the records apart".into(),
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

/// A heading that looks like ours and is almost a field, as it stands.
fn slip(heading: &str, fields: &[&str]) -> Option<String> {
    let first = heading.split('.').next().unwrap_or(heading);
    let ours = first.bytes().all(|b| b.is_ascii_lowercase() || b"_-".contains(&b));
    let known = FIELDS.iter().any(|(_, words)| words.contains(&first));
    let near = |field: &&&str| strsim::osa_distance(first, field) <= 2 && first.len() > 4;
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
    fn headings_of_people_are_guessed_and_told() {
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
    fn our_own_headings_come_first_and_slips_stay() {
        let (fields, columns) = targets(
            RecordKind::Servers,
            &["Responsible", "owner", "id", "onwer", "domains.identity"],
        );
        assert_eq!(fields, ["", "owner", "id", "onwer", "domains.identity"]);
        assert!(columns.guessed.is_empty());
        assert_eq!(columns.unread, ["`Responsible`"]);
    }

    #[test]
    fn names_stand_in_for_ids_and_without_either_nothing_is_read() {
        let (fields, columns) = targets(RecordKind::Servers, &["Display name", "Owner"]);
        assert_eq!(fields, ["name+id", "owner"]);
        assert!(columns.usable);
        assert!(!targets(RecordKind::Servers, &["Owner"]).1.usable);
        assert!(targets(RecordKind::Reviews, &["asset", "status"]).1.usable);
    }

    #[test]
    fn the_profile_decides_first() {
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
