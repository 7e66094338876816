//! What a site is written as.

/// What a site is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A folder of pages.
    Folder,
    /// One page that holds everything.
    Single,
}
