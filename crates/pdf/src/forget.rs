//! What the compiler remembers of a long document is dropped while it lays it out.
//!
//! It remembers each cell for another run, which never comes. Of 400 exceptions, 300 assets and 2,000 rows that
//! is more than the document itself; to lay the pages out again without it takes a quarter more time.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, Thread};

/// After how many texts the compiler forgets all that it remembers.
const EVERY: usize = 1_000;

/// Counts texts, and wakes the thread that forgets.
#[derive(Debug, Default)]
pub(crate) struct Forgetting {
    texts: AtomicUsize,
    has_ended: AtomicBool,
    thread: OnceLock<Thread>,
}

impl Forgetting {
    /// One more text is set. What is remembered is locked while the compiler looks something up, so that
    /// another thread drops it.
    pub(crate) fn count(&self) {
        let texts = self.texts.fetch_add(1, Ordering::Relaxed) + 1;
        if texts.is_multiple_of(EVERY)
            && let Some(thread) = self.thread.get()
        {
            thread.unpark();
        }
    }

    /// Runs the compiler while another thread forgets.
    pub(crate) fn during<T>(&self, compile: impl FnOnce() -> T) -> T {
        thread::scope(|scope| {
            let forgets = scope.spawn(|| {
                while !self.has_ended.load(Ordering::Acquire) {
                    thread::park();
                    typst::comemo::evict(0);
                }
            });
            // Set once: each document has a world of its own.
            self.thread.get_or_init(|| forgets.thread().clone());
            let _ends_it = End(self);
            compile()
        })
    }
}

/// Ends the thread when it is dropped, also where the compiler panics.
struct End<'a>(&'a Forgetting);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.has_ended.store(true, Ordering::Release);
        if let Some(thread) = self.0.thread.get() {
            thread.unpark();
        }
    }
}
