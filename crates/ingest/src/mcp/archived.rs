//! Reference servers whose publisher has archived them.

use model::Field;
use model::records::{Launch, Registry, RegistryStatus};

/// `@modelcontextprotocol/server-…` packages, by the end of their names. Their repository lists them
/// as archived; status of 2026-11.
#[rustfmt::skip]
const NPM: [&str; 13] = [
    "aws-kb-retrieval", "brave-search", "everart", "gdrive", "github", "gitlab", "google-maps",
    "postgres", "puppeteer", "redis", "sentry", "slack", "sqlite",
];

/// The same servers on the Python index.
const PYPI: [&str; 2] = ["mcp-server-sentry", "mcp-server-sqlite"];

/// Archived, if the package is known to be; a name shows nothing else.
pub(super) fn status(launch: &Field<Launch>) -> Field<RegistryStatus> {
    let package = launch.given().and_then(|launch| launch.package.given());
    let archived = package.is_some_and(|package| match package.registry {
        Registry::Npm => package
            .name
            .strip_prefix("@modelcontextprotocol/server-")
            .is_some_and(|name| NPM.contains(&name)),
        Registry::Pypi => PYPI.contains(&package.name.as_str()),
        _ => false,
    });
    if archived { Field::Given(RegistryStatus::Archived) } else { Field::Absent }
}
