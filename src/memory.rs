//! How the program gets its memory. Benchmarks that measure it in their own process include this file, too.

/// Reading and judging allocate many small values, on all threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Asks the kernel not to back the memory of this process with huge pages; call it once, first in `main`.
///
/// The allocator asks for them. Each is cleared whole when its first byte is touched, and again after the
/// allocator gave it back: on the virtual machines that CI runs on, that was a fifth of the time of a run
/// (docs/decisions.md). Systems other than Linux decide by themselves; where the kernel refuses, it is only slower.
pub(crate) fn use_small_pages() {
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}
