//! The layouts: names and texts of files, and what a run prints about them.

/// One repository.
pub(super) struct Layout {
    /// How messages name it.
    pub(super) name: &'static str,
    /// Its files.
    pub(super) files: &'static [(&'static str, &'static str)],
    /// Servers that are assessed.
    pub(super) servers: &'static [&'static str],
    /// Texts on the terminal of `report`.
    pub(super) prints: &'static [&'static str],
}

const CLOCK: &str = r#"{"mcpServers": {"clock": {"command": "clock-mcp"}}}"#;
const DESK: &str =
    r#"{"mcpServers": {"desk": {"command": "npx", "args": ["-y", "desk-mcp@2.0.1"]}}}"#;

/// Several teams, with the files of many tools.
pub(super) const MONOREPO: Layout = Layout {
    name: "monorepo",
    files: &[
        (".mcp.json", CLOCK),
        ("compose.yaml", "services:\n  web:\n    image: web\nsecrets:\n  db:\n    file: ./db\n"),
        ("charts/web/values.yaml", "replicas: 2\nsecrets:\n  db: { enabled: true }\n"),
        ("charts/web/templates/job.yaml", "kind: {{ .Values.kind }}\n  bad: [\n"),
        ("deploy/all.yaml", "kind: Service\n---\nkind: Deployment\n---\n"),
        ("web/broken.json", "{\"a\": "),
        ("crew/agents.yaml", "writer:\n  role: Writer\n  goal: Write\n"),
        ("ci/gl-secret-detection-report.json", "{\"version\": \"15.0\", \"vulnerabilities\": []}"),
        ("package.json", "{\"name\": \"web\"}"),
    ],
    servers: &["clock"],
    prints: &["Inputs: "],
};

/// Links and files that are no text; the links are made by the test.
#[cfg(unix)]
pub(super) const LINKS: Layout = Layout {
    name: "links and binaries",
    files: &[
        (".cursor/mcp.json", CLOCK),
        ("docs/manual.pdf", "%PDF-1.7"),
        ("bin/tool", "\u{7f}ELF"),
        ("logo.png", "\u{89}PNG"),
    ],
    servers: &["clock"],
    prints: &[
        "gone.yaml: this link leads nowhere",
        "dump.json: this file is larger",
        "Inputs: 1 file read",
    ],
};

/// One client file.
pub(super) const BARE: Layout = Layout {
    name: "a bare .mcp.json",
    files: &[(".mcp.json", CLOCK)],
    servers: &["clock"],
    prints: &["Inputs: 1 file read, 0 skipped, 0 broken"],
};

/// The settings of one person, as kept with a manager of links.
pub(super) const DOTFILES: Layout = Layout {
    name: "dotfiles",
    files: &[
        (".config/Claude/claude_desktop_config.json", CLOCK),
        ("cursor/.cursor/mcp.json", DESK),
        (".zshrc", "export PATH=$PATH:~/bin\n"),
        (".gitconfig", "[user]\nname = ada\n"),
        (".config/starship.toml", "add_newline = false\n"),
        (".gitignore", "*\n!.gitignore\n"),
        ("nvim/init.lua", "-- words\n"),
    ],
    servers: &["clock", "desk"],
    prints: &["Inputs: 2 files read"],
};

/// A small start; the test adds the rest.
pub(super) const MANY: Layout = Layout {
    name: "many files",
    files: &[(".mcp.json", CLOCK)],
    servers: &["clock"],
    prints: &["Inputs: 1 file read"],
};
