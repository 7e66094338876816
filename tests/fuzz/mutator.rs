//! Bytes changed at random, the same for the same seed.

/// What formats are made of, and what is at the edge of what they allow.
const TOKENS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "'",
    "\\",
    "\n",
    "\r\n",
    "\t",
    "- ",
    "? ",
    ": ",
    "#",
    "---\n",
    "...\n",
    "&a ",
    "*a",
    "<<: *a",
    "!!binary ",
    "|\n",
    ">\n",
    "%YAML 1.2\n",
    "null",
    "true",
    "false",
    "~",
    "{{",
    "}}",
    "[[",
    "]]",
    "=",
    "\"\"\"",
    "'''",
    ";",
    "sep=;\n",
    "\u{feff}",
    "\u{0}",
    "\u{202e}",
    "\u{200b}",
    "\u{1b}[31m",
    "\r::error::x",
    "//",
    "/*",
    "*/",
    "0",
    "-0",
    "-1",
    "1e999",
    "-1e-999",
    "0x10",
    "9223372036854775808",
    "18446744073709551616",
    "1e18",
    ".5",
    "NaN",
    "inf",
    "9999-12-31",
    "0000-00-00",
    "-0001-01-01",
    "2026-02-30",
    "10000-01-01",
    "253402300800",
    "99999999999999999999",
    "/Date(-1)/",
    "1970-01-01T00:00:00+99:99",
    "id",
    "servers",
    "agents",
    "secrets",
    "owners",
    "service_accounts",
    "tools",
    "reviews",
    "waivers",
    "uses",
    "used_by",
    "owner",
    "tier",
    "T9",
    "reach",
    "bindings",
    "*",
    "mcpServers",
    "command",
    "args",
    "env",
    "url",
    "https://",
    "http://[::1",
    "https://u:p@h:99999/",
    "arn:aws:iam::",
    "spiffe://",
    "${A:-b}",
    "$(x)",
    "`x`",
    "../",
    "..\\",
    "/dev/null",
    "C:\\",
    "@",
    "%00",
    "%ff",
    "&amp;",
    "<script>",
    "]]>",
    "<!--",
    "|",
    "||",
    "|-|",
    "> ",
    "- - ",
    "1. ",
    "# ",
    "```",
    "**",
    "__",
    "~~",
    "![",
    "](",
    "<a@b.c>",
    "[x]: y",
    "\\\n",
    "&#0;",
    "minmax",
    "version",
    "$schema",
    "runs",
    "results",
    "ruleId",
    "Findings",
    "kind: List",
    "apiVersion: v1",
];

/// A generator of mutated bytes.
pub(crate) struct Mutator {
    state: u64,
}

impl Mutator {
    /// A generator; equal seeds give equal bytes.
    pub(crate) fn of(seed: u64) -> Self {
        Mutator { state: seed | 1 }
    }

    /// Xorshift: enough to choose by.
    fn next(&mut self) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    /// A number below another.
    pub(crate) fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }

    /// A part of some bytes.
    fn part(&mut self, bytes: &[u8], longest: usize) -> Vec<u8> {
        let start = self.below(bytes.len() + 1);
        let end = (start + self.below(longest)).min(bytes.len());
        bytes[start..end].to_vec()
    }

    /// Some bytes changed in one to eight places, with parts of others; never longer than `longest`.
    pub(crate) fn mutate(&mut self, bytes: &[u8], other: &[u8], longest: usize) -> Vec<u8> {
        let mut bytes = bytes[..bytes.len().min(longest)].to_vec();
        for _ in 0..=self.below(8) {
            self.change(&mut bytes, other);
        }
        bytes.truncate(longest);
        bytes
    }

    fn change(&mut self, bytes: &mut Vec<u8>, other: &[u8]) {
        let at = self.below(bytes.len() + 1);
        match self.below(12) {
            // A bit, a byte.
            0 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
            1 if at < bytes.len() => bytes[at] = self.below(256) as u8,
            // A part left out, or all that follows.
            2 => {
                let end = (at + self.below(64)).min(bytes.len());
                bytes.drain(at..end);
            }
            3 => bytes.truncate(at),
            // A part again, once or often.
            4 => {
                let part = self.part(bytes, 256);
                self.insert(bytes, at, &part);
            }
            5 => {
                let part = self.part(bytes, 24).repeat(1 + self.below(400));
                self.insert(bytes, at, &part);
            }
            // A part of another input.
            6 => {
                let part = self.part(other, 2_000);
                self.insert(bytes, at, &part);
            }
            // Nesting.
            7 => {
                let opens = ["[", "{\"a\":", "- ", "> ", "(", "<a>", "*", "[[a", "a.", "&a [*a,"];
                let open = opens[self.below(opens.len())];
                let part = open.repeat(1 + self.below(3_000));
                self.insert(bytes, at, part.as_bytes());
            }
            // Numbers at an edge, in the place of one.
            8 => self.number(bytes, at),
            // Two parts swapped.
            9 => {
                let part = self.part(bytes, 200);
                let there = self.below(bytes.len() + 1);
                let end = (there + part.len()).min(bytes.len());
                bytes.splice(there..end, part);
            }
            _ => {
                let token = TOKENS[self.below(TOKENS.len())];
                self.insert(bytes, at, token.as_bytes());
            }
        }
    }

    fn insert(&mut self, bytes: &mut Vec<u8>, at: usize, part: &[u8]) {
        let at = at.min(bytes.len());
        bytes.splice(at..at, part.iter().copied());
    }

    fn number(&mut self, bytes: &mut Vec<u8>, from: usize) {
        const EDGES: [&str; 8] =
            ["0", "-1", "255", "65536", "4294967296", "9223372036854775807", "1e400", "0.1e-400"];
        let Some(start) = (from..bytes.len()).find(|at| bytes[*at].is_ascii_digit()) else {
            return;
        };
        let end =
            (start..bytes.len()).find(|at| !bytes[*at].is_ascii_digit()).unwrap_or(bytes.len());
        let edge = EDGES[self.below(EDGES.len())];
        bytes.splice(start..end, edge.bytes());
    }
}
