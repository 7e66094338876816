//! Layout until no page moves any more, as `typst::compile` does it, with one document in memory.
//!
//! The compiler keeps each earlier document until the last one, to state what did not settle. A report is laid
//! out at least twice: its first pages state the numbers of later ones.

use std::sync::Arc;

use typst::World as _;
use typst::comemo::{Constraint, Track, Tracked};
use typst::diag::{At, SourceDiagnostic, SourceResult};
use typst::engine::{Engine, Route, Sink, Traced};
use typst::foundations::{Content, Output, StyleChain, Target, TargetElem};
use typst::introspection::{EmptyIntrospector, Introspector, MAX_ITERS};
use typst::syntax::Span;
use typst::utils::Protected;
use typst_layout::{PagedDocument, PagedIntrospector};

use crate::world::World;

/// Evaluates the template and lays it out; warnings are in the sink.
///
/// # Errors
/// What the compiler reports.
pub(crate) fn document(world: &World<'_>, sink: &mut Sink) -> SourceResult<PagedDocument> {
    let tracked: Tracked<'_, dyn typst::World + '_> = (world as &dyn typst::World).track();
    let source = world.source(world.main()).at(Span::detached())?;
    let module = typst_eval::eval(
        tracked,
        world.library(),
        Traced::default().track(),
        sink.track_mut(),
        Route::default().track(),
        &source,
    )?;
    let content = module.content();
    let mut last: Option<Arc<PagedIntrospector>> = None;
    let mut layouts = 1;
    loop {
        let introspector = last.as_deref().map(|last| last as &dyn Introspector);
        let mut found = Sink::new();
        let (document, is_settled) = laid_out(tracked, &content, introspector, &mut found)?;
        if is_settled || layouts == MAX_ITERS {
            sink.extend_from_sink(found);
            if !is_settled {
                sink.warn(SourceDiagnostic::warning(Span::detached(), "the pages do not settle"));
            }
            // Errors that a later layout could have solved.
            let delayed = sink.delayed();
            return if delayed.is_empty() { Ok(document) } else { Err(delayed) };
        }
        layouts += 1;
        // The document itself is dropped: of it, only where everything is remains.
        last = Some(Arc::clone(document.introspector()));
    }
}

/// One layout, and whether another one by what is found in it would be the same.
fn laid_out(
    world: Tracked<'_, dyn typst::World + '_>,
    content: &Content,
    last: Option<&dyn Introspector>,
    sink: &mut Sink,
) -> SourceResult<(PagedDocument, bool)> {
    let library = world.library();
    let target = TargetElem::target.set(Target::Paged).wrap();
    let base = StyleChain::new(&library.styles);
    let traced = Traced::default();
    let empty = EmptyIntrospector;
    let constraint = Constraint::new();
    let mut engine = Engine {
        library,
        world,
        introspector: Protected::new(last.unwrap_or(&empty).track_with(&constraint)),
        traced: traced.track(),
        sink: sink.track_mut(),
        route: Route::default(),
    };
    let document = PagedDocument::create(&mut engine, content, base.chain(&target))?;
    let introspector: &dyn Introspector = document.introspector().as_ref();
    let is_settled = constraint.validate(introspector);
    Ok((document, is_settled))
}
