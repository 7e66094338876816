//! Kept responses of URL sources, as messages name them.

use url::Url;

use crate::workspace::Snapshot;

/// How old a kept response is, as a clause.
pub(super) fn age(url: &Url, snapshot: &Snapshot) -> String {
    let manifest = &snapshot.manifest;
    let taken = manifest.confirmed_at.unwrap_or(manifest.fetched_at);
    format!("the response of {} is the kept one of {taken}", display_url(url))
}

/// An address as messages print it: without user, password, query and fragment, which may hold a token.
pub(super) fn display_url(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    // These fail only where an address has no host, and so no user either.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.to_string()
}
