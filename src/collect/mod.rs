//! URL to bytes: transport, paging, retries, conditional requests. Knows no format.
//!
//! Responses are untrusted: sizes, times, pages and redirects are bounded, TLS is required
//! (loopback excepted, which no proxy sees), and a credential goes to the host it was given for and to no other.

mod address;
mod fetch;
mod limits;
mod paging;
mod request;
mod retry;

pub use fetch::{Fetched, Page, collect};
pub use limits::{LONGEST_RUN, Limits};
pub use request::{Credential, Cursor, Failure, Request};
