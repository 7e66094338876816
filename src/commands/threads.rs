//! The threads that a command works on.

use std::num::NonZero;
use std::time::Duration;

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

use super::terminal;
use syntax::line;

/// The stack of each thread: as large as that of a main thread, for inputs are nested.
const STACK: usize = 16 << 20;

/// How long to wait after an attempt that failed.
const PAUSE: Duration = Duration::from_millis(30);

/// Runs a command on so many threads, 0 for one per core. Where the system gives fewer, it runs on
/// those; where it gives none, on this one.
pub(super) fn with<T: Send>(asked: u16, work: impl FnOnce() -> T + Send) -> T {
    let cores = || std::thread::available_parallelism().map_or(1, NonZero::get);
    let wanted = if asked == 0 { cores() } else { usize::from(asked) };
    let mut count = wanted;
    while count > 0 {
        if let Ok(pool) = build(count, |builder| builder) {
            if count < wanted {
                let line = line!("warning: {count} of {wanted} threads could be started");
                terminal::warn(&[line]);
            }
            return pool.install(work);
        }
        // The threads that did start take a moment to end.
        std::thread::sleep(PAUSE);
        count /= 2;
    }
    terminal::warn(&[line!("warning: no thread could be started, so that one does all the work")]);
    match build(1, ThreadPoolBuilder::use_current_thread) {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

fn build(
    count: usize,
    how: impl FnOnce(ThreadPoolBuilder) -> ThreadPoolBuilder,
) -> Result<ThreadPool, ThreadPoolBuildError> {
    how(ThreadPoolBuilder::new().num_threads(count).stack_size(STACK)).build()
}

#[cfg(test)]
mod tests {
    #[test]
    fn work_runs_on_as_many_threads_as_are_asked_for() {
        assert_eq!(super::with(3, rayon::current_num_threads), 3);
        assert!(super::with(0, rayon::current_num_threads) > 0);
    }
}
