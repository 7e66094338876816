//! Links inside a document, led to their places once everything is laid out.
//!
//! The compiler lays out what is around a link by label again when it knows where the label is, and remembers
//! both. Here a link has a name, which is an address to the compiler, and the name is looked up at the end.

use typst::ecow::EcoVec;
use typst::foundations::Label;
use typst::introspection::{Introspector, Location};
use typst::layout::{Frame, FrameItem};
use typst::model::Destination;
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

use crate::failure::Failure;

/// What the address of a link inside the document begins with; the name of a label follows.
const HERE: &str = "in this document: ";

/// The same document with its links led to the labels that they name.
///
/// # Errors
/// Where a link names no label, or one that is given twice.
pub(crate) fn resolved(mut document: PagedDocument) -> Result<PagedDocument, Failure> {
    let introspector = document.introspector().clone();
    let find = |name: &str| {
        let label = Label::new(PicoStr::intern(name)).ok_or_else(|| "it is empty".into());
        let element = label.and_then(|label| introspector.query_label(label));
        let location = element.map(|element| element.location());
        location.map_err(|error| Failure::new(format!("a link leads nowhere: {error}")))
    };
    let mut pages: EcoVec<_> = document.pages().into();
    let info = std::mem::take(document.info_mut());
    drop(document);
    for page in pages.make_mut() {
        resolve(&mut page.frame, &find)?;
    }
    Ok(PagedDocument::new(pages, info))
}

/// The place of a label; none where it has none.
type Find<'a> = &'a dyn Fn(&str) -> Result<Option<Location>, Failure>;

fn resolve(frame: &mut Frame, find: Find<'_>) -> Result<(), Failure> {
    // What has no links stays shared.
    if !has_links(frame) {
        return Ok(());
    }
    let mut result = Ok(());
    frame.retain(|item| {
        match item {
            FrameItem::Group(group) if result.is_ok() => result = resolve(&mut group.frame, find),
            FrameItem::Link(destination, _) => {
                let found = name(destination).map(find);
                match found {
                    Some(Ok(Some(location))) => *destination = Destination::Location(location),
                    Some(Err(failure)) => result = Err(failure),
                    Some(Ok(None)) | None => {}
                }
            }
            _ => {}
        }
        true
    });
    result
}

fn has_links(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Group(group) => has_links(&group.frame),
        FrameItem::Link(destination, _) => name(destination).is_some(),
        _ => false,
    })
}

/// The label that a link inside the document names.
fn name(destination: &Destination) -> Option<&str> {
    match destination {
        Destination::Url(url) => url.strip_prefix(HERE),
        _ => None,
    }
}
