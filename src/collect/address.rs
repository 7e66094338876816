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

/// Checks where a server sends us: besides, what is on this machine is only for itself.
pub(super) fn allowed_from(here: &Url, next: &Url) -> Result<(), Failure> {
    allowed(next)?;
    if is_loopback(next) && !is_loopback(here) {
        let why = format!("{} sends us to this machine", display_url(here));
        return Err(Failure::lasting(why, "use the final address, if it is meant"));
    }
    Ok(())
}

/// Whether an address is on this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
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

/// The server of an address, as messages print it. The rest may let one in.
pub(super) fn display_url(url: &Url) -> String {
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}://{}{port}", url.scheme(), url.host_str().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_leads_to_this_machine() {
        let url = |text: &str| Url::parse(text).expect("an address");
        let here = ["http://127.0.0.1:8080/x", "https://localhost/", "http://[::1]/"];
        for next in here {
            let failure = allowed_from(&url("https://api.example/"), &url(next)).expect_err(next);
            assert!(failure.why.contains("this machine"), "{failure:?}");
            assert!(allowed_from(&url("http://127.0.0.1/"), &url(next)).is_ok(), "{next}");
        }
        for next in
            ["http://169.254.169.254/", "http://127.0.0.1.example/", "http://localhost.example/"]
        {
            assert!(allowed_from(&url("https://api.example/"), &url(next)).is_err(), "{next}");
        }
    }

    #[test]
    fn only_the_server_of_an_address_is_printed() {
        let url = Url::parse("https://ada:word@h.example:8443/hooks/word?sig=word#word");
        assert_eq!(display_url(&url.expect("an address")), "https://h.example:8443");
    }
}
