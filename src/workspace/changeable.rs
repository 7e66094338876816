//! Which files of a project may be changed.

use std::path::{Component, Path};

use super::names::{has_known_ending, is_own, is_pruned};

/// Whether a file of this name, relative to the project folder, is one that [`super::open`] reads.
pub fn is_read(name: &str) -> bool {
    let plain = |step: Component<'_>| matches!(step, Component::Normal(_));
    let inside = Path::new(name).components().all(plain);
    let mut folders = name.split('/').rev().skip(1);
    let own = name.split_once('/').is_some_and(|(top, _)| is_own(top));
    inside && !own && !folders.any(is_pruned) && has_known_ending(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_inside_the_project_are_read() {
        for name in ["waivers.yaml", "reviews/waivers.yaml"] {
            assert!(is_read(name), "{name}");
        }
        for name in ["", "../w.yaml", "/w.yaml", "out/w.yaml", ".w.yaml", ".git/w.yaml", "a/../w"] {
            assert!(!is_read(name), "{name}");
        }
    }
}
