//! What servers probably reach, judging by their packages' names. A hint is not a fact.

use model::records::Server;
use model::{Diagnostic, Place};

/// Words in a package's name or an address, and what they tell. Privileged reach only.
const HINTS: [(&str, &str); 27] = [
    ("postgres", "a database"),
    ("mysql", "a database"),
    ("mongodb", "a database"),
    ("redis", "a database"),
    ("snowflake", "a database"),
    ("bigquery", "a database"),
    ("supabase", "a database"),
    ("dsql", "a database"),
    ("dynamodb", "a database"),
    ("okta", "an identity provider"),
    ("entra", "an identity provider"),
    ("auth0", "an identity provider"),
    ("keycloak", "an identity provider"),
    ("vault", "a secret store"),
    ("1password", "a secret store"),
    ("infisical", "a secret store"),
    ("aws", "a cloud control plane"),
    ("azure", "a cloud control plane"),
    ("gcloud", "a cloud control plane"),
    ("cloudflare", "a cloud control plane"),
    ("kubernetes", "a cloud control plane"),
    ("terraform", "a deployment system"),
    ("pulumi", "a deployment system"),
    ("argocd", "a deployment system"),
    ("jenkins", "a deployment system"),
    ("stripe", "a payment system"),
    ("paypal", "a payment system"),
];

/// One notice for the whole file, so that a long file does not drown the others.
pub(super) fn notice<'a>(
    servers: impl Iterator<Item = &'a Server>,
    place: &Place,
) -> Option<Diagnostic> {
    let hints: Vec<_> =
        servers.filter_map(|server| Some(format!("`{}` {}", server.id, reach(server)?))).collect();
    let shown = hints.get(..hints.len().min(5)).unwrap_or_default().join(", ");
    let more = match hints.len().saturating_sub(5) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!hints.is_empty()).then(|| {
        Diagnostic::at(
            place,
            format!(
                "the names of servers suggest that they reach privileged systems: {shown}{more}"
            ),
            "declare the reach of these servers in the inventory",
        )
    })
}

fn reach(server: &Server) -> Option<&'static str> {
    let launch = server.launch.given();
    let package = launch.and_then(|launch| launch.package.given());
    // Only the host of an address is a hint: a path may hold anything.
    let url = server.url.given().map_or("", String::as_str);
    let host = url.split('/').nth(2).unwrap_or_default();
    let name = package.map_or(host, |package| package.name.as_str()).to_ascii_lowercase();
    let mut words = name.split(|c: char| !c.is_ascii_alphanumeric());
    words.find_map(|word| HINTS.iter().find(|(hint, _)| *hint == word).map(|(_, reach)| *reach))
}
