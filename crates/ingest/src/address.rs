//! Addresses, cleaned of everything that may be secret.

use crate::secrets::{self, Found, Inspected};
use model::records::Certainty;

/// What is left of an address.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Address {
    /// Scheme, host, port and path.
    Known(String),
    /// The host is a variable.
    Unknown,
}

/// What ends the part of an address that is kept.
const ENDS: [char; 2] = ['?', '#'];

/// The address without user, query and fragment; what looks like a token in its path is cut out.
pub(crate) fn clean(written: &str) -> Address {
    let written = fill_in(written);
    let written = secrets::redact_across(&written, &ENDS).unwrap_or(written);
    let Some((scheme, rest)) = written.split_once("://") else {
        // `unix:/path`, `localhost:3000/mcp`: kept as far as it holds no variable.
        let text = cut(&written, &ENDS);
        let opaque = text.is_empty() || text.starts_with(['$', '{', '%', '<']);
        return if opaque || text.contains('@') { Address::Unknown } else { known(text) };
    };
    let rest = cut(rest, &ENDS);
    // A raw slash in a password would hide the host: everything before the last at sign of the
    // authority is removed.
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let name =
        host.split_once(":$").or_else(|| host.split_once(":{")).map_or(host, |(name, _)| name);
    let local = matches!(scheme, "unix" | "pipe" | "npipe");
    if has_variable(scheme) || has_variable(name) || name.is_empty() && !local {
        return Address::Unknown;
    }
    // A colon without a port behind it is the rest of a user name and password.
    let port = name.rsplit_once(':').map(|(_, port)| port);
    if port.is_some_and(|port| !port.bytes().all(|b| b.is_ascii_digit() || b == b']'))
        && !name.starts_with('[')
    {
        return Address::Unknown;
    }
    known(&format!("{}://{name}{path}", scheme.to_ascii_lowercase()))
}

/// The address of a source as messages, reports and folder names show it: without user, query and
/// fragment, and with every step of its path cut out that may be a token or an id.
pub fn shown_address(written: &str) -> String {
    let Address::Known(text) = clean(written) else { return "an address".into() };
    let (scheme, rest) = text.split_once("://").unwrap_or(("", &text));
    let mut steps = rest.split('/');
    let host = steps.next().unwrap_or_default();
    let steps = steps.map(|step| if may_be_token(step) { "…" } else { step });
    let shown: Vec<&str> = std::iter::once(host).chain(steps).collect();
    // It leaves this crate outside of the facts, so it passes the border on its own.
    crate::border::clean(match scheme {
        "" => shown.join("/"),
        scheme => format!("{scheme}://{}", shown.join("/")),
    })
}

/// Whether a step of a path is so long a number, UUID, hexadecimal or encoded text that it may be what
/// lets one in. Hiding an id costs nothing here: the place in the configuration is printed beside it.
fn may_be_token(step: &str) -> bool {
    let hex = |byte: u8| byte.is_ascii_hexdigit() || byte == b'-' || byte == b'_';
    let long = step.len() >= 16;
    is_secret(step)
        || secrets::token_of_step(step).is_some()
        || long && (step.bytes().all(hex) || step.contains(['%', '=', ':', ';']))
}

fn known(text: &str) -> Address {
    let parts: Vec<_> =
        text.split('/').map(|part| if is_shown(part) { part } else { "…" }).collect();
    let text = parts.join("/");
    Address::Known(secrets::redact(&text).unwrap_or(text))
}

/// The secret in the path of an address, if there is one. Who calls the address needs it: there, what is too
/// long for an id is a token. Other addresses may hold ids of any length.
pub(crate) fn path_secret(written: &str, is_called: bool) -> Option<Found> {
    let path = written.split_once("://").map_or(written, |(_, rest)| rest);
    let parts = || cut(path, &ENDS).split('/').skip(1);
    let token = |part: &str| secrets::token_of_step(part).filter(|_| is_called);
    // A token is named before what may be an id.
    let part = parts()
        .find(|part| token(part) == Some(Certainty::Confirmed))
        .or_else(|| parts().find(|part| is_secret(part) || token(part).is_some()))?;
    if let Inspected::Secret(found) = secrets::inspect("", part) {
        return Some(found);
    }
    let found = Found::suspected("token in the path of an address", None, part);
    Some(match token(part) {
        Some(certainty) => Found { certainty, ..found },
        None => found,
    })
}

fn is_shown(part: &str) -> bool {
    !is_secret(part) && secrets::token_of_step(part).is_none()
}

fn is_secret(part: &str) -> bool {
    let named = matches!(secrets::inspect("", part), Inspected::Secret(_));
    named || !has_variable(part) && secrets::looks_random(part)
}

fn has_variable(text: &str) -> bool {
    text.contains(['$', '{', '%', '<'])
}

fn cut<'a>(text: &'a str, at: &[char]) -> &'a str {
    text.find(at).and_then(|end| text.get(..end)).unwrap_or(text)
}

/// Puts a default in the place of its variable: `${BASE:-https://host}/mcp`.
fn fill_in(written: &str) -> String {
    let filled = written.trim().strip_prefix("${").and_then(|rest| {
        let (_, rest) = rest.split_once(":-")?;
        let (default, rest) = rest.split_once('}')?;
        Some(format!("{default}{rest}"))
    });
    filled.unwrap_or_else(|| written.trim().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_scheme_host_port_and_path_are_kept() {
        for (written, clean_form) in [
            ("https://u:p@h.test:8443/mcp?token=x#y", "https://h.test:8443/mcp"),
            ("HTTPS://h.test", "https://h.test"),
            ("http://[::1]:3000/sse", "http://[::1]:3000/sse"),
            ("http://localhost:${PORT}/mcp", "http://localhost/mcp"),
            ("${BASE:-https://h.test}/mcp", "https://h.test/mcp"),
            ("https://h.test/s/q7Xb2LmT9vRz4KdWp8Ns/mcp", "https://h.test/s/…/mcp"),
            ("unix:///run/mcp.sock", "unix:///run/mcp.sock"),
            ("https://h.test/${TENANT}/mcp", "https://h.test/${TENANT}/mcp"),
        ] {
            assert_eq!(clean(written), Address::Known(clean_form.into()), "{written}");
        }
        for written in ["${BASE}/mcp", "https://${HOST}/mcp", "https://user:pa/ss@h.test/x", ""] {
            assert_eq!(clean(written), Address::Unknown, "{written}");
        }
    }

    #[test]
    fn the_address_of_a_source_is_shown_without_what_lets_one_in() {
        for (written, shown) in [
            ("https://ada:word@h.test/v1/users?sig=x#y", "https://h.test/v1/users"),
            ("https://TOKEN@h.test:8443/", "https://h.test:8443/"),
            (
                "https://h.test/api/s/0123456789abcdef0123456789abcdef/sse",
                "https://h.test/api/s/…/sse",
            ),
            ("https://h.test/6b0e2a4c-96a0-4b9e-9f7c-1d2e3f4a5b6c", "https://h.test/…"),
            ("https://h.test/s/q7Xb2LmT9vRz4KdWp8Ns", "https://h.test/s/…"),
            ("https://h.test/x;token=0123456789abc/y", "https://h.test/…"),
            (
                "https://graph.test/v1.0/servicePrincipals",
                "https://graph.test/v1.0/servicePrincipals",
            ),
        ] {
            assert_eq!(shown_address(written), shown, "{written}");
        }
        assert_eq!(shown_address("https://user:pa/ss@h.test/x"), "an address");
    }

    /// A secret may hold the signs at which an address is cut, as they are or in an escape.
    #[test]
    fn no_part_of_a_secret_is_left_where_an_address_is_cut() {
        let token = format!("TaBt5Bas7GML1o.atlasv1.{}", "a7Kq2Xb9Mz4T".repeat(6));
        let escaped = token.replace('.', "&#46;");
        let hashed = "TaBt5Bas7GML1o";
        for written in [
            escaped.clone(),
            format!("https://h.test/{escaped}/mcp"),
            format!("https://{escaped}@h.test/mcp"),
            format!("https://ada:{hashed}#more@h.test/mcp"),
            format!("https://ada:{hashed}?more@h.test/mcp"),
            format!("{escaped}?x=1"),
        ] {
            if let Address::Known(text) = clean(&written) {
                assert!(!text.contains("TaBt"), "{written}: {text}");
            }
            assert!(!shown_address(&written).contains("TaBt"), "{written}");
        }
    }

    #[test]
    fn a_long_random_part_is_a_token_and_a_short_one_may_be_an_id() {
        let found = |part: &str, is_called| {
            let found = path_secret(&format!("https://h.test/api/s/{part}/mcp"), is_called);
            found.map(|found| found.certainty)
        };
        let certainty = |part: &str| found(part, true);
        for token in [
            "dZ7JzXB51Dd6Vc5SYBEldzFN1XdtXNMPqAXiuF3X",
            "dZ7JzXB51Dd6Vc5SYBEl_zFN1XdtXNMPqAXiuF3X-9bK2",
            "dZ7JzXB51Dd6Vc5SYBEldzFN1XdtXNMPqAXiuF3XWg==",
            "mcp_k3j9x2m8q4z7w1v5n6b0c8d2f4g6h1j7",
        ] {
            assert_eq!(certainty(token), Some(Certainty::Confirmed), "{token}");
            assert_eq!(found(token, false), Some(Certainty::Suspected), "{token}");
        }
        for id in ["q7Xb2LmT9vRz4KdWp8Ns", "org_2fK9dQx7Lm3Pq8Rt5Vw1Zb6Nc"] {
            assert_eq!(certainty(id), Some(Certainty::Suspected), "{id}");
        }
        // Without random letters, it is only asked of an address that is called.
        let hex = "3f823c43847903de520d5457ab182300";
        assert_eq!((certainty(hex), found(hex, false)), (Some(Certainty::Suspected), None));
        for plain in [
            "3f823c43847903de520d5457ab182300aa9f34e7",
            "6b0e2a4c-96a0-4b9e-9f7c-1d2e3f4a5b6c",
            "customer-relationship-management-2024-production",
        ] {
            assert_eq!(certainty(plain), None, "{plain}");
        }
    }
}
