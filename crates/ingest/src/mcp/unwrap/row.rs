//! What one row of the table of wrappers states.

/// A program that starts another one, or reaches one elsewhere, and where its command line names that.
#[derive(Debug)]
pub(super) struct Row {
    /// The program, or the package that holds it, without path, version and Windows extension.
    pub names: &'static [&'static str],
    /// The words one of which must follow for the row to hold: `exec`, `tool run`. Empty: none.
    pub sub: &'static [&'static str],
    /// Options that take the next word along; `2` behind the name: the next two.
    pub valued: &'static [&'static str],
    /// Where the started program is.
    pub then: Then,
}

/// Where a wrapper's command line names what it starts.
#[derive(Debug, Clone, Copy)]
pub(super) enum Then {
    /// The first word that is no option, and all behind it.
    Rest,
    /// The same, after that many words that are no options: `timeout 30 X`.
    After(usize),
    /// Behind `--`; where there is none, like `After`.
    Dashes(usize),
    /// The value of one of these options is a script of a shell; where none is given, like `Rest`.
    Script(&'static [&'static str]),
    /// Behind one of these options, wherever it is.
    Behind(&'static [&'static str]),
    /// The words that follow are the script of a shell.
    ShellWords,
    /// A short option that ends in `c`, with a script of a shell behind it.
    Shell,
    /// A package, fetched where it is missing; options in the list name it instead of the first word.
    Package(&'static [&'static str]),
    /// A file of source code, or a module by one of these options.
    Source(&'static [&'static str]),
    /// An address, or the command line of a local server.
    Bridge(&'static [&'static str]),
}

/// A row.
pub(super) const fn row(
    names: &'static [&'static str],
    sub: &'static [&'static str],
    valued: &'static [&'static str],
    then: Then,
) -> Row {
    Row { names, sub, valued, then }
}
