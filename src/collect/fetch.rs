//! The fetching itself.

use std::io::Read;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::{Duration, Instant};

use reqwest::blocking::{Client, Response};
use reqwest::header::{
    ACCEPT, ETAG, HeaderName, HeaderValue, IF_NONE_MATCH, LINK, LOCATION, RETRY_AFTER,
};
use reqwest::redirect::Policy;
use url::Url;

use super::{Failure, Limits, Request, address, paging, retry};

/// How much of a body is read at once, in bytes.
const PART: usize = 64 * 1024;

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// Every page of the answer, in order.
    Pages {
        /// The pages.
        pages: Vec<Page>,
        /// The entity tag of the first page; only an answer of one page can be asked for by it.
        etag: Option<String>,
    },
    /// The answer is the one whose entity tag was sent.
    Unchanged,
}

/// One page of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its bytes, as they came.
    pub bytes: Vec<u8>,
    /// The content type that the server states, such as `application/json`.
    pub content_type: Option<String>,
}

/// Fetches every page of one address. `progress` is called with a short description of each step.
///
/// # Errors
/// Where a limit is exceeded, the server refuses, or a redirect or next page leads to an address that
/// may not be fetched. A failure never leaves a partial response.
pub fn collect(
    request: &Request,
    limits: &Limits,
    progress: &mut dyn FnMut(&str),
) -> Result<Fetched, Failure> {
    let client = client(&request.url)?;
    let mut run = Run { client, request, limits, began: Instant::now(), taken: 0 };
    let (mut pages, mut etag) = (Vec::new(), None);
    let mut here = Some(request.url.clone());
    while let Some(url) = here {
        if pages.len() >= limits.pages {
            let why = format!("the response has more than {} pages", limits.pages);
            return Err(Failure::lasting(why, "request fewer records, or larger pages"));
        }
        progress(&format!("{} page {}", address::display_url(&url), pages.len() + 1));
        let Some(got) = run.page(&url, pages.is_empty(), progress)? else {
            return Ok(Fetched::Unchanged);
        };
        let body = &got.page.bytes;
        let cursor = request.cursor.as_ref();
        here = paging::next(&url, got.link.as_deref(), body, cursor, limits.header)?;
        if pages.is_empty() {
            etag = got.etag;
        }
        pages.push(got.page);
    }
    let etag = etag.filter(|_| pages.len() == 1);
    Ok(Fetched::Pages { pages, etag })
}

/// A client for an address. What is on this machine is reached without a proxy, whatever the environment
/// names, and under its own addresses, whatever a resolver answers. Nothing leads from there to here or
/// back: see [`address::allowed_from`] and `redirected`.
fn client(url: &Url) -> Result<Client, Failure> {
    // A second call finds the provider installed; that is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .redirect(Policy::none())
        .user_agent(concat!("muster/", env!("CARGO_PKG_VERSION")));
    if address::is_loopback(url) {
        let here = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
        let here = here.map(|address| SocketAddr::new(address, 0));
        builder = builder.no_proxy().resolve_to_addrs("localhost", &here);
    }
    builder.build().map_err(|_| {
        Failure::lasting("no TLS client could be created", "check the system's certificates")
    })
}

struct Run<'a> {
    client: Client,
    request: &'a Request,
    limits: &'a Limits,
    began: Instant,
    taken: u64,
}

/// A page and what its headers say.
struct Got {
    page: Page,
    link: Option<String>,
    etag: Option<String>,
}

impl Run<'_> {
    /// One page, tried as often as the limits allow; `None` where it did not change.
    fn page(
        &mut self,
        url: &Url,
        first: bool,
        progress: &mut dyn FnMut(&str),
    ) -> Result<Option<Got>, Failure> {
        let mut tried = 0;
        loop {
            let (failure, after) = match self.attempt(url, first) {
                Ok(got) => return Ok(got),
                Err(failed) => failed,
            };
            let wait = retry::wait(tried, after.as_deref(), self.limits);
            let in_time = self.began.elapsed() + wait < self.limits.total;
            if !failure.passing || tried >= self.limits.retries || !in_time {
                return Err(failure);
            }
            progress(&format!("{}; trying again in {} s", failure.why, wait.as_secs_f32()));
            std::thread::sleep(wait);
            tried += 1;
        }
    }

    /// One try, through redirects. The second value of an error is `Retry-After`.
    fn attempt(
        &mut self,
        url: &Url,
        first: bool,
    ) -> Result<Option<Got>, (Failure, Option<String>)> {
        let mut here = url.clone();
        for _ in 0..=self.limits.redirects {
            let answer = self.send(&here, first).map_err(|failure| (failure, None))?;
            let status = answer.status().as_u16();
            if answer.status().is_redirection() && status != 304 {
                here = redirected(&here, &answer).map_err(|failure| (failure, None))?;
                // A client is for this machine, or for all others.
                if address::is_loopback(&here) != address::is_loopback(&self.request.url) {
                    self.client = client(&here).map_err(|failure| (failure, None))?;
                }
                continue;
            }
            if status == 304 && first {
                return Ok(None);
            }
            if !answer.status().is_success() {
                let after = header(&answer, RETRY_AFTER);
                return Err((refused(&here, status), after));
            }
            return self.take(&here, answer).map(Some).map_err(|failure| (failure, None));
        }
        let why = format!(
            "{} redirects more than {} times",
            address::display_url(url),
            self.limits.redirects
        );
        Err((Failure::lasting(why, "use the final address"), None))
    }

    fn send(&self, url: &Url, first: bool) -> Result<Response, Failure> {
        address::allowed(url)?;
        let time = self.time_left(url)?.min(self.limits.request);
        let mut sent = self
            .client
            .get(url.clone())
            .timeout(time)
            .header(ACCEPT, "application/json, */*;q=0.5");
        // A credential is for the server that the profile names, and for no other.
        let is_ours = address::same_server(url, &self.request.url);
        let credential = self.request.credential.as_ref().filter(|_| is_ours);
        if let Some(credential) = credential {
            let unusable =
                |_| Failure::lasting("the token cannot be sent", "check it for line breaks");
            let name: HeaderName = credential.header.parse().map_err(|_| {
                Failure::lasting(
                    "the header for the token has no usable name",
                    "check `token-header`",
                )
            })?;
            let mut value = HeaderValue::from_str(&credential.value).map_err(unusable)?;
            value.set_sensitive(true);
            sent = sent.header(name, value);
        }
        if let Some(etag) = self.request.etag.as_ref().filter(|_| first && is_ours) {
            sent = sent.header(IF_NONE_MATCH, etag);
        }
        let answer = sent.send().map_err(|error| {
            let what =
                if error.is_timeout() { "does not respond in time" } else { "cannot be reached" };
            Failure::passing(format!("{} {what}", address::display_url(url)))
        })?;
        self.measured(url, answer)
    }

    /// Refuses an answer with headers that are too large.
    fn measured(&self, url: &Url, answer: Response) -> Result<Response, Failure> {
        let Limits { header, headers, .. } = *self.limits;
        let size = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len();
        let (largest, all) = answer
            .headers()
            .iter()
            .map(size)
            .fold((0, 0), |(largest, all), size| (size.max(largest), size + all));
        if largest > header || all > headers {
            let why = format!(
                "{} sends headers of more than {header} bytes each or {headers} in all",
                address::display_url(url)
            );
            return Err(Failure::lasting(why, "report it to the publisher"));
        }
        Ok(answer)
    }

    /// How long this collection may still take.
    fn time_left(&self, url: &Url) -> Result<Duration, Failure> {
        let left = self.limits.total.saturating_sub(self.began.elapsed());
        if left.is_zero() {
            let total = self.limits.total.as_secs();
            let why = format!("{} takes longer than {total} s", address::display_url(url));
            return Err(Failure::lasting(why, "request fewer records"));
        }
        Ok(left)
    }

    fn take(&mut self, url: &Url, answer: Response) -> Result<Got, Failure> {
        let link = header(&answer, LINK);
        let etag = header(&answer, ETAG);
        let content_type = header(&answer, reqwest::header::CONTENT_TYPE);
        let bytes = self.body(url, answer)?;
        self.taken += bytes.len() as u64;
        Ok(Got { page: Page { bytes, content_type }, link, etag })
    }

    /// Reads a body, within what is left of bytes and time. The bound is on what comes out of
    /// decompression, so that a bomb meets it too; the time is looked at after each part, so that an answer
    /// that never ends, however slowly it comes, meets it.
    fn body(&self, url: &Url, mut answer: Response) -> Result<Vec<u8>, Failure> {
        let shown = address::display_url(url);
        let room = self.limits.bytes.saturating_sub(self.taken);
        let began = Instant::now();
        let (mut bytes, mut part) = (Vec::new(), vec![0; PART]);
        loop {
            self.time_left(url)?;
            if began.elapsed() > self.limits.request {
                return Err(Failure::passing(format!(
                    "the response of {shown} does not end in time"
                )));
            }
            let count = answer.read(&mut part).map_err(|_| {
                let late = began.elapsed() >= self.limits.request;
                let what = if late { "does not end in time" } else { "was cut short" };
                Failure::passing(format!("the response of {shown} {what}"))
            })?;
            if count == 0 {
                return Ok(bytes);
            }
            bytes.extend(part.iter().take(count));
            if bytes.len() as u64 > room {
                let most = self.limits.bytes >> 20;
                let why = format!("the response of {shown} is larger than {most} MiB");
                return Err(Failure::lasting(why, "request fewer records"));
            }
        }
    }
}

fn header(answer: &Response, name: HeaderName) -> Option<String> {
    answer.headers().get(name)?.to_str().ok().map(str::to_string)
}

fn redirected(here: &Url, answer: &Response) -> Result<Url, Failure> {
    let target = header(answer, LOCATION).and_then(|target| here.join(&target).ok());
    let Some(target) = target else {
        let why = format!("{} redirects without an address", address::display_url(here));
        return Err(Failure::lasting(why, "correct the address"));
    };
    address::allowed_from(here, &target)?;
    Ok(target)
}

fn refused(url: &Url, status: u16) -> Failure {
    let why = format!("{} responds with {status}", address::display_url(url));
    match status {
        401 | 403 => Failure::lasting(why, "check the token and what it may read"),
        404 | 410 => Failure::lasting(why, "check the address"),
        passing if retry::may_pass(passing) => Failure::passing(why),
        _ => Failure::lasting(why, "check the address and the token"),
    }
}
