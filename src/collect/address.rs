//! Which addresses may be fetched, and which of them receive the credential.

use url::{Host, Url};

use super::Failure;

/// Checks an address: https, or http on the same machine; no credentials inside.
pub(super) fn allowed(url: &Url) -> Result<(), Failure> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Failure::lasting(
            "the address holds a user or password",
            "put the token in an environment variable and name it with `token-env`",
        ));
    }
    match url.scheme() {
        "https" => Ok(()),
        "http" if is_loopback(url) => Ok(()),
        _ => Err(Failure::lasting(
            format!("{} does not use TLS", display_url(url)),
            "write an https address",
        )),
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Whether two addresses are of one server: only then does a credential go along.
pub(super) fn same_server(a: &Url, b: &Url) -> bool {
    a.scheme() == b.scheme()
        && a.host() == b.host()
        && a.port_or_known_default() == b.port_or_known_default()
}

/// An address as messages print it: without query and fragment, which may hold tokens.
pub(super) fn display_url(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.to_string()
}
