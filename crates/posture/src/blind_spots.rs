//! What a run could not see, said in the report itself.

use model::{Context, RecordKind};

/// What no static reading can show, whatever the sources.
const ALWAYS: [&str; 5] = [
    "Scopes of a token are known only as far as a record states them; what the issuer really \
     granted is not asked.",
    "Connectors kept in a vendor's cloud and extensions packed in binary bundles leave no client \
     configuration to read.",
    "Whether an allow-list is enforced by the server or only by the client cannot be told from \
     configuration.",
    "What servers and agents did at run time, and who used a credential, is known only from \
     records.",
    "Whether a secret that is only referred to is well kept where it lives is known only from \
     records.",
];

/// The blind spots of this run: kinds of record that no source carries, and the lasting ones.
pub(super) fn blind_spots(context: &Context) -> Vec<String> {
    let missing = RecordKind::ALL.into_iter().filter(|kind| !context.carries(*kind));
    let missing: Vec<String> = missing
        .filter(|kind| *kind != RecordKind::Waivers)
        .map(|kind| kind.id().replace('_', " "))
        .collect();
    let mut spots = Vec::new();
    if !missing.is_empty() {
        spots.push(format!(
            "No source carries {}: whatever depends on them is not assessed, and identities of \
             those kinds are not in the count.",
            list(&missing)
        ));
    }
    spots.extend(ALWAYS.map(String::from));
    spots
}

/// `a, b or c`.
fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
