//! How long each stage took.

use std::time::{Duration, Instant};

/// A stopwatch for the stages of a run.
#[derive(Debug)]
pub struct Stages {
    last: Instant,
    done: Vec<(&'static str, Duration)>,
}

impl Default for Stages {
    fn default() -> Self {
        Stages { last: Instant::now(), done: Vec::new() }
    }
}

impl Stages {
    /// Ends a stage.
    pub fn end(&mut self, name: &'static str) {
        let now = Instant::now();
        self.done.push((name, now - self.last));
        self.last = now;
    }

    /// The stages so far, in order.
    pub fn done(&self) -> &[(&'static str, Duration)] {
        &self.done
    }
}
