//! What clouds, directories and catalogues export of the identities they hold: one file a format.

pub(super) mod aws;
#[cfg(test)]
mod bench;
pub(super) mod cyclonedx;
pub(super) mod entra;
mod export;
#[cfg(test)]
mod fixtures;
mod folded;
pub(super) mod gcp;
pub(super) mod github_apps;
pub(super) mod kubernetes;
mod labels;
pub(super) mod nhi_scan;
pub(super) mod okta;
pub(super) mod registry;
pub(super) mod spire;
pub(super) mod tools_list;
