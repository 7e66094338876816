//! Progress of a slow operation: one line, and only on a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget};

use super::terminal;
use syntax::Line;

/// A line with the current step.
#[derive(Debug)]
pub(super) struct Progress(ProgressBar);

impl Progress {
    pub(super) fn start() -> Self {
        let bar = ProgressBar::new_spinner();
        // It moves with each step: a thread of its own may not be had.
        if !terminal::is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        Progress(bar)
    }

    /// Shows the current step.
    pub(super) fn show(&self, step: &str) {
        self.0.set_message(Line::new(step).to_string());
        self.0.tick();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
