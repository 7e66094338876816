//! The entries of a document, nested ones too.

use syntax::Node;

/// One entry of the document and the pointer to it.
pub(super) type Entry<'n> = (&'n Node, String);

/// Every entry of a list whose entries may hold a list of the same name.
pub(super) fn nested<'n>(root: &'n Node, key: &str) -> Vec<Entry<'n>> {
    let mut found = Vec::new();
    let mut open: Vec<Entry<'n>> = vec![(root, String::new())];
    while let Some((node, pointer)) = open.pop() {
        let inner = node.get(key).map(Node::list).unwrap_or_default();
        // From the back, so that entries come in the order of the file.
        for (number, one) in inner.iter().enumerate().rev() {
            open.push((one, format!("{pointer}/{key}/{number}")));
        }
        if !pointer.is_empty() {
            found.push((node, pointer));
        }
    }
    found
}
