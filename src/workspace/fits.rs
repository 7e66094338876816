//! Whether the memory of this machine can hold what a project holds. Where it cannot, the kernel would end the run without
//! a word.

use std::fs;
use std::path::Path;

use super::read::MAX_FILE;
use model::Diagnostic;

/// How much memory a byte of input takes at least, from reading to judging. Records of our own take 10 to 15.
const PER_BYTE: u64 = 6;

/// Refuses files that are too many for the memory that there is.
pub(super) fn refuse_more<'p>(files: impl Iterator<Item = &'p Path>) -> Option<Diagnostic> {
    let sizes = files.filter_map(|path| fs::metadata(path).ok()).map(|metadata| metadata.len());
    // A larger file is refused by itself.
    let sizes = sizes.filter(|size| *size <= MAX_FILE);
    refuse(sizes.fold(0, u64::saturating_add), memory()?)
}

/// Refuses `bytes` of files where `memory` bytes are too few.
fn refuse(bytes: u64, memory: u64) -> Option<Diagnostic> {
    if bytes.saturating_mul(PER_BYTE) <= memory {
        return None;
    }
    let message = format!(
        "the inputs are {} MiB, which takes at least {PER_BYTE} times as much memory, and {} MiB can be had",
        bytes >> 20,
        memory >> 20
    );
    let help = "assess parts of the estate in folders of their own, leave files out (`exclude` in muster.toml), or use a machine with more memory";
    Some(Diagnostic::general(message, help))
}

/// The memory that a process can have, in bytes: that of the machine, or less where its control group or its limit
/// of addresses allows less. None where the system does not state it.
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
fn memory() -> Option<u64> {
    use rustix::process::{Resource, getrlimit};
    let machine = rustix::system::sysinfo();
    let machine = machine.totalram.saturating_mul(machine.mem_unit.into());
    let group = fs::read_to_string("/sys/fs/cgroup/memory.max").ok();
    let group = group.and_then(|text| text.trim().parse().ok());
    let addresses = getrlimit(Resource::As).current;
    [Some(machine), group, addresses].into_iter().flatten().min()
}

#[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
fn memory() -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_read_and_what_cannot_fit_is_refused_with_both_numbers() {
        assert_eq!(refuse(100 << 20, 600 << 20), None);
        let refused = refuse(101 << 20, 600 << 20).expect("too many");
        assert_eq!(
            refused.message,
            "the inputs are 101 MiB, which takes at least 6 times as much memory, and 600 MiB can be had"
        );
    }
}
