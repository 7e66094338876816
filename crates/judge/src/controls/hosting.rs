//! Who runs a server, and whether a network reaches it.

use super::evidence::quote;
use model::records::{Server, Supply, Transport};
use model::{Asset, Channel, Field, Judgement, Reason, channel, is_loopback};

/// Whose machine a server runs on.
pub(super) enum Host {
    /// The organisation's own, or one of its users'.
    Own,
    /// The supplier's.
    Supplier,
    /// Not known; the judgement names the missing fact.
    Unknown(Judgement),
}

impl Host {
    /// A local server runs on the organisation's machines, whichever party supplies it. Every fact that
    /// would make the supplier responsible must be stated.
    pub(super) fn of(server: &Server) -> Self {
        let way = server.url.given().map(|url| channel(url));
        match (&server.transport, way, &server.supplied_by) {
            (Field::Given(Transport::Stdio), ..) | (_, Some(Some(Channel::Local)), _) => Host::Own,
            (_, _, Field::Given(Supply::InHouse)) => Host::Own,
            (Field::Given(_), Some(Some(_)), Field::Given(Supply::ThirdParty)) => Host::Supplier,
            (Field::Given(_), Some(Some(_)), silent) => {
                Host::Unknown(Judgement::silent(silent, "servers", "supplied_by"))
            }
            (Field::Given(_), Some(None), _) => {
                Host::Unknown(unreadable_url("The URL does not state where the server runs"))
            }
            (Field::Given(_), None, _) => {
                Host::Unknown(Judgement::silent(&server.url, "servers", "url"))
            }
            (silent, ..) => Host::Unknown(Judgement::silent(silent, "servers", "transport")),
        }
    }
}

/// The verdict where no network reaches a server, or where that is unknown, with the address that it states;
/// none where one does.
pub(super) fn without_network(asset: &Asset, server: &Server) -> Option<Judgement> {
    let verdict = reached_by_none(server)?;
    Some(match server.url.given() {
        Some(_) => verdict.because(asset.place_of("url"), quote("url", &server.url)),
        None => verdict,
    })
}

fn reached_by_none(server: &Server) -> Option<Judgement> {
    match &server.transport {
        Field::Given(Transport::Stdio) => return Some(stdio_only()),
        Field::Given(_) => {}
        silent => return Some(Judgement::silent(silent, "servers", "transport")),
    }
    match (server.url.given().map(|url| channel(url)), &server.bind) {
        (_, Field::Given(address)) if !is_loopback(address) => None,
        (Some(Some(Channel::Encrypted | Channel::ClearText)), _) => None,
        (Some(Some(Channel::Local)), Field::Given(_)) => {
            Some(Judgement::not_applicable("Only the machine it runs on can reach it"))
        }
        (Some(Some(Channel::Local)), silent) => Some(Judgement::silent(silent, "servers", "bind")),
        (Some(None), _) => {
            Some(unreadable_url("The URL does not state whether a network reaches the server"))
        }
        (None, _) => Some(Judgement::silent(&server.url, "servers", "url")),
    }
}

/// A server without a network connection.
pub(super) fn stdio_only() -> Judgement {
    Judgement::not_applicable("Only standard input and output; no network transport")
}

/// The URL of a server that clients call over a network instead of launching it.
pub(super) fn remote_url(server: &Server) -> Option<&str> {
    let url = server.url.given()?;
    matches!(channel(url), Some(Channel::Encrypted | Channel::ClearText)).then_some(url)
}

/// A URL that cannot be interpreted.
pub(super) fn unreadable_url(sentence: &str) -> Judgement {
    Judgement::unusable(Reason::UnknownGrammar, "servers", "url", sentence)
}
