//! A posture, recomputed from its own findings by the functions that build one.
//!
//! What is checked: every figure that follows from the findings (score, letter and limits, counts, cells,
//! roll-ups, remediations, evidence requests, states of requirements), what findings share with their
//! asset, control and waivers, and the last month of the trend with the change to it. Of a posture whose
//! findings are in a file that is not at hand, everything that follows from the cells.
//!
//! What is not: the facts themselves. A person who changes an outcome, its sentence and evidence, and then
//! computes every figure again, has written a posture that agrees with itself. Only the inputs, or a
//! signature, show that; `manifest.json` names their hashes. Numbers that nothing follows from are listed
//! in [`NOT_RECOMPUTED`].

mod catalogue;
mod contacts;
mod difference;
mod excluded;
mod findings;
mod from_cells;
mod history;
mod not_recomputed;
mod part_of;
mod parts;
mod registers;
mod under_defaults;

pub use difference::{Disagreement, differences};
pub use not_recomputed::{NOT_RECOMPUTED, not_recomputed};

use super::cards;
use super::gathered::Gathered;
use super::links::Links;
use super::requests::stated_registers;
use super::roll_up::{Stated, roll_up};
use catalogue::Edition;
use model::posture::FindingCard;
use model::{Control, Posture};

/// More findings than any posture has; sums of that many cannot overflow.
const MOST_FINDINGS: u64 = 4_294_967_296;

/// Where a posture disagrees with itself: empty where it does not. `all` holds every finding where the
/// posture does not.
pub fn verify(
    posture: &Posture,
    all: Option<&[FindingCard]>,
    catalog: &[&'static Control],
) -> Vec<Disagreement> {
    let mut found = bounds(posture);
    if !found.is_empty() {
        return found;
    }
    let edition = Edition::of(posture, catalog);
    let mut again = Posture { findings: Vec::new(), ..posture.clone() };
    edition.restore(&mut again, catalog);
    Links::requirements(&again.frameworks, &mut again.controls);
    again.waivers.iter_mut().for_each(|card| cards::term(card, posture.as_of));
    let listed = findings::Listed::of(posture, all);
    // What follows from single findings is listed last, so that it crowds out nothing.
    let mut of_findings = Vec::new();
    let settled = findings::settled(posture, &again, listed, &edition, &mut of_findings);
    if listed.is_complete {
        roll_up(&mut again, Gathered::of(&settled), &settled, &stated(posture));
    } else {
        from_cells::roll_up(posture, &mut again, &settled, &mut found);
    }
    edition.keep_words(posture, &mut again);
    let bare = Posture { findings: Vec::new(), ..posture.clone() };
    difference::of(&bare, &again, "", &mut found);
    excluded::check(posture, &mut found);
    contacts::check(posture, listed.is_complete.then_some(&settled), &mut found);
    part_of::check(posture, listed, &mut found);
    registers::check(posture, &mut found);
    under_defaults::check(posture, &mut found);
    history::check(posture, &again, listed.is_complete.then_some(&settled), &mut found);
    found.extend(of_findings);
    found
}

/// What the document states and no finding shows.
fn stated(posture: &Posture) -> Stated {
    let names = posture.owners.iter().map(|owner| (owner.id.clone(), owner.title.clone()));
    Stated { owner_names: names.collect(), registers: stated_registers(&posture.evidence_requests) }
}

/// Counts that no sum could hold.
fn bounds(posture: &Posture) -> Vec<Disagreement> {
    let cells = posture.cells.iter().map(|cell| cell.count).enumerate();
    let cells = cells.map(|(at, count)| (format!("/cells/{at}/count"), count));
    let excluded = posture.excluded_cells.iter().map(|cell| cell.count).enumerate();
    let excluded = excluded.map(|(at, count)| (format!("/excluded_cells/{at}/count"), count));
    let owners = posture.owner_cells.iter().map(|cell| cell.count).enumerate();
    let owners = owners.map(|(at, count)| (format!("/owner_cells/{at}/count"), count));
    let total = std::iter::once(("/findings_total".to_string(), posture.findings_total));
    let counts = total.chain(cells).chain(excluded).chain(owners);
    let too_large = counts.filter(|(_, count)| *count > MOST_FINDINGS);
    let limit = format!("at most {MOST_FINDINGS}");
    too_large.map(|(pointer, count)| Disagreement::new(pointer, count, &limit)).collect()
}
