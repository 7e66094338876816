//! The posture as data, the templates and the fonts → `report.pdf`, `executive.pdf` and the volumes of the register.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::data::{self, Documents};
use super::register::Listed;
use super::{fonts, inputs, templates, text};
use crate::render::options::{PdfOptions, PdfStandard, VOLUMES};
use model::{Artifact, Diagnostic, Posture};
use pdf::{Failure, Fonts, Form};
use syntax::encoding::hex;

/// How many seconds a project's own template may take.
const MAX_TEMPLATE_SECONDS: u64 = 120;

/// From how many findings on report and pages for the board are made in less memory and more time.
const LONG: u64 = 5_000;

const REPORT: &str = "report.pdf";
const EXECUTIVE: &str = "executive.pdf";

/// Documents to make: they need the posture no longer.
pub(in crate::render) struct Orders {
    fonts: Cow<'static, Fonts>,
    all: Vec<Order>,
}

/// What `report.pdf`, `executive.pdf` unless it is left out, and the volumes are made from; `json` is the
/// posture to attach, `listed` the rows of the register.
///
/// # Errors
/// Where the data cannot be written or a font is none.
pub(in crate::render) fn prepare(
    posture: &Posture,
    json: &[u8],
    listed: &[Listed],
    options: &PdfOptions,
) -> Result<Orders, Diagnostic> {
    // The identifier follows the content: two reports are the same exactly if their postures are.
    let sha256 = hex(Sha256::digest(json));
    let fonts = fonts::with(&options.fonts)?;
    let glyphs = text::Glyphs::of(&*fonts);
    let Documents { report, executive, volumes } = data::documents(&data::Source {
        posture,
        sha256: &sha256,
        listed,
        fonts: &options.fonts,
        glyphs,
    })?;
    let inputs: Arc<[u8]> = inputs::inputs(posture, &sha256, options)?.into();
    let attached: Arc<[u8]> = json.into();
    let order = |file: String, template: &'static str, what: &'static str, data: Vec<u8>| Order {
        template,
        what,
        own: None,
        files: vec![("data.json", data.into()), ("inputs.json", Arc::clone(&inputs))],
        form: match options.standard {
            PdfStandard::Archival => Form::Archival,
            PdfStandard::V1_7 => Form::Plain,
        },
        is_long: false,
        date: posture.as_of,
        ident: format!("{sha256} {file}"),
        file,
    };
    let with_posture = |mut order: Order| {
        order.files.push(("posture.json", Arc::clone(&attached)));
        // Volumes have a length of their own.
        order.is_long = posture.findings_total > LONG;
        order
    };
    let report = with_posture(order(REPORT.into(), "report.typ", "the PDF report", report));
    let own = options.template.as_ref().map(|own| own.text.clone());
    let mut all = vec![Order { own, ..report }];
    if !options.without_executive {
        let what = "the PDF for the board";
        all.push(with_posture(order(EXECUTIVE.into(), "executive.typ", what, executive)));
    }
    all.extend(volumes.into_iter().map(|(number, data)| {
        let file = format!("{VOLUMES}/volume-{number:02}.pdf");
        order(file, "volume.typ", "a volume of the register", data)
    }));
    Ok(Orders { fonts, all })
}

impl Orders {
    /// The documents, each made or why not. One after another: the compiler lays out the parts of one document
    /// in parallel, and what it remembers of one is dropped before the next.
    pub(in crate::render) fn made(self) -> impl Iterator<Item = Result<Artifact, Diagnostic>> {
        let fonts = self.fonts;
        self.all.into_iter().map(move |order| {
            let (file, what) = (order.file.clone(), order.what);
            let made = match order.own {
                Some(_) => within(order, Fonts::clone(&fonts)),
                None => order.made(&fonts),
            };
            artifact(file, what, made)
        })
    }
}

/// All that one document is made from.
struct Order {
    /// The file that it is written to.
    file: String,
    template: &'static str,
    /// What it is in a message.
    what: &'static str,
    /// The project's own template in place of ours.
    own: Option<String>,
    files: Vec<(&'static str, Arc<[u8]>)>,
    form: Form,
    is_long: bool,
    date: jiff::civil::Date,
    ident: String,
}

impl Order {
    fn made(self, fonts: &Fonts) -> Result<Vec<u8>, Failure> {
        let mut modules = templates::modules();
        let document = match &self.own {
            Some(own) => {
                modules.push((templates::OWN, own));
                templates::OWN
            }
            None => self.template,
        };
        let attached = self.files.iter().map(|(name, _)| *name);
        let template = templates::main(document, attached);
        let job = pdf::Job {
            name: "main.typ",
            template: &template,
            modules,
            files: self.files,
            form: self.form,
            is_long: self.is_long,
            date: self.date,
            ident: self.ident,
            // What made this file, which need not be what made the posture.
            creator: concat!("muster ", env!("CARGO_PKG_VERSION")).into(),
        };
        pdf::render(fonts, job)
    }
}

/// The same in a thread that is left behind where it does not end: nothing can stop a compilation.
fn within(order: Order, fonts: Fonts) -> Result<Vec<u8>, Failure> {
    let (outbox, inbox) = channel();
    thread::spawn(move || outbox.send(order.made(&fonts)));
    inbox.recv_timeout(Duration::from_secs(MAX_TEMPLATE_SECONDS)).unwrap_or_else(|_| {
        let message = format!(
            "{} takes more than {MAX_TEMPLATE_SECONDS} seconds and is stopped",
            templates::OWN
        );
        Err(Failure::new(message))
    })
}

fn artifact(
    file: String,
    what: &str,
    made: Result<Vec<u8>, Failure>,
) -> Result<Artifact, Diagnostic> {
    made.map(|bytes| Artifact::new(file, bytes)).map_err(|failure| {
        let failure = failure.to_string();
        // The compiler names the rule of the standard; the place is the template's.
        let help = match failure.contains("PDF/A") || failure.contains("PDF/UA") {
            true => "change the text, font or template there, or write it with --pdf-standard 1.7",
            false => "correct the template, or report this with the posture.json; the other formats hold the same",
        };
        Diagnostic::general(format!("{what} cannot be made: {failure}"), help)
    })
}
