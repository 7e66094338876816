//! The fetching itself.

use std::io::Read;
use std::time::Instant;

use reqwest::blocking::{Client, Response};
use reqwest::header::{
    ACCEPT, ETAG, HeaderName, HeaderValue, IF_NONE_MATCH, LINK, LOCATION, RETRY_AFTER,
};
use reqwest::redirect::Policy;
use url::Url;

use super::{Failure, Limits, Request, address, paging, retry};

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
    let mut run = Run { client: client(limits)?, request, limits, began: Instant::now(), taken: 0 };
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
        here = paging::next(&url, got.link.as_deref(), &got.page.bytes, request.cursor.as_ref())?;
        if pages.is_empty() {
            etag = got.etag;
        }
        pages.push(got.page);
    }
    let etag = etag.filter(|_| pages.len() == 1);
    Ok(Fetched::Pages { pages, etag })
}

fn client(limits: &Limits) -> Result<Client, Failure> {
    // A second call finds the provider installed; that is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .redirect(Policy::none())
        .timeout(limits.request)
        .user_agent(concat!("muster/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|_| {
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
                continue;
            }
            if status == 304 && first {
                return Ok(None);
            }
            if !answer.status().is_success() {
                let after = header(&answer, RETRY_AFTER);
                return Err((refused(&here, status), after));
            }
            return self.take(answer).map(Some).map_err(|failure| (failure, None));
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
        let mut sent = self.client.get(url.clone()).header(ACCEPT, "application/json, */*;q=0.5");
        // A credential is for the server that the profile names, and for no other.
        let credential = self
            .request
            .credential
            .as_ref()
            .filter(|_| address::same_server(url, &self.request.url));
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
        if let Some(etag) = self.request.etag.as_ref().filter(|_| first) {
            sent = sent.header(IF_NONE_MATCH, etag);
        }
        sent.send().map_err(|error| {
            let what =
                if error.is_timeout() { "does not respond in time" } else { "cannot be reached" };
            Failure::passing(format!("{} {what}", address::display_url(url)))
        })
    }

    fn take(&mut self, answer: Response) -> Result<Got, Failure> {
        let shown = address::display_url(answer.url());
        let link = header(&answer, LINK);
        let etag = header(&answer, ETAG);
        let content_type = header(&answer, reqwest::header::CONTENT_TYPE);
        let room = self.limits.bytes.saturating_sub(self.taken);
        let mut bytes = Vec::new();
        // The bound is on what comes out of decompression, so that a bomb meets it too.
        answer
            .take(room + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| Failure::passing(format!("the response of {shown} was cut short")))?;
        if bytes.len() as u64 > room {
            let why =
                format!("the response of {shown} is larger than {} MiB", self.limits.bytes >> 20);
            return Err(Failure::lasting(why, "request fewer records"));
        }
        if self.began.elapsed() > self.limits.total {
            let why = format!("{shown} takes longer than {} s", self.limits.total.as_secs());
            return Err(Failure::lasting(why, "request fewer records"));
        }
        self.taken += bytes.len() as u64;
        Ok(Got { page: Page { bytes, content_type }, link, etag })
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
    address::allowed(&target)?;
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
