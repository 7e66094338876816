//! What is read, and how many files of it were.

use std::path::PathBuf;

use super::pipeline::Run;
use crate::cli;
use crate::workspace::Asked;
use model::Diagnostic;

/// What the arguments ask for.
pub(super) fn asked(paths: &[PathBuf], access: &cli::Access) -> Asked {
    Asked {
        paths: paths.to_vec(),
        config: access.config.clone(),
        allow: access.paths.allow_path.clone(),
        allow_env: access.allow_env.clone(),
    }
}

/// How many files were read, skipped and broken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    read: usize,
    skipped: usize,
    broken: usize,
    ignored: u64,
}

impl Counts {
    /// Counts the inputs of a run, what was passed over before it, and what `.gitignore` excludes.
    pub(super) fn of(run: &Run, skipped: usize, ignored: u64) -> Self {
        let inputs = &run.assessment.inputs;
        let read = inputs.iter().filter(|input| input.skipped.is_none()).count();
        let broken = inputs.iter().filter(|input| input.missing.is_some()).count();
        Counts { read, broken, skipped: inputs.len() - read - broken + skipped, ignored }
    }

    /// One line.
    pub(super) fn line(self) -> String {
        let Counts { read, skipped, broken, ignored } = self;
        let files = if read == 1 { "file" } else { "files" };
        let ignored = match ignored {
            0 => String::new(),
            count => format!("; {count} excluded by .gitignore"),
        };
        format!("inputs: {read} {files} read, {skipped} skipped, {broken} broken{ignored}")
    }
}

/// Sources that could not be read: a gate must not pass because of what it did not see.
pub(super) fn unread(run: &Run) -> Vec<Diagnostic> {
    let broken = run.assessment.inputs.iter().filter(|input| input.missing.is_some());
    let errors = broken.map(|input| {
        let why = input.skipped.as_deref().unwrap_or_default();
        let help = "correct it, or use --keep-going to assess the rest without it";
        Diagnostic::at(
            &model::Place::file(input.path.as_str()),
            format!("this source is not read: {why}"),
            help,
        )
    });
    errors.collect()
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn counts_are_one_line() {
        let counts = Counts { read: 1, skipped: 2, broken: 0, ignored: 0 };
        assert_eq!(counts.line(), "inputs: 1 file read, 2 skipped, 0 broken");
        let counts = Counts { read: 12, skipped: 0, broken: 1, ignored: 3 };
        let line = "inputs: 12 files read, 0 skipped, 1 broken; 3 excluded by .gitignore";
        assert_eq!(counts.line(), line);
    }
}
