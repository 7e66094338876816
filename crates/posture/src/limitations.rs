//! What a run could not see, listed in the report.

use model::{Context, RecordKind};

/// What no static assessment can show, whatever the inputs.
const ALWAYS: [&str; 5] = [
    "The scopes of a token are known only from records; the issuer is not asked what it really \
     granted.",
    "Connectors in a vendor's cloud and extensions in binary bundles have no client configuration \
     that could be read.",
    "Configuration does not show whether an allow-list is enforced by the server or only by the \
     client.",
    "What servers and agents did at run time, and who used a credential, is known only from \
     records.",
    "Whether a referenced secret is stored securely is known only from records.",
];

/// The limitations of this run: kinds of record that no input contains, and the permanent ones.
pub(super) fn limitations(context: &Context) -> Vec<String> {
    let missing = RecordKind::ALL.into_iter().filter(|kind| !context.carries(*kind));
    let missing: Vec<String> = missing
        .filter(|kind| *kind != RecordKind::Waivers)
        .map(|kind| kind.id().replace('_', " "))
        .collect();
    let mut spots = Vec::new();
    if !missing.is_empty() {
        spots.push(format!(
            "No input contains {}. A control that needs them is not assessed, or not applicable where \
             nothing in the inputs calls for them; assets of these kinds are not counted.",
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
