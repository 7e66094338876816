//! Where the files of a report go.

use model::{Artifact, Diagnostic};

/// Where the files of a report go, in their order.
pub trait Sink: Send {
    /// Takes some of them.
    ///
    /// # Errors
    /// Where they cannot be kept.
    fn put(&mut self, files: Vec<Artifact>) -> Result<(), Diagnostic>;
}

/// Into memory.
impl Sink for Vec<Artifact> {
    fn put(&mut self, mut files: Vec<Artifact>) -> Result<(), Diagnostic> {
        self.append(&mut files);
        Ok(())
    }
}
