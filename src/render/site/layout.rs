//! The template around the body of a page: ours, or the one of a project.
//!
//! A project's template is untrusted. It may branch, loop and print, and nothing else; what it prints and how
//! long it takes is bounded.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use tera::{Context, Tera, TeraResult, Value};

use crate::render::options::Template;
use model::{Diagnostic, Place};

/// The name of our own template.
const NAME: &str = "layout.html";
const LAYOUT: &str = include_str!("../../../templates/site/layout.html");

/// How large a project's template may be, in bytes.
const MAX_LAYOUT: usize = 256 * 1024;
/// How much it may print around the body of a page, in bytes.
const MAX_AROUND: usize = 256 * 1024;
/// How many seconds it may take for a page.
const MAX_SECONDS: u64 = 5;
/// The tags that it may use. The others define, include or collect: what they do cannot be bounded.
const TAGS: [&str; 10] =
    ["if", "elif", "else", "endif", "for", "endfor", "raw", "endraw", "break", "continue"];

/// What is in place of head and body while our own template is rendered: no text of a page has the character.
const MARKS: [&str; 2] = ["\0head", "\0body"];

/// A template that is read.
#[derive(Debug)]
pub(super) enum Layout {
    /// Ours. What it prints around head and body is the same for all pages of a section, by their key.
    Own(Box<Tera>, Mutex<HashMap<String, Arc<Around>>>),
    /// A project's, in a thread of its own: one that does not end cannot be stopped, but it can be left.
    Foreign { file: String, thread: Mutex<Line> },
}

/// What is before the head of a page, between head and body, and behind the body.
type Around = [String; 3];

/// The way to the thread, and back.
type Line = (Sender<Job>, Receiver<Result<String, Diagnostic>>);

/// One page, and how much it may print.
pub(super) struct Job {
    context: Context,
    most: usize,
}

impl Layout {
    /// # Errors
    /// Where the template is broken or does what it may not.
    pub(super) fn of(template: Option<&Template>) -> Result<Self, Diagnostic> {
        let Some(Template { file, text }) = template else {
            return Ok(Layout::Own(Box::new(read(NAME, LAYOUT)?), Mutex::default()));
        };
        allowed(file, text)?;
        let mut tera = read(file, text)?;
        // It could multiply what it is given.
        tera.register_filter("replace", refused);
        let (jobs, inbox) = channel::<Job>();
        let (outbox, pages) = channel();
        let name = file.clone();
        thread::spawn(move || {
            for Job { context, most } in inbox {
                let mut page = Bounded { bytes: Vec::new(), most };
                let made = tera.render_to(&name, &context, &mut page);
                let made = match made {
                    _ if page.bytes.len() >= most => Err(endless(&name)),
                    Err(error) => Err(broken(&name, &error)),
                    Ok(()) => Ok(String::from_utf8(page.bytes).unwrap_or_default()),
                };
                if outbox.send(made).is_err() {
                    return;
                }
            }
        });
        Ok(Layout::Foreign { file: file.clone(), thread: Mutex::new((jobs, pages)) })
    }

    /// One page. `head` and `body` are what every page must have; `context` is everything that a template
    /// gets. Pages of one `key` differ for our own template in head and body alone.
    ///
    /// # Errors
    /// Where the template fails, does not end, or leaves out what a page must have.
    pub(super) fn page(
        &self,
        key: &str,
        context: impl FnOnce([&str; 2]) -> Result<Context, Diagnostic>,
        head: &str,
        body: &str,
    ) -> Result<String, Diagnostic> {
        let (file, thread) = match self {
            Layout::Own(tera, known) => {
                let around = around(tera, known, key, context)?;
                let [before, between, behind] = &*around;
                return Ok([before, head, between, body, behind].concat());
            }
            Layout::Foreign { file, thread } => (file, thread),
        };
        let context = context([head, body])?;
        let most = head.len() + body.len() + MAX_AROUND;
        let thread = thread.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let gone = || endless(file);
        thread.0.send(Job { context, most }).map_err(|_| gone())?;
        let page =
            thread.1.recv_timeout(Duration::from_secs(MAX_SECONDS)).map_err(|_| gone())??;
        for (name, part) in [("head", head), ("body", body)] {
            if !page.contains(part) {
                let message = format!("the template {file} leaves out `{{{{ {name} }}}}`");
                return Err(Diagnostic::general(message, "print it once, as it is"));
            }
        }
        Ok(page)
    }
}

/// What our own template prints around the pages of a key.
fn around(
    tera: &Tera,
    known: &Mutex<HashMap<String, Arc<Around>>>,
    key: &str,
    context: impl FnOnce([&str; 2]) -> Result<Context, Diagnostic>,
) -> Result<Arc<Around>, Diagnostic> {
    let lock = || known.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(around) = lock().get(key) {
        return Ok(Arc::clone(around));
    }
    let page = tera.render(NAME, &context(MARKS)?).map_err(|error| broken(NAME, &error))?;
    let parts = page
        .split_once(MARKS[0])
        .and_then(|(before, rest)| rest.split_once(MARKS[1]).map(|it| (before, it)))
        .ok_or_else(|| {
            Diagnostic::general(format!("the template {NAME} has no head or body"), "report this")
        })?;
    let (before, (between, behind)) = parts;
    let around = Arc::new([before, between, behind].map(String::from));
    lock().insert(key.to_string(), Arc::clone(&around));
    Ok(around)
}

fn read(name: &str, text: &str) -> Result<Tera, Diagnostic> {
    let mut tera = Tera::new();
    tera.autoescape_on([name.to_string()]);
    tera.add_raw_template(name, text).map_err(|error| broken(name, &error))?;
    Ok(tera)
}

/// Whether a template uses no other tags than those that can be bounded.
fn allowed(file: &str, text: &str) -> Result<(), Diagnostic> {
    if text.len() > MAX_LAYOUT {
        let message =
            format!("the template {file} has {} bytes, more than {MAX_LAYOUT}", text.len());
        return Err(Diagnostic::general(message, "shorten it"));
    }
    for (number, line) in (1..).zip(text.lines()) {
        for tag in line.split("{%").skip(1) {
            let tag = tag.trim_start_matches('-').trim_start();
            let tag: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
            if !TAGS.contains(&tag.as_str()) {
                let message = format!("the template uses the tag `{tag}`");
                let help = format!("use only {} on the line of their `{{%`", TAGS.join(", "));
                let file: std::sync::Arc<str> = file.into();
                return Err(Diagnostic::at(&Place::new(&file, number, ""), message, help));
            }
        }
    }
    Ok(())
}

fn refused(_: Value, _: tera::Kwargs, _: &tera::State) -> TeraResult<String> {
    Err(tera::Error::message("a layout has no filter `replace`"))
}

fn endless(file: &str) -> Diagnostic {
    let message = format!(
        "the template {file} does not end: it prints more than {MAX_AROUND} bytes around a page, or takes more than {MAX_SECONDS} s"
    );
    Diagnostic::general(message, "bound its loops")
}

/// The message of the engine names file and line.
/// The error of a template as one sentence and a place. Tera draws both over several lines, with `--> FILE:LINE:COLUMN`
/// before a picture of the line.
fn broken(name: &str, error: &tera::Error) -> Diagnostic {
    let drawn = error.to_string();
    let (what, rest) = drawn.split_once("-->").unwrap_or((&drawn, ""));
    let what = what.trim().trim_start_matches("error:").split_whitespace().collect::<Vec<_>>();
    let message = format!("the template is broken: {}", what.join(" "));
    let line = rest.split_once(&format!("{name}:")).and_then(|(_, rest)| rest.split(':').next());
    let line = line.and_then(|line| line.trim().parse().ok()).unwrap_or_default();
    Diagnostic::at(&Place::new(&name.into(), line, ""), message, "fix the template")
}

/// A page that is refused where it grows too long.
struct Bounded {
    bytes: Vec<u8>,
    most: usize,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() >= self.most {
            self.bytes.resize(self.most, b' ');
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "the page is too long"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Result<String, Diagnostic> {
        let template = Template { file: "templates/layout.html".into(), text: text.into() };
        let layout = Layout::of(Some(&template))?;
        let context = |[head, body]: [&str; 2]| {
            let mut context = Context::new();
            context.insert("head", &Value::safe_string(head));
            context.insert("body", &Value::safe_string(body));
            context.insert("name", "<script>");
            Ok(context)
        };
        layout.page("", context, "<meta>", "<p>body</p>")
    }

    #[test]
    fn a_project_may_replace_what_is_around_a_page() {
        let text = "<head>{{ head }}</head>{% if name %}{{ name }}{% endif %}{{ body }}";
        let page = page(text).expect("a page");
        assert_eq!(page, "<head><meta></head>&lt;script&gt;<p>body</p>");
    }

    #[test]
    fn an_error_names_file_and_line() {
        for (text, line) in [
            ("{{ head }}\n{{ body }}\n{{ missing }}", 3),
            ("{{ head }}\n{% if %}\n{{ body }}", 2),
            ("{{ head }}{{ body }}\n\n\n{{ name | nope }}", 4),
        ] {
            let error = page(text).expect_err(text);
            let place = error.place.as_ref().map(ToString::to_string).unwrap_or_default();
            assert_eq!(place, format!("templates/layout.html:{line}"), "{text}: {}", error.message);
            assert!(!error.message.contains(['\n', '|', '^']), "{}", error.message);
        }
        let error = page("{{ head }}\n{{ body }}{% set a = 1 %}").expect_err("a tag");
        assert_eq!(error.place.expect("a place").to_string(), "templates/layout.html:2");
    }

    #[test]
    fn what_does_not_end_is_stopped() {
        let loops = |inner: &str| {
            let begin: String = ["a", "b", "c", "d"]
                .map(|name| format!("{{% for {name} in range(end=90000) %}}"))
                .concat();
            format!("{{{{ head }}}}{begin}{inner}{}{{{{ body }}}}", "{% endfor %}".repeat(4))
        };
        for inner in ["x", ""] {
            let error = page(&loops(inner)).expect_err("endless");
            assert!(error.message.contains("does not end"), "{}", error.message);
        }
    }

    #[test]
    fn what_defines_includes_or_multiplies_is_refused() {
        for tag in [
            "{% set a = body %}",
            "{%- set_global a = 1 %}",
            "{% include \"layout.html\" %}",
            "{% extends \"layout.html\" %}",
            "{% block a %}{% endblock %}",
            "{% component a() %}{{ <a /> }}{% endcomponent a %}",
            "{% filter upper %}x{% endfilter %}",
            "{{ body | replace(from=\"b\", to=body) }}",
        ] {
            assert!(page(&format!("{{{{ head }}}}{{{{ body }}}}{tag}")).is_err(), "{tag}");
        }
        let long = "x".repeat(MAX_LAYOUT + 1);
        assert!(page(&long).expect_err("long").message.contains("more than"));
    }

    #[test]
    fn head_and_body_must_be_printed() {
        for text in ["{{ body }}", "{{ head }}", "{{ head | upper }}{{ body }}"] {
            let error = page(text).expect_err(text);
            assert!(error.message.contains("leaves out"), "{}", error.message);
        }
    }
}
