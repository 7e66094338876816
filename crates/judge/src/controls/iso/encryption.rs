//! Whether the transport to a server is encrypted, or never leaves the machine.

use super::exposure::no_authentication;
use crate::controls::hosting::unreadable_url;
use crate::controls::prelude::*;
use model::records::AuthKind;
use model::{Channel, channel, is_loopback};

pub(super) fn encryption(server: &Server, asset: &Asset) -> Judgement {
    let Field::Given(url) = &server.url else {
        return Judgement::silent(&server.url, "servers", "url");
    };
    match channel(url) {
        Some(Channel::ClearText) => Judgement::fail("Clear-text transport"),
        Some(Channel::Local) => listening(server, asset),
        Some(Channel::Encrypted) => match &server.tls_verification {
            Field::Given(true) => Judgement::pass("TLS with certificate verification"),
            Field::Given(false) => Judgement::fail("Certificate verification is disabled"),
            silent => Judgement::silent(silent, "servers", "tls_verification"),
        },
        None => unreadable_url("The URL does not state whether the transport is encrypted"),
    }
}

/// A server called on the machine itself may still listen to others.
fn listening(server: &Server, asset: &Asset) -> Judgement {
    match (&server.bind, server.auth.given().map(|auth| auth.kind)) {
        (Field::Given(address), _) if is_loopback(address) => {
            Judgement::pass("Listens on a loopback address only")
        }
        (Field::Given(address), Some(AuthKind::None)) => {
            Judgement::fail(words!("Listens on {address} without authentication"))
                .because_each(&asset.from, [cited("bind", &server.bind), no_authentication()])
        }
        (Field::Given(address), Some(_)) => {
            Judgement::partial(words!("Called locally, but listens on {address}"))
        }
        (Field::Given(_), None) => Judgement::silent(&server.auth, "servers", "auth"),
        (silent, _) => Judgement::silent(silent, "servers", "bind"),
    }
}
