//! Where the next page is: in a header, in the answer, or behind a cursor.

use serde_json::Value;
use url::Url;

use super::{Cursor, Failure, address};

/// Fields of an answer that hold the next page's address.
const NEXT: [&str; 3] = ["@odata.nextLink", "nextLink", "next"];

/// The address of the next page, if there is one.
///
/// # Errors
/// Where it is on another server: a response must not redirect the credential.
pub(super) fn next(
    here: &Url,
    link: Option<&str>,
    body: &[u8],
    cursor: Option<&Cursor>,
    longest: usize,
) -> Result<Option<Url>, Failure> {
    let Some(next) =
        link.and_then(rel_next).map(str::to_string).or_else(|| in_body(here, body, cursor))
    else {
        return Ok(None);
    };
    if next.len() > longest {
        let why = format!("the address of the next page is longer than {longest} bytes");
        return Err(Failure::lasting(why, "report it to the publisher"));
    }
    let next = here.join(&next).map_err(|_| {
        Failure::lasting("the address of the next page is invalid", "report it to the publisher")
    })?;
    address::allowed_from(here, &next)?;
    if !address::same_server(here, &next) {
        return Err(Failure::lasting(
            format!("the next page is on another server, {}", address::display_url(&next)),
            "add that server as its own source",
        ));
    }
    Ok((next != *here).then_some(next))
}

/// `Link: <https://…>; rel="next"`.
fn rel_next(header: &str) -> Option<&str> {
    header.split(',').find_map(|link| {
        let (address, parameters) = link.split_once(';')?;
        let is_next = parameters.split(';').any(|parameter| {
            let parameter = parameter.trim().to_lowercase().replace('"', "");
            parameter == "rel=next"
        });
        is_next.then(|| address.trim().trim_start_matches('<').trim_end_matches('>'))
    })
}

fn in_body(here: &Url, body: &[u8], cursor: Option<&Cursor>) -> Option<String> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    if let Some(Cursor { field, parameter }) = cursor {
        let value = field.split('.').try_fold(&answer, |value, step| value.get(step))?;
        let value = value.as_str().filter(|text| !text.is_empty())?;
        let mut next = here.clone();
        let kept: Vec<(String, String)> =
            here.query_pairs().into_owned().filter(|(name, _)| name != parameter).collect();
        next.query_pairs_mut().clear().extend_pairs(kept).append_pair(parameter, value);
        return Some(next.to_string());
    }
    let text = NEXT.iter().find_map(|field| answer.get(field)?.as_str())?;
    (text.starts_with("https://") || text.starts_with("http://")).then(|| text.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(
        link: Option<&str>,
        body: &str,
        cursor: Option<&Cursor>,
    ) -> Result<Option<String>, Failure> {
        let here = Url::parse("https://api.example/v1/users?limit=2&after=a").expect("an address");
        next(&here, link, body.as_bytes(), cursor, 1024).map(|next| next.map(|url| url.to_string()))
    }

    #[test]
    fn the_next_page_is_found_in_header_body_and_cursor() {
        let link = r#"</v1/users?after=b>; rel="next", </v1/users>; rel="first""#;
        let there = Ok(Some("https://api.example/v1/users?after=b".to_string()));
        assert_eq!(page(Some(link), "[]", None), there);
        let body = r#"{"value": [], "@odata.nextLink": "https://api.example/v1/users?after=b"}"#;
        assert_eq!(page(None, body, None), there);
        let cursor = Cursor { field: "meta.next".into(), parameter: "after".into() };
        let next = page(None, r#"{"meta": {"next": "b"}}"#, Some(&cursor));
        assert_eq!(next, Ok(Some("https://api.example/v1/users?limit=2&after=b".to_string())));
        assert_eq!(page(None, r#"{"meta": {"next": ""}}"#, Some(&cursor)), Ok(None));
        assert_eq!(page(None, "not JSON", None), Ok(None));
        let long = format!("</{}>; rel=next", "x".repeat(2000));
        assert!(page(Some(&long), "[]", None).is_err_and(|it| it.why.contains("longer than")));
    }

    #[test]
    fn nobody_sends_us_to_another_server() {
        let body = r#"{"@odata.nextLink": "https://evil.example/v1/users"}"#;
        assert!(
            page(None, body, None).is_err_and(|failure| failure.why.contains("another server"))
        );
    }
}
