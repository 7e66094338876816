//! How a remote server authenticates its caller, judging by what the entry sends.

use super::arguments;
use super::entry::{self, Entry};
use crate::extract::pointer_step;
use crate::secrets;
use model::records::{Auth, AuthKind};
use model::{Field, Place};
use syntax::Node;

/// The scheme that the entry states; absent where it states none, since OAuth may still be
/// agreed on when the client connects.
pub(super) fn auth(entry: &Entry<'_>, url: &str) -> Field<Auth> {
    let by_header = headers(entry).iter().find_map(|(name, value)| by_header(name, value));
    let kind = by_header.or_else(|| by_key(entry)).or_else(|| by_query(url));
    kind.map_or(Field::Absent, |kind| Field::Given(Auth::of(kind)))
}

/// The header or argument that the scheme is read from; none where another key of the entry states it.
pub(super) fn place(entry: &Entry<'_>) -> Option<Place> {
    let written = entry::header_maps(entry.node).find_map(|(path, headers)| {
        let text = |node: &Node| node.text().unwrap_or_default().to_string();
        let one =
            headers.entries().iter().find(|it| by_header(&it.key, &text(&it.node)).is_some())?;
        let step = pointer_step(&one.key);
        let pointer = format!("{}/{path}/{step}", entry.place.pointer);
        Some(Place::new(&entry.place.file, one.line, pointer))
    });
    written.or_else(|| {
        let mut arguments = arguments::candidates(&entry.words).into_iter();
        arguments.find(|it| by_header(&it.setting, &it.value).is_some()).map(|it| it.place)
    })
}

/// The headers of the entry and of a bridge's command line.
fn headers(entry: &Entry<'_>) -> Vec<(String, String)> {
    let arguments = arguments::candidates(&entry.words).into_iter();
    let written = entry::headers(entry.node).into_iter();
    written.chain(arguments.map(|candidate| (candidate.setting, candidate.value))).collect()
}

fn by_header(name: &str, value: &str) -> Option<AuthKind> {
    if name.eq_ignore_ascii_case("authorization") {
        let basic = value.trim_start().to_ascii_lowercase().starts_with("basic ");
        return Some(if basic { AuthKind::Basic } else { AuthKind::BearerStatic });
    }
    const KEYS: [&str; 4] = ["x-api-key", "api-key", "apikey", "x-goog-api-key"];
    KEYS.iter().any(|key| name.eq_ignore_ascii_case(key)).then_some(AuthKind::ApiKey)
}

fn by_key(entry: &Entry<'_>) -> Option<AuthKind> {
    if entry.node.get("bearer_token_env_var").is_some_and(|name| name.text().is_some()) {
        return Some(AuthKind::BearerStatic);
    }
    let oauth = entry.node.get("oauth")?;
    let off = oauth.get("enabled").and_then(Node::text) == Some("false");
    (oauth.is_map() && !oauth.entries().is_empty() && !off).then_some(AuthKind::OAuth)
}

fn by_query(url: &str) -> Option<AuthKind> {
    let (_, query) = url.split_once('?')?;
    let query = query.split('#').next().unwrap_or(query);
    let mut names = query.split('&').filter_map(|pair| pair.split_once('='));
    names.any(|(name, _)| secrets::named(name).is_some()).then_some(AuthKind::ApiKey)
}
